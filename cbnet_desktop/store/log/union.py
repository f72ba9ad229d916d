"""Taking edits in: a file's log is the union of what came, and its tables follow from the set (design, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.store.format.edits import VERSION, SignedEdit, filled
from cbnet_desktop.store.format.keys import PublicKey
from cbnet_desktop.store.log import computers, erasure, heads, newer, ops, rows
from cbnet_desktop.store.log.connection import Connection


@dataclass(slots=True)
class Taken:
    """What came in: the number of new edits but for receipts, whose they are, and the tables that they changed."""

    edits: int = 0
    authors: dict[str, None] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)

    def add(self, other: Taken) -> None:
        """Counts what else came in."""
        self.edits += other.edits
        self.authors.update(other.authors)
        self.tables |= other.tables


def take_in(
    conn: Connection, keys: Mapping[str, PublicKey], edits: Iterable[SignedEdit], checked: frozenset[str], now: float
) -> Taken:
    """Adds edits whose signatures are right, inside the caller's transaction; known ones change nothing."""
    network = computers.local(conn, computers.LOCAL_NETWORK)
    conn.executemany(
        "insert or ignore into key (chain, public) values (?, ?)", [(key.chain, key.text) for key in keys.values()]
    )
    edits = _distinct(edits)
    known = ops.known_of(conn, [edit.id for edit in edits])
    touched: set[ops.Cell] = set()
    for edit in edits:
        if edit.id in known:
            touched |= ops.fill(conn, edit)
            # A tool, or a laptop that was away, brings back what was erased: the pieces are cleaned again.
            if ops.holds_erased(conn, edit):
                computers.set_local(conn, erasure.UNCLEAN, "1")
    if touched:
        computers.note_rewritten(conn)
    fresh = [edit for edit in edits if edit.id not in known]
    ops.insert(conn, fresh, now, checked)
    newer.note(conn, fresh)
    founds = any(computers.note_founder(conn, network, edit) for edit in fresh)
    # A signature that came garbled the first time, proved by the next edit, is replaced by one that was checked.
    conn.executemany(
        "update edit set signature = ?, is_checked = 1 where id = ? and is_checked = 0",
        [(edit.signature, edit.id) for edit in edits if edit.id in checked],
    )
    said = [edit.head for edit in fresh if edit.head.ops or edit.head.version != VERSION]
    tables = settle(conn, touched, fresh, founds=founds)
    return Taken(len(said), dict.fromkeys(head.author for head in said), set(tables))


def _distinct(edits: Iterable[SignedEdit]) -> list[SignedEdit]:
    """Each edit once, with the sealed values that any of its lines has."""
    found: dict[str, SignedEdit] = {}
    for edit in edits:
        known = found.get(edit.id)
        found[edit.id] = filled(known, edit) if known and edit.head.ops else edit
    return list(found.values())


def settle(
    conn: Connection,
    touched: set[ops.Cell],
    fresh: Sequence[SignedEdit] = (),
    *,
    founds: bool = False,
    erases: bool = False,
) -> frozenset[str]:
    """Makes heads and tables follow from the log, where cells were set and fresh edits came; returns the tables.

    What was said of computers counts otherwise too as soon as the founder's first edit is here (founds). erases tells
    that erasures may be carried out which could not before.
    """
    touched = touched | heads.add(conn, fresh)
    about = founds or computers.is_about_computers(touched)
    if about:
        computers.note_rewritten(conn)
    if about or _is_out(conn, {edit.head.key for edit in fresh}):
        changed = computers.hold_out(conn, computers.current(conn))
        heads.compute(conn, changed)
        touched = touched | changed
    # Contact data of a newer program may lie in any table that is not known here.
    if about or erases or any(table in erasure.TABLES or table not in TABLES for table, _, _ in touched):
        blanked = erasure.carry_out(conn)
        if blanked:
            computers.note_rewritten(conn)
            touched = touched | blanked
    return rows.materialise(conn, touched)


def _is_out(conn: Connection, chains: set[str]) -> bool:
    """Whether one of the computers is held out, so that its new edits are too."""
    said = conn.execute("select 1 from op where tbl = ? limit 1", (computers.TABLE,)).fetchone()
    return said is not None and bool(chains & computers.current(conn).out.keys())
