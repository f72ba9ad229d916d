"""Arithmetic on ISO dates: months, weeks, periods."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

FIRST_DAY, LAST_DAY = "", "9999-12-31"


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
    """Whether two periods share a day; a missing first or last day leaves that end open."""
    return (starts_on or FIRST_DAY) <= (other_ends_on or LAST_DAY) and (other_starts_on or FIRST_DAY) <= (
        ends_on or LAST_DAY
    )


def is_in_year(starts_on: str | None, ends_on: str | None, year: int) -> bool:
    """Whether a period has a day in a calendar year."""
    return (starts_on or FIRST_DAY) <= f"{year}-12-31" and (ends_on or LAST_DAY) >= f"{year}-01-01"
