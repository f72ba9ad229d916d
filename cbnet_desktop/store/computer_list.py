"""The computers of a network as people see them, and what they decide about them: whom to believe, who writes the file.

Each decision is an edit like any other, signed here and the same for all who know this computer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from cbnet_desktop.domain.records import Annex, Erasure, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles.labels import short
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.format.keys import code
from cbnet_desktop.store.format.standing import KNOWN, OUT
from cbnet_desktop.store.log import computers, erasure, ops
from cbnet_desktop.store.log.connection import snapshot
from cbnet_desktop.store.log.rows import frozen_values

if TYPE_CHECKING:
    from cbnet_desktop.domain.records.network import Network
    from cbnet_desktop.store.format.standing import Standing
    from cbnet_desktop.store.log.connection import Connection

#: The most edits of a computer that are listed, and of a new one that are counted.
MOST = 500
#: Days without the computer that writes the file, after which that is told.
LONG = 30
#: The most characters of a name or label that somebody on another computer wrote.
_LONGEST = 40


class State(StrEnum):
    """How a computer stands in the network, as this one sees it."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer that has written in the network; first and last are the times of its edits (UTC) as it told them."""

    chain: str
    name: str
    edits: int
    first: str
    last: str
    state: State
    held_out: int = 0
    is_own: bool = False
    is_founder: bool = False
    keeps_file: bool = False

    @property
    def code(self) -> str:
        """The code by which people tell computers apart."""
        return code(self.chain)

    @property
    def title(self) -> str:
        """Name and code in a sentence, for example »Bo« (kode K7F2-9QXD)."""
        return f"»{short(self.name, _LONGEST)}« (kode {self.code})"

    @property
    def standing(self) -> str:
        """How it stands, in Danish."""
        if self.is_founder:
            return "Oprettede netværket"
        return {State.KNOWN: "Kendt", State.UNKNOWN: "Ukendt", State.OUT: "Holdt ude"}[self.state]


@dataclass(frozen=True, slots=True)
class WrittenEdit:
    """An edit of a computer: when and by whom it says it was made, what it is called, and whether it is held out."""

    id: str
    chain: str
    at: str
    by: str
    label: str
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class WaitingErasure:
    """An erasure at another computer's word that waits; needs_known tells that it waits for that to be known."""

    id: str
    person: str
    name: str
    chain: str
    by: str
    needs_known: bool
    #: The titles of annexes whose files are erased, where no person's data are.
    annexes: tuple[str, ...] = ()


def told_erasures(waiting: Iterable[WaitingErasure]) -> str:
    """Who wants whose contact data erased, or the files of which annexes."""
    by_whom: dict[str, list[WaitingErasure]] = {}
    for one in waiting:
        by_whom.setdefault(one.by or "En anden", []).append(one)
    return " ".join(f"{by} har slettet {what_is_erased(found)}." for by, found in by_whom.items())


def what_is_erased(waiting: Iterable[WaitingErasure]) -> str:
    """Whose contact data, and the files of which annexes, as the object of a sentence."""
    waiting = list(waiting)
    names = [one.name or "en person, der ikke er i netværket mere" for one in waiting if not one.annexes]
    titles = [quoted(title, _LONGEST) for one in waiting for title in one.annexes]
    told = [f"kontaktoplysninger for {danish.joined(names)}"] if names else []
    word = "filen til bilaget" if len(titles) == 1 else "filerne til bilagene"
    return danish.joined([*told, *([f"{word} {danish.joined(titles)}"] if titles else [])])


class Replica(Protocol):
    """What is needed of the replica: what it holds, and the doors for decisions."""

    @property
    def conn(self) -> Connection:
        """The connection to it."""

    @property
    def chain(self) -> str:
        """The name of this computer's chain of edits."""

    def read(self) -> Network:
        """The network as of the last look."""

    def decide(self, label: str, cells: Iterable[tuple[ops.Cell, Value]]) -> frozenset[str]:
        """Writes a decision as an edit; returns the tables touched."""

    def carry_out_erasures(self, ids: list[str]) -> frozenset[str]:
        """Carries out erasures at another's word; returns the tables touched."""


