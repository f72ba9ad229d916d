"""Standard phrases of minutes: completed while typing, and inserted by a key of their own."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QToolButton, QWidget

from cbnet_desktop.domain.meetings.decisions import PHRASES
from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.inputs import LongTextInput, types_by_number
from cbnet_desktop.ui.widgets.qt_types import not_none

#: How many letters of a phrase must be typed before it is offered.
LEAST_LETTERS = 2
#: How many phrases have a key and a button.
WITH_KEYS = 6
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PhraseInput(LongTextInput):
    """Offers phrases that begin as the line does: Down selects one, Enter or Tab inserts it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.offers = QStringListModel(self)
        self.completer = QCompleter(self.offers, self)
        self.completer.setWidget(self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.activated.connect(self.take)
        self._popup = not_none(self.completer.popup())
        self._popup.setAccessibleName("Faste vendinger")
        self._popup.setObjectName("offers")

    def take(self, phrase: str) -> None:
        """Replaces the beginning of the line with a phrase."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(phrase)
        self.setTextCursor(cursor)
        self._popup.hide()

    def add(self, phrase: str) -> None:
        """Appends a phrase to the text."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        written = self.toPlainText()
        cursor.insertText(f"{'' if not written or written[-1].isspace() else ' '}{phrase}")
        self.setTextCursor(cursor)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab inserts the phrase selected in the list; else it goes to the next field."""
        if is_next and self._popup.isVisible() and self._popup.currentIndex().isValid():
            self.take(str(self._popup.currentIndex().data()))
            return True
        self._popup.hide()
        return super().focusNextPrevChild(is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves the keys that choose a phrase to the popup while it is open."""
        if types_by_number(event):
            return
        if self._popup.isVisible() and self._is_for_popup(event):
            return
        super().keyPressEvent(event)
        if event.text() and event.text().isprintable():
            self._offer()
        elif event.key() in (Qt.Key.Key_Backspace, *ENTER):
            self._popup.hide()

    def _is_for_popup(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER and self._popup.currentIndex().isValid():
            event.ignore()
            return True
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return True
        if event.key() in ENTER:
            self._popup.hide()
        return False

    def _offer(self) -> None:
        cursor = self.textCursor()
        typed = cursor.block().text()
        begun = typed.lower() if cursor.atBlockEnd() and len(typed) >= LEAST_LETTERS else ""
        found = [one for one in PHRASES if begun and one.lower().startswith(begun) and len(one) > len(begun)]
        self.offers.setStringList(found)
        if not found:
            self._popup.hide()
            return
        place = self.cursorRect()
        place.setWidth(self._popup.sizeHintForColumn(0) + 24)
        self.completer.complete(place)
        self._popup.setCurrentIndex(QModelIndex())  # Qt begins on the first one


class PhraseBar(QWidget):
    """A button for each of the most used phrases; Alt and its number do the same."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Faste vendinger til beslutningen")
        row = without_margins(QHBoxLayout(self), 2)
        self.buttons = [self._button(number, phrase) for number, phrase in enumerate(PHRASES[:WITH_KEYS], 1)]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.setMinimumWidth(1)

    def _button(self, number: int, phrase: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(f"{number} {phrase}")
        button.setAutoRaise(True)
        button.setToolTip(f"Skriver »{phrase}« i beslutningen (Alt+{number})")
        button.setAccessibleName(f"{phrase}, Alt+{number}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.taken.emit(phrase))
        return button
