"""The charter check of a year, and the hard rules of an edit, beside twenty years of data."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from cbnet_desktop.domain import charter, plan
from cbnet_desktop.domain.records import AgendaItem, Appointment, Goal, Person
from tests.building import Building

TODAY = date(2015, 11, 24)


def fastest(action: Callable[[], object], rounds: int = 30) -> float:
    """The shortest of several runs in seconds: what the code costs without what else the computer does."""
    return min(_timed(action) for _ in range(rounds))


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")  # noqa: T201


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


@pytest.mark.parametrize("year", [1997, 2006, 2015])
def test_a_year_is_checked_in_less_than_ten_milliseconds(
    twenty_years: Building, capsys: pytest.CaptureFixture[str], year: int
) -> None:
    took = fastest(lambda: charter.check(twenty_years.network, year, TODAY))
    tell(capsys, f"charter check of {year}: {took * 1000:.2f} ms")
    assert took < 0.010


@pytest.mark.parametrize(
    ("table", "limit"),
    [(Person.TABLE, 0.00002), (Goal.TABLE, 0.00002), (Appointment.TABLE, 0.002), (AgendaItem.TABLE, 0.002)],
)
def test_an_edit_is_judged_in_no_time(
    twenty_years: Building, capsys: pytest.CaptureFixture[str], table: str, limit: float
) -> None:
    network = twenty_years.network
    took = fastest(lambda: charter.require(network, network, {table}))
    tell(capsys, f"hard rules for an edit of {table}: {took * 1_000_000:.0f} µs")
    assert took < limit


def test_a_plan_is_put_into_words_in_less_than_ten_milliseconds(
    twenty_years: Building, capsys: pytest.CaptureFixture[str]
) -> None:
    took = fastest(lambda: plan.content(twenty_years.network, 2015, TODAY, None))
    tell(capsys, f"content of a plan: {took * 1000:.2f} ms")
    assert took < 0.010
