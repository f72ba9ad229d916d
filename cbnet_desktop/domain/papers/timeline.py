"""The periods of agreements on a time line, with extensions (M5, M10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement
from cbnet_desktop.domain.records.network import Network

#: The most agreements and years that stay legible; the latest are kept.
MOST_PERIODS, MOST_YEARS = 8, 16


@dataclass(frozen=True, slots=True)
class Period:
    """An agreement's first day, original last day, and last day with extensions (ISO); "" is open."""

    title: str
    starts_on: str
    ends_on: str
    last_day: str


@dataclass(frozen=True, slots=True)
class TimelineText:
    """Periods by first day over whole calendar years."""

    first_year: int
    last_year: int
    today: str
    periods: tuple[Period, ...]


def content(network: Network, rows: Sequence[Agreement], today: str) -> TimelineText:
    """The periods of the agreements that have one; the latest where there are many."""
    found = [
        Period(row.title, row.starts_on or "", row.ends_on or "", last_day or "")
        for row in rows
        if (last_day := agreements.last_day(network, row)) or row.starts_on
    ]
    kept = sorted(found, key=lambda one: (one.starts_on, one.last_day, one.title))[-MOST_PERIODS:]
    days = [day for one in kept for day in (one.starts_on, one.last_day) if day]
    years = [int(day[:4]) for day in [*days, today]]
    last = max(years)
    return TimelineText(max(min(years), last - MOST_YEARS + 1), last, today, tuple(kept))
