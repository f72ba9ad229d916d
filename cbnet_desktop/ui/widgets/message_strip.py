"""A sentence below a table or a field that says why something was refused, instead of a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class MessageStrip(QWidget):
    """A message with an icon and sometimes a button; hidden while there is no message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self._label = wrapped_label(self, "", "error")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._way_back = QPushButton(self)
        self._way_back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._go_back: Callable[[], object] | None = None
        self._way_back.clicked.connect(self._take_back)
        closer = QToolButton(self)
        closer.setIcon(icons.icon("close", "muted"))
        closer.setAutoRaise(True)
        closer.setAccessibleName("Luk beskeden")
        closer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        closer.clicked.connect(self._hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 4, 3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        row.addWidget(self._way_back, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(closer, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._label.text()

    def show_error(self, sentence: str) -> None:
        """Shows why something was refused; an empty sentence hides the strip, unless it offers an undo."""
        if sentence or self._way_back.isHidden():
            self._show(sentence, "broken", "error")

    def show_note(self, sentence: str) -> None:
        """Shows information."""
        self._show(sentence, "note", "")

    def show_done(self, sentence: str, way_back: str, go_back: Callable[[], object]) -> None:
        """Shows what was done, beside a button that undoes it."""
        self.show_note(sentence)
        self._way_back.setText(way_back)
        self._go_back = go_back
        self._way_back.show()

    def forget_way_back(self) -> None:
        """Hides an offer to undo, since something else has been done."""
        if not self._way_back.isHidden():
            self._hide()

    def _hide(self) -> None:
        self._show("", "note", "")

    def _take_back(self) -> None:
        if self._go_back:
            self._go_back()

    def _show(self, sentence: str, icon: str, role: str) -> None:
        self._way_back.hide()
        if sentence:
            self._icon.setPixmap(icons.pixmap(icon, 16, self.devicePixelRatioF()))
            self._label.setProperty("role", role)
            self._label.style().polish(self._label)
        self._label.setText(sentence)
        self._label.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        announce(self, sentence)
