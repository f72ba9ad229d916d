"""The history as Danish text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, namesakes
from cbnet_desktop.domain.words import danish


class Entry(Protocol):
    """One field of one edit; field "id" means that the row was added (before None) or removed (value None)."""

    @property
    def edit(self) -> str:
        """The edit's id."""

    @property
    def at(self) -> str:
        """The time of the edit, in UTC."""

    @property
    def by(self) -> str:
        """The author."""

    @property
    def label(self) -> str:
        """The edit's Danish label."""

    @property
    def table(self) -> str:
        """The table."""

    @property
    def row_id(self) -> str:
        """The row's id."""

    @property
    def field(self) -> str:
        """The field's name."""

    @property
    def before(self) -> Value:
        """The old value."""

    @property
    def value(self) -> Value:
        """The new value."""


def lines(entries: Sequence[Entry], network: Network) -> Iterator[str]:
    """One line per entry in the given order, grouped by edit and row."""
    for _, edit in groupby(entries, key=lambda entry: entry.edit):
        fields = list(edit)[::-1]
        yield f"{moment(fields[0].at)}  {fields[0].by}: {fields[0].label}"
        for (table, row_id), cells in groupby(fields, key=lambda entry: (entry.table, entry.row_id)):
            if table not in TABLES:
                # Decisions about computers, and what a newer program writes: the label says what was done.
                continue
            yield f"  {table} {row_id}"
            for cell in cells:
                yield f"    {describe(cell, network)}"


def describe(entry: Entry, network: Network) -> str:
    """A field's change, for example »Telefon: »1« → »2««."""
    if entry.field == "id":
        return "Rækken tilføjet" if entry.before is None else "Rækken fjernet"
    kind = TABLES.get(entry.table)
    field = kind.fields().get(entry.field) if kind else None

    def quoted(value: Value) -> str:
        text = labels.short(shown(field, value, network))
        return f"»{text}«" if text else "tomt"

    return f"{field.label if field else entry.field}: {quoted(entry.before)} → {quoted(entry.value)}"


def shown(field: Field | None, value: Value, network: Network) -> str:
    """A logged value in Danish; unchanged where the field cannot hold it, as in a foreign log."""
    try:
        return namesakes.shown(field, value, network) if field else str(value or "")
    except (TypeError, ValueError, AttributeError):
        return str(value)


def moment(at: str) -> str:
    """A logged UTC time in Danish local time; unchanged where a foreign log has no valid time."""
    try:
        return danish.moment(at)
    except ValueError:
        return at
