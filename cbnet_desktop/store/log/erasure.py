"""Erasing a person's contact data from the log, with every hash and signature still valid (GDPR; domain section 5).

An erasure names the ops that it erases, so it can name none that comes later. Wherever it arrives from a computer that
is known, their sealed values go: here, in this computer's backups, in the file and in the pieces.
"""

from __future__ import annotations

import json
import time
from datetime import date

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.format.edits import OP, encoded
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import EXISTS, Cell

CONTACT_FIELDS = Person.contact_fields()
#: Whether pieces of the place may hold values that were erased, which the next exchange looks for.
UNCLEAN = "unclean"
#: Whether backups and the file that is kept here may hold them.
UNWRITTEN = "erased, unwritten"
_DAY = 86_400.0
#: The erasures that a person here has agreed to carry out at another's word.
CONFIRMED = "confirmed erasures"


def cells(conn: Connection, person_id: str, reason: str, by: str, today: date) -> list[tuple[Cell, Value]]:
    """The cells that record an erasure of all contact data known now, and empty the person's contact fields."""
    decision: dict[str, Value] = {
        "person_id": person_id,
        "reason": " ".join(reason.split()),
        "decided_by": by,
        "erased_on": today.isoformat(),
        "covers": encoded(sorted(op.id for op in _contact_ops(conn, person_id) if op.value is not None)),
    }
    row_id = Erasure.name_of(decision)
    return [
        *(((Erasure.TABLE, row_id, name), value) for name, value in {EXISTS: row_id, **decision}.items()),
        *(((Person.TABLE, person_id, name), "") for name in CONTACT_FIELDS),
    ]


def _contact_ops(conn: Connection, person_id: str) -> list[ops.Op]:
    return [op for name in CONTACT_FIELDS for op in ops.of_cell(conn, (Person.TABLE, person_id, name))]


def carry_out(conn: Connection) -> set[Cell]:
    """Carries out the erasures that have not been and may be; returns the cells blanked, and those of the erasures.

    Those of a computer that is not known wait; so do those of more than one person within a day at another's word,
    until a person here has agreed. What takes nothing away here needs nobody's word.
    """
    waits = {row_id for row_id, _, _ in waiting(conn)}
    ready = [one for one in _undone(conn) if one[0] not in waits]
    for row_id, person_id, covers in ready:
        asked = row_id in _confirmed(conn) or not _takes_away(conn, person_id, covers)
        told = "" if asked or _writer(conn, row_id) == _own(conn) else person_id
        conn.execute(
            "insert or ignore into carried_out (erasure, unasked, at) values (?, ?, ?)", (row_id, told, time.time())
        )
        rows = [(ref, person_id) for ref in covers]
        conn.executemany("insert or ignore into erased (op, person) values (?, ?)", rows)
    touched: set[Cell] = {(Erasure.TABLE, row_id, EXISTS) for row_id, _, _ in ready}
    return touched | blank(conn)


def waiting(conn: Connection) -> list[tuple[str, str, str]]:
    """The erasures that wait: row id, person and the chain of the computer that wants it."""
    undone = _undone(conn)
    if not undone:
        return []
    known, own, confirmed = computers.current(conn).known, _own(conn), _confirmed(conn)
    writers = {row_id: _writer(conn, row_id) for row_id, _, _ in undone}
    unasked = {
        row_id: person
        for row_id, person, covers in undone
        if writers[row_id] != own and row_id not in confirmed and _takes_away(conn, person, covers)
    }
    query = "select unasked from carried_out where unasked != '' and at > ?"
    today = {person for (person,) in conn.execute(query, (time.time() - _DAY,)).fetchall()}
    asks = len({*unasked.values(), *today}) > 1
    return [
        (row_id, person, writers[row_id])
        for row_id, person, _ in undone
        if writers[row_id] not in known or (asks and row_id in unasked)
    ]


def _own(conn: Connection) -> str:
    return computers.local(conn, computers.LOCAL_CHAIN)


def _confirmed(conn: Connection) -> set[str]:
    return set(json.loads(computers.local(conn, CONFIRMED) or "[]"))


def _takes_away(conn: Connection, person: str, covers: list[str]) -> bool:
    """Whether an erasure takes a value away that is here."""
    named = set(covers)
    return any(op.id in named and op.value is not None for op in _contact_ops(conn, person))


def _undone(conn: Connection) -> list[tuple[str, str, list[str]]]:
    """The genuine erasures not carried out yet: row id, person, ops."""
    from cbnet_desktop.store.log.rows import frozen_values

    query = (
        "select distinct row_id from op where tbl = ? and col = ? and row_id not in (select erasure from carried_out)"
    )
    found = []
    for (row_id,) in conn.execute(query, (Erasure.TABLE, EXISTS)).fetchall():
        values = frozen_values(conn, Erasure.TABLE, row_id)
        if values is not None:
            covers = ops.heads_in(values.get("covers"))
            found.append((row_id, str(values.get("person_id")), [ref for ref in covers if OP.fullmatch(ref)]))
    return found


def _writer(conn: Connection, row_id: str) -> str:
    chains = {op.chain for op in ops.of_cell(conn, (Erasure.TABLE, row_id, EXISTS))}
    known = chains & computers.current(conn).known
    return min(known or chains, default="")


def confirm(conn: Connection, rows: list[str]) -> None:
    """Agrees to erasures at another's word."""
    computers.set_local(conn, CONFIRMED, json.dumps(sorted({*_confirmed(conn), *rows})))


def blank(conn: Connection) -> set[Cell]:
    """Takes the sealed values of erased ops out of the log; returns the cells that had one.

    An erasure reaches the ops of its own person alone, whichever it names.
    """
    query = (
        "select edit.rid, op.position, op.seal, op.tbl, op.row_id, op.col from erased "
        "join edit on edit.id = substr(erased.op, 1, 40) "
        "join op on op.rid = edit.rid and op.position = cast(substr(erased.op, 42) as integer) "
        "where op.seal is not null and op.value is not null and op.tbl = ? and op.row_id = erased.person"
    )
    touched: set[Cell] = set()
    for rid, position, seal, *cell in conn.execute(query, (Person.TABLE,)).fetchall():
        sealed = json.loads(conn.execute("select sealed from edit where rid = ?", (rid,)).fetchone()[0])
        sealed[seal] = None
        ops.set_sealed(conn, rid, encoded(sealed))
        conn.execute("update op set value = null where rid = ? and position = ?", (rid, position))
        touched.add((cell[0], cell[1], cell[2]))
    if touched:
        computers.set_local(conn, UNCLEAN, "1")
        computers.set_local(conn, UNWRITTEN, "1")
    return touched
