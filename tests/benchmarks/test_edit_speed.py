"""One edit in the window, from model to durable replica, beside a bare transaction that writes the same rows."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from cbnet_desktop.domain.records import Person
from cbnet_desktop.store.example import build
from cbnet_desktop.system import paths
from tests.benchmarks.measuring import BARE, Figure, bare_edit, quantiles, report

ROUNDS = 300
#: The goal is 2, which a disk that syncs in 2 ms meets; this many where one syncs in 0.2 ms and Python weighs more.
LIMIT = 6.0
GOAL = 2.0


def _rounds(*actions: Callable[[int], float]) -> list[list[float]]:
    """Seconds, round by round, from the start of each action to the moment it gives back.

    They take turns, so that whatever else the machine does meets all of them.
    """
    times: list[list[float]] = [[] for _ in actions]
    for number in range(ROUNDS):
        for action, taken in zip(actions, times, strict=True):
            started = time.perf_counter()
            taken.append(action(number) - started)
    return times


@pytest.mark.usefixtures("qapp")
def test_an_edit_in_the_window_beside_a_bare_transaction(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cbnet_desktop.ui.editing.session import Session
    from cbnet_desktop.ui.table.columns import TableSpec, fields_of
    from cbnet_desktop.ui.table.table_pane import TablePane

    store = build(tmp_path / "eksempel.cbnet", home=paths.home(), user="Prøve", render=lambda _: b"%PDF-1.7")
    session = Session(store, is_exchanging=False)
    pane = TablePane(
        session, TableSpec(Person, fields_of(Person, "name", "phone", "email"), rows=lambda d: d.network.live(Person))
    )
    pane.show()
    person = pane.model.record_at(0)
    cell = pane.model.index(0, 1)
    write = bare_edit(tmp_path / "bare.db")

    durable_at = 0.0
    apply = store.apply

    def applied(*edit: object, **options: bool) -> object:
        nonlocal durable_at
        done = apply(*edit, **options)
        durable_at = time.perf_counter()
        return done

    store.apply = applied

    def edit_barely(_: int) -> float:
        write()
        return time.perf_counter()

    def edit_in_window(number: int) -> float:
        assert pane.model.setData(cell, f"00 00 0{number:03}")
        return durable_at

    def edit_and_show(number: int) -> float:
        assert pane.model.setData(cell, f"00 00 2{number:03}")
        return time.perf_counter()

    bare, window, shown = _rounds(edit_barely, edit_in_window, edit_and_show)
    assert store.read().get(Person, person.id).phone == f"00 00 2{ROUNDS - 1:03}"
    for what, took in (("from the model to the durable replica", window), ("until the table shows it", shown)):
        report(capsys, Figure(f"one edit, {what}", quantiles(took), GOAL, BARE, quantiles(bare)))
    session.close()
    assert statistics.median(window) / statistics.median(bare) < LIMIT
