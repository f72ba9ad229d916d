"""Edits, exchanges and verification beside bare SQLite, sha256sum and bare parsing, in one run.

CBNET_BENCHMARK_OPS sizes the long log; 1,000,000 takes some minutes and shows the same.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.exchange.exchanger import Exchanger
from cbnet_desktop.store.files import replica_file
from cbnet_desktop.store.files.verify import differences
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.opening import folder_of
from cbnet_desktop.store.places.folder import Folder
from cbnet_desktop.store.places.place import Mark
from tests.benchmarks.long_history import ROWS, history, lay
from tests.benchmarks.measuring import BARE, Figure, bare_edit, report, rounds_of

#: Ten make the ten thousand edits of the goal, in some minutes.
EDITS_A_PUSH = int(os.environ.get("CBNET_BENCHMARK_EDITS_A_PUSH", "1"))
OPS = int(os.environ.get("CBNET_BENCHMARK_OPS", "100_000"))


def typical(action: Callable[[], object], rounds: int) -> float:
    """Seconds, the median of several runs."""
    return statistics.median(rounds_of(action, rounds))


def processor(action: Callable[[], object]) -> float:
    """Seconds of processor: other programs make a wait longer, this hardly."""
    start = time.process_time()
    action()
    return time.process_time() - start


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A network with one person."""
    changes = [Change("networks", "", None, {"name": "Hurtig", "first_year": 2015})]
    changes.append(Change("people", "f" * 32, None, {"name": "Asta", "phone": "0"}))
    made = create(tmp_path / "net.cbnet", changes, home=tmp_path / "hjem", user="anna", label="Nyt")
    yield made
    made.close()


def _editing(store: Store, row_id: str = "f" * 32) -> Callable[[], object]:
    """Each call is one edit of a person's phone number."""

    def edit() -> None:
        phone = store.read().get(Person, row_id).phone
        store.apply("Telefon rettet", [Change("people", row_id, {"phone": phone}, {"phone": f"{int(phone or 0) + 1}"})])

    return edit


