"""What a newer program wrote and this one does not show: kept and carried on, counted and told, never agreed unseen.

It is an edit of a later version, a cell of a table or column that is not known here, or a choice that is not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

from cbnet_desktop.domain.records import RECORDS, TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.format.edits import VERSION, SignedEdit, encoded
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.rows import columns

#: Key of what the program knew that made the tables of this file.
LOCAL_KNOWS = "knows"
#: The cells that are of no record.
_OF_COMPUTERS = {
    (computers.TABLE, computers.COLUMN),
    (computers.EDITS, computers.COLUMN),
    (computers.NETWORK, computers.KEEPER),
}
_COUNTS = "rid not in (select rid from held_out)"
_BEHIND = "En kollega bruger en nyere CBnet. Du kan arbejde videre;"


@cache
def knows() -> str:
    """What this program shows of edits: a hash that changes with every field, record and choice, and the tables."""
    said = [
        [kind.TABLE, kind.FROZEN, kind.ON_DISK, kind.BLOBS]
        + [[name, field.kind, field.default, field.required, sorted(field.choices), field.limit, field.refers_to]
           for name, field in kind.fields().items()]
        for kind in RECORDS
    ]  # fmt: skip
    return " ".join([hashlib.sha256(json.dumps([VERSION, said]).encode()).hexdigest(), *TABLES])


def note(conn: Connection, edits: Sequence[SignedEdit]) -> None:
    """Notes which of the edits that have just come hold something that is not shown."""
    found = [(edit.id,) for edit in edits if _is_newer(edit)]
    if found:
        conn.executemany("insert or ignore into not_shown (rid) select rid from edit where id = ?", found)
        # A newer program that opens this replica looks at them.
        computers.set_local(conn, LOCAL_KNOWS, knows())


def _is_newer(edit: SignedEdit) -> bool:
    return edit.head.version > VERSION or not all(is_shown(op.table, op.column, op.value) for op in edit.head.ops)


def is_shown(table: str, column: str, value: Value) -> bool:
    """Whether this program shows a cell as its author meant it."""
    choices = _choices(table, column)
    return choices is not None and (not choices or value in choices)


@lru_cache(4096)
def _choices(table: str, column: str) -> frozenset[Value] | None:
    """The choices of a column, none where it holds anything; None for a column that is not known."""
    if (column == ops.EXISTS and table in TABLES) or (table, column) in _OF_COMPUTERS:
        return frozenset()
    if column not in columns(table):
        return None
    field = TABLES[table].fields().get(column)
    return frozenset((*field.choices, "", None)) if field and field.choices else frozenset()


def note_all(conn: Connection) -> None:
    """Notes anew which edits hold something that is not shown: what this program knows, another did not."""
    conn.execute("delete from not_shown")
    conn.execute("insert into not_shown (rid) select rid from edit where version > ?", (VERSION,))
    for table, column in conn.execute("select distinct tbl, col from cell").fetchall():
        choices = _choices(table, column)
        if choices is None or choices:
            known = [encoded(value) for value in choices or ()]
            conn.execute(
                "insert or ignore into not_shown (rid) select rid from op where tbl = ? and col = ? "
                f"and ifnull(value, '') not in ({', '.join('?' * len(known))})",
                (table, column, *known),
            )


def cells(conn: Connection) -> set[ops.Cell]:
    """The cells of edits that hold something that is not shown."""
    found = conn.execute("select distinct tbl, row_id, col from op where rid in (select rid from not_shown)").fetchall()
    return {(table, row_id, column) for table, row_id, column in found}


def sentence(conn: Connection, *, has_strays: bool) -> str:
    """That somebody uses a newer program; empty where nobody does. Strays are files in the folder that it writes."""
    count = conn.execute(f"select count(*) from not_shown where {_COUNTS}").fetchone()[0]
    if count:
        return f"{_BEHIND} {danish.counted(count, 'ændring', 'ændringer')} vises først, når du opdaterer."
    return f"{_BEHIND} opdatér for at se alt." if has_strays else ""


def require_shown(conn: Connection, about: Collection[ops.Row] | None = None) -> None:
    """Raises Invalid where something that is not shown says more of some rows, or, without rows, of the network.

    Nobody agrees to or signs what she does not see. Contact data is no part of it, an edit of a later version may be.
    """
    if any(about is None or _is_about(op, about) for op in _standing(conn)) or _is_opaque(conn):
        raise Invalid(
            "En kollega har med en nyere CBnet skrevet noget her, som ikke vises på denne computer. Opdatér CBnet, før "
            "det godkendes, sendes eller aftales."
        )


def _is_opaque(conn: Connection) -> bool:
    query = f"select 1 from not_shown join edit using (rid) where version > ? and {_COUNTS} limit 1"
    return conn.execute(query, (VERSION,)).fetchone() is not None


def _standing(conn: Connection) -> Iterable[ops.Op]:
    """The ops that are not shown, not replaced, not empty, and no contact data."""
    query = (
        f"select {ops.COLUMNS} {ops.FROM} where op.rid in (select rid from not_shown) and op.seal is null "
        f"and {ops.COUNTS} and op.value not in ('null', 'false', '\"\"')"
    )
    for op in map(ops.Op._make, conn.execute(query).fetchall()):
        if not is_shown(op.tbl, op.col, op.decoded) and op.id in ops.heads_of(conn, op.cell):
            yield op


def _is_about(op: ops.Op, rows: Collection[ops.Row]) -> bool:
    """Whether a cell is one of some rows, or names one of them in a table that is not known."""
    return (op.tbl, op.row_id) in rows or (op.tbl not in TABLES and any(op.decoded == row_id for _, row_id in rows))
