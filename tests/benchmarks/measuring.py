"""How the benchmarks measure and tell: rounds of some work, beside something plain that is measured in the same run."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.files import schema

#: The file to which each figure is added as a line of JSON, where python -m tests.benchmarks makes the page of them.
FIGURES = "CBNET_FIGURES"
#: What rules and search stand beside.
BARE = "a bare transaction that writes the same rows"
LOOK = "looking at every cell of the network once"
_UNITS = ((1.0, 1.0, "s"), (1e-3, 1e3, "ms"), (0.0, 1e6, "µs"))


@dataclass(frozen=True)
class Figure:
    """What was measured beside a rival, round by round in the same run, and the goal.

    In seconds, or where there is a unit in that. The goal is the ratio where there is a rival, else the most.
    """

    what: str
    rounds: Sequence[float]
    goal: float
    beside: str = ""
    rival: Sequence[float] = ()
    unit: str = ""

    @property
    def ratios(self) -> list[float]:
        """Each round's ratio to its rival, or to the rival's median where that was measured at another time."""
        if len(self.rival) == len(self.rounds):
            return [ours / theirs for ours, theirs in zip(self.rounds, self.rival, strict=True)]
        return [ours / statistics.median(self.rival) for ours in self.rounds] if self.rival else []

    @property
    def is_met(self) -> bool:
        """Whether the median is within the goal."""
        return statistics.median(self.ratios or self.rounds) <= self.goal

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """What, figure, rival, ratio and goal as texts, medians with the least and most in brackets."""
        beside = f"{self.beside}, {_told(self.rival, self.unit)}" if self.rival else self.beside
        goal = _number(self.goal) if self.rival or self.unit else _told([self.goal])
        ratio = _spread(self.ratios) if self.rival else ""
        return (
            self.what,
            _told(self.rounds, self.unit),
            beside,
            ratio,
            f"{goal} {self.unit if not self.rival else ''}".strip(),
        )


def _number(value: float) -> str:
    if value < 0.001:
        return "under 0.001"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _spread(values: Sequence[float]) -> str:
    """The median, and in brackets the least and the most."""
    middle, least, most = (_number(one) for one in (statistics.median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least} to {most})"


def _told(values: Sequence[float], unit: str = "") -> str:
    if unit:
        return f"{_spread(values)} {unit}"
    factor, unit = next((factor, unit) for least, factor, unit in _UNITS if statistics.median(values) >= least)
    return f"{_spread([value * factor for value in values])} {unit}"


def report(capsys: pytest.CaptureFixture[str], figure: Figure) -> None:
    """Prints a figure past pytest's capturing, and keeps it for the page where that is being made."""
    what, ours, beside, ratio, goal = figure.cells
    told = "; ".join(text for text in (f"beside {beside}" if beside else "", ratio and f"ratio {ratio}") if text)
    with capsys.disabled():
        print(f"\n{what}: {ours}{told and '; '}{told}; goal {goal}", end="")  # noqa: T201 - the speeds are for reading
    if path := os.environ.get(FIGURES):
        with Path(path).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(asdict(figure), ensure_ascii=False) + "\n")


def quantiles(rounds: Sequence[float]) -> list[float]:
    """Eleven figures in place of hundreds of rounds, without the slowest and fastest twelfth; the median stays."""
    return statistics.quantiles(rounds, n=12, method="inclusive")


def rounds_of(action: Callable[[], object], rounds: int = 20) -> list[float]:
    """Seconds of each of some rounds. The fastest tells most: what else the machine does only ever adds."""
    return [timed(action) for _ in range(rounds)]


def timed(action: Callable[[], object]) -> float:
    """Seconds of one round."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def reading(network: Network) -> list[float]:
    """Seconds for looking at every cell of a network once: the plain thing that rules and search stand beside."""
    return rounds_of(lambda: look_at_every_cell(network), rounds=5)


def look_at_every_cell(network: Network) -> None:
    """Every value of every row as a text."""
    for rows in network.tables.values():
        for row in rows.values():
            for value in row.values().values():
                str(value)


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
