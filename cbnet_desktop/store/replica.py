"""The private replica on this computer, to which every edit is written first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.domain.dispatches import dispatches, traces
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.records import AgreedText, Annex, Dispatch, Erasure, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Conflict, Invalid, ReadOnly, UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.computer_list import ComputerList
from cbnet_desktop.store.log import erasure, newer, ops, rows, signing
from cbnet_desktop.store.log.authoring import Edited, time_of
from cbnet_desktop.store.log.connection import Connection, rewrite, transaction, translated_errors
from cbnet_desktop.store.log.union import settle
from cbnet_desktop.store.open_network import OpenNetwork
from cbnet_desktop.store.places.place import Place

if TYPE_CHECKING:
    from cbnet_desktop.domain.agreed.subjects import Rows
    from cbnet_desktop.domain.edits.revertible import Left
    from cbnet_desktop.store.log.conflicts import CellConflict


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


class Store(OpenNetwork):
    """An open network in which edits are written: the one door for them."""

    def __init__(self, conn: Connection, replica_path: Path, place: Place, file: Path, user: str) -> None:
        super().__init__(conn, replica_path, place, file, user)
        self.computers = ComputerList(self)

    def apply(self, label: str, changes: Iterable[Change], *, lapses: bool = False) -> Edit:
        """Writes an edit to the replica durably, all or nothing.

        Raises Lapses where it lets agreements lapse and may not, Conflict, Invalid, Frozen, Missing, Busy, ReadOnly or
        Full.
        """
        self._require_writable()
        return self._write(label, edit.normalised(changes), lapses=lapses)

    def hindrances(self, changes: Iterable[Change]) -> list[UserError]:
        """Every refusal of an edit at once, whatever would lapse by it; nothing is written."""
        from cbnet_desktop.domain.edits import revertible

        try:
            changes = edit.normalised(changes)
        except UserError as refusal:
            return [refusal]
        return revertible.hindrances(self.read(), changes, _day_of(self.read(), self._edited("")))

    def apply_standing(self, label: str, changes: Iterable[Change]) -> tuple[Edit | None, tuple[Left, ...]]:
        """Writes the part of an edit that still applies; returns it with what was left alone and by whose edits.

        Raises Busy, ReadOnly or Full.
        """
        from cbnet_desktop.domain.edits import revertible

        self._require_writable()
        with _writing(self):
            edited = self._edited(label)
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
            written, after, last = _append(
                self, self._edited(label), changes, settles=settles is not None, lapses=lapses
            )
        self._cache.adopt(after, last)
        return written

    def _require_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.read_only)

    def sign_off(
        self, year: int, reason: str, render: signing.Render, *, today: date, exchanges: bool = True
    ) -> PlanVersion:
        """Freezes the year's plan as its next version, after an exchange (M23); raises Invalid or ReadOnly.

        exchanges is False for callers that exchange before and after in another thread.
        """
        self._require_writable()
        if not self.is_being_made:
            self.backups.attempt("sign-off", self.clock())
        if exchanges:
            self.exchange()
        self._cache.catch_up()
        edited = self._edited("")
        version = signing.prepared(
            self._conn, self._cache.network, year, reason, render, today=today, at=edited.at, by=self.user
        )
        with translated_errors(self._replica_path), transaction(self._conn):
            self._cache.catch_up()
            signing.require_unchanged(self._cache.network, version)
            edited = edited._replace(label=version.label)
            self.write_cells(edited, version.cells)
        self._cache.catch_up(look=True)
        if exchanges:
            self.exchange()
        return self._cache.network.get(PlanVersion, version.id)

    def write_cells(
        self, edited: Edited, cells: Iterable[tuple[ops.Cell, Value]], *, founds: str = ""
    ) -> frozenset[str]:
        """Writes an edit that no change describes, inside the caller's transaction; returns the tables touched."""
        cells = list(cells)
        self._author.write(edited, cells, self.clock().timestamp(), founds=founds)
        return settle(self._conn, {cell for cell, _ in cells})

    def erase(self, person_id: str, reason: str, *, today: date) -> frozenset[str]:
        """Erases a person's contact data here, in the backups and, by exchange, everywhere; returns tables touched.

        The name, signed versions and what was sent stay; reminders that were not sent and files of hers go. Raises
        Invalid or Missing.
        """
        self._require_writable()
        person = self._cache.network.get(Person, person_id)
        if not reason.strip():
            raise Invalid("Begrundelse mangler. Skriv, hvorfor oplysningerne slettes.", field="reason")
        with translated_errors(self._replica_path), transaction(self._conn):
            self._cache.catch_up()
            network = self._cache.network
            files = traces.files(network, person)
            gone = [
                one for row in dispatches.unsent_reminders(network, person) for one in dispatches.removed(network, row)
            ]
            removed = {(one.table, one.row_id) for one in gone}
            emptied = erasure.cells(self._conn, person_id, reason, self.user, today, files=files)
            cells = [cell for cell in emptied if cell[0][:2] not in removed] + rows.cells_of(self._conn, gone)
            edited = self._edited(f"Kontaktoplysninger for {person.name} slettet")
            tables = self.write_cells(edited, cells)
        self._carry_on_erasing()
        return tables

    def erase_annex(self, annex_id: str, reason: str, *, today: date) -> frozenset[str]:
        """Erases the bytes of an annex here and, by exchange, everywhere; returns tables touched.

        The row stays, with title, name and hash. Raises Invalid or Missing.
        """
        self._require_writable()
        annex = self._cache.network.get(Annex, annex_id)
        if not reason.strip():
            raise Invalid("Begrundelse mangler. Skriv, hvorfor filen slettes.", field="reason")
        if not annex.sha256:
            raise Invalid("Bilaget har ingen fil, der kan slettes.")
        with translated_errors(self._replica_path), transaction(self._conn):
            cells = erasure.cells(self._conn, None, reason, self.user, today, files={annex.sha256})
            tables = self.write_cells(self._edited(f"Bilagets fil slettet: {annex.title}"), cells)
        self._carry_on_erasing()
        return tables

    def carry_out_erasures(self, ids: list[str]) -> frozenset[str]:
        """Carries out erasures at another's word that a person here agrees to; returns the tables touched."""
        self._require_writable()
        with translated_errors(self._replica_path), transaction(self._conn):
            erasure.confirm(self._conn, ids)
            tables = settle(self._conn, set(), erases=True)
        self._carry_on_erasing()
        return tables

    def decide(self, label: str, cells: Iterable[tuple[ops.Cell, Value]]) -> frozenset[str]:
        """Writes an edit that no change describes, as a decision about computers; returns the tables touched.

        Raises ReadOnly, Busy or Full.
        """
        self._require_writable()
        with translated_errors(self._replica_path), transaction(self._conn):
            tables = self.write_cells(self._edited(label), cells)
        if Erasure.TABLE in tables:
            self._carry_on_erasing()
        self._cache.catch_up(look=True)
        return tables

    def _carry_on_erasing(self) -> None:
        """Takes what was erased out of all that lies beside the tables too; file and pieces follow by exchange."""
        self._cache.catch_up(look=True)
        with suppress(UserError), translated_errors(self._replica_path):  # the exchanges try again
            rewrite(self._conn)
        self.backups.carry_out_erasures()
        self.annexes.carry_out_erasures()
        self.drafts.forget_erased(self._cache.network)

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

    def _edited(self, label: str) -> Edited:
        at, is_own = time_of(self._conn, self.clock())
        self.has_wrong_clock = self.has_wrong_clock or not is_own
        return Edited(at, self.user, label)


