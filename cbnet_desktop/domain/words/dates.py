"""Arithmetic on ISO dates: months, weeks, periods."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

FIRST_DAY, LAST_DAY = "", "9999-12-31"
#: What concerns a year is agreed at the earliest so many years before it: a framework agreement's time and one more.
_YEARS_AHEAD = 5


def months_later(iso: str, months: int) -> str:
    """The ISO date some months later (earlier if negative); the month's last day if it has no such day."""
    day = date.fromisoformat(iso)
    years, month = divmod(day.month - 1 + months, 12)
    year = min(max(day.year + years, 1), 9999)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).isoformat()


def days_between(first: str, last: str) -> int:
    """The number of days from one ISO date to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def days_later(iso: str, days: int) -> str:
    """The ISO date some days later (earlier if negative)."""
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


def overlap(starts_on: str | None, ends_on: str | None, other_starts_on: str | None, other_ends_on: str | None) -> bool:
    """Whether two periods share a day: an open end where one is missing, no day where the last is before the first."""
    first = max(starts_on or FIRST_DAY, other_starts_on or FIRST_DAY)
    return first <= min(ends_on or LAST_DAY, other_ends_on or LAST_DAY)


def is_in_year(starts_on: str | None, ends_on: str | None, year: int) -> bool:
    """Whether a period has a day in a calendar year."""
    return overlap(starts_on, ends_on, f"{year}-01-01", f"{year}-12-31")


def has_been(iso: str | None, today: str) -> bool:
    """Whether there is a date and it is today or earlier."""
    return iso is not None and FIRST_DAY < iso <= today


def agreeable_from(year: int | None) -> str:
    """The first day on which something about a year can have been agreed, any day where a merge left it out."""
    return FIRST_DAY if year is None else f"{year - _YEARS_AHEAD}-01-01"


def is_agreed_by(iso: str | None, year: int | None, today: str) -> bool:
    """Whether a date is one on which something about a year can have been agreed by today (M8, M20)."""
    return has_been(iso, today) and (iso or "") >= agreeable_from(year)


def gaps(first: str, last: str, periods: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """The stretches of days from first to last that none of the periods covers, in order."""
    found = []
    day = first
    for starts_on, ends_on in sorted((start or FIRST_DAY, end or LAST_DAY) for start, end in periods):
        if starts_on > last:
            break
        if ends_on < starts_on:
            continue
        if starts_on > day:
            found.append((day, days_later(starts_on, -1)))
        if ends_on >= last:
            return found
        day = max(day, days_later(ends_on, 1))
    return [*found, (day, last)] if day <= last else found
