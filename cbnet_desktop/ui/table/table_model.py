"""A table of records for Qt's views: Danish text and order, edits through the document, refusals that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table import cell_marks
from cbnet_desktop.ui.table.columns import Column, TableSpec
from cbnet_desktop.ui.table.record_rows import Index, RecordRows
from cbnet_desktop.ui.widgets import icons, theme, values
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

READ_ONLY = "Filen er skrivebeskyttet. Gem en kopi et andet sted for at rette."
#: The value as it is stored, for editors that choose instead of type.
STORED = Qt.ItemDataRole.UserRole + 1


class RecordTableModel(RecordRows):
    """The cells of a TableSpec: texts, colours, roles for screen readers, and the way back for what was typed."""

    message_changed = Signal(str)
    """The sentence to show under the table; empty when there is nothing to say any more."""

    def __init__(self, session: Session, spec: TableSpec, parent: QObject | None = None) -> None:
        super().__init__(session, spec, parent)
        session.refusals.changed.connect(self._show_refusal)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles, aligned as their cells."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.spec.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spec.columns[section].title
        return _alignment(self.spec.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Editable where a field stands behind the cell; flags are ticked in place."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field = self.editable_field(index)
        if field is None:
            return flags
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if field.kind is Kind.FLAG else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        answer = _ANSWERS.get(role)
        return answer(self, index) if answer and index.isValid() else None

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
            self.refuse(holder, field, _typed(self.network, field, value, role), refusal.message)
            return False
        self.forget_refusal(holder, field)
        return True

    def editable_field(self, index: Index) -> Field | None:
        """The field that an edit of the cell would change."""
        if not index.isValid() or not self.spec.columns[index.column()].is_editable or self.session.is_read_only:
            return None
        return self.spec.field(index.column()) if self.holder(index) else None

    def fixed_because(self, index: Index) -> str:
        """Where a cell is changed that cannot be typed into."""
        column, field = self.spec.columns[index.column()], self.spec.field(index.column())
        if self.session.is_read_only:
            return READ_ONLY
        if field and field.kind is Kind.FLAG and self.editable_field(index):
            return f"»{column.title}« er et flueben. Mellemrum sætter det eller tager det væk."
        sentence = column.elsewhere or self.spec.elsewhere
        return sentence or f"»{column.title}« følger af det øvrige og kan ikke rettes her."

    def cell_text(self, index: Index) -> str:
        """The cell as it goes out to other programs: what is stored in it, ticks as words."""
        return "" if _is_derived(self, index) else _spoken(self, index)

    def refusal(self, index: Index) -> Refusal | None:
        """What was typed into the cell and refused."""
        field, holder = self.spec.columns[index.column()].field, self.holder(index)
        return self.session.refusals.of(holder.TABLE, holder.id, field) if holder else None

    def refuse(self, holder: Record, field: Field, typed: str, message: str) -> None:
        """Keeps what was typed in the cell, and tells why it was not taken."""
        self.session.refusals.keep(holder.TABLE, holder.id, field.name, Refusal(typed, message))
        self.message_changed.emit(message)

    def forget_refusal(self, holder: Record, field: Field) -> None:
        """The cell was mended or given up."""
        self.session.refusals.forget(holder.TABLE, holder.id, field.name)
        self.message_changed.emit("")

    def _show_refusal(self, table: str, row_id: str, field: str) -> None:
        for position, column in enumerate(self.spec.columns):
            if column.field == field and table == (column.kind or self.spec.record).TABLE:
                rows = [self.row_of(row_id)] if not column.of else range(len(self._rows))
                for row in rows:
                    self.dataChanged.emit(self.index(row, position), self.index(row, position))


def records_of(model: QAbstractItemModel) -> RecordTableModel:
    """The model that a view, a cell or a delegate of ours was given."""
    assert isinstance(model, RecordTableModel)
    return model


def change_of(record: Record, after: Values) -> Change:
    """The change that gives a record these values, seen from the record as it is shown."""
    return Change(record.TABLE, record.id, {name: getattr(record, name) for name in after}, after)


def _typed(network: Network, field: Field, value: Any, role: int) -> str:
    if role != STORED:
        return str(value)
    return labels.show(field, value, network)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(model: RecordTableModel, index: Index) -> str:
    refusal = model.refusal(index)
    if refusal:
        return refusal.typed
    record = model.record_at(index.row())
    field = model.spec.field(index.column())
    if field and field.kind is Kind.FLAG and model.holder(index):
        return ""
    return model.spec.columns[index.column()].shown(model.network, record) if record else ""


def _one_line(model: RecordTableModel, index: Index) -> str:
    return " ".join(_text(model, index).split("\n"))


def _tooltip(model: RecordTableModel, index: Index) -> str | None:
    refusal = model.refusal(index)
    text = refusal.message if refusal else _text(model, index)
    return plain_tooltip("\n".join(filter(None, (text, *cell_marks.descriptions(model, index))))) or None


def _accessible(model: RecordTableModel, index: Index) -> str:
    column, refusal = model.spec.columns[index.column()], model.refusal(index)
    text = f"{column.title}: {_spoken(model, index) or 'tomt'}"
    return ". ".join(
        (f"{text}. Afvist: {refusal.message}" if refusal else text, *cell_marks.descriptions(model, index))
    )


def _spoken(model: RecordTableModel, index: Index) -> str:
    ticked = _ticked(model, index)
    return _text(model, index) if ticked is None else "ja" if ticked == Qt.CheckState.Checked else "nej"


def _stored(model: RecordTableModel, index: Index) -> Value:
    holder, field = model.holder(index), model.spec.columns[index.column()].field
    return getattr(holder, field) if holder else None


def _ticked(model: RecordTableModel, index: Index) -> Qt.CheckState | None:
    field = model.spec.field(index.column())
    if field is None or field.kind is not Kind.FLAG or model.holder(index) is None:
        return None
    return Qt.CheckState.Checked if _stored(model, index) else Qt.CheckState.Unchecked


def _colour(model: RecordTableModel, index: Index) -> QColor | None:
    if model.refusal(index):
        return theme.colour("error")
    is_quiet = getattr(model.record_at(index.row()), "archived", False) or _is_derived(model, index)
    return theme.colour("muted") if is_quiet else None


def _is_derived(model: RecordTableModel, index: Index) -> bool:
    record = model.record_at(index.row())
    return bool(record and model.spec.columns[index.column()].derived_text(model.network, record))


def _background(model: RecordTableModel, index: Index) -> QColor | None:
    return theme.colour("error_background") if model.refusal(index) else None


def _icon(model: RecordTableModel, index: Index) -> QIcon | None:
    record, column = model.record_at(index.row()), model.spec.columns[index.column()]
    if cell_marks.conflict_of(model, index):
        return icons.icon(cell_marks.ICON)
    name = column.icon(model.network, record) if column.icon and record else ""
    return icons.icon(name) if name else None


_ANSWERS: dict[int, Callable[[RecordTableModel, Index], Any]] = {
    Qt.ItemDataRole.DisplayRole: _one_line,
    Qt.ItemDataRole.EditRole: _text,
    Qt.ItemDataRole.ToolTipRole: _tooltip,
    Qt.ItemDataRole.AccessibleTextRole: _accessible,
    Qt.ItemDataRole.TextAlignmentRole: lambda model, index: _alignment(model.spec.columns[index.column()]),
    Qt.ItemDataRole.CheckStateRole: _ticked,
    Qt.ItemDataRole.ForegroundRole: _colour,
    Qt.ItemDataRole.BackgroundRole: _background,
    Qt.ItemDataRole.DecorationRole: _icon,
    STORED: _stored,
}
