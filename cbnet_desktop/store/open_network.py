"""An open network: the replica behind it, and its exchange with the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self, TypeVar

from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import annex_shelf, patience
from cbnet_desktop.store.annex_shelf import AnnexShelf
from cbnet_desktop.store.drafts import DraftFile
from cbnet_desktop.store.exchange.exchanger import Exchanged, Exchanger
from cbnet_desktop.store.files.replica_file import backups_of, connect_replica
from cbnet_desktop.store.files.whole_files import write_new
from cbnet_desktop.store.log import computers, newer
from cbnet_desktop.store.log.authoring import Author
from cbnet_desktop.store.log.cache import NetworkCache
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.log.unseen import UnseenEdits
from cbnet_desktop.store.places.nowhere import Nowhere
from cbnet_desktop.store.places.place import Place
from cbnet_desktop.store.queries import Log

T = TypeVar("T")


class OpenNetwork:
    """A network on this computer: its replica, what is read of it, and the place where it is exchanged."""

    def __init__(self, conn: Connection, replica_path: Path, place: Place, file: Path, user: str) -> None:
        self.path = file
        self.user = user
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        #: The replica, for the store's own modules, and where the network is exchanged.
        self.conn = self._conn = conn
        self.replica_path = self._replica_path = replica_path
        self.place = self._place = place
        self.is_copy = isinstance(place, Nowhere)
        #: Why nothing can be written, as far as is known: the exchanges tell.
        #: Why the place is write-protected, as the last exchange told; edits are refused then. Empty where it is not.
        self.read_only = place.check() if self.is_copy else ""
        self.last_exchange: Exchanged | None = None
        self.has_wrong_clock = False
        #: The folder of a copy that is only looked at, removed with the store.
        self.temporary: TemporaryDirectory[str] | None = None
        #: The name of the folder of pieces that does not lie beside such a copy.
        self.lacks_folder = ""
        #: The nonce that the first edit of a new network tells, and whether the first edits are being written.
        self.founds = ""
        self.is_being_made = False
        self._cache = NetworkCache(conn)
        self.unseen = UnseenEdits(conn, replica_path, self._cache)
        self.backups = backups_of(conn, replica_path)
        self.annexes = AnnexShelf(conn, replica_path, place)
        self.log = Log(conn, replica_path, file)
        self.drafts = DraftFile(replica_path)
        self._author = Author(conn, computers.local(conn, computers.LOCAL_NETWORK), KeyFile(replica_path))
        self._exchanger = Exchanger(conn, replica_path, place, file)
        self.delivery = self._exchanger.delivery

    def watch(self, progress: Callable[[int, int], None]) -> None:
        """Tells progress of what is taken in, as a number done of all."""
        self._exchanger.reader.progress = progress

    def take_in_file(self, file: Connection) -> None:
        """Takes in the edits of an opened file."""
        self._exchanger.take_in_file(file)
        self._cache.catch_up(look=True)

    @property
    def chain(self) -> str:
        """The name of this computer's chain of edits."""
        return self._author.chain

    @property
    def network_id(self) -> str:
        """The network's uuid."""
        return self._cache.network.profile.id

    @property
    def behind(self) -> str:
        """That a newer program wrote what is not shown here, as a sentence; empty where all is shown."""
        return newer.sentence(self._conn, has_strays=False)

    @property
    def waiting(self) -> int:
        """The number of edits that do not lie in the place yet."""
        return self._exchanger.waiting()

    def read(self) -> Network:
        """The network as of the last look; refresh() looks again."""
        return self._cache.network

    def refresh(self) -> frozenset[str]:
        """Reads what other connections wrote to the replica; returns the tables read since the last call."""
        self._cache.catch_up()
        return self._cache.reported()

    def exchange(self, *, only_reads: bool = False) -> Exchanged:
        """Exchanges with the place now; refresh() reads what came in. only_reads leaves the place as it is."""
        done = self._exchanger.exchange(closely=True, only_reads=only_reads)
        self.note(done)
        self.look()
        return done

    def look(self) -> None:
        """Reads what other connections of this computer wrote; also who is known, without a table that changed."""
        self._cache.catch_up(look=True)

    def note(self, done: Exchanged) -> None:
        """Takes over the result of an exchange, also of one made in another thread; refresh() reads what came in."""
        self.last_exchange = done
        if done.is_reached and not self.is_copy:
            self.read_only = done.read_only

    def merge(self, path: Path) -> Exchanged:
        """Merges all edits of a copy of the network (idempotent); raises UserError.

        The copy is not changed.
        """
        done = self._exchanger.merge_file(path)
        self._cache.catch_up(look=True)
        return done

    def exchanger(self) -> Exchanger:
        """An exchanger with its own connection, to be created and used in another thread."""
        exchanger = Exchanger(connect_replica(self._replica_path), self._replica_path, self._place, self.path)
        exchanger.user = self.user
        return exchanger

    def within(self, seconds: float, job: Callable[[Exchanger], T]) -> T | None:
        """What a job with an exchanger gives, or None where nothing has moved for so many seconds: a share may hang.

        The job goes on in its thread, which keeps nobody from ending. Raises what the job raises.
        """
        return patience.within(seconds, self.exchanger, job)

    def opened_anew(self) -> Self:
        """The same over a connection of its own, for another thread, which closes it."""
        made = type(self)(connect_replica(self._replica_path), self._replica_path, self._place, self.path, self.user)
        made.temporary, made.lacks_folder = self.temporary, self.lacks_folder
        made.last_exchange, made.read_only = self.last_exchange, self.read_only
        return made

    def let_go(self) -> None:
        """Closes the replica for another thread, which goes on with opened_anew()."""
        self._conn.close()

    def save_copy(self, path: Path, report: Callable[[float], None] = lambda _share: None) -> str:
        """Writes the whole network with its annexes to a new file; raises Invalid where it exists.

        Returns a sentence on the annexes that it lacks; empty where it lacks none. report is called with the share that
        is done, and ends the work without a trace where it raises.
        """
        lacking: list[str] = []
        write_new(self._conn, path, lambda copy: lacking.extend(self.annexes.put_into(copy, report)))
        return annex_shelf.told_lacking(lacking)

    def finish(self) -> None:
        """Writes the file where this computer keeps it, at the end of work that changed the network."""
        self._exchanger.user = self.user
        self._exchanger.finish()

    def close(self) -> None:
        """Closes the replica; nothing needs saving."""
        self._conn.close()
        if self.temporary:
            self.temporary.cleanup()
