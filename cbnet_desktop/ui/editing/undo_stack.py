"""The undo stack: edits as they were written, newest last, and the parts that could not be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES, PlanVersion
from cbnet_desktop.domain.records.changes import Change, Values, folded, inverted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Edit

# Loaded only when something is undone.
if TYPE_CHECKING:
    from cbnet_desktop.domain.edits.revertible import Left

#: Writes the changes that still apply; returns the edit, if there was anything to write, and what was skipped.
Write = Callable[[str, tuple[Change, ...]], tuple[Edit | None, "tuple[Left, ...]"]]


@dataclass(frozen=True)
class Step:
    """An edit, or the rest of one, that can be undone: its label and the changes as written last.

    Once the user has been told that it was skipped, refused_cells counts the cells that a rule refused.
    """

    number: int
    label: str
    changes: tuple[Change, ...]
    refused_cells: int | None = None
    is_rest: bool = False

    @property
    def inverse(self) -> tuple[Change, ...]:
        """The changes that undo the step."""
        return inverted(self.changes)


@dataclass(frozen=True)
class Moved:
    """The result of undo or redo: the step, the edit written, what was skipped, and the steps passed over.

    is_stopped: the step holds a decision, so that undo did nothing.
    """

    step: Step
    edit: Edit | None
    left: tuple[Left, ...]
    passed: tuple[Step, ...] = ()
    has_next: bool = False
    is_stopped: bool = False


class UndoStack:
    """The done and the undone steps.

    A step moves as far as its inverse could be written. The rest stays and is retried each time; once the user has
    been told that nothing of it applies any more, undo goes on to the steps beyond it. It never goes past a decision.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._count = 0
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_open = False

    @property
    def is_at_decision(self) -> bool:
        """Whether the step that undo would revert holds a decision, where it stops."""
        newest = next((step for step in reversed(self._done) if step.refused_cells is None), None)
        return newest is not None and _is_decision(newest)

    def next_size(self, *, is_redo: bool) -> int:
        """The number of changes of the step that undo, or redo, moves next."""
        return sum(len(step.changes) for step in (self._undone if is_redo else self._done)[-1:])

    @property
    def undo_label(self) -> str:
        """The label of the edit that undo reverts; empty where there is none."""
        return _next(self._done)

    @property
    def redo_label(self) -> str:
        """The label of the edit that redo writes again; empty where there is none."""
        return _next(self._undone)

    def push(self, edit: Edit) -> None:
        """Pushes a new edit and drops the undone steps."""
        self._count += 1
        step = Step(self._count, edit.label, _revertible(edit))
        if self._is_open and self._done and (joined := _joined(self._done[-1], step)):
            self._done[-1:] = [joined] if joined.changes[0].before != joined.changes[0].after else []
        else:
            self._done.append(step)
        self._is_open = False
        self._undone.clear()

    def push_signed(self, version: PlanVersion, label: str) -> None:
        """Pushes a sign-off, which is no edit, for undo to stop at."""
        self._count += 1
        self._done.append(Step(self._count, label, (Change(version.TABLE, version.id, None, version.values()),)))
        self._is_open = False
        self._undone.clear()

    def leave_open(self, *, is_open: bool) -> None:
        """Sets whether the newest step is text still being typed, so that the next edit of it joins the step."""
        self._is_open = is_open

    def put_aside(self, change: Change, label: str) -> None:
        """Lets redo write a change that was typed and undone before it was committed."""
        self._count += 1
        self._undone.append(Step(self._count, label, inverted((change,))))

    def forget_contacts(self, network: Network, person_id: str) -> None:
        """Removes a person's contact data from all steps, so that undo cannot bring back what was erased."""
        for steps in (self._done, self._undone):
            steps[:] = [kept for step in steps if (kept := _without_contacts(step, network, person_id)).changes]

    def review(self, network: Network) -> bool:
        """Makes skipped steps of which more applies again reachable; returns whether there was one."""
        found = False
        for steps in (self._done, self._undone):
            for place, step in enumerate(steps):
                if step.refused_cells is not None and _standing(network, step) > step.refused_cells:
                    steps[place] = replace(step, refused_cells=None)
                    found = True
        return found

    def undo(self, *, passes_decision: bool = False) -> Moved | None:
        """Writes the inverse of the newest step as far as it applies; None where there is none.

        passes_decision says that a decision is to be undone too. Raises UserError where the file cannot be written;
        then the stack is unchanged.
        """
        stops = (lambda _: False) if passes_decision else _is_decision
        moved = self._move("Fortrudt", self._done, self._undone, stops)
        self._undone.sort(key=lambda step: -step.number)
        return moved

    def redo(self) -> Moved | None:
        """Writes the step undone last again, in the same way."""
        moved = self._move("Gentaget", self._undone, self._done, lambda _: False)
        self._done.sort(key=lambda step: step.number)
        return moved

    def _move(self, what: str, source: list[Step], target: list[Step], stops: Callable[[Step], bool]) -> Moved | None:
        first: Moved | None = None
        passed: list[Step] = []
        for place in reversed(range(len(source))):
            step = source[place]
            if stops(step):
                return first or Moved(step, None, (), tuple(passed), is_stopped=True)
            edit, left = self._write(f"{what}: {lowered(step.label)}", step.inverse)
            rest = _rest_of(step, left, is_rest=step.is_rest or edit is not None)
            source[place : place + 1] = [rest] if rest.changes else []
            if edit:
                _join(target, Step(step.number, step.label, _revertible(edit)))
            has_next = any(other.refused_cells is None for other in source[:place])
            moved = Moved(step, edit, left, tuple(passed), has_next)
            if edit or step.refused_cells is None:
                return moved
            first = first or moved
            passed.extend([rest] if rest.changes else [])
        return first


