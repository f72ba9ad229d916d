"""The flowables of a story: text with its structure node, page breaks that depend on what follows, and blanks."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import accumulate, takewhile
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer
from reportlab.platypus.paraparser import ParaFrag

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.structure import Node

#: The fewest lines of a split text at the foot or top of a page.
LINES_TOGETHER = 2
_FUZZ = 1e-6
#: Attributes that the page template sets on a flowable during layout; a piece must not inherit them.
_OF_THE_MOMENT = ("canv", "_frame", "_postponed")
#: The length at which headings are cut in the outline.
_OUTLINE = 100
_WRITING_HEIGHT, _BLANK_GAP = 46.0, 9.0


class Text(Paragraph):
    """A paragraph of plain text; it and its pieces are content of node, a bullet is content of node's label.

    value is what was written, plain what is printed of it. One that leads is kept on a page with what follows. The
    lines are broken once, since the width never changes.
    """

    leads = False
    _is_broken = False
    _spaces: list[bool] | None = None

    def __init__(self, value: str, look: ParagraphStyle, node: Node | None = None, bullet: str | None = None) -> None:
        self.value, self.plain, self.node = value, text.printable(value), node
        super().__init__("", look, bulletText=bullet, frags=_fragments(self.plain, look))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As Paragraph.wrap, without breaking the lines again each time."""
        if not self._is_broken:
            super().wrap(width, height)
            self._is_broken = True
        return width, self.height

    def split(self, width: float, height: float) -> list[Text]:
        """The lines that fit, and the rest, neither of them a single line; empty where that is impossible."""
        self.wrap(width, height)
        whole = len(self.blPara.lines)
        fitting = int((height + _FUZZ) / self.style.leading)
        if fitting >= whole:
            return [self]
        fitting = min(fitting, whole - LINES_TOGETHER)
        return [self._piece(0, fitting), self._piece(fitting, whole)] if fitting >= LINES_TOGETHER else []

    def least_height(self, width: float) -> float:
        """The height in points that must fit at the foot of a page for the text to begin there."""
        height = self.wrap(width, style.TEXT_HEIGHT)[1]
        lines = len(self.blPara.lines)
        return height if lines < 2 * LINES_TOGETHER else LINES_TOGETHER * float(self.style.leading)

    def draw(self) -> None:
        """Draws the text as content of its element."""
        nodes = [self.node and self.node.label, self.node] if self.bulletText else [self.node]
        with self.canv.tagging.texts(nodes):
            super().draw()

    def beginText(self, x: float, y: float) -> PDFTextObject:  # noqa: N802 - reportlab's name
        """reportlab's hook for the text object that is drawn."""
        return _SpacedText(self.canv, x, y, self._spaced())

    def _spaced(self) -> list[bool]:
        """For each line whether a space separates it from the next one, which is not so within a split word."""
        if len(self.blPara.lines) == 1:
            return []
        if self._spaces is None:
            words = self.plain.split()
            ends = set(list(accumulate(map(len, words)))[:-1])
            letters = [sum(map(len, line.split())) for line in _lines(self.blPara)]
            self._spaces = [
                bool(own) and count in ends for own, count in zip(letters, accumulate(letters), strict=True)
            ]
        return self._spaces

    def _piece(self, start: int, end: int) -> Text:
        piece = copy(self)
        piece._spaces = self._spaced()[start:end]
        for passing in _OF_THE_MOMENT:
            piece.__dict__.pop(passing, None)
        piece.blPara = self.blPara.clone(lines=self.blPara.lines[start:end])
        piece.height = (end - start) * self.style.leading
        if start:
            piece.bulletText = None
        return piece


class Heading(Text):
    """A heading: kept with what follows, and listed in the outline and the table of contents."""

    leads = True
    level = 1
    key = ""

    def _piece(self, start: int, end: int) -> Text:
        """Only the first piece is the target of links to the heading."""
        piece = super()._piece(start, end)
        assert isinstance(piece, Heading)
        piece.key = "" if start else self.key
        return piece

    def draw(self) -> None:
        """Draws the text and registers its page, bookmark and outline entry."""
        if self.key:
            self.canv.bookmarkHorizontal(self.key, 0, self.height + 6)
            self.canv.addOutlineEntry(self.getPlainText()[:_OUTLINE], self.key, self.level - 1)
            self.canv.page_of[self.key] = self.canv.getPageNumber()
        super().draw()


class _SpacedText(PDFTextObject):
    """Ends lines with real spaces, so that readers do not join words across lines (ISO 32000-1, 14.8.2.5)."""

    def __init__(self, canvas: Any, x: float, y: float, spaced: Sequence[bool]) -> None:
        super().__init__(canvas, x, y)
        self._spaced = iter(spaced)

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - reportlab's names
        is_spaced = bool(TStar) and next(self._spaced, False)
        super()._textOut(text, 0 if is_spaced else TStar)
        if is_spaced:
            super()._textOut(" ", 1)


