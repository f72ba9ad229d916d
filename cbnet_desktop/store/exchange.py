"""Exchange between a replica and a shared place by set union of ops: commutative, idempotent, without base."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.records.errors import Invalid, Unreadable, UserError
from cbnet_desktop.store import forks, ops
from cbnet_desktop.store.connection import Connection, patiently, transaction, translated_errors
from cbnet_desktop.store.copies import Copies
from cbnet_desktop.store.places import Place, SharedFile
from cbnet_desktop.store.rows import take_in

#: Key of the chain heads last read back from the place; the ops beyond them are the outbox.
_READ_BACK = "read back"


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The result of an exchange; waiting is the number of ops not read back yet, waiting_edits that of their edits.

    edits and authors are those pulled. problem is a Danish sentence on why ops wait, notices on what was found and
    handled.
    """

    tables: frozenset[str]
    pulled: int
    pushed: int
    waiting: int
    at: str
    problem: str = ""
    notices: tuple[str, ...] = ()
    waiting_edits: int = 0
    edits: int = 0
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    """The running result of an exchange."""

    tables: set[str] = field(default_factory=set)
    pulled: int = 0
    pushed: int = 0
    problem: str = ""
    notices: list[str] = field(default_factory=list)
    edits: set[str] = field(default_factory=set)
    authors: dict[str, None] = field(default_factory=dict)

    def note(self, incoming: list[ops.Op]) -> None:
        """Counts incoming edits and their authors."""
        self.pulled += len(incoming)
        self.edits.update(op.edit for op in incoming)
        self.authors.update((op.author, None) for op in incoming)


