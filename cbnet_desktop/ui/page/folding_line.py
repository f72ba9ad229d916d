"""A state with actions beside it, or below it where there is no room, as with large letters."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from cbnet_desktop.ui.widgets.font_sizes import characters, without_margins

#: Minimum width of a state beside the actions, in characters.
STATE = 40


class FoldingLine(QWidget):
    """The line above a table; the state wraps within what the actions leave it."""

    def __init__(self, state: QWidget, actions: Iterable[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._steps = QHBoxLayout()
        self._steps.setSpacing(6)
        self._steps.addStretch(1)
        for action in actions:
            self._steps.addWidget(action)
        self._line = without_margins(QBoxLayout(QBoxLayout.Direction.TopToBottom, self), 6)
        self._line.addWidget(state)
        self._line.addLayout(self._steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the actions beside the state or below it."""
        super().resizeEvent(event)
        room, high = self.width() - self._steps.minimumSize().width(), self._steps.minimumSize().height()
        # Below, where a state beside them would be as high as both are below each other.
        is_high = self._state.heightForWidth(room) >= self._state.heightForWidth(self.width()) + high
        is_narrow = room < characters(self, STATE) or is_high
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._line.setStretch(0, 0 if is_narrow else 1)
