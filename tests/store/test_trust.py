"""All known computers come to the same standing and the same tables, in whatever order they hear of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.store.trust import Schedule, standing_of, tables_of

#: 60 in CI; »CBNET_SCHEDULES=300« runs more of them.
SEEDS = range(int(os.environ.get("CBNET_SCHEDULES", "60")))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_known_computers_come_to_the_same_whatever_the_order(quick_folder: Path, seed: int) -> None:
    schedule = Schedule(quick_folder, seed)
    schedule.run()
    founder, *others = schedule.inside()
    heads = founder.conn.execute("select tbl, row_id, col, heads from cell order by 1, 2, 3").fetchall()
    for store in others:
        assert standing_of(store) == standing_of(founder)
        assert tables_of(store) == tables_of(founder)
        assert store.conn.execute("select tbl, row_id, col, heads from cell order by 1, 2, 3").fetchall() == heads
        assert {one.id for one in store.computers.held_out()} == {one.id for one in founder.computers.held_out()}
    assert schedule.stores[seed % len(schedule.stores)].log.verify() == []
    schedule.close()
