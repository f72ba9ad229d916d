"""The ordinary tables: materialised from the ops and read as records."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cbnet_desktop.domain.records import RECORDS, TABLES, Erasure, NetworkProfile, PlanVersion
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network, Rows
from cbnet_desktop.store.log import computers, heads
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import (
    COLUMNS,
    COUNTS,
    EXISTS,
    FROM,
    Cell,
    Op,
    is_there,
    of_cell,
    unreplaced,
)

RowId = tuple[str, str]
FROZEN = frozenset(kind.TABLE for kind in RECORDS if kind.FROZEN)
BLOBS = frozenset(name for kind in RECORDS for name in kind.BLOBS)


def read_network(conn: Connection) -> Network:
    """Reads all tables as records."""
    return reread(conn, Network.empty(), TABLES)


def reread(conn: Connection, network: Network, tables: Iterable[str]) -> Network:
    """A network with some tables read anew."""
    return network.with_tables(read_tables(conn, tables), from_strangers=_from_strangers(conn))


def _from_strangers(conn: Connection) -> frozenset[str]:
    """The ids of signed versions that were made on a computer which nobody known knows."""
    query = f"select distinct op.row_id, edit.chain {FROM} where tbl = ? and col = ? and {COUNTS}"
    found = conn.execute(query, (PlanVersion.TABLE, EXISTS)).fetchall()
    if not found or computers.is_alone(conn):
        return frozenset()
    known = computers.current(conn).known
    ours = {row_id for row_id, chain in found if chain in known}
    return frozenset(row_id for row_id, _ in found if row_id not in ours)


def read_tables(conn: Connection, tables: Iterable[str]) -> dict[str, Rows]:
    """Reads some tables as records by id."""
    return {table: _read_table(conn, TABLES[table]) for table in tables}


def _read_table(conn: Connection, kind: type[Record]) -> Rows:
    fields = kind.fields()
    flags = [index for index, field in enumerate(fields.values(), 1) if field.kind is Kind.FLAG]
    rows: dict[str, Record] = {}
    for row in conn.execute(f"select id, {', '.join(fields)} from {kind.TABLE} order by id").fetchall():
        values = list(row)
        for index in flags:
            values[index] = bool(values[index])
        rows[row[0]] = kind(*values)
    return rows


def cells_of(conn: Connection, changes: Iterable[Change], *, settles: bool = False) -> list[tuple[Cell, Value]]:
    """The cells that an edit sets, in order, one per changed field; all fields where it resolves a conflict."""
    cells: list[tuple[Cell, Value]] = []
    for change in changes:
        table, row_id = change.table, change.row_id
        if change.after is None:
            cells.append(((table, row_id, EXISTS), None))
        elif change.before is None:
            cells.append(((table, row_id, EXISTS), row_id))
            cells.extend(_created_cells(conn, change))
        else:
            cells.extend(
                ((table, row_id, name), value)
                for name, value in change.after.items()
                if settles or name not in change.before or change.before[name] != value
            )
    return cells


def stated(found: Iterable[Record]) -> list[tuple[Cell, Value]]:
    """The cells which say once more that rows are there, so that no removal elsewhere that knows less takes them."""
    return [((row.TABLE, row.id, EXISTS), row.id) for row in found]


def _created_cells(conn: Connection, change: Change) -> list[tuple[Cell, Value]]:
    """The cells that differ from the defaults; for a row that existed before, also those set then."""
    query = "select col from cell where tbl = ? and row_id = ?"
    known = {name for (name,) in conn.execute(query, (change.table, change.row_id)).fetchall()}
    given = change.after or {}
    return [
        ((change.table, change.row_id, name), given.get(name, field.default))
        for name, field in TABLES[change.table].fields().items()
        if name in known or given.get(name, field.default) != field.default
    ]


def write_changes(conn: Connection, changes: Iterable[Change]) -> None:
    """Writes a validated edit to the ordinary tables."""
    for change in changes:
        if change.after is None:
            conn.execute(f"delete from {change.table} where id = ?", (change.row_id,))
        elif change.before is None:
            _insert(conn, change.table, {EXISTS: change.row_id, **columns(change.table), **change.after})
        elif change.after:
            _update(conn, change.table, change.row_id, change.after)


def materialise(conn: Connection, cells: Iterable[Cell]) -> frozenset[str]:
    """Recomputes the rows of cells from their heads; returns the tables touched."""
    by_row: dict[RowId, set[str]] = {}
    for table, row_id, column in cells:
        # Names from a foreign log become part of SQL statements, so only known ones are allowed.
        if table in TABLES and (column == EXISTS or column in columns(table)):
            by_row.setdefault((table, row_id), set()).add(column)
    found = heads.of_rows(conn, (row for row in by_row if row[0] not in FROZEN))
    for (table, row_id), touched in by_row.items():
        exists = conn.execute(f"select 1 from {table} where id = ?", (row_id,)).fetchone() is not None
        if table in FROZEN:
            names, shown = set(columns(table)), shown_frozen(conn, table, row_id)
            is_changed = (shown is not None) is not exists
        else:
            ops = found[table, row_id]
            names = touched - {EXISTS} if exists else set(columns(table))
            shown = _shown(ops, names) if is_row(conn, table, row_id, ops) else None
            is_changed = True
        if is_changed:
            _write(conn, (table, row_id), shown, names, exists=exists)
    return frozenset(table for table, _ in by_row)


def _shown(found: Mapping[str, list[Op]], names: Iterable[str]) -> dict[str, Value]:
    """What the ops of a row say of some columns."""
    ops = {name: shown_op(found.get(name, ())) for name in names}
    return {name: op.decoded for name, op in ops.items() if op}


def _write(
    conn: Connection, row: RowId, shown: Mapping[str, Value] | None, names: Iterable[str], *, exists: bool
) -> None:
    """Writes columns of a row as shown, the others as the defaults; removes a row of which nothing is shown."""
    table, row_id = row
    if shown is None:
        if exists:
            conn.execute(f"delete from {table} where id = ?", (row_id,))
        return
    values = {name: column_value(table, name, shown.get(name, columns(table)[name])) for name in names}
    if not exists:
        _insert(conn, table, {EXISTS: row_id, **values})
    elif values:
        _update(conn, table, row_id, values)


def shown_frozen(conn: Connection, table: str, row_id: str) -> dict[str, Value] | None:
    """What the log says of a frozen row; None where no edit has it, and for an erasure that waits."""
    if table == Erasure.TABLE and not is_carried_out(conn, row_id):
        return None
    return frozen_values(conn, table, row_id)


def is_carried_out(conn: Connection, row_id: str) -> bool:
    """Whether an erasure was carried out in this file."""
    return conn.execute("select 1 from carried_out where erasure = ?", (row_id,)).fetchone() is not None


def frozen_values(conn: Connection, table: str, row_id: str) -> dict[str, Value] | None:
    """The values of a frozen row, as the one edit has them whose content hashes to the row's id; None where none does.

    So no clock decides what is frozen, and nobody adds to it.
    """
    query = f"select {COLUMNS} {FROM} where tbl = ? and row_id = ? and {COUNTS} order by op.rid, position"
    by_edit: dict[int, dict[str, Value]] = {}
    for op in (Op(*row) for row in conn.execute(query, (table, row_id)).fetchall()):
        by_edit.setdefault(op.rid, {})[op.col] = op.decoded
    for values in by_edit.values():
        if values.pop(EXISTS, None) == row_id and TABLES[table].name_of(values) == row_id:
            return values
    return None


@cache
def columns(table: str) -> Mapping[str, Value]:
    """The columns of a table with their defaults, without id; empty for a table this program does not know."""
    kind = TABLES.get(table)
    if kind is None:
        return {}
    defaults = {name: field.default for name, field in kind.fields().items()}
    return {**defaults, **dict.fromkeys(kind.ON_DISK)}


def author_of(conn: Connection, cell: Cell) -> str:
    """The author of a cell's value; empty where no op sets it."""
    op = shown_op(of_cell(conn, cell))
    return op.author if op else ""


