"""The computers that write in a network: who is known, and whose edits are held out of the tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from cbnet_desktop.store.format.edits import CHAIN, EDIT, SignedEdit, founded_id
from cbnet_desktop.store.format.standing import Standing, Statement, standing
from cbnet_desktop.store.log import ops
from cbnet_desktop.store.log.connection import Connection

#: The cells in which computers speak of each other and of single edits; no table of the program.
TABLE, COLUMN = "computers", "standing"
EDITS = "edits"
LET_IN = "in"
#: The cell that names the computer which writes the file.
NETWORK, KEEPER = "network", "keeper"
#: Keys of this replica's own data: its network, its chain, and the number of times that rows were computed anew.
LOCAL_NETWORK, LOCAL_CHAIN, LOCAL_REWRITTEN = "network", "chain", "rewritten"
#: Key of a sentence about this computer that the next exchange tells.
LOCAL_UNTOLD = "untold"


def local(conn: Connection, key: str) -> str:
    """A value that this file keeps for itself; empty where there is none."""
    row = conn.execute("select value from local where key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_local(conn: Connection, key: str, value: str) -> None:
    """Keeps a value for this file itself."""
    conn.execute("insert or replace into local (key, value) values (?, ?)", (key, value))


def note_rewritten(conn: Connection) -> None:
    """Notes that rows were computed anew without a new edit, so that whoever has read them reads them again."""
    set_local(conn, LOCAL_REWRITTEN, str(int(local(conn, LOCAL_REWRITTEN) or 0) + 1))


def note_founder(conn: Connection, network: str, edit: SignedEdit) -> bool:
    """Notes the computer whose key and nonce give the network its id; returns whether this edit tells it."""
    founds = bool(edit.head.founds) and founded_id(edit.head.key, edit.head.founds) == network
    if founds:
        conn.execute("update key set is_founder = 1 where chain = ?", (edit.head.key,))
    return founds


def founder(conn: Connection) -> str:
    """The chain of the computer that founded the network; empty where its first edit is not here yet."""
    row = conn.execute("select chain from key where is_founder = 1").fetchone()
    return str(row[0]) if row else ""


def current(conn: Connection, own: str | None = None) -> Standing:
    """Who is known and who is held out, by what has been said up to now, as this computer or another one (own) sees it.

    Where own is empty, as the founder's circle does.
    """
    query = (
        "select edit.chain, op.row_id, op.value, edit.id, op.position, op.prevs from op join edit using (rid) "
        "where tbl = ? and col = ? and op.value is not null"
    )
    said = [
        Statement(author, about, value, edit, f"{edit}.{position}", tuple(ops.ids_in(prevs)))
        for author, about, text, edit, position, prevs in conn.execute(query, (TABLE, COLUMN)).fetchall()
        if isinstance(value := json.loads(text), str) and CHAIN.fullmatch(about)
    ]
    seen_by = local(conn, LOCAL_CHAIN) if own is None else own
    return standing(said, founder(conn), seen_by, lambda edits: _before(conn, edits))


def _before(conn: Connection, edits: Collection[str]) -> frozenset[str]:
    """Some edits and all that they follow in their own chain."""
    key = tuple(sorted(edits))
    if whole := _histories.get(key):
        return whole
    found: set[str] = set()
    waiting, is_whole = list(key), True
    while waiting:
        edit = waiting.pop()
        if edit in found:
            continue
        found.add(edit)
        row = conn.execute("select body from edit where id = ?", (edit,)).fetchone()
        is_whole = is_whole and row is not None
        if row:
            waiting.extend(ops.body_prevs(bytes(row[0])))
    if is_whole:
        if len(_histories) >= _MOST_HISTORIES:
            _histories.clear()
        _histories[key] = frozenset(found)
    return frozenset(found)


#: What edits follow, as far as all of it was here: their hashes name it, so it is the same in every file for ever.
_histories: dict[tuple[str, ...], frozenset[str]] = {}
_MOST_HISTORIES = 50


def is_alone(conn: Connection) -> bool:
    """Whether one computer alone has written so far, so that there is nobody to know or to hold out."""
    return int(conn.execute("select count(*) from (select 1 from key limit 2)").fetchone()[0]) < 2


def is_about_computers(cells: Iterable[ops.Cell]) -> bool:
    """Whether a cell says whom to believe."""
    return any(table in (TABLE, EDITS) for table, _, _ in cells)


def hold_out(conn: Connection, found: Standing) -> set[ops.Cell]:
    """Holds out the edits that are to be; returns the cells whose ops count now and did not before, or the reverse."""
    before = {rid for (rid,) in conn.execute("select rid from held_out").fetchall()}
    after: set[int] = set()
    let_in = _let_in(conn, found) if found.out else set()
    for chain, kept in found.out.items():
        rows = conn.execute("select rid, id from edit where chain = ?", (chain,)).fetchall()
        after |= {rid for rid, edit in rows if edit not in kept and edit not in let_in}
    conn.executemany("delete from held_out where rid = ?", [(rid,) for rid in before - after])
    conn.executemany("insert into held_out (rid) values (?)", [(rid,) for rid in after - before])
    query = "select distinct tbl, row_id, col from op where rid = ?"
    return {(cell[0], cell[1], cell[2]) for rid in before ^ after for cell in conn.execute(query, (rid,)).fetchall()}


def _let_in(conn: Connection, found: Standing) -> set[str]:
    """The edits that known computers let in one by one."""
    query = (
        "select op.row_id, op.value, edit.chain from op join edit using (rid) "
        "where tbl = ? and col = ? and op.value is not null"
    )
    return {
        edit
        for edit, value, chain in conn.execute(query, (EDITS, COLUMN)).fetchall()
        if json.loads(value) == LET_IN and chain in found.known and EDIT.fullmatch(edit)
    }


def keeper(conn: Connection) -> str:
    """The chain of the computer that writes the file: the last one named by a known computer, else the founder."""
    found = current(conn).known
    named = [op for op in ops.of_cell(conn, (NETWORK, local(conn, LOCAL_NETWORK), KEEPER)) if op.chain in found]
    last = next(reversed(ops.unreplaced(named)), None)
    value = last.decoded if last else None
    return value if isinstance(value, str) and CHAIN.fullmatch(value) else founder(conn)
