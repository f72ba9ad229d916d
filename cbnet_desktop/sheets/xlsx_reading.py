"""Reads other people's workbooks: values instead of formulas, from untrusted files."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.sheets.cells import Cell, Fault, Percent
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.domain.sheets.tables import ID_TITLE
from cbnet_desktop.domain.words import danish
from cbnet_desktop.sheets.limits import MOST_CELLS, MOST_COLUMNS, MOST_PARTS, MOST_UNPACKED, require_extent

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

#: openpyxl makes a cell for each place that a merged cell or a link covers.
_COVERING = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']([A-Z0-9:$]+)[\"']", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
#: The names of ISO/IEC 29500 Strict, which openpyxl does not know.
_STRICT, _HEAD = b"http://purl.oclc.org/ooxml/spreadsheetml", 4_000
_MANY = 4
#: In the format of a number: what is shown as it stands, and a currency.
_WRITTEN_OUT = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_KRONER = re.compile(r"[\s.,()%/:+-]*(?:kr|kroner|dkk)?[\s.,()%/:+-]*", re.IGNORECASE)
#: Thousands that are not shown, nothing shown at all, and zeros put in front.
_SCALED = re.compile(r"[0#?],+(?![0#?])|\A;|\A0{3,}\Z")
_MIDNIGHT_ZERO = datetime(1899, 12, 30)


def grids(content: bytes, name: str) -> tuple[Grid, ...]:
    """The visible sheets of a workbook; raises Unreadable for anything else."""
    has_formulas = _inspected(content, name)
    with _translated_errors(name):
        values = _loaded(content, has_values=True)
        formulas = _loaded(content, has_values=False) if has_formulas else None
        shown = [page for page in values.worksheets if page.sheet_state == "visible"] or values.worksheets
        if not shown:
            raise Unreadable(f"{name} har ingen ark med celler. Vælg et regneark med overskrifter og rækker.")
        hidden = _unread(page.title for page in values.worksheets if page not in shown)
        return tuple(_grid(page, formulas[page.title] if formulas else None, name, hidden) for page in shown)


def _unread(hidden: Iterable[str]) -> tuple[str, ...]:
    names = [quoted(title) for title in hidden]
    return (f"Skjulte ark læses ikke: {danish.joined(names)}.",) if names else ()


def _inspected(content: bytes, name: str) -> bool:
    """Whether the workbook has formulas; refuses what is not a workbook before unpacking it."""
    with _translated_errors(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        size = sum(entry.file_size for entry in archive.infolist())
        if size > MOST_UNPACKED or len(names) > MOST_PARTS:
            raise Unreadable(f"{name} er for stor: pakket ud fylder den over {MOST_UNPACKED >> 20} MB. Del arket op.")
        if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis"):
            raise Unreadable(f"{name} er en OpenDocument-fil. Gem arket som .xlsx eller .csv, og vælg det igen.")
        if "xl/workbook.bin" in names:
            raise Unreadable(f"{name} er gemt i Excels binære format. Gem arket som .xlsx, og vælg det igen.")
        if "xl/workbook.xml" not in names:
            raise Unreadable(f"{name} er ikke et regneark. Vælg en .xlsx- eller .csv-fil.")
        if _STRICT in archive.read("xl/workbook.xml")[:_HEAD]:
            raise Unreadable(f"{name} er gemt som »Strict Open XML«. Gem arket som almindelig .xlsx, og vælg det igen.")
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise Unreadable(f"{name} er beskyttet med en adgangskode. Gem arket uden adgangskode, og vælg det igen.")
        parts = [archive.read(part) for part in names if part.endswith((".xml", ".rels"))]
    if any(sign in part for part in parts for sign in _ENTITIES):
        raise Unreadable(f"{name} indeholder henvisninger, som et regneark ikke har, og bliver ikke åbnet.")
    if sum(_covered(found[1]) for part in parts for found in _COVERING.finditer(part)) > MOST_CELLS:
        raise Unreadable(
            f"{name} har flettede celler eller henvisninger over hele rækker eller kolonner. "
            "Ophæv dem, og vælg arket igen."
        )
    return any(_FORMULA.search(part) for part in parts)


def _covered(place: bytes) -> int:
    """How many cells a reference such as A1:C9 covers."""
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(place.decode())
    return ((right or MOST_COLUMNS) - (left or 1) + 1) * ((bottom or MOST_CELLS) - (top or 1) + 1)


def _loaded(content: bytes, *, has_values: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=has_values, keep_links=False)


@contextmanager
def _translated_errors(name: str) -> Iterator[None]:
    """Translates whatever the libraries raise for a damaged file into Unreadable."""
    try:
        yield
    except (Unreadable, ImportError, KeyboardInterrupt):
        raise
    except MemoryError:
        raise Unreadable(f"{name} er for stor til at blive læst. Del arket op i flere.") from None
    except Exception:
        raise Unreadable(
            f"{name} er beskadiget og kan ikke læses som regneark. Åbn den i Excel, og gem den som en ny .xlsx."
        ) from None


def _grid(page: Worksheet, formulas: Worksheet | None, name: str, told: tuple[str, ...]) -> Grid:
    # Only existing cells: iterating a sheet formatted to its last line would yield a million empty ones.
    filled = {place: cell for place, cell in page._cells.items() if cell.value is not None}
    found = {place: _value(cell) for place, cell in filled.items()}
    if formulas is not None:
        found |= {
            place: _formula(cell)
            for place, cell in formulas._cells.items()
            if cell.data_type == "f" and place not in found
        }
    for merged in page.merged_cells.ranges:
        _spread(found, merged)
    height, width = (max((place[axis] for place in found), default=0) for axis in (0, 1))
    require_extent(f"{name}: arket {page.title}", height, width, len(found))
    lines: list[list[Cell]] = [[] for _ in range(height)]
    for (row, column), value in sorted(found.items()):
        line = lines[row - 1]
        line.extend([None] * (column - 1 - len(line)))
        line.append(value)
    return Grid(page.title, tuple(map(tuple, lines)), (*told, *_unseen(page, found)))


def _unseen(page: Worksheet, found: Mapping[tuple[int, int], Cell]) -> Iterator[str]:
    """Danish notes on what is hidden or crossed out and read all the same, and on comments, which are not read."""
    lines = {row for row, _ in found}
    if hidden := sorted(row for row in lines if page.row_dimensions[row].hidden):
        yield f"Linje {danish.runs(hidden)} er skjult i arket og læses med."
    if columns := sorted(_hidden_columns(page) & _columns_but_ids(found)):
        yield f"Kolonne {danish.joined([_letter(column) for column in columns])} er skjult i arket og læses med."
    otherwise = sorted({row for row, column in found if _is_shown_otherwise(page._cells.get((row, column)))})
    if otherwise:
        yield f"Linje {danish.runs(otherwise)} har tal, som arket viser på en anden måde, end de er læst."
    crossed = sorted({row for row, column in found if _is_crossed_out(page, row, column)})
    if crossed:
        yield f"Linje {danish.runs(crossed)} har tekst, der er streget over i arket og læses med."
    commented = sorted(cell.coordinate for cell in page._cells.values() if cell.comment)
    if commented:
        shown = danish.joined(commented) if len(commented) <= _MANY else f"{', '.join(commented[:_MANY])} …"
        yield f"Kommentarer til celler læses ikke: {shown}."


def _is_shown_otherwise(cell: SheetCell | None) -> bool:
    """Whether the format of a number adds words or another currency to it, or leaves out or puts in digits."""
    if cell is None or not isinstance(cell.value, int | float) or isinstance(cell.value, bool):
        return False
    shown = str(cell.number_format or "").split(";")[0] or ";"
    words = "".join("".join(found) for found in _WRITTEN_OUT.findall(shown))
    return bool(_SCALED.search(_WRITTEN_OUT.sub("", shown))) or not _KRONER.fullmatch(words)


def _letter(column: int) -> str:
    """The letters of a column, counted from 1."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _hidden_columns(page: Worksheet) -> set[int]:
    hidden = [one for one in page.column_dimensions.values() if one.hidden and one.min and one.max]
    return {column for one in hidden for column in range(one.min, min(one.max, MOST_COLUMNS) + 1)}


