"""A record table that can be edited: edits go through the session, and refused texts stay in their cells."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, Qt, Signal

from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.record_cells import STORED, RecordCells
from cbnet_desktop.ui.table.record_rows import Index
from cbnet_desktop.ui.widgets import values

READ_ONLY = "Filen er skrivebeskyttet. Gem en kopi et andet sted for at rette."


class RecordTableModel(RecordCells):
    """The editable model of a TableSpec."""

    message_changed = Signal(str)
    """The message to show below the table, or ""."""

    def __init__(self, session: Session, spec: TableSpec, parent: QObject | None = None) -> None:
        super().__init__(session, spec, parent)
        session.refusals.changed.connect(self._show_refusal)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Editable where the cell has a field; flags are check boxes in place."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field = self.editable_field(index)
        if field is None:
            return flags
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if field.kind is Kind.FLAG else Qt.ItemFlag.ItemIsEditable)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Writes what was typed (EditRole), chosen (STORED) or ticked; a refused text stays with its reason."""
        holder, field = self.holder(index), self.editable_field(index)
        if holder is None or field is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            role, value = STORED, Qt.CheckState(value) == Qt.CheckState.Checked
        if role not in (STORED, Qt.ItemDataRole.EditRole):
            return False
        try:
            new = value if role == STORED else values.parsed(self.network, field, value, holder)
            self.session.write([change_of(holder, {field.name: new})])
        except UserError as refusal:
            typed = labels.show(field, value, self.network) if role == STORED else str(value)
            self.refuse(holder, field, typed, refusal.message)
            return False
        self.forget_refusal(holder, field)
        return True

    def editable_field(self, index: Index) -> Field | None:
        """The field that editing the cell would change, None where it is read-only."""
        if not index.isValid() or not self.spec.columns[index.column()].is_editable or self.session.is_read_only:
            return None
        return self.spec.field(index.column()) if self.holder(index) else None

    def fixed_because(self, index: Index) -> str:
        """The sentence that says where a read-only cell is edited."""
        column, field = self.spec.columns[index.column()], self.spec.field(index.column())
        if self.session.is_read_only:
            return READ_ONLY
        if field and field.kind is Kind.FLAG and self.editable_field(index):
            return f"»{column.title}« er et flueben. Mellemrum sætter det eller tager det væk."
        sentence = column.elsewhere or self.spec.elsewhere
        return sentence or f"»{column.title}« følger af det øvrige og kan ikke rettes her."

    def refuse(self, holder: Record, field: Field, typed: str, message: str) -> None:
        """Keeps a refused text in its cell, and shows why it was refused."""
        self.session.refusals.keep(holder.TABLE, holder.id, field.name, Refusal(typed, message))
        self.message_changed.emit(message)

    def forget_refusal(self, holder: Record, field: Field) -> None:
        """Drops a refused text that was corrected or discarded."""
        self.session.refusals.forget(holder.TABLE, holder.id, field.name)
        self.message_changed.emit("")

    def _show_refusal(self, table: str, row_id: str, field: str) -> None:
        for position, column in enumerate(self.spec.columns):
            if column.field == field and table == (column.kind or self.spec.record).TABLE:
                own = self.row_of(row_id)
                rows = range(len(self._rows)) if column.of else [own] if own >= 0 else []  # a filter may hide it
                for row in rows:
                    self.dataChanged.emit(self.index(row, position), self.index(row, position))


def records_of(model: QAbstractItemModel) -> RecordTableModel:
    """The model of a view, a cell or a delegate, narrowed to RecordTableModel."""
    assert isinstance(model, RecordTableModel)
    return model


def change_of(record: Record, after: Values) -> Change:
    """The change that sets these values, with the record's present values as the expected state."""
    return Change(record.TABLE, record.id, {name: getattr(record, name) for name in after}, after)
