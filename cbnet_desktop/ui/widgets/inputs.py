"""The widgets that edit a field in forms, dialogs and cells: one class for each kind of input."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.ui.widgets import icons, values
from cbnet_desktop.ui.widgets.combo_boxes import Combo
from cbnet_desktop.ui.widgets.text_undo import TextUndo

#: The longest text of a kind, and some pixels for the cursor.
LONGEST = {
    Kind.DATE: "00.00.0000",
    Kind.TIME: "00.00",
    Kind.YEAR: "0000",
    Kind.COUNT: "1.000.000",
    Kind.MONEY: "1.000.000.000.000,00",
    Kind.SHARE: "100,00 %",
}
ROOM = 4


class LineInput(QLineEdit):
    """A line edit for texts, numbers, amounts and times."""

    touched = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        TextUndo(self)
        self.textEdited.connect(self.touched)
        self.editingFinished.connect(self.left)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the longest value of the field's kind, whatever the font."""
        hint = super().minimumSizeHint()
        around = hint.width() - self.fontMetrics().maxWidth() + ROOM
        longest = self.fontMetrics().horizontalAdvance(LONGEST.get(self.field.kind, ""))
        return QSize(max(hint.width(), longest + around), hint.height())

    def show_value(self, network: Network, value: Value) -> None:
        """Shows a stored value; an unchanged text keeps its undo history."""
        text = labels.show(self.field, value, network)
        if text != self.text():
            self.setText(text)
        self.setCursorPosition(0)

    def show_typed(self, text: str) -> None:
        """Shows a text that was refused, so that Ctrl+Z can undo it."""
        if text != self.text():
            with QSignalBlocker(self):
                self.selectAll()
                self.insert(text)

    def typed(self) -> str:
        """The text shown."""
        return self.text()

    def value(self, network: Network) -> Value:
        """The stored value; raises Invalid."""
        return values.parsed(network, self.field, self.text())


