"""300 kill -9 of a real process, at random moments and at each step: no acknowledged edit is lost, no file is half."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.store import Store, create, open_store
from tests.store.playing import NEW_NETWORK, add_person
from tests.store.victims import DieAt, Saying, Victim, Victims

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor kill -9")

STORE = "cbnet_desktop.store"
#: Seconds from the fork within which a random kill comes: opening takes the first third, the rest is work.
WORKING_TIME = 0.1

#: Steps at which a victim dies, and what it is doing there.
STEPS = {
    "in an edit, after its line": DieAt(f"{STORE}.log.ops:insert", "after"),
    "in an edit, before its commit": DieAt(f"{STORE}.log.rows:write_changes", "after"),
    "after an edit's commit, before it is acknowledged": DieAt(f"{STORE}.log.cache:NetworkCache.adopt", "before", 3),
    "before a pull": DieAt(f"{STORE}.exchange.pulling:Reader.pull", "before"),
    "in a pull, before its commit": DieAt(f"{STORE}.exchange.pulling:take_in", "after"),
    "after a pull, before the push": DieAt(f"{STORE}.exchange.exchanger:Exchanger._push", "before"),
    "before a piece": DieAt(f"{STORE}.places.folder:Folder.put", "before"),
    "in a piece, before it is on the disk": DieAt("os:fsync", "before", 2),
    "between draft and rename of a piece": DieAt("pathlib:Path.replace", "before"),
    "after the rename, before the folder is on the disk": DieAt(f"{STORE}.places.folder:sync_folder", "before"),
    "after a piece, before it is read back": DieAt(f"{STORE}.places.folder:Folder.put", "after"),
    "after it was read back, before that is noted": DieAt(f"{STORE}.exchange.delivery:Delivery.note", "before"),
    "after it was noted, before the commit": DieAt(f"{STORE}.exchange.delivery:Delivery.note", "after"),
    "after a push": DieAt(f"{STORE}.exchange.exchanger:Exchanger._push", "after"),
    "in compaction, before the old pieces go": DieAt(f"{STORE}.exchange.delivery:Delivery.drop", "before"),
    "in compaction, after one went": DieAt(f"{STORE}.places.folder:Folder.drop", "after"),
}
#: Steps of the first start of a computer.
FIRST_STARTS = {
    "in a new replica, before its tables": DieAt(f"{STORE}.files.schema:create", "before"),
    "in a new replica, before its journal": DieAt(f"{STORE}.files.replica_file:_write_ahead", "before"),
    "in a backup, before it has its name": DieAt("pathlib:Path.replace", "before"),
    "in a backup, after it has its name": DieAt("pathlib:Path.replace", "after"),
    "before the key": DieAt(f"{STORE}.log.key_file:KeyFile._written", "before"),
    "after the key": DieAt(f"{STORE}.log.key_file:KeyFile._written", "after"),
}


class World:
    """A shared file, Anna's computer whose program is killed, and Bo's, which sees it all from outside."""

    def __init__(self, root: Path, victims: Victims, random: Random) -> None:
        self.path = root / "delt" / "net.cbnet"
        self.path.parent.mkdir(parents=True)
        self.home, self.root = root / "anna", root
        self.victims, self.random = victims, random
        self.acknowledged: list[Saying] = []
        self.bo = create(self.path, NEW_NETWORK, home=root / "bo", user="bo", label="Nyt")

    def kill_once(self, seed: int, die_at: DieAt | None) -> None:
        """Bo edits, Anna's program works and is killed, and is started again."""
        add_person(self.bo, "Bos")
        self.bo.exchange()
        if die_at in FIRST_STARTS.values():
            shutil.rmtree(self.home, ignore_errors=True)
        victim = self.victims.start("work", self.path, self.home, "anna", seed, die_at=die_at)
        status = self._end(victim, is_armed=die_at is not None)
        assert status == -9, victim.said()
        said = victim.said()
        assert not [saying for saying in said if saying.get("problem") or "traceback" in saying]
        self.acknowledged += [saying for saying in said if "edit" in saying]
        self.check()

    def check(self) -> None:
        """Anna starts again: no question, nothing lost, nothing half."""
        anna = open_store(self.path, home=self.home, user="anna")
        assert anna.last_exchange
        assert anna.last_exchange.problem == ""
        assert anna.waiting == 0
        assert self.lost_by(anna) == []
        assert anna.log.verify() == []
        assert anna._conn.execute("pragma integrity_check").fetchone() == ("ok",)
        assert anna._conn.execute("pragma journal_mode").fetchone() == ("wal",)
        anna.close()
        assert integrity(self.path, "rw") == "ok"

    def lost_by(self, store: Store) -> list[Saying]:
        """What was acknowledged and is not in a log, cell and value."""
        known = {(entry.edit, entry.row_id, entry.field, entry.value) for entry in store.log.history("people")}
        return [
            told for told in self.acknowledged if (told["edit"], told["row"], told["field"], told["value"]) not in known
        ]

    def settle(self) -> None:
        """Both have everything."""
        assert self.bo.exchange().problem == ""
        assert self.lost_by(self.bo) == []
        anna = open_store(self.path, home=self.home, user="anna")
        assert anna.read() == self.bo.read()
        assert self.bo.log.verify() == []
        anna.close()
        self.bo.close()

    def _end(self, victim: Victim, *, is_armed: bool) -> int:
        if is_armed:
            return victim.wait()
        # However slow the machine, some are killed at work and not all while they open.
        if self.random.random() < 0.5:
            victim.wait_for("edit")
        time.sleep(self.random.uniform(0, WORKING_TIME))
        return victim.kill()


def integrity(path: Path, mode: str) -> str:
    conn = dbapi2.connect(f"file:{path}?mode={mode}", uri=True)
    result: str = conn.execute("pragma integrity_check").fetchone()[0]
    conn.close()
    return result


#: How many kills each of the tests below has made; the last one adds them up.
kills: Counter[str] = Counter()


def test_a_kill_at_each_step_of_an_edit_and_of_an_exchange_loses_nothing(quick_folder: Path, victims: Victims) -> None:
    world = World(quick_folder, victims, Random("trin"))
    for seed, die_at in enumerate([*STEPS.values(), *FIRST_STARTS.values()]):
        world.kill_once(seed, die_at)
        kills["steps"] += 1
    world.settle()


@pytest.mark.parametrize("seed", range(12))
def test_kills_at_random_moments_lose_nothing(quick_folder: Path, victims: Victims, seed: int) -> None:
    world = World(quick_folder, victims, Random(seed))
    for number in range(23):
        world.kill_once(seed * 100 + number, None)
        kills["random"] += 1
    assert world.acknowledged
    world.settle()


def test_300_processes_were_killed() -> None:
    """Where one process runs all of this file."""
    assert sum(kills.values()) >= 290
