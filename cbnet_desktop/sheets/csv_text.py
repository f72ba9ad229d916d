"""Writes lists as CSV for Danish spreadsheets, and reads other people's CSV.

Written with semicolons, UTF-8 with a BOM, decimal commas and Danish dates. A text that a spreadsheet would read as a
formula, or that is escaped already, gets an apostrophe in front (OWASP, CSV injection); reading removes one.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.records.fields import MAX_TEXT, Kind
from cbnet_desktop.domain.sheets.cells import FAULTS, Cell, Fault
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.layout import Grid, known_titles
from cbnet_desktop.domain.sheets.tables import Sheet
from cbnet_desktop.domain.words import danish
from cbnet_desktop.sheets.limits import require_extent

MARK = b"\xef\xbb\xbf"
_FAULTS = "|".join(map(re.escape, sorted(FAULTS)))
_TAKEN_FOR_FORMULA = re.compile(rf"'*(?:[=+\-@\t\r\n＝＋－＠]|(?:{_FAULTS})$)")
_GUARDED = re.compile(rf"'+(?:[=+\-@\t\r\n＝＋－＠]|(?:{_FAULTS})$)")
_SEPARATORS = (";", "\t", ",", "|")
#: What other people's programs write æ, ø and å in, the likeliest first, and what to say of it.
_CODE_PAGES = {
    "cp1252": "",
    "cp850": "Filen er læst som MS-DOS-tekst. Se efter, om æ, ø og å står rigtigt.",
    "mac_roman": "Filen er læst som gammel Macintosh-tekst. Se efter, om æ, ø og å står rigtigt.",
}
_DANISH = re.compile("[æøåÆØÅ]")
_UNREAD = "Nogle tegn i filen kan ikke læses og står som �. Gem arket som .xlsx eller som CSV med UTF-8."
_SAMPLE, _SAMPLE_LETTERS = 50, 500_000
_WIDE_SAMPLE = 2_000

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
    whole, notes = _decoded(content, name)
    separator = None
    if match := re.match(r"sep=(.)\r?\n", whole):
        separator, whole = match[1], whole[match.end() :]
    separator = separator or _separator(whole)
    lines: list[tuple[Cell, ...]] = []
    cells = width = 0
    try:
        for line in csv.reader(io.StringIO(whole, newline=""), delimiter=separator):
            cells, width = cells + sum(map(bool, line)), max(width, len(line))
            require_extent(f"Arket {name}", len(lines) + 1, width, cells)
            lines.append(tuple(_cell(cell) for cell in line))
    except csv.Error:
        raise Unreadable(
            f"{name} kan ikke læses som CSV. Gem arket igen som .xlsx eller som CSV med semikolon."
        ) from None
    return Grid(name, tuple(lines), notes)


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
    if value in FAULTS:
        return Fault(value)
    return value[1:] if _GUARDED.match(value) else value


def _decoded(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where the letters were guessed."""
    wide = _two_byte_code(content)
    try:
        if wide or b"\0" not in content:
            return content.decode(wide or "utf-8-sig"), ()
    except UnicodeDecodeError:
        if not wide:
            return _guessed(content)
    raise Unreadable(f"{name} er ikke et regneark. Vælg en .xlsx- eller .csv-fil.")


def _two_byte_code(content: bytes) -> str:
    """UTF-16 by its mark, or by the zeros in every other byte where there is no mark; empty where there are none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first, second = content[:_WIDE_SAMPLE:2], content[1:_WIDE_SAMPLE:2]
    if 2 * second.count(0) > len(second) and 0 not in first:
        return "utf-16-le"
    return "utf-16-be" if 2 * first.count(0) > len(first) and 0 not in second else ""


def _guessed(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in the code page that makes most Danish letters of it."""
    texts = {page: content.decode(page, errors="replace") for page in _CODE_PAGES}
    page = max(texts, key=lambda page: len(_DANISH.findall(texts[page])))
    notes = (_CODE_PAGES[page], _UNREAD if "\ufffd" in texts[page] else "")
    return texts[page], tuple(note for note in notes if note)


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
