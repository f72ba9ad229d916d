"""What the history says of one field, in Danish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish


class Entry(Protocol):
    """One field of one edit; field "id" says that the row came to be (before None) or went (value None)."""

    @property
    def edit(self) -> str:
        """The edit's id."""

    @property
    def at(self) -> str:
        """When, in UTC."""

    @property
    def by(self) -> str:
        """Who."""

    @property
    def label(self) -> str:
        """What the edit is called."""

    @property
    def table(self) -> str:
        """The row's table."""

    @property
    def row_id(self) -> str:
        """The row."""

    @property
    def field(self) -> str:
        """The field."""

    @property
    def before(self) -> Value:
        """What it held."""

    @property
    def value(self) -> Value:
        """What it was given."""


def lines(entries: Sequence[Entry], network: Network) -> Iterator[str]:
    """The entries in the order given, edit by edit and row by row, a line each."""
    for _, edit in groupby(entries, key=lambda entry: entry.edit):
        fields = list(edit)[::-1]
        yield f"{moment(fields[0].at)}  {fields[0].by}: {fields[0].label}"
        for (table, row_id), cells in groupby(fields, key=lambda entry: (entry.table, entry.row_id)):
            yield f"  {table} {row_id}"
            for cell in cells:
                yield f"    {describe(cell, network)}"


def describe(entry: Entry, network: Network) -> str:
    """»Telefon: »1« → »2««."""
    if entry.field == "id":
        return "Rækken tilføjet" if entry.before is None else "Rækken fjernet"
    kind = TABLES.get(entry.table)
    field = kind.fields().get(entry.field) if kind else None

    def quoted(value: Value) -> str:
        text = labels.short(shown(field, value, network))
        return f"»{text}«" if text else "tomt"

    return f"{field.label if field else entry.field}: {quoted(entry.before)} → {quoted(entry.value)}"


def shown(field: Field | None, value: Value, network: Network) -> str:
    """A value of the log in Danish; one that the field cannot hold, from a foreign log, as it is."""
    try:
        return labels.show(field, value, network) if field else str(value or "")
    except (TypeError, ValueError, AttributeError):
        return str(value)


def moment(at: str) -> str:
    """When something was written, in Danish time; what a foreign log gives instead of a time as it is."""
    try:
        return danish.moment(at)
    except ValueError:
        return at
