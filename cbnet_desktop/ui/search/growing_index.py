"""The search index of the window, made between what the user does: the index of many years takes a second."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cbnet_desktop.ui.editing.session import Session

if TYPE_CHECKING:
    from cbnet_desktop.domain.search.search import Group, Index

#: How long the window is held at once, in seconds: when the search begins, so that a small index is whole, and later.
FIRST, SLICE = 0.04, 0.015
_ROWS = 10


class GrowingIndex(QObject):
    """Finds words in the session's network."""

    whole = Signal()
    """The index has been made."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._index: Index | None = None
        self._is_whole = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(lambda: self._grow(SLICE))

    def begin(self) -> None:
        """Begins to make the index, where that has not begun."""
        from cbnet_desktop.domain.search.search import Index

        if self._index is None:
            self._index = Index(self._session.network, at_once=False)
            self._timer.start()
            self._grow(FIRST)

    def search(self, words: str) -> list[Group] | None:
        """The hits by kind; None until the index is whole."""
        self.begin()
        if self._index is None or not self._is_whole:
            return None
        self._index.follow(self._session.network)
        return self._index.search(words)

    def _grow(self, seconds: float) -> None:
        until = perf_counter() + seconds
        while self._index and perf_counter() < until:
            if self._index.grow(_ROWS):
                self._timer.stop()
                self._is_whole = True
                self.whole.emit()
                return
