"""The page of the first start: a new network, a file, the example, or a recent file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCommandLinkButton, QLabel, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets import icons, theme
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.pressing import press_focused
from cbnet_desktop.ui.window.files import Files

#: A flat button with a frame while it has the focus.
_RECENT = """QPushButton {{ text-align: left; padding: 3px 6px; border: 1px solid transparent; border-radius: 3px }}
    QPushButton:focus {{ border-color: {} }}"""


class FirstPage(QWidget):
    """Three buttons and the recent files."""

    def __init__(self, files: Files) -> None:
        super().__init__()
        self.setWindowTitle("CBnet")
        title = QLabel("Centralbibliotekernes kompetencenetværk", self)
        title.setProperty("role", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(6)
        column.addWidget(title)
        column.addSpacing(8)
        self.choices = [
            self._choice("&Nyt netværk", "Navn, første planår og de seks områder", "network", files.ask_for_new),
            self._choice(
                "Å&bn en fil", "En fil, der allerede findes, også på et fælles drev", "open_file", files.ask_for_file
            ),
            self._choice(
                "&Eksempelnetværket", "Opdigtede personer og beløb til at prøve af", "example", files.open_example
            ),
        ]
        for choice in self.choices:
            column.addWidget(choice)
        recent = files.recent()
        if recent:
            column.addSpacing(8)
            heading = QLabel("Senest brugte", self)
            heading.setProperty("role", "muted")
            column.addWidget(heading)
        for path in recent:
            button = QPushButton(str(path).replace("&", "&&"), self)
            button.setFlat(True)
            button.setStyleSheet(_RECENT.format(theme.colour("accent").name()))
            button.clicked.connect(lambda _=False, path=path: files.open(path))
            column.addWidget(button)
        column.addStretch(1)
        self.setMinimumWidth(characters(self, 80))
        self.choices[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        super().keyPressEvent(event)
        press_focused(event)

    def _choice(self, text: str, note: str, icon: str, call: Callable[[], object]) -> QCommandLinkButton:
        button = _Choice(text, note, self)
        button.setIcon(icons.icon(icon, "accent"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _=False: call())
        return button


class _Choice(QCommandLinkButton):
    """A button that shows its focus; the style draws it as any other."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a frame while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.end()
