"""What can be taken back: edits as they were written, newest last."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from cbnet_desktop.domain.changes import Change, inverted
from cbnet_desktop.domain.errors import Conflict, Frozen, Invalid, Missing
from cbnet_desktop.store import Edit

#: Refusals that trying again will not cure; the others (a locked file, a full disk) leave the step where it is.
LASTING = (Conflict, Invalid, Frozen, Missing)

Write = Callable[[str, tuple[Change, ...]], Edit]


@dataclass(frozen=True)
class Step:
    """An edit that can be taken back: its own label and the changes as written last."""

    label: str
    changes: tuple[Change, ...]


class UndoStack:
    """Done and undone steps. A step moves only after its inverse has been written."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_open = False

    @property
    def undo_label(self) -> str:
        """The edit that undo takes back; empty when there is none."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """The edit that redo writes again; empty when there is none."""
        return self._undone[-1].label if self._undone else ""

    def push(self, edit: Edit) -> None:
        """Remembers a new edit; what was undone before it cannot be redone any more."""
        step = Step(edit.label, edit.changes)
        if self._is_open and self._done and (joined := _joined(self._done[-1], step)):
            self._done[-1:] = [joined] if joined.changes[0].before != joined.changes[0].after else []
        else:
            self._done.append(step)
        self._is_open = False
        self._undone.clear()

    def leave_open(self, *, is_open: bool) -> None:
        """Whether the newest step is text that is still being written: the next edit of it is the same step."""
        self._is_open = is_open

    def put_aside(self, change: Change, label: str) -> None:
        """What was typed and taken back before it was an edit can be redone as one."""
        self._undone.append(Step(label, inverted((change,))))

    def forget(self, table: str, row_id: str, fields: Collection[str]) -> None:
        """Drops the steps that hold a value of these fields: it was erased and must not come back."""
        for steps in (self._done, self._undone):
            steps[:] = [step for step in steps if not any(_holds(one, table, row_id, fields) for one in step.changes)]

    def undo(self) -> Edit | None:
        """Writes the inverse of the newest step; None when there is none. Raises the refusal of the write."""
        return self._move("Fortrudt", self._done, self._undone)

    def redo(self) -> Edit | None:
        """Writes the step undone last once more; None when there is none. Raises the refusal of the write."""
        return self._move("Gentaget", self._undone, self._done)

    def _move(self, what: str, source: list[Step], target: list[Step]) -> Edit | None:
        if not source:
            return None
        step = source[-1]
        try:
            edit = self._write(f"{what}: {lowered(step.label)}", inverted(step.changes))
        except LASTING:
            source.pop()
            raise
        source.pop()
        target.append(Step(step.label, edit.changes))
        return edit


def _joined(first: Step, second: Step) -> Step | None:
    """Two edits of one field, the second from where the first ended, as one."""
    if len(first.changes) != 1 or len(second.changes) != 1:
        return None
    (one,), (other,) = first.changes, second.changes
    if (one.table, one.row_id, one.after) != (other.table, other.row_id, other.before):
        return None
    return Step(second.label, (replace(other, before=one.before),))


def _holds(change: Change, table: str, row_id: str, fields: Collection[str]) -> bool:
    sides = (change.before or {}, change.after or {})
    return (change.table, change.row_id) == (table, row_id) and any(side.get(name) for side in sides for name in fields)


def lowered(label: str) -> str:
    """A label as the continuation of a sentence: only a plain word loses its capital."""
    word = label.split(" ", 1)[0]
    return label if word.isupper() or not word else label[0].lower() + label[1:]
