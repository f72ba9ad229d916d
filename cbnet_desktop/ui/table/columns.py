"""The specification of a table: its columns, and the source of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.name_uses import NAMES
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.widgets import values

if TYPE_CHECKING:
    from cbnet_desktop.ui.editing.session import Session


@dataclass(frozen=True)
class Column:
    """A column: a field of the row's record, a field of a record found from it, or a computed text.

    With field: shown, sorted and edited by the field's kind; of finds another record that holds it (None: empty, not
    editable). With text: a computed, read-only text; sort_by gives its sort value where that is not the text. derived
    gives a text that follows from other fields while the field is empty: shown muted, never copied. elsewhere is the
    sentence that says where a read-only cell is edited. width is in characters, also the minimum of a column that
    shrinks.
    """

    title: str
    field: str = ""
    kind: type[Record] | None = None
    of: Callable[[Network, Record], Record | None] | None = None
    text: Callable[[Network, Record], str] | None = None
    sort_by: Callable[[Network, Record], object] | None = None
    derived: Callable[[Network, Record], str] | None = None
    icon: Callable[[Network, Record], str] | None = None
    sum_of: Callable[[Network, Record], int | None] | None = None
    show_sum: Callable[[int], str] = danish.number
    is_editable: bool = True
    elsewhere: str = ""
    is_number: bool = False
    width: int = 14
    least: int = 9

    @property
    def names_another(self) -> bool:
        """Whether the cell names another record, which can be chosen only elsewhere."""
        return bool(self.of and self.kind and not self.is_editable and self.field in NAMES.get(self.kind.TABLE, ()))

    def holder(self, network: Network, record: Record) -> Record | None:
        """The record that holds the cell's field; None for a computed cell or where there is none."""
        if not self.field:
            return None
        return self.of(network, record) if self.of else record

    def shown(self, network: Network, record: Record) -> str:
        """The text of the cell."""
        if self.text:
            return self.text(network, record)
        holder = self.holder(network, record)
        return (values.shown(network, holder, self.field) if holder else "") or self.derived_text(network, record)

    def total(self, network: Network, records: Iterable[Record]) -> str:
        """The sum over these rows as text; "" where the column has none or nothing to add."""
        sum_of = self.sum_of
        found = [value for row in records if sum_of and (value := sum_of(network, row)) is not None]
        return self.show_sum(sum(found)) if found else ""

    def derived_text(self, network: Network, record: Record) -> str:
        """The derived text of an empty field, or ""."""
        if self.derived is None or getattr(self.holder(network, record), self.field, None) is not None:
            return ""
        return self.derived(network, record)

    def sort_key(self, network: Network, record: Record) -> tuple[object, ...]:
        """Sorts texts in Danish order, other values by value; empty last."""
        if self.sort_by:
            value = self.sort_by(network, record)
            return (1,) if value is None else (0, value)
        holder = self.holder(network, record)
        if holder:
            return values.sort_key(network, holder, self.field)
        text = self.text(network, record) if self.text else ""
        return (0, danish.sort_key(text)) if text else (1,)


def fields_of(record: type[Record], /, *names: str, **widths: int) -> tuple[Column, ...]:
    """Columns from a record's fields, titled by their labels; widths in characters by field name."""
    return tuple(column(record, name, width=widths.get(name, 0)) for name in names)


def column(kind: type[Record], name: str, *, title: str = "", width: int = 0, **more: Any) -> Column:
    """A column from a record's field; the other arguments are those of Column."""
    field = kind.fields()[name]
    is_number = field.kind in values.NUMBERS
    width = width or _width(field)
    if field.kind is Kind.MONEY and "sum_of" not in more:
        more = {"sum_of": lambda _, record: getattr(record, name), "show_sum": danish.amount, **more}
    return Column(title or field.label, field=name, kind=kind, is_number=is_number, width=width, **more)


def _width(field: Field) -> int:
    if field.kind is Kind.CHOICE:
        return min(max(len(label) for label in field.choices.values()) + 1, 24)
    return _WIDTHS.get(field.kind, 18)


_WIDTHS = {
    Kind.LONG_TEXT: 36,
    Kind.DATE: 11,
    Kind.TIME: 7,
    Kind.YEAR: 6,
    Kind.COUNT: 6,
    Kind.MONEY: 12,
    Kind.SHARE: 8,
    Kind.FLAG: 8,
}


@dataclass(frozen=True)
class TableSpec:
    """A table: the record of its rows, its columns, its rows and the values of a new row.

    rows returns the records to show, in their natural order. elsewhere says where read-only cells are edited, unless
    their column says so. blank returns the fields of a new row (None: rows cannot be added here); pasted those of a
    row that is pasted where blank is None or asks for more.
    """

    record: type[Record]
    columns: tuple[Column, ...]
    rows: Callable[[Session], Iterable[Record]]
    blank: Callable[[Session], Values] | None = None
    pasted: Callable[[Session], Values] | None = None
    title: str = ""
    empty_text: str = ""
    first_action: str = ""
    elsewhere: str = ""
    is_archivable: bool = True

    def field(self, position: int) -> Field | None:
        """The field of a column, None for a computed one."""
        column = self.columns[position]
        return (column.kind or self.record).fields()[column.field] if column.field else None
