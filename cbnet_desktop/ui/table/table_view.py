"""The view of a record table: edits, copies and pastes blocks, and keeps its current row by id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.table import clipboard
from cbnet_desktop.ui.table.cell_blocks import empty, fill_down, paste
from cbnet_desktop.ui.table.cell_editor import CellEditor
from cbnet_desktop.ui.table.cell_writing import values_of
from cbnet_desktop.ui.table.column_memory import ColumnMemory
from cbnet_desktop.ui.table.column_widths import ColumnWidths
from cbnet_desktop.ui.table.grid_view import GridView
from cbnet_desktop.ui.table.table_model import RecordTableModel

LEAST_ROW_HEIGHT = 24
APART = "De valgte celler kan ikke kopieres sammen. Vælg de samme kolonner i hver række."
Hint = QAbstractItemDelegate.EndEditHint


class RecordTableView(GridView):
    """Shows a RecordTableModel. begins_in is the current column, kept while no cell is current.

    take_files may handle files that are pasted, and returns whether it did.
    """

    row_chosen = Signal(object)
    """The record of the current row, None when there is none."""
    archive_asked = Signal()
    """Del was pressed on whole rows, or Ctrl+Del."""

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self._chosen_id = ""
        self.begins_in = 0
        self.take_files: Callable[[list[Path]], bool] | None = None
        self.setModel(model)
        self.setItemDelegate(CellEditor(self))
        self.setAccessibleName(model.spec.title or model.spec.record.NOUN.capitalize())
        self.horizontalHeader().sortIndicatorChanged.connect(model.sort)
        self.widths = ColumnWidths(self, model.spec.columns)
        self.columns = ColumnMemory(self.horizontalHeader(), self.widths, model.spec, model.session.views)
        self._measure()
        self.selectionModel().currentChanged.connect(self._note_cell)
        self.selectionModel().currentRowChanged.connect(self._note_row)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._restore)
        model.rowsRemoved.connect(self.select_current)
        model.session.ending.connect(self.commit_typing)

    def chosen(self) -> Record | None:
        """The record of the current row."""
        return self.records.record_at(self.currentIndex().row())

    def choose(self, row_id: str, field: str = "") -> bool:
        """Makes a row current, in the field's column if there is one; False where the row is not shown."""
        row = self.records.row_of(row_id)
        if row < 0:
            return False
        shown = self.selection.columns()
        columns = [place for place in shown if field and self.records.spec.columns[place].field == field]
        place = columns[0] if columns else max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.records.index(row, place))
        self.scrollTo(self.currentIndex())
        return True

    def selected_records(self) -> list[Record]:
        """The records of the selected rows, from the top."""
        return [record for row in self.selection.rows() if (record := self.records.record_at(row))]

    def show_columns(self, shown: Sequence[int]) -> None:
        """Hides all columns but these."""
        self.widths.show_only(shown)

    def copy(self) -> None:
        """Copies the selected block of cells to the clipboard."""
        if not self.selection.is_block():
            self.records.message_changed.emit(APART)
        elif block := self._selected_block():
            QGuiApplication.clipboard().setMimeData(clipboard.to_mime(block))

    def paste(self, *, inserts: bool = False) -> None:
        """Pastes a block from the clipboard at the selection, as one edit; inserts its rows after the first as new."""
        data = QGuiApplication.clipboard().mimeData()
        if self.take_files and self.take_files(clipboard.files_in(data)):
            return
        try:
            block = clipboard.from_mime(data)
        except Invalid as refusal:
            self.records.message_changed.emit(refusal.message)
            return
        if block:
            paste(self.records, self.selection, block, inserts=inserts)

    def fill_down(self) -> None:
        """Copies the topmost selected cells to those below."""
        fill_down(self.records, self.selection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves, Del clears, Ctrl+C, Ctrl+V and Ctrl+D work on blocks; the rest is Qt's."""
        key, is_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key == Qt.Key.Key_Delete and event.isAutoRepeat():
            event.accept()  # by now another row is current
        elif key == Qt.Key.Key_Delete and (is_control or self.has_whole_rows):
            self.archive_asked.emit()
        elif key == Qt.Key.Key_Delete:
            empty(self.records, self.selection)
        elif key == Qt.Key.Key_D and is_control:
            self.fill_down()
        elif key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.select_rows(self.selection.rows())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key == Qt.Key.Key_Backspace and self.currentIndex().isValid():
            self.edit_current()
        else:
            super().keyPressEvent(event)

    def setItemDelegate(self, delegate: QAbstractItemDelegate) -> None:
        """Writes what the delegate leaves to the table: what is for several cells."""
        super().setItemDelegate(delegate)
        if isinstance(delegate, CellEditor):
            delegate.filled.connect(lambda typed: paste(self.records, self.selection, [[typed]], done="rettet"))
            delegate.block_pasted.connect(lambda: self.paste(inserts=values_of(self.records) is not None))

    def commit_typing(self) -> None:
        """Commits and closes the open cell."""
        if isinstance(delegate := self.itemDelegate(), CellEditor):
            delegate.finish()

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Enter goes down, Tab goes right, as in a spreadsheet; Esc discards a refused text."""
        super().closeEditor(editor, Hint.NoHint)
        if hint is Hint.RevertModelCache:
            self._give_up()
        elif hint is Hint.SubmitModelCache and not self.records.refusal(self.currentIndex()):
            self.step(1, 0)
        elif hint in (Hint.EditNextItem, Hint.EditPreviousItem):
            self.step(0, 1 if hint is Hint.EditNextItem else -1)

    def changeEvent(self, event: QEvent) -> None:
        """Resizes rows and columns with the system's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "widths"):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the new width among the columns."""
        super().resizeEvent(event)
        self.widths.fit()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(LEAST_ROW_HEIGHT, self.fontMetrics().height() + 8))
        self.widths.fit()

    def _selected_block(self) -> list[list[str]]:
        cells = {(index.row(), index.column()): index for index in self.selection.cells()}
        rows = sorted({row for row, _ in cells})
        columns = [place for place in self.selection.columns() if any((row, place) in cells for row in rows)]
        text = self.records.cell_text
        return [[text(cells[row, place]) if (row, place) in cells else "" for place in columns] for row in rows]

    def _give_up(self) -> None:
        index = self.currentIndex()
        holder, field = self.records.holder(index), self.records.spec.field(index.column())
        if holder and field and self.records.refusal(index):
            self.records.forget_refusal(holder, field)

    def _note_cell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.begins_in = current.column()

    def _note_row(self, current: QModelIndex) -> None:
        record = self.records.record_at(current.row())
        if record:
            self._chosen_id = record.id
        self.viewport().update()
        self.row_chosen.emit(record)

    def _restore(self) -> None:
        """Makes the former row current again after a reset, else the first one."""
        row = self.records.row_of(self._chosen_id)
        if self.records.rowCount() and (not self.currentIndex().isValid() or row >= 0):
            index = self.records.index(max(row, 0), self.begins_in)
            if index != self.currentIndex():
                self.setCurrentIndex(index)
