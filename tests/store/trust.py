"""Random schedules of trust: six computers know each other, hold each other out, and hear of it in any order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, create
from cbnet_desktop.store.files.replica_file import open_replica, path_of
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import public_key
from cbnet_desktop.store.format.standing import Standing
from cbnet_desktop.store.log import computers, ops, rows
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.union import take_in
from cbnet_desktop.store.places.nowhere import Nowhere
from tests.store.playing import NEW_NETWORK

STEPS = 40
ROWS = [uuid.UUID(int=number).hex for number in range(3)]


class Schedule:
    """One random run; everybody has heard of everything at its end, each in an order of their own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = Random(seed)
        founder = create(folder / "netværk.cbnet", NEW_NETWORK, home=folder / "A", user="A", label="Nyt netværk")
        self._network = founder.network_id
        self.stores = [founder, *(self._joined(folder, name) for name in "BCDEF")]
        for store in self.stores:
            store.conn.execute("pragma synchronous = off")

    def _joined(self, folder: Path, name: str) -> Store:
        path = path_of(folder / name, self._network)
        store = Store(open_replica(path, self._network), path, Nowhere(), folder / "netværk.cbnet", name)
        store.read_only = ""
        return store

    def run(self) -> None:
        """Somebody does something, forty times; then all edits reach everybody."""
        for store in self.stores[1:]:
            self._hear(store, self.stores[0])
            self._edit(store)
        for _ in range(STEPS):
            one, other = self._random.choice(self.stores), self._random.choice(self.stores)
            chance = self._random.random()
            if chance < 0.45 and one is not other:
                self._speak(one, other.chain, chance)
            elif chance < 0.7:
                self._edit(one)
            else:
                self._hear(one, other)
        for store in self.stores * 2:
            for other in self.stores:
                self._hear(store, other, most=1.0)

    def close(self) -> None:
        """Closes all replicas."""
        for store in self.stores:
            store.close()

    def inside(self) -> list[Store]:
        """The computers that the founder's circle knows."""
        known = standing_of(self.stores[0]).known
        return [store for store in self.stores if store.chain in known]

    def _speak(self, store: Store, chain: str, chance: float) -> None:
        """Knows another computer, or holds it out in one of two ways; past the page, which says no to some of it."""
        cell = (computers.TABLE, chain, computers.COLUMN)
        query = "select id from edit where chain = ? and is_tip = 1"
        tips = [edit for (edit,) in store.conn.execute(query, (chain,)).fetchall()]
        value = "known" if chance < 0.3 else " ".join(["out", *(tips if self._random.random() < 0.6 else [])])
        store.decide("Sagt", [(cell, value)])
        held_out = store.computers.held_out()
        if held_out and self._random.random() < 0.3:
            store.computers.let_in(self._random.choice(held_out).id)

    def _edit(self, store: Store) -> None:
        row_id, title = self._random.choice(ROWS), f"v{self._random.getrandbits(30)}"
        row = store.read().row("experiences", row_id)
        before = {"title": row.values()["title"]} if row else None
        store.apply("Rettet", [Change("experiences", row_id, before, {"title": title})])

    def _hear(self, store: Store, other: Store, most: float | None = None) -> None:
        """Takes in edits of another computer in any order and in parts, or (most below 1) some of them."""
        rids = [rid for (rid,) in other.conn.execute("select rid from edit").fetchall()]
        edits = [ops.signed_edit(other.conn, self._network, rid) for rid in rids]
        edits = [edit for edit in edits if not ops.is_known(store.conn, edit.id)]
        self._random.shuffle(edits)
        edits = edits[: round(len(edits) * (self._random.random() if most is None else most))]
        texts = [text for (text,) in other.conn.execute("select public from key").fetchall()]
        keys = {key.chain: key for key in map(public_key, texts)}
        for part in _parts(edits, self._random.randrange(1, 9)):
            with transaction(store.conn):
                take_in(store.conn, keys, part, frozenset(edit.id for edit in part), 0.0)
        store._cache.catch_up(look=True)


def _parts(edits: list[SignedEdit], size: int) -> Iterable[list[SignedEdit]]:
    return (edits[start : start + size] for start in range(0, len(edits), size))


def standing_of(store: Store) -> Standing:
    return computers.current(store.conn)


def tables_of(store: Store) -> Mapping[str, object]:
    """What the tables on disk say, and that the network in memory says the same."""
    found = rows.read_tables(store.conn, TABLES)
    assert store.read().tables == found
    return found
