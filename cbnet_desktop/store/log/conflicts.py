"""Conflicts between concurrent edits, and how a person resolves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.store.format.edits import SEALED, encoded
from cbnet_desktop.store.log import ops
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import ARCHIVED, Op
from cbnet_desktop.store.log.rows import columns


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values of a conflict, with author and time (UTC)."""

    value: Value
    by: str
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell with several heads: its versions, oldest first (the last is shown), and the value before them.

    Where edited names fields, the cell is a row's »archived«: the first version archived it and is shown, the second
    stands for the edits of those fields after that, and taking it brings the row back.
    """

    table: str
    row_id: str
    field: str
    versions: tuple[Version, ...]
    was: Value
    edited: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id by which it is resolved."""
        return f"{self.table}/{self.row_id}/{self.field}"

    @property
    def shown(self) -> Version:
        """The version shown until somebody resolves the conflict."""
        return self.versions[0 if self.edited else -1]


def conflicts(conn: Connection) -> list[CellConflict]:
    """All cells whose heads have different values, and all rows archived and edited concurrently."""
    found = [*_cells(conn), *_archived(conn)]
    return sorted(found, key=lambda conflict: (conflict.table, conflict.row_id, conflict.field))


def conflict(conn: Connection, conflict_id: str) -> CellConflict:
    """The conflict with this id; raises Missing where it does not exist (any more)."""
    for found in conflicts(conn):
        if found.id == conflict_id:
            return found
    raise Missing(f"Der er ingen konflikt »{conflict_id}«. Hent listen med »cbnet conflicts«.")


def _cells(conn: Connection) -> Iterator[CellConflict]:
    """Conflicting cells of existing, editable rows; equal values are no conflict."""
    rows = conn.execute(
        "select tbl, row_id, col from cell where json_array_length(heads) > 1 order by tbl, row_id, col"
    ).fetchall()
    for cell in rows:
        if cell[2] in columns(cell[0]) and cell[0] not in FROZEN_TABLES and _exists(conn, cell):
            found = _conflict(conn, cell)
            if len({encoded(version.value) for version in found.versions}) > 1:
                yield found


def _exists(conn: Connection, cell: ops.Cell) -> bool:
    return conn.execute(f"select 1 from {cell[0]} where id = ?", (cell[1],)).fetchone() is not None


def _conflict(conn: Connection, cell: ops.Cell) -> CellConflict:
    by_id = {op.id: op for op in ops.of_cell(conn, cell)}
    heads = ops.unreplaced(by_id.values())
    return CellConflict(*cell, tuple(map(_version, heads)), _common_value(heads, by_id, columns(cell[0]).get(cell[2])))


def _version(op: Op) -> Version:
    return Version(op.decoded, op.author, op.at, op.label)


def _common_value(heads: list[Op], by_id: dict[ops.OpId, Op], default: Value) -> Value:
    """The value of the heads' newest common ancestor; the default where there is none."""
    shared = set.intersection(*(_ancestors(op, by_id) for op in heads))
    newest = max((by_id[key] for key in shared), key=ops.in_time, default=None)
    return newest.decoded if newest else default


def _ancestors(op: Op, by_id: dict[ops.OpId, Op]) -> set[ops.OpId]:
    found: set[ops.OpId] = set()
    waiting = [op]
    while waiting:
        for key in waiting.pop().replaces:
            if key in by_id and key not in found:
                found.add(key)
                waiting.append(by_id[key])
    return found


def _archived(conn: Connection) -> Iterator[CellConflict]:
    """Rows that one person archived while another edited them, according to their ops."""
    for table, kind in TABLES.items():
        if ARCHIVED in kind.fields():
            for (row_id,) in conn.execute(f"select id from {table} where {ARCHIVED} order by id").fetchall():
                yield from _edited_unknowingly(conn, table, row_id)


def _edited_unknowingly(conn: Connection, table: str, row_id: str) -> Iterator[CellConflict]:
    archivings = ops.unreplaced(ops.of_cell(conn, (table, row_id, ARCHIVED)))
    if not archivings or not all(op.decoded is True for op in archivings):
        return
    known = {op_id for op in archivings for op_id in op.replaces} | {op.id for op in archivings}
    edits = [op for op in _heads_beyond(conn, table, row_id, known) if _is_unknowing(op, archivings)]
    # What one edit does to a row, it does knowingly.
    edits = [op for op in edits if op.rid not in {archiving.rid for archiving in archivings}]
    if edits:
        newest = max(edits, key=ops.in_time)
        versions = (_version(archivings[-1]), Version(False, newest.author, newest.at, newest.label))
        yield CellConflict(table, row_id, ARCHIVED, versions, False, tuple(op.col for op in edits))


def _heads_beyond(conn: Connection, table: str, row_id: str, known: set[ops.OpId]) -> Iterator[Op]:
    """The heads of a row's cells other than the known ones; usually none, so that no op is read."""
    rows = conn.execute("select col, heads from cell where tbl = ? and row_id = ?", (table, row_id)).fetchall()
    for column, heads in rows:
        if column in columns(table) and not set(ops.ids_in(heads)) <= known:
            found = ops.unreplaced(ops.of_cell(conn, (table, row_id, column)))
            yield from (op for op in found if op.id not in known)


def _is_unknowing(edited: Op, archivings: list[Op]) -> bool:
    """Whether an edit replaces none of the archivings; erased contact data do not count as an edit."""
    if (edited.tbl, edited.col) in SEALED and edited.decoded in ("", None):
        return False
    return not {op.id for op in archivings} & set(edited.replaces)
