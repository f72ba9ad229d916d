"""Cells that two people changed without knowing of each other, and how a person settles them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cbnet_desktop.domain.changes import Value
from cbnet_desktop.domain.errors import Missing
from cbnet_desktop.store import ops
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.ops import Op
from cbnet_desktop.store.rows import columns


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values of a conflict: who wrote it and when (UTC)."""

    value: Value
    by: str
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell with more than one head: all its versions, oldest first (the last is shown), and what it was before."""

    table: str
    row_id: str
    field: str
    versions: tuple[Version, ...]
    was: Value

    @property
    def id(self) -> str:
        """The name by which it is settled."""
        return f"{self.table}/{self.row_id}/{self.field}"


def conflicts(conn: Connection) -> list[CellConflict]:
    """Every cell whose heads hold different values; the same value twice is no conflict."""
    rows = conn.execute(
        "select tbl, row_id, col from cell where json_array_length(heads) > 1 order by tbl, row_id, col"
    ).fetchall()
    found = [_conflict(conn, cell) for cell in rows if cell[2] in columns(cell[0])]
    return [conflict for conflict in found if len({ops.encoded(version.value) for version in conflict.versions}) > 1]


def conflict(conn: Connection, conflict_id: str) -> CellConflict:
    """The conflict of this id; raises Missing when there is none (any more)."""
    for found in conflicts(conn):
        if found.id == conflict_id:
            return found
    raise Missing(f"Der er ingen konflikt »{conflict_id}«. Hent listen med »cbnet conflicts«.")


def _conflict(conn: Connection, cell: ops.Cell) -> CellConflict:
    by_id = {(op.replica, op.seq): op for op in ops.of_cell(conn, cell)}
    heads = ops.unreplaced(by_id.values())
    versions = tuple(Version(op.decoded, op.author, op.at, op.label) for op in heads)
    return CellConflict(*cell, versions, _common_value(heads, by_id, columns(cell[0]).get(cell[2])))


def _common_value(heads: list[Op], by_id: dict[tuple[str, int], Op], default: Value) -> Value:
    """The value of the newest op that all heads go back to; the default where they share none."""
    shared = set.intersection(*(_ancestors(op, by_id) for op in heads))
    newest = max((by_id[key] for key in shared), key=lambda op: (op.at, op.replica, op.seq), default=None)
    return newest.decoded if newest else default


def _ancestors(op: Op, by_id: dict[tuple[str, int], Op]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    waiting = [op]
    while waiting:
        for key in map(tuple, json.loads(waiting.pop().prevs)):
            if key in by_id and key not in found:
                found.add(key)
                waiting.append(by_id[key])
    return found
