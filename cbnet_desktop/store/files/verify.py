"""Verification that the log is intact and that the tables follow from it."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cbnet_desktop.domain.records import TABLES, PlanVersion
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.tables import are_current
from cbnet_desktop.store.format.edits import VERSION, Bad, SignedEdit, encoded, parsed, stored_values
from cbnet_desktop.store.format.keys import PublicKey, public_key
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection, snapshot
from cbnet_desktop.store.log.ops import COLUMNS, COUNTS, EXISTS, FROM, Op
from cbnet_desktop.store.log.rows import (
    FROZEN,
    column_value,
    columns,
    frozen_values,
    is_row,
    shown_frozen,
    shown_op,
)

_OBJECT_WORDS = {"missing": "mangler", "changed": "er ændret", "added": "er kommet til"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference from the log; kind is schema, chain, table, version or file.

    For a field, held is the table's value and said the log's; for a row, its id is in the one where it exists.
    """

    kind: str
    message: str
    table: str = ""
    row_id: str = ""
    field: str = ""
    where: str = ""
    held: Value = None
    said: Value = None


def differences(conn: Connection, where: str) -> list[Difference]:
    """All differences of one file from its own log; where names the file in each message."""
    # A damaged byte may make text invalid; it must be reported like any other change.
    conn.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        with snapshot(conn):
            return list(_differences(conn, where))
    finally:
        conn.text_factory = str


def _differences(conn: Connection, where: str) -> Iterator[Difference]:
    changed = schema.differences(conn)
    # A file that another version of the program wrote has other tables; those that both know are compared.
    held = {name for (name,) in conn.execute("select name from sqlite_master where type = 'table'").fetchall()}
    whole = (TABLES.keys() & held) - {name.removeprefix("table ") for name in changed}
    yield from _damage(conn, where)
    for name, what in changed.items():
        yield Difference("schema", f"Opbygningen {where}: {name} {_OBJECT_WORDS[what]}.")
    if any(f"table {name}" in changed for name in ("edit", "op", "key", "local")):
        return
    found = list(_edit_differences(conn, where))
    yield from found
    # Tables are compared with what was signed; fields of the log that are not, say nothing and may be of any type.
    if any(one.kind == "chain" and not one.table for one in found):
        return
    log = [Op(*row) for row in conn.execute(f"select {COLUMNS} {FROM} where {COUNTS} order by rid, position")]
    yield from _table_differences(conn, log, where, whole)
    if PlanVersion.TABLE in whole:
        yield from _version_differences(conn, where)


def foreign_edits(mine: Connection, theirs: Connection, where: str) -> list[Difference]:
    """Edits of a file that are not in the log here: an exchange or a merge takes them in."""
    known = {edit for (edit,) in mine.execute("select id from edit")}
    count = sum(edit not in known for (edit,) in theirs.execute("select id from edit"))
    if not count:
        return []
    what = danish.counted(count, "ændring", "ændringer")
    return [Difference("file", f"Der er {what} {where}, som ikke er på denne computer. Flet filen ind.")]


def _damage(conn: Connection, where: str) -> Iterator[Difference]:
    for (line,) in conn.execute("pragma quick_check").fetchall():
        if line != "ok":
            yield Difference("file", f"Filen {where} er beskadiget: {line}")


def _edit_differences(conn: Connection, where: str) -> Iterator[Difference]:
    """Edits whose body, name, signature or ops are not what was signed, and values gone without an erasure.

    An edit that the next one of its computer names by hash is proved by that one's signature.
    """
    network = computers.local(conn, computers.LOCAL_NETWORK)
    keys = {chain: PublicKey(chain, text) for chain, text in conn.execute("select chain, public from key").fetchall()}
    named: set[tuple[str, str]] = set()
    query = "select rid, id, label, body, sealed, signature from edit order by chain, number desc"
    for rid, name, label, body, sealed, signature in conn.execute(query):
        try:
            edit = parsed(ops.body_in(bytes(body)), sealed, bytes(signature), network)
            chain = edit.head.key
            is_right = edit.id == name and ((chain, name) in named or _is_signed(edit, keys[chain]))
        except (Bad, KeyError, ValueError, TypeError, AttributeError, zlib.error):
            is_right = False
        if not is_right:
            message = f"Historikken {where} er ændret: »{label}« ({str(name)[:8]}) passer ikke til sin underskrift."
            yield Difference("chain", message)
            continue
        named.discard((chain, name))
        named.update((chain, before) for before in edit.head.prev)
        if edit.head.version == VERSION:
            yield from _op_differences(conn, rid, edit, where)


def _is_signed(edit: SignedEdit, key: PublicKey) -> bool:
    return public_key(key.text).chain == edit.head.key and key.signed(edit)


def _op_differences(conn: Connection, rid: int, edit: SignedEdit, where: str) -> Iterator[Difference]:
    query = "select tbl, row_id, col, value, prevs from op where rid = ? order by position"
    held = conn.execute(query, (rid,)).fetchall()
    said = [
        (op.table, op.row_id, op.column, value, encoded(op.prevs))
        for op, value in zip(edit.head.ops, stored_values(edit), strict=True)
    ]
    if held != said:
        message = f"Historikken {where} er ændret: felterne i »{edit.head.label}« er ikke de underskrevne."
        yield Difference("chain", message)
        return
    lacking = {position for position, found in enumerate(said) if found[3] is None}
    for position in sorted(lacking - ops.erased_in(conn, edit) if lacking else ()):
        op = edit.head.ops[position]
        message = f"Historikken {where}: en værdi er fjernet uden en sletning, i »{edit.head.label}«."
        yield Difference("chain", message, op.table, op.row_id, op.column)