def _columns_but_ids(found: Mapping[tuple[int, int], Cell]) -> set[int]:
    """The filled columns without that of the rows' ids, which our own lists hide."""
    ids = {column for (_, column), cell in found.items() if cell == ID_TITLE}
    return {column for _, column in found} - ids


def _is_crossed_out(page: Worksheet, row: int, column: int) -> bool:
    cell = page._cells.get((row, column))
    return cell is not None and cell.has_style and bool(cell.font.strike)


def _spread(found: dict[tuple[int, int], Cell], merged: Any) -> None:
    """Copies the value of a merged cell to each of its lines."""
    value = found.get((merged.min_row, merged.min_col))
    if value is None:
        return
    for row in range(merged.min_row + 1, merged.max_row + 1):
        found.setdefault((row, merged.min_col), value)


def _value(cell: SheetCell) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return Fault(str(value))
    if isinstance(value, bool | int):
        return _number(Decimal(value), cell) if not isinstance(value, bool) else value
    if isinstance(value, float):
        return _decimal(value, cell)
    if isinstance(value, timedelta):
        hours, minutes = divmod(value // timedelta(minutes=1), 60)
        return (_MIDNIGHT_ZERO + value).time() if 0 <= hours < 24 else f"{hours}:{minutes:02}"
    if isinstance(value, date | time):
        return value
    return _unescaped(str(value))


def _decimal(value: float, cell: SheetCell) -> Cell:
    if not isfinite(value):
        return Fault(str(value))
    return _number(Decimal(repr(value)), cell) if abs(value) < 1e15 else str(value)


def _number(number: Decimal, cell: SheetCell) -> Cell:
    if "%" in _WRITTEN_OUT.sub("", str(cell.number_format or "")):
        return Percent(number * 100)
    return int(number) if number == number.to_integral_value() else number


def _formula(cell: SheetCell) -> Cell:
    """A formula without a result: nobody meant its text."""
    text = str(getattr(cell.value, "text", cell.value))
    return Fault(text if text.startswith("=") else f"={text}")


def _unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text)) if "_x" in text else text
