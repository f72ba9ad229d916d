"""Five laptops, three kinds of sync service, wrong clocks: every acknowledged edit is everywhere in the end."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, create
from tests.store.syncing import Client, Habit

LAPTOPS = ("anna", "bo", "carl", "dorte", "emil")
PEOPLE = tuple(f"{number:032x}" for number in range(4))
FIELDS = ("phone", "title", "note")
FILE = "net.cbnet"

#: Edits acknowledged in each run of the machine; the last test adds them up.
acknowledged: list[int] = []

laptops = st.sampled_from(LAPTOPS)


class Acknowledged(NamedTuple):
    """An edit that was acknowledged, and the edits its laptop knew of then."""

    edit: str
    cell: tuple[str, str]
    value: str
    known: frozenset[str]


class Sharing(RuleBasedStateMachine):
    """Random edits, exchanges and sync rounds; the end is checked when the dust has settled."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="cbnet-simulation"))
        self.stores: dict[str, Store] = {}
        self.clients: dict[str, Client] = {}
        self.edits: list[Acknowledged] = []
        self.known: dict[str, set[str]] = {name: set() for name in LAPTOPS}
        self.count = 0

    @initialize(habit=st.sampled_from(list(Habit)), seed=st.integers(0, 10**6))
    def begin(self, habit: Habit, seed: int) -> None:
        """Anna makes the network; the others get her file from the service and open it."""
        self.habit, self.random = habit, Random(seed)
        server = self.root / "server"
        server.mkdir()
        for name in LAPTOPS:
            folder = self.root / name / "OneDrive"
            folder.mkdir(parents=True)
            self.clients[name] = Client(server, folder, name)
        changes = [Change("networks", "e" * 32, None, {"name": "Simulation", "first_year": 2015})]
        changes += [Change("people", row_id, None, {"name": f"Person {row_id[-1]}"}) for row_id in PEOPLE]
        for name in LAPTOPS:
            path, home = self.clients[name].folder / FILE, self.root / name / "hjem"
            if name == LAPTOPS[0]:
                create(path, changes, home=home, user=name, label="Nyt").close()
            self.clients[name].run(Habit.CONFLICTED_COPY, self.random)
            self.stores[name] = Store.open(path, home=home, user=name)

    @rule(name=laptops, how_many=st.integers(1, 40))
    def edit(self, name: str, how_many: int) -> None:
        """Some edits in a row; each apply that returns is acknowledged."""
        store, known = self.stores[name], self.known[name]
        known |= {entry.edit for entry in store.log.history("people")}
        for _ in range(how_many):
            row_id, field = self.random.choice(PEOPLE), self.random.choice(FIELDS)
            before = getattr(store.read().get(Person, row_id), field)
            value = f"{name} {self.count}"
            self.count += 1
            edit = store.apply(f"{field} rettet", [Change("people", row_id, {field: before}, {field: value})])
            self.edits.append(Acknowledged(edit.id, (row_id, field), value, frozenset(known)))
            known.add(edit.id)

    @rule(name=laptops)
    def exchange(self, name: str) -> None:
        """The program's own exchange; a torn file is reported as a problem, never merged."""
        self.stores[name].exchange()

    @rule(name=laptops)
    def sync(self, name: str) -> None:
        """The sync client's turn; a laptop that never gets one is offline."""
        self.clients[name].run(self.habit, self.random)

    @rule(name=laptops, hours=st.integers(-24, 24))
    def set_clock(self, name: str, hours: int) -> None:
        """A clock that is up to a day wrong."""
        self.stores[name].clock = lambda: datetime.now(UTC) + timedelta(hours=hours)

    def teardown(self) -> None:
        """The dust settles: whole downloads, everybody online, a few rounds; then all is looked at."""
        if self.stores:
            for _ in range(len(LAPTOPS) + 2):
                for name in LAPTOPS:
                    for _ in range(2):
                        self.clients[name].run(Habit.CONFLICTED_COPY, self.random)
                        self.stores[name].exchange()
            try:
                self.check()
            finally:
                for store in self.stores.values():
                    store.close()
            acknowledged.append(len(self.edits))
        shutil.rmtree(self.root)

    def check(self) -> None:
        """Nothing lost, everybody alike, every clash listed, every chain sound."""
        first = self.stores[LAPTOPS[0]]
        present = {entry.edit for entry in first.log.history("people")}
        assert [edit for edit in self.edits if edit.edit not in present] == []
        for name in LAPTOPS:
            store = self.stores[name]
            store.refresh()
            assert store.read() == first.read(), name
            assert store.log.conflicts() == first.log.conflicts(), name
            assert store.waiting == 0, name
            assert store.log.verify() == [], name
        assert {found.id for found in first.log.conflicts()} == self.clashes()

    def clashes(self) -> set[str]:
        """By what each laptop knew when it wrote: cells with two last values that did not know of each other."""
        by_cell: defaultdict[tuple[str, str], list[Acknowledged]] = defaultdict(list)
        for edit in self.edits:
            by_cell[edit.cell].append(edit)
        found = set()
        for (row_id, field), edits in by_cell.items():
            overwritten = frozenset().union(*(edit.known for edit in edits))
            if len({edit.value for edit in edits if edit.edit not in overwritten}) > 1:
                found.add(f"people/{row_id}/{field}")
        return found


TestSharing = Sharing.TestCase
TestSharing.settings = settings(
    max_examples=80,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_simulation_acknowledged_thousands_of_edits() -> None:
    assert sum(acknowledged) >= 4_000
