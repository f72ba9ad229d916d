"""The history of edits: who changed which field, from what to what."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import COLUMNS, FROM, Op, OpId
from cbnet_desktop.store.log.rows import columns


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One field of one edit; field "id" means that the row was added (before None) or removed (value None)."""

    edit: str
    at: str
    by: str
    label: str
    table: str
    row_id: str
    field: str
    before: Value
    value: Value


def entries(conn: Connection, table: str = "", row_id: str = "", limit: int = 0) -> list[HistoryEntry]:
    """The entries, newest first, without columns that exist only on disk (documents, PDFs)."""
    where, values = ["1 = 1"], list[str | int]()
    for column, value in (("tbl", table), ("row_id", row_id)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    hidden = [name for kind in TABLES.values() for name in kind.ON_DISK]
    where.append(f"col not in ({', '.join('?' * len(hidden))})")
    where_all = " and ".join(where)
    query = f"select {COLUMNS} {FROM} where {where_all} order by edit.at desc, op.rid desc, op.position desc limit ?"
    found = conn.execute(query, (*values, *hidden, limit or -1)).fetchall()
    return [_entry(conn, Op(*row)) for row in found]


def _entry(conn: Connection, op: Op) -> HistoryEntry:
    return HistoryEntry(
        op.edit, op.at, op.author, op.label, op.tbl, op.row_id, op.col, value_before(conn, op), op.decoded
    )


def value_before(conn: Connection, op: Op) -> Value:
    """The value that an op replaced; the default for the first op of a cell."""
    for before in op.replaces[-1:]:
        found = by_id(conn, before)
        if found and found.cell == op.cell:
            return found.decoded
    return columns(op.tbl).get(op.col)


def by_id(conn: Connection, op: OpId) -> Op | None:
    """The op of this name; None where its edit is not here."""
    edit, _, position = op.partition(".")
    query = f"select {COLUMNS} {FROM} where edit.id = ? and op.position = ?"
    row = conn.execute(query, (edit, int(position))).fetchone()
    return Op(*row) if row else None
