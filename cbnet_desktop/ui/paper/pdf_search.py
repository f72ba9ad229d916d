"""Searches the preview: marks all hits and goes from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cbnet_desktop.ui.paper.page_view import PageView
from cbnet_desktop.ui.paper.pdf_drawing import Hit
from cbnet_desktop.ui.paper.pdf_reader import PdfReader


class PdfSearch(QObject):
    """Receives hits page by page, and goes to the first one from the current page on at once."""

    counted = Signal(str)
    """The current hit (»3 af 12«), why there is none, or ""."""

    def __init__(self, reader: PdfReader, view: PageView, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._view = view
        self._words = ""
        self._start = 0
        self._is_whole = False
        self.hits: list[Hit] = []
        self.place: int | None = None
        reader.found.connect(self._add)
        reader.searched.connect(self._end)

    def look_for(self, words: str) -> None:
        """Starts a new search; "" removes the marks."""
        self._words = words.strip()
        self._start = self._view.page
        self._is_whole = False
        self.hits, self.place = [], None
        self._reader.search(self._words)
        self._show()

    def step(self, direction: int) -> None:
        """Goes to the next (1) or previous (-1) hit, wrapping at the ends."""
        if self.hits:
            start = self.place if self.place is not None else -1
            self.place = (start + direction) % len(self.hits)
            self._show()

    def _add(self, words: str, hits: list[Hit]) -> None:
        if words != self._words:
            return
        first = len(self.hits)
        self.hits += hits
        if self.place is None and hits[0].page >= self._start:
            self.place = first
        self._show()

    def _end(self, words: str) -> None:
        if words != self._words:
            return
        self._is_whole = True
        if self.place is None and self.hits:
            self.place = 0
        self._show()

    def _show(self) -> None:
        current = None if self.place is None else self.hits[self.place]
        self._view.mark(self.hits, current)
        if not self._words:
            self.counted.emit("")
        elif not self.hits:
            self.counted.emit("Ingen forekomster" if self._is_whole else "Søger …")
        else:
            place = "–" if self.place is None else self.place + 1
            self.counted.emit(f"{place} af {len(self.hits)}")
