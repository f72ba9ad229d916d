"""The story of a PDF: its content in reading order, together with the structure tree that tags it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, PageBreak, Spacer

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.contents import Contents
from cbnet_desktop.documents.pdf.flowables import Blanks, Bottom, Heading, Room, Text, make_heading, make_text
from cbnet_desktop.documents.pdf.form_fields import Choice, WritingBox
from cbnet_desktop.documents.pdf.photographs import Photograph
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tables import Column, Row, Table, column_widths, make_head
from cbnet_desktop.documents.pdf.tagging import ChoiceField, SignatureField, TextField
from cbnet_desktop.documents.pdf.text import printable
from cbnet_desktop.documents.pictures.pictures import Picture

_SHORT_TITLE = 60
#: The width for the name of a fact, in points.
_FACT_NAME = 86.0
_BULLET = re.compile(r"\s*[-*•–]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A text in a table cell and its style; one without text is left out."""

    text: str
    style: str = "cell"


#: A cell with a field is empty, with a place for a digital signature.
Cell = str | Sequence[Line] | SignatureField


class Story:
    """Builds flowables and structure tree together. All text is plain, never parsed as markup."""

    def __init__(self, sheet: style.Sheet = style.UPRIGHT) -> None:
        self.sheet = sheet
        self.root = Node("Document")
        self.flowables: list[Flowable] = []
        self.headings: list[Heading] = []
        #: What a form says of itself to the program that it comes back to.
        self.form_key = ""

    def heading(self, text: str, level: int = 1) -> None:
        """Adds a heading, kept on one page with what follows; its level is raised where it would skip one.

        One without visible characters is left out, since it would be an empty bookmark.
        """
        if not printable(text).strip():
            return
        level = min(level, self.headings[-1].level + 1 if self.headings else 1)
        self.flowables.append(Room(self.flowables, len(self.flowables) + 1))
        made = make_heading(text, level, f"h{len(self.headings) + 1}", self.root.add(f"H{level}"))
        self.headings.append(made)
        self.flowables.append(made)

    def title(self, text: str) -> None:
        """Adds the title, large where it is short."""
        self.flowables.append(make_text(text, title_style(text), self.root.add("P")))

    def paragraph(self, text: str, style: str = "body", *, leads: bool = False, heard: str = "") -> None:
        """Adds a paragraph; its line breaks stay. With leads it is kept with what follows, like a heading.

        heard is read aloud in its place.
        """
        made = make_text(text, style, self.root.add("P", alt=heard))
        made.leads = leads
        self.flowables.append(made)

    def bullets(self, items: Sequence[str], *, are_steps: bool = False) -> None:
        """Adds a bulleted list, or a numbered one of steps."""
        node = self.root.add("L", numbering="Decimal" if are_steps else "Disc")
        for number, item in enumerate(items, 1):
            look, bullet = ("step", f"{number}.") if are_steps else ("bullet", "•")
            self.flowables.append(make_text(item, look, list_item(node), bullet=bullet))

    def prose(self, text: str) -> None:
        """Adds a user's long text: blank lines separate paragraphs, lines beginning with a dash become a list."""
        for block in re.split(r"\n\s*\n", text.strip("\n")):
            for is_list, lines in _runs(block.split("\n")):
                if is_list:
                    self.bullets(lines)
                else:
                    self.paragraph("\n".join(lines))

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        totals: Sequence[Sequence[Cell]] = (),
        row_height: float = 0,
    ) -> None:
        """Adds a table, its rows at least row_height points tall; the first cell of each row is its heading.

        Raises ValueError where there are no rows.
        """
        self._table(columns, rows, totals, row_height=row_height)

    def table_or(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], otherwise: str) -> None:
        """Adds a table, or without rows the sentence otherwise."""
        if rows:
            self.table(columns, rows)
        else:
            self.paragraph(otherwise)

    def form(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], row_height: float) -> None:
        """Adds a table to fill in by hand, its rows at least row_height points tall; a cell may be a SignatureField."""
        self._table(columns, rows, (), row_height=row_height, is_form=True)

    def blanks(self, blanks: Sequence[tuple[str, float]]) -> None:
        """Adds labels side by side, each with a line to write on; the numbers are shares of the width."""
        self.flowables.append(Blanks(blanks, self.root.add("P")))

    def choice(self, wanted: ChoiceField) -> None:
        """Adds boxes side by side, of which one can be crossed on the screen or on paper, kept with what follows."""
        group = self.root.add("Sect")
        nodes = [(group.add("Form"), group.add("P")) for _ in wanted.options]
        self.flowables.append(Choice(wanted, nodes))

    def text_field(self, label: str, wanted: TextField, height: float) -> None:
        """Adds a label and below it a box of that height in points, to write in on the screen or on paper."""
        self.paragraph(label, "note", leads=True)
        self.flowables.append(WritingBox(wanted, self.root.add("Form"), height))

    def _table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        totals: Sequence[Sequence[Cell]],
        *,
        row_height: float,
        is_form: bool = False,
    ) -> None:
        if not rows:
            raise ValueError("a table has at least one row")
        node = self.root.add("Table")
        head = make_head(columns, node.add("THead"))
        body = node.add("TBody")
        made = [_row(columns, cells, body, least=row_height) for cells in rows]
        if totals:
            foot = node.add("TFoot")
            made += [_row(columns, cells, foot, is_total=True) for cells in totals]
        widest = [_widest([*rows, *totals], index) for index in range(len(columns))]
        widths = column_widths(columns, widest, self.sheet.text_width)
        self.flowables.append(Table(widths, head, made, node, self.sheet.text_height, is_form=is_form))

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Adds pairs of name and value, side by side."""
        node = self.root.add("L", numbering="None")
        for name, value in facts:
            self.flowables.append(
                make_text(value, "fact", list_item(node), bullet=text.fitted(name, style.REGULAR, 10, _FACT_NAME))
            )
        self.space(6)

    def contents(self, *, is_full: bool = False) -> None:
        """Adds a table of contents with later headings too; a short PDF goes without it unless is_full."""
        self.flowables.append(Contents(self.headings, self.root.add("TOC"), is_full=is_full))

    def figure(self, picture: Picture, *, leads: bool = False) -> None:
        """Adds a drawing, with the picture's alt text. With leads it is kept with what follows, like a heading."""
        made = Drawing(picture, self.root.add("Figure", alt=picture.alt))
        made.leads = leads
        self.flowables.append(made)

    def photograph(self, png: bytes, alt: str) -> None:
        """Adds a picture of the screen in a frame, with its alternative text."""
        self.flowables.append(Photograph(png, self.root.add("Figure", alt=alt)))

    def space(self, points: float) -> None:
        """Adds white space; none at the top of a page."""
        self.flowables.append(Spacer(0, points))

    def new_page(self) -> None:
        """Starts a new page."""
        self.flowables.append(PageBreak())

    def bottom(self) -> None:
        """Moves what follows, up to the next new page, to the foot of this page."""
        self.flowables.append(Bottom(self.flowables, len(self.flowables) + 1))


