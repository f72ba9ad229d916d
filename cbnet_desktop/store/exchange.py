"""Exchange between a replica and a place: what is unknown there is read, what is unread there is laid there.

An edit counts as delivered when a piece with it was read back and compared. Nothing is held back: gaps, damage and the
pieces of others stop nobody (meeting design, section 4).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.records import Erasure
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import compaction, computers, foreign_file, receipts
from cbnet_desktop.store.authoring import Author
from cbnet_desktop.store.connection import Connection, transaction, translated_errors
from cbnet_desktop.store.delivery import Delivery
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import Bad
from cbnet_desktop.store.format.pieces import Name, Piece
from cbnet_desktop.store.keeper import Keeper
from cbnet_desktop.store.key_file import KeyFile
from cbnet_desktop.store.places.place import Mark, Place
from cbnet_desktop.store.replica_file import backups_of
from cbnet_desktop.store.union import Taken, take_in

#: Seconds after which what others have not delivered, mended or cleaned is done for them.
PATIENCE = 600.0
#: Seconds between two close looks, which notice changed bytes under a known name.
CLOSELY = 3600.0

#: When the bytes of all pieces were last compared with their names, and the seconds of a day.
_COMPARED, _DAY = "compared", 86_400.0
#: Edits from which pieces are taken in, those read before them in the same transaction.
_TOGETHER = 20_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The result of an exchange, in edits; waiting is the number of edits that are in no piece of the place.

    own_waiting are those of this computer. problem is a Danish sentence on why edits wait, notices on what was found;
    is_reached tells whether the place could be read, read_only why it cannot be written. strangers are the computers
    that nobody known knows.
    """

    tables: frozenset[str]
    pulled: int
    pushed: int
    waiting: int
    at: str
    problem: str = ""
    notices: tuple[str, ...] = ()
    own_waiting: int = 0
    authors: tuple[str, ...] = ()
    missing: int = 0
    is_reached: bool = True
    read_only: str = ""


@dataclass(slots=True)
class _Tally:
    """The running result of an exchange."""

    taken: Taken = field(default_factory=Taken)
    pushed: int = 0
    problem: str = ""
    is_reached: bool = False
    only_reads: bool = False
    notices: list[str] = field(default_factory=list)


