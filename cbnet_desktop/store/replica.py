"""The private replica on this computer, to which every edit is written first."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.records import NetworkProfile, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Conflict, Invalid, ReadOnly, TooNew, Unreadable
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import erasure, ops, replica_file, rows, signing
from cbnet_desktop.store.cache import NetworkCache
from cbnet_desktop.store.connection import Connection, patiently, transaction, translated_errors
from cbnet_desktop.store.drafts import DraftFile
from cbnet_desktop.store.exchange import Exchanged, Exchanger
from cbnet_desktop.store.forks import replica_id
from cbnet_desktop.store.log import Log
from cbnet_desktop.store.places import SharedFile
from cbnet_desktop.store.probing import Ground, place_for
from cbnet_desktop.store.replica_file import backups_of, connect_replica, open_replica, path_of
from cbnet_desktop.store.unseen import UnseenEdits
from cbnet_desktop.store.whole_files import require_new, write_new

if TYPE_CHECKING:
    from cbnet_desktop.domain.edits.revertible import Left
    from cbnet_desktop.store.conflicts import CellConflict


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as written, with its consequences."""

    id: str
    at: str
    by: str
    label: str
    changes: tuple[Change, ...]

    @property
    def tables(self) -> frozenset[str]:
        """The tables touched."""
        return frozenset(change.table for change in self.changes)


