"""The log in a file: edits and the cells that they set. What a cell says follows from the set of edits alone.

An op is one cell of an edit and is named »edit.position«. It names the ops that it replaces; the ops of a cell that no
other replaces are its heads, and several heads are a conflict. Nothing depends on the order in which edits arrive.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.format.edits import SignedEdit, encoded, filled, parsed_head, stored_values, without
from cbnet_desktop.store.log.connection import Connection

#: The column for the existence of a row: the row's id, or null.
EXISTS = "id"
#: The column for whether a row is archived.
ARCHIVED = "archived"
#: Bodies longer than this are kept compressed.
_LONG = 900
#: The most values given to one query.
_AT_ONCE = 500

Cell = tuple[str, str, str]
Row = tuple[str, str]
#: »edit.position«, the same in every log.
OpId = str


class Op(NamedTuple):
    """One cell set by one edit; edit is the act's name where an act took several edits. rid is local to the file."""

    id: OpId
    edit: str
    at: str
    author: str
    label: str
    tbl: str
    row_id: str
    col: str
    value: str | None
    prevs: str
    rid: int
    chain: str

    @property
    def cell(self) -> Cell:
        """The cell that the op sets."""
        return (self.tbl, self.row_id, self.col)

    @property
    def decoded(self) -> Value:
        """The value; None also where it was erased."""
        found: Value = None if self.value is None else json.loads(self.value)
        return found

    @property
    def replaces(self) -> list[OpId]:
        """The ops that it replaces."""
        return ids_in(self.prevs)


def ids_in(text: str) -> list[OpId]:
    """The op ids in a JSON text that the program itself wrote; they hold nothing that JSON escapes."""
    return text[2:-2].split('","') if text != "[]" else []


def ids_text(ids: Sequence[OpId]) -> str:
    """Op ids as a JSON text."""
    return '["' + '","'.join(ids) + '"]' if ids else "[]"


COLUMNS = (
    "edit.id || '.' || op.position, case edit.act when '' then edit.id else edit.act end, edit.at, edit.author, "
    "edit.label, op.tbl, op.row_id, op.col, op.value, op.prevs, op.rid, edit.chain"
)
#: The ops that count: those of computers that are held out do not.
FROM = "from op join edit using (rid)"
COUNTS = "not exists (select 1 from held_out where held_out.rid = op.rid)"


def of_cell(conn: Connection, cell: Cell) -> list[Op]:
    """All ops of a cell that count."""
    query = f"select {COLUMNS} {FROM} where tbl = ? and row_id = ? and col = ? and {COUNTS}"
    return [Op(*row) for row in conn.execute(query, cell).fetchall()]


def since(conn: Connection, rid: int) -> list[Op]:
    """The ops that count and came here after one."""
    query = f"select {COLUMNS} {FROM} where op.rid > ? and {COUNTS} order by op.rid, op.position"
    return [Op(*row) for row in conn.execute(query, (rid,)).fetchall()]


def last(conn: Connection) -> int:
    """The local number of the edit that came here last."""
    return int(conn.execute("select coalesce(max(rid), 0) from edit").fetchone()[0])


def tips(conn: Connection) -> list[str]:
    """The ids of the last edits of all computers, sorted: they name all of the history by hash."""
    return [edit for (edit,) in conn.execute("select id from edit where is_tip = 1 order by id").fetchall()]


def digest(heads: list[str]) -> str:
    """The digest of the last edits, printed in a signed plan as proof of the history up to then (M23)."""
    return hashlib.sha256(heads_json(heads).encode()).hexdigest()


def heads_json(heads: Iterable[str]) -> str:
    """The last edits as canonical JSON."""
    return encoded(sorted(heads))


def heads_in(text: object) -> list[str]:
    """The last edits in a JSON text; none where it is malformed, as it may be in what a stranger signed."""
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else []


def unreplaced(ops: Iterable[Op]) -> list[Op]:
    """The ops of a cell that no other replaces, in order; the last one is shown."""
    ops = list(ops)
    if len(ops) == 1:
        return ops
    replaced = {prev for op in ops for prev in op.replaces}
    return sorted((op for op in ops if op.id not in replaced), key=in_time)


