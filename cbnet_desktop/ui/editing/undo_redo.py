"""Undo and redo: reverts what others have not changed since, and says what was skipped and who changed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.undo_stack import Moved, UndoStack

if TYPE_CHECKING:
    from cbnet_desktop.domain.edits.revertible import Left
    from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog


class UndoRedo:
    """The undo and redo of a session."""

    def __init__(self, session: LiveNetwork) -> None:
        self._session = session
        self.stack = UndoStack(self._write)
        session.changed.connect(self._review)
        #: While a step of many changes is written in a thread of its own.
        self._busy: BusyDialog | None = None

    def undo(self) -> None:
        """Undoes the newest edit as far as nobody has changed it since; stops at a decision."""
        self._retrace(self.stack.undo, is_redo=False)

    def undo_decision(self) -> None:
        """Undoes the newest edit although it holds a decision."""
        self._retrace(lambda: self.stack.undo(passes_decision=True), is_redo=False)

    def redo(self) -> None:
        """Redoes the edit undone last as far as nobody has changed it since."""
        self._retrace(self.stack.redo, is_redo=True)

    def _retrace(self, move: Callable[[], Moved | None], *, is_redo: bool) -> None:
        if self._busy:
            return
        if self.stack.next_size(is_redo=is_redo) >= background.MANY:
            self._retrace_apart(move, is_redo=is_redo)
            return
        try:
            moved = move()
        except UserError as refusal:
            self._session.refused.emit(refusal)
        else:
            self._tell(moved, is_redo=is_redo)
        self._end()

    def _retrace_apart(self, move: Callable[[], Moved | None], *, is_redo: bool) -> None:
        """Moves in a thread, behind a dialog so that nothing is edited meanwhile; an edit is atomic: no Cancel."""
        from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

        session = self._session
        self._busy = busy = BusyDialog(
            *(("Gentager", "Rettelsen gentages …") if is_redo else ("Fortryder", "Rettelsen fortrydes …")),
            QApplication.activeWindow(),
        )
        busy.open_at_once()

        def done(moved: Moved | None) -> None:
            self._free()
            if session.is_closed:
                return
            if moved and moved.edit:
                session.note_edit(moved.edit, is_apart=True)
            self._tell(moved, is_redo=is_redo)
            self._end()

        def refused(refusal: UserError) -> None:
            self._free()
            if not session.is_closed:
                session.refused.emit(refusal)
                self._end()

        background.run(move, done, refused)

    def _free(self) -> None:
        busy, self._busy = self._busy, None
        if busy and isValid(busy):
            busy.finish()

    def _tell(self, moved: Moved | None, *, is_redo: bool) -> None:
        from cbnet_desktop.ui.editing import undo_messages

        session, words = self._session, undo_messages.REDO if is_redo else undo_messages.UNDO
        message = undo_messages.sentence(moved, session.network, session.store.user, words) if moved else ""
        if moved:
            session.moved.emit(moved)
        session.retraced.emit(message)

    def _end(self) -> None:
        self._session.stack_changed.emit()
        self._session.look()

    def _write(self, label: str, changes: tuple[Change, ...]) -> tuple[Edit | None, tuple[Left, ...]]:
        if self._busy:
            with background.own(self._session.store) as own:
                return own.apply_standing(label, changes)
        edit, left = self._session.store.apply_standing(label, changes)
        if edit:
            self._session.note_edit(edit)
        return edit, left

    def _review(self) -> None:
        if not self._busy and self.stack.review(self._session.network):
            self._session.stack_changed.emit()
