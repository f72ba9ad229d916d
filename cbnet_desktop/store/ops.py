"""The log in a file: edits and the cells that they set. What a cell says follows from the set of edits alone.

An op is one cell of an edit and is named »edit.position«. It names the ops that it replaces; the ops of a cell that no
other replaces are its heads, and several heads are a conflict. Nothing depends on the order in which edits arrive.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.format.edits import SignedEdit, encoded, filled, parsed_head, stored_values, without

#: The column for the existence of a row: the row's id, or null.
EXISTS = "id"
#: The column for whether a row is archived.
ARCHIVED = "archived"
#: Bodies longer than this are kept compressed.
_LONG = 900

Cell = tuple[str, str, str]
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
    """The op ids in a JSON text that the program itself wrote."""
    found: list[OpId] = json.loads(text) if text != "[]" else []
    return found


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


def heads_of_row(conn: Connection, table: str, row_id: str) -> Iterator[Op]:
    """The heads of all cells of a row except its existence, read lazily."""
    query = "select col from cell where tbl = ? and row_id = ? and col != ?"
    for (name,) in conn.execute(query, (table, row_id, EXISTS)).fetchall():
        yield from unreplaced(of_cell(conn, (table, row_id, name)))


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


def insert(conn: Connection, edit: SignedEdit, now: float, *, is_checked: bool, is_own: bool = False) -> set[Cell]:
    """Adds an unknown edit of a known key to the log; returns the cells that it sets."""
    head = edit.head
    query = "select 1 from follows where before = ? and chain = ?"
    is_tip = conn.execute(query, (edit.id, head.key)).fetchone() is None
    rid = conn.execute(
        "insert into edit (id, chain, number, at, author, label, act, version, body, sealed, signature, is_checked, "
        "is_tip, is_own, lacking_since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(edit.id, head.key, head.number, head.at, head.author, head.label, head.act, head.version),
            *(_packed(edit.body), edit.values, edit.signature, is_checked, is_tip, is_own, now),
        ),
    ).lastrowid
    _note_links(conn, edit)
    rows = []
    seals = 0
    for position, (op, value) in enumerate(zip(head.ops, stored_values(edit), strict=True)):
        seal = seals if op.seal else None
        seals += seal is not None
        rows.append((rid, position, op.table, op.row_id, op.column, value, encoded(op.prevs), seal))
    conn.executemany(
        "insert into op (rid, position, tbl, row_id, col, value, prevs, seal) values (?, ?, ?, ?, ?, ?, ?, ?)", rows
    )
    return {(op.table, op.row_id, op.column) for op in head.ops}


def _note_links(conn: Connection, edit: SignedEdit) -> None:
    """Notes which edits this one follows, and which edits it names are not here."""
    chain = edit.head.key
    for before in edit.head.prev:
        conn.execute("insert or ignore into follows (before, chain) values (?, ?)", (before, chain))
        conn.execute("update edit set is_tip = 0 where id = ? and chain = ?", (before, chain))
    for named in (*edit.head.prev, *edit.head.seen):
        if not is_known(conn, named):
            conn.execute("insert or ignore into missing (id, chain) values (?, ?)", (named, chain))
    conn.execute("delete from missing where id = ?", (edit.id,))


def is_known(conn: Connection, edit: str) -> bool:
    """Whether the log holds an edit."""
    return conn.execute("select 1 from edit where id = ?", (edit,)).fetchone() is not None


def set_heads(conn: Connection, cells: Iterable[Cell]) -> None:
    """Computes the heads of cells anew."""
    conn.executemany(
        "insert into cell (tbl, row_id, col, heads) values (?, ?, ?, ?) "
        "on conflict (tbl, row_id, col) do update set heads = excluded.heads",
        [(*cell, encoded([op.id for op in unreplaced(of_cell(conn, cell))])) for cell in cells],
    )


def _packed(body: str) -> bytes:
    """A body as it is kept: JSON begins with a brace, compressed data do not."""
    data = body.encode()
    return zlib.compress(data, 1) if len(data) > _LONG else data


def body_in(stored: bytes) -> str:
    """The body that was kept."""
    return (stored if stored[:1] == b"{" else zlib.decompress(stored)).decode()


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
    gone = {int(op.rpartition(".")[2]) for op in erased_of(conn, edit.id)}
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


def erased_of(conn: Connection, edit: str) -> list[OpId]:
    """The ops of an edit that were erased."""
    query = "select op from erased where op > ? and op < ?"
    return [op for (op,) in conn.execute(query, (f"{edit}.", f"{edit}/")).fetchall()]
