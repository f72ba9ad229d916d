"""The rows of a table model: read, filtered, sorted and refreshed without losing selection or open editor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.sorting import Sorting

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
#: With more rows than this, a reset is faster than a signal for each row; views restore their selection by id.
MANY = 500


class RecordRows(QAbstractTableModel):
    """The rows of a TableSpec in the order shown; subclasses add the data of the cells."""

    def __init__(self, session: Session, spec: TableSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.spec = spec
        self.total = 0
        self.network = session.network
        self._rows: list[Record] = []
        self.arrangement = Sorting(spec.columns)
        self.refresh()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The rows that the filter lets through."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The columns of the spec."""
        return 0 if parent.isValid() else len(self.spec.columns)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts the rows by a column; -1 restores the natural order."""
        self.arrangement.sorted_by = (column, order) if column >= 0 else None
        rows = self._rows if column >= 0 else self.arrangement.arranged(self.network, self._asked())
        self._place(self.arrangement.ordered(self.network, rows))

    def record_at(self, row: int) -> Record | None:
        """The record of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def holder(self, index: Index) -> Record | None:
        """The record whose field the cell shows, None where there is none."""
        record = self.record_at(index.row())
        return self.spec.columns[index.column()].holder(self.network, record) if record else None

    def records(self) -> Sequence[Record]:
        """The rows shown, in order."""
        return self._rows

    def row_of(self, row_id: str) -> int:
        """The row number of an id, -1 where it is not shown."""
        return next((row for row, record in enumerate(self._rows) if record.id == row_id), -1)

    def filter(self, text: str) -> None:
        """Shows only rows that contain every word of the text, ignoring case."""
        words = plain(text).split()
        if words != self.arrangement.words:
            self.arrangement.words = words
            self.refresh()

    def refresh(self) -> None:
        """Reads the rows again and emits dataChanged for the cells that differ."""
        self.network = self.session.network
        wanted = self.arrangement.arranged(self.network, self._asked(), self._rows)
        before = {row.id: row for row in self._rows}
        self._place(wanted)
        for row, record in enumerate(self._rows):
            if (old := before.get(record.id)) is not None and old != record:
                self._announce(row, old, record)
        for position, column in enumerate(self.spec.columns):
            if self._rows and (column.of or column.text or column.icon):
                self.dataChanged.emit(self.index(0, position), self.index(len(self._rows) - 1, position))

    def _asked(self) -> list[Record]:
        rows = list(self.spec.rows(self.session))
        self.total = len(rows)
        return rows

    def _place(self, wanted: list[Record]) -> None:
        """Removes, inserts and moves rows with Qt's signals, so that selection and open editor survive."""
        ids = {row.id for row in wanted}
        if not self._rows or max(len(ids), len(self._rows)) > MANY:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        for row in reversed(range(len(self._rows))):
            if self._rows[row].id not in ids:
                self.beginRemoveRows(NOWHERE, row, row)
                del self._rows[row]
                self.endRemoveRows()
        known = {row.id for row in self._rows}
        for row, record in enumerate(wanted):
            if record.id not in known:
                place = min(row, len(self._rows))
                self.beginInsertRows(NOWHERE, place, place)
                self._rows.insert(place, record)
                self.endInsertRows()
        if [row.id for row in self._rows] == [row.id for row in wanted]:
            self._rows = wanted
        else:
            self._move(wanted)

    def _move(self, wanted: list[Record]) -> None:
        self.layoutAboutToBeChanged.emit()
        places = {record.id: row for row, record in enumerate(wanted)}
        for index in self.persistentIndexList():
            place = places[self._rows[index.row()].id]
            self.changePersistentIndex(index, self.index(place, index.column()))
        self._rows = wanted
        self.layoutChanged.emit()

    def _announce(self, row: int, old: Record, new: Record) -> None:
        for position, column in enumerate(self.spec.columns):
            if column.field and not column.of and getattr(old, column.field) != getattr(new, column.field):
                self.dataChanged.emit(self.index(row, position), self.index(row, position))