@contextmanager
def _writing(store: Store) -> Iterator[None]:
    """A write transaction over the current network."""
    with translated_errors(store._replica_path), transaction(store._conn):
        store._cache.catch_up()
        yield


def _append(
    store: Store, edited: Edited, changes: tuple[Change, ...], *, settles: bool = False, lapses: bool = True
) -> tuple[Edit, Network, int]:
    """Writes an edit with its consequences inside a transaction.

    Returns it with the network and the newest edit to adopt after the commit; raises UserError.
    """
    from cbnet_desktop.domain.agreed import guard
    from cbnet_desktop.domain.charter import charter, past_days
    from cbnet_desktop.domain.edits.consequences import with_consequences

    before, conn = store.read(), store._conn
    given, changes = changes, with_consequences(before, changes, _day_of(before, edited))
    after = edit.applied(before, changes)
    guard.require(before, after, changes, settles=settles)
    past_days.require(after, changes, _day_of(before, edited))
    charter.require(before, after, {change.table for change in changes})
    if not lapses:
        guard.require_consent(before, given)
    _require_seen(conn, after, changes)
    cells = rows.cells_of(conn, changes, settles=settles) + rows.stated(dispatches.fixed(before, after, changes))
    name = store._author.write(edited, cells, store.clock().timestamp(), founds=store.founds)
    rows.write_changes(conn, changes)
    return Edit(name, edited.at, edited.author, edited.label, changes), after, ops.last(conn)


def _require_seen(conn: Connection, after: Network, changes: tuple[Change, ...]) -> None:
    """Raises Invalid where an edit agrees to, or drafts, what a newer program says more of than is shown here."""
    from cbnet_desktop.domain.agreed import texts

    for change in changes:
        said: Rows = {}
        if change.table == AgreedText.TABLE and (text := after.find(AgreedText, change.row_id)):
            said = texts.rows_of(text)
        elif change.before is None and (draft := after.find(Dispatch, change.row_id)):
            said = dispatches.would_agree(after, draft)
        if said:
            newer.require_shown(conn, {(table, row_id) for table, kept in said.items() for row_id in kept})


def _day_of(network: Network, edited: Edited) -> Callable[[], str]:
    from cbnet_desktop.domain.words import danish

    return lambda: network.day_of(danish.local_time(edited.at).date().isoformat())
