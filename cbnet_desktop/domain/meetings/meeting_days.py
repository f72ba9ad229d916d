"""Days on which the network could meet: away from the holidays, spread over the quarters (M19)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState

WINTER_WEEKS, AUTUMN_WEEK = (7, 8), 42
#: The weekdays that meetings are suggested on, Monday being 0, and the one where nothing else tells.
MEETING_WEEKDAYS, USUAL_WEEKDAY = (1, 2, 3), 2
#: Public holidays by their distance from Easter Sunday, in days.
_MOVABLE = {39: "Kristi himmelfartsdag", 40: "dagen efter Kristi himmelfartsdag", 50: "anden pinsedag"}
_FIXED = {(6, 5): "grundlovsdag"}
_JULY, _SATURDAY = 7, 5
_PRAYER_DAY, _LAST_PRAYER_YEAR = 26, 2023
#: The month from which on an annual meeting is suggested, and how many days are.
_FIRST_ANNUAL_MONTH, ANNUAL_CHOICES = 11, 3
#: Two meetings at least so many days apart are far enough from each other.
_FAR = 42


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A day to meet on (ISO) and the quarter, 1 to 4, that it lies in."""

    on: str
    quarter: int


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def reason_against(iso: str) -> str:
    """Why a day is no good for a meeting: »efterårsferie (uge 42)«; empty where nothing speaks against it."""
    day = date.fromisoformat(iso)
    reasons = (_feast(day), _holiday(day), danish.weekday(iso) if day.weekday() >= _SATURDAY else "")
    return next((reason for reason in reasons if reason), "")


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
    """Days for the planning meetings that the year still has room for, at least one; spread over the quarters.

    Days of today and before are left out, so the list of a year that is over is empty.
    """
    limit = network.charter_on(f"{year}-12-31").max_planning_meetings
    wanted = max(1, limit - meetings.counted_planning(network, year))
    taken = [date.fromisoformat(row.held_on or "") for row in _of_network(network, year)]
    usual = _usual_weekday(network, year)
    free = [day for day in _days(year) if day.isoformat() > today and not reason_against(day.isoformat())]
    return _chosen(free, taken, usual, wanted)


def suggested_annual(network: Network, year: int, today: str) -> list[Suggestion]:
    """Days for the year's annual meeting, in the last months, when the coming plan is made; none when it is over."""
    taken = [date.fromisoformat(row.held_on or "") for row in _of_network(network, year)]
    free = [
        day
        for day in _days(year)
        if day.month >= _FIRST_ANNUAL_MONTH and day.isoformat() > today and not reason_against(day.isoformat())
    ]
    return _chosen(free, taken, _usual_weekday(network, year), ANNUAL_CHOICES)


def _chosen(free: list[date], taken: list[date], usual: int, wanted: int) -> list[Suggestion]:
    found: list[date] = []
    for _ in range(wanted):
        best = _best(free, [*taken, *found], usual)
        if best is None:
            break
        found.append(best)
    return [Suggestion(day.isoformat(), _quarter(day)) for day in sorted(found)]


def _best(free: list[date], taken: list[date], usual: int) -> date | None:
    """In the quarter with the fewest meetings, far from the others, on the usual weekday, near the middle."""
    open_days = [day for day in free if day.weekday() in MEETING_WEEKDAYS and day not in taken]
    if not open_days:
        return None
    counts = Counter(_quarter(day) for day in taken)
    quarter = min({_quarter(day) for day in open_days}, key=lambda number: (counts[number], number))

    def place(day: date) -> tuple[object, ...]:
        distance = min((abs((day - other).days) for other in taken), default=_FAR)
        return (-min(distance, _FAR), day.weekday() != usual, abs((day - _middle(day.year, quarter)).days), day)

    return min((day for day in open_days if _quarter(day) == quarter), key=place)


def _of_network(network: Network, year: int) -> list[Meeting]:
    kinds = (MeetingKind.PLANNING, MeetingKind.ANNUAL)
    return [row for row in meetings.of_year(network, year) if row.kind in kinds and row.state != MeetingState.CANCELLED]


def _usual_weekday(network: Network, year: int) -> int:
    """The weekday that the planning meetings of this year and the two before fell on most."""
    days = [row.held_on or "" for one in range(year - 2, year + 1) for row in meetings.planning_of(network, one)]
    counts = Counter(date.fromisoformat(day).weekday() for day in days)
    return max(MEETING_WEEKDAYS, key=lambda weekday: (counts[weekday], weekday == USUAL_WEEKDAY))


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1)]


def _quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1


def _middle(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 1, 15)
