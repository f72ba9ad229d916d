"""Files, merges, backups, pieces and lines of edits harmed at random, the same for the same seed.

python -m tests.store.fuzzing SEED COUNT     tries so many inputs, and says what happened
"""

from __future__ import annotations

import gzip
import json
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from pysqlite3 import dbapi2

from cbnet_desktop.cli.commands.edits import parsed
from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store import Meant, create, open_store
from cbnet_desktop.store.files.backup import Backup
from cbnet_desktop.store.format import pieces
from tests.store.format.fuzzing import NODES
from tests.store.format.making import Forger
from tests.store.playing import NEW_NETWORK, add_person

#: Seconds that nothing may take.
LIMIT = 10.0
_TABLES = ("edit", "key", "local", "op", "cell", "people", "networks")


class Bench:
    """A network, a sound file of it, and what is tried on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = create(folder / "net.cbnet", NEW_NETWORK, home=folder / "a", user="anna", label="Nyt")
        self.people = [add_person(self.store, f"Person {number}", phone="1") for number in range(5)]
        self.store.exchange()
        (folder / "kopi").mkdir()
        self.store.save_copy(folder / "kopi" / "net.cbnet")
        self.sound = (folder / "kopi" / "net.cbnet").read_bytes()
        self.target = folder / "kopi" / "prøve.cbnet"
        self.kinds: tuple[Callable[[Random], None], ...] = (self.file, self.merge, self.backup, self.piece, self.line)

    def try_one(self, seed: int) -> str:
        """Tries one input; returns what happened, or raises what the user would see as a fault."""
        random = Random(seed)
        kind = self.kinds[seed % len(self.kinds)]
        begun = time.monotonic()
        try:
            kind(random)
            outcome = "taken"
        except UserError as refusal:
            if not str(refusal).strip():
                raise AssertionError("a refusal without a sentence") from refusal
            outcome = "refused"
        if time.monotonic() - begun > LIMIT:
            raise AssertionError(f"{kind.__name__} took {time.monotonic() - begun:.0f} s")
        return f"{kind.__name__} {outcome}"

    def file(self, random: Random) -> None:
        """A harmed file is looked at as a copy, and not changed."""
        with self._harmed(random) as path:
            home = Path(tempfile.mkdtemp(dir=self.folder))
            try:
                with closing(open_store(path, home=home, user="bo", meant=Meant.COPY, only_reads=True)) as store:
                    store.log.history(limit=5)
                    store.log.conflicts()
                    store.log.verify()
            finally:
                shutil.rmtree(home)

    def merge(self, random: Random) -> None:
        """A harmed file is merged."""
        with self._harmed(random) as path:
            self.store.merge(path)
        self._require_sound()

    def backup(self, random: Random) -> None:
        """A harmed backup is asked about."""
        with self._harmed(random) as path:
            self.store.backups.lacking(Backup(path, datetime.now(UTC), "opened"))

    def piece(self, random: Random) -> None:
        """A stranger's piece with a line of nonsense, rightly signed and named."""
        forger = Forger(self.store.network_id)
        cells: list[tuple[Any, ...]] = [
            ("people", random.choice(self.people), name, [], "x") for name in ("title", "id", "archived")
        ]
        said = forger.body(
            ops=[list(random.choice(cells)) for _ in range(random.randint(1, 3))], n=random.choice((1, 1, 2))
        )
        for _ in range(random.randint(0, 2)):
            _spoil(said, random)
        head = json.dumps({"cbnet": 1, "net": self.store.network_id, "keys": [forger.public.text]})
        data = gzip.compress(head.encode() + b"\n" + forger.line(said), 1, mtime=0)
        self.store.place.put(f"{forger.public.chain[:16]}-1-{pieces.digest(data)}.cb1", data)
        self._require_sound()

    def line(self, random: Random) -> None:
        """A line of edits as a script gives it."""
        kind = random.choice(RECORDS)
        row_id = random.choice((*self.people, "x", "f" * 32, "a" * 70, "a\nb"))
        side = {random.choice((*kind.fields(), "x", "id")): random.choice(NODES) for _ in range(random.randint(0, 3))}
        change: dict[str, Any] = {"table": kind.TABLE, "row_id": row_id, "before": None, "after": side}
        said: dict[str, Any] = {"label": "x", "changes": [change]}
        if random.random() < 0.3:
            person = self.store.read().row("people", random.choice(self.people))
            assert person
            before = {name: getattr(person, name) for name in ("title", "note")}
            after = {**before, random.choice(list(before)): random.choice(NODES)}
            change |= {"table": "people", "row_id": person.id, "before": before, "after": after}
        elif random.random() < 0.5:
            _spoil(said, random)
        text = json.dumps(said).encode()
        if random.random() < 0.2:
            text = _bytes_harmed(text, random)
        label, changes = parsed(text)
        self.store.apply(label or labels.describe(self.store.read(), changes), changes)

    @contextmanager
    def _harmed(self, random: Random) -> Iterator[Path]:
        if random.random() < 0.5:
            self.target.write_bytes(_bytes_harmed(self.sound, random))
        else:
            self.target.write_bytes(self.sound)
            _harm_rows(self.target, random)
        before = self.target.read_bytes()
        yield self.target
        if self.target.read_bytes() != before:
            raise AssertionError("the file was changed")

    def _require_sound(self) -> None:
        if self.store.exchange().problem:
            raise AssertionError(self.store.last_exchange)


