"""The heads of cells: the ops that no other replaces. They follow from all ops of a cell, and are kept beside the log.

What comes is added to the heads that are kept, so that a log of a million ops takes in an edit as a short one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import (
    COLUMNS,
    Cell,
    Op,
    OpId,
    Row,
    found_in,
    ids_in,
    ids_text,
    known_of,
    of_cell,
    unreplaced,
)


class _Cell(NamedTuple):
    """The heads that are kept of a cell, and the ops that it replaces and that have not come."""

    heads: list[OpId]
    awaits: list[OpId]


_NOTHING = _Cell([], [])


def add(conn: Connection, edits: Sequence[SignedEdit]) -> set[Cell]:
    """Adds edits that have just come into the log to the heads of their cells; returns these cells."""
    news: defaultdict[Cell, dict[OpId, list[OpId]]] = defaultdict(dict)
    for edit in edits:
        for position, op in enumerate(edit.head.ops):
            news[op.table, op.row_id, op.column][f"{edit.id}.{position}"] = op.prevs
    before = _before(conn, {cell[:2] for cell in news})
    after: dict[Cell, _Cell] = {}
    for cell, added in news.items():
        heads, awaits = before.get(cell, _NOTHING)
        gone = set(awaits).union(*added.values())
        here = [*heads, *added]
        after[cell] = _Cell([ref for ref in here if ref not in gone], list(gone.difference(here)))
    _sort(conn, after.values(), {edit.id: edit.head.at for edit in edits})
    _keep(conn, after)
    return set(news)


def compute(conn: Connection, cells: Iterable[Cell]) -> None:
    """Computes the heads of cells anew from all of their ops that count."""
    found = {cell: of_cell(conn, cell) for cell in cells}
    _keep(
        conn,
        {
            cell: _Cell([op.id for op in unreplaced(ops)], list({prev for op in ops for prev in op.replaces}))
            for cell, ops in found.items()
        },
    )


def of_rows(conn: Connection, rows: Iterable[Row]) -> dict[Row, dict[str, list[Op]]]:
    """The heads of all cells of some rows, by column."""
    found: dict[Row, dict[str, list[Op]]] = {row: {} for row in _want(conn, rows)}
    # The planner has no statistics; a cross join makes it begin with what is wanted.
    query = (
        f"select {COLUMNS} from temp.wanted cross join cell using (tbl, row_id) "
        "cross join json_each(cell.heads) as head cross join edit on edit.id = substr(head.value, 1, 40) "
        "cross join op on op.rid = edit.rid and op.position = cast(substr(head.value, 42) as integer)"
    )
    for op in map(Op._make, conn.execute(query)):
        found[op.tbl, op.row_id].setdefault(op.col, []).append(op)
    return found


def _want(conn: Connection, rows: Iterable[Row]) -> list[Row]:
    """Lays rows in a table of this connection, for a query to join."""
    conn.execute("create temp table if not exists wanted (tbl text, row_id text, primary key (tbl, row_id))")
    conn.execute("delete from temp.wanted")
    wanted = list(rows)
    conn.executemany("insert into temp.wanted (tbl, row_id) values (?, ?)", wanted)
    return wanted


def _before(conn: Connection, rows: Iterable[Row]) -> dict[Cell, _Cell]:
    """What is kept of all cells of some rows."""
    _want(conn, rows)
    query = "select tbl, row_id, col, heads, awaits from temp.wanted cross join cell using (tbl, row_id)"
    return {
        (table, row_id, column): _Cell(ids_in(heads), ids_in(awaits))
        for table, row_id, column, heads, awaits in conn.execute(query)
    }


def _sort(conn: Connection, cells: Iterable[_Cell], times: dict[str, str]) -> None:
    """Puts the heads of cells in order; times has those of the edits that have just come."""
    several = [refs for refs, _ in cells if len(refs) > 1]
    older = {ref[:40] for refs in several for ref in refs} - times.keys()
    times.update(found_in(conn, "select id, at from edit where id in", list(older)))
    for refs in several:
        refs.sort(key=lambda ref: (times[ref[:40]], ref))


def _keep(conn: Connection, cells: Mapping[Cell, _Cell]) -> None:
    """Keeps the heads of cells; of what they await, what has not come: a cell may name ops of its row's other cells."""
    named = {ref[:40] for _, awaits in cells.values() for ref in awaits}
    known = known_of(conn, list(named))
    conn.executemany(
        "insert into cell (tbl, row_id, col, heads, awaits) values (?, ?, ?, ?, ?) "
        "on conflict (tbl, row_id, col) do update set heads = excluded.heads, awaits = excluded.awaits",
        [
            (*cell, ids_text(heads), ids_text([ref for ref in awaits if ref[:40] not in known]))
            for cell, (heads, awaits) in cells.items()
        ],
    )
