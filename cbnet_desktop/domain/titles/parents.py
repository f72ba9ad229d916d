"""A row's parent, its plan year, and the order of rows that follows from both."""

from __future__ import annotations

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish

_ORDERED_BY = ("year", "held_on", "valid_from", "position", "number")


def parent(network: Network, record: Record) -> Record | None:
    """The row that this one is a part of: the target of its first required reference, or of one that it names."""
    for name, field in record.fields().items():
        row_id = getattr(record, name) if field.kind is Kind.REFERENCE else None
        if field.kind is Kind.REFERENCE and (field.required or (row_id and name in record.PARENTS)):
            return network.row(field.refers_to, row_id) if row_id else None
    return None


def year_of(network: Network, record: Record) -> int | None:
    """The plan year of a row, its own or its parent's; None for rows that are shown in every year.

    The tab of meetings finds the year of a meeting itself, because an annual meeting is shown in two years.
    """
    row: Record | None = record
    for _ in range(4):
        if row is None:
            return None
        year = getattr(row, "year", None) or getattr(row, row.DATED_BY, None)
        if year:
            return int(str(year)[:4])
        row = parent(network, row)
    return None


def in_order(network: Network, kind: type[Record]) -> list[Record]:
    """A table's rows by parent, those of one kind together, year or date, position, and title in Danish order."""
    return sorted(network.rows(kind), key=lambda row: _place(network, row))


def _place(network: Network, row: Record) -> tuple[object, ...]:
    values, above = row.values(), parent(network, row)
    known = tuple(_sortable(values[name]) for name in _ORDERED_BY if name in values)
    title = danish.sort_key(labels.row_title(network, row))
    # The table stands before what only its own rows can be compared by: an annex may be of a meeting or of a plan.
    return (_place(network, above) if above else (), row.TABLE, known, title, row.id)


def _sortable(value: Value) -> tuple[bool, str]:
    return value is not None, f"{value:010}" if isinstance(value, int) else value or ""