def _fragments(plain: str, look: ParagraphStyle) -> list[ParaFrag]:
    """The text as the output of reportlab's markup parser, bypassed so that users' text is never parsed as markup."""
    found: list[ParaFrag] = []
    for index, line in enumerate(plain.split("\n")):
        if index:
            found.append(_fragment("", look, lineBreak=True))
        if words := " ".join(filter(None, line.split(" "))):
            found.append(_fragment(words, look))
    return found


def _fragment(words: str, look: ParagraphStyle, **more: Any) -> ParaFrag:
    return ParaFrag(
        text=words,
        fontName=look.fontName,
        fontSize=look.fontSize,
        textColor=look.textColor,
        bold=0,
        italic=0,
        rise=0,
        greek=0,
        link=[],
        us_lines=[],
        **more,
    )


def _lines(broken: Any) -> list[str]:
    """The text of each line of a paragraph that reportlab has broken into lines."""
    if broken.kind == 0:
        return ["".join(line[1]) for line in broken.lines]
    return ["".join(getattr(piece, "text", "") for piece in line.words) for line in broken.lines]


def make_text(value: str, style_name: str, node: Node | None = None, bullet: str | None = None) -> Text:
    """Plain text as a flowable in a named style."""
    return Text(value, style.styles()[style_name], node, bullet)


def make_heading(value: str, level: int, key: str, node: Node) -> Heading:
    """A heading of level 1 to 3."""
    made = Heading(value, style.styles()[f"H{level}"], node)
    made.level, made.key = level, key
    return made


class Room(CondPageBreak):
    """Starts a new page unless the leading texts from index on fit here together with the start of what follows."""

    def __init__(self, story: Sequence[Flowable], index: int) -> None:
        super().__init__(0)
        self._story, self._index = story, index

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Takes no space itself."""
        self.height = min(_beginning(self._story, self._index, width), style.TEXT_HEIGHT - 1)
        wrapped: tuple[float, float] = super().wrap(width, height)
        return wrapped


class Bottom(Spacer):
    """Pushes the rest of the story down to the foot of the page, if it fits."""

    def __init__(self, story: Sequence[Flowable], index: int) -> None:
        super().__init__(0, 0)
        self._story, self._index = story, index

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As tall as the space that the following flowables leave."""
        rest = takewhile(lambda piece: not isinstance(piece, PageBreak), self._story[self._index :])
        below = sum(_full_height(piece, width) for piece in rest if not isinstance(piece, Room))
        self.height = max(0.0, height - below - 1)
        return 0, self.height


class Blanks(Flowable):
    """Labels side by side, each followed by a line to write on; the shares divide the width."""

    def __init__(self, blanks: Sequence[tuple[str, float]], node: Node) -> None:
        super().__init__()
        self.blanks, self.node = blanks, node
        self.spaceBefore = 6

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Tall enough to write in."""
        self.width, self.height = width, _WRITING_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Draws the labels and lines."""
        left, whole = 0.0, sum(share for _, share in self.blanks)
        room = self.width + _BLANK_GAP
        self.canv.setLineWidth(style.HAIRLINE)
        self.canv.setStrokeColor(style.colour("text"))
        self.canv.setFillColor(style.colour("text"))
        for words, share in self.blanks:
            with self.canv.tagging.texts([self.node]):
                self.canv.setFont(style.REGULAR, 9)
                self.canv.drawString(left, 6, words)
            start = left + (style.text_width(words, style.REGULAR, 9) + 6 if words else 0)
            left += room * share / whole
            with self.canv.tagging.artifact():
                self.canv.line(start, 4, left - _BLANK_GAP, 4)


class Composed(Flowable):
    """Flowables that are laid out together; pieces are known once it is wrapped, in reading order."""

    @property
    def pieces(self) -> list[Flowable]:
        """The flowables that are drawn."""
        raise NotImplementedError


def _beginning(story: Sequence[Flowable], index: int, width: float) -> float:
    needed = 0.0
    for piece in story[index:]:
        if getattr(piece, "leads", False):
            needed += _full_height(piece, width)
        elif not isinstance(piece, Room):
            least: Any = getattr(piece, "least_height", None)
            return needed + (least(width) if least else _full_height(piece, width))
    return needed


def _full_height(piece: Flowable, width: float) -> float:
    height = piece.wrap(width, style.TEXT_HEIGHT)[1]
    return float(height + piece.getSpaceBefore() + piece.getSpaceAfter())
