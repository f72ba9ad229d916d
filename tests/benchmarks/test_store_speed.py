"""Edits, polls and exchanges beside bare SQLite and beside an empty log, in one run.

CBNET_BENCHMARK_OPS sizes the long log; a tenth of a million shows the same in a few seconds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, create, ops, schema
from cbnet_desktop.store.verify import differences
from tests.benchmarks.measuring import tell, timed

OPS = int(os.environ.get("CBNET_BENCHMARK_OPS", "1_000_000"))
ROWS = 10_000
REPLICAS = 20
NETWORK = "e" * 32
FIELDS = ("phone", "title", "note", "name")


def milliseconds(action: Callable[[], object], rounds: int = 200) -> float:
    """The median of several runs."""
    return statistics.median(timed(action) for _ in range(rounds)) * 1000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A network with one person."""
    changes = [Change("networks", NETWORK, None, {"name": "Hurtig", "first_year": 2015})]
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


def _bare(path: Path) -> Callable[[], object]:
    """The rows of the same edit written by plain statements into a file of the same kind."""
    conn = dbapi2.connect(str(path), isolation_level=None)
    schema.create(conn)
    conn.execute("pragma journal_mode = wal")
    conn.execute("pragma synchronous = full")
    conn.execute("insert into people (id, name, phone) values (?, 'Asta', '0')", ("f" * 32,))
    cell, heads, seq = ("people", "f" * 32, "phone"), f'[["{"a" * 32}",1]]', iter(range(1, 10**9))
    text = (uuid.uuid4().hex, "2026-11-22T12:00:00.000Z", "anna", "Telefon rettet", *cell, '"1"', heads, "0" * 32)
    insert = f"insert into op ({ops.COLUMNS}) values ({', '.join('?' * 14)})"
    upsert = (
        "insert into cell (tbl, row_id, col, heads) values (?, ?, ?, ?) "
        "on conflict (tbl, row_id, col) do update set heads = excluded.heads"
    )

    def edit() -> None:
        conn.execute("begin immediate")
        conn.execute(insert, ("a" * 32, next(seq), *text, "0" * 64, "0" * 64))
        conn.execute(upsert, (*cell, heads))
        conn.execute("update people set phone = '1' where id = ?", ("f" * 32,))
        conn.execute("commit")

    return edit


