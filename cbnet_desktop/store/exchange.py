"""Exchange between a replica and a place as set union of ops: commutative, idempotent, needs no base."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.store import ops, rows
from cbnet_desktop.store.connection import Connection, told, transaction
from cbnet_desktop.store.places import Place

#: Key of the chain heads last read back from the place: what lies beyond them is the outbox.
_READ_BACK = "read back"


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange did; waiting counts ops not yet read back from the place, problem says why in Danish."""

    tables: frozenset[str]
    pulled: int
    pushed: int
    waiting: int
    at: str
    problem: str = ""


class Exchanger:
    """Carries ops between the replica and the place; each thread has one of its own."""

    def __init__(self, conn: Connection, path: Path, place: Place) -> None:
        self._conn = conn
        self._path = path
        self._place = place

    def exchange(self) -> Exchanged:
        """Pulls, pushes and reads back; a place that is out of reach is no error, the ops wait."""
        tables: frozenset[str] = frozenset()
        pulled = pushed = 0
        problem = ""
        try:
            theirs = self._place.vector()
            problem = self._fork_problem(theirs)
            if not problem:
                tables, pulled, problem = self._pull(theirs)
            if not problem:
                pushed = self._push(theirs)
        except UserError as refusal:
            problem = refusal.message
        return Exchanged(tables, pulled, pushed, self.waiting(), _utc_now(), problem)

    def close(self) -> None:
        """Closes the connection to the replica."""
        self._conn.close()

    def _pull(self, theirs: ops.Vector) -> tuple[frozenset[str], int, str]:
        mine = ops.vector(self._conn)
        if all(mine.get(replica, (0, ""))[0] >= seq for replica, (seq, _) in theirs.items()):
            return frozenset(), 0, ""
        incoming = self._place.pull(mine)
        with told(self._path), transaction(self._conn):
            touched, broken = ops.absorb(self._conn, incoming)
            tables = rows.materialise(self._conn, touched)
        problem = ""
        if broken:
            problem = f"Historikken i filen hænger ikke sammen (led {broken[0].seq} i {broken[0].replica[:8]})."
        return tables, len(incoming), problem

    def _push(self, theirs: ops.Vector) -> int:
        outgoing = ops.since(self._conn, theirs)
        if outgoing:
            self._place.push(outgoing)
            theirs = self._place.vector()
        self._remember(theirs)
        return len(outgoing)

    def _remember(self, read_back: ops.Vector) -> None:
        text = ops.heads_json(read_back)
        if text != self._remembered():
            with told(self._path), transaction(self._conn):
                self._conn.execute("insert or replace into local (key, value) values (?, ?)", (_READ_BACK, text))

    def _remembered(self) -> str:
        row = self._conn.execute("select value from local where key = ?", (_READ_BACK,)).fetchone()
        return str(row[0]) if row else "[]"

    def _fork_problem(self, theirs: ops.Vector) -> str:
        """Two chains of one replica that differ at the same place: a copied laptop or a rewritten history."""
        for replica, (seq, hash_) in theirs.items():
            row = self._conn.execute("select hash from op where replica = ? and seq = ?", (replica, seq)).fetchone()
            if row is not None and row[0] != hash_:
                return (
                    f"Filens historik er en anden end den, der ligger på denne computer (led {seq} i {replica[:8]}). "
                    "Der udveksles ikke; kør »cbnet verify« på filen."
                )
        return ""

    def waiting(self) -> int:
        """How many ops have not been read back from the place yet."""
        known = {replica: seq for replica, seq, _ in json.loads(self._remembered())}
        return sum(max(0, seq - known.get(replica, 0)) for replica, (seq, _) in ops.vector(self._conn).items())


def _utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
