"""Erasing a person's contact data from the log, with every hash and signature still valid (GDPR; domain section 5).

An erasure names the ops that it erases, so it can name none that comes later. Wherever it arrives from a computer that
is known, their sealed values go: here, in this computer's backups, in the file and in the pieces.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from cbnet_desktop.domain.records import RECORDS, Annex, Erasure, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.format.edits import OP, encoded
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import EXISTS, Cell
from cbnet_desktop.store.log.rows import columns, frozen_values

CONTACT_FIELDS = Person.contact_fields()
#: The contact fields of tables whose rows name their person: where mails went to, and what she was reminded of.
_BESIDE = {kind.TABLE: kind.contact_fields() for kind in RECORDS if kind is not Person and kind.contact_fields()}
#: The tables whose changes may bring what is to be erased.
TABLES = frozenset((Erasure.TABLE, Person.TABLE, *_BESIDE))
#: Whether pieces of the place may hold values that were erased, which the next exchange looks for.
UNCLEAN = "unclean"
#: Whether backups and the file that is kept here may hold them.
UNWRITTEN = "erased, unwritten"
_DAY = 86_400.0
#: The erasures that a person here has agreed to carry out at another's word, and those that a person is asked about.
CONFIRMED, _ASKED = "confirmed erasures", "asked erasures"


def cells(
    conn: Connection, person_id: str | None, reason: str, by: str, today: date, *, files: Collection[str] = ()
) -> list[tuple[Cell, Value]]:
    """The cells that record an erasure of all contact data known now, and empty the person's contact fields.

    Files are the hashes of annexes that are erased with them, or, where there is no person, alone.
    """
    decision: dict[str, Value] = {
        "person_id": person_id,
        "reason": " ".join(reason.split()),
        "decided_by": by,
        "erased_on": today.isoformat(),
        "covers": encoded(sorted(op.id for op in _contact_ops(conn, person_id) if op.value is not None)),
        "files": encoded(sorted(files)) if files else None,
    }
    row_id = Erasure.name_of(decision)
    return [
        *(((Erasure.TABLE, row_id, name), value) for name, value in {EXISTS: row_id, **decision}.items()),
        *(((Person.TABLE, person_id, name), "") for name in CONTACT_FIELDS if person_id),
        *((cell, "") for cell in _cells_beside(conn, person_id) if _stands(conn, cell)),
    ]


def _contact_ops(conn: Connection, person_id: str | None) -> list[ops.Op]:
    if not person_id:
        return []
    own: list[Cell] = [(Person.TABLE, person_id, name) for name in CONTACT_FIELDS]
    cells = (*own, *_cells_beside(conn, person_id), *_cells_of_newer(conn, person_id))
    return [op for cell in cells for op in ops.of_cell(conn, cell)]


def _cells_beside(conn: Connection, person_id: str | None) -> list[Cell]:
    """The contact cells of rows that name a person or have named her, the removed ones too."""
    query = "select distinct row_id from op where tbl = ? and col = 'person_id' and value = ?"
    return [
        (table, row_id, name)
        for table, names in (_BESIDE.items() if person_id else ())
        for (row_id,) in conn.execute(query, (table, encoded(person_id))).fetchall()
        for name in names
    ]


def _cells_of_newer(conn: Connection, person_id: str) -> list[Cell]:
    """The cells of a person, and of rows that name her, which this program does not know and which are sealed.

    What a newer program seals is contact data.
    """
    query = (
        "select distinct tbl, row_id, col from op where rid in (select rid from not_shown) and seal is not null and "
        "(tbl = ? and row_id = ? or exists (select 1 from op as own where own.tbl = op.tbl "
        "and own.row_id = op.row_id and own.col = 'person_id' and own.value = ?))"
    )
    found = conn.execute(query, (Person.TABLE, person_id, encoded(person_id))).fetchall()
    return [(table, row_id, column) for table, row_id, column in found if column not in columns(table)]


def _stands(conn: Connection, cell: Cell) -> bool:
    table, row_id, _ = cell
    return conn.execute(f"select 1 from {table} where id = ?", (row_id,)).fetchone() is not None


def carry_out(conn: Connection) -> set[Cell]:
    """Carries out the erasures that have not been and may be; returns the cells blanked, and those of the erasures.

    Those of a computer that is not known wait; so do those of more than one person within a day at another's word,
    until a person here has agreed. What takes nothing away here needs nobody's word.
    """
    own, confirmed, (ready, asked) = _own(conn), _listed(conn, CONFIRMED), _undone_by_asking(conn)
    if asked != _listed(conn, _ASKED):
        computers.set_local(conn, _ASKED, json.dumps(sorted(asked)))
    taken = {one.id for one in ready if one.id not in confirmed and one.takes_away}
    for one in ready:
        told = one.person if one.id in taken and one.chain != own else ""
        conn.execute(
            "insert or ignore into carried_out (erasure, unasked, at) values (?, ?, ?)", (one.id, told, time.time())
        )
        rows = [(ref, one.person) for ref in one.covers]
        conn.executemany("insert or ignore into erased (op, person) values (?, ?)", rows)
    touched: set[Cell] = {(Erasure.TABLE, one.id, EXISTS) for one in ready}
    return touched | blank(conn)


def is_ready(conn: Connection) -> bool:
    """Whether an erasure can be carried out: one that waited may wait no more because others were carried out."""
    return bool(_undone_by_asking(conn)[0])


def _undone_by_asking(conn: Connection) -> tuple[list[_Undone], set[str]]:
    """The erasures that have not been carried out and may be, and the ids of those that a person is asked about."""
    known = computers.current(conn).known
    # Strangers' wait whatever they say: however many there are, they keep nobody waiting.
    undone = _undone(conn, known, only_known=True)
    asked = {one.id for one in _waiting(conn, undone, known)}
    return [one for one in undone if one.id not in asked], asked


def waiting(conn: Connection) -> list[tuple[str, str, str]]:
    """The erasures that wait: row id, person and the chain of the computer that wants it."""
    known = computers.current(conn).known
    return [(one.id, one.person, one.chain) for one in _waiting(conn, _undone(conn, known), known)]


def _waiting(conn: Connection, undone: list[_Undone], known: Collection[str]) -> list[_Undone]:
    if not undone:
        return []
    here = {_own(conn), *_listed(conn, CONFIRMED)}
    wanted = [one for one in undone if one.chain in known and one.takes_away and here.isdisjoint((one.id, one.chain))]
    unasked = {one.id: one.person for one in wanted}
    query = "select unasked from carried_out where unasked != '' and at > ?"
    today = {person for (person,) in conn.execute(query, (time.time() - _DAY,)).fetchall()}
    asks = unasked.keys() if len({*unasked.values(), *today}) > 1 else _listed(conn, _ASKED) & unasked.keys()
    return [one for one in undone if one.chain not in known or one.id in asks]


def _own(conn: Connection) -> str:
    return computers.local(conn, computers.LOCAL_CHAIN)


def _listed(conn: Connection, key: str) -> set[str]:
    return set(json.loads(computers.local(conn, key) or "[]"))


class _Undone(NamedTuple):
    """A genuine erasure not carried out yet, by whom, and whether it takes a value away that is here."""

    id: str
    person: str
    covers: list[str]
    chain: str
    takes_away: bool


def _undone(conn: Connection, known: Collection[str], *, only_known: bool = False) -> list[_Undone]:
    """The genuine erasures not carried out yet; of several who wrote one, the known computer."""
    query = (
        "select row_id, chain from op join edit using (rid) where tbl = ? and col = ? and row_id not in "
        f"(select erasure from carried_out) and {ops.COUNTS}"
    )
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for row_id, chain in conn.execute(query, (Erasure.TABLE, EXISTS)).fetchall():
        writers[row_id].add(chain)
    here: dict[str, set[str]] = {}
    found = []
    for row_id, chains in writers.items():
        chain = min(chains.intersection(known) or chains)
        values = frozen_values(conn, Erasure.TABLE, row_id) if chain in known or not only_known else None
        if values is None:
            continue
        # An annex that is erased alone counts as somebody of its own where many are erased in a day.
        person = str(values.get("person_id") or row_id)
        covers = [ref for ref in ops.heads_in(values.get("covers")) if OP.fullmatch(ref)]
        if person not in here:
            here[person] = {op.id for op in _contact_ops(conn, person) if op.value is not None}
        takes_away = not here[person].isdisjoint(covers) or _names_a_file(conn, values.get("files"))
        found.append(_Undone(row_id, person, covers, chain, takes_away))
    return found


def _names_a_file(conn: Connection, files: Value) -> bool:
    """Whether an annex of the network is among the files of an erasure."""
    named = set(ops.heads_in(files))
    rows = conn.execute(f"select sha256 from {Annex.TABLE} where sha256 != ''").fetchall() if named else ()
    return any(sha256 in named for (sha256,) in rows)


def confirm(conn: Connection, rows: list[str]) -> None:
    """Agrees to erasures at another's word."""
    computers.set_local(conn, CONFIRMED, json.dumps(sorted({*_listed(conn, CONFIRMED), *rows})))


def blank(conn: Connection) -> set[Cell]:
    """Takes the sealed values of erased ops out of the log; returns the cells that had one.

    An erasure reaches the ops of its own person alone, whichever it names.
    """
    query = (
        "select edit.rid, op.position, op.seal, op.tbl, op.row_id, op.col from erased "
        "join edit on edit.id = substr(erased.op, 1, 40) "
        "join op on op.rid = edit.rid and op.position = cast(substr(erased.op, 42) as integer) "
        "where op.seal is not null and op.value is not null and (op.tbl = ? and op.row_id = erased.person "
        "or exists (select 1 from op as own where own.tbl = op.tbl and own.row_id = op.row_id "
        "and own.col = 'person_id' and own.value = json_quote(erased.person)))"
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
