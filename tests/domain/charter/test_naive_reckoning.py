"""No false green and no false red: the rules against a second, naive reckoning on random networks of several years."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from random import Random

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.records.network import Network
from tests.building import Building
from tests.domain.charter.naive_reckoning import CLAUSES, TODAYS, differences, reckoned
from tests.domain.charter.naive_rows import Rows
from tests.domain.charter.random_later_edits import Later
from tests.domain.charter.random_networks import made

#: The networks, in groups that run apart from each other; .ci/run long asks for a thousand.
NETWORKS = int(os.environ.get("CBNET_RECKONINGS", "200"))
GROUPS = [range(first, first + 10) for first in range(0, NETWORKS, 10)]


@pytest.mark.parametrize("seeds", GROUPS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_rules_say_what_the_naive_reckoning_says(seeds: range) -> None:
    assert {seed: found for seed in seeds if (found := list(differences(made(seed))))} == {}


def test_each_clause_is_met_in_every_state_that_it_can_have() -> None:
    """Else the networks would prove nothing of it."""
    states: Counter[tuple[str, str]] = Counter()
    for seed in range(20):
        network = made(seed)
        net = Rows(network.network, network.signed)
        states.update(
            (clause, reckoned(net, clause, year, today).state)
            for clause in CLAUSES
            for year in network.years
            for today in TODAYS
        )
    assert [(clause, state) for clause in CLAUSES for state in ("kept", "broken") if not states[clause, state]] == []


def said(network: Network, year: int, today: date) -> list[tuple[str, str, list[str]]]:
    """What the rules say of a year."""
    found = charter.check(network, year, today)
    return [(one.clause.id, str(one.verdict.state), [row.message for row in one.verdict.findings]) for one in found]


@pytest.mark.parametrize("seeds", GROUPS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_edits_of_the_last_year_change_no_verdict_of_the_years_before(seeds: range) -> None:
    for seed in seeds[:5]:
        before = made(seed)
        last = before.years.stop - 1
        later = Later(Random(f"later {seed}"), Building(before.network), before.signed, before.years, before.people)
        later.edit_year(last)
        for year in range(before.years.start - 1, last):
            for today in (date(last, 7, 1), date(last + 1, 2, 1)):
                was, now = said(before.network, year, today), said(later.building.network, year, today)
                assert (seed, year, now) == (seed, year, was)
