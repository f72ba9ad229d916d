"""The opened network as the window sees it: the one path of every edit, undo, and what others changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain import labels
from cbnet_desktop.domain.changes import Change
from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.findings import Checked, Finding
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.store import Edit, Exchanged, Store
from cbnet_desktop.ui.exchanging import Exchanging
from cbnet_desktop.ui.kept import Kept
from cbnet_desktop.ui.refusals import Refusals
from cbnet_desktop.ui.sharing import Sharing
from cbnet_desktop.ui.undo import Retracing

#: From this month on, the coming year's plan is what the secretary works on.
_MONTH_OF_COMING_PLAN = 7


class Document(QObject):
    """A Store, the plan year of the whole window and the undo stack; every view listens to its signals."""

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

    def __init__(self, store: Store, *, is_exchanging: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.refusals = Refusals(self)
        retracing = Retracing(self)
        self.undo_stack = retracing.stack
        self.undo, self.redo = retracing.undo, retracing.redo
        self.is_read_only = store.is_read_only
        self.year = _first_year(self.network, self.today)
        self._holders: set[Hashable] = set()
        self._is_closed = False
        self._checked: tuple[Network, int, date, list[Checked]] | None = None
        self._later = QTimer(self, interval=400, singleShot=True)
        self._later.timeout.connect(self.look)
        self.kept = Kept(self)
        self._exchanging = Exchanging(store.exchanger, self) if is_exchanging else None
        self.sharing = Sharing(self, self._exchanging)
        if self._exchanging:
            self._exchanging.exchanged.connect(self.note_exchange)
            self._exchanging.failed.connect(self.exchange_failed)
            self._exchanging.start()

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

    def write(self, changes: Iterable[Change], label: str = "") -> Edit | None:
        """Writes one undoable edit, labelled by what it does when no label is given; None when nothing changes.

        Raises UserError, for the caller to show beside the field.
        """
        changes = tuple(change for change in changes if change.before != change.after)
        if not changes:
            return None
        try:
            edit = self.store.apply(label or labels.describe(self.network, changes), changes)
        except UserError:
            self._later.start()
            raise
        self.note_edit(edit)
        self.undo_stack.push(edit)
        self.stack_changed.emit()
        self.written.emit(edit)
        return edit

    def adopt(self, edit: Edit) -> None:
        """Takes over an edit that a thread of its own wrote to the replica, as if it had been written here."""
        tables = edit.tables | self.store.refresh()
        self.undo_stack.push(edit)
        self.stack_changed.emit()
        self.changed.emit(tables)
        self.saved.emit(edit.at)
        self.exchange_soon()

    def execute(self, label: str, changes: Iterable[Change]) -> Edit | None:
        """The same for an action without a field of its own: a refusal goes out as refused and None comes back."""
        try:
            return self.write(changes, label)
        except UserError as refusal:
            self.refused.emit(refusal)
            return None

    def sign_off(self, reason: str, *, exchanges: bool = True) -> PlanVersion | None:
        """Freezes a version of the plan year's plan (M23); never on the undo stack. A refusal goes out as refused.

        exchanges is False where the exchange before it has been made in the background.
        """
        from cbnet_desktop.documents.plan import render

        try:
            version = self.store.sign_off(self.year, reason, render, today=self.today, exchanges=exchanges)
        except UserError as refusal:
            self.refused.emit(refusal)
            return None
        self.changed.emit(frozenset({PlanVersion.TABLE}))
        self.saved.emit(version.signed_at)
        self.look()
        self.exchange_soon()
        return version

    def checked(self) -> list[Checked]:
        """The terms of reference, clause by clause, for the plan year."""
        network, year, today = self.network, self.year, self.today
        last = self._checked
        if last is None or last[0] is not network or last[1:3] != (year, today):
            from cbnet_desktop.domain import charter

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
        if was_typing and not self.is_typing and not self._is_closed:
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
        if self._exchanging:
            self._exchanging.request()

    def commit_typing(self) -> None:
        """What is being typed anywhere is an edit now, or kept until the next start."""
        if not self._is_closed:
            self.ending.emit()
            self.kept.save()

    def close(self) -> None:
        """What is being typed, a last exchange, and the store is closed; closing again does nothing."""
        if self._is_closed:
            return
        self.commit_typing()
        self._is_closed = True
        self._later.stop()
        if self._exchanging:
            self._exchanging.finish()
        self.sharing.close()
        self.store.close()

    def note_edit(self, edit: Edit) -> None:
        """Shows an edit that has been written here, and shares it."""
        self.changed.emit(edit.tables)
        self.saved.emit(edit.at)
        self.exchange_soon()

    def note_exchange(self, result: Exchanged) -> None:
        """What an exchange brought is told and shown, unless it ended after the window was closed."""
        if self._is_closed:
            return
        self.is_read_only = self.store.is_read_only
        if result.pulled:
            self.received.emit(result.at)
        self.exchanged.emit(result)
        self.look()


def _first_year(network: Network, today: date) -> int:
    coming = today.year + (today.month >= _MONTH_OF_COMING_PLAN)
    return max(network.profile.first_year, coming)
