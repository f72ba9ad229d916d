"""The body of a Word file: each part of a paper as paragraphs, tables, pictures and fields."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from cbnet_desktop.documents.word.markup import TWIPS, bookmarked, element, field_marks, look, paragraph, run, tab, tabs
from cbnet_desktop.documents.word.parts import Gaps, Grid, Image, Line, Listed, NewPage, Part, Telling, Title, Words
from cbnet_desktop.documents.word.styles import Styles
from cbnet_desktop.domain.titles.titles import short

_CONTENTS = "Indhold"
#: The deepest heading of Word.
_DEEPEST = 9
#: Points: the room for the names of facts and for numbers, around the paragraphs of a cell, around a picture, before a
#: line to write on, and before an entry of the contents of a deeper level.
_FACT, _NUMBER, _IN_CELL, _PICTURE, _WRITING, _DEEPER = 100.0, 24.0, 2.0, 6.0, 20.0, 12.0
#: The most characters of what a table is called and described by.
_CAPTION = 250
#: Twips beside the text of a cell.
_CELL = 70
_SUBTITLES = ("version", "state")


class Body:
    """Fills a document with a paper, part by part."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = Styles(document)
        self._bookmarks = count()
        self._heading = ""
        self._breaks = False
        section = document.sections[0]
        sides = ((section.left_margin or 0), (section.right_margin or 0), (section.gutter or 0))
        self._width = max(Emu((section.page_width or Pt(595)) - sum(sides)).pt, 100.0)

    def fill(self, paper: Telling, *, is_plain: bool) -> None:
        """Adds the paper before the properties of its section; without a foot of its own it begins with its state."""
        body = self._document.element.body
        self._heading = paper.title
        parts: list[Part] = [*paper.notes, *([] if is_plain else [Words(paper.state, "note")]), *paper.parts]
        for part in parts:
            for made in self._made(part):
                if made.tag == qn("w:tbl") and len(body) > 1 and body[-2].tag == qn("w:tbl"):
                    body.insert(len(body) - 1, paragraph([]))
                body.insert(len(body) - 1, made)
        if len(body) > 1 and body[-2].tag == qn("w:tbl"):
            body.insert(len(body) - 1, paragraph([]))

    def _made(self, part: Part) -> Iterator[Any]:
        if isinstance(part, NewPage):
            self._breaks = True
        elif isinstance(part, Title):
            yield self._title(part)
        elif isinstance(part, Words):
            yield self._words(part)
        elif isinstance(part, Listed):
            yield from self._contents(part)
        elif isinstance(part, Gaps):
            yield self._gaps(part)
        elif isinstance(part, Image):
            yield self._image(part)
        else:
            if self._breaks:
                yield self._paragraph([], "")
            yield self._grid(part)

    def _paragraph(self, runs: list[Any], style: str, *, leads: bool = False, layout: tuple[Any, ...] = ()) -> Any:
        """A paragraph, at the top of a page where one was to begin."""
        begins = [element("pageBreakBefore")] if self._breaks else []
        self._breaks = False
        named = self._styles.of(style) if style else ""
        return paragraph(runs, named, *([element("keepNext")] if leads else []), *begins, *layout)

    def _title(self, part: Title) -> Any:
        self._heading = part.text
        runs = [run(part.text)]
        if part.key:
            runs = bookmarked(runs, f"_Toc{part.key}", next(self._bookmarks))
        return self._paragraph(runs, f"Heading {min(part.level, _DEEPEST)}" if part.level else "Title")

    def _words(self, part: Words) -> Any:
        if part.style == "bullet":
            return self._paragraph([run(part.text)], "List Bullet")
        if part.label:
            room = _FACT if part.style == "fact" else _NUMBER
            hanging = element("ind", left=round(room * TWIPS), hanging=round(room * TWIPS))
            runs = [run(part.label, "note"), tab(), run(part.text)]
            return self._paragraph(runs, "", layout=(tabs((room, "left", "none")), hanging))
        if part.style in _SUBTITLES:
            return self._paragraph([run(part.text)], "Subtitle", leads=part.leads)
        return self._paragraph([run(part.text, part.style)], "", leads=part.leads)

    def _contents(self, part: Listed) -> Iterator[Any]:
        """The field of a table of contents, filled with links to the headings: page numbers are known to Word alone."""
        yield self._paragraph([run(_CONTENTS)], "TOC Heading")
        *begin, end = field_marks(r'TOC \o "1-2" \n \h \z \u')
        for index, title in enumerate(part.titles, 1):
            before = begin if index == 1 else []
            after = [end] if index == len(part.titles) else []
            indent = element("ind", left=round(max(title.level - 1, 0) * _DEEPER * TWIPS))
            space = element("spacing", before=0, after=round(_WRITING * TWIPS) if after else 0)
            yield self._paragraph([*before, self._link(title), *after], "", layout=(space, indent))

    def _link(self, title: Title) -> Any:
        return element("hyperlink", run(title.text), anchor=f"_Toc{title.key}", history=1)

    def _gaps(self, part: Gaps) -> Any:
        whole, place = sum(share for _, share in part.gaps), 0.0
        runs: list[Any] = []
        stops: list[tuple[float, str, str]] = []
        for label, share in part.gaps:
            place += share * self._width / whole
            runs += [run(f"{'  ' if runs else ''}{label} " if label else ""), tab()]
            stops.append((place, "left" if place < self._width - 1 else "right", "underscore"))
        spacing = element("spacing", before=round(_WRITING * TWIPS))
        return self._paragraph(runs, "", layout=(tabs(*stops), spacing))

    def _image(self, part: Image) -> Any:
        space = element("spacing", before=round(_PICTURE * TWIPS), after=round(_PICTURE * TWIPS))
        made = self._paragraph([], "", layout=(space, element("jc", val="center")))
        inline = self._document.part.new_pic_inline(io.BytesIO(part.png), width=Pt(min(part.width, self._width)))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("descr", part.alt)
        inline.docPr.set("name", f"Billede {inline.docPr.id}")
        drawing = element("drawing")
        drawing.append(inline)
        made.append(element("r", drawing))
        return made

    def _grid(self, part: Grid) -> Any:
        widths = [round(share * self._width * TWIPS) for share in part.widths]
        columns = ", ".join(cell[0].text for cell in part.head.cells if cell)
        parts = element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1)
        properties = element(
            "tblPr",
            element("tblStyle", val=self._styles.of("Table Grid")),
            element("tblW", w=sum(widths), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblCellMar", *(element(side, w=_CELL, type="dxa") for side in ("left", "right"))),
            parts,
            element("tblCaption", val=short(self._heading, _CAPTION)),
            element("tblDescription", val=short(f"Kolonner: {columns}", _CAPTION)),
        )
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        rows = [_row(part.head, widths, is_head=True), *(_row(line, widths) for line in part.rows)]
        return element("tbl", properties, grid, *rows)


def _row(line: Line, widths: list[int], *, is_head: bool = False) -> Any:
    """A row on one page; that of the headings is repeated on each."""
    height = [element("trHeight", val=round(line.least * TWIPS), hRule="atLeast")] if line.least else []
    head = [element("tblHeader")] if is_head else []
    properties = element("trPr", element("cantSplit"), *height, *head)
    return element("tr", properties, *(_cell(cell, width) for cell, width in zip(line.cells, widths, strict=True)))


def _cell(cell: tuple[Words, ...], width: int) -> Any:
    spacing = {"before": round(_IN_CELL * TWIPS), "after": round(_IN_CELL * TWIPS)}
    made = []
    for words in cell or (Words("", "cell"),):
        place = [element("jc", val="right")] if words.style.startswith("number") else []
        mark = element("rPr", *look(words.style))
        made.append(paragraph([run(words.text, words.style)], "", element("spacing", **spacing), *place, mark))
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *made)