class Store:
    """A network on this computer: its replica and the shared file that it is exchanged with."""

    def __init__(self, conn: Connection, replica_path: Path, place: SharedFile, user: str) -> None:
        self.path = place.path
        self.user = user
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._conn = conn
        self._replica_path = replica_path
        self._place = place
        self.ground = ""
        self.last_exchange: Exchanged | None = None
        self._is_being_made = False
        self._cache = NetworkCache(conn)
        self.log = Log(conn, replica_path, place)
        self.unseen = UnseenEdits(conn, replica_path, self._cache)
        self.backups = backups_of(conn, replica_path)
        self.drafts = DraftFile(replica_path)
        self._exchanger = Exchanger(conn, replica_path, place)

    @classmethod
    def open(cls, path: Path, *, home: Path, user: str, may_be_away: bool = False) -> Store:
        """Opens a shared file with this computer's replica of its network, and exchanges once.

        Where it may be away, a file opened here before may be unreadable: the edits wait.
        Raises Unreadable, TooNew or Busy; the file is not changed then.
        """
        place, ground = place_for(path, "")
        try:
            place.expected_id = patiently(place.network_id)
        except Unreadable as refusal:
            place.expected_id = replica_file.network_at(home, path) if may_be_away else ""
            if isinstance(refusal, TooNew) or not place.expected_id:
                raise
        store = _over(place, ground, home, user)
        replica_file.remember_path(store._conn, store._replica_path, path)
        if store.backups.is_due(store.clock()):
            store.backups.attempt("opened", store.clock())
        store.exchange()
        store.refresh()
        store.drafts.forget_erased(store.read())
        return store

    @classmethod
    def over(cls, path: Path, network_id: str, *, home: Path, user: str) -> Store:
        """Opens or creates the replica of a network, without accessing the place."""
        return _over(*place_for(path, network_id), home, user)

    @property
    def network_id(self) -> str:
        """The network's uuid."""
        return self._cache.network.profile.id

    @property
    def is_read_only(self) -> bool:
        """Whether the shared file or its folder is write-protected; edits are refused then."""
        return not self._is_being_made and self._place.is_read_only

    @property
    def waiting(self) -> int:
        """The number of ops not read back from the shared file yet."""
        return self._exchanger.waiting()

    def read(self) -> Network:
        """The network as of the last look; refresh() looks again."""
        return self._cache.network

    def refresh(self) -> frozenset[str]:
        """Reads what other connections wrote to the replica; returns the tables read since the last call."""
        self._cache.catch_up()
        return self._cache.reported()

    def apply(self, label: str, changes: Iterable[Change], *, lapses: bool = False) -> Edit:
        """Writes an edit to the replica durably, all or nothing.

        Raises Lapses where it lets agreements lapse and may not, Conflict, Invalid, Frozen, Missing, Busy, ReadOnly or
        Full.
        """
        self._require_writable()
        return self._write(label, edit.normalised(changes), lapses=lapses)

    def apply_standing(self, label: str, changes: Iterable[Change]) -> tuple[Edit | None, tuple[Left, ...]]:
        """Writes the part of an edit that still applies; returns it with what was left alone and by whose edits.

        Raises Busy, ReadOnly or Full.
        """
        from cbnet_desktop.domain.edits import revertible

        self._require_writable()
        with _writing(self):
            edited = _edited(self, label)
            changes = [change for change in changes if change.table not in edit.FROZEN_TABLES]
            kept, left = revertible.sorted_out(self.read(), changes, _day_of(self.read(), edited))
            attributed = tuple(replace(one, by=rows.author_of(self._conn, one.cell)) for one in left)
            written = _append(self, edited, tuple(kept)) if kept else None
        if written is None:
            return None, attributed
        self._cache.adopt(*written[1:])
        return written[0], attributed

    def _write(
        self, label: str, changes: tuple[Change, ...], *, settles: CellConflict | None = None, lapses: bool = True
    ) -> Edit:
        with _writing(self):
            if settles and self.log.conflict(settles.id) != settles:
                raise Conflict("Der er kommet endnu en udgave til i mellemtiden. Se dem igennem, og vælg igen.")
            written, after, vector = _append(
                self, _edited(self, label), changes, settles=settles is not None, lapses=lapses
            )
        self._cache.adopt(after, vector)
        return written

    def _require_writable(self) -> None:
        if self.is_read_only:
            raise ReadOnly(f"Filen {self.path.name} er skrivebeskyttet. Gem en kopi et andet sted for at redigere.")

    def sign_off(
        self, year: int, reason: str, render: signing.Render, *, today: date, exchanges: bool = True
    ) -> PlanVersion:
        """Freezes the year's plan as its next version, after an exchange (M23); raises Invalid or ReadOnly.

        exchanges is False for callers that exchange before and after in another thread.
        """
        self._require_writable()
        if not self._is_being_made:
            self.backups.attempt("sign-off", self.clock())
        if exchanges:
            self.exchange()
        self._cache.catch_up()
        edited = _edited(self, "")
        version = signing.prepared(
            self._conn, self._cache.network, year, reason, render, today=today, at=edited.at, by=self.user
        )
        with translated_errors(self._replica_path), transaction(self._conn):
            self._cache.catch_up()
            signing.require_unchanged(self._cache.network, version)
            edited = edited._replace(label=version.label)
            ops.append(self._conn, replica_id(self._conn), edited, version.cells)
            rows.materialise(self._conn, [cell for cell, _ in version.cells])
        self._cache.catch_up(look=True)
        if exchanges:
            self.exchange()
        return self._cache.network.get(PlanVersion, version.id)

    def exchange(self) -> Exchanged:
        """Exchanges with the shared file now; refresh() reads what came in."""
        done = self.last_exchange = self._exchanger.exchange()
        if done.tables:
            self._cache.catch_up(look=True)
        return done

    def merge(self, path: Path) -> Exchanged:
        """Merges all ops of a copy of the network (idempotent); raises UserError.

        The copy is not changed.
        """
        done = self._exchanger.merge_file(path)
        self._cache.catch_up(look=True)
        return done

    def erase(self, person_id: str, reason: str, *, today: date) -> frozenset[str]:
        """Erases a person's contact data here, in the backups and, by exchange, everywhere; returns tables touched.

        The name and signed versions stay. Raises Invalid or Missing.
        """
        self._require_writable()
        person = self._cache.network.get(Person, person_id)
        if not reason.strip():
            raise Invalid("Begrundelse mangler. Skriv, hvorfor oplysningerne slettes.", field="reason")
        with translated_errors(self._replica_path), transaction(self._conn):
            self._cache.catch_up()
            cells = erasure.cells(self._conn, person_id, reason, self.user, today)
            edited = _edited(self, f"Kontaktoplysninger for {person.name} slettet")
            ops.append(self._conn, replica_id(self._conn), edited, cells)
            touched = {cell for cell, _ in cells}
            tables = rows.materialise(self._conn, touched | erasure.carry_out(self._conn, touched))
        self._cache.catch_up(look=True)
        self._conn.execute("pragma wal_checkpoint(truncate)")
        self.backups.carry_out_erasures()
        self.drafts.forget_erased(self._cache.network)
        return tables

    def resolve(
        self, conflict_id: str, value: Value, *, seen: CellConflict | None = None, lapses: bool = False
    ) -> Edit:
        """Resolves a conflict with one of its values or a new one, as an edit that can be undone.

        Raises Missing or what apply raises; Conflict where it has versions that the user has not seen.
        """
        self._require_writable()
        found = self.log.conflict(conflict_id)
        label = f"Konflikt afgjort: {edit.field_of(found.table, found.field).label}"
        self._cache.catch_up()
        row = self._cache.network.row(found.table, found.row_id)
        before = {name: getattr(row, name) for name in (found.field, *found.edited)}
        change = Change(found.table, found.row_id, before, {**before, found.field: value})
        return self._write(label, edit.normalised([change]), settles=seen or found, lapses=lapses)

    def exchanger(self) -> Exchanger:
        """An exchanger with its own connection, to be created and used in another thread."""
        return Exchanger(connect_replica(self._replica_path), self._replica_path, self._place)

    def save_copy(self, path: Path) -> None:
        """Writes the whole network to a new file; raises Invalid where it exists."""
        write_new(path, ops.since(self._conn, {}))

    def close(self) -> None:
        """Closes the replica; nothing needs saving."""
        self._conn.close()


