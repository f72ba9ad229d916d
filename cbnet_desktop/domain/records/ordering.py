"""Rows that the user puts in an order of their own: moved and numbered anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbnet_desktop.domain.records.changes import Change


def numbered(rows: Sequence[Any], first: int = 1) -> tuple[Change, ...]:
    """The changes that number rows with a position one after another."""
    return tuple(
        Change(row.TABLE, row.id, {"position": row.position}, {"position": position})
        for position, row in enumerate(rows, first)
        if row.position != position
    )


def moved(rows: Sequence[Any], row_id: str, steps: int) -> tuple[Change, ...]:
    """The new numbers when a row moves down (up where negative); nothing where it stands at that end already."""
    order = list(rows)
    place = next(index for index, row in enumerate(order) if row.id == row_id)
    target = min(max(place + steps, 0), len(order) - 1)
    if target == place:
        return ()
    order.insert(target, order.pop(place))
    return numbered(order)


def archived(rows: Sequence[Any], chosen: Sequence[Any]) -> tuple[Change, ...]:
    """Rows taken out of the order, the rest numbered anew."""
    ids = {row.id for row in chosen}
    gone = [Change(row.TABLE, row.id, {"archived": row.archived}, {"archived": True}) for row in chosen]
    return (*gone, *numbered([row for row in rows if row.id not in ids])) if gone else ()
