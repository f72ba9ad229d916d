"""Which year is meant by a date that was typed without one."""

from __future__ import annotations

from cbnet_desktop.domain.records import Plan
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import parents
from cbnet_desktop.domain.words import dates

_HALF_A_YEAR = 182
#: Days before which the other days of a row, or of the meeting that it belongs to, do not lie.
_BEGINNINGS = ("starts_on", "held_on", "consulted_on")
#: Days that are mostly ahead when they are typed.
_AHEAD = ("deadline", "held_on")


def since(network: Network, field: Field, record: Record | None, clock: str, shown: Value = None) -> str:
    """The day from which on the first day that a date without a year can be is the one that is meant.

    In the year of a plan for what is a part of it; near the date that the field has or showed; no later than today for
    what has happened; from the beginning of what it is a part of; in the row's plan year; from today on for meetings
    and deadlines; else near today. clock is today where the network fixes no day.
    """
    today = network.today(clock)
    near = shown or (record and getattr(record, field.name))
    is_ahead = field.name in _AHEAD and not near
    first = today if is_ahead else dates.days_later(str(near or today), -_HALF_A_YEAR)
    if field.has_happened:
        last_year = dates.days_later(dates.months_later(today, -12), 1)
        return min(first, last_year) if near else last_year
    above = parents.parent(network, record) if record else None
    if isinstance(above, Plan):
        return f"{above.year}-01-01"
    beginning = _beginning(network, field, record) if record and not near else ""
    return beginning or first


def _beginning(network: Network, field: Field, record: Record) -> str:
    above = parents.parent(network, record)
    for row in (record, above):
        for name in _BEGINNINGS:
            if row and (row is above or name != field.name) and (day := getattr(row, name, None)):
                return str(day)
    year = parents.year_of(network, record)
    return f"{year}-01-01" if year and "consulted_on" not in record.fields() else ""
