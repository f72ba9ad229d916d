"""A table of contents, drawn after the last page when the page numbers are known; a short PDF goes without."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.flowables import Heading
from cbnet_desktop.documents.pdf.structure import Node

#: A PDF of at most this many pages needs no contents.
SHORT = 6
_MOST_LINES = 16
TITLE = "Indhold"
_LINE, _INDENT, _SIZE = 15.0, 12.0, 9.5


class Contents(Flowable):
    """A line for each heading of the first two levels or, where those are many, the first; node is its TOC element.

    With is_full it always lists both levels, over several pages if necessary, also in a short PDF.
    """

    def __init__(self, headings: Sequence[Heading], node: Node, *, is_full: bool = False, start: int = 0) -> None:
        super().__init__()
        self._headings, self.node, self._is_full = headings, node, is_full
        self._start, self._end = start, sys.maxsize
        self.spaceAfter = 16

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As tall as all lines, whether or not they will be drawn."""
        self.width, self.height = width, _LINE * (len(self.listed()) + (0 if self._start else 1.5))
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Contents]:
        """The lines that fit, and the rest; all headings are known before layout begins."""
        fitting = int(height / _LINE - (0 if self._start else 1.5))
        if fitting < 1:
            return []
        first = Contents(self._headings, self.node, is_full=self._is_full, start=self._start)
        first._end = self._start + fitting
        return [first, Contents(self._headings, self.node, is_full=self._is_full, start=first._end)]

    def draw(self) -> None:
        """Defers drawing until the last page is laid out."""
        canvas, width, top = self.canv, self.width, self.height
        left, bottom = canvas.absolutePosition(0, 0)

        def fill() -> None:
            if self._is_full or canvas.page_count > SHORT:
                canvas.translate(left, bottom)
                self._fill(canvas, width, top)

        canvas.later(fill)

    def listed(self) -> list[Heading]:
        """The headings that have a line."""
        both = [heading for heading in self._headings if heading.level < 3]
        if not self._is_full and len(both) > _MOST_LINES:
            both = [heading for heading in both if heading.level == 1]
        return both[self._start : self._end]

    def _fill(self, canvas: Any, width: float, top: float) -> None:
        canvas.setFillColor(style.colour("text"))
        y = top - 10
        if not self._start:
            with canvas.tagging.element(self.node.add("Caption")):
                canvas.setFont(style.BOLD, 11)
                canvas.drawString(0, y, TITLE)
            y -= 1.5 * _LINE
        for heading in self.listed():
            self._line(canvas, heading, width, y)
            with canvas.tagging.artifact():
                canvas.setStrokeColor(style.colour("hairline"))
                canvas.setLineWidth(style.HAIRLINE)
                canvas.line(0, y - 4, width, y - 4)
            y -= _LINE

    def _line(self, canvas: Any, heading: Heading, width: float, y: float) -> None:
        link = self.node.add("TOCI").add("Reference").add("Link")
        indent = _INDENT * (heading.level - 1)
        words = text.fitted(heading.getPlainText(), style.BOLD, _SIZE, width - indent - 40)
        page = canvas.page_of[heading.key]
        with canvas.tagging.element(link):
            canvas.setFont(style.BOLD if heading.level == 1 else style.REGULAR, _SIZE)
            canvas.drawString(indent, y, f"{words} ")
            canvas.setFont(style.REGULAR, _SIZE)
            canvas.drawRightString(width, y, str(page))
        canvas.tagging.link(link, f"{words}, side {page}", heading.key, (0, y - 4, width, y + 10))
