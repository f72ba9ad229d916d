"""A line of inputs that opens under the minutes and goes again: Enter takes it, Esc leaves it, the text goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.message_strip import MessageStrip

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickLine(QWidget):
    """Subclasses add their inputs with `ask`, fill them in `begin`, and say in `take` what Enter writes."""

    left = Signal()
    """It is closed; the text has the cursor again."""

    def __init__(self, document: Document, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.item: AgendaItem | None = None
        self.inputs: list[QWidget] = []
        self.setAccessibleName(title)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        self.strip = MessageStrip(self)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        self.row.addWidget(heading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.row)
        column.addWidget(self.strip)
        key = self._key = id(self)
        self.destroyed.connect(lambda: document.release(key))
        self.hide()

    def ask(self, title: str, made: QWidget, stretch: int) -> None:
        """Adds an input with its title in front."""
        label = QLabel(title, self)
        label.setProperty("role", "muted")
        label.setBuddy(made)
        made.setAccessibleName(title.replace("&", ""))
        self.row.addWidget(label)
        self.row.addWidget(made, stretch)
        self.inputs.append(made)
        for line in (made, *made.findChildren(QLineEdit)):
            line.installEventFilter(self)
            if isinstance(line, QLineEdit):
                # An open list of suggestions hands its Enter on past the filter.
                line.returnPressed.connect(self.accept)

    def open(self, item: AgendaItem) -> None:
        """Shows the line for an item; others' edits wait meanwhile."""
        self.item = item
        self.strip.tell("")
        self.begin(item)
        self.show()
        self.inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.document.hold(self._key)

    def close_line(self) -> None:
        """Hides the line again; nothing is written."""
        self.document.release(self._key)
        if self.isVisibleTo(self.parentWidget()):
            self.hide()
            self.left.emit()

    def begin(self, item: AgendaItem) -> None:
        """Empties the inputs, or fills them with what is likely."""

    def take(self) -> None:
        """Writes what was typed; raises UserError."""
        raise NotImplementedError

    def accept(self) -> None:
        """Writes and closes; a refusal stays under the line."""
        try:
            self.take()
        except UserError as refusal:
            self.strip.tell(refusal.message)
        else:
            self.close_line()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc in any of the inputs, unless a list of suggestions is open."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() in ENTER:
                self.accept()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_line()
                return True
        return super().eventFilter(watched, event)
