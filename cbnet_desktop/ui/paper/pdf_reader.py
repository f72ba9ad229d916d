"""Renders, reads and searches a PDF in a thread of its own; visible tiles come first."""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QObject, QSizeF, Signal
from PySide6.QtGui import QImage

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.ui.paper.pdf_drawing import Drawing

Task = Callable[[Drawing], None]
LONGEST_WAIT_S = 10


class Channel(IntEnum):
    """Who requests tiles, in order of priority."""

    VIEW = 0
    PRINT = 1
    THUMBNAILS = 2


class PdfReader(QObject):
    """Emits its results in the thread it was made in. It has no parent, since it must outlive its thread."""

    opened = Signal(object)
    """The pages' sizes in points, a list of QSizeF."""
    refused = Signal(object)
    """A UserError: the file cannot be shown."""
    drawn = Signal(int, object, QImage)
    """Channel, tile and image."""
    found = Signal(str, object)
    """The search words and the hits on a page, page by page."""
    searched = Signal(str)
    """All pages have been searched for the words."""
    text_read = Signal(int, str)
    """Page and its text."""

    def __init__(self, pdf: bytes, *, is_foreign: bool) -> None:
        super().__init__()
        self.pdf = pdf
        self._is_foreign = is_foreign
        self.sizes: list[QSizeF] = []
        self._wanted: dict[Channel, list[Tile]] = {channel: [] for channel in Channel}
        self._texts: deque[int] = deque()
        self._search = ("", 0)
        self._is_closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="pdf", daemon=True)

    def start(self) -> None:
        """Opens the file in the thread; call it once the signals are connected."""
        self._thread.start()

    def want(self, channel: Channel, tiles: Iterable[Tile]) -> None:
        """Replaces the tiles that a channel requests, in this order."""
        with self._changed:
            self._wanted[channel] = list(tiles)
            self._changed.notify()

    def search(self, words: str) -> None:
        """Searches all pages; an empty text cancels the running search."""
        with self._changed:
            self._search = (words, 0)
            self._changed.notify()

    def read(self, page: int) -> None:
        """Requests the text of a page."""
        with self._changed:
            self._texts.append(page)
            self._changed.notify()

    def close(self) -> None:
        """Ends the thread and waits for it, since PDFium must not be unloaded while it runs."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(LONGEST_WAIT_S)

    def _run(self) -> None:
        try:
            document = Drawing(self.pdf, is_foreign=self._is_foreign)
        except Unreadable as refusal:
            self.refused.emit(refusal)
            return
        # pypdfium2 unloads PDFium by atexit, which calls the latest registration first: end this thread before that.
        atexit.register(self.close)
        try:
            self.sizes = document.sizes()
            self.opened.emit(self.sizes)
            while task := self._awaited():
                task(document)
        except Unreadable as refusal:
            self.refused.emit(refusal)
        except Exception as error:
            FAILURES.handle(error)
        finally:
            atexit.unregister(self.close)
            document.close()

    def _awaited(self) -> Task | None:
        """Waits for the next task; None at the end."""
        with self._changed:
            while not self._is_closing:
                if task := self._next():
                    return task
                self._changed.wait()
        return None

    def _next(self) -> Task | None:
        for channel in (Channel.VIEW, Channel.PRINT):
            if self._wanted[channel]:
                return partial(self._draw, channel, self._wanted[channel].pop(0))
        if self._texts:
            return partial(self._read, self._texts.popleft())
        words, page = self._search
        if words:
            self._search = (words, page + 1) if page + 1 < len(self.sizes) else ("", 0)
            return partial(self._look, words, page)
        if self._wanted[Channel.THUMBNAILS]:
            return partial(self._draw, Channel.THUMBNAILS, self._wanted[Channel.THUMBNAILS].pop(0))
        return None

    def _draw(self, channel: Channel, tile: Tile, document: Drawing) -> None:
        self.drawn.emit(int(channel), tile, document.draw(tile))

    def _read(self, page: int, document: Drawing) -> None:
        self.text_read.emit(page, document.text(page))

    def _look(self, words: str, page: int, document: Drawing) -> None:
        if hits := document.hits(page, words):
            self.found.emit(words, hits)
        if page + 1 == len(self.sizes):
            self.searched.emit(words)
