"""The order in which a table's rows are listed where no list of the window says its own."""

from __future__ import annotations

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import belonging, labels
from cbnet_desktop.domain.words import danish

_ORDERED_BY = ("year", "held_on", "valid_from", "position", "number")


def in_order(network: Network, kind: type[Record]) -> list[Record]:
    """By what the row belongs to, by year or date, then by position, then by name in Danish order."""
    return sorted(network.rows(kind), key=lambda row: _place(network, row))


def _place(network: Network, row: Record) -> tuple[object, ...]:
    values, above = row.values(), belonging.parent(network, row)
    known = [_sortable(values[name]) for name in _ORDERED_BY if name in values]
    title = danish.sort_key(labels.row_title(network, row))
    return (_place(network, above) if above else (), *known, title, row.id)


def _sortable(value: Value) -> tuple[bool, str]:
    return value is not None, f"{value:010}" if isinstance(value, int) else value or ""
