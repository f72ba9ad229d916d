"""Combo boxes used by typing, arrow keys or mouse; nothing is written before the user has chosen it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractProxyModel, QEvent, QModelIndex, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QWidget

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.widgets import values
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.text_undo import TextUndo

#: How many entries a key moves in the list, and the keys that close it.
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_ENDINGS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
#: Width of frame and scroll bar beside an entry, and the maximum width of a list, in pixels.
AROUND, MOST_WIDTH = 34, 640


class StillCombo(QComboBox):
    """A combo box that leaves the wheel to what it stands in, so that scrolling past chooses nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignored."""
        event.ignore()


class Combo(StillCombo):
    """An editable combo box: the list completes what is typed, and the text of the line is what is committed.

    Arrows only show an entry; Enter, Tab and leaving commit it, Esc discards it, whether the list is open or not.
    """

    touched = Signal()
    left = Signal()
    clicked = Signal()
    """An entry of the open list was clicked."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        TextUndo(self)
        self._is_typed = False
        self._before = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(self.maxVisibleItems())
        self.setCompleter(completer)
        self._completer = completer
        self._list = not_none(completer.popup())
        self._list.setObjectName("offers")
        self._list.installEventFilter(self)
        completer.highlighted.connect(lambda _: self.touched.emit())
        completer.activated.connect(lambda _: self._take())
        self.lineEdit().textEdited.connect(self._note_typing)
        self.lineEdit().editingFinished.connect(self.left)

    def lineEdit(self) -> QLineEdit:
        """The line edit; never None, since a Combo is always editable."""
        return not_none(super().lineEdit())

    @property
    def picked(self) -> int:
        """The index of the entry that was picked or is stored; -1 where the text was typed."""
        place = self.currentIndex()
        return -1 if self._is_typed or self.itemText(place) != self.currentText() else place

    def show_entry(self, place: int) -> None:
        """Shows an entry, selected so that typing replaces it."""
        self.setCurrentIndex(place)
        self._is_typed = False
        if self.hasFocus():
            self.lineEdit().selectAll()
        else:
            self.lineEdit().setCursorPosition(0)

    def show_typed(self, text: str) -> None:
        """Shows a text that was refused."""
        self.setEditText(text)
        self._is_typed = True

    def typed(self) -> str:
        """The text shown."""
        return self.currentText()

    def value(self, network: Network) -> Value:
        """What the entry picked stands for, or the text typed; raises Invalid."""
        return self.currentData() if self.picked >= 0 else self.parsed(network, self.currentText())

    def parsed(self, network: Network, text: str) -> Value:
        """What a typed text stands for; raises Invalid."""
        return values.parsed(network, self.field, text)

    def showPopup(self) -> None:
        """Opens the whole list, as wide as its entries; the line keeps the focus, so that no letter is lost."""
        self._before = self.currentText()
        self.lineEdit().selectAll()
        self._completer.setCompletionPrefix("")
        texts = [self.fontMetrics().horizontalAdvance(self.itemText(place)) for place in range(self.count())]
        width = max(self.width(), min(max(texts, default=0) + AROUND, MOST_WIDTH))
        self._completer.complete(QRect(0, 0, width, self.height()))
        self._mark(self._completer.completionModel().index(self.currentIndex(), 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Selects the text, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.lineEdit().selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down show the previous and next entry, in an open list among those that match."""
        has_modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _STEPS and not has_modifiers:
            self._step(_STEPS[Qt.Key(event.key())])
        elif not (event.key() == Qt.Key.Key_Escape and self._list.isVisible()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sends the keys of the open list to this input, so that its event filters see them as when it is closed."""
        if watched is not self._list or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            if self.currentText() != self._before:
                self.show_typed(self._before)
                self.touched.emit()
            QApplication.sendEvent(self, event)
            self._list.hide()
            return True
        if event.key() in _ENDINGS:
            self._list.hide()
        QApplication.sendEvent(self, event)
        return True

    def _step(self, steps: int) -> None:
        if self._list.isVisible():
            model = self._completer.completionModel()
            assert isinstance(model, QAbstractProxyModel)
            index = model.index(min(max(self._list.currentIndex().row() + steps, 0), model.rowCount() - 1), 0)
            self._mark(index)
            self.show_entry(model.mapToSource(index).row())
        else:
            self.show_entry(min(max(self.currentIndex() + steps, 0), self.count() - 1))
        self.touched.emit()

    def _mark(self, index: QModelIndex) -> None:
        with QSignalBlocker(self._completer):
            self._list.setCurrentIndex(index)

    def _note_typing(self, text: str) -> None:
        begun = text.casefold()
        is_beginning = any(self.itemText(place).casefold().startswith(begun) for place in range(self.count()))
        # »Od« offers Oda, not Ditte Modelholm; a surname or a word inside is found where nothing begins so.
        self._completer.setFilterMode(Qt.MatchFlag.MatchStartsWith if is_beginning else Qt.MatchFlag.MatchContains)
        self._is_typed = True
        self._before = text
        self.touched.emit()

    def _take(self) -> None:
        self._is_typed = False
        self.touched.emit()
        self.clicked.emit()
        self.left.emit()


class ListInput(StillCombo):
    """A list that is not editable: typing selects the entry that begins with the letters typed, blanks included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._begun = ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Starts a new type-ahead."""
        super().focusInEvent(event)
        self._begun = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter that matches no entry changes nothing; any other key starts a new type-ahead."""
        begun = self._begun + event.text()
        if not event.text() or not begun.isprintable() or begun.isspace():
            self._begun = ""
            super().keyPressEvent(event)
            return
        texts = [self.itemText(place).casefold() for place in range(self.count())]
        found = [place for place, text in enumerate(texts) if text.startswith(begun.casefold())]
        self._begun = begun if found else self._begun
        if found and found[0] != self.currentIndex():
            self.setCurrentIndex(found[0])
            self.activated.emit(found[0])