def is_row(conn: Connection, table: str, row_id: str, found: Mapping[str, list[Op]]) -> bool:
    """Whether a row exists by its ops; a network has one row of its own, which nobody can add to."""
    if table == NetworkProfile.TABLE and row_id != computers.local(conn, computers.LOCAL_NETWORK):
        return False
    others = (head for name, ops in found.items() if name != EXISTS for head in unreplaced(ops))
    return is_there(row_id, found.get(EXISTS, ()), others)


def shown_op(of_one_cell: Iterable[Op]) -> Op | None:
    """The op whose value is shown: the last head."""
    return next(reversed(unreplaced(of_one_cell)), None)


def column_value(table: str, name: str, value: Value) -> Any:
    """A value as stored in the column; the default where a foreign op's value is invalid."""
    if name in BLOBS:
        return decoded_blob(value)
    field = TABLES[table].fields().get(name)
    if field is None:
        return value if isinstance(value, str) else None
    try:
        known = field.normalised(value)
        field.check(known)
    except Invalid:
        return field.default
    return known


def decoded_blob(value: Value) -> bytes | None:
    """The bytes of a base64 value; None where it is invalid."""
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except ValueError:
        return None


def _insert(conn: Connection, table: str, values: Mapping[str, Any]) -> None:
    places = ", ".join("?" * len(values))
    conn.execute(f"insert into {table} ({', '.join(values)}) values ({places})", tuple(values.values()))


def _update(conn: Connection, table: str, row_id: str, values: Mapping[str, Any]) -> None:
    places = ", ".join(f"{name} = ?" for name in values)
    conn.execute(f"update {table} set {places} where id = ?", (*values.values(), row_id))
