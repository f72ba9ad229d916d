"""The table on the screen: moves like a spreadsheet, copies and pastes blocks, keeps its selection by id."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from cbnet_desktop.domain.fields import Record
from cbnet_desktop.ui import clipboard
from cbnet_desktop.ui.cell_editor import CellEditor
from cbnet_desktop.ui.column_widths import ColumnWidths
from cbnet_desktop.ui.pasting import paste
from cbnet_desktop.ui.seen_rows import SeenRows
from cbnet_desktop.ui.table_model import RecordTableModel

LEAST_ROW_HEIGHT = 24
Hint = QAbstractItemDelegate.EndEditHint


class RecordTableView(QTableView):
    """Shows a RecordTableModel."""

    row_chosen = Signal(object)
    """The record of the current row, None when there is none."""

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self._chosen_id = ""
        self.setModel(model)
        self.setItemDelegate(CellEditor(self))
        self.setAccessibleName(model.spec.title or model.spec.record.NOUN.capitalize())
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(model.sort)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        self._widths = ColumnWidths(self, model.spec.columns)
        self._measure()
        self.selectionModel().currentRowChanged.connect(self._note_row)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._restore)
        self.seen = SeenRows(self)

    def chosen(self) -> Record | None:
        """The record of the current row."""
        return self.records.record_at(self.currentIndex().row())

    def choose(self, row_id: str, field: str = "") -> bool:
        """Makes a row current, in the field's column if it has one; False when the row is not shown."""
        row = self.records.row_of(row_id)
        if row < 0:
            return False
        columns = [place for place, column in enumerate(self.records.spec.columns) if field and column.field == field]
        place = columns[0] if columns else max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.records.index(row, place))
        self.scrollTo(self.currentIndex())
        return True

    def show_columns(self, shown: Sequence[int]) -> None:
        """Leaves the other columns out until they are asked for again."""
        self._widths.show_only(shown)

    def copy(self) -> None:
        """The selected block as tab-separated text."""
        if block := self._selected_block():
            QGuiApplication.clipboard().setText(clipboard.to_text(block))

    def paste(self) -> None:
        """A block from the clipboard into the cells from the upper left selected one on, as one edit."""
        block = clipboard.from_text(QGuiApplication.clipboard().text())
        corner = self._corner()
        if block and corner is not None:
            paste(self.records, *corner, block)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab move, Space ticks, the clipboard keys work on blocks; the rest is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # An open choice passes its Enter on to the table, which moves when the choice is written and closed.
            if self.state() is not QAbstractItemView.State.EditingState or self.hasFocus():
                self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif event.key() == Qt.Key.Key_Backspace and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Enter goes down, Tab goes right, as in a spreadsheet; Esc gives up what was refused."""
        super().closeEditor(editor, Hint.NoHint)
        if hint is Hint.RevertModelCache:
            self._give_up()
        elif hint is Hint.SubmitModelCache and not self.records.refusal(self.currentIndex()):
            self._step(1, 0)
        elif hint in (Hint.EditNextItem, Hint.EditPreviousItem):
            self._step(0, 1 if hint is Hint.EditNextItem else -1)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab walks through the cells and leaves the table after the last one."""
        index = self.currentIndex()
        if index.isValid() and self._step(0, 1 if is_next else -1):
            return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cell that the keys go to is chosen; Qt only makes the first one current when a table gets the focus."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Select)

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns follow the system's font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_widths"):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width."""
        super().resizeEvent(event)
        self._widths.fit()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(LEAST_ROW_HEIGHT, self.fontMetrics().height() + 8))
        self._widths.fit()

    def _step(self, down: int, right: int) -> bool:
        """Moves the current cell; sideways it wraps to the next row. False at either end."""
        index, columns = self.currentIndex(), self.records.columnCount()
        place = (index.row() + down) * columns + index.column() + right
        row, column = divmod(place, columns)
        if not 0 <= row < self.records.rowCount():
            return False
        self.setCurrentIndex(self.records.index(row, column))
        return True

    def _selected_block(self) -> list[list[str]]:
        indexes = self.selectedIndexes()
        if not indexes:
            return []
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        chosen = {(index.row(), index.column()) for index in indexes}
        return [[self._text(row, column) if (row, column) in chosen else "" for column in columns] for row in rows]

    def _text(self, row: int, column: int) -> str:
        return str(self.records.cell_text(self.records.index(row, column)))

    def _corner(self) -> tuple[int, int] | None:
        indexes = self.selectedIndexes()
        if indexes:
            return min(index.row() for index in indexes), min(index.column() for index in indexes)
        return (0, 0) if self.records.spec.blank and not self.records.rowCount() else None

    def _give_up(self) -> None:
        index = self.currentIndex()
        holder, field = self.records.holder(index), self.records.spec.field(index.column())
        if holder and field and self.records.refusal(index):
            self.records.forget_refusal(holder, field)

    def _note_row(self, current: QModelIndex) -> None:
        record = self.records.record_at(current.row())
        if record:
            self._chosen_id = record.id
        self.viewport().update()
        self.row_chosen.emit(record)

    def _restore(self) -> None:
        """After a reset the row chosen before is current again, else the first one."""
        row = self.records.row_of(self._chosen_id)
        if self.records.rowCount() and (not self.currentIndex().isValid() or row >= 0):
            index = self.records.index(max(row, 0), max(self.currentIndex().column(), 0))
            if index != self.currentIndex():
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