def _table_differences(conn: Connection, log: list[Op], where: str, whole: set[str]) -> Iterator[Difference]:
    """The differences of rows and fields, for tables with the right columns."""
    by_cell: defaultdict[ops.Cell, list[Op]] = defaultdict(list)
    for op in log:
        by_cell[op.cell].append(op)
    shown = {cell: shown_op(found) for cell, found in by_cell.items()}
    rows_of = _rows_in(conn, by_cell)
    is_another = not are_current(conn)
    for table in sorted(whole):
        kind = TABLES[table]
        there = _columns_in(conn, table)
        names = [name for name in columns(table) if name in there]
        found = {row[0]: row[1:] for row in conn.execute(f"select {', '.join(['id', *names])} from {table}").fetchall()}
        for row_id in sorted(found.keys() ^ rows_of[table]):
            yield _row_difference(table, kind.NOUN, row_id, where, is_extra=row_id in found)
        for row_id in sorted(found.keys() & rows_of[table]):
            frozen = shown_frozen(conn, table, row_id) if kind.FROZEN else None
            for name, held in zip(names, found[row_id], strict=True):
                said = _said(shown, (table, row_id, name), frozen)
                if held != said and not (is_another and _is_strange(table, name, held)):
                    yield _field_difference((table, row_id, name), where, held, said)


def _columns_in(conn: Connection, table: str) -> set[str]:
    return {name for (name,) in conn.execute("select name from pragma_table_info(?)", (table,)).fetchall()}


def _is_strange(table: str, name: str, held: Any) -> bool:
    """Whether another version may have written what a column holds: a choice of its own, or the usual one for ours."""
    field = TABLES[table].fields().get(name)
    return field is not None and bool(field.choices) and (held not in field.choices or held == field.default)


def _said(shown: Mapping[ops.Cell, Op | None], cell: ops.Cell, frozen: Mapping[str, Value] | None) -> Any:
    table, _, name = cell
    default = columns(table)[name]
    if frozen is not None:
        return column_value(table, name, frozen.get(name, default))
    op = shown.get(cell)
    return column_value(table, name, op.decoded if op else default)


def _rows_in(conn: Connection, by_cell: Mapping[ops.Cell, list[Op]]) -> defaultdict[str, set[str]]:
    """The ids of the rows that exist by the log, by table."""
    by_row: defaultdict[tuple[str, str], dict[str, list[Op]]] = defaultdict(dict)
    for (table, row_id, column), found in by_cell.items():
        by_row[table, row_id][column] = found
    rows_of: defaultdict[str, set[str]] = defaultdict(set)
    for (table, row_id), cells in by_row.items():
        if table in FROZEN:
            is_there = shown_frozen(conn, table, row_id) is not None
        else:
            is_there = table in TABLES and is_row(conn, table, row_id, cells)
        if is_there:
            rows_of[table].add(row_id)
    return rows_of


def _row_difference(table: str, noun: str, row_id: str, where: str, *, is_extra: bool) -> Difference:
    what = "står i tabellen, men ikke i historikken" if is_extra else "står i historikken, men ikke i tabellen"
    return Difference(
        "version" if table in FROZEN else "table",
        f"{table} {row_id} ({noun}) {where} {what}.",
        table,
        row_id,
        where=where,
        held=row_id if is_extra else None,
        said=None if is_extra else row_id,
    )


def _field_difference(cell: ops.Cell, where: str, held: Any, said: Any) -> Difference:
    table, row_id, name = cell
    field = TABLES[table].fields().get(name)
    label = field.label if field else name
    if isinstance(held, bytes) or isinstance(said, bytes) or field is None:
        message = f"{table} {row_id}, {name} {where}: indholdet er et andet end i historikken."
        held = said = None
    else:
        message = f"{table} {row_id}, {name} ({label}) {where}: tabellen siger »{held}«, historikken »{said}«."
    kind = "version" if table in FROZEN else "table"
    return Difference(kind, message, table, row_id, name, where, held, said)


def _version_differences(conn: Connection, where: str) -> Iterator[Difference]:
    """Versions that somebody wrote and that are none, and those whose document has another SHA-256 than they say."""
    table = PlanVersion.TABLE
    query = f"select distinct row_id {FROM} where tbl = ? and col = ? and {COUNTS}"
    for (row_id,) in conn.execute(query, (table, EXISTS)).fetchall():
        if frozen_values(conn, table, row_id) is None:
            message = f"{table} {row_id} {where}: id'et er ikke indholdets SHA-256. Versionen er ikke taget med."
            yield Difference("version", message, table, row_id)
    for row_id, document, sha256 in conn.execute(f"select id, document, sha256 from {table}").fetchall():
        if hashlib.sha256((document or "").encode()).hexdigest() != sha256:
            yield Difference(
                "version", f"{table} {row_id} {where}: dokumentet passer ikke til sin SHA-256.", table, row_id, "sha256"
            )