def in_time(op: Op) -> tuple[str, str]:
    """Sort key of ops, the same on every replica; it decides only what is shown until a person chooses."""
    return (op.at, op.id)


def heads_of(conn: Connection, cell: Cell) -> list[OpId]:
    """The cell's ops that no other op replaces; more than one is a conflict."""
    row = conn.execute("select heads from cell where tbl = ? and row_id = ? and col = ?", cell).fetchone()
    return ids_in(row[0]) if row else []


def replaced_by(conn: Connection, cell: Cell, value: Value) -> list[OpId]:
    """The heads that an op replaces, its own cell's last, which show what its author knew of.

    A removal or archiving also lists all heads of the row; an edit of an archived row also lists the archiving.
    """
    table, row_id, column = cell
    if (column == EXISTS and value is None) or (column == ARCHIVED and value is True):
        query = "select heads from cell where tbl = ? and row_id = ? order by col = ?"
        return [head for (heads,) in conn.execute(query, cell).fetchall() for head in ids_in(heads)]
    archiving = heads_of(conn, (table, row_id, ARCHIVED)) if column != ARCHIVED else []
    return archiving + heads_of(conn, cell)


def is_there(row_id: str, existence: Iterable[Op], others: Iterable[Op]) -> bool:
    """Whether a row exists, by the ops of its existence and, where it was removed, the heads of its other cells.

    A concurrent edit outweighs the removal: the row comes back, and nothing is lost.
    """
    heads = unreplaced(existence)
    if not heads or any(op.decoded == row_id for op in heads):
        return bool(heads)
    known = {prev for op in heads for prev in op.replaces}
    own = {op.rid for op in heads}
    return any(op.id not in known and op.rid not in own for op in others)


def insert(
    conn: Connection, edits: Sequence[SignedEdit], now: float, checked: Collection[str], *, is_own: bool = False
) -> None:
    """Adds unknown edits of known keys to the log."""
    follows = {(before, edit.head.key) for edit in edits for before in edit.head.prev}
    followed = follows | found_in(
        conn, "select before, chain from follows where before in", [edit.id for edit in edits]
    )
    first = last(conn) + 1
    conn.executemany(
        "insert into edit (rid, id, chain, number, at, author, label, act, version, body, sealed, signature, "
        "is_checked, is_tip, is_own, lacking_since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(rid, edit.id, edit.head.key, edit.head.number, edit.head.at, edit.head.author, edit.head.label),
                *(edit.head.act, edit.head.version, _packed(edit.body), edit.values, edit.signature),
                *(edit.id in checked, (edit.id, edit.head.key) not in followed, is_own, now),
            )
            for rid, edit in enumerate(edits, first)
        ],
    )
    conn.executemany("insert or ignore into follows (before, chain) values (?, ?)", follows)
    conn.executemany("update edit set is_tip = 0 where id = ? and chain = ?", follows)
    _note_missing(conn, edits)
    rows = []
    for rid, edit in enumerate(edits, first):
        seals = 0
        for position, (op, value) in enumerate(zip(edit.head.ops, stored_values(edit), strict=True)):
            seal = seals if op.seal else None
            seals += seal is not None
            rows.append((rid, position, op.table, op.row_id, op.column, value, ids_text(op.prevs), seal))
    conn.executemany(
        "insert into op (rid, position, tbl, row_id, col, value, prevs, seal) values (?, ?, ?, ?, ?, ?, ?, ?)", rows
    )


def _note_missing(conn: Connection, edits: Sequence[SignedEdit]) -> None:
    """Notes which edits some name that are not here, and that they themselves are here now."""
    here = {edit.id for edit in edits}
    named = {(other, edit.head.key) for edit in edits for other in (*edit.head.prev, *edit.head.seen)}
    elsewhere = sorted({other for other, _ in named} - here)
    known = known_of(conn, elsewhere)
    lacking = [(other, chain) for other, chain in named if other not in here and other not in known]
    conn.executemany("insert or ignore into missing (id, chain) values (?, ?)", lacking)
    if conn.execute("select 1 from missing limit 1").fetchone():
        conn.executemany("delete from missing where id = ?", [(edit,) for edit in here])


