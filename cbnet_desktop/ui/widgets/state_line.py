"""Where something stands, in one line: an icon, a word, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from cbnet_desktop.ui.widgets import icons


class StateLine(QWidget):
    """Stands above a table; the details wrap where the line is too short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = ""
        self._icon = QLabel(self)
        self._word = QLabel(self)
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        self._word.setProperty("role", "heading")
        self._details = QLabel(self)
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setWordWrap(True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addWidget(self._details, 1)

    @property
    def text(self) -> str:
        """Word and details as one sentence."""
        return f"{self._word.text()} {self._details.text()}".strip()

    def show_state(self, icon: str, word: str, details: str = "") -> None:
        """Shows a state; without an icon none is drawn."""
        self._icon_name = icon
        self._draw_icon()
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._details.setText(details)
        self.setAccessibleName(self.text)

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            self._icon.setPixmap(icons.pixmap(self._icon_name, 16, self.devicePixelRatioF()))
