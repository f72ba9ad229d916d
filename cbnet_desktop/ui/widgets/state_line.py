"""The state of something in one line: an icon, a word, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.rich_text import plain_label, wrapped_label


class StateLine(QWidget):
    """A line above a table; its details wrap where there is too little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = ""
        self._icon = QLabel(self)
        self._word = plain_label(self, "", "heading")
        self._details = wrapped_label(self)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = without_margins(QHBoxLayout(self), 6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addWidget(self._details, 1)

    @property
    def text(self) -> str:
        """Word and details as one sentence."""
        return f"{self._word.text()} {self._details.text()}".strip()

    def show_state(self, icon: str, word: str, details: str = "") -> None:
        """Shows a state; the icon may be empty."""
        self._icon_name = icon
        self._draw_icon()
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._details.setText(details)
        self.setAccessibleName(self.text)

    def changeEvent(self, event: QEvent) -> None:
        """Recolours the icon when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            self._icon.setPixmap(icons.pixmap(self._icon_name, 16, self.devicePixelRatioF()))
