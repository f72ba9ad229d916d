"""The layout of a foreign sheet: its header, the fields of its columns, and which lines are rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.sheets.cells import Cell, Fault, Percent, is_empty, text_of
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.tables import ID_TITLE, title_of
from cbnet_desktop.domain.words import danish

#: The number of lines, with titles and explanations, in which the header is looked for.
HEADER_WITHIN = 30
#: The field name of the column with the rows' ids.
ID = "id"

_TOTALS = frozenset({"ialt", "total", "totalt", "sum", "subtotal", "itotal", "samlet", "hovedtotal"})
#: A line that begins so and has amounts or shares beside it sums up the others.
_SUMMING = re.compile(
    r"(?:i\s*alt|total|sum|subtotal|samle[td]|gennemsnit|gns|snit|hovedtotal)(?![^\W\d_])", re.IGNORECASE
)
#: A line of one cell that begins so is a note about the sheet.
_NOTE = re.compile(
    r"[*†‡¹²³]|\(?\d{1,2}\)|(?:note|noter|kilde|kilder|bemærk|bemærkning|obs|nb)\s*[:.]"
    r"|(?:udskrevet|opdateret|senest|ajourført)\b.*\d|pr\.\s.*\d",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\bt\.?\s?kr|\btkr|1[. ]?000\s?kr|\btusind|\bmio\b|\bmill(?:ion|\.)", re.IGNORECASE)
_UNIT = re.compile(r"[(\[].*[)\]]|kr\.?|dkk|%|pct\.?|procent|antal|stk\.?|dato|dd.?mm.?(?:åå){1,2}", re.IGNORECASE)
_NUMBERS = frozenset({Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE})

#: Column headings in other people's sheets, by label, for fields of several tables; see also Field.synonyms.
SHARED_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "Navn": ("Fulde navn", "Person", "Titel"),
    "Organisation": ("Bibliotek", "Centralbibliotek", "Arbejdssted", "Arbejdsplads"),
    "Centralbibliotek": ("Bibliotek", "CB", "Organisation"),
    "Opgave": ("Titel", "Overskrift"),
    "Mål": ("Måltekst", "Tekst", "Konkret mål"),
    "Indsatsområde": ("Titel", "Fokusområde"),
    "Dato": ("Startdato", "Dato fra", "Start"),
    "Fra": ("Startdato", "Fra dato", "Starter"),
    "Til og med": ("Slutdato", "Til dato", "Til", "Slutter"),
    "Fra kl.": ("Kl.", "Klokkeslæt", "Starttidspunkt", "Start kl.", "Tid"),
    "Til kl.": ("Sluttidspunkt", "Slut kl."),
    "Link": ("URL", "Webadresse", "Hjemmeside", "Tilmelding"),
    "Ansvarlig person": ("Ansvarlig", "Tovholder"),
    "Frist": ("Deadline", "Tidsfrist"),
    "Bemærkning": ("Bemærkninger", "Note", "Noter", "Kommentar", "Kommentarer"),
    "Nr.": ("Nummer", "Nr"),
    "År": ("Årstal", "Planår"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """The raw cells of one sheet, line 1 first; notes say in Danish what is to be looked at in how it was read."""

    name: str
    lines: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the sheet: its position from 0, its header, and its field (empty: not imported)."""

    position: int
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet that is a row, with its number in the spreadsheet."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, position: int) -> Cell:
        """The cell in a column; None past the end of the line."""
        return self.cells[position] if position < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """The header's line, counted from 0, and the columns under it."""

    header: int
    headings: tuple[Heading, ...]

    @property
    def mapped(self) -> tuple[Heading, ...]:
        """The columns that are imported."""
        return tuple(heading for heading in self.headings if heading.field)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headers of the columns that are not imported."""
        return tuple(heading.text for heading in self.headings if not heading.field)

    def with_field(self, position: int, name: str) -> Layout:
        """A copy with a column mapped to another field or none; another column with that field loses it."""
        return replace(
            self,
            headings=tuple(
                replace(heading, field=name)
                if heading.position == position
                else replace(heading, field="")
                if name and heading.field == name
                else heading
                for heading in self.headings
            ),
        )


def of_grid(kind: type[Record], grid: Grid, titles: Mapping[str, str] | None = None) -> Layout:
    """Finds the header, the line with most known column names; titles maps a list's own headers to fields.

    Raises Invalid for an empty sheet.
    """
    names = _names(kind, titles or {})
    filled = [place for place, line in enumerate(grid.lines) if not all(map(is_empty, line))][:HEADER_WITHIN]
    if not filled:
        raise Invalid(f"Arket {quoted(grid.name)} er tomt. Vælg et ark med en række overskrifter og rækker under den.")
    header = max(
        filled, key=lambda place: (sum(bool(field) for _, _, field in _read(grid.lines[place], names)), -place)
    )
    fields = kind.fields()
    headings = (
        replace(heading, field="") if _is_in_other_units(fields, heading) else heading
        for heading in _with_line_above(_headings(grid.lines[header], names), grid, header, names)
    )
    return Layout(header, tuple(headings))


def _headings(line: Sequence[Cell], names: Mapping[str, str]) -> tuple[Heading, ...]:
    return tuple(Heading(*column) for column in _read(line, names))


def _with_line_above(
    own: tuple[Heading, ...], grid: Grid, header: int, names: Mapping[str, str]
) -> tuple[Heading, ...]:
    """The headings with those that the line above has over columns without one: a header of two lines."""
    if not header:
        return own
    placed, taken = {heading.position for heading in own}, {heading.field for heading in own}
    above = [
        heading
        for heading in _headings(grid.lines[header - 1], names)
        if heading.field and heading.position not in placed and heading.field not in taken
    ]
    return tuple(sorted((*own, *above), key=lambda heading: heading.position))


def _is_in_other_units(fields: Mapping[str, Field], heading: Heading) -> bool:
    field = fields.get(heading.field)
    return field is not None and field.kind is Kind.MONEY and is_in_thousands(heading.text)


def is_in_thousands(text: str) -> bool:
    """Whether a text says that amounts are in thousands or millions."""
    return bool(_THOUSANDS.search(text))


def best(
    kind: type[Record], grids: Sequence[Grid], titles: Mapping[str, str] | None = None, *, wanted: str = ""
) -> tuple[Grid, Layout]:
    """The sheet with most columns of the table, or the one wanted by name; raises Invalid."""
    if wanted:
        grids = [grid for grid in grids if letters(grid.name) == letters(wanted)] or _no_sheet(wanted, grids)
    filled = [grid for grid in grids if not all(is_empty(cell) for line in grid.lines for cell in line)]
    found = [(grid, of_grid(kind, grid, titles)) for grid in filled or grids]
    chosen, layout = max(found, key=lambda pair: len(pair[1].mapped))
    if others := [grid.name for grid, _ in found if grid is not chosen]:
        note = f"Af projektmappens ark er {danish.joined([quoted(name) for name in others])} ikke læst."
        chosen = replace(chosen, notes=(*chosen.notes, note))
    return chosen, layout


def _no_sheet(wanted: str, grids: Sequence[Grid]) -> Sequence[Grid]:
    names = ", ".join(quoted(grid.name) for grid in grids)
    raise Invalid(f"Der er intet ark {quoted(wanted)}. Arkene er: {names}.")


def placed(layout: Layout, kind: type[Record], header: str, field: str) -> Layout:
    """The layout with a header's column mapped to a field; raises Invalid, listing what exists."""
    found = [heading for heading in layout.headings if letters(heading.text) == letters(header)]
    if not found:
        known = danish.joined([quoted(heading.text) for heading in layout.headings])
        raise Invalid(f"Arket har ingen kolonne {quoted(header)}. Kolonnerne er {known}.")
    return layout.with_field(found[0].position, field and _field_named(kind, field))