class Exchanger:
    """Exchanges ops between the replica and the place; each thread needs its own."""

    def __init__(self, conn: Connection, path: Path, place: SharedFile) -> None:
        self._conn = conn
        self._path = path
        self._place = place
        self._copies = Copies(place.path, place.expected_id)

    def exchange(self) -> Exchanged:
        """Pulls, pushes and reads back; where the place is unreachable, the ops wait."""
        done = _Tally()
        try:
            patiently(lambda: self._meet(done))
        except UserError as refusal:
            done.problem = done.problem or refusal.message
        done.notices.extend(self._copies.unusable.values())
        waiting = self.waiting()
        return Exchanged(
            frozenset(done.tables),
            done.pulled,
            done.pushed,
            waiting,
            datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            done.problem,
            tuple(done.notices),
            self.waiting_edits() if waiting else 0,
            len(done.edits),
            tuple(done.authors),
        )

    def merge(self, other: Place) -> Exchanged:
        """Merges all ops of another copy of the network, and exchanges; raises UserError for a bad copy."""
        done = _Tally()
        self._take_in_copy(other, done)
        rest = self.exchange()
        return replace(
            rest,
            tables=rest.tables | done.tables,
            pulled=rest.pulled + done.pulled,
            edits=len(done.edits),
            authors=tuple(done.authors),
        )

    def merge_file(self, path: Path) -> Exchanged:
        """Merges a file, which is not changed; edits and authors in the result are those of the file.

        Raises Invalid for another network's file.
        """
        copy = SharedFile(path)
        if copy.network_id() != self._place.expected_id:
            raise Invalid(
                f"Filen {path.name} hører til et andet netværk og kan ikke flettes ind. Vælg en kopi af dette."
            )
        return self.merge(copy)

    def close(self) -> None:
        """Closes the connection to the replica."""
        self._conn.close()

    def waiting(self) -> int:
        """The number of ops not read back from the place yet."""
        known = self._read_back()
        return sum(max(0, seq - known.get(replica, (0, ""))[0]) for replica, (seq, _) in ops.vector(self._conn).items())

    def waiting_edits(self) -> int:
        """The number of edits with an op not read back yet; the cost grows with the outbox."""
        known = self._read_back()
        query = "select distinct edit from op where replica = ? and seq > ?"
        return len(
            {
                edit
                for replica in ops.vector(self._conn)
                for (edit,) in self._conn.execute(query, (replica, known.get(replica, (0, ""))[0])).fetchall()
            }
        )

    def _meet(self, done: _Tally) -> None:
        # Read this first: a second program on this computer may read back more in the meantime.
        read_back = self._read_back()
        theirs = self._place.vector()
        if not self._is_one_history(theirs, done):
            return
        done.problem = self._pull(self._place, done, theirs)
        absorbed = [copy for copy in self._copies.changed() if self._took_in(copy, done)]
        if not done.problem:
            self._push(theirs, read_back, done)
            self._set_aside(absorbed, done)

    def _is_one_history(self, theirs: ops.Vector, done: _Tally) -> bool:
        """Forks where this replica was cloned; False, which stops the exchange, where history was rewritten."""
        own, mine = forks.replica_id(self._conn), ops.vector(self._conn)
        for replica, head in theirs.items():
            known = mine.get(replica, (0, ops.CHAIN_START))
            # The links of a longer foreign chain are verified when it is pulled.
            if head == known or (replica != own and head[0] > known[0]):
                continue
            first = forks.divergence(self._conn, self._place, theirs, replica)
            if first is None:
                continue
            if replica != own or first <= self._read_back().get(replica, (0, ""))[0]:
                done.problem = (
                    f"Filens historik er en anden end den, der ligger på denne computer (led {first} i "
                    f"{replica[:8]}). Der udveksles ikke; kør »cbnet verify« på filen."
                )
                return False
            forks.fork(self._conn, first)
            done.notices.append(
                "En kopi af denne computers data er i brug et andet sted. Begges ændringer er bevaret hver for sig."
            )
        return True

    def _pull(self, place: Place, done: _Tally, theirs: ops.Vector) -> str:
        """Merges new ops; returns a sentence where their hash chain is broken, else the empty string."""
        mine = ops.vector(self._conn)
        if all(mine.get(replica, (0, ""))[0] >= seq for replica, (seq, _) in theirs.items()):
            return ""
        incoming = place.pull(mine)
        with translated_errors(self._path), transaction(self._conn):
            tables, broken = take_in(self._conn, incoming)
        done.tables |= tables
        done.note(incoming)
        if not broken:
            return ""
        return f"Historikken i filen hænger ikke sammen (led {broken[0].seq} i {broken[0].replica[:8]})."

    def _take_in_copy(self, copy: Place, done: _Tally) -> None:
        """Merges a copy; raises Unreadable where its history contradicts this computer's."""
        theirs = copy.vector()
        if problem := self._other_history(copy, theirs) or self._pull(copy, done, theirs):
            raise Unreadable(problem)

    def _took_in(self, copy: SharedFile, done: _Tally) -> bool:
        try:
            self._take_in_copy(copy, done)
        except Unreadable as refusal:
            self._copies.name_unusable(copy.path, refusal)
        except UserError:
            self._copies.forget(copy.path)
        else:
            return True
        return False

    def _other_history(self, copy: Place, theirs: ops.Vector) -> str:
        """Why a copy's history contradicts this one: a clone continued one of its chains; empty where none did.

        A plain union would ignore the clone's edits silently.
        """
        for replica in theirs:
            first = forks.divergence(self._conn, copy, theirs, replica)
            if first is not None:
                return (
                    f"Historikken i kopien er en anden end på denne computer (led {first} i {replica[:8]}), for en "
                    "klon af en computers data har skrevet i den. Den kan ikke flettes ind; gem den."
                )
        return ""

    def _set_aside(self, absorbed: list[SharedFile], done: _Tally) -> None:
        read_back = self._read_back()
        for copy in absorbed:
            try:
                held = copy.vector()
                if all(read_back.get(replica, (0, ""))[0] >= seq for replica, (seq, _) in held.items()):
                    aside = self._copies.set_aside(copy.path)
                    done.notices.append(f"Kopien {copy.path.name} er flettet ind og lagt i »{aside.parent.name}«.")
                else:
                    self._copies.forget(copy.path)
            except (UserError, OSError):
                # Another computer that merged the same copy may have moved it first.
                self._copies.forget(copy.path)

    def _push(self, theirs: ops.Vector, read_back: ops.Vector, done: _Tally) -> None:
        if any(theirs.get(replica, (0, ""))[0] < seq for replica, (seq, _) in read_back.items()):
            done.notices.append("Filen var sat tilbage til en ældre udgave. Det, der manglede, er lagt i den igen.")
        outgoing = ops.since(self._conn, theirs)
        if outgoing:
            self._place.push(outgoing)
            theirs = self._place.vector()
            done.pushed = len(outgoing)
        self._remember(theirs)

    def _remember(self, theirs: ops.Vector) -> None:
        before = self._read_back()
        proven = {**before, **{replica: head for replica, head in theirs.items() if self._holds(replica, head)}}
        if proven != before:
            with translated_errors(self._path), transaction(self._conn):
                self._conn.execute(
                    "insert or replace into local (key, value) values (?, ?)", (_READ_BACK, ops.heads_json(proven))
                )

    def _holds(self, replica: str, head: ops.Head) -> bool:
        """Whether the op read back equals this log's: a clone may have written another with the same seq."""
        query = "select 1 from op where replica = ? and seq = ? and hash = ?"
        return self._conn.execute(query, (replica, *head)).fetchone() is not None

    def _read_back(self) -> ops.Vector:
        row = self._conn.execute("select value from local where key = ?", (_READ_BACK,)).fetchone()
        return ops.heads_in(row[0]) if row else {}