class DateInput(LineInput):
    """A date typed in Danish, or picked from a calendar (Alt+Down).

    Without a year it is the first such day from since on, or else what record, the row, tells of it.
    """

    record: Record | None = None
    since = ""
    _shown: Value = None

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.setPlaceholderText("dd.mm.åååå")
        self._opener = self.addAction(icons.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._opener.setToolTip("Vælg i kalender (Alt+Pil ned)")
        self._opener.triggered.connect(self.open_calendar)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName("Vælg i kalender")

    def show_value(self, network: Network, value: Value) -> None:
        """Shows a stored date; one that is typed without a year is near it."""
        super().show_value(network, value)
        self._shown = value

    def value(self, network: Network) -> Value:
        """The date as ISO text; raises Invalid."""
        if self.since:
            return labels.parse(self.field, self.text(), since=self.since)
        return values.parsed(network, self.field, self.text(), self.record, self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Opens a calendar below the field; the day picked is committed at once."""
        menu, calendar = QMenu(self), QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        shown = QDate.fromString(self._iso(), "yyyy-MM-dd")
        calendar.setSelectedDate(shown if shown.isValid() else QDate.currentDate())
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(lambda _: menu.close())
            chosen.connect(self._take)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def _iso(self) -> str:
        try:
            return str(labels.parse(self.field, self.text()) or "")
        except Invalid:
            return ""

    def _take(self, day: QDate) -> None:
        iso = date(day.year(), day.month(), day.day()).isoformat()
        self.setText(danish.short_date(iso))
        self.touched.emit()
        self.left.emit()


class LongTextInput(QPlainTextEdit):
    """A text of several lines that grows with its content."""

    touched = Signal()
    left = Signal()
    LEAST_LINES, MOST_LINES = 3, 14

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        TextUndo(self)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self.textChanged.connect(self.touched)
        self._grow()

    def set_lines(self, least: int, most: int) -> None:
        """Sets the minimum and maximum height, in lines."""
        self.LEAST_LINES, self.MOST_LINES = least, most
        self._grow()

    def show_value(self, network: Network, value: Value) -> None:  # noqa: ARG002 - one signature for all inputs
        """Shows a stored text without emitting touched; the cursor stays between the same words."""
        text, written, place = str(value or ""), self.toPlainText(), self.textCursor().position()
        if text == written:
            return
        with QSignalBlocker(self):
            self.setPlainText(text)
        if self.hasFocus():
            cursor = self.textCursor()
            now = place if text.startswith(written[:place]) else max(0, len(text) - len(written) + place)
            cursor.setPosition(min(now, self.document().characterCount() - 1))
            self.setTextCursor(cursor)
        self._grow()

    def show_typed(self, text: str) -> None:
        """Shows a text that was refused or not committed, so that Ctrl+Z can undo it."""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                cursor = self.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)
            self._grow()

    def typed(self) -> str:
        """The text shown."""
        return self.toPlainText()

    def value(self, network: Network) -> Value:
        """The stored value; raises Invalid."""
        return values.parsed(network, self.field, self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emits left, except when the focus goes to a menu: the context menu and »Fortryd« work on the typing."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapts the height, since the width decides how many lines the text takes."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = int(self.document().size().height())
        shown = min(max(lines, self.LEAST_LINES), self.MOST_LINES)
        frame = self.contentsMargins()
        around = 2 * int(self.document().documentMargin()) + frame.top() + frame.bottom()
        height = self.fontMetrics().lineSpacing() * shown + around + 1
        if height != self.height():
            self.setFixedHeight(height)


class ChoiceInput(Combo):
    """A choice among a field's fixed values; a click anywhere in it opens the list."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        if not field.required:
            self.addItem("", None)
        for value, label in field.choices.items():
            self.addItem(label, str(value))
        self.lineEdit().installEventFilter(self)

    def show_value(self, network: Network, value: Value) -> None:  # noqa: ARG002 - one signature for all inputs
        """Shows a stored value."""
        self.show_entry(self.findData(value))

    def parsed(self, network: Network, text: str) -> Value:
        """The choice of that name, or the only one that begins with the text; raises Invalid."""
        begun = plain(text)
        near = [label for label in self.field.choices.values() if begun and label.casefold().startswith(begun)]
        return super().parsed(network, near[0] if len(near) == 1 else text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click opens the list instead of placing the cursor."""
        if watched is self.lineEdit() and event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.showPopup()
            return True
        return super().eventFilter(watched, event)


class ReferenceInput(Combo):
    """A reference to a row of another table, found by part of its title; record is the row that refers to it."""

    record: Record | None = None
    _pairs: list[tuple[str, str]] | None = None

    def show_value(self, network: Network, value: Value) -> None:
        """Shows the title of the row, and lists the others."""
        pairs = values.candidates(network, self.field, self.record, value)
        if value and value not in {row_id for _, row_id in pairs}:
            pairs.insert(0, (labels.show(self.field, value, network), str(value)))
        if pairs != self._pairs:  # else a screen reader would be told of each of them again
            self._pairs = pairs
            with QSignalBlocker(self):
                self.clear()
                self.addItem("", None)
                for title, row_id in pairs:
                    self.addItem(title, row_id)
        self.show_entry(max(self.findData(value), 0) if value else 0)

    def parsed(self, network: Network, text: str) -> Value:
        """The id of the row of that title among those that record may refer to; raises Invalid."""
        return values.parsed(network, self.field, text, self.record)


class FlagInput(QCheckBox):
    """A check box for yes or no."""

    touched = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.clicked.connect(self.touched)
        self.clicked.connect(self.left)

    def show_value(self, network: Network, value: Value) -> None:  # noqa: ARG002 - one signature for all inputs
        """Shows a stored value."""
        self.setChecked(bool(value))

    def show_typed(self, text: str) -> None:
        """Shows the state that was refused."""
        self.setChecked(text.casefold() == "ja")

    def typed(self) -> str:
        """The state as text: »Ja« when checked, else »Nej«."""
        return "Ja" if self.isChecked() else "Nej"

    def value(self, network: Network) -> Value:  # noqa: ARG002 - one signature for all inputs
        """The stored value."""
        return self.isChecked()


#: The input of a form, a dialog or a cell. Each class shows a stored value (show_value) or a refused text
#: (show_typed), returns its text (typed) or the parsed value (value, raises Invalid), and emits touched when it is
#: typed into and left. A union, since a protocol cannot say that they are widgets too.
Input = LineInput | LongTextInput | ChoiceInput | ReferenceInput | FlagInput


def types_by_number(event: QEvent) -> bool:
    """Whether the event is Alt and a digit of the numeric keypad, an Alt code of Windows (» is Alt+0187)."""
    by_keypad = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
    return isinstance(event, QKeyEvent) and event.modifiers() == by_keypad and event.key() in range(0x30, 0x3A)


_CLASSES: dict[Kind, type[Input]] = {
    Kind.LONG_TEXT: LongTextInput,
    Kind.DATE: DateInput,
    Kind.CHOICE: ChoiceInput,
    Kind.REFERENCE: ReferenceInput,
    Kind.FLAG: FlagInput,
}


def make(field: Field, parent: QWidget | None = None) -> Input:
    """The input for a field's kind, with the field's label as its accessible name."""
    made = _CLASSES.get(field.kind, LineInput)(field, parent)
    made.setAccessibleName(field.label)
    made.setAccessibleDescription(duty(field))
    return made


def duty(field: Field) -> str:
    """What a star beside a field's label says, in words; a flag is either, whatever is done."""
    return "Skal udfyldes" if field.required and field.kind is not Kind.FLAG else ""
