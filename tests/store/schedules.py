"""Random schedules of laptops that edit, meet, are cloned, restored and killed, judged by an oracle of raw lines.

python -m tests.store.schedules SEED COUNT     plays schedules from a seed on, and says what happened in them
"""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cbnet_desktop.domain.records import Erasure, Organisation, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Store, create
from cbnet_desktop.store.exchange import compaction
from cbnet_desktop.store.files import replica_file, verify
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.log import computers, erasure
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.ops import EXISTS
from cbnet_desktop.store.log.union import settle
from tests.store import oracle
from tests.store.meeting import Client, Crash, Memory
from tests.store.playing import NEW_NETWORK, introduce

PATIENCE = 10.0
MOST_LAPTOPS = 4
PEOPLE = tuple(f"{number:032x}" for number in range(4))


@dataclass
class Laptop:
    """A computer: its home, the open program, the folder that the program knows, and what carries it to the others."""

    home: Path
    place: Memory
    client: Client | None
    store: Store


@dataclass
class Saved:
    """A home as it was once, with the folders as they were then."""

    laptop: Laptop
    home: Path
    local: dict[str, bytes]
    server: dict[str, bytes]


class Beginnings:
    """The homes of a network's first computers, all known, made once and copied for each schedule."""

    def __init__(self, root: Path) -> None:
        self.root = root / "begyndelse"
        place = Memory("mappen", Random(0))
        file, home = root / "net.cbnet", self._home(0)
        founder = create(file, NEW_NETWORK, home=home, user="r0", label="Nyt", clock=_first_day)
        self.network = founder.network_id
        people = [Change("people", row_id, None, {"name": f"Person {row_id[-1]}"}) for row_id in PEOPLE]
        founder.clock = _first_day
        founder.apply("Personer", people)
        founder.close()
        stores = [opened(self._home(number), self.network, place) for number in range(MOST_LAPTOPS)]
        for store in stores:
            store.clock = _first_day
        introduce(*stores)
        for store in stores:
            store.close()
        self.pieces = dict(place.pieces)

    def _home(self, number: int) -> Path:
        return self.root / f"r{number}"

    def copy(self, number: int, home: Path) -> None:
        """Makes a home as one of the first computers has it."""
        shutil.copytree(self._home(number), home)


def _first_day() -> datetime:
    return datetime(2027, 1, 1, tzinfo=UTC)


def opened(home: Path, network: str, place: Memory) -> Store:
    """The program over a home and a place in memory."""
    path = replica_file.path_of(home, network)
    return Store(replica_file.open_replica(path, network), path, place, home.parent / "net.cbnet", home.name)


@contextmanager
def repeatable(random: Random) -> Iterator[None]:
    """Keys and salts by the schedule's own chance, so that a seed is played the same again; few pieces become one."""
    kept = Signer.__dict__["new"], secrets.token_hex, compaction.TOGETHER
    setattr(Signer, "new", classmethod(lambda cls: cls(_key(random))))  # noqa: B010 - mypy allows no method to be set
    setattr(secrets, "token_hex", lambda size=16: random.randbytes(size).hex())  # noqa: B010 - mypy allows no method to be set
    compaction.TOGETHER = 3
    try:
        yield
    finally:
        setattr(Signer, "new", kept[0])  # noqa: B010 - mypy allows no method to be set
        setattr(secrets, "token_hex", kept[1])  # noqa: B010 - mypy allows no method to be set
        compaction.TOGETHER = kept[2]


def _key(random: Random) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(random.randbytes(32)).private_bytes_raw()


