"""A menu of check boxes, such as the libraries of an agreement, that stays open while they are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True)
class Tick:
    """A line of a TickMenu or a TickList."""

    row_id: str
    title: str
    is_ticked: bool


class TickMenu(QMenu):
    """Calls ticks for its lines each time it opens."""

    ticked = Signal(str, bool)
    """The id of a line that was ticked on or off."""

    def __init__(self, ticks: Callable[[], Iterable[Tick]], empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._empty_text = empty_text
        self.aboutToShow.connect(self.renew)

    def renew(self) -> None:
        """Reads the lines again."""
        self.clear()
        for tick in self._ticks():
            action = self.addAction(tick.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(tick.is_ticked)
            action.toggled.connect(lambda is_on, row_id=tick.row_id: self.ticked.emit(row_id, is_on))
        if self.isEmpty():
            self.addAction(self._empty_text).setEnabled(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click ticks and leaves the menu open for the next."""
        # The right button that opened a menu is let go over its first line.
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks and leaves the menu open; Enter ticks and closes it."""
        if event.key() != Qt.Key.Key_Space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or not action.isCheckable():
            return False
        action.toggle()
        return True
