"""A line of inputs that opens below the minutes of an item: Enter writes it, Esc closes it and keeps a draft."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.drafts import Key
from cbnet_desktop.ui.editing.pause_saving import Pauses
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import plain_label

AGAIN = " – begyndt; Enter gemmer"
#: The possible inputs: a list or a line.
Box = QComboBox | QLineEdit
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickLine(QWidget):
    """Subclasses add inputs with `ask`, fill them in `begin`, and write them in `take`.

    What was not written is kept as the item's draft, also after the program has ended or was killed.
    """

    left = Signal()
    """The line is closed, and the text gets the focus again."""

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.item: AgendaItem | None = None
        self.inputs: list[Box] = []
        self._title = title
        self._begun: dict[str, str] = {}
        self.setAccessibleName(title)
        self.heading = plain_label(self, title, "heading")
        self.strip = MessageStrip(self)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addLayout(self.row)
        column.addWidget(self.strip)
        key = self._key = id(self)
        self.destroyed.connect(lambda: session.release(key))
        session.ending.connect(self.keep_typed)
        self.hide()

    def ask(self, title: str, made: Box, stretch: int) -> None:
        """Adds an input with its title in front of it."""
        label = QLabel(title, self)
        label.setProperty("role", "muted")
        label.setBuddy(made)
        made.setAccessibleName(title.replace("&", ""))
        self.row.addWidget(label)
        self.row.addWidget(made, stretch)
        self.inputs.append(made)
        line = made if isinstance(made, QLineEdit) else not_none(made.lineEdit())
        Pauses(self, line.textEdited, self.keep_typed)
        made.installEventFilter(self)

    def open(self, item: AgendaItem) -> None:
        """Opens the line with the item's draft, and focuses it."""
        if self.item is None or not self._has_typed():
            self._show(item)
        self.inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def return_to(self, item: AgendaItem | None) -> None:
        """Saves the draft of the former item and shows that of another."""
        self.put_aside()
        if item and self.session.drafts.draft(self._place(item)):
            self._show(item)

    def put_aside(self) -> None:
        """Hides the line and saves its draft."""
        self.keep_typed()
        self.item = None
        self.session.release(self._key)
        self.hide()

    def keep_typed(self) -> None:
        """Saves the inputs that have been changed as a draft."""
        if self.item:
            self.session.drafts.keep(self._place(self.item), self._texts() if self._has_typed() else {})

    def close_line(self) -> None:
        """Hides the line and gives the focus back to the text."""
        was_shown = self.isVisibleTo(not_none(self.parentWidget()))
        self.put_aside()
        if was_shown:
            self.left.emit()

    def begin(self, item: AgendaItem) -> None:
        """Clears the inputs, or fills them with likely values."""

    def take(self) -> None:
        """Writes the inputs; raises UserError."""
        raise NotImplementedError

    def accept(self) -> None:
        """Writes and closes; a refusal is shown below the line."""
        try:
            self.take()
        except UserError as refusal:
            self.strip.show_error(refusal.message)
        else:
            self._begun = self._texts()
            self.close_line()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handles Enter and Esc, which first closes an open list, and holds others' edits back while in focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.session.hold(self._key)
        elif event.type() == QEvent.Type.FocusOut:
            self.session.release(self._key)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() in ENTER:
                self.accept()
                return True
            if event.key() == Qt.Key.Key_Escape and QApplication.activePopupWidget() is None:
                self.close_line()
                return True
        return super().eventFilter(watched, event)

    def _show(self, item: AgendaItem) -> None:
        self.item = item
        self.strip.show_error("")
        self.begin(item)
        self._begun = self._texts()
        draft = self.session.drafts.draft(self._place(item))
        for made in self.inputs if draft else ():
            _put(made, draft.get(made.accessibleName(), ""))
        title = labels.short(labels.row_title(self.session.network, item), 60)
        self.heading.setText(f"{self._title} til {title}{AGAIN if draft else ''}")
        self.setAccessibleName(self.heading.text())
        self.show()

    def _place(self, item: AgendaItem) -> Key:
        return type(self).__name__, item.TABLE, item.id

    def _has_typed(self) -> bool:
        typed = self._texts()
        return typed != self._begun and any(typed.values())

    def _texts(self) -> dict[str, str]:
        return {made.accessibleName(): _text(made) for made in self.inputs}


def _text(made: Box) -> str:
    return made.currentText() if isinstance(made, QComboBox) else made.text()


def _put(made: Box, text: str) -> None:
    if isinstance(made, QComboBox):
        made.setCurrentText(text)
    else:
        made.setText(text)
