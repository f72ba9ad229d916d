"""Undo and redo after other people's edits: the part that can still be written, and the obstacles to the rest.

A cell that somebody else has changed in the meantime is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.charter import hard_rules, past_days
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Change, Value, folded
from cbnet_desktop.domain.records.errors import Conflict, InUse, Invalid, UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network

#: The most attempts to pass the rules with one edit; what has not passed by then is left alone as a whole.
ATTEMPTS = 40

#: Table, row and field; field "id" stands for the existence of the row.
Cell = tuple[str, str, str]
ROW = "id"


class Why(Enum):
    """The obstacle to a part."""

    CHANGED = auto()
    """Somebody has changed it since."""
    DONE = auto()
    """It already has that value."""
    GONE = auto()
    """The row was removed."""
    USED = auto()
    """The row is to be removed, but another row refers to it."""
    RULE = auto()
    """It would break a rule."""


@dataclass(frozen=True, slots=True)
class Left:
    """A part of an edit that is left alone, with the cell whose author prevents it, or the message of a rule."""

    change: Change
    why: Why
    cell: Cell = ("", "", "")
    message: str = ""
    by: str = ""

    @property
    def count(self) -> int:
        """The number of cells; a row added or removed counts as one."""
        return size(self.change)


def size(change: Change) -> int:
    """The number of cells that a change writes; a row added or removed counts as one."""
    return 1 if change.before is None or change.after is None else len(change.after)


def count(network: Network, changes: Iterable[Change]) -> int:
    """The number of cells of an edit that still have the value it expects."""
    return sum(map(size, folded(compared(network, changes)[0])))


def compared(network: Network, changes: Iterable[Change]) -> tuple[list[Change], list[Left]]:
    """The changes whose cells still have the expected values, and the rest; see _writable_fields."""
    kept: list[Change] = []
    left: list[Left] = []
    for change in folded(changes):
        row = network.row(change.table, change.row_id)
        if change.before is None or change.after is None:
            obstacle = _row_obstacle(row, change)
            if obstacle:
                left.append(obstacle)
            else:
                kept.append(change)
        elif row is None:
            left.append(Left(change, Why.GONE, (change.table, change.row_id, ROW)))
        else:
            found = [_cell_obstacle(row, _of_fields(change, [name]), name) for name in change.after]
            left.extend(one for one in found if one)
            kept.extend(_writable_fields(row, change))
    return kept, left


def hindrances(network: Network, changes: Iterable[Change], today: Callable[[], str]) -> list[UserError]:
    """Every refusal of an edit at once, whatever would lapse by it."""
    return _obstacles(network, list(changes), (), today, may_lapse=True)


def sorted_out(
    network: Network, changes: Iterable[Change], today: Callable[[], str]
) -> tuple[list[Change], list[Left]]:
    """The part of an edit that can be written now, and what is left alone."""
    parts, left = compared(network, changes)
    foreign = {one.cell for one in left if one.why is Why.CHANGED}
    kept, refused = _admitted(parts, lambda lot: _obstacles(network, lot, foreign, today))
    return kept, _traced([*left, *refused])


def _traced(left: list[Left]) -> list[Left]:
    """Names, for a row in use by a row that is itself left alone, the author who prevents both."""
    cells = {(one.change.table, one.change.row_id): one.cell for one in left if one.cell[0]}
    return [replace(one, cell=cells.get(one.cell[:2], one.cell)) if one.why is Why.USED else one for one in left]


def _row_obstacle(row: Record | None, change: Change) -> Left | None:
    """A row is removed only if unedited since it was added, and added only if it does not exist."""
    place = (change.table, change.row_id)
    if (row is None) == (change.before is None):
        return None if row is None else _edited_row(row, change)
    return Left(change, Why.DONE, (*place, ROW))


def _edited_row(row: Record, change: Change) -> Left | None:
    made = TABLES[change.table](change.row_id, **(change.before or {}))
    edited = [name for name in row.fields() if getattr(row, name) != getattr(made, name)]
    return Left(change, Why.CHANGED, (change.table, change.row_id, edited[0])) if edited else None


def _cell_obstacle(row: Record, change: Change, name: str) -> Left | None:
    held, cell = getattr(row, name), (change.table, change.row_id, name)
    if held == (change.after or {})[name]:
        return Left(change, Why.DONE, cell)
    return None if held == (change.before or {})[name] else Left(change, Why.CHANGED, cell)


def _writable_fields(row: Record, change: Change) -> list[Change]:
    """The fields to write, with those that already have the value, so that no consequence overrides these."""
    before, after = change.before or {}, change.after or {}
    if not any(getattr(row, name) == before[name] for name in after):
        return []
    values: dict[str, Value] = {name: getattr(row, name) for name in after}
    names = [name for name, held in values.items() if held in (before[name], after[name])]
    return [Change(row.TABLE, row.id, {name: values[name] for name in names}, {name: after[name] for name in names})]


def _of_fields(change: Change, names: Iterable[str]) -> Change:
    before, after = change.before or {}, change.after or {}
    names = list(names)
    return Change(
        change.table, change.row_id, {name: before[name] for name in names}, {name: after[name] for name in names}
    )


def _admitted(
    parts: list[Change], obstacles: Callable[[list[Change]], list[UserError]]
) -> tuple[list[Change], list[Left]]:
    """The parts that can be written together, and those that are refused.

    An error blames a part by row and field. Where it names a row of no part, bisection finds the parts at fault.
    """
    kept: list[Change] = []
    refused: list[Left] = []
    waiting = [parts]
    attempts = 0
    while waiting:
        lot = waiting.pop()
        if not lot:
            continue
        attempts += 1
        refusals = obstacles([*kept, *lot])
        if not refusals:
            kept.extend(lot)
            continue
        innocent, guilty = _blamed(lot, refusals)
        if attempts >= ATTEMPTS or (len(lot) == 1 and not guilty):
            refused.extend(_refused(part, refusals[0]) for part in lot)
        elif guilty:
            refused.extend(guilty)
            waiting.append(innocent)
        else:
            waiting.extend([lot[len(lot) // 2 :], lot[: len(lot) // 2]])
    return kept, refused


def _blamed(lot: list[Change], refusals: list[UserError]) -> tuple[list[Change], list[Left]]:
    by_row: dict[tuple[str, str], UserError] = {}
    for refusal in refusals:
        by_row.setdefault((refusal.table, refusal.row_id), refusal)
    innocent: list[Change] = []
    guilty: list[Left] = []
    for part in lot:
        blame = by_row.get((part.table, part.row_id))
        if blame is None:
            innocent.append(part)
        elif _is_written(part, blame.field) and size(part) > 1:
            others = _of_fields(part, [name for name in part.after or () if name != blame.field])
            innocent.extend([others] if folded([others]) else [])
            guilty.append(_refused(_of_fields(part, [blame.field]), blame))
        else:
            guilty.append(_refused(part, blame))
    return innocent, guilty


def _is_written(part: Change, field: str) -> bool:
    return part.before is not None and part.after is not None and part.before.get(field) != part.after.get(field)


def _refused(part: Change, refusal: UserError) -> Left:
    (part,) = folded([part])
    if isinstance(refusal, InUse) and part.after is None:
        return Left(part, Why.USED, refusal.user, refusal.message)
    return Left(part, Why.RULE, message=refusal.message)


def _obstacles(
    network: Network,
    changes: list[Change],
    foreign: Collection[Cell],
    today: Callable[[], str],
    *,
    may_lapse: bool = False,
) -> list[UserError]:
    """All errors of writing the changes; their consequences must not touch what others wrote either."""
    whole = with_consequences(network, changes, today)
    touched = [(one, name) for one in whole for name in one.after or () if (one.table, one.row_id, name) in foreign]
    if touched:
        return [_would_touch(change, name) for change, name in touched]
    after, refusals = edit.tried(network, whole)
    refusals.extend(() if refusals else (guard.locks if may_lapse else guard.obstacles)(network, after, changes))
    if refusals:
        return refusals
    problems = (
        *past_days.refused(after, whole, today),
        *hard_rules.newly_broken(network, after, {change.table for change in whole}),
    )
    return [
        Invalid(problem.message, table=problem.table, row_id=problem.row_id, field=problem.field)
        for problem in problems
    ]


def _would_touch(change: Change, name: str) -> Conflict:
    label = TABLES[change.table].fields()[name].label
    message = f"Så blev {quoted(label)}, som en anden har ændret, lavet om."
    return Conflict(message, table=change.table, row_id=change.row_id, field=name)