class ComputerList:
    """Lists a network's computers and writes what is decided about them; decisions raise UserError."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._conn = replica.conn
        self._seen: tuple[tuple[int, str], list[Computer]] | None = None

    @property
    def is_alone(self) -> bool:
        """Whether one computer alone has written so far."""
        return computers.is_alone(self._conn)

    @property
    def is_known(self) -> bool:
        """Whether the founder's circle knows this computer, or it has written nothing yet that others could doubt."""
        return self.is_believed or not computers.local(self._conn, computers.LOCAL_CHAIN)

    @property
    def is_believed(self) -> bool:
        """Whether what is signed here counts for all others at once."""
        own = computers.local(self._conn, computers.LOCAL_CHAIN)
        return own in computers.current(self._conn, own="").known

    def listed(self) -> list[Computer]:
        """All computers that have written: this one, then the others by name and time. Counts all edits."""
        state = (ops.last(self._conn), computers.local(self._conn, computers.LOCAL_REWRITTEN))
        if self._seen is None or self._seen[0] != state:
            with snapshot(self._conn):
                self._seen = state, self._listed()
        return self._seen[1]

    def strangers(self) -> list[Computer]:
        """The computers that nobody has decided about, the newest last; none where this one is alone.

        Their edits are counted up to the most that are listed.
        """
        if self.is_alone:
            return []
        with snapshot(self._conn):
            found = computers.current(self._conn)
            chains = [chain for (chain,) in self._conn.execute("select chain from key").fetchall()]
            made = [self._stranger(chain) for chain in chains if _state(found, chain) is State.UNKNOWN]
        return sorted((one for one in made if one.edits), key=lambda one: (one.first, one.chain))

    def named(self, wanted: str) -> Computer:
        """The computer of a code or chain; raises Missing or, where two have one code, Invalid."""
        key = wanted.strip().upper()
        found = [one for one in self.listed() if key in (one.code, one.code.replace("-", ""), one.chain.upper())]
        if len(found) > 1:
            raise Invalid(f"To computere har koden {key}. Skriv i stedet {danish.joined([c.chain for c in found])}.")
        if not found:
            known = danish.joined([f"{one.code} ({short(one.name, _LONGEST)})" for one in self.listed()]) or "ingen"
            raise Missing(f"Ingen computer har koden {short(wanted, _LONGEST)}. Computerne er: {known}.")
        return found[0]

    def know(self, chain: str) -> frozenset[str]:
        """Says that a computer is known; it counts for all who know this one. Returns the tables touched."""
        return self._say(f"Computer kendt: {self._other(chain, 'kendes i forvejen').title}", _about(chain, KNOWN))

    def hold_out(self, chain: str, *, keeps: bool) -> frozenset[str]:
        """Holds a computer's edits out of the tables; where keeps, those that are here now stay. Returns the tables."""
        found = self._other(chain, "kan ikke holdes ude")
        query = "select id from edit where chain = ? and is_tip = 1 order by id"
        stays = [edit for (edit,) in self._conn.execute(query, (chain,)).fetchall()] if keeps else []
        label = f"Computer holdt ude{' fra nu af' if keeps else ''}: {found.title}"
        return self._say(label, _about(chain, " ".join([OUT, *stays])))

    def keep_file(self, chain: str = "") -> frozenset[str]:
        """Lets a computer, this one where none is named, write the file that people open. Returns the tables."""
        chain = chain or self._replica.chain
        network = computers.local(self._conn, computers.LOCAL_NETWORK)
        named = next((one.title for one in self.listed() if one.chain == chain), f"(kode {code(chain)})")
        cell = (computers.NETWORK, network, computers.KEEPER)
        return self._say(f"Computeren {named} skriver filen", {cell: chain})

    def file_waits(self) -> str:
        """A Danish sentence where others have gone on for long without the computer that writes the file."""
        query = "select coalesce(max(at), '') from edit where chain = ?"
        keeper = computers.keeper(self._conn)
        (last,) = self._conn.execute(query, (keeper,)).fetchone()
        newest = max((one.last for one in self.listed()), default="")
        if keeper == computers.local(self._conn, computers.LOCAL_CHAIN) or not newest or _days(last, newest) < LONG:
            return ""
        named = next((one.title for one in self.listed() if one.chain == keeper), f"med koden {code(keeper)}")
        since = f" siden {danish.local_time(last):%d.%m.%Y}" if last else ""
        return (
            f"Computeren {named} skriver filen, men har ikke været her{since}. Filen er derfor ældre end det, I ser. "
            "Er computeren væk, så lad denne skrive filen."
        )

    def edits(self, chain: str) -> list[WrittenEdit]:
        """The newest edits of a computer, as they came here."""
        query = f"{_WRITTEN} where chain = ? and {_HAS_OPS} order by edit.rid desc limit ?"
        return [_written(row) for row in self._conn.execute(query, (chain, MOST)).fetchall()]

    def held_out(self) -> list[WrittenEdit]:
        """The edits of all computers that are held out, newest first as they came here."""
        query = f"{_WRITTEN} where held_out.rid is not null and {_HAS_OPS} order by edit.rid desc"
        return [_written(row) for row in self._conn.execute(query).fetchall()]

    def let_in(self, edit: str) -> frozenset[str]:
        """Lets one edit of a computer that is held out into the tables. Returns the tables touched."""
        found = next((one for one in self.held_out() if one.id == edit), None)
        if found is None:
            raise Missing(f"Ændringen {short(edit, _LONGEST)} holdes ikke ude, så der er intet at lukke ind.")
        label = f"Lukket ind fra {short(found.by, _LONGEST)}: {short(found.label, _LONGEST)}"
        return self._say(label, {(computers.EDITS, edit, computers.COLUMN): computers.LET_IN})

    def waiting_erasures(self) -> list[WaitingErasure]:
        """The erasures at another computer's word that wait here."""
        waiting = erasure.waiting(self._conn)
        if not waiting:
            return []
        by_chain = {one.chain: one for one in self.listed()}
        network = self._replica.read()
        found = [
            WaitingErasure(
                row_id,
                person,
                row.name if (row := network.find(Person, person)) else "",
                chain,
                by_chain[chain].name if chain in by_chain else "",
                chain not in by_chain or by_chain[chain].state is not State.KNOWN,
                () if network.find(Person, person) else _annexes_in(self._conn, network, row_id),
            )
            for row_id, person, chain in waiting
        ]
        return sorted(found, key=lambda one: (one.by, danish.sort_key(one.name), one.id))

    def confirm_erasures(self, ids: Iterable[str]) -> frozenset[str]:
        """Agrees to erasures and carries them out here, in the backups and in the file. Returns the tables touched.

        Those of a computer that is not known wait until it is.
        """
        return self._replica.carry_out_erasures(list(ids))

    def _say(self, label: str, cells: Mapping[ops.Cell, Value]) -> frozenset[str]:
        return self._replica.decide(label, cells.items())

    def _other(self, chain: str, refused: str) -> Computer:
        """A computer that this one may speak of; raises Invalid for this one and the founder's, Missing."""
        found = next((one for one in self.listed() if one.chain == chain), None)
        if found is None:
            raise Missing("Den computer har ikke skrevet i netværket. Vælg en af dem, der står på listen.")
        if found.is_own:
            raise Invalid(f"Det er denne computer, du sidder ved, og den {refused}. Vælg en anden.")
        if found.is_founder:
            raise Invalid(f"{found.title} oprettede netværket og {refused}. Vælg en anden.")
        return found

    def _stranger(self, chain: str) -> Computer:
        """A computer that nobody has decided about, by its newest edits alone: looking at all would take long."""
        query = "select id from edit where chain = ? and is_tip = 1"
        waiting = [edit for (edit,) in self._conn.execute(query, (chain,)).fetchall()]
        found: dict[str, tuple[str, str, str]] = {}
        seen: set[str] = set()
        while waiting and len(seen) < MOST:
            edit = waiting.pop()
            row = self._conn.execute(
                f"select at, author, act, body, {_HAS_OPS} from edit where id = ?", (edit,)
            ).fetchone()
            if row is None or edit in seen:
                continue
            seen.add(edit)
            waiting.extend(ops.body_prevs(bytes(row[3])))
            if row[4]:
                found[row[2] or edit] = (row[0], row[1], edit)
        told = sorted(found.values())
        first, last = (told[0][0], told[-1][0]) if told else ("", "")
        return Computer(chain, told[-1][1] if told else "", len(found), first, last, State.UNKNOWN)

    def _listed(self) -> list[Computer]:
        conn = self._conn
        found, founder = computers.current(conn), computers.founder(conn)
        own, keeper = computers.local(conn, computers.LOCAL_CHAIN), computers.keeper(conn)
        listed = [
            Computer(
                chain,
                _name(conn, chain),
                edits,
                first or "",
                last or "",
                _state(found, chain),
                held_out,
                chain == own,
                chain == founder,
                chain == keeper,
            )
            for chain, edits, first, last, held_out in conn.execute(_COUNTED).fetchall()
            if edits or chain == own
        ]
        return sorted(listed, key=lambda one: (not one.is_own, danish.sort_key(one.name), one.first, one.chain))


