"""The log: ops, the hash chain of each replica, and the merge of two logs (store design, section 0).

An op sets one cell. Its hash covers the previous op of the same replica's chain, so that a chain is verified link by
link; the value is covered through a salted hash of its own, so that it can be erased and the chain stays valid.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.connection import Connection

#: The column for the existence of a row: the row's id, or null.
EXISTS = "id"
#: The column for whether a row is archived.
ARCHIVED = "archived"
CHAIN_START = ""

#: A replica's last op: seq and hash.
Head = tuple[int, str]
Vector = dict[str, Head]
Cell = tuple[str, str, str]
#: Replica and seq.
OpId = tuple[str, int]


class Op(NamedTuple):
    """One cell set by one edit; prevs are the heads it replaces, as JSON [[replica, seq], …], its own cell's last."""

    replica: str
    seq: int
    edit: str
    at: str
    author: str
    label: str
    tbl: str
    row_id: str
    col: str
    value: str | None
    prevs: str
    salt: str | None
    payload_hash: str
    hash: str

    @property
    def id(self) -> OpId:
        """Its id, the same in every log."""
        return (self.replica, self.seq)

    @property
    def cell(self) -> Cell:
        """The cell that the op sets."""
        return (self.tbl, self.row_id, self.col)

    @property
    def decoded(self) -> Value:
        """The value; None also where it was erased or a foreign op is malformed."""
        parsed = None if self.value is None else _parsed(self.value)
        return parsed if _is_value(parsed) else None

    @property
    def replaces(self) -> list[OpId]:
        """The ops that it replaces; none where a foreign op is malformed."""
        return ids_in(self.prevs)

    @property
    def speaks(self) -> bool:
        """Whether its value (unless erased) and list of ops are well-formed: those of a foreign op may not be."""
        return (self.value is None or _is_value(_parsed(self.value))) and _listed(self.prevs) is not None


_decode = json.JSONDecoder().decode


def _parsed(text: str) -> Any:
    """The parsed JSON; for invalid JSON the error object, which is neither a value nor a list."""
    try:
        return _decode(text)
    except (ValueError, RecursionError) as error:
        return error


def _is_value(parsed: object) -> bool:
    """Whether SQLite can store it: JSON allows larger numbers and lone surrogates."""
    if isinstance(parsed, str):
        return parsed.isascii() or not any("\ud800" <= char <= "\udfff" for char in parsed)
    return parsed is None or (isinstance(parsed, int) and -(2**63) <= parsed < 2**63)


def ids_in(text: str) -> list[OpId]:
    """The op ids in a JSON text; none where it is malformed."""
    return _listed(text) or []


def _listed(text: str) -> list[OpId] | None:
    parsed = _parsed(text) if text != "[]" else []
    if not isinstance(parsed, list):
        return None
    ids = [tuple(item) for item in parsed if isinstance(item, list) and [type(part) for part in item] == [str, int]]
    return ids if len(ids) == len(parsed) else None


class BrokenLink(NamedTuple):
    """The first op of a chain that does not continue the one before it."""

    replica: str
    seq: int


COLUMNS = ", ".join(Op._fields)
_INSERT = f"insert into op ({COLUMNS}) values ({', '.join('?' * len(Op._fields))})"


def encoded(value: Value) -> str:
    """A value as the JSON text that is stored and hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def payload_hash(salt: str, value: str) -> str:
    """The salted hash of a value, which the chain covers."""
    return hashlib.sha256(f"{salt}{value}".encode()).hexdigest()


def chain_hash(previous: str, op: Op) -> str:
    """The hash of an op, which covers the previous op of its chain."""
    link = [previous, *op[:9], op.prevs, op.payload_hash]
    return hashlib.sha256(json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def vector(conn: Connection) -> Vector:
    """Each replica's last op, found by index seeks rather than a scan of the log."""
    rows = conn.execute(
        """with recursive known(replica) as (
               select min(replica) from op
               union all
               select (select min(replica) from op where op.replica > known.replica)
               from known where known.replica is not null)
           select op.replica, op.seq, op.hash from known
           join op on op.replica = known.replica
            and op.seq = (select max(seq) from op as later where later.replica = known.replica)"""
    ).fetchall()
    return {replica: (seq, hash_) for replica, seq, hash_ in rows}


def digest(heads: Vector) -> str:
    """The digest of the chain heads, printed in a signed plan as proof of the history up to then (M23)."""
    return hashlib.sha256(heads_json(heads).encode()).hexdigest()


def heads_json(heads: Vector) -> str:
    """The chain heads as canonical JSON."""
    return json.dumps([[replica, *heads[replica]] for replica in sorted(heads)], separators=(",", ":"))


def heads_in(text: object) -> Vector:
    """The chain heads in a JSON text; none where it is malformed, as it may be in a foreign log."""
    try:
        return {str(replica): (int(seq), str(hash_)) for replica, seq, hash_ in json.loads(str(text))}
    except (ValueError, TypeError, RecursionError):
        return {}


