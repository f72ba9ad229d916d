"""The open network as views see it: its current state, whether somebody is typing, and signals of changes."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Edit, Exchanged, Store
from cbnet_desktop.ui.editing.exchange_thread import ExchangeThread
from cbnet_desktop.ui.editing.refusals import Refusals

if TYPE_CHECKING:
    from cbnet_desktop.domain.charter.findings import Checked, Finding

#: From this month on, the coming year's plan is what the secretary works on.
_MONTH_OF_COMING_PLAN = 7


class LiveNetwork(QObject):
    """A Store, the plan year of the whole window, and the signals that every view listens to."""

    changed = Signal(object)
    """frozenset of the tables whose rows have changed."""
    refused = Signal(UserError)
    """An action that has no field to show the message at was refused."""
    stack_changed = Signal()
    ending = Signal()
    """The program may end at once: whoever holds uncommitted text must commit it or keep it as a draft."""
    moved = Signal(object)
    """The Moved of an undo or redo, emitted before retraced."""
    retraced = Signal(str)
    """Undo or redo is done: a sentence about what was skipped and who changed it, empty where nothing was."""
    written = Signal(Edit)
    """The user made an edit, other than by undo or redo."""
    saved = Signal(str)
    """UTC of an edit that was saved."""
    received = Signal(str)
    """UTC of an exchange that brought others' edits."""
    exchanged = Signal(Exchanged)
    exchange_failed = Signal(UserError)
    year_changed = Signal(int)

    def __init__(self, store: Store, *, is_exchanging: bool, parent: QObject | None) -> None:
        super().__init__(parent)
        self.store = store
        self.refusals = Refusals(self)
        self.is_read_only = bool(store.read_only)
        self.is_closed = False
        coming = self.today.year + (self.today.month >= _MONTH_OF_COMING_PLAN)
        self.year = max(self.network.profile.first_year, coming)
        self._holders: set[Hashable] = set()
        self._checked: tuple[Network, int, date, list[Checked]] | None = None
        self._later = QTimer(self, interval=400, singleShot=True)
        self._later.timeout.connect(self.look)
        self.exchanging = ExchangeThread(store.exchanger, self) if is_exchanging and not store.is_copy else None

    @property
    def network(self) -> Network:
        """The current state of the network."""
        return self.store.read()

    @property
    def today(self) -> date:
        """The network's fixed date where it has one (the example), else the date of this computer."""
        fixed = self.network.profile.today_is
        return date.fromisoformat(fixed) if fixed else date.today()

    def set_year(self, year: int) -> None:
        """Changes the plan year of the whole window."""
        if year != self.year:
            self.year = year
            self.year_changed.emit(year)

    def checked(self) -> list[Checked]:
        """The verdict on each clause of the terms of reference for the plan year; cached."""
        network, year, today = self.network, self.year, self.today
        last = self._checked
        if last is None or last[0] is not network or last[1:3] != (year, today):
            from cbnet_desktop.domain.charter import charter

            last = self._checked = (network, year, today, charter.check(network, year, today))
        return last[3]

    def findings(self, table: str, row_id: str) -> list[Finding]:
        """The findings of the rules about one row in the plan year."""
        return [
            finding
            for item in self.checked()
            for finding in item.verdict.findings
            if (finding.table, finding.row_id) == (table, row_id)
        ]

    @property
    def is_typing(self) -> bool:
        """Whether text is being typed that is not committed yet."""
        return bool(self._holders)

    def hold(self, owner: Hashable) -> None:
        """Marks owner as typing; while anybody is, others' changes are not shown."""
        was_typing = self.is_typing
        self._holders.add(owner)
        if not was_typing:
            self.stack_changed.emit()

    def release(self, owner: Hashable) -> None:
        """Marks that owner has finished typing."""
        was_typing = self.is_typing
        self._holders.discard(owner)
        if was_typing and not self.is_typing and not self.is_closed:
            self.stack_changed.emit()

    def look(self) -> None:
        """Shows others' changes, now or as soon as no editor and no dialog is open."""
        if self._holders or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._later.start()
            return
        if tables := self.store.refresh():
            self.changed.emit(tables)

    def exchange_soon(self) -> None:
        """Requests an exchange with the place in the background."""
        if self.exchanging:
            self.exchanging.request()

    def note_edit(self, edit: Edit, *, is_apart: bool = False) -> None:
        """Emits the signals of an edit that has been written here, and requests an exchange.

        is_apart: over another connection, so that it is read from the replica first.
        """
        self.changed.emit(edit.tables | (self.store.refresh() if is_apart else frozenset()))
        self.saved.emit(edit.at)
        self.exchange_soon()

    def note_exchange(self, result: Exchanged) -> None:
        """Emits and shows the result of an exchange, unless the window has been closed meanwhile."""
        if self.is_closed:
            return
        self.store.note(result)
        if self.is_read_only != bool(self.store.read_only):
            self.is_read_only = bool(self.store.read_only)
            self.changed.emit(frozenset(TABLES))
        if result.pulled:
            self.received.emit(result.at)
        self.exchanged.emit(result)
        self.look()
