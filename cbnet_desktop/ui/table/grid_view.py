"""A table view with the keyboard and selection of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from cbnet_desktop.ui.table.selection import Selection
from cbnet_desktop.ui.widgets.qt_types import not_none

#: Width in pixels of the row headers at the left, which select whole rows.
ROW_HEAD_WIDTH = 14
Select = QItemSelectionModel.SelectionFlag
Index = QModelIndex | QPersistentModelIndex
F2 = QAbstractItemView.EditTrigger.EditKeyPressed


class GridView(QTableView):
    """A table view that is independent of its model.

    is_typed_on says that the user is typing on a read-only cell, so that a blank is a letter and no command.
    """

    typed_on_fixed = Signal(QModelIndex, str)
    """A read-only cell and the letter typed on it, or "" where the user tried to open it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selection = Selection(self)
        self.has_whole_rows = False
        self.is_typed_on = False
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._arrange_titles(self.horizontalHeader())
        self._arrange_row_heads(self.verticalHeader())
        self.doubleClicked.connect(self._open_fixed)

    def edit_current(self) -> None:
        """Opens the current cell, or emits typed_on_fixed where it is read-only (F2)."""
        index = self.currentIndex()
        if index.isValid() and not self.edit(index, F2, None):  # type: ignore[call-overload]  # Qt takes None: no event triggered it
            self._open_fixed(index)

    def setCurrentIndex(self, index: Index) -> None:
        """Selects only the new current cell; Qt would keep the old selection while Ctrl is down."""
        self.selectionModel().setCurrentIndex(index, Select.ClearAndSelect)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Watches the selection, since whole rows count as selected only until something else is."""
        super().setModel(model)
        self.selectionModel().selectionChanged.connect(lambda *_: self._note_whole_rows(are=False))
        self.selectionModel().currentChanged.connect(lambda *_: self._end_typing())

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Select:
        """Ctrl with an arrow moves the selection too; Qt would leave it on the previous row."""
        command = super().selectionCommand(index, event)
        is_key = isinstance(event, QKeyEvent)
        return Select.ClearAndSelect if is_key and command == Select.NoUpdate else command

    def keyboardSearch(self, text: str) -> None:
        """Emits typed_on_fixed for a letter on a read-only cell, instead of Qt's search."""
        if self.currentIndex().isValid():
            self.is_typed_on = True
            self.typed_on_fixed.emit(self.currentIndex(), text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Opens the current cell with a letter composed of several keys, such as É; Qt would drop it."""
        typed = event.commitString()
        if not typed or event.preeditString() or self.state() == self.State.EditingState:
            super().inputMethodEvent(event)
        elif self.edit(self.currentIndex(), F2, None):  # type: ignore[call-overload]  # Qt takes None
            QApplication.sendEvent(not_none(QApplication.focusWidget()), event)
        else:
            self.keyboardSearch(typed)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab moves through the cells and leaves the table after the last one."""
        index = self.currentIndex()
        if index.isValid() and self.step(0, 1 if is_next else -1):
            return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Selects the current cell; Qt makes the first one current without selecting it."""
        super().focusInEvent(event)
        self._end_typing()
        self.select_current()

    def step(self, down: int, right: int) -> bool:
        """Moves the current cell over the visible columns; False at either end."""
        beside = self.selection.beside(self.currentIndex(), down, right)
        if beside:
            self.setCurrentIndex(beside)
        return beside is not None

    def select_rows(self, rows: Sequence[int]) -> None:
        """Selects whole rows, as a click on their headers would, and keeps the current cell."""
        model, selection = self.model(), QItemSelection()
        for row in rows:
            selection.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        self.selectionModel().select(selection, Select.ClearAndSelect)
        self._note_whole_rows(are=bool(rows))

    def _note_whole_rows(self, *, are: bool) -> None:
        self.has_whole_rows = are

    def _end_typing(self) -> None:
        self.is_typed_on = False

    def _open_fixed(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.typed_on_fixed.emit(index, "")

    def select_current(self) -> None:
        """Selects the current cell, which Qt does not do after removing a row or at the first focus."""
        index = self.currentIndex()
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.selectionModel().select(index, Select.ClearAndSelect)

    def _arrange_titles(self, titles: QHeaderView) -> None:
        # A click on a title only sorts; Qt would also select the column and make its first row current.
        titles.sectionPressed.disconnect()
        titles.sectionEntered.disconnect()
        titles.setHighlightSections(False)
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)
        titles.setSectionsMovable(True)
        titles.setSortIndicatorClearable(True)
        titles.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        titles.setSortIndicatorShown(True)
        titles.setSectionsClickable(True)

    def _arrange_row_heads(self, heads: QHeaderView) -> None:
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setFixedWidth(ROW_HEAD_WIDTH)
        heads.setHighlightSections(False)
        # Called after Qt has selected the row.
        heads.sectionPressed.connect(lambda _: self._note_whole_rows(are=True))
        heads.sectionEntered.connect(lambda _: self._note_whole_rows(are=True))
