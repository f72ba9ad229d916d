"""Marks on cells that others changed and the user has not seen yet."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network

if TYPE_CHECKING:
    from cbnet_desktop.store import Arrival

#: The field of a mark on a new row.
ROW = "id"
#: How long somebody stays on a row before its marks count as seen.
MOMENT_MS = 1_500
_ARCHIVED = "archived"

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who last set a field, when (UTC), to which value, and the value before the first unseen change."""

    by: str
    at: str
    before: Value
    value: Value
    ops: tuple[str, ...]


class Marks:
    """The marks by row and field, in the tables that a tab shows.

    A mark is removed when it was seen, or when the cell has another value by now.
    """

    def __init__(self, tables: Container[str]) -> None:
        self._tables = tables
        self._by_row: dict[tuple[str, str], dict[str, Mark]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_row)

    def of(self, table: str, row_id: str) -> dict[str, Mark]:
        """The marks of a row by field; a new row has only one, of the field ROW."""
        return self._by_row.get((table, row_id), {})

    def cells(self) -> list[Cell]:
        """Every marked cell, the newest change last."""
        found = [(mark.at, (*row, field)) for row, marks in self._by_row.items() for field, mark in marks.items()]
        return [cell for _, cell in sorted(found)]

    def unseen(self) -> Iterator[str]:
        """The ids of the ops that made the marks."""
        for marks in self._by_row.values():
            for mark in marks.values():
                yield from mark.ops

    def take_in(self, arrivals: Iterable[Arrival]) -> None:
        """Marks arrivals, given oldest first; an erasure drops the marks that hold the person's old values."""
        for arrival in arrivals:
            if arrival.table == Erasure.TABLE and arrival.field == "person_id":
                self._by_row.pop((Person.TABLE, str(arrival.value)), None)
            if arrival.table not in self._tables:
                continue
            marks = self._by_row.setdefault((arrival.table, arrival.row_id), {})
            mark = Mark(arrival.by, arrival.at, arrival.before, arrival.value, (arrival.op,))
            if arrival.field == ROW:
                marks.clear()
                marks[ROW] = mark
            elif ROW in marks:
                marks[ROW] = replace(marks[ROW], ops=(*marks[ROW].ops, arrival.op))
            else:
                old = marks.get(arrival.field)
                marks[arrival.field] = replace(mark, before=old.before, ops=(*old.ops, arrival.op)) if old else mark

    def prune(self, network: Network) -> bool:
        """Drops marks of archived rows and of cells that have changed since; returns whether any was dropped."""
        has_dropped = False
        for (table, row_id), marks in list(self._by_row.items()):
            row = network.row(table, row_id) if table in network.tables else None
            kept = {field: mark for field, mark in marks.items() if row and _still_says(row, field, mark)}
            has_dropped |= len(kept) < len(marks)
            self._by_row[table, row_id] = kept
            if not kept:
                del self._by_row[table, row_id]
        return has_dropped

    def see(self, table: str, row_id: str, field: str = "") -> bool:
        """Removes the marks of a row, or of one of its fields; returns whether there was one."""
        marks = self._by_row.get((table, row_id))
        if marks is None or (field and field not in marks):
            return False
        if field:
            del marks[field]
        if not field or not marks:
            del self._by_row[table, row_id]
        return True


def _still_says(row: Record, field: str, mark: Mark) -> bool:
    if getattr(row, _ARCHIVED, False) or field == _ARCHIVED:
        return False
    if field == ROW:
        return mark.value == row.id
    is_change = mark.value != mark.before and not {mark.value, mark.before} <= {"", None}
    return field in row.fields() and getattr(row, field) == mark.value and is_change
