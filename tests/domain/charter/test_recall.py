"""What is remembered between edits: check, wheel and search say after any edit what a fresh reckoning says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.records import TABLES, Goal, NetworkProfile, Plan
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.recall import recalled
from cbnet_desktop.domain.search.search import Index
from tests.building import whole_year
from tests.domain.charter.random_networks import made

#: The tables that edits never touch.
KINDS = [kind for table, kind in TABLES.items() if table not in {*edit.FROZEN_TABLES, NetworkProfile.TABLE}]


@dataclass
class Edits:
    """Random edits of any rows: fields take the values of other rows, rows are copied, removed, archived, undone."""

    rng: Random
    network: Network
    made: int = 0
    earlier: list[Network] = field(default_factory=list)

    def step(self) -> None:
        """One edit of up to three rows, an undo, or a table that was read from the file again."""
        self.earlier.append(self.network)
        chance = self.rng.random()
        if chance < 0.15 and len(self.earlier) > 1:
            self.network = self.earlier[-2].with_tables({})
        elif chance < 0.25:
            table = self.rng.choice(KINDS).TABLE
            self.network = self.network.with_tables({table: dict(self.network.tables[table])})
        else:
            for _ in range(self.rng.choice((1, 1, 3))):
                after, refused = edit.tried(self.network, list(self._changes()))
                self.network = self.network if refused else after

    def _changes(self) -> Iterator[Change]:
        kind = self.rng.choice([one for one in KINDS if self.network.tables[one.TABLE]])
        rows = list(self.network.rows(kind))
        row = self.rng.choice(rows)
        if self.rng.random() < 0.2:
            self.made += 1
            yield Change(kind.TABLE, f"{self.made:032x}", None, row.values())
        elif self.rng.random() < 0.1:
            yield Change(kind.TABLE, row.id, row.values(), None)
        else:
            name = self.rng.choice(list(row.fields()))
            yield _edited(row, name, getattr(self.rng.choice(rows), name))


def _edited(row: Record, name: str, value: object) -> Change:
    return row.edited({name: not value if isinstance(value, bool) else value})


def said(network: Network, years: range) -> list[object]:
    """All that is remembered, of some years."""
    return [
        (charter.check(network, year, today), wheel.events(network, year))
        for year in (years[0], years[-1])
        for today in (date(years[0], 11, 24), date(years[-1] + 1, 2, 1))
    ]


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edit_it_says_what_a_fresh_network_says(seed: int) -> None:
    network = made(seed)
    edits = Edits(Random(f"recall {seed}"), network.network)
    index = Index(edits.network)
    for _ in range(25):
        edits.step()
        now = edits.network
        fresh = Network(now.tables, now.from_strangers)
        assert said(now, network.years) == said(fresh, network.years)
        index.follow(now)
        for query in ("møde", "2015", "gentofte"):
            assert index.search(query) == Index(fresh).search(query)


def test_what_read_no_changed_row_is_not_reckoned_again() -> None:
    building = whole_year()
    asked: list[int] = []
    before = building.network
    (plan,) = before.where(Plan, "year", 2015)

    def goals(network: Network, plan_id: str) -> int:
        asked.append(1)
        return len(network.where(Goal, "plan_id", plan_id))

    assert recalled(before, goals, plan.id) == recalled(before, goals, plan.id)
    other = before.with_changes([plan.edited({"foreword": "Nyt"})])
    recalled(other, goals, plan.id)
    assert len(asked) == 1
    goal = before.live(Goal)[0]
    recalled(other.with_changes([goal.edited({"text": "Andet"})]), goals, plan.id)
    assert len(asked) == 2
