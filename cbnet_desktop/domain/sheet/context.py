"""What a list says without a column for it: its year, its plan, its consultation."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from cbnet_desktop.domain import focus, plan
from cbnet_desktop.domain.changes import Change, Value
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import TABLES


@dataclass(frozen=True, slots=True)
class Context:
    """Values that hold for every row whose sheet says nothing of them, and the rows that have to be made for them."""

    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def of_year(network: Network, kind: type[Record], year: int) -> Context:
    """The context of the plan year; a plan or consultation that is missing is made with the first row that needs it."""
    fields = kind.fields()
    values: dict[str, Value] = {}
    changes: tuple[Change, ...] = ()
    if "year" in fields:
        values["year"] = year
    for name, ensure in (("plan_id", plan.ensure), ("focus_set_id", focus.ensure)):
        if name in fields:
            values[name], changes = ensure(network, year)
    return Context(values, changes)


def year_of(network: Network, row: Record) -> int | None:
    """The year a row belongs to: its own, its owner's, or that of its day; None for one that belongs to none."""
    own = getattr(row, "year", None)
    if own is not None:
        return int(own)
    for name, field in row.fields().items():
        if field.refers_to and field.required and (owner := network.row(field.refers_to, getattr(row, name) or "")):
            found = year_of(network, owner)
            if found is not None:
                return found
    day = getattr(row, "held_on", None)
    return int(day[:4]) if day else None


def has_years(kind: type[Record]) -> bool:
    """Whether the rows of a table belong to years."""
    fields = kind.fields()
    owners = [TABLES[field.refers_to] for field in fields.values() if field.refers_to and field.required]
    return "year" in fields or "held_on" in fields or any(has_years(owner) for owner in owners)