class Exchanger:
    """Exchanges a replica's edits with a place; each thread needs its own."""

    def __init__(self, conn: Connection, path: Path, place: Place, file: Path) -> None:
        self._conn = conn
        self._path = path
        self._place = place
        self._network = computers.local(conn, computers.LOCAL_NETWORK)
        self._author = Author(conn, self._network, KeyFile(path))
        self._backups = backups_of(conn, path)
        self._keeper = Keeper(conn, file)
        self.patience = PATIENCE
        self.delivery = Delivery(conn, place, self._author)
        self._damaged: dict[str, float] = {}
        self._looked_closely = float("-inf")
        self.cancelled: Callable[[], bool] = lambda: False
        self.progress: Callable[[int, int], None] = lambda _done, _all: None

    def exchange(self, *, closely: bool = False, only_reads: bool = False) -> Exchanged:
        """Pulls, pushes and reads back; where the place is out of reach, the edits wait.

        only_reads leaves the place as it is.
        """
        done = _Tally(only_reads=only_reads)
        try:
            self._back_up(done)
            self._meet(done, closely=closely)
            self._carry_on_erasing(done)
        except UserError as refusal:
            done.problem = refusal.message
        except Exception:
            # Whatever foreign bytes bring about, it stops no edit: the next exchange tries again.
            _log.exception("exchange failed")
            done.problem = f"Udvekslingen med {self._place.name} gik i stå. Der prøves igen om lidt."
        return self._exchanged(done)

    def _compare_daily(self, now: float) -> None:
        if now - float(computers.local(self._conn, _COMPARED) or 0) >= _DAY:
            self.compare_all()
            computers.set_local(self._conn, _COMPARED, str(now))

    def compare_all(self) -> None:
        """Compares the bytes of all pieces with their names: once a day, since a damaged byte shows in nothing else."""
        for name in self.delivery.known():
            data = self._place.get(name)
            if data is not None and not _is_named(data, name):
                self.delivery.forget(name)

    def merge_file(self, path: Path) -> Exchanged:
        """Merges a file, which is not changed, and exchanges; pulled and authors in the result are those of the file.

        Raises Unreadable, or Invalid for another network's file.
        """
        taken = Taken()
        with foreign_file.opened(path) as copy:
            if foreign_file.network_in(copy, path) != self._network:
                raise Invalid(
                    f"Filen {path.name} hører til et andet netværk og kan ikke flettes ind. Vælg en kopi af dette."
                )
            taken.add(self.take_in_file(copy))
        rest = self.exchange()
        merged = self._exchanged(_Tally(taken))
        return replace(rest, tables=rest.tables | merged.tables, pulled=merged.pulled, authors=merged.authors)

    def take_in_file(self, copy: Connection) -> Taken:
        """Takes in the edits of an opened file."""
        taken = Taken()
        for bag in foreign_file.bags(copy, self._network):
            with translated_errors(self._path), transaction(self._conn):
                taken.add(take_in(self._conn, bag.keys, bag.edits, bag.checked, self.delivery.clock()))
        return taken

    def rest(self) -> None:
        """What a quiet moment is used for: the computer that keeps the file writes it."""
        with translated_errors(self._path):
            self._keeper.rest(self.delivery.clock())

    def finish(self) -> None:
        """Says what has come here, and writes the file where this computer keeps it, at the end of the work."""
        with suppress(UserError), translated_errors(self._path):
            if receipts.is_due(self._conn, self.delivery.clock()):
                receipts.write(self._conn, self._author, self.delivery.clock())
                self._push(_Tally())
            self._keeper.write()

    def close(self) -> None:
        """Closes the connection to the replica."""
        self._conn.close()

    def waiting(self) -> int:
        """The number of edits that are in no piece of the place."""
        return int(self._conn.execute("select count(*) from edit where pieces = 0").fetchone()[0])

    def own_waiting(self) -> int:
        """The number of those that this computer made."""
        return int(self._conn.execute("select count(*) from edit where pieces = 0 and is_own = 1").fetchone()[0])

    def _exchanged(self, done: _Tally) -> Exchanged:
        return Exchanged(
            frozenset(done.taken.tables),
            done.taken.edits,
            done.pushed,
            self.waiting(),
            datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            done.problem,
            tuple(done.notices),
            self.own_waiting(),
            tuple(done.taken.authors),
            int(self._conn.execute("select count(*) from missing").fetchone()[0]),
            done.is_reached,
            self._place.check() if done.is_reached else "",
        )

    def _back_up(self, done: _Tally) -> None:
        """Makes the day's first backup."""
        now = datetime.now(UTC)
        if self._backups.is_due(now) and (problem := self._backups.attempt("opened", now)):
            done.notices.append(problem)

    def _carry_on_erasing(self, done: _Tally) -> None:
        """Takes what was erased elsewhere out of this computer's backups, and out of the file that it keeps."""
        if Erasure.TABLE in done.taken.tables:
            self._backups.carry_out_erasures()
            if not done.only_reads:
                self._keeper.write()

    def _meet(self, done: _Tally, *, closely: bool) -> None:
        now = self.delivery.clock()
        closely = closely or now - self._looked_closely >= CLOSELY
        with translated_errors(self._path):
            self.delivery.adopt_place()
            names = dict(self._place.look(closely=closely))
            done.is_reached = True
            if closely:
                self._looked_closely = now
                self._compare_daily(now)
            if not done.only_reads:
                self._drop_again(names)
            self._pull(names, done, closely=closely)
            self._note_strays(names, done)
            if done.only_reads:
                return
            self._push(done)
            compaction.clean(self.delivery, self.patience)
            compaction.compact(self.delivery)
            self._note_clone(done)

    def _drop_again(self, names: dict[str, Mark]) -> None:
        """Drops pieces that were dropped here and that a tool which never deletes brought back."""
        for name in self.delivery.dropped():
            if name in names:
                self._place.drop(name)
                del names[name]

    def _pull(self, names: Mapping[str, Mark], done: _Tally, *, closely: bool) -> None:
        known = self.delivery.known()
        for name in known.keys() - names.keys():
            self.delivery.forget(name)
        if closely:
            self._look_again({name: mark for name, mark in known.items() if name in names}, names)
            known = self.delivery.known()
        fresh = [name for name in names.keys() - known.keys() if Name.of(name)]
        fresh.sort(key=lambda name: (-int(name.split("-")[1]), name))
        bags: dict[str, Piece] = {}
        for place, name in enumerate(fresh):
            if self.cancelled():
                break
            self.progress(place, len(fresh))
            if (piece := self._read(name, done)) is not None:
                bags[name] = piece
            if sum(len(bag.edits) for bag in bags.values()) >= _TOGETHER:
                self._take_in(bags, done)
                bags = {}
        self._take_in(bags, done)
        for name in self._damaged.keys() - names.keys():
            del self._damaged[name]

    def _look_again(self, known: Mapping[str, Mark], names: Mapping[str, Mark]) -> None:
        """Reads pieces again whose size or time has changed since."""
        for name, mark in known.items():
            if mark == names[name]:
                continue
            data = self._place.get(name)
            if data is not None and _is_named(data, name):
                self.delivery.note_mark(name, names[name])
            else:
                self.delivery.forget(name)

    def _take_in(self, bags: Mapping[str, Piece], done: _Tally) -> None:
        """Takes pieces in together, in one transaction."""
        if not bags:
            return
        keys = {chain: key for bag in bags.values() for chain, key in bag.keys.items()}
        edits = [edit for bag in bags.values() for edit in bag.edits]
        checked = frozenset(edit for bag in bags.values() for edit in bag.checked)
        with transaction(self._conn):
            done.taken.add(take_in(self._conn, keys, edits, checked, self.delivery.clock()))
            for name, bag in bags.items():
                self.delivery.note(name, [edit.id for edit in bag.edits])

    def _read(self, name: str, done: _Tally) -> Piece | None:
        data = self._place.get(name)
        if data is None:
            return None
        if not _is_named(data, name):
            self._note_damaged(name, done)
            return None
        self._damaged.pop(name, None)
        parts = Name.of(name)
        try:
            piece = pieces.unpacked(data, self._network, parts.edits if parts else 0)
        except Bad as why:
            _log.warning("%s: %s", name, why)
            done.notices.append(f"Filen {name} i mappen er ikke skrevet af CBnet. Den er ladt i fred.")
            piece = Piece({}, [], frozenset(), [])
        if piece.refused:
            _log.warning("%s: %s", name, piece.refused[:3])
            count = danish.counted(len(piece.refused), "linje", "linjer")
            done.notices.append(f"{count.capitalize()} i {name} passer ikke med sin underskrift og er ikke taget med.")
        return piece

    def _note_damaged(self, name: str, done: _Tally) -> None:
        """Bytes are not the name: half fetched, or damaged. Told after a while; one's own is laid again."""
        since = self._damaged.setdefault(name, self.delivery.clock())
        if self.delivery.clock() - since < self.patience:
            return
        parts = Name.of(name)
        count = danish.counted(parts.edits if parts else 0, "ændring", "ændringer")
        done.notices.append(
            f"En del i mappen er beskadiget eller kun hentet halvt ({count}). Det, du har, er lagt i mappen igen; "
            "intet er mistet her."
        )
        if parts and parts.writer == self._author.chain[:16] and not done.only_reads:
            self._place.drop(name)

    def _note_strays(self, names: Mapping[str, Mark], done: _Tally) -> None:
        if any(not Name.of(name) for name in names):
            done.notices.append("En kollega bruger en nyere CBnet. Du kan arbejde videre; opdatér for at se alt.")
        newer = self._conn.execute("select count(*) from edit where version > 1").fetchone()[0]
        if newer:
            count = danish.counted(newer, "ændring", "ændringer")
            done.notices.append(
                f"En kollega bruger en nyere CBnet. Du kan arbejde videre; {count} vises først, når du opdaterer."
            )

    def _push(self, done: _Tally) -> None:
        """Lays own edits there at once, and those of others that have been lacking for a while."""
        query = "select rid from edit where pieces = 0 and (is_own = 1 or lacking_since <= ?) order by chain, number"
        rids = [rid for (rid,) in self._conn.execute(query, (self.delivery.clock() - self.patience,)).fetchall()]
        if not rids:
            return
        if reason := self._place.check():
            done.problem = reason
            return
        laid = self.delivery.lay(rids)
        done.pushed = sum(laid.values())
        if done.pushed < len(rids):
            done.problem = f"Ikke alt, der blev lagt i {self._place.name}, kunne læses igen. Der prøves igen om lidt."

    def _note_clone(self, done: _Tally) -> None:
        """Where another computer goes on under this one's key, this one takes a new key that the old one knows."""
        chain = self._author.chain
        query = "select count(*) from edit where chain = ? and is_tip = 1"
        if self._conn.execute(query, (chain,)).fetchone()[0] > 1:
            with transaction(self._conn):
                fresh = self._author.farewell(self.delivery.clock())
            self._author.adopt(fresh)
            done.notices.append("En kopi af denne computers data er i brug et andet sted. Begges ændringer er bevaret.")


def _is_named(data: bytes, name: str) -> bool:
    parts = Name.of(name)
    return parts is not None and pieces.digest(data) == parts.digest


def missing_sentence(conn: Connection) -> str:
    """What is known to be missing, and whose it is; empty where nothing is."""
    query = (
        "select count(*), (select author from edit where edit.chain = missing.chain order by rid desc limit 1) "
        "from missing group by missing.chain order by 1 desc"
    )
    found = conn.execute(query).fetchall()
    if not found:
        return ""
    told = [f"{danish.counted(count, 'ændring', 'ændringer')} fra {author or 'en computer'}" for count, author in found]
    return (
        f"Der mangler {danish.joined(told)}. De kommer, når mappen er synkroniseret, eller når den, der skrev dem, "
        "åbner CBnet."
    )
