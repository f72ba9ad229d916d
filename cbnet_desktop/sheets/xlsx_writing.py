"""Writes a list as an XLSX workbook: real dates, times and numbers, and the same bytes for the same list."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from math import ceil
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.sheets.drafts import CUT
from cbnet_desktop.domain.sheets.tables import Sheet, SheetColumn

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

#: Excel's limit for a cell.
MOST_CHARACTERS = 32_767
_NAME_LENGTH = 31
_A3, _A4 = 8, 9
#: Widths in letters: of a column at most, and of what a page on its side holds in type of 7 points.
MOST_WIDTH = 60
_LETTERS_ON_A4, _LETTERS_ON_A3 = 160, 230
#: A line of a cell and Excel's limit for a row, in points.
_LINE, _HIGHEST = 15.0, 409.0
_HEADER_FILL, _RULE = "E8ECF1", "9AA5B1"
#: Every date in the file, so that its bytes depend on the list alone.
EPOCH = datetime(2000, 1, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
#: A text beginning with one of these would become a formula when its cell is edited.
FORMULA_SIGNS = tuple("=+-@\t\r\n'＝＋－＠")


def workbook(sheet: Sheet) -> bytes:
    """The workbook's bytes: one sheet with a frozen header, a filter and the ids in a hidden last column."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "CBnet"
    book.properties.title = sheet.name
    book.properties.created = EPOCH
    page = book.create_sheet(_sheet_name(sheet.name))
    _arrange(page, sheet)
    page.append(list(_header(page, sheet.columns)))
    styles = [_style(column, [row[place] for row in sheet.rows]) for place, column in enumerate(sheet.columns)]
    for number, row in enumerate(sheet.rows, 2):
        page.row_dimensions[number].height = _height(sheet.columns, row)
        page.append([_cell(page, style, value) for style, value in zip(styles, row, strict=True)])
    stream = io.BytesIO()
    book.save(stream)
    return same_bytes(stream.getvalue())


def _arrange(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(sheet.columns, 1):
        dimension = page.column_dimensions[get_column_letter(place)]
        dimension.width = min(column.width, MOST_WIDTH)
        dimension.hidden = column.is_hidden
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.print_title_rows = "1:1"
    _set_pages(page, sum(min(column.width, MOST_WIDTH) for column in sheet.columns if not column.is_hidden))


def _set_pages(page: WriteOnlyWorksheet, letters: float) -> None:
    """Prints on as many pages side by side as leave the type readable, each with the first two columns."""
    abreast = max(1, ceil(letters / _LETTERS_ON_A3))
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4 if letters <= _LETTERS_ON_A4 else _A3
    page.page_setup.fitToWidth = abreast
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if abreast > 1:
        page.print_title_cols = "A:B"


def _height(columns: tuple[SheetColumn, ...], row: Sequence[Value]) -> float | None:
    """The height of a row of wrapped texts, in points; not every program finds it itself. None for one line."""
    lines = max((_lines(column, str(value or "")) for column, value in zip(columns, row, strict=True)), default=1)
    return min(_HIGHEST, lines * _LINE) if lines > 1 else None


def _lines(column: SheetColumn, text: str) -> int:
    if column.kind is not Kind.LONG_TEXT:
        return 1
    return sum(max(1, ceil(len(line) / (min(column.width, MOST_WIDTH) - 2))) for line in text.split("\n"))


def _header(page: WriteOnlyWorksheet, columns: tuple[SheetColumn, ...]) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    font, fill = Font(bold=True), PatternFill("solid", fgColor=_HEADER_FILL)
    border = Border(bottom=Side(style="thin", color=_RULE))
    for column in columns:
        cell = WriteOnlyCell(page, escaped(column.title))
        cell.data_type = "s"
        cell.font, cell.fill, cell.border = font, fill, border
        cell.alignment = Alignment(
            horizontal="right" if column.kind in _NUMBERS else "left", vertical="top", wrap_text=True
        )
        yield cell


class _Style:
    """The conversion and format of a column's cells."""

    def __init__(self, convert: Callable[[Any], Any], number_format: str, *, is_wrapped: bool) -> None:
        from openpyxl.styles import Alignment

        self.convert = convert
        self.number_format = number_format
        self.alignment = Alignment(vertical="top", wrap_text=is_wrapped or None)


def _style(column: SheetColumn, values: list[Value]) -> _Style:
    convert, number_format = _WRITTEN.get(column.kind, (str, "General"))
    numbers = [value for value in values if isinstance(value, int)]
    if column.kind is Kind.MONEY and any(value % 100 for value in numbers):
        number_format = '#,##0.00" kr."'
    if column.kind is Kind.SHARE and any(value % 100 for value in numbers):
        number_format = "0.00%"
    return _Style(convert, number_format, is_wrapped=column.kind is Kind.LONG_TEXT)


def _cell(page: WriteOnlyWorksheet, style: _Style, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    try:
        written = style.convert(value)
    except (TypeError, ValueError):
        written = str(value)
    cell = WriteOnlyCell(page, None)
    if isinstance(written, str):
        cell.value = escaped(written)
        cell.data_type = "s"
        cell.quotePrefix = written.startswith(FORMULA_SIGNS)
    else:
        cell.value = written
        cell.number_format = style.number_format
    cell.alignment = style.alignment
    return cell


def escaped(text: str) -> str:
    """The text cut to a cell's length, with XLSX escapes for characters that XML does not allow."""
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - len(CUT)] + CUT
    written = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return written if len(written) <= MOST_CHARACTERS else _UNWRITABLE.sub("�", text)


def _sheet_name(name: str) -> str:
    return _FORBIDDEN_IN_NAMES.sub(" ", name).strip("' ")[:_NAME_LENGTH] or "Ark1"


def same_bytes(content: bytes) -> bytes:
    """The archive with fixed dates and attributes, so that equal lists give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(stream, "w") as kept:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            kept.writestr(entry, part, compresslevel=6)
    return stream.getvalue()


_NUMBERS = frozenset({Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE})
_WRITTEN: dict[Kind, tuple[Callable[[Any], Any], str]] = {
    Kind.DATE: (date.fromisoformat, "dd-mm-yyyy"),
    Kind.TIME: (time.fromisoformat, "hh:mm"),
    Kind.YEAR: (int, "0"),
    Kind.COUNT: (int, "#,##0"),
    Kind.MONEY: (lambda ore: ore / 100, '#,##0" kr."'),
    Kind.SHARE: (lambda basis_points: basis_points / 10_000, "0%"),
}
