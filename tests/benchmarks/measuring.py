"""How the benchmarks measure: the fastest of some rounds, beside something plain that is measured in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.files import schema


def fastest(action: Callable[[], object], rounds: int = 20) -> float:
    """Seconds of the fastest round: what else the machine does only ever adds."""
    return min(timed(action) for _ in range(rounds))


def timed(action: Callable[[], object]) -> float:
    """Seconds of one round."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def reading(network: Network) -> float:
    """Seconds for looking at every cell of a network once: the plain thing that rules and search stand beside."""
    return fastest(lambda: look_at_every_cell(network), rounds=5)


def look_at_every_cell(network: Network) -> None:
    """Every value of every row as a text."""
    for rows in network.tables.values():
        for row in rows.values():
            for value in row.values().values():
                str(value)


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Prints a figure past pytest's capturing."""
    with capsys.disabled():
        print(f"\n{text}", end="")  # noqa: T201 - the speeds are for reading


def bare_edit(path: Path) -> Callable[[], object]:
    """Each call writes the rows of an edit of one phone number, by plain statements into a file like a replica."""
    conn = dbapi2.connect(str(path), isolation_level=None)
    schema.create(conn)
    conn.execute("pragma journal_mode = wal")
    conn.execute("pragma synchronous = full")
    conn.execute("insert into people (id, name, phone) values (?, 'Asta', '0')", ("f" * 32,))
    conn.execute("insert into key (chain, public) values ('a', 'b')")
    cell, body, numbers = ("people", "f" * 32, "phone"), b"{" + b"x" * 420 + b"}", iter(range(1, 10**9))
    head = (
        "a",
        7,
        "2026-11-22T12:00:00.000Z",
        "anna",
        "Telefon rettet",
        "",
        1,
        body,
        "s" * 60,
        b"s" * 64,
        1,
        1,
        1,
        1.0,
    )
    upsert = (
        "insert into cell (tbl, row_id, col, heads) values (?, ?, ?, ?) "
        "on conflict (tbl, row_id, col) do update set heads = excluded.heads"
    )

    def edit() -> None:
        rid = next(numbers)
        conn.execute("begin immediate")
        conn.execute(
            "insert into edit (rid, id, chain, number, at, author, label, act, version, body, sealed, signature, "
            "is_checked, is_tip, is_own, lacking_since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (rid, f"{rid:040x}", *head),
        )
        conn.execute("insert into follows (before, chain) values (?, 'a')", (f"{rid - 1:040x}",))
        conn.execute("update edit set is_tip = 0 where id = ?", (f"{rid - 1:040x}",))
        conn.execute("insert into op values (?, 0, ?, ?, ?, '\"1\"', ?, 0)", (rid, *cell, f'["{rid - 1:040x}.0"]'))
        conn.execute(upsert, (*cell, f'["{rid:040x}.0"]'))
        conn.execute("update people set phone = '1' where id = ?", ("f" * 32,))
        conn.execute("commit")

    return edit
