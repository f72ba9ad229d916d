"""To which other row and to which plan year a row belongs."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network


def parent(network: Network, record: Record) -> Record | None:
    """The row that this one is a part of: the first that it cannot do without."""
    for name, field in record.fields().items():
        if field.kind is Kind.REFERENCE and field.required:
            row_id = getattr(record, name)
            return network.row(field.refers_to, row_id) if row_id else None
    return None


def year_of(network: Network, record: Record) -> int | None:
    """The plan year that a row belongs to, by itself or by what it is a part of; None for what is shown in any year.

    The tab of meetings finds the year of a meeting itself: an annual meeting is seen in two.
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