def _bytes_harmed(data: bytes, random: Random) -> bytes:
    harmed = bytearray(data)
    for _ in range(random.choice((1, 1, 5, 50))):
        place = random.randrange(len(harmed) + 1)
        harmed[place : place + random.choice((1, 1, 40))] = random.randbytes(random.choice((0, 1, 1, 40)))
    return bytes(harmed[: random.randrange(len(harmed)) + 1] if random.random() < 0.2 else harmed)


def _harm_rows(path: Path, random: Random) -> None:
    """Puts something odd into columns of tables, past the guards."""
    conn = dbapi2.connect(str(path), isolation_level=None)
    conn.execute("pragma synchronous = off")
    conn.execute("begin")
    for (name,) in conn.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        conn.execute(f"drop trigger {name}")
    for _ in range(random.randint(1, 4)):
        table = random.choice(_TABLES)
        columns = [row[1] for row in conn.execute(f"pragma table_info({table})").fetchall()]
        value = random.choice((*NODES, random.randbytes(random.choice((0, 3, 64)))))
        value = json.dumps(value) if isinstance(value, list | dict) else value
        try:
            conn.execute(f"update {table} set {random.choice(columns)} = ?", (value,))
        except (dbapi2.Error, OverflowError, UnicodeEncodeError):
            conn.execute("delete from people")
    conn.execute("commit")
    conn.close()


def _spoil(said: Any, random: Random) -> None:
    """Puts an odd node somewhere in JSON."""
    while isinstance(said, dict | list) and said:
        where = random.choice(list(said) if isinstance(said, dict) else range(len(said)))
        if random.random() < 0.3 or not isinstance(said[where], dict | list):
            said[where] = deepcopy(random.choice(NODES))
            return
        said = said[where]


def tried(first: int, count: int) -> Counter[str]:
    """Tries inputs and counts what happened; raises the first fault with its seed."""
    logging.disable(logging.CRITICAL)
    told: Counter[str] = Counter()
    try:
        memory = Path("/dev/shm")
        with tempfile.TemporaryDirectory(prefix="cbnet", dir=memory if memory.is_dir() else None) as folder:
            bench = Bench(Path(folder))
            for seed in range(first, first + count):
                try:
                    told[bench.try_one(seed)] += 1
                except Exception as fault:
                    raise AssertionError(f"seed {seed}: {fault!r}") from fault
            bench.store.close()
    finally:
        logging.disable(logging.NOTSET)
    return told


if __name__ == "__main__":
    sys.stdout.write(f"{tried(int(sys.argv[1]), int(sys.argv[2]))}\n")
