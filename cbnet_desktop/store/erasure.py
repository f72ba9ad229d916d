"""Erasing a person's contact data from the log, with its hash chains still valid (GDPR; domain section 5).

An erasure covers the ops up to the chain heads of its time. Wherever it arrives, these ops lose value and salt but keep
the payload hash. Data entered later, or concurrently elsewhere, are not covered.
"""

from __future__ import annotations

import uuid
from datetime import date

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.ops import EXISTS, Cell, Op, heads_in, heads_json, of_cell, unreplaced, vector

CONTACT_FIELDS = Person.contact_fields()


def carry_out(conn: Connection, touched: set[Cell]) -> set[Cell]:
    """Blanks the ops covered by erasures, where erasures or contact data came in; returns the cells blanked."""
    if not any(cell[0] == Erasure.TABLE or _is_contact(cell) for cell in touched):
        return set()
    blanked: set[Cell] = set()
    for person_id, covers in erasures(conn):
        for field in CONTACT_FIELDS:
            for op in of_cell(conn, (Person.TABLE, person_id, field)):
                if op.value is not None and is_covered(op, covers):
                    conn.execute(
                        "update op set value = null, salt = null where replica = ? and seq = ?", (op.replica, op.seq)
                    )
                    blanked.add(op.cell)
    return blanked


def cells(conn: Connection, person_id: str, reason: str, by: str, today: date) -> list[tuple[Cell, Value]]:
    """The cells that record an erasure of all ops known now, and empty the person's contact fields."""
    row_id = uuid.uuid4().hex
    decision: dict[str, Value] = {
        EXISTS: row_id,
        "person_id": person_id,
        "reason": " ".join(reason.split()),
        "decided_by": by,
        "erased_on": today.isoformat(),
        "covers": heads_json(vector(conn)),
    }
    return [
        *(((Erasure.TABLE, row_id, name), value) for name, value in decision.items()),
        *(((Person.TABLE, person_id, name), "") for name in CONTACT_FIELDS),
    ]


def erasures(conn: Connection) -> list[tuple[str, dict[str, int]]]:
    """Person id and covered ops (last seq of each chain) of all erasures in the log."""
    query = "select distinct row_id from op where tbl = ? and col = ?"
    found = []
    for (row_id,) in conn.execute(query, (Erasure.TABLE, EXISTS)).fetchall():
        person, covers = (_said(conn, (Erasure.TABLE, row_id, name)) for name in ("person_id", "covers"))
        if person and covers:
            found.append((person, {replica: seq for replica, (seq, _) in heads_in(covers).items()}))
    return found


def is_covered(op: Op, covers: dict[str, int]) -> bool:
    """Whether an erasure covers the op."""
    return op.seq <= covers.get(op.replica, 0)


def _is_contact(cell: Cell) -> bool:
    return cell[0] == Person.TABLE and cell[2] in CONTACT_FIELDS


def _said(conn: Connection, cell: Cell) -> str:
    heads = unreplaced(of_cell(conn, cell))
    value = heads[-1].decoded if heads else None
    return value if isinstance(value, str) else ""
