"""Verification that the log is intact and that the tables follow from it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cbnet_desktop.domain.records import TABLES, PlanVersion
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.store import erasure, ops, schema
from cbnet_desktop.store.connection import Connection, snapshot
from cbnet_desktop.store.ops import EXISTS, Op
from cbnet_desktop.store.rows import FROZEN, column_value, columns, is_genuine, is_row, shown_op

_OBJECT_WORDS = {"missing": "mangler", "changed": "er ændret", "added": "er kommet til"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference from the log; kind is schema, chain, table, version, file or fork.

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
    log = list(ops.chains(conn))
    changed = schema.differences(conn)
    whole = TABLES.keys() - {name.removeprefix("table ") for name in changed}
    yield from _damage(conn, where)
    for name, what in changed.items():
        yield Difference("schema", f"Opbygningen {where}: {name} {_OBJECT_WORDS[what]}.")
    yield from _chain_differences(log, where)
    yield from _blank_differences(conn, log, where)
    yield from _table_differences(conn, log, where, whole)
    if PlanVersion.TABLE in whole:
        yield from _version_differences(conn, log, where)


def compared_logs(mine: Connection, theirs: Connection) -> list[Difference]:
    """Ops that differ between two logs: a history was rewritten or a replica cloned."""
    query = "select replica, seq, hash from op"
    known = {(replica, seq): hash_ for replica, seq, hash_ in mine.execute(query)}
    first: dict[str, int] = {}
    for replica, seq, hash_ in theirs.execute(query):
        if known.get((replica, seq), hash_) != hash_:
            first[replica] = min(seq, first.get(replica, seq))
    return [
        Difference("fork", f"Historikken i filen er en anden end på denne computer fra led {seq} i {replica[:8]}.")
        for replica, seq in first.items()
    ]


def _damage(conn: Connection, where: str) -> Iterator[Difference]:
    for (line,) in conn.execute("pragma quick_check").fetchall():
        if line != "ok":
            yield Difference("file", f"Filen {where} er beskadiget: {line}")


def _chain_differences(log: list[Op], where: str) -> Iterator[Difference]:
    last: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    for op in log:
        seq, previous = last.get(op.replica, (0, ops.CHAIN_START))
        if op.replica not in broken and (op.seq != seq + 1 or not ops.is_linked(previous, op)):
            broken.add(op.replica)
            yield Difference(
                "chain",
                f"Historikken {where} er brudt ved led {op.seq} i {op.replica[:8]}: »{op.label}«.",
                op.tbl,
                op.row_id,
                op.col,
            )
        last[op.replica] = (op.seq, op.hash)


def _blank_differences(conn: Connection, log: list[Op], where: str) -> Iterator[Difference]:
    """Blank values in the log that no recorded erasure covers."""
    found = erasure.erasures(conn)
    for op in log:
        if op.value is None and not any(
            op.row_id == person and op.col in erasure.CONTACT_FIELDS and erasure.is_covered(op, covers)
            for person, covers in found
        ):
            message = f"Historikken {where}: en værdi er fjernet uden en sletning, ved led {op.seq} i {op.replica[:8]}."
            yield Difference("chain", message, op.tbl, op.row_id, op.col)


def _table_differences(conn: Connection, log: list[Op], where: str, whole: set[str]) -> Iterator[Difference]:
    """The differences of rows and fields, for tables with the right columns."""
    by_cell: defaultdict[ops.Cell, list[Op]] = defaultdict(list)
    for op in log:
        by_cell[op.cell].append(op)
    shown = {cell: shown_op(cell[0], found) for cell, found in by_cell.items()}
    rows_of = _rows_in(by_cell)
    for table in sorted(whole):
        kind = TABLES[table]
        names = list(columns(table))
        found = {row[0]: row[1:] for row in conn.execute(f"select id, {', '.join(names)} from {table}").fetchall()}
        for row_id in sorted(found.keys() ^ rows_of[table]):
            yield _row_difference(table, kind.NOUN, row_id, where, is_extra=row_id in found)
        for row_id in sorted(found.keys() & rows_of[table]):
            for name, held in zip(names, found[row_id], strict=True):
                op_ = shown.get((table, row_id, name))
                said = column_value(table, name, op_.decoded if op_ else columns(table)[name])
                if held != said:
                    yield _field_difference((table, row_id, name), where, held, said)
        if column := kind.NAMED_BY:
            heads = {row_id: shown.get((table, row_id, column)) for row_id in rows_of[table]}
            said_by = {row_id: column_value(table, column, op.decoded if op else None) for row_id, op in heads.items()}
            held_by = {row_id: row[names.index(column)] for row_id, row in found.items()}
            yield from _name_differences(kind, {**said_by, **held_by}, where)


def _name_differences(kind: type[Record], contents: Mapping[str, Value], where: str) -> Iterator[Difference]:
    """The rows whose id is not the hash of their content, also those in the log that were not taken in."""
    for row_id, content in sorted(contents.items()):
        if not is_genuine(kind.TABLE, row_id, content):
            message = f"{kind.TABLE} {row_id} ({kind.NOUN}) {where}: id'et er ikke indholdets SHA-256."
            yield Difference("version", message, kind.TABLE, row_id, kind.NAMED_BY)


def _rows_in(by_cell: Mapping[ops.Cell, list[Op]]) -> defaultdict[str, set[str]]:
    """The ids of the rows that exist by the log, by table."""
    cells_of_row: defaultdict[tuple[str, str], list[list[Op]]] = defaultdict(list)
    for (table, row_id, column), found in by_cell.items():
        if column != EXISTS:
            cells_of_row[table, row_id].append(found)
    rows_of: defaultdict[str, set[str]] = defaultdict(set)
    for (table, row_id, column), found in by_cell.items():
        others = (head for cell in cells_of_row[table, row_id] for head in ops.unreplaced(cell))
        if column == EXISTS and is_row(table, row_id, found, others):
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


def _version_differences(conn: Connection, log: list[Op], where: str) -> Iterator[Difference]:
    table = PlanVersion.TABLE
    written = Counter(op.cell for op in log if op.tbl == table)
    for (_, row_id, name), times in written.items():
        if times > 1:
            message = f"{table} {row_id}, {name} {where}: er skrevet {times} gange i historikken."
            yield Difference("version", message, table, row_id, name)
    for row_id, document, sha256 in conn.execute(f"select id, document, sha256 from {table}").fetchall():
        if hashlib.sha256((document or "").encode()).hexdigest() != sha256:
            yield Difference(
                "version", f"{table} {row_id} {where}: dokumentet passer ikke til sin SHA-256.", table, row_id, "sha256"
            )
