"""Exchange between a replica and a place: what is unknown there is read, what is unread there is laid there.

An edit counts as delivered when a piece with it was read back and compared. Nothing is held back: gaps, damage and the
pieces of others stop nobody (meeting design, section 4).
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.exchange import compaction
from cbnet_desktop.store.exchange.annexes import AnnexExchange
from cbnet_desktop.store.exchange.delivery import Delivery
from cbnet_desktop.store.exchange.keeper import Keeper
from cbnet_desktop.store.exchange.pulling import Reader, Tally
from cbnet_desktop.store.files import foreign_file, whole_files
from cbnet_desktop.store.files.annex_files import AnnexFiles
from cbnet_desktop.store.files.replica_file import backups_of
from cbnet_desktop.store.format.annexes import sha256_in
from cbnet_desktop.store.log import computers, erasure, receipts
from cbnet_desktop.store.log.authoring import Author
from cbnet_desktop.store.log.connection import Connection, rewrite, transaction, translated_errors
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.log.union import Taken, settle, take_in
from cbnet_desktop.store.places.place import Mark, Place

#: Seconds after which what others have not delivered, mended or cleaned is done for them.
PATIENCE = 600.0
#: Seconds between two close looks, which notice changed bytes under a known name.
CLOSELY = 3600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The result of an exchange, in edits; waiting is the number of edits that are in no piece of the place.

    own_waiting are those of this computer. problem is a Danish sentence on why edits wait, notices on what was found;
    is_reached tells whether the place could be read, read_only why it cannot be written. strangers are the computers
    that nobody known knows. has_more tells that annexes are left for the next one.
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
    has_more: bool = False


class Exchanger:
    """Exchanges a replica's edits with a place; each thread needs its own."""

    def __init__(self, conn: Connection, path: Path, place: Place, file: Path) -> None:
        self._conn = conn
        self._path = path
        self._place = place
        self._file = file
        self._network = computers.local(conn, computers.LOCAL_NETWORK)
        self._author = Author(conn, self._network, KeyFile(path))
        self._backups = backups_of(conn, path)
        self._keeper = Keeper(conn, file)
        #: Whose receipts this computer writes.
        self.user = ""
        self.patience = PATIENCE
        self.delivery = Delivery(conn, place, self._author)
        self.reader = Reader(self.delivery, path)
        self._annexes = AnnexExchange(self.delivery, AnnexFiles(path))
        self._looked_closely = float("-inf")

    def exchange(
        self, *, closely: bool = False, only_reads: bool = False, most_bytes: float = float("inf")
    ) -> Exchanged:
        """Pulls, pushes and reads back; where the place is out of reach, the edits wait.

        only_reads leaves the place as it is. After so many bytes of annexes the rest is left to the next exchange.
        """
        done = Tally(only_reads=only_reads, patience=self.patience, most_bytes=most_bytes)
        try:
            self._tell(done)
            self._back_up(done)
            self._meet(done, closely=closely)
            self._carry_on_erasing(done, closely=closely)
        except UserError as refusal:
            done.problem = refusal.message
        except Exception:
            # Whatever foreign bytes bring about, it stops no edit: the next exchange tries again.
            _log.exception("exchange failed")
            done.problem = f"Udvekslingen med {self._place.name} gik i stå. Der prøves igen om lidt."
        return self._exchanged(done)

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
        with translated_errors(self._path), transaction(self._conn):
            # Nobody else may have what a person brings: it is laid in the place at once.
            self._conn.execute("update edit set lacking_since = 0 where pieces = 0")
        rest = self.exchange()
        merged = self._exchanged(Tally(taken))
        return replace(rest, tables=rest.tables | merged.tables, pulled=merged.pulled, authors=merged.authors)

    def take_in_file(self, copy: Connection) -> Taken:
        """Takes in the edits of an opened file, and the annexes that it carries."""
        taken, done = Taken(), 0
        count = foreign_file.edits_in(copy)
        for bag in foreign_file.bags(copy, self._network):
            self.reader.progress(done, count)
            done += len(bag.edits) + len(bag.refused)
            with translated_errors(self._path), transaction(self._conn):
                taken.add(take_in(self._conn, bag.keys, bag.edits, bag.checked, self.delivery.clock()))
        self._annexes.take_in(copy)
        return taken

    def is_another(self) -> bool:
        """Whether the file that was opened is one of another network now."""
        return foreign_file.is_another(self._file, self._network)

    def rest(self) -> None:
        """What a quiet moment is used for: the computer that keeps the file writes it."""
        with translated_errors(self._path):
            self._keeper.rest(self.delivery.clock())

    def finish(self) -> None:
        """Says what has come here, and writes the file where this computer keeps it, at the end of the work."""
        with suppress(UserError), translated_errors(self._path):
            if receipts.is_due(self._conn, self.delivery.clock()):
                receipts.write(self._conn, self._author, self.user, self.delivery.clock())
                self._push(Tally())
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

    def _exchanged(self, done: Tally) -> Exchanged:
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
            sum(count for count, _ in _missing(self._conn)),
            done.is_reached,
            self._place.check() if done.is_reached else "",
            done.has_more,
        )

    def _tell(self, done: Tally) -> None:
        """Tells once what has become of this computer."""
        if untold := computers.local(self._conn, computers.LOCAL_UNTOLD):
            done.notices.append(untold)
            computers.set_local(self._conn, computers.LOCAL_UNTOLD, "")

    def _back_up(self, done: Tally) -> None:
        """Makes the day's first backup."""
        now = datetime.now(UTC)
        if self._backups.is_due(now) and (problem := self._backups.attempt("opened", now)):
            done.notices.append(problem)

    def _carry_on_erasing(self, done: Tally, *, closely: bool) -> None:
        """Takes what was erased, here or elsewhere, out of this computer's backups and of the file that it keeps.

        What could not be written is tried again at the next close look.
        """
        if erasure.is_ready(self._conn):
            with translated_errors(self._path), transaction(self._conn):
                done.taken.tables |= settle(self._conn, set(), erases=True)
        if computers.local(self._conn, erasure.UNWRITTEN) and (closely or not self._backups.not_erased):
            is_written = self._rewritten()
            self._backups.carry_out_erasures()
            problem = "" if done.only_reads else self._keeper.write()
            if problem:
                done.notices.append(f"Oplysninger, der er slettet, står stadig i {self._file.name}. {problem}")
            if is_written and not (done.only_reads or problem or self._backups.not_erased):
                computers.set_local(self._conn, erasure.UNWRITTEN, "")
        if self._backups.unerased:
            done.notices.append(self._backups.unerased)

    def _rewritten(self) -> bool:
        with suppress(UserError), translated_errors(self._path):
            return rewrite(self._conn)
        return False

    def _meet(self, done: Tally, *, closely: bool) -> None:
        now = self.delivery.clock()
        closely = closely or now - self._looked_closely >= CLOSELY
        with translated_errors(self._path):
            self.delivery.adopt_place()
            names = dict(self._place.look(closely=closely))
            done.is_reached = True
            if closely:
                self._looked_closely = now
                self.reader.compare_daily(now)
            self.reader.drop_again(names, done, closely=closely)
            files = {name: names.pop(name) for name in list(names) if sha256_in(name)}
            self.reader.pull(names, done, closely=closely)
            self.reader.note_strays(names, done)
            if not done.only_reads:
                if closely:
                    whole_files.sweep_drafts(self._file)
                self._push(done)
                compaction.clean(self.delivery, self.patience)
                compaction.compact(self.delivery)
            self._meet_annexes(files, done, closely=closely)
            if not done.only_reads:
                self.reader.note_stuck(done)
                self._note_clone(done)

    def _meet_annexes(self, files: dict[str, Mark], done: Tally, *, closely: bool) -> None:
        reader = self.reader
        self._annexes.meet(files, done, closely=closely, cancelled=reader.cancelled, progress=reader.progress)

    def _push(self, done: Tally) -> None:
        """Lays own edits there at once, and those of others that have been lacking for a while."""
        query = "select rid from edit where pieces = 0 and (is_own = 1 or lacking_since <= ?) order by chain, number"
        rids = [rid for (rid,) in self._conn.execute(query, (self.delivery.clock() - self.patience,)).fetchall()]
        if not rids:
            return
        if reason := self._place.check():
            done.problem = reason
            return
        laid = sum(self.delivery.lay(rids).values())
        done.pushed += laid
        if laid < len(rids):
            done.problem = f"Ikke alt, der blev lagt i {self._place.name}, kunne læses igen. Der prøves igen om lidt."

    def _note_clone(self, done: Tally) -> None:
        """Where another computer goes on under this one's key, this one takes a new key that the old one knows."""
        chain = self._author.chain
        query = "select count(*) from edit where chain = ? and is_tip = 1"
        if self._conn.execute(query, (chain,)).fetchone()[0] > 1:
            with transaction(self._conn):
                fresh = self._author.farewell(self.delivery.clock())
            self._author.adopt(fresh)
            self._push(done)
            done.notices.append("En kopi af denne computers data er i brug et andet sted. Begges ændringer er bevaret.")


