"""Search while typing, beside looking at every cell of twenty years once."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Attendance, Person
from cbnet_desktop.domain.search.search import Index
from tests.benchmarks.measuring import LOOK, Figure, reading, report, rounds_of
from tests.building import Building


@pytest.fixture(scope="module")
def plain(twenty_years: Building) -> list[float]:
    """Seconds for looking at every cell once."""
    return reading(twenty_years.network)


def test_the_index_is_made_while_every_cell_is_looked_at_some_times(
    twenty_years: Building, plain: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    network = twenty_years.network
    took = rounds_of(lambda: Index(network), rounds=3)
    rows = sum(len(table) for table in network.tables.values())
    report(capsys, Figure(f"index for the search over twenty years, {rows:,} rows", took, 30, LOOK, plain))
    assert min(took) / min(plain) < 30


def test_an_edit_renews_it_in_a_fraction_of_that(
    twenty_years: Building, plain: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    before, index = twenty_years.network, Index(twenty_years.network)
    attendance = next(iter(twenty_years.network.live(Attendance)))
    after = twenty_years.network.with_changes([twenty_years.change(Attendance, attendance.id, note="Ankom sent")])
    # There and back again: each time the index goes on by one edit.
    took = rounds_of(lambda: (index.follow(before), index.follow(after)))
    report(capsys, Figure("that index renewed after an edit and back", took, 0.5, LOOK, plain))
    assert min(took) / min(plain) < 0.5
    assert index.search("ankom sent")


@pytest.mark.parametrize("query", ["referat", "gentoftes repræsentant", "mål 7", "12.02.2013", "findes ikke"])
def test_a_search_takes_no_longer_than_looking_at_every_cell_some_times(
    twenty_years: Building, plain: list[float], capsys: pytest.CaptureFixture[str], query: str
) -> None:
    index = Index(twenty_years.network)
    took = rounds_of(lambda: index.search(query), rounds=10)
    report(capsys, Figure(f"a search for »{query}«", took, 4, LOOK, plain))
    assert min(took) / min(plain) < 4
    assert Person.TABLE in {group.table for group in index.search("gentoftes repræsentant")}