def require_mapped(layout: Layout, kind: type[Record]) -> None:
    """Raises Invalid where no column of the sheet is known."""
    if not any(heading.field not in ("", ID) for heading in layout.headings):
        labels = ", ".join(field.label for field in kind.fields().values())
        raise Invalid(f"Ingen af arkets kolonner svarer til {title_of(kind).lower()}. Felterne er: {labels}.")


def lines(layout: Layout, grid: Grid, kind: type[Record]) -> Iterator[Line]:
    """The rows under the header, without blank lines, repeated headers and totals."""
    header = grid.lines[layout.header]
    below = [
        Line(place + 1, cells)
        for place, cells in enumerate(grid.lines)
        if place > layout.header and not all(map(is_empty, cells)) and cells != header
    ]
    for line in below:
        is_sum = (
            _is_total(line) or _sums_up(line, layout, kind) or (line is below[-1] and _is_bare_sum(line, layout, kind))
        )
        if not (is_sum or _is_note(line, layout) or (line is below[0] and _has_units_only(line))):
            yield line


def left_out(layout: Layout, grid: Grid, kind: type[Record]) -> list[str]:
    """Danish sentences on the columns and lines that are not imported."""
    notes = list(grid.notes)
    if layout.unknown:
        notes.append(f"Kolonner, der ikke læses: {danish.joined([quoted(text) for text in layout.unknown])}.")
    imported = {line.number for line in lines(layout, grid, kind)}
    filled = [place + 1 for place, cells in enumerate(grid.lines) if not all(map(is_empty, cells))]
    above = [number for number in filled if number < layout.header + 1]
    below = [number for number in filled if number > layout.header + 1 and number not in imported]
    if above:
        notes.append(f"Linje {danish.joined([str(number) for number in above])} står over overskrifterne.")
    if below:
        numbers = danish.joined([str(number) for number in below])
        notes.append(f"Linje {numbers} er en sum, en note eller en overskrift.")
    return notes


