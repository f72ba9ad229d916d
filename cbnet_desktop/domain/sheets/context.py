"""Values that a list implies without a column: its year, plan or consultation."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network


@dataclass(frozen=True, slots=True)
class Context:
    """Values for every row whose sheet has no column for them, and the changes that add the rows they refer to.

    year is the year that they belong to, if any.
    """

    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    year: int | None = None


def of_year(network: Network, kind: type[Record], year: int) -> Context:
    """The context of a plan year; a missing plan or consultation is added with the first row that needs it."""
    fields = kind.fields()
    values: dict[str, Value] = {}
    changes: tuple[Change, ...] = ()
    if "year" in fields:
        values["year"] = year
    for name, ensure in (("plan_id", plan.ensure), ("focus_set_id", focus.ensure)):
        if name in fields:
            values[name], changes = ensure(network, year)
    return Context(values, changes, year if values else None)