def since(conn: Connection, known: Vector) -> list[Op]:
    """The ops after a vector, each chain in order."""
    found: list[Op] = []
    for replica, (last, _) in sorted(vector(conn).items()):
        start = known.get(replica, (0, CHAIN_START))[0]
        if last > start:
            rows = conn.execute(
                f"select {COLUMNS} from op where replica = ? and seq > ? order by seq", (replica, start)
            ).fetchall()
            found.extend(Op(*row) for row in rows)
    return found


def heads_of(conn: Connection, cell: Cell) -> list[list[Any]]:
    """The cell's ops that no other op replaces; more than one is a conflict."""
    row = conn.execute("select heads from cell where tbl = ? and row_id = ? and col = ?", cell).fetchone()
    return json.loads(row[0]) if row else []


def _replaced_by(conn: Connection, cell: Cell, value: Value) -> list[list[Any]]:
    """The heads that an op replaces, its own cell's last, which show what its author knew of.

    A removal or archiving also lists all heads of the row; an edit of an archived row also lists the archiving.
    """
    table, row_id, column = cell
    if (column == EXISTS and value is None) or (column == ARCHIVED and value is True):
        query = "select heads from cell where tbl = ? and row_id = ? order by col = ?"
        return [head for (heads,) in conn.execute(query, cell).fetchall() for head in json.loads(heads)]
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
    return any(op.id not in known for op in others)


class Edited(NamedTuple):
    """The values common to all ops of an edit."""

    edit: str
    at: str
    author: str
    label: str


def append(conn: Connection, replica: str, edited: Edited, cells: Iterable[tuple[Cell, Value]]) -> None:
    """Appends this replica's own ops to its chain and makes them the only heads of their cells."""
    row = conn.execute("select seq, hash from op where replica = ? order by seq desc limit 1", (replica,)).fetchone()
    seq, previous = row or (0, CHAIN_START)
    for cell, value in cells:
        seq += 1
        salt, text = secrets.token_hex(16), encoded(value)
        prevs = json.dumps(_replaced_by(conn, cell, value), separators=(",", ":"))
        op = Op(replica, seq, *edited, *cell, text, prevs, salt, payload_hash(salt, text), "")
        op = op._replace(hash=chain_hash(previous, op))
        conn.execute(_INSERT, op)
        _set_heads(conn, cell, [[replica, seq]])
        previous = op.hash


def absorb(conn: Connection, incoming: Iterable[Op]) -> tuple[set[Cell], list[BrokenLink]]:
    """Adds unknown foreign ops, verifying every link of their chains.

    Returns the cells touched, and the first bad op of each broken chain, whose later ops are not added.
    """
    known = vector(conn)
    touched: set[Cell] = set()
    broken: dict[str, BrokenLink] = {}
    for op in incoming:
        last, previous = known.get(op.replica, (0, CHAIN_START))
        if op.seq <= last or op.replica in broken:
            continue
        if op.seq != last + 1 or not is_linked(previous, op):
            broken[op.replica] = BrokenLink(op.replica, op.seq)
            continue
        conn.execute(_INSERT, op)
        known[op.replica] = (op.seq, op.hash)
        touched.add(op.cell)
    for cell in touched:
        _set_heads(conn, cell, [[op.replica, op.seq] for op in unreplaced(of_cell(conn, cell))])
    return touched, list(broken.values())


def is_linked(previous: str, op: Op) -> bool:
    """Whether the op is well-formed, and its hash and (unless erased) payload hash are right."""
    if chain_hash(previous, op) != op.hash or not op.speaks:
        return False
    if op.value is None or op.salt is None:
        return op.value is op.salt
    return payload_hash(op.salt, op.value) == op.payload_hash


def of_cell(conn: Connection, cell: Cell) -> list[Op]:
    """All ops of a cell."""
    rows = conn.execute(f"select {COLUMNS} from op where tbl = ? and row_id = ? and col = ?", cell).fetchall()
    return [Op(*row) for row in rows]


def unreplaced(ops: Iterable[Op]) -> list[Op]:
    """The ops of a cell that no other replaces, in order; the last one is shown."""
    ops = list(ops)
    replaced = {prev for op in ops for prev in op.replaces}
    return sorted((op for op in ops if op.id not in replaced), key=in_time)


def in_time(op: Op) -> tuple[str, str, int]:
    """Sort key of ops, the same on every replica."""
    return (op.at, op.replica, op.seq)


def chains(conn: Connection) -> Iterator[Op]:
    """The whole log, chain by chain in order."""
    for row in conn.execute(f"select {COLUMNS} from op order by replica, seq"):
        yield Op(*row)


def _set_heads(conn: Connection, cell: Cell, heads: list[list[Any]]) -> None:
    conn.execute(
        "insert into cell (tbl, row_id, col, heads) values (?, ?, ?, ?) "
        "on conflict (tbl, row_id, col) do update set heads = excluded.heads",
        (*cell, json.dumps(heads, separators=(",", ":"))),
    )