def _days(earlier: str, later: str) -> float:
    """Days between two times; endless where there is no earlier one."""
    return (danish.local_time(later) - danish.local_time(earlier)).days if earlier else math.inf


def _name(conn: Connection, chain: str) -> str:
    """The name under which the computer's newest edit with a label was made."""
    query = "select author from edit where chain = ? and label != '' order by number desc, id limit 1"
    row = conn.execute(query, (chain,)).fetchone()
    return str(row[0]) if row else ""


_COUNTED = (
    "select key.chain, count(distinct case edit.act when '' then edit.id else edit.act end), min(edit.at), "
    "max(edit.at), count(held_out.rid) from key left join edit on edit.chain = key.chain "
    "and exists (select 1 from op where op.rid = edit.rid) left join held_out on held_out.rid = edit.rid "
    "group by key.chain"
)


_HAS_OPS = "exists (select 1 from op where op.rid = edit.rid)"
_WRITTEN = (
    "select edit.id, chain, at, author, label, held_out.rid is not null from edit "
    "left join held_out on held_out.rid = edit.rid"
)


def _written(row: tuple[str, str, str, str, str, int]) -> WrittenEdit:
    return WrittenEdit(*row[:5], is_held_out=bool(row[5]))


def _state(found: Standing, chain: str) -> State:
    if chain in found.out:
        return State.OUT
    return State.KNOWN if chain in found.known else State.UNKNOWN


def _about(chain: str, value: str) -> dict[ops.Cell, Value]:
    return {(computers.TABLE, chain, computers.COLUMN): value}


def _annexes_in(conn: Connection, network: Network, erasure_id: str) -> tuple[str, ...]:
    """The titles of the annexes whose files an erasure names."""
    said = frozen_values(conn, Erasure.TABLE, erasure_id) or {}
    files = set(ops.heads_in(said.get("files")))
    return tuple(sorted({row.title for row in network.rows(Annex) if row.sha256 in files}))
