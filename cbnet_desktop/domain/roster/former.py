"""Which name was borne on a day, and the last day of a name that is given up (M2, M3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from cbnet_desktop.domain.records import FormerName, FormerSeatName
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.words import danish, dates

Former = TypeVar("Former", FormerName, FormerSeatName)


def in_order(rows: Iterable[Former]) -> list[Former]:
    """Former names by their last day; those without one count for no day."""
    return sorted((row for row in rows if row.ends_on), key=lambda row: (row.ends_on or "", row.id))


def borne_on(former: Sequence[Former], day: str) -> Former | None:
    """The former name that was in use on a day (ISO); None for the name of today."""
    return next((row for row in former if day and (row.ends_on or "") >= day), None)


def last_day(former: Sequence[Former], from_day: str) -> str:
    """The last day of a name that is given up on from_day; raises Invalid where an older one was in use then."""
    FormerName.fields()["ends_on"].check(from_day)
    ends_on = dates.days_later(from_day, -1)
    if row := borne_on(former, ends_on):
        raise Invalid(
            f"Navnet {quoted(row.name)} er brugt til og med {danish.short_date(row.ends_on)}. Vælg en senere dag.",
            field="ends_on",
        )
    return ends_on