def unanswered(conn: Connection, place: Place) -> Exchanged:
    """The result of an exchange with a place that does not answer."""
    query = "select count(*), coalesce(sum(is_own), 0) from edit where pieces = 0"
    waiting, own = conn.execute(query).fetchone()
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    problem = f"Mappen {place.name} svarer ikke lige nu. Kontrollér forbindelsen til den."
    return Exchanged(frozenset(), 0, 0, waiting, at, problem, own_waiting=own, is_reached=False)


def missing_sentence(conn: Connection) -> str:
    """What is known to be missing, and whose it is; empty where nothing is."""
    found = _missing(conn)
    if not found:
        return ""
    told = [f"{danish.counted(count, 'ændring', 'ændringer')} fra {author or 'en computer'}" for count, author in found]
    return (
        f"Der mangler {danish.joined(told)}. De kommer, når mappen er synkroniseret, eller når den, der skrev dem, "
        "åbner CBnet."
    )


def _missing(conn: Connection) -> list[tuple[int, str]]:
    """How many edits are known to be missing, and whose; what those held out name is nobody's loss."""
    query = (
        "select chain, count(*), (select author from edit where edit.chain = missing.chain order by rid desc limit 1) "
        "from missing group by chain order by 2 desc"
    )
    found = conn.execute(query).fetchall()
    out = computers.current(conn).out if found else {}
    return [(count, author) for chain, count, author in found if chain not in out]
