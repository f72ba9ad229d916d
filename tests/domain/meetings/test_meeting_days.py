"""Days that the network could meet on (M19)."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.meetings import meeting_days
from cbnet_desktop.domain.meetings.meeting_days import easter, reason_against, suggested
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