def known_of(conn: Connection, edits: Sequence[str]) -> set[str]:
    """Those of some edits that the log holds."""
    return {edit for (edit,) in found_in(conn, "select id from edit where id in", edits)}


def found_in(conn: Connection, query: str, values: Sequence[str]) -> set[Any]:
    """The rows of a query that ends in »in«, for any number of values."""
    rows: set[Any] = set()
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        rows.update(conn.execute(f"{query} ({', '.join('?' * len(part))})", part).fetchall())
    return rows


def is_known(conn: Connection, edit: str) -> bool:
    """Whether the log holds an edit."""
    return conn.execute("select 1 from edit where id = ?", (edit,)).fetchone() is not None


def _packed(body: str) -> bytes:
    """A body as it is kept: JSON begins with a brace, compressed data do not."""
    data = body.encode()
    return zlib.compress(data, 1) if len(data) > _LONG else data


def body_in(stored: bytes) -> str:
    """The body that was kept."""
    return (stored if stored[:1] == b"{" else zlib.decompress(stored)).decode()


def body_prevs(stored: bytes) -> list[str]:
    """The edits that the edit with a body that was kept follows in its own chain."""
    found: list[str] = json.loads(body_in(stored))["prev"]
    return found


def signed_edit(conn: Connection, network: str, rid: int) -> SignedEdit:
    """An edit of the log as it travels; raises Bad where the file is damaged."""
    query = "select id, body, sealed, signature from edit where rid = ?"
    edit, body, values, signature = conn.execute(query, (rid,)).fetchone()
    text = body_in(bytes(body))
    return SignedEdit(edit, text, values, bytes(signature), parsed_head(text, network))


def fill(conn: Connection, edit: SignedEdit) -> set[Cell]:
    """Puts back sealed values that are lacking here and were not erased; returns the cells that have them again."""
    rid, kept = conn.execute("select rid, sealed from edit where id = ?", (edit.id,)).fetchone()
    if kept == edit.values or not edit.head.ops:
        return set()
    gone = erased_in(conn, edit)
    full = filled(edit._replace(values=kept), edit)
    touched: set[Cell] = set()
    for position, value in enumerate(stored_values(full)):
        op = edit.head.ops[position]
        if op.seal and value is not None and position not in gone:
            query = "update op set value = ? where rid = ? and position = ? and value is null"
            if conn.execute(query, (value, rid, position)).rowcount:
                touched.add((op.table, op.row_id, op.column))
    if touched:
        set_sealed(conn, rid, without(full, gone).values)
    return touched


def set_sealed(conn: Connection, rid: int, values: str) -> None:
    """Replaces the sealed values of an edit."""
    conn.execute("update edit set sealed = ? where rid = ?", (values, rid))


def erased_in(conn: Connection, edit: SignedEdit) -> set[int]:
    """The positions of an edit's sealed ops that were erased; an erasure reaches the ops of its own person alone."""
    query = "select cast(substr(op, 42) as integer), person from erased where op > ? and op < ?"
    found = conn.execute(query, (f"{edit.id}.", f"{edit.id}/")).fetchall()
    said = edit.head.ops
    return {
        position
        for position, person in found
        if position < len(said)
        and said[position].seal
        and _is_of(conn, said[position].table, said[position].row_id, person)
    }


def _is_of(conn: Connection, table: str, row_id: str, person: str) -> bool:
    """Whether a row is a person's own, or one that names her or has named her."""
    if table == Person.TABLE:
        return row_id == person
    query = "select 1 from op where tbl = ? and row_id = ? and col = 'person_id' and value = ? limit 1"
    return conn.execute(query, (table, row_id, encoded(person))).fetchone() is not None


def holds_erased(conn: Connection, edit: SignedEdit) -> bool:
    """Whether an edit, as it came or as a piece has it, holds a value that is erased here."""
    gone = erased_in(conn, edit)
    values = stored_values(edit) if gone else []
    return any(values[position] is not None for position in gone)
