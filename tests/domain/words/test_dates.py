"""Arithmetic on ISO dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.words import dates

DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2014-11-24", 6, "2015-05-24"),
        ("2014-08-31", 6, "2015-02-28"),
        ("2015-08-31", 6, "2016-02-29"),
        ("2014-12-15", 1, "2015-01-15"),
        ("2014-01-31", -1, "2013-12-31"),
        ("2014-03-31", -1, "2014-02-28"),
        ("2014-11-24", 0, "2014-11-24"),
    ],
)
def test_months_are_counted_by_the_calendar(day: str, months: int, expected: str) -> None:
    assert dates.months_later(day, months) == expected


@given(DAYS, st.integers(-240, 240))
def test_months_later_is_in_the_month_it_should_be_and_never_later_than_the_day(day: date, months: int) -> None:
    found = date.fromisoformat(dates.months_later(day.isoformat(), months))
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day


@given(DAYS, st.integers(-3000, 3000))
def test_days_later_and_days_between_are_each_others_inverse(day: date, days: int) -> None:
    later = dates.days_later(day.isoformat(), days)
    assert dates.days_between(day.isoformat(), later) == days


@given(st.lists(st.one_of(st.none(), DAYS.map(date.isoformat)), min_size=4, max_size=4))
def test_overlap_does_not_depend_on_which_period_is_named_first(ends: list[str | None]) -> None:
    one, other = ends[:2], ends[2:]
    assert dates.overlap(*one, *other) == dates.overlap(*other, *one)


def test_a_period_without_an_end_lies_in_every_year_from_its_first() -> None:
    assert not dates.is_in_year("2014-12-31", None, 2013)
    assert dates.is_in_year("2014-12-31", None, 2014)
    assert dates.is_in_year("2014-12-31", None, 2030)
    assert dates.is_in_year(None, "2014-01-01", 2014)
    assert not dates.is_in_year(None, "2014-01-01", 2015)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], [("2014-01-01", "2014-12-31")]),
        ([(None, None)], []),
        ([("2014-02-01", "2014-03-31")], [("2014-01-01", "2014-01-31"), ("2014-04-01", "2014-12-31")]),
        ([("2014-07-01", None), (None, "2014-06-30")], []),
        ([("2014-07-02", "2015-06-30"), ("2010-01-01", "2014-06-30")], [("2014-07-01", "2014-07-01")]),
        ([("2010-01-01", "2013-12-31"), ("2015-01-01", None)], [("2014-01-01", "2014-12-31")]),
        ([("2014-01-01", "2014-11-30"), ("2014-02-01", "2014-03-01")], [("2014-12-01", "2014-12-31")]),
    ],
)
def test_gaps_are_the_days_that_no_period_covers(
    periods: list[tuple[str | None, str | None]], expected: list[tuple[str, str]]
) -> None:
    assert dates.gaps("2014-01-01", "2014-12-31", periods) == expected
