"""The opened network as the window's parts see it: what it holds now, whether somebody is typing, what has happened."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain.charter.findings import Checked, Finding
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Edit, Exchanged, Store
from cbnet_desktop.ui.editing.exchange_thread import ExchangeThread
from cbnet_desktop.ui.editing.refusals import Refusals

#: From this month on, the coming year's plan is what the secretary works on.
_MONTH_OF_COMING_PLAN = 7


class LiveNetwork(QObject):
    """A Store, the plan year of the whole window, and the signals that every view listens to."""

    changed = Signal(object)
    """frozenset of the tables whose rows are not what they were."""
    refused = Signal(UserError)
    """An action without a field of its own was refused."""
    stack_changed = Signal()
    ending = Signal()
    """The program may end at once: whoever holds something typed writes it or keeps it."""
    retraced = Signal(str)
    """Undo or redo has been done: what it left alone and whose that is, or empty where all is as asked."""
    written = Signal(Edit)
    """An edit was made here, and not by undoing or redoing one."""
    saved = Signal(str)
    """UTC of an edit that is durable."""
    received = Signal(str)
    """UTC of an exchange that brought others' edits."""
    exchanged = Signal(Exchanged)
    exchange_failed = Signal(UserError)
    year_changed = Signal(int)

    def __init__(self, store: Store, *, is_exchanging: bool, parent: QObject | None) -> None:
        super().__init__(parent)
        self.store = store
        self.refusals = Refusals(self)
        self.is_read_only = store.is_read_only
        self.is_closed = False
        self.year = _first_year(self.network, self.today)
        self._holders: set[Hashable] = set()
        self._checked: tuple[Network, int, date, list[Checked]] | None = None
        self._later = QTimer(self, interval=400, singleShot=True)
        self._later.timeout.connect(self.look)
        self.exchanging = ExchangeThread(store.exchanger, self) if is_exchanging else None

    @property
    def network(self) -> Network:
        """The network now."""
        return self.store.read()

    @property
    def today(self) -> date:
        """The network's own date if it has one (the example), else the date of this machine."""
        fixed = self.network.profile.today_is
        return date.fromisoformat(fixed) if fixed else date.today()

    def set_year(self, year: int) -> None:
        """The plan year of the whole window."""
        if year != self.year:
            self.year = year
            self.year_changed.emit(year)

    def checked(self) -> list[Checked]:
        """The terms of reference, clause by clause, for the plan year."""
        network, year, today = self.network, self.year, self.today
        last = self._checked
        if last is None or last[0] is not network or last[1:3] != (year, today):
            from cbnet_desktop.domain.charter import charter

            last = self._checked = (network, year, today, charter.check(network, year, today))
        return last[3]

    def findings(self, table: str, row_id: str) -> list[Finding]:
        """What the rules say of one row in the plan year."""
        return [
            finding
            for item in self.checked()
            for finding in item.verdict.findings
            if (finding.table, finding.row_id) == (table, row_id)
        ]

    @property
    def is_typing(self) -> bool:
        """Whether something is being typed that is no edit yet."""
        return bool(self._holders)

    def hold(self, owner: Hashable) -> None:
        """While somebody is typing, what others changed is not shown."""
        was_typing = self.is_typing
        self._holders.add(owner)
        if not was_typing:
            self.stack_changed.emit()

    def release(self, owner: Hashable) -> None:
        """The typing has ended."""
        was_typing = self.is_typing
        self._holders.discard(owner)
        if was_typing and not self.is_typing and not self.is_closed:
            self.stack_changed.emit()

    def look(self) -> None:
        """Shows what others changed, now or as soon as no editor and no dialog is open."""
        if self._holders or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._later.start()
            return
        if tables := self.store.refresh():
            self.changed.emit(tables)

    def exchange_soon(self) -> None:
        """Asks for an exchange with the shared file, off this thread."""
        if self.exchanging:
            self.exchanging.request()

    def note_edit(self, edit: Edit) -> None:
        """Shows an edit that has been written here, and shares it."""
        self.changed.emit(edit.tables)
        self.saved.emit(edit.at)
        self.exchange_soon()

    def note_exchange(self, result: Exchanged) -> None:
        """What an exchange brought is told and shown, unless it ended after the window was closed."""
        if self.is_closed:
            return
        self.is_read_only = self.store.is_read_only
        if result.pulled:
            self.received.emit(result.at)
        self.exchanged.emit(result)
        self.look()


def _first_year(network: Network, today: date) -> int:
    coming = today.year + (today.month >= _MONTH_OF_COMING_PLAN)
    return max(network.profile.first_year, coming)
