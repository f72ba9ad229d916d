"""Suggested meeting days: not in holidays, spread over the quarters (M19)."""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState

WINTER_WEEKS, AUTUMN_WEEK = (7, 8), 42
#: The weekdays on which meetings are suggested (Monday is 0), and the default one.
MEETING_WEEKDAYS, USUAL_WEEKDAY = (1, 2, 3), 2
#: Public holidays by their distance from Easter Sunday, in days.
_MOVABLE = {39: "Kristi himmelfartsdag", 40: "dagen efter Kristi himmelfartsdag", 50: "anden pinsedag"}
_FIXED = {(6, 5): "grundlovsdag"}
_JULY, _SATURDAY = 7, 5
_PRAYER_DAY, _LAST_PRAYER_YEAR = 26, 2023
#: The first month in which an annual meeting is suggested, and the number of suggestions.
_FIRST_ANNUAL_MONTH, ANNUAL_CHOICES = 11, 3
#: Meetings at least so many days apart count as far enough from each other.
_FAR = 42


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested day (ISO) and its quarter, 1 to 4."""

    on: str
    quarter: int


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def reason_against(iso: str) -> str:
    """Why no meeting should be on an ISO date, for example »efterårsferie (uge 42)«; empty for no reason."""
    day = date.fromisoformat(iso)
    reasons = (_feast(day), _holiday(day), danish.weekday(iso) if day.weekday() >= _SATURDAY else "")
    return next((reason for reason in reasons if reason), "")


def working_day(iso: str) -> str:
    """The first day from an ISO date on that is outside weekends and holidays."""
    while reason_against(iso):
        iso = dates.days_later(iso, 1)
    return iso


def _feast(day: date) -> str:
    from_easter = (day - easter(day.year)).days
    if -6 <= from_easter <= 1:
        return "påske"
    if from_easter == _PRAYER_DAY and day.year <= _LAST_PRAYER_YEAR:
        return "store bededag"
    return _FIXED.get((day.month, day.day)) or _MOVABLE.get(from_easter, "")


def _holiday(day: date) -> str:
    week = day.isocalendar().week
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2):
        return "jul og nytår"
    if day.month == _JULY:
        return "sommerferie (juli)"
    if week in WINTER_WEEKS:
        return f"vinterferie (uge {week})"
    return f"efterårsferie (uge {week})" if week == AUTUMN_WEEK else ""


def suggested(network: Network, year: int, today: str) -> list[Suggestion]:
    """Days after today for planning meetings that the year has room for, at least one; none in a past year."""
    limit = network.charter_on(f"{year}-12-31").max_planning_meetings
    return _suggestions(network, year, today, 1, max(1, limit - meetings.counted_planning(network, year)))


def suggested_annual(network: Network, year: int, today: str) -> list[Suggestion]:
    """Days after today for the annual meeting, in the last months of the year, when the coming plan is made."""
    return _suggestions(network, year, today, _FIRST_ANNUAL_MONTH, ANNUAL_CHOICES)


def _suggestions(network: Network, year: int, today: str, first_month: int, count: int) -> list[Suggestion]:
    meeting_days = [
        date.fromisoformat(row.held_on or "")
        for row in meetings.of_year(network, year)
        if row.kind in (MeetingKind.PLANNING, MeetingKind.ANNUAL) and row.state != MeetingState.CANCELLED
    ]
    usual = _usual_weekday(network, year)
    free = [
        day
        for day in (date(year, 1, 1) + timedelta(days=number) for number in range(365 + isleap(year)))
        if day.month >= first_month and day.isoformat() > today and not reason_against(day.isoformat())
    ]
    found: list[date] = []
    for _ in range(count):
        best = _best(free, [*meeting_days, *found], usual)
        if best is None:
            break
        found.append(best)
    return [Suggestion(day.isoformat(), _quarter(day)) for day in sorted(found)]


def _best(free: list[date], taken: list[date], usual: int) -> date | None:
    """A day in the quarter with the fewest meetings, far from others, on the usual weekday, near its middle."""
    open_days = [day for day in free if day.weekday() in MEETING_WEEKDAYS and day not in taken]
    if not open_days:
        return None
    counts = Counter(_quarter(day) for day in taken)
    quarter = min({_quarter(day) for day in open_days}, key=lambda number: (counts[number], number))

    def place(day: date) -> tuple[object, ...]:
        distance = min((abs((day - other).days) for other in taken), default=_FAR)
        return (
            -min(distance, _FAR),
            day.weekday() != usual,
            abs((day - date(day.year, 3 * quarter - 1, 15)).days),
            day,
        )

    return min((day for day in open_days if _quarter(day) == quarter), key=place)


def _usual_weekday(network: Network, year: int) -> int:
    """The most frequent weekday of the planning meetings of this year and the two before."""
    days = [row.held_on or "" for one in range(year - 2, year + 1) for row in meetings.planning_of(network, one)]
    counts = Counter(date.fromisoformat(day).weekday() for day in days)
    return max(MEETING_WEEKDAYS, key=lambda weekday: (counts[weekday], weekday == USUAL_WEEKDAY))


def _quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1
