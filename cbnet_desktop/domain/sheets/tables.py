"""A list for export to a spreadsheet: typed columns and rows of stored values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.titles import Titles
from cbnet_desktop.domain.titles.labels import NO, YES
from cbnet_desktop.domain.words import danish

ID_TITLE = "Id"
ARCHIVED = "archived"

_WIDTHS = {
    Kind.LONG_TEXT: 48,
    Kind.TEXT: 22,
    Kind.DATE: 12,
    Kind.TIME: 8,
    Kind.YEAR: 7,
    Kind.COUNT: 8,
    Kind.MONEY: 15,
    Kind.SHARE: 9,
    Kind.REFERENCE: 24,
    Kind.FLAG: 9,
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with the kind of its values and its width in characters; hidden columns serve a later import."""

    title: str
    kind: Kind
    width: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list for export. Choices, references and flags are Danish text, the rest stored values."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


def column_of(field: Field, title: str = "") -> SheetColumn:
    """The column of a field, with its label or another title."""
    title = title or field.label
    width = max(map(len, field.choices.values())) + 2 if field.choices else _WIDTHS[field.kind]
    return SheetColumn(title, field.kind if field.kind in _PLAIN else Kind.TEXT, max(width, len(title) + 4))


def id_column() -> SheetColumn:
    """The column of the rows' ids, by which a later import finds the rows."""
    return SheetColumn(ID_TITLE, Kind.TEXT, 34, is_hidden=True)


def cell(field: Field, value: Value, titles: Titles) -> Value:
    """A stored value as a cell of the sheet."""
    if value is None or value == "":
        return None
    if field.kind is Kind.REFERENCE:
        return titles.text(field.refers_to, str(value))
    if field.kind is Kind.CHOICE:
        return field.choices.get(str(value), str(value))
    if field.kind is Kind.FLAG:
        return YES if value else NO
    return value


def of_table(network: Network, kind: type[Record], rows: Iterable[Record]) -> Sheet:
    """Rows of a table with all fields but internal ones; »Arkiveret« only where a row is archived."""
    rows, titles = tuple(rows), Titles(network)
    has_archived = any(getattr(row, ARCHIVED, False) for row in rows)
    fields = [
        field for name, field in kind.fields().items() if not field.is_internal and (name != ARCHIVED or has_archived)
    ]
    cells = tuple((*(cell(field, getattr(row, field.name), titles) for field in fields), row.id) for row in rows)
    return Sheet(title_of(kind), (*map(column_of, fields), id_column()), cells)


def title_of(kind: type[Record]) -> str:
    """The Danish title of a table, for example »Budgetandele«."""
    return kind.PLURAL[0].upper() + kind.PLURAL[1:]


def named(text: str) -> type[Record]:
    """The table with a Danish or English name, singular or plural; raises Missing, listing the names."""
    wanted = letters(text)
    for kind in TABLES.values():
        if wanted in {letters(name) for name in (kind.TABLE, kind.NOUN, kind.PLURAL)}:
            return kind
    names = sorted((kind.PLURAL for kind in TABLES.values()), key=danish.sort_key)
    raise Missing(f"Der er ingen liste {quoted(text)}. Listerne er: {', '.join(names)}.")


_PLAIN = frozenset(Kind) - {Kind.CHOICE, Kind.REFERENCE, Kind.FLAG}