@cache
def known_titles() -> frozenset[str]:
    """The letters of every name that a header may have in the sheet of any table."""
    return frozenset(name for kind in TABLES.values() for name in _names(kind, {}))


def names_of(kind: type[Record]) -> dict[str, str]:
    """The fields of a table by the letters of every name that a header may have."""
    return _names(kind, {})


def _names(kind: type[Record], titles: Mapping[str, str]) -> dict[str, str]:
    """Fields by every name that a header may have; a list's titles come first, synonyms last."""
    fields = kind.fields()
    own = [(field.label, name) for name, field in fields.items()] + [(name, name) for name in fields]
    others = [
        (synonym, name)
        for name, field in fields.items()
        for synonym in field.synonyms or SHARED_SYNONYMS.get(field.label, ())
    ]
    names = {letters(ID_TITLE): ID}
    for text, name in (*titles.items(), *own, *others):
        names.setdefault(letters(text), name)
    return names


def _read(line: Sequence[Cell], names: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """Position, header and field of each column with a header; the first column gets a field."""
    taken: set[str] = set()
    found = []
    for position, cell in enumerate(line):
        if is_empty(cell):
            continue
        text = " ".join(text_of(cell).split())
        field = names.get(letters(text)) or names.get(letters(text.partition("(")[0])) or ""
        found.append((position, text, "" if field in taken else field))
        taken.add(field)
    return found


def _field_named(kind: type[Record], name: str) -> str:
    for field in kind.fields().values():
        if letters(name) in (letters(field.label), letters(field.name)):
            return field.name
    known = ", ".join(field.label for field in kind.fields().values())
    raise Invalid(f"{title_of(kind)} har intet felt {quoted(name)}. Felterne er: {known}.")


def _is_total(line: Line) -> bool:
    """Whether a line is a total: »I alt« and otherwise only numbers."""
    filled = [cell for cell in line.cells if not is_empty(cell)]
    texts = [cell for cell in filled if isinstance(cell, str)]
    words = [text for text in texts if not _is_number(text)]
    return bool(words) and all(letters(word) in _TOTALS or letters(word).startswith("ialt") for word in words)


def _sums_up(line: Line, layout: Layout, kind: type[Record]) -> bool:
    """Whether a line has one text, which begins like a sum, beside an amount, a share or a formula."""
    filled = [cell for cell in line.cells if not is_empty(cell)]
    texts = [cell for cell in filled if isinstance(cell, str) and not _is_number(cell)]
    fields = kind.fields()
    summed = [
        line.cell(heading.position)
        for heading in layout.mapped
        if heading.field != ID and fields[heading.field].kind in (Kind.MONEY, Kind.SHARE)
    ]
    has_sum = any(_is_number(cell) for cell in summed if not is_empty(cell))
    return len(texts) == 1 and has_sum and bool(_SUMMING.match(texts[0].strip()))


def _is_note(line: Line, layout: Layout) -> bool:
    """Whether a line is a note: one cell that begins as notes do, in a sheet of several columns."""
    filled = [cell for cell in line.cells if not is_empty(cell)]
    if len(layout.headings) == 1 or len(filled) != 1:
        return False
    return isinstance(filled[0], str) and bool(_NOTE.match(filled[0].strip()))


def _has_units_only(line: Line) -> bool:
    """Whether each filled cell is a unit, such as »(kr.)«: a line that belongs to the header."""
    filled = [cell for cell in line.cells if not is_empty(cell)]
    return all(isinstance(cell, str) and _UNIT.fullmatch(cell.strip()) for cell in filled) and not any(
        is_in_thousands(text_of(cell)) for cell in filled
    )


def _is_bare_sum(line: Line, layout: Layout, kind: type[Record]) -> bool:
    """Whether a last line has only numbers although rows have texts."""
    fields = kind.fields()
    texts = [heading for heading in layout.mapped if heading.field != ID and fields[heading.field].kind not in _NUMBERS]
    filled = [cell for cell in line.cells if not is_empty(cell)]
    return bool(texts) and all(_is_number(cell) for cell in filled)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _is_number_text(cell) or cell.startswith("=")
    is_formula = isinstance(cell, Fault) and cell.text.startswith("=")
    return is_formula or (isinstance(cell, int | Decimal | Percent) and not isinstance(cell, bool))


def _is_number_text(text: str) -> bool:
    return danish.parse_amount(text) is not None or danish.parse_percent(text) is not None
