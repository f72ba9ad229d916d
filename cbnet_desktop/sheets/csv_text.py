"""Writes lists as CSV for Danish spreadsheets, and reads other people's CSV.

Written with semicolons, UTF-8 with a BOM, decimal commas and Danish dates. A text that a spreadsheet would read as a
formula, or that is escaped already, gets an apostrophe in front (OWASP, CSV injection); reading removes one.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice, pairwise
from typing import Any

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.records.fields import MAX_TEXT, Kind
from cbnet_desktop.domain.sheets.cells import FAULT, Cell, Fault
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.layout import Grid, known_titles
from cbnet_desktop.domain.sheets.tables import Sheet
from cbnet_desktop.domain.words import danish
from cbnet_desktop.sheets.letters import text_of
from cbnet_desktop.sheets.limits import require_extent

MARK = b"\xef\xbb\xbf"
_TAKEN_FOR_FORMULA = re.compile(rf"'*(?:[=+\-@\t\r\n＝＋－＠]|(?:{FAULT})\Z)")
_GUARDED = re.compile(rf"'+(?:[=+\-@\t\r\n＝＋－＠]|(?:{FAULT})\Z)")
_FAULT = re.compile(FAULT)
_SEPARATORS = (";", "\t", ",", "|")
_FORMULAS = "Linje {lines} har celler, der begynder med =, og som er læst som tekst."
#: What web systems hand out as a sheet with the name of one.
_MARKUP = re.compile(r"\s*<(?:[!?a-z]|\w+:)", re.IGNORECASE)
_LOOSE = "Anførselstegn i filen står, så linjer kan være slået sammen. Se efter, om alle linjer er med."
_SPLIT = "Linje {lines} og den næste ser ud til at være én linje, der er delt. Se efter, om den er læst rigtigt."
_UNCLOSED = (
    "{name} kan ikke læses: et anførselstegn er ikke lukket, så resten af filen ville blive én celle. "
    "Gem arket igen som .xlsx eller som CSV med semikolon."
)
#: Added as the last line: where it is not read as a line of its own, a quotation never ended.
_END = "\x1e"
_SAMPLE, _SAMPLE_LETTERS = 50, 500_000

csv.field_size_limit(10 * MAX_TEXT)


def text(sheet: Sheet) -> bytes:
    """The bytes of the file, with a header line."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_written(column.kind, value) for column, value in zip(sheet.columns, row, strict=True)])
    return MARK + stream.getvalue().encode()


def grid(content: bytes, name: str) -> Grid:
    """Parses a CSV file; all cells are text. Raises Unreadable for binary content."""
    whole, told = text_of(content, name)
    if _MARKUP.match(whole):
        raise Unreadable(
            f"{name} er en webside eller XML og ikke et regneark. Åbn den i Excel, gem den som .xlsx, og vælg den igen."
        )
    separator = None
    if match := re.match(r"sep=(.)\r?\n", whole):
        separator, whole = match[1], whole[match.end() :]
    separator = separator or _separator(whole)
    try:
        lines = list(_lines(whole, separator, name))
    except csv.Error:
        raise Unreadable(
            f"{name} kan ikke læses som CSV. Gem arket igen som .xlsx eller som CSV med semikolon."
        ) from None
    notes = (*told, *_doubts(lines, whole, separator))
    return Grid(name, tuple(tuple(map(_cell, line)) for line in lines), notes)


def _lines(whole: str, separator: str, name: str) -> Iterator[list[str]]:
    cells = width = count = 0
    line: list[str] = []
    ended = whole if whole.endswith(("\n", "\r")) else f"{whole}\n"
    for line in csv.reader(io.StringIO(ended + _END, newline=""), delimiter=separator):
        if line == [_END]:
            break
        cells, width, count = cells + sum(map(bool, line)), max(width, len(line)), count + 1
        require_extent(f"Arket {name}", count, width, cells)
        yield line
    if line != [_END]:
        raise Unreadable(_UNCLOSED.format(name=name))


def _doubts(lines: Sequence[Sequence[str]], whole: str, separator: str) -> Iterator[str]:
    """Danish sentences on what whoever saved the file may not have meant."""
    formulas = [number for number, line in enumerate(lines, 1) if any(cell.startswith("=") for cell in line)]
    if formulas:
        yield _FORMULAS.format(lines=danish.runs(formulas))
    try:
        for _ in csv.reader(io.StringIO(whole, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error:
        yield _LOOSE
    full = max(map(len, lines), default=0)
    halves = [number for number, (one, other) in enumerate(pairwise(lines), 1) if len(one) + len(other) == full + 1]
    if full > 1 and halves:
        yield _SPLIT.format(lines=danish.runs(halves))


def _written(kind: Kind, value: Value) -> str:
    if value is None or value == "":
        return ""
    writer = _WRITTEN.get(kind)
    try:
        return writer(value) if writer else _guarded(str(value))
    except (TypeError, ValueError):
        return _guarded(str(value))


def _guarded(value: str) -> str:
    return f"'{value}" if _TAKEN_FOR_FORMULA.match(value) else value


def _cell(value: str) -> Cell:
    if _FAULT.fullmatch(value):
        return Fault(value)
    return value[1:] if _GUARDED.match(value) else value


def _separator(whole: str) -> str:
    """The separator under which a line is the header: most of its cells are known names of columns.

    Where no name is known, the one that gives most of the first lines the same number of cells, more than one.
    """

    def weight(separator: str) -> tuple[int, int, int]:
        lines = _first_lines(whole, separator)
        known = max((len({letters(cell) for cell in line} & known_titles()) for line in lines), default=0)
        widths = Counter(len(line) for line in lines if len(line) > 1)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (known, count, width)

    return max(_SEPARATORS, key=weight)


def _first_lines(whole: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(whole[:_SAMPLE_LETTERS], newline=""), delimiter=separator)
    lines: list[list[str]] = []
    with suppress(csv.Error):  # under a wrong separator a quotation may have no end
        lines.extend(islice(reader, _SAMPLE))
    return lines


def _whole(value: Any) -> str:
    return str(int(value))


def _money(ore: Any) -> str:
    kroner, rest = divmod(abs(int(ore)), 100)
    return f"{'-' if ore < 0 else ''}{kroner}" + (f",{rest:02}" if rest else "")


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    # Hyphens, as in the short date of Danish Windows, which every spreadsheet reads as a date.
    Kind.DATE: lambda iso: f"{date.fromisoformat(iso):%d-%m-%Y}",
    Kind.YEAR: _whole,
    Kind.COUNT: _whole,
    Kind.MONEY: _money,
    Kind.SHARE: lambda basis_points: danish.percent(basis_points, unit="") + "%",
}