@contextmanager
def _writing(store: Store) -> Iterator[None]:
    """A write transaction over the current network."""
    with translated_errors(store._replica_path), transaction(store._conn):
        store._cache.catch_up()
        yield


def _edited(store: Store, label: str) -> ops.Edited:
    at = store.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return ops.Edited(uuid.uuid4().hex, at, store.user, label)


def _append(
    store: Store, edited: ops.Edited, changes: tuple[Change, ...], *, settles: bool = False, lapses: bool = True
) -> tuple[Edit, Network, ops.Vector]:
    """Writes an edit with its consequences inside a transaction.

    Returns it with the network and chain heads to adopt after the commit; raises UserError.
    """
    from cbnet_desktop.domain.agreed import guard
    from cbnet_desktop.domain.charter import charter, past_days
    from cbnet_desktop.domain.edits.consequences import with_consequences

    before, conn = store.read(), store._conn
    given, changes = changes, with_consequences(before, changes, _day_of(before, edited))
    after = edit.applied(before, changes)
    guard.require(before, after, changes)
    past_days.require(after, changes, _day_of(before, edited))
    charter.require(before, after, {change.table for change in changes})
    if not lapses:
        guard.require_consent(before, given)
    cells = rows.cells_of(conn, changes, settles=settles)
    ops.append(conn, replica_id(conn), edited, cells)
    rows.write_changes(conn, changes)
    return Edit(edited.edit, edited.at, edited.author, edited.label, changes), after, ops.vector(conn)


def _day_of(network: Network, edited: ops.Edited) -> Callable[[], str]:
    from cbnet_desktop.domain.words import danish

    return lambda: network.day_of(danish.local_time(edited.at).date().isoformat())


def _over(place: SharedFile, ground: Ground, home: Path, user: str) -> Store:
    path = path_of(home, place.expected_id)
    store = Store(open_replica(path), path, place, user)
    store.ground = ground.sentence
    return store


def create(
    path: Path,
    changes: Iterable[Change],
    *,
    home: Path,
    user: str,
    label: str,
    fill: Callable[[Store], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Store:
    """Creates a network with its first edit and what fill adds, then its file; raises Invalid where it exists.

    The file appears complete or not at all. clock dates these edits only; later ones use the computer's time.
    """
    require_new(path)
    changes = edit.normalised(changes)
    network_id = next(change.row_id for change in changes if change.table == NetworkProfile.TABLE)
    store = Store.over(path, network_id, home=home, user=user)
    machine_clock = store.clock
    store.clock = clock or machine_clock
    try:
        _begin(store, label, changes, fill)
    except BaseException:
        store.close()
        path_of(home, network_id).unlink(missing_ok=True)
        raise
    store.clock = machine_clock
    replica_file.remember_path(store._conn, store._replica_path, path)
    store.exchange()
    return store


def _begin(store: Store, label: str, changes: tuple[Change, ...], fill: Callable[[Store], None] | None) -> None:
    """Writes the first edits of a new network, unsynced, and then its file."""
    store._conn.execute("pragma synchronous = off")
    store._is_being_made = True
    store._write(label, changes)
    if fill:
        fill(store)
    store._is_being_made = False
    store._conn.execute("pragma synchronous = full")
    store._conn.execute("pragma wal_checkpoint(truncate)")
    store.save_copy(store.path)
