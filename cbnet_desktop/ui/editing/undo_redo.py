"""Undo and redo: reverts what others have not changed since, and says what was skipped and who changed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.undo_stack import Moved, UndoStack

if TYPE_CHECKING:
    from cbnet_desktop.domain.edits.revertible import Left


class UndoRedo:
    """The undo and redo of a session."""

    def __init__(self, session: LiveNetwork) -> None:
        self._session = session
        self.stack = UndoStack(self._write)
        session.changed.connect(self._review)

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
        from cbnet_desktop.ui.editing import undo_messages

        session = self._session
        try:
            moved = move()
        except UserError as refusal:
            session.refused.emit(refusal)
        else:
            words = undo_messages.REDO if is_redo else undo_messages.UNDO
            message = undo_messages.sentence(moved, session.network, session.store.user, words) if moved else ""
            if moved:
                session.moved.emit(moved)
            session.retraced.emit(message)
        session.stack_changed.emit()
        session.look()

    def _write(self, label: str, changes: tuple[Change, ...]) -> tuple[Edit | None, tuple[Left, ...]]:
        edit, left = self._session.store.apply_standing(label, changes)
        if edit:
            self._session.note_edit(edit)
        return edit, left

    def _review(self) -> None:
        if self.stack.review(self._session.network):
            self._session.stack_changed.emit()
