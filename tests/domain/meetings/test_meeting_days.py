"""Days that the network could meet on (M19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cbnet_desktop.domain.meetings import meeting_days
from cbnet_desktop.domain.meetings.meeting_days import easter, reason_against, suggested
from cbnet_desktop.domain.records import WorkingGroup
from tests.building import Building


@pytest.mark.parametrize(
    "day", [date(2013, 3, 31), date(2014, 4, 20), date(2015, 4, 5), date(2024, 3, 31), date(2038, 4, 25)]
)
def test_easter_sunday_is_found(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2015-02-11", "vinterferie (uge 7)"),
        ("2015-02-18", "vinterferie (uge 8)"),
        ("2015-03-30", "påske"),
        ("2015-04-06", "påske"),
        ("2015-05-01", "store bededag"),
        ("2024-04-26", ""),
        ("2015-05-14", "Kristi himmelfartsdag"),
        ("2015-05-25", "anden pinsedag"),
        ("2015-06-05", "grundlovsdag"),
        ("2015-07-15", "sommerferie (juli)"),
        ("2015-10-14", "efterårsferie (uge 42)"),
        ("2015-12-23", "jul og nytår"),
        ("2016-01-02", "jul og nytår"),
        ("2015-03-14", "lørdag"),
        ("2015-03-11", ""),
    ],
)
def test_a_day_says_why_it_is_no_good(day: str, reason: str) -> None:
    assert reason_against(day) == reason


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-12-27", "2027-01-04"), ("2026-12-21", "2026-12-21"), ("2026-11-28", "2026-11-30")],
)
def test_a_day_to_work_on_is_neither_in_a_weekend_nor_in_a_holiday(day: str, found: str) -> None:
    assert meeting_days.working_day(day) == found


@pytest.mark.parametrize("year", range(2013, 2040))
def test_four_meetings_lie_in_four_quarters_and_never_in_a_holiday(year: int) -> None:
    found = suggested(Building.new().network, year, f"{year - 1}-12-31")
    assert [one.quarter for one in found] == [1, 2, 3, 4]
    assert not [one.on for one in found if reason_against(one.on)]
    assert {date.fromisoformat(one.on).weekday() for one in found} <= set(meeting_days.MEETING_WEEKDAYS)


def test_a_quarter_that_has_a_meeting_gets_none_before_the_others() -> None:
    building = Building.new()
    building.meeting("planning", "2015-02-04")
    building.meeting("annual", "2015-11-25")
    found = suggested(building.network, 2015, "2014-12-01")
    assert [one.quarter for one in found][:2] == [1, 2]
    assert sorted(one.quarter for one in found) == [1, 2, 3]


def test_days_that_are_over_are_not_suggested() -> None:
    found = suggested(Building.new().network, 2015, "2015-08-20")
    assert found
    assert all(one.on > "2015-08-20" for one in found)
    assert suggested(Building.new().network, 2015, "2016-01-01") == []


def test_a_year_that_is_full_still_suggests_one_more_day() -> None:
    building = Building.new()
    for month in ("02", "05", "09", "11"):
        building.meeting("planning", f"2015-{month}-04")
    assert len(suggested(building.network, 2015, "2014-12-01")) == 1


def test_the_weekday_that_the_network_meets_on_is_kept() -> None:
    building = Building.new()
    for day in ("2014-02-04", "2014-05-06", "2014-09-09"):
        building.meeting("planning", day)
    assert {date.fromisoformat(one.on).weekday() for one in suggested(building.network, 2015, "2014-12-01")} == {1}


def test_an_annual_meeting_is_suggested_late_in_the_year() -> None:
    found = meeting_days.suggested_annual(Building.new().network, 2014, "2014-06-01")
    assert len(found) == meeting_days.ANNUAL_CHOICES
    assert all("2014-11-01" <= one.on <= "2014-12-21" for one in found)
    assert meeting_days.suggested_annual(Building.new().network, 2014, "2015-01-01") == []


def easter_by_the_moon(year: int) -> date:
    """Easter Sunday by another reckoning: the Sunday after the fourteenth day of the paschal moon."""
    epact = (14 + 11 * (year % 19) - (3 * (1 + year // 100)) // 4 + (5 + 8 * (1 + year // 100)) // 25) % 30
    if epact == 0 or (epact == 1 and year % 19 > 10):
        epact += 1
    full_moon = date(year, 4, 19) - timedelta(days=epact)
    return full_moon + timedelta(days=7 - full_moon.isoweekday() % 7)


def test_easter_sunday_is_the_one_after_the_paschal_full_moon() -> None:
    assert [easter(year) for year in range(1990, 2200)] == [easter_by_the_moon(year) for year in range(1990, 2200)]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2015-03-29", "søndag"),
        ("2015-03-27", ""),
        ("2015-04-07", ""),
        ("2023-05-05", "store bededag"),
        ("2015-05-15", "dagen efter Kristi himmelfartsdag"),
        ("2015-12-21", ""),
        ("2015-12-22", "jul og nytår"),
        ("2015-01-02", "jul og nytår"),
        ("2019-01-03", ""),
        ("2015-02-27", ""),
        ("2015-10-19", ""),
    ],
)
def test_the_days_around_a_holiday_are_told_apart(day: str, reason: str) -> None:
    assert reason_against(day) == reason


def test_the_monday_before_easter_is_the_first_day_of_easter() -> None:
    assert [reason_against(day) for day in ("2014-04-14", "2014-04-11", "2014-04-21", "2014-04-22")] == [
        "påske", "", "påske", "",
    ]  # fmt: skip


def days(building: Building, year: int = 2015, today: str = "2014-12-01") -> list[str]:
    return [one.on for one in suggested(building.network, year, today)]


def test_days_lie_on_the_usual_weekday_near_the_middle_of_a_quarter() -> None:
    assert days(Building.new()) == ["2015-02-25", "2015-05-13", "2015-08-12", "2015-11-18"]


def test_days_lie_six_weeks_from_every_other_meeting_where_there_is_room() -> None:
    building = Building.new()
    building.meeting("planning", "2015-02-04")
    building.meeting("planning", "2015-05-13")
    assert days(building) == ["2015-08-12", "2015-11-18"]
    building.meeting("planning", "2015-09-02")
    assert days(building) == ["2015-11-18"]
    assert days(building, today="2015-12-01") == ["2015-12-02"]


def test_a_day_that_is_taken_or_today_is_not_suggested() -> None:
    building = Building.new()
    building.meeting("annual", "2015-12-16")
    assert days(building, today="2015-12-14") == ["2015-12-15", "2015-12-17"]
    assert days(building, today="2015-12-15") == ["2015-12-17"]


def test_meetings_of_other_kinds_and_cancelled_ones_leave_their_quarter_free() -> None:
    building = Building.new()
    group = building.add(WorkingGroup, name="Kurser", starts_on="2014-01-01")
    building.meeting("working_group", "2015-05-13", group_id=group)
    building.meeting("planning", "2015-08-12", state="cancelled")
    assert days(building) == days(Building.new())


@pytest.mark.parametrize(("years_before", "weekday"), [(2, 1), (3, 2)])
def test_the_usual_weekday_is_that_of_this_year_and_the_two_before(years_before: int, weekday: int) -> None:
    building = Building.new()
    for month in (3, 6, 9):
        first = date(2015 - years_before, month, 1)
        tuesday = first + timedelta(days=(1 - first.weekday()) % 7)
        building.meeting("planning", tuesday.isoformat())
    assert {date.fromisoformat(day).weekday() for day in days(building)} == {weekday}


def test_days_of_an_annual_meeting_lie_away_from_the_planning_meetings() -> None:
    building = Building.new()
    assert [one.on for one in meeting_days.suggested_annual(building.network, 2015, "2015-06-01")] == [
        "2015-11-03", "2015-11-18", "2015-12-17",
    ]  # fmt: skip
    building.meeting("planning", "2015-11-04")
    assert [one.on for one in meeting_days.suggested_annual(building.network, 2015, "2015-12-14")] == [
        "2015-12-15", "2015-12-16", "2015-12-17",
    ]  # fmt: skip
