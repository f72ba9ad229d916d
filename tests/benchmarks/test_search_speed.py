"""Search while typing, beside looking at every cell of twenty years once."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Attendance, Person
from cbnet_desktop.domain.search.search import Index
from tests.benchmarks.measuring import fastest, reading, tell
from tests.building import Building


@pytest.fixture(scope="module")
def plain(twenty_years: Building) -> float:
    """Seconds for looking at every cell once."""
    return reading(twenty_years.network)


def test_the_index_is_made_while_every_cell_is_looked_at_some_times(
    twenty_years: Building, plain: float, capsys: pytest.CaptureFixture[str]
) -> None:
    network = twenty_years.network
    took = fastest(lambda: Index(network), rounds=3)
    rows = sum(len(table) for table in network.tables.values())
    tell(capsys, f"index of {rows} rows: {took * 1000:.0f} ms, ratio {took / plain:.1f}")
    assert took / plain < 30


def test_an_edit_renews_it_in_a_fraction_of_that(
    twenty_years: Building, plain: float, capsys: pytest.CaptureFixture[str]
) -> None:
    index = Index(twenty_years.network)
    attendance = next(iter(twenty_years.network.live(Attendance)))
    after = twenty_years.network.with_changes([twenty_years.change(Attendance, attendance.id, note="Ankom sent")])
    took = fastest(lambda: Index(after, index))
    tell(capsys, f"index renewed after an edit: {took * 1000:.2f} ms, ratio {took / plain:.2f}")
    assert took / plain < 0.5
    assert Index(after, index).search("ankom sent")


@pytest.mark.parametrize("query", ["referat", "gentoftes repræsentant", "mål 7", "12.02.2013", "findes ikke"])
def test_a_search_takes_no_longer_than_looking_at_every_cell_some_times(
    twenty_years: Building, plain: float, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    index = Index(twenty_years.network)
    took = fastest(lambda: index.search(query), rounds=10)
    tell(capsys, f"search for »{query}«: {took * 1000:.1f} ms, ratio {took / plain:.2f}")
    assert took / plain < 4
    assert Person.TABLE in {group.table for group in index.search("gentoftes repræsentant")}
