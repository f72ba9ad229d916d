"""Taking edits in: a file's log is the union of what came, and its tables follow from the set (design, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.store import computers, erasure, ops, rows
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import PublicKey


@dataclass(slots=True)
class Taken:
    """What came in: the new edits, and the tables that they changed."""

    edits: list[SignedEdit] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)

    def add(self, other: Taken) -> None:
        """Counts what else came in."""
        self.edits.extend(other.edits)
        self.tables |= other.tables


def take_in(
    conn: Connection, keys: Mapping[str, PublicKey], edits: Iterable[SignedEdit], checked: frozenset[str], now: float
) -> Taken:
    """Adds edits whose signatures are right, inside the caller's transaction; known ones change nothing."""
    network = computers.local(conn, computers.LOCAL_NETWORK)
    conn.executemany(
        "insert or ignore into key (chain, public) values (?, ?)", [(key.chain, key.text) for key in keys.values()]
    )
    edits = list({edit.id: edit for edit in edits}.values())
    known = ops.known_of(conn, [edit.id for edit in edits])
    touched: set[ops.Cell] = set()
    for edit in edits:
        if edit.id in known:
            touched |= ops.fill(conn, edit)
    fresh = [edit for edit in edits if edit.id not in known]
    made = ops.insert(conn, fresh, now, checked)
    for edit in fresh:
        computers.note_founder(conn, network, edit)
    # A signature that came garbled the first time, proved by the next edit, is replaced by one that was checked.
    conn.executemany(
        "update edit set signature = ?, is_checked = 1 where id = ? and is_checked = 0",
        [(edit.signature, edit.id) for edit in edits if edit.id in checked],
    )
    touched.update(op.cell for op in made)
    return Taken(fresh, set(settle(conn, touched, {edit.head.key for edit in fresh}, made)))


def settle(conn: Connection, touched: set[ops.Cell], chains: set[str], fresh: Iterable[ops.Op] = ()) -> frozenset[str]:
    """Makes heads and tables follow from the log, after edits of some computers set some cells; returns the tables."""
    about = computers.is_about_computers(touched)
    if about or _is_out(conn, chains):
        if about:
            computers.note_rewritten(conn)
        touched = touched | computers.hold_out(conn, computers.current(conn))
        fresh = ()
    ops.set_heads(conn, touched, fresh)
    if about or any(table in (Erasure.TABLE, Person.TABLE) for table, _, _ in touched):
        blanked = erasure.carry_out(conn)
        if blanked:
            computers.note_rewritten(conn)
        touched = touched | blanked
    return rows.materialise(conn, touched)


def _is_out(conn: Connection, chains: set[str]) -> bool:
    """Whether one of the computers is held out, so that its new edits are too."""
    said = conn.execute("select 1 from op where tbl = ? limit 1", (computers.TABLE,)).fetchone()
    return said is not None and bool(chains & computers.current(conn).out.keys())
