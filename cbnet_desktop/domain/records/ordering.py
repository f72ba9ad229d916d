"""Rows that the user keeps in order: moved and renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words import danish


def by_position(row: Any) -> tuple[object, ...]:
    """Sort key: position (none last), title in Danish order."""
    return (row.position is None, row.position or 0, danish.sort_key(row.title), row.id)


def numbered(rows: Sequence[Any], first: int = 1) -> tuple[Change, ...]:
    """The changes that number rows consecutively in the given order."""
    return tuple(
        row.edited({"position": position}) for position, row in enumerate(rows, first) if row.position != position
    )


def moved(rows: Sequence[Any], row_id: str, steps: int) -> tuple[Change, ...]:
    """The changes that move a row down (up if negative) and renumber; none where it is at that end already."""
    order = list(rows)
    place = next(index for index, row in enumerate(order) if row.id == row_id)
    target = min(max(place + steps, 0), len(order) - 1)
    if target == place:
        return ()
    order.insert(target, order.pop(place))
    return numbered(order)


def archived(rows: Sequence[Any], chosen: Sequence[Any]) -> tuple[Change, ...]:
    """The changes that archive the chosen rows and renumber the rest."""
    ids = {row.id for row in chosen}
    gone = [row.edited({"archived": True}) for row in chosen]
    return (*gone, *numbered([row for row in rows if row.id not in ids])) if gone else ()
