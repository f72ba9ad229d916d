"""Edits a cell in place with the form's inputs: Enter, Tab and leaving commit, Esc discards a line."""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.pause_saving import PauseSaving
from cbnet_desktop.ui.table import cell_marks, clipboard
from cbnet_desktop.ui.table.record_cells import STORED
from cbnet_desktop.ui.table.record_rows import Index
from cbnet_desktop.ui.table.table_model import records_of
from cbnet_desktop.ui.widgets import inputs, theme
from cbnet_desktop.ui.widgets.combo_boxes import Combo
from cbnet_desktop.ui.widgets.qt_types import not_none

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: The editor's property that holds its initial text.
BEGUN = "begun"
KEPT = "Det skrevne bliver stående. Enter gemmer det, og Ctrl+Z tager det tilbage."


class CellEditor(QStyledItemDelegate):
    """Opens the input of the cell's field; while it is open, others' changes are held back."""

    filled = Signal(str)
    """Ctrl+Enter was pressed in an editor, which is closed: its text is for all selected cells."""
    block_pasted = Signal()
    """Ctrl+V of several cells was pressed in an editor, which is closed."""
    _opened: QWidget | None = None

    def finish(self) -> None:
        """Commits and closes the open editor."""
        if self._opened and isValid(self._opened):
            self._take(self._opened)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002 - Qt's
        """The input of the field's kind, without a frame of its own."""
        model = records_of(index.model())
        field = model.editable_field(index)
        if field is None:
            return None  # type: ignore[return-value]  # Qt takes None: no editor
        editor = inputs.make(field, parent)
        if isinstance(editor, QLineEdit | QComboBox):
            editor.setFrame(False)
        editor.setAutoFillBackground(True)
        session, key = model.session, id(editor)
        session.hold(key)
        editor.destroyed.connect(lambda: session.release(key))
        if isinstance(editor, inputs.LongTextInput):
            PauseSaving(session, editor, lambda: self.commitData.emit(editor))
            editor.destroyed.connect(lambda: session.undo_stack.leave_open(is_open=False))
        self._opened = editor
        if isinstance(editor, Combo):
            editor.clicked.connect(lambda: self._take(editor))
        return editor

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Drops Qt's focus frame, since paint draws its own."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tints the current row, which the form shows, and frames the current cell."""
        view = self._view
        background = index.data(Qt.ItemDataRole.BackgroundRole)
        if background is None and index.row() == view.currentIndex().row():
            background = theme.colour("current_row")
        if background is not None:
            painter.fillRect(option.rect, background)
        super().paint(painter, option, index)
        cell_marks.paint(painter, option.rect, records_of(index.model()), index)
        if index == view.currentIndex():
            painter.save()
            painter.setPen(QPen(theme.colour("accent" if view.hasFocus() else "hairline"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Shows the stored value or the refused text, selected; only once, so that a refresh keeps what is typed."""
        assert isinstance(editor, inputs.Input)
        if editor.property(BEGUN) is not None:
            return
        model = records_of(index.model())
        if isinstance(editor, inputs.ReferenceInput | inputs.DateInput):
            editor.record = model.holder(index)
        editor.show_value(model.network, index.data(STORED))
        if refusal := model.refusal(index):
            editor.show_typed(refusal.typed)
        line = editor.lineEdit() if isinstance(editor, Combo) else editor
        if not isinstance(line, inputs.FlagInput):
            line.selectAll()
        editor.setProperty(BEGUN, editor.typed())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Sets the parsed value, or the text as typed where it is invalid, for the model to refuse and keep."""
        assert isinstance(editor, inputs.Input)
        typed = editor.typed()
        try:
            value = editor.value(records_of(model).network)
        except Invalid:
            model.setData(index, typed, Qt.ItemDataRole.EditRole)
            return
        model.setData(index, value, STORED)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002 - Qt's
        """Covers the cell, wide enough for the longest value and high enough for a long text, within the table."""
        place, room = option.rect, not_none(editor.parentWidget()).rect()
        least = editor.sizeHint() if isinstance(editor, inputs.ChoiceInput) else editor.minimumSizeHint()
        if isinstance(editor, inputs.LongTextInput):
            least = QSize(420, editor.height())
            place.setHeight(least.height())
        place.setWidth(max(place.width(), min(least.width(), room.width())))
        place.moveLeft(max(0, min(place.left(), room.width() - place.width())))
        place.moveTop(max(0, min(place.top(), room.height() - place.height())))
        editor.setGeometry(place)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter commits, in a long text too, where Shift, Alt or Ctrl+Enter breaks the line.

        Ctrl+Enter fills the selected cells where several are, and Ctrl+V of several cells pastes them into the table,
        from this cell on. Esc leaves a long text open once it has been changed.
        """
        if isinstance(editor, inputs.LineInput | inputs.LongTextInput | Combo) and _is_pressed(event, *ENTER):
            has_modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and len(self._view.selectedIndexes()) > 1:
                typed = self._completed(editor)
                self.closeEditor.emit(editor, self.EndEditHint.NoHint)
                self.filled.emit(typed)
            elif has_modifiers and isinstance(editor, inputs.LongTextInput):
                editor.insertPlainText("\n")
            else:
                self._take(editor, self.EndEditHint.SubmitModelCache)
            return True
        if isinstance(editor, QWidget) and _is_pressed(event, Qt.Key.Key_V) and self._is_block_pasted(editor, event):
            self._take(editor)
            self.block_pasted.emit()
            return True
        if isinstance(editor, inputs.LongTextInput) and _is_pressed(event, Qt.Key.Key_Escape):
            if editor.typed() == editor.property(BEGUN):
                index = self._view.currentIndex()
                is_refused = records_of(self._view.model()).refusal(index) is not None
                hints = self.EndEditHint
                self.closeEditor.emit(editor, hints.NoHint if is_refused else hints.RevertModelCache)
            else:
                records_of(self._view.model()).message_changed.emit(KEPT)
            return True
        return super().eventFilter(editor, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | Index) -> QSize:
        """One line, however long the text is."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 8)

    @property
    def _view(self) -> QAbstractItemView:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        return view

    def _completed(self, editor: inputs.LineInput | inputs.LongTextInput | Combo) -> str:
        """The text of the editor, completed where it is the beginning of a choice or a title."""
        network = records_of(self._view.model()).network
        try:
            return labels.show(editor.field, editor.value(network), network)
        except Invalid:
            return editor.typed()

    def _is_block_pasted(self, editor: QWidget, event: QKeyEvent) -> bool:
        """Whether the key pastes several cells; lines without a tab are one text in a long text."""
        data = QGuiApplication.clipboard().mimeData()
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        try:
            block = clipboard.from_mime(data)
        except Invalid:
            return False
        is_line = isinstance(editor, inputs.LongTextInput)
        return bool(block) and (len(block[0]) > 1 or (len(block) > 1 and not is_line))

    def _take(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint | None = None) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint or self.EndEditHint.NoHint)


def _is_pressed(event: QEvent, *keys: Qt.Key) -> TypeGuard[QKeyEvent]:
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in keys
