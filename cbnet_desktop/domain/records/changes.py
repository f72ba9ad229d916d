"""The one value that describes an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Value = str | int | bool | None
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One row's touched fields before and after an edit; None for a row that was or becomes absent."""

    table: str
    row_id: str
    before: Values | None
    after: Values | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.table, self.row_id, self.after, self.before)

    def then(self, later: Change) -> Change:
        """This change and a later one of the same row, combined into one."""
        before = None if self.before is None else {**(later.before or {}), **self.before}
        after = None if later.after is None else {**(self.after or {}), **later.after}
        return Change(self.table, self.row_id, before, after)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Change:
        """Reads {"table", "row_id", "before", "after"}; raises KeyError or TypeError for anything else."""
        before, after = data["before"], data["after"]
        for side in (before, after):
            if side is not None and not isinstance(side, dict):
                raise TypeError("before and after are objects or null")
        return cls(str(data["table"]), str(data["row_id"]), before, after)

    def to_json(self) -> dict[str, Any]:
        """The form that from_json reads."""
        return {
            "table": self.table,
            "row_id": self.row_id,
            "before": None if self.before is None else dict(self.before),
            "after": None if self.after is None else dict(self.after),
        }


def inverted(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take an edit back, last first."""
    return tuple(change.inverse() for change in reversed(tuple(changes)))


def folded(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The net effect of an edit: one change per row, without the fields whose value stays the same."""
    rows: dict[tuple[str, str], Change] = {}
    for change in changes:
        earlier = rows.get((change.table, change.row_id))
        rows[change.table, change.row_id] = earlier.then(change) if earlier else change
    return tuple(change for row in rows.values() if (change := _without_idle_fields(row)).before != change.after)


def _without_idle_fields(change: Change) -> Change:
    before, after = change.before, change.after
    if before is None or after is None:
        return change
    names = [name for name in after if name not in before or before[name] != after[name]]
    return Change(
        change.table,
        change.row_id,
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names},
    )
