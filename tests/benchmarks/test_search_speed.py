"""Search while typing, beside twenty years of data."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cbnet_desktop.domain.records import Attendance, Person
from cbnet_desktop.domain.search import Index
from tests.building import Building


def fastest(action: Callable[[], object], rounds: int = 10) -> float:
    return min(_timed(action) for _ in range(rounds))


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")  # noqa: T201


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def test_the_index_is_made_in_a_third_of_a_second(twenty_years: Building, capsys: pytest.CaptureFixture[str]) -> None:
    network = twenty_years.network
    took = fastest(lambda: Index(network), rounds=3)
    rows = sum(len(table) for table in network.tables.values())
    tell(capsys, f"index of {rows} rows: {took * 1000:.0f} ms")
    assert took < 0.35


def test_an_edit_renews_it_in_no_time(twenty_years: Building, capsys: pytest.CaptureFixture[str]) -> None:
    index = Index(twenty_years.network)
    attendance = next(iter(twenty_years.network.live(Attendance)))
    after = twenty_years.network.with_changes([twenty_years.change(Attendance, attendance.id, note="Ankom sent")])
    took = fastest(lambda: Index(after, index))
    tell(capsys, f"index renewed after an edit: {took * 1000:.2f} ms")
    assert took < 0.02
    assert Index(after, index).search("ankom sent")


@pytest.mark.parametrize("query", ["referat", "gentoftes repræsentant", "mål 7", "12.02.2013", "findes ikke"])
def test_a_search_takes_less_than_a_key_stroke(
    twenty_years: Building, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    index = Index(twenty_years.network)
    took = fastest(lambda: index.search(query))
    tell(capsys, f"search for »{query}«: {took * 1000:.1f} ms")
    assert took < 0.05
    assert Person.TABLE in {group.table for group in index.search("gentoftes repræsentant")}