def test_an_edit_beside_a_bare_transaction(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The goal is 2. It is told and not asserted: where a disk syncs in 0.2 ms, what Python reckons weighs more."""
    bare, edit = _bare(tmp_path / "bare.db"), _editing(store)
    rounds = [(milliseconds(bare, 50), milliseconds(edit, 50)) for _ in range(9)]
    plain, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    tell(capsys, f"an edit: {ours:.2f} ms, the same rows by bare SQLite: {plain:.2f} ms, ratio {ours / plain:.2f}")
    assert store.read().get(Person, "f" * 32).phone == str(9 * 50)


@pytest.mark.parametrize("others", [0, 2000])
def test_an_exchange_of_nothing_takes_no_longer_than_some_bare_transactions(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], others: int
) -> None:
    for number in range(others):
        (store.path.parent / f"referat {number}.docx").write_bytes(b"PK" * 1000)
    settled = time.time() - 60
    os.utime(store.path.parent, (settled, settled))
    store.exchange()
    took, plain = milliseconds(store.exchange), milliseconds(_bare(tmp_path / "bare.db"))
    ratio = took / plain
    tell(
        capsys, f"a poll with {others} other files: {took:.2f} ms, a bare transaction {plain:.2f} ms, ratio {ratio:.1f}"
    )
    assert ratio < 10


def test_a_thousand_foreign_ops_are_pulled_verified_and_read_sooner_than_bare_transactions_write_them(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bo = Store.open(store.path, home=tmp_path / "bo", user="bo")
    edit = _editing(bo)
    for number in range(200):
        bo.apply("Tilføjet", [Change("people", f"{number:032x}", None, {"name": f"P {number}", "note": "ø" * 50})])
    for _ in range(400):
        edit()
    bo.exchange()
    bo.close()

    def exchange() -> None:
        assert store.exchange().pulled == 1000
        store.refresh()

    took = timed(exchange)
    assert store.read().get(Person, "f" * 32).phone == "400"
    plain = milliseconds(_bare(tmp_path / "bare.db"))
    tell(capsys, f"1,000 foreign ops pulled, verified and read: {took:.3f} s, as many bare transactions {plain:.3f} s")
    assert took < plain


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shared file of a network with a long history, and Anna's replica of it, nothing waiting."""
    folder = tmp_path_factory.mktemp("long log")
    path = folder / "net.cbnet"
    conn = dbapi2.connect(str(path), isolation_level=None)
    conn.execute("pragma synchronous = off")
    schema.create(conn)
    conn.execute("begin")
    conn.executemany(f"insert into op ({ops.COLUMNS}) values ({', '.join('?' * 14)})", _history())
    heads = "json_group_array(json_array(op.replica, op.seq))"
    replaced = "select 1 from op as later where later.prevs = json_array(json_array(op.replica, op.seq))"
    conn.execute("create index temporary on op (prevs)")
    conn.execute(
        f"insert into cell select tbl, row_id, col, {heads} from op where not exists ({replaced}) group by 1, 2, 3"
    )
    conn.execute("drop index temporary")
    for table, columns in (("networks", ("name", "first_year")), ("people", FIELDS)):
        shown = ", ".join(
            f"coalesce(max(shown.value ->> '$') filter (where shown.col = '{name}'), '')" for name in columns
        )
        conn.execute(
            f"insert into {table} (id, {', '.join(columns)}) select shown.row_id, {shown} from cell "
            "join op as shown on shown.replica = cell.heads ->> '$[0][0]' and shown.seq = cell.heads ->> '$[0][1]' "
            f"where cell.tbl = '{table}' group by shown.row_id"
        )
    conn.execute("commit")
    conn.close()
    replica = folder / "hjem" / "replicas" / f"{NETWORK}.cbnet"
    replica.parent.mkdir(parents=True)
    shutil.copy(path, replica)
    Store.open(path, home=folder / "hjem", user="anna").close()
    return path


def _history() -> Iterator[ops.Op]:
    """Valid chains: twenty people who edit four fields of ten thousand rows again and again."""
    seqs, hashes = [0] * REPLICAS, [ops.CHAIN_START] * REPLICAS
    last: dict[ops.Cell, str] = {}
    cells: list[tuple[ops.Cell, str | int]] = [(("networks", NETWORK, "id"), NETWORK)]
    cells += [(("networks", NETWORK, "name"), "Lang"), (("networks", NETWORK, "first_year"), 2015)]
    cells += [(("people", f"{row:032x}", "id"), f"{row:032x}") for row in range(ROWS)]
    cells += [(("people", f"{row:032x}", "name"), f"Person {row}") for row in range(ROWS)]
    for number in range(OPS):
        if number < len(cells):
            cell, value = cells[number]
        else:
            cell, value = ("people", f"{number % ROWS:032x}", FIELDS[number // ROWS % 4]), str(number)
        who = number % REPLICAS
        seqs[who] += 1
        salt, text = f"{number:032x}", ops.encoded(value)
        edited = (f"{number:032x}", f"2016-01-01T{number:012}", f"bruger {who}", "Rettet")
        name = f"{who:032x}"
        op = ops.Op(name, seqs[who], *edited, *cell, text, last.get(cell, "[]"), salt, ops.payload_hash(salt, text), "")
        op = op._replace(hash=ops.chain_hash(hashes[who], op))
        hashes[who] = op.hash
        last[cell] = f'[["{name}",{op.seq}]]'
        yield op


def test_a_long_log_is_opened_and_edited_as_fast_as_a_short_one(
    long_log: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_and_close() -> None:
        Store.open(long_log, home=long_log.parent / "hjem", user="anna").close()

    opening, reading = milliseconds(open_and_close, 7), milliseconds(lambda: _bare_reading(long_log), 7)
    old = Store.open(long_log, home=long_log.parent / "hjem", user="anna")
    assert len(list(old.read().rows(Person))) == ROWS
    rounds = [(milliseconds(_editing(store), 50), milliseconds(_editing(old, f"{5:032x}"), 50)) for _ in range(9)]
    short, long = (statistics.median(column) for column in zip(*rounds, strict=True))
    handing_over = milliseconds(lambda: (_editing(old, f"{7:032x}")(), old.exchange()), 20)
    old.close()
    tell(
        capsys,
        f"a log of {OPS:,} ops: opened in {opening:.0f} ms, its rows read by plain statements {reading:.0f} ms; "
        f"an edit {long:.2f} ms, in an empty log {short:.2f} ms, "
        f"ratio {long / short:.2f}; an edit and its exchange {handing_over:.1f} ms",
    )
    assert opening / reading < 10
    assert long / short < 2


def _bare_reading(path: Path) -> None:
    """Every row of the network as a tuple."""
    conn = dbapi2.connect(str(path), isolation_level=None)
    assert len(conn.execute("select * from people order by id").fetchall()) == ROWS
    conn.close()


def test_a_long_log_is_backed_up_at_the_first_opening_of_the_day(
    long_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = long_log.parent / "hjem"
    shutil.rmtree(home / "backups", ignore_errors=True)
    took = timed(lambda: Store.open(long_log, home=home, user="anna").close())
    tell(capsys, f"the first opening of the day, with a backup of {OPS:,} ops: {took:.2f} s")
    assert list((home / "backups").rglob("*.cbnet"))


def test_a_long_log_is_sound(long_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conn = schema.open_ours(long_log)
    start = time.perf_counter()
    assert differences(conn, "her") == []
    tell(capsys, f"a file with {OPS:,} ops verified in {time.perf_counter() - start:.1f} s")
    conn.close()
