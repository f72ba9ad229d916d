"""The answer form of the consultation as a workbook, and what a workbook that comes back says (M13)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.papers.answer_form import BY, ON, STANCE, AnswerForm
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.sheets import answer_grid
from cbnet_desktop.domain.sheets.answer_grid import HEAD
from cbnet_desktop.sheets import reading
from cbnet_desktop.sheets.xlsx_writing import EPOCH, FORMULA_SIGNS, escaped, same_bytes
from cbnet_desktop.system import foreign

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (6, 30, 46, 27, 60, 10)
_STANCE_COLUMN, _REMARK_COLUMN, _KEY_COLUMN = 4, 5, 6
_HIGH = 45.0
_FILL, _TO_FILL_IN, _RULE = "E8ECF1", "FFFBE6", "9AA5B1"


def workbook(form: AnswerForm) -> bytes:
    """The bytes of the form: the stance is chosen from a list, the key lies in a hidden column. Same form, same bytes.

    Every text is a text, never a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator, book.properties.title = "CBnet", escaped(form.front.title)
    book.properties.created = EPOCH
    page: Any = book.active
    page.title = "Svarskema"
    for number, width in enumerate(_WIDTHS):
        page.column_dimensions["ABCDEF"[number]].width = width
    page.column_dimensions["F"].hidden = True
    for number, (cells, name) in enumerate(_lines(form), 1):
        _write(page, number, (*cells, *[""] * (_REMARK_COLUMN - len(cells)), name))
    _offer(page, form)
    page.freeze_panes = "A7"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    stream = io.BytesIO()
    book.save(stream)
    return same_bytes(stream.getvalue())


def fields(content: bytes, name: str, errand: foreign.Errand | None = None) -> tuple[str, dict[str, str]]:
    """The key that a workbook carries, "" for any other file, and what is filled in by field name.

    Raises Unreadable for a workbook that cannot be read.
    """
    try:
        return answer_grid.fields(reading.grids_in(content, name, errand)) if content.startswith(b"PK") else ("", {})
    except Unreadable:
        if PurePath(name).suffix.lower() == ".xlsx":
            raise
        return "", {}


def _lines(form: AnswerForm) -> Iterator[tuple[tuple[str, ...], str]]:
    """The cells of each line and what its hidden cell says: in the head the key, then the name of the line's field."""
    yield (form.front.title,), ""
    yield (f"{form.front.subject}. {form.front.network}",), ""
    yield (f"Svarfrist: {form.deadline or 'ikke fastsat'}. Svar sendes til: {form.reply_to}",), ""
    yield ("Vælg en holdning, og skriv bemærkningerne ud for hvert forslag. Gem filen, og send den tilbage.",), ""
    yield (), ""
    yield HEAD, form.key
    for proposal in form.proposals:
        yield (proposal.number, proposal.title, proposal.description), f"{STANCE}-{proposal.number}"
    yield ("", "Alle forslag under ét", "Er svaret det samme for alle forslag, er denne linje nok."), STANCE
    yield ("", "Besvaret af (navn)"), BY
    yield ("", "Dato"), ON


def _write(page: Worksheet, number: int, cells: tuple[str, ...]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    is_head, is_asked = cells[:5] == HEAD, cells[_KEY_COLUMN - 1].startswith((STANCE, BY, ON))
    for column, text in enumerate(cells, 1):
        cell: Any = page.cell(number, column)
        if text:
            cell.value, cell.data_type = escaped(text), "s"
            cell.quotePrefix = text.startswith(FORMULA_SIGNS)
        if is_head or is_asked:
            cell.alignment = Alignment(vertical="top", wrap_text=column < _KEY_COLUMN)
            cell.border = Border(bottom=Side(style="thin", color=_RULE))
        if is_head or number == 1:
            cell.font = Font(bold=True)
        if is_head:
            cell.fill = PatternFill("solid", fgColor=_FILL)
        if is_asked and column in (_STANCE_COLUMN, _REMARK_COLUMN):
            cell.fill = PatternFill("solid", fgColor=_TO_FILL_IN)
            cell.number_format = "@"
    if is_asked:
        page.row_dimensions[number].height = _HIGH


def _offer(page: Worksheet, form: AnswerForm) -> None:
    """Lets a stance be chosen from a list; anything else is refused by the spreadsheet."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(words for _, words in form.stances)
    offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    offered.error, offered.errorTitle = "Vælg en af holdningerne på listen.", "Holdning"
    first = 7
    offered.add(f"D{first}:D{first + len(form.proposals)}")
    page.add_data_validation(offered)