class Schedule:
    """One random schedule."""

    def __init__(self, seed: int, beginnings: Beginnings, root: Path, told: Counter[str]) -> None:
        self.random = random = Random(seed)
        self.now = 1_800_000_000.0 + 100_000 * seed
        self.root, self.network, self.told = root, beginnings.network, told
        self.kind = random.choice(("shared", "two-way", "two-way", "adds"))
        self.server = Memory("mappen", random, dict(beginnings.pieces))
        self.acknowledged: set[str] = set()
        self.excused: set[str] = set()
        #: Values that an erasure named, by the erasing edit.
        self.erased: dict[str, set[str]] = {}
        self.saved: list[Saved] = []
        self.homes = 0
        self.laptops: list[Laptop] = []
        for number in range(random.randint(2, MOST_LAPTOPS)):
            home = self._new_home()
            beginnings.copy(number, home)
            self.laptops.append(self._laptop(home, dict(beginnings.pieces)))

    def play(self, steps: int) -> None:
        """Random steps, while places lie and programs die."""
        acts: list[tuple[float, Callable[[Laptop], object]]] = [
            (34, self.edit), (32, self.exchange), (16, self.carry), (3, self.erase), (2, self.clone), (2, self.save),
            (3, self.restore), (4, self.damage), (1, self.back_up), (1, self.move), (2, self.die),
        ]  # fmt: skip
        weights, does = [weight for weight, _ in acts], [act for _, act in acts]
        for _ in range(steps):
            self.now += self.random.choice((0.1, 1, 1, 5, 30, 30, 4000 if self.random.random() < 0.3 else 1))
            act, laptop = self.random.choices(does, weights)[0], self.random.choice(self.laptops)
            self.told[act.__name__] += 1
            act(laptop)

    def edit(self, laptop: Laptop) -> None:
        """Some edits in a row; each that returns is acknowledged."""
        for _ in range(self.random.choice((1, 1, 1, 5))):
            store, text = laptop.store, f"v{self.random.getrandbits(60):015x}"
            if self.random.random() < 0.1:
                store.clock = partial(datetime, self.random.choice((1999, 2001, 2199, 2500)), 1, 1, tzinfo=UTC)
            change = self._change(store, text)
            try:
                edit = store.apply("Rettet", [change])
                self.acknowledged.add(edit.id)
                self.told["edits"] += 1
            except UserError:
                self.told["refused"] += 1
            store.clock = self._clock

    def _change(self, store: Store, text: str) -> Change:
        random, network = self.random, store.read()
        people = sorted(network.rows(Person), key=lambda row: row.id)
        if not people or random.random() < 0.1:
            return Change(Organisation.TABLE, random.choice(PEOPLE), None, {"name": text})
        person = random.choice(people)
        if random.random() < 0.06:
            return Change(Person.TABLE, person.id, person.values(), None)
        if random.random() < 0.06:
            return Change(Person.TABLE, person.id, {"archived": person.archived}, {"archived": not person.archived})
        name = random.choice(("phone", "phone", "note", "title"))
        return Change(Person.TABLE, person.id, {name: getattr(person, name)}, {name: text})

    def exchange(self, laptop: Laptop, *, is_faulty: bool = True) -> int:
        """The program's exchange; it may die in it. Returns what came and went."""
        laptop.place.lies = 0.02 if is_faulty else 0.0
        laptop.place.at = self._die_at if is_faulty else lambda _: None
        try:
            done = laptop.store.exchange()
            if self.random.random() < 0.1:
                laptop.store.finish()
        except Crash:
            self.die(laptop)
            return 1
        if done.problem and not is_faulty:
            raise AssertionError(done.problem)
        return done.pulled + done.pushed

    def _die_at(self, point: str) -> None:
        if self.random.random() < 0.03:
            self.told[f"died {point}"] += 1
            raise Crash

    def carry(self, laptop: Laptop) -> None:
        """The sync client's turn."""
        if laptop.client:
            with self._world():
                laptop.client.run(self.random, is_faulty=True)

    def erase(self, laptop: Laptop) -> None:
        """Erases what is known of somebody."""
        store = laptop.store
        people = sorted(store.read().rows(Person), key=lambda row: row.id)
        if people:
            person = self.random.choice(people).id
            values = set(oracle.contact_values(store.conn, person))
            store.erase(person, f"Beder om det {self.random.getrandbits(40)}", today=self._clock().date())
            (edit,) = store.conn.execute("select id from edit order by rid desc limit 1").fetchone()
            self.acknowledged.add(edit)
            self.erased[edit] = values

    def clone(self, laptop: Laptop) -> None:
        """A copy of the home goes on elsewhere, under the same key."""
        if len(self.laptops) < 7:
            home = self._copied(laptop)
            pieces_there = laptop.place.pieces if self.random.random() < 0.7 else {}
            self.laptops.append(copy := self._laptop(home, dict(pieces_there)))
            if laptop.client and copy.client and pieces_there:
                copy.client.agreed = dict(laptop.client.agreed)

    def save(self, laptop: Laptop) -> None:
        """Keeps the home as it is, to be put back later."""
        home = self._copied(laptop)
        self.saved.append(Saved(laptop, home, dict(laptop.place.pieces), dict(self.server.pieces)))

    def restore(self, _: Laptop) -> None:
        """Puts a kept home back, now and then with the folder, and the server with it or emptied."""
        standing = [one for one in self.saved if one.laptop in self.laptops]
        if not standing:
            return
        saved, random = self.random.choice(standing), self.random
        laptop = saved.laptop
        with self._world():
            laptop.store.close()
            shutil.rmtree(laptop.home)
            shutil.copytree(saved.home, laptop.home)
            self._open(laptop)
            if laptop.client and random.random() < 0.5:
                laptop.place.pieces = dict(saved.local)
            if random.random() < 0.5:
                self.server.pieces.clear()
                self.server.pieces.update(saved.server)
            if random.random() < 0.3:
                self.told["server emptied"] += 1
                self.server.pieces.clear()

    def damage(self, laptop: Laptop) -> None:
        """A piece is deleted, cut, altered, or copied under another name."""
        held = (laptop.place if self.random.random() < 0.5 else self.server).pieces
        if not held:
            return
        random, name = self.random, self.random.choice(sorted(held))
        with self._world():
            kind = random.random()
            if kind < 0.4:
                del held[name]
            elif kind < 0.7:
                held[name] = held[name][: random.randrange(len(held[name]) + 1)]
            elif kind < 0.9:
                data = bytearray(held[name] or b"x")
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
                held[name] = bytes(data)
            else:
                held[name.replace(".cb1", ".sync-conflict-20260101-010101-ABC.cb1")] = held[name]
                held[f"{'0' * 16}-1-{'0' * 40}.cb9"] = b"from the future"

    def back_up(self, laptop: Laptop) -> None:
        """A backup at another moment."""
        laptop.store.backups.make("sign-off", self._clock())

    def move(self, laptop: Laptop) -> None:
        """The folder gets another path, so that what was delivered is counted anew."""
        laptop.place.identity += "'"

    def die(self, laptop: Laptop) -> None:
        """kill -9, and the program is opened again."""
        laptop.store.close()
        self._open(laptop)

    def settle(self) -> bool:
        """Faultless rounds until nothing moves; whether that came.

        A client that only adds chooses by chance between a piece and other bytes under its name: that takes a while.
        """
        for number in range(64):
            self.now += PATIENCE + 1
            moved = 0
            for laptop in self.laptops:
                agree_to_erasures(laptop.store)
                moved += self.exchange(laptop, is_faulty=False)
            for laptop in (*self.laptops, *self.laptops):
                if laptop.client:
                    # A folder that was put back is, to a client that remembers, one in which somebody deletes.
                    with self._world():
                        laptop.client.run(self.random, is_faulty=False)
            known = {frozenset(oracle.ids(laptop.store.conn)) for laptop in self.laptops}
            if number > 1 and not moved and len(known) == 1 and not any(one.store.waiting for one in self.laptops):
                self.told["rounds"] = max(self.told["rounds"], number + 1)
                return True
        return False

    def lost(self, known: set[str]) -> set[str]:
        """The acknowledged edits that are not known, though the world did not take them."""
        return self.acknowledged - known - self.excused

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.store.close()

    def _clock(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    def _new_home(self) -> Path:
        self.homes += 1
        return self.root / f"r{self.homes}"

    def _laptop(self, home: Path, held: dict[str, bytes]) -> Laptop:
        if self.kind == "shared":
            place, client = self.server, None
        else:
            place = Memory("mappen", self.random, held)
            client = Client(place, self.server, self.kind == "adds", dict(held))
        laptop = Laptop(home, place, client, opened(home, self.network, place))
        self._set_up(laptop)
        return laptop

    def _open(self, laptop: Laptop) -> None:
        laptop.store = opened(laptop.home, self.network, laptop.place)
        self._set_up(laptop)

    def _set_up(self, laptop: Laptop) -> None:
        store = laptop.store
        store.clock = self._clock
        store._exchanger.delivery.clock = lambda: self.now
        store._exchanger.patience = PATIENCE

    def _copied(self, laptop: Laptop) -> Path:
        laptop.store.close()
        home = self._new_home()
        shutil.copytree(laptop.home, home)
        self._open(laptop)
        return home

    @contextmanager
    def _world(self) -> Iterator[None]:
        """What the world takes, not the program: edits that are in no replica and in no whole piece any more."""
        before = self._held()
        yield
        self.excused |= before - self._held()

    def _held(self) -> set[str]:
        held = {edit for laptop in self.laptops for edit in oracle.ids(laptop.store.conn)}
        for place in self.places():
            held |= oracle.ids_in(place, self.network)
        return held

    def places(self) -> list[Memory]:
        """The server's folder and the laptops' own."""
        return [self.server, *(laptop.place for laptop in self.laptops if laptop.client)]


def agree_to_erasures(store: Store) -> None:
    """A person here agrees to all erasures at another's word."""
    waiting = [row_id for row_id, _, _ in erasure.waiting(store.conn)]
    if waiting:
        with transaction(store.conn):
            erasure.confirm(store.conn, waiting)
            settle(store.conn, {(Erasure.TABLE, row_id, EXISTS) for row_id in waiting})
            computers.note_rewritten(store.conn)
        store.refresh()
        store._cache.catch_up(look=True)


def faults(schedule: Schedule) -> list[str]:
    """What is wrong in the end; nothing may be."""
    stores = [laptop.store for laptop in schedule.laptops]
    known = oracle.ids(stores[0].conn)
    if (schedule.erased.keys() & schedule.excused) - known:
        # The world took an erasure after pieces were cleaned at its word: who has the values, keeps them.
        schedule.told["lost erasures"] += 1
        return [f"{len(lost)} acknowledged edits are lost"] if (lost := schedule.lost(known)) else []
    found = list(oracle.faults_between(stores))
    if lost := schedule.lost(known):
        found.append(f"{len(lost)} acknowledged edits are lost")
    if not schedule.excused and any(store.last_exchange and store.last_exchange.missing for store in stores):
        found.append("something is missing")
    if problems := {item.message for item in verify.differences(stores[0].conn, "her")}:
        found.append(f"verify: {sorted(problems)[:3]}")
    gone = {text for edit, texts in schedule.erased.items() if edit in known for text in texts}
    found.extend(oracle.faults_of_files(stores, gone))
    schedule.close()
    places = [] if schedule.kind == "adds" else schedule.places()
    found.extend(oracle.left_of(gone, [laptop.home for laptop in schedule.laptops], places))
    return found


def played(seed: int, beginnings: Beginnings, told: Counter[str]) -> list[str]:
    """What is wrong after one schedule."""
    root = Path(tempfile.mkdtemp(dir=beginnings.root.parent))
    schedule = Schedule(seed, beginnings, root, told)
    try:
        with repeatable(schedule.random):
            schedule.play(schedule.random.randint(30, 110))
            is_settled = schedule.settle()
            found = faults(schedule)
    finally:
        schedule.close()
        shutil.rmtree(root)
    told["schedules"] += 1
    told["laptops"] += len(schedule.laptops)
    told["excused"] += len(schedule.excused)
    return found if is_settled else [*found, "it never came to rest"]


@contextmanager
def workshop() -> Iterator[Beginnings]:
    """The first homes, in memory where there is some."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="cbnet", dir=memory if memory.is_dir() else None) as folder:
        with repeatable(Random(0)):
            beginnings = Beginnings(Path(folder))
        yield beginnings


def main(seed: int, count: int) -> int:
    """Plays schedules and says what happened; how many failed."""
    told: Counter[str] = Counter()
    failed, begun = 0, time.monotonic()
    with workshop() as beginnings:
        for number in range(seed, seed + count):
            if found := played(number, beginnings, told):
                failed += 1
                sys.stdout.write(f"{number}: {found}\n")
    sys.stdout.write(f"{json.dumps(told)} failed {failed} in {time.monotonic() - begun:.0f} s\n")
    return failed


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]))))
