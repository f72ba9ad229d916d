"""The session of an open network: the one path of every edit, undo and redo, sign-off, and closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Lapses, UserError
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store import Edit, Store
from cbnet_desktop.store.log.conflicts import CellConflict
from cbnet_desktop.ui.editing.drafts import Drafts
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.sharing import Sharing
from cbnet_desktop.ui.editing.undo_redo import UndoRedo
from cbnet_desktop.ui.editing.view_memory import ViewMemory


def refuse(_: str) -> bool:
    """Lets nothing lapse: for the end of the program, when nobody can be asked."""
    return False


class Session(LiveNetwork):
    """An open network that can be edited, with the undo stack of the edits made here."""

    def __init__(self, store: Store, *, is_exchanging: bool = True, parent: QObject | None = None) -> None:
        super().__init__(store, is_exchanging=is_exchanging, parent=parent)
        self.views = ViewMemory(self.network.profile.id)
        retracing = UndoRedo(self)
        self.undo_stack = retracing.stack
        self.undo, self.redo, self.undo_decision = retracing.undo, retracing.redo, retracing.undo_decision
        #: Asks whether the agreements that the sentence names may lapse; the window sets it.
        self.lets_lapse: Callable[[str], bool] = refuse
        self.drafts = Drafts(self)
        self.sharing = Sharing(self)
        if self.exchanging:
            self.exchanging.exchanged.connect(self.note_exchange)
            self.exchanging.failed.connect(self.exchange_failed)
            self.exchanging.start()

    def write(self, changes: Iterable[Change], label: str = "") -> Edit | None:
        """Writes one undoable edit, labelled by what it does when no label is given; None when nothing changes.

        Raises UserError, for the caller to show beside the field.
        """
        changes = tuple(change for change in changes if change.before != change.after)
        if not changes:
            return None
        label = label or labels.describe(self.network, changes)
        try:
            edit = self._confirmed(lambda lapses: self.store.apply(label, changes, lapses=lapses))
        except UserError:
            self._later.start()
            raise
        self.note_edit(edit)
        self.undo_stack.push(edit)
        self.stack_changed.emit()
        self.written.emit(edit)
        return edit

    def _confirmed(self, write: Callable[[bool], Edit]) -> Edit:
        """Writes an edit; where agreements would lapse by it, only if the user says so. Raises UserError."""
        try:
            return write(False)
        except Lapses as refusal:
            if not self.lets_lapse(refusal.message):
                raise
            return write(True)

    def adopt(self, edit: Edit) -> None:
        """Takes over an edit that a background thread wrote to the replica, as if it had been written here."""
        self.undo_stack.push(edit)
        self.stack_changed.emit()
        self.note_edit(edit, is_apart=True)

    def execute(self, label: str, changes: Iterable[Change]) -> Edit | None:
        """Writes like write, but emits refused and returns None where the edit is refused."""
        try:
            return self.write(changes, label)
        except UserError as refusal:
            self.refused.emit(refusal)
            return None

    def settle(self, conflict: CellConflict, value: Value) -> None:
        """Resolves a conflict, as the user saw it, by an undoable edit; raises UserError."""
        try:
            edit = self._confirmed(lambda lapses: self.store.resolve(conflict.id, value, seen=conflict, lapses=lapses))
        except UserError:
            self.look()
            raise
        if any(change.before != change.after for change in edit.changes):
            self.undo_stack.push(edit)
            self.stack_changed.emit()
        self.note_edit(edit)

    def sign_off(self, reason: str) -> PlanVersion | None:
        """Freezes a version of the year's plan (M23), which cannot be undone; emits refused where it is refused."""
        from cbnet_desktop.documents.papers.plan import render

        try:
            version = self.store.sign_off(self.year, reason, render, today=self.today)
        except UserError as refusal:
            self.refused.emit(refusal)
            return None
        self.adopt_signed(version)
        return version

    def adopt_signed(self, version: PlanVersion) -> None:
        """Takes over a version that a background thread signed off, as if it had been signed off here."""
        self.store.look()
        self.undo_stack.push_signed(version, f"Handlingsplan {version.year}, version {version.number}, godkendt")
        self.stack_changed.emit()
        self.changed.emit(self.store.refresh() | {PlanVersion.TABLE})
        self.saved.emit(version.signed_at)
        self.exchange_soon()

    def commit_typing(self) -> None:
        """Commits all text being typed, or saves it as a draft for the next start."""
        if not self.is_closed:
            asking, self.lets_lapse = self.lets_lapse, refuse
            self.ending.emit()
            self.lets_lapse = asking
            self.drafts.save()

    def close(self) -> None:
        """Commits typing, exchanges a last time and closes the store; closing again does nothing."""
        if self.is_closed:
            return
        self.commit_typing()
        self.is_closed = True
        self._later.stop()
        if self.exchanging:
            self.exchanging.finish()
        self.sharing.close()
        self.store.close()