def test_an_edit_beside_a_bare_transaction(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The goal is 2, which a disk that syncs in 2 ms meets. The ratio is told, and the statements are counted: where a
    disk syncs in 0.2 ms, what Python reckons weighs more.
    """
    bare, edit = bare_edit(tmp_path / "bare.db"), _editing(store)
    plain, ours = zip(*((typical(bare, 50), typical(edit, 50)) for _ in range(9)), strict=True)
    report(capsys, Figure("an edit in the store alone", ours, 2, BARE, plain))
    assert store.read().get(Person, "f" * 32).phone == str(9 * 50)
    statements: list[str] = []
    store.conn.set_trace_callback(statements.append)
    edit()
    store.conn.set_trace_callback(None)
    assert len(statements) <= 24


class Counting(Folder):
    """A folder that counts the calls made on it, and the bytes written."""

    calls = written = 0

    def look(self, *, closely: bool = False) -> dict[str, Mark]:
        self.calls += 1
        return dict(super().look(closely=closely))

    def get(self, name: str) -> bytes | None:
        self.calls += 1
        return super().get(name)

    def put(self, name: str, data: bytes) -> None:
        self.calls += 1
        self.written += len(data)
        super().put(name, data)

    def drop(self, name: str) -> None:
        self.calls += 1
        super().drop(name)

    def check(self) -> str:
        self.calls += 1
        return super().check()


def test_an_exchange_of_nothing_makes_few_calls_and_one_edit_writes_little(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Counting(folder_of(store.path, store.network_id))
    exchanger = Exchanger(replica_file.connect_replica(store.replica_path), store.replica_path, place, store.path)
    exchanger.exchange()
    place.calls = 0
    exchanger.exchange()
    idle = place.calls
    _editing(store)()
    exchanger.exchange()
    exchanger.close()
    report(capsys, Figure("an exchange of nothing", [idle], 6, unit="calls on the place"))
    report(capsys, Figure("one edit delivered", [place.written], 2_000, unit="bytes"))
    assert idle <= 6
    assert place.written <= 2_000


class Long(NamedTuple):
    """A network with a long history, and a replica of it into which it was taken in."""

    file: Path
    home: Path
    signers: list[Signer]
    edits: list[SignedEdit]
    network: str
    newcomer: float


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Long:
    """A long history, laid in a folder, and taken in by a newcomer."""
    folder = tmp_path_factory.mktemp("long")
    file, home = folder / "net.cbnet", folder / "hjem"
    network, signers, edits = history(OPS)
    lay(folder_of(file, network), network, signers, edits)
    replica = replica_file.path_of(home, network)
    conn = replica_file.open_replica(replica, network)
    replica_file.remember_path(conn, replica, file)
    exchanger = Exchanger(conn, replica, Folder(folder_of(file, network)), file)
    gc.collect()
    gc.freeze()  # what other benchmarks keep is not to be walked through in this one's time
    start = time.process_time()
    done = exchanger.exchange()
    took = time.process_time() - start
    gc.unfreeze()
    assert (done.pulled, done.waiting, done.missing, done.problem) == (len(edits), 0, 0, "")
    exchanger.close()
    return Long(file, home, signers, edits, network, took)


def _parsing(long: Long) -> float:
    """Seconds of processor for parsing the lines with json, hashing them, checking each signature, nothing else."""
    keys = {
        signer.public.chain: Ed25519PublicKey.from_public_bytes(base64.b64decode(signer.public.text))
        for signer in long.signers
    }
    lines = [edit.line for edit in long.edits]
    start = time.process_time()
    for line in lines:
        body, values, signature = line.split("\t")
        head = json.loads(body)
        json.loads(values)
        hashlib.sha256(body.encode()).hexdigest()
        keys[head["key"]].verify(base64.b64decode(signature), body.encode())
    return time.process_time() - start


def test_a_newcomers_first_exchange_and_verification_beside_bare_parsing(
    long: Long, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = _parsing(long)
    with closing(replica_file.connect_replica(replica_file.path_of(long.home, long.network))) as conn:
        start = time.process_time()
        assert differences(conn, "her") == []
        verified = time.process_time() - start
    beside = "each line parsed by json, hashed and checked"
    report(capsys, Figure(f"full verification of {OPS:,} ops", [verified], 1.5, beside, [plain]))
    report(capsys, Figure(f"a newcomer's first exchange of {OPS:,} ops", [long.newcomer], 2, beside, [plain]))
    assert verified / plain < 1.5
    assert long.newcomer / plain < 3


def test_all_bytes_are_compared_with_their_names_about_as_fast_as_they_are_hashed(
    long: Long, capsys: pytest.CaptureFixture[str]
) -> None:
    replica = replica_file.path_of(long.home, long.network)
    place = Folder(folder_of(long.file, long.network))
    names = list(place.look())
    exchanger = Exchanger(replica_file.connect_replica(replica), replica, place, long.file)

    def hashed() -> None:
        for name in names:
            hashlib.sha256((place.path / name).read_bytes()).hexdigest()

    rounds = [(processor(hashed), processor(exchanger.reader.compare_all)) for _ in range(9)]
    plain, ours = zip(*rounds, strict=True)
    exchanger.close()
    what = f"the bytes of {len(names)} pieces against their names"
    report(capsys, Figure(what, ours, 1.5, "`hashlib` over the same bytes", plain))
    assert min(ours) / min(plain) < 1.5


def test_a_long_log_is_opened_and_edited_as_fast_as_a_short_one(
    long: Long, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_and_close() -> None:
        open_store(long.file, home=long.home, user="anna", exchanges=False).close()

    replica = replica_file.path_of(long.home, long.network)
    opening, reading = rounds_of(open_and_close, 7), rounds_of(lambda: _bare_reading(replica), 7)
    old = open_store(long.file, home=long.home, user="anna", exchanges=False)
    rounds = [(typical(_editing(store), 50), typical(_editing(old, f"{5:032x}"), 50)) for _ in range(9)]
    short, late = zip(*rounds, strict=True)
    old.close()
    report(capsys, Figure(f"opening a log of {OPS:,} ops", opening, 3, "its rows read by plain statements", reading))
    report(capsys, Figure("an edit in that log", late, 1.2, "the same in an empty log", short))
    assert statistics.median(opening) / statistics.median(reading) < 10
    assert statistics.median(late) / statistics.median(short) < 2


def _bare_reading(path: Path) -> None:
    """Every row of the network as a tuple."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as conn:
        assert len(conn.execute("select * from people order by id").fetchall()) == ROWS


def test_many_pushes_by_three_replicas_leave_few_files_after_an_hour_of_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The clock is moved by the test: 5 seconds for each push, and hours of rest at the end."""
    file = tmp_path / "net.cbnet"
    changes = [Change("networks", "", None, {"name": "Rolig", "first_year": 2015})]
    changes.append(Change("people", "f" * 32, None, {"name": "Asta", "phone": "0"}))
    first = create(file, changes, home=tmp_path / "0", user="0", label="Nyt")
    stores = [first, *(open_store(file, home=tmp_path / f"{number}", user=f"{number}") for number in (1, 2))]
    now = time.time()
    for store in stores:
        store.conn.execute("pragma synchronous = off")
        store.delivery.clock = lambda: now
    for number in range(1_000):
        store = stores[number % 3]
        for edit in range(EDITS_A_PUSH):
            store.apply("Ny", [Change("experiences", f"{number:016x}{edit:016x}", None, {"title": f"P {edit}"})])
        store.exchange()
        now += 5
    for _ in range(12):
        now += 3_600
        for store in stores:
            store.exchange()
    files = len(list(folder_of(file, first.network_id).iterdir()))
    for store in stores:
        assert store.exchange().waiting == 0
        store.close()
    report(capsys, Figure("1,000 pushes by three computers, after hours of rest", [files], 100, unit="files"))
    assert files < 100