def _revertible(edit: Edit) -> tuple[Change, ...]:
    """The edit without the rows that stay for good, such as the kept text of an approval."""
    return folded(change for change in edit.changes if change.table not in FROZEN_TABLES)


def _joined(first: Step, second: Step) -> Step | None:
    """Two successive edits of one field as one step; None for others."""
    if len(first.changes) != 1 or len(second.changes) != 1:
        return None
    (one,), (other,) = first.changes, second.changes
    if (one.table, one.row_id, one.after) != (other.table, other.row_id, other.before):
        return None
    return replace(second, changes=(replace(other, before=one.before),))


def _is_decision(step: Step) -> bool:
    from cbnet_desktop.domain.edits import milestones

    return milestones.is_reached(step.changes)


def _standing(network: Network, step: Step) -> int:
    from cbnet_desktop.domain.edits import revertible

    return revertible.count(network, step.inverse)


def _rest_of(step: Step, left: tuple[Left, ...], *, is_rest: bool) -> Step:
    """The part of the step that remains to be undone."""
    from cbnet_desktop.domain.edits.revertible import Why

    parts = [one for one in left if one.why is not Why.DONE]
    refused = sum(one.count for one in parts if one.why in (Why.USED, Why.RULE))
    return replace(step, changes=inverted(one.change for one in parts), refused_cells=refused, is_rest=is_rest)


def _join(steps: list[Step], step: Step) -> None:
    """Adds a step, merged with another part of the same edit."""
    for place, other in enumerate(steps):
        if other.number == step.number:
            steps[place] = replace(step, changes=folded((*other.changes, *step.changes)))
            return
    steps.append(step)


def _next(steps: list[Step]) -> str:
    """The label of the newest step that was not skipped; of the newest where all were."""
    fresh = [step for step in steps if step.refused_cells is None] or steps
    return fresh[-1].label if fresh else ""


def _without_contacts(step: Step, network: Network, person_id: str) -> Step:
    changes = [
        _without_fields(change, TABLES[change.table].contact_fields()) if _is_of(change, network, person_id) else change
        for change in step.changes
    ]
    return replace(step, changes=folded(changes))


def _is_of(change: Change, network: Network, person_id: str) -> bool:
    """Whether a change is of the person's own row, or of one that names her."""
    row = network.row(change.table, change.row_id)
    sides = (change.before or {}, change.after or {}, row.values() if row else {})
    return person_id in (change.row_id, *(side.get("person_id") for side in sides))


def _without_fields(change: Change, fields: Collection[str]) -> Change:
    def kept(side: Values | None) -> Values | None:
        return None if side is None else {name: value for name, value in side.items() if name not in fields}

    return Change(change.table, change.row_id, kept(change.before), kept(change.after))


def lowered(label: str) -> str:
    """A label inside a sentence: its first letter in lower case, unless the word is an abbreviation."""
    word = label.split(" ", 1)[0]
    return label if word.isupper() or not word else label[0].lower() + label[1:]
