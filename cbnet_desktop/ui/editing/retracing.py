"""Undo and redo: takes back of an edit what still stands, and tells what had to be left alone and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.undo import Moved, UndoStack

if TYPE_CHECKING:
    from cbnet_desktop.domain.edits.standing import Left


class Retracing:
    """Undo and redo in a document: what stands is written and shown, and the rest is told."""

    def __init__(self, document: LiveNetwork) -> None:
        self._document = document
        self.stack = UndoStack(self._write)
        document.changed.connect(self._review)

    def undo(self) -> None:
        """Takes back of the newest edit what still stands."""
        self._retrace(self.stack.undo, is_redo=False)

    def redo(self) -> None:
        """Writes of the edit undone last what still stands once more."""
        self._retrace(self.stack.redo, is_redo=True)

    def _retrace(self, move: Callable[[], Moved | None], *, is_redo: bool) -> None:
        from cbnet_desktop.ui.editing import undo_words

        document = self._document
        try:
            moved = move()
        except UserError as refusal:
            document.refused.emit(refusal)
        else:
            words = undo_words.REDO if is_redo else undo_words.UNDO
            told = undo_words.sentence(moved, document.network, document.store.user, words) if moved else ""
            document.retraced.emit(told)
        document.stack_changed.emit()
        document.look()

    def _write(self, label: str, changes: tuple[Change, ...]) -> tuple[Edit | None, tuple[Left, ...]]:
        edit, left = self._document.store.apply_standing(label, changes)
        if edit:
            self._document.note_edit(edit)
        return edit, left

    def _review(self) -> None:
        if self.stack.review(self._document.network):
            self._document.stack_changed.emit()