def list_item(parent: Node) -> Node:
    """Adds an item with label and body to a list; returns the body."""
    item = parent.add("LI")
    label = item.add("Lbl")
    body = item.add("LBody")
    body.label = label
    return body


def _widest(rows: Sequence[Sequence[Cell]], index: int) -> float:
    cells = (row[index] for row in rows)
    size = style.styles()["number"].fontSize
    return max((style.text_width(cell, style.BOLD, size) for cell in cells if isinstance(cell, str)), default=0)


def _row(
    columns: Sequence[Column], cells: Sequence[Cell], parent: Node, *, is_total: bool = False, least: float = 0
) -> Row:
    line = parent.add("TR")
    stacks: list[list[Text]] = []
    signatures: dict[int, tuple[SignatureField, Node]] = {}
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        node = line.add("TH", scope="Row") if index == 0 else line.add("TD")
        stacks.append([])
        if isinstance(cell, SignatureField):
            signatures[index] = cell, node.add("Form")
            continue
        style = ("number" if column.is_number else "cell") + ("_strong" if is_total else "")
        lines = [Line(cell, style)] if isinstance(cell, str) else cell
        stacks[-1] += _stack([line for line in lines if line.text], node)
    return Row(stacks, is_total=is_total, least=least, signatures=signatures)


def _stack(lines: Sequence[Line], node: Node) -> list[Text]:
    """The texts of a cell: a single one is tagged as the cell itself, several as paragraphs in it."""
    if len(lines) == 1:
        return [make_text(lines[0].text, lines[0].style, node)]
    return [make_text(line.text, line.style, node.add("P")) for line in lines]


def _runs(lines: Sequence[str]) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        is_item = bool(_BULLET.match(line))
        if not runs or runs[-1][0] != is_item:
            runs.append((is_item, []))
        runs[-1][1].append(_BULLET.sub("", line, count=1) if is_item else line)
    return runs


def title_style(title: str) -> str:
    """Large for a short title, small for a long one or one with a word wider than the page."""
    size = style.styles()["title"].fontSize
    widest = max((style.text_width(word, style.BOLD, size) for word in text.printable(title).split()), default=0)
    return "title" if len(title) <= _SHORT_TITLE and widest <= style.TEXT_WIDTH else "long_title"
