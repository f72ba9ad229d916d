"""One sentence under a table or a field: why something was refused. Never a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from cbnet_desktop.ui import icons


class MessageStrip(QWidget):
    """Shown while there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setProperty("role", "error")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        closer = QToolButton(self)
        closer.setIcon(icons.icon("close", "muted"))
        closer.setAutoRaise(True)
        closer.setAccessibleName("Luk beskeden")
        closer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        closer.clicked.connect(lambda: self.tell(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 4, 3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        row.addWidget(closer, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._label.text()

    def tell(self, sentence: str) -> None:
        """Shows why something was refused; nothing hides the strip."""
        self._show(sentence, "broken", "error")

    def note(self, sentence: str) -> None:
        """Shows what is good to know."""
        self._show(sentence, "note", "")

    def _show(self, sentence: str, icon: str, role: str) -> None:
        self._icon.setPixmap(icons.pixmap(icon, 16, self.devicePixelRatioF()))
        self._label.setProperty("role", role)
        self._label.style().polish(self._label)
        self._label.setText(sentence)
        self._label.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
