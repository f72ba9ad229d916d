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

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, create, open_store
from tests.store.playing import add_person
from tests.store.victims import DieAt, Saying, Victim, Victims

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor kill -9")

STORE = "cbnet_desktop.store"
#: Seconds from the fork within which a random kill comes: opening takes the first third, the rest is work.
WORKING_TIME = 0.1

#: Steps at which a victim dies, in whatever folder, and what it is doing there.
STEPS = {
    "in an edit, after the ops": DieAt(f"{STORE}.ops:append", "after"),
    "in an edit, before its commit": DieAt(f"{STORE}.rows:write_changes", "after"),
    "after an edit's commit, before it is acknowledged": DieAt(f"{STORE}.cache:NetworkCache.adopt", "before", 3),
    "before a pull": DieAt(f"{STORE}.exchange:Exchanger._pull", "before"),
    "after a pull, before the push": DieAt(f"{STORE}.exchange:Exchanger._push", "before"),
    "in a pull, before its commit": DieAt(f"{STORE}.exchange:take_in", "after"),
    "in a push, after its ops": DieAt(f"{STORE}.whole_files:take_in", "after"),
    "after it was read back, before that is remembered": DieAt(f"{STORE}.exchange:Exchanger._remember", "before"),
    "after all was remembered": DieAt(f"{STORE}.exchange:Exchanger._remember", "after", 2),
    "before a copy is taken in": DieAt(f"{STORE}.exchange:Exchanger._take_in_copy", "before"),
    "after a copy was taken in": DieAt(f"{STORE}.exchange:Exchanger._take_in_copy", "after"),
    "before a copy is put aside": DieAt(f"{STORE}.copies:Copies.set_aside", "before"),
    "after a copy was put aside": DieAt(f"{STORE}.copies:Copies.set_aside", "after"),
}
#: Steps of the first start of a computer.
FIRST_STARTS = {
    "in a new replica, before its tables": DieAt(f"{STORE}.schema:create", "before"),
    "in a new replica, before its journal": DieAt(f"{STORE}.replica_file:_write_ahead", "before"),
    "in a backup, before it is checked": DieAt(f"{STORE}.backup:_check", "before"),
    "in a backup, before it has its name": DieAt("pathlib:Path.replace", "before"),
    "in a backup, after it has its name": DieAt("pathlib:Path.replace", "after"),
}
#: Steps of writing in place.
IN_PLACE = {
    "before a push": DieAt(f"{STORE}.places:fill", "before"),
    "after a push, before it is read back": DieAt(f"{STORE}.places:fill", "after"),
}
#: Steps of publishing a whole file in a synced folder.
PUBLISHING = {
    "before the draft": DieAt("shutil:copyfileobj", "before"),
    "in the draft, before it is on the disk": DieAt("os:fsync", "before"),
    "between draft and rename": DieAt("pathlib:Path.replace", "before"),
    "after the rename, before the folder is on the disk": DieAt(f"{STORE}.whole_files:_sync_folder", "before"),
    "after the folder is on the disk": DieAt(f"{STORE}.whole_files:_sync_folder", "after"),
}


class World:
    """A shared file, Anna's computer whose program is killed, and Bo's, which sees it all from outside."""

    def __init__(self, root: Path, folder: str, victims: Victims, random: Random) -> None:
        self.path = root / folder / "net.cbnet"
        self.path.parent.mkdir(parents=True)
        self.is_published = folder == "OneDrive"
        self.home, self.root = root / "anna", root
        self.victims, self.random = victims, random
        self.acknowledged: list[Saying] = []
        self.copies = 0
        changes = [Change("networks", "e" * 32, None, {"name": "Drab", "first_year": 2015})]
        self.bo = create(self.path, changes, home=root / "bo", user="bo", label="Nyt")

    def kill_once(self, seed: int, die_at: DieAt | None) -> None:
        """Bo edits, Anna's program works and is killed, and is started again."""
        self._let_bo_work(with_copy=die_at is not None or self.random.random() < 0.3)
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
        if self.is_published:
            assert integrity(self.path, "ro") == "ok"
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
            victim.wait_for("opened")
        time.sleep(self.random.uniform(0, WORKING_TIME))
        return victim.kill()

    def _let_bo_work(self, *, with_copy: bool) -> None:
        add_person(self.bo, "Bos")
        self.bo.exchange()
        if with_copy:
            self.copies += 1
            add_person(self.bo, "Kun i kopien")
            self.bo.save_copy(self.path.with_name(f"net (konfliktkopi {self.copies}).cbnet"))


def integrity(path: Path, mode: str) -> str:
    conn = dbapi2.connect(f"file:{path}?mode={mode}", uri=True)
    result: str = conn.execute("pragma integrity_check").fetchone()[0]
    conn.close()
    return result


#: How many kills each of the tests below has made; the last one adds them up.
kills: Counter[str] = Counter()


@pytest.mark.parametrize("folder", ["delt", "OneDrive"])
def test_a_kill_at_each_step_of_an_edit_and_of_an_exchange_loses_nothing(
    quick_folder: Path, victims: Victims, folder: str
) -> None:
    world = World(quick_folder, folder, victims, Random(folder))
    steps = {**STEPS, **(PUBLISHING if folder == "OneDrive" else IN_PLACE), **FIRST_STARTS}
    for seed, die_at in enumerate(steps.values()):
        world.kill_once(seed, die_at)
        kills[folder] += 1
    world.settle()


@pytest.mark.parametrize("folder", ["delt", "OneDrive"])
@pytest.mark.parametrize("seed", range(6))
def test_kills_at_random_moments_lose_nothing(quick_folder: Path, victims: Victims, folder: str, seed: int) -> None:
    random = Random(f"{folder} {seed}")
    world = World(quick_folder, folder, victims, random)
    for number in range(22):
        world.kill_once(seed * 100 + number, None)
        kills[folder] += 1
    assert world.acknowledged
    world.settle()


def test_300_processes_were_killed() -> None:
    assert sum(kills.values()) >= 300
