"""Parsing the lines of a sheet to field values, with the errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cbnet_desktop.domain.edits import reference_choices
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import cells
from cbnet_desktop.domain.sheets.habits import Habits
from cbnet_desktop.domain.sheets.layout import ID, Layout, Line
from cbnet_desktop.domain.sheets.tables import title_of
from cbnet_desktop.domain.sheets.titles import Titles
from cbnet_desktop.domain.titles import labels, meant_days
from cbnet_desktop.domain.titles.labels import NO_VALUE

#: Ends a text that export cut to fit a cell; import leaves the stored text unchanged.
CUT = " … [afkortet]"
_MANY = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed line: its id if any, the values of its filled cells, and the errors of the others."""

    line: Line
    row_id: str
    values: Mapping[str, Value]
    problems: tuple[str, ...] = ()


class Reader:
    """Parses the lines of one sheet."""

    def __init__(
        self,
        network: Network,
        kind: type[Record],
        layout: Layout,
        context: Mapping[str, Value],
        habits: Habits,
        *,
        today: str,
        clears: bool = False,
    ) -> None:
        self._network = network
        self._kind = kind
        self._fields = kind.fields()
        self._layout = layout
        self._context = context
        self._today = today
        self._habits = habits
        self._clears = clears
        self._titles = Titles(network)

    def draft(self, line: Line) -> Draft:
        """The parsed line; references come last, because other values may narrow their meaning."""
        values: dict[str, Value] = {}
        problems: list[str] = []
        row_id = ""
        for heading in sorted(self._layout.mapped, key=self._is_reference):
            cell = self._habits.meant(heading.position, line.cell(heading.position))
            if heading.field == ID:
                row_id = cells.text_of(cell).strip()
                continue
            field = self._fields[heading.field]
            try:
                if isinstance(cell, cells.Fault):
                    raise Invalid(_faulty(field, line, heading.position, cell), field=field.name)
                self._read(field, cell, values)
            except UserError as refusal:
                problems.append(refusal.message)
        return Draft(line, row_id, values, tuple(problems))

    def _is_reference(self, heading: object) -> bool:
        field = self._fields.get(getattr(heading, "field", ""))
        return field is not None and field.kind is Kind.REFERENCE

    def _read(self, field: Field, cell: cells.Cell, values: dict[str, Value]) -> None:
        if cells.is_empty(cell):
            if self._clears:
                values[field.name] = "" if field.is_text else NO_VALUE.get(field.kind)
        elif isinstance(cell, str) and cell.endswith(CUT):
            pass
        elif field.kind is Kind.REFERENCE:
            values[field.name] = self._referred(field, " ".join(cells.text_of(cell).split()), values)
        else:
            row = self._kind("", **self._known(values))
            since = meant_days.since(self._network, field, row, self._today) if field.kind is Kind.DATE else ""
            values[field.name] = cells.stored(field, cell, since)

    def _referred(self, field: Field, text: str, values: Mapping[str, Value]) -> str:
        found = self._titles.ids(field.refers_to, text)
        if len(found) > 1:
            found = self._narrowed(field, found, values)
        if len(found) == 1:
            return found[0]
        if found:
            names = [self._titles.text(field.refers_to, row_id) for row_id in found]
            shown = [*names[:_MANY], *(["…"] if len(names) > _MANY else [])]
            raise Invalid(
                f"{field.label}: {quoted(text)} passer på flere. Skriv et af disse navne: {'; '.join(shown)}.",
                field=field.name,
            )
        where = title_of(TABLES[field.refers_to]).lower()
        advice = "Ret navnet, eller opret det først."
        if near := self._titles.near(field.refers_to, text):
            advice = f"Mente du {quoted(near)}?"
        raise Invalid(f"{field.label}: {quoted(text)} findes ikke blandt {where}. {advice}", field=field.name)

    def _narrowed(self, field: Field, found: list[str], values: Mapping[str, Value]) -> list[str]:
        """Of several rows, those that are choices of the field in a row with these values; else all."""
        row = self._kind("", **self._known(values))
        wanted = {candidate.id for candidate in reference_choices.rows(self._network, field, row)}
        return [row_id for row_id in found if row_id in wanted] or found

    def _known(self, values: Mapping[str, Value]) -> dict[str, Value]:
        return {name: value for name, value in {**self._context, **values}.items() if name in self._fields}


def _faulty(field: Field, line: Line, position: int, cell: cells.Fault) -> str:
    """The sentence that names a cell in which the spreadsheet itself shows an error."""
    column = chr(ord("A") + position % 26)
    place = f"{chr(ord('A') + position // 26 - 1) if position >= 26 else ''}{column}{line.number}"
    return (
        f"{field.label}: celle {place} viser {quoted(cell.text)} i stedet for en værdi. Ret den i arket, eller tøm den."
    )


def is_same(field: Field, held: Value, value: Value) -> bool:
    """Whether a cell has the stored value; trailing spaces of lines, lost in a sheet, do not count."""
    if held == value:
        return True
    if field.is_text and isinstance(held, str) and isinstance(value, str):
        return bool(held) and bool(value) and cells.stored(field, held) == value
    return False


def shown(field: Field, value: Value, network: Network) -> str:
    """A value for the preview, short and on one line."""
    return labels.short(labels.show(field, value, network), 80) or "tomt"
