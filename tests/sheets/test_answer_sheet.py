"""The answer form as a workbook: filled in, changed in shape, and hostile."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.domain.papers.answer_form import OUTSIDE, AnswerForm
from cbnet_desktop.domain.records import FocusArea
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.sheets import answer_sheet
from tests.building import Building
from tests.documents import filled_forms


@pytest.fixture
def made() -> AnswerForm:
    building = Building.new(2014)
    building.appoint_everybody()
    building.focus_areas(2015, set_on=None, deadline="2014-10-01", consulted_on="2014-08-20")
    building.add(FocusArea, year=2015, title="=1+1", description='=HYPERLINK("http://x")', position=9)
    return filled_forms.form(building.network, 2015, "Odense")


def changed(made: AnswerForm, *changes: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(answer_sheet.workbook(made)))
    for change in changes:
        change(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill(page: Any) -> None:
    page["D7"], page["E7"], page["D8"] = "Støtter ikke", "Børn på Ærø", "støtter med Bemærkninger"
    page["D10"], page["E10"], page["D11"], page["D12"] = "Støtter", "Tak", "Åse Øst", "20.9.2014"


FILLED = {
    "holdning-1": "opposes",
    "bemaerkning-1": "Børn på Ærø",
    "holdning-2": "remarks",
    "holdning": "supports",
    "bemaerkning": "Tak",
    "besvaret-af": "Åse Øst",
    "dato": "20.9.2014",
}


def said(content: bytes, name: str = "svar.xlsx") -> dict[str, str]:
    return {field: text for field, text in answer_sheet.fields(content, name)[1].items() if text}


def test_a_stance_is_chosen_from_a_list_and_the_key_is_out_of_sight(made: AnswerForm) -> None:
    page: Any = load_workbook(io.BytesIO(answer_sheet.workbook(made))).active
    (offered,) = page.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"Støtter,Støtter med bemærkninger,Støtter ikke"', "D7:D10")
    assert (page["F6"].value, page.column_dimensions["F"].hidden) == (made.key, True)
    assert [page.cell(row, 6).value for row in range(7, 13)] == [
        *(f"holdning-{number}" for number in (1, 2, 3)),
        "holdning",
        "besvaret-af",
        "dato",
    ]


def test_no_text_becomes_a_formula(made: AnswerForm) -> None:
    page: Any = load_workbook(io.BytesIO(answer_sheet.workbook(made))).active
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value or "").startswith("=")]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=1+1", "s", True),
        ('=HYPERLINK("http://x")', "s", True),
    ]


def test_the_same_form_has_the_same_bytes(made: AnswerForm) -> None:
    assert answer_sheet.workbook(made) == answer_sheet.workbook(made)


def test_a_form_that_was_filled_in_is_read(made: AnswerForm) -> None:
    content = changed(made, fill)
    assert said(content) == FILLED
    key, found = answer_sheet.fields(content, "svar.xlsx")
    form = returned_answers.returned(key, found)
    assert form
    assert form.key.text() == made.key


def test_lines_and_columns_may_be_moved_and_added(made: AnswerForm) -> None:
    def move(page: Any) -> None:
        page.insert_cols(3)
        page["C6"], page["C7"] = "Vores egne noter", "internt"
        page.insert_rows(1, 3)
        page.move_range("A10:G10", rows=8)

    assert said(changed(made, fill, move)) == {**FILLED, "uden for 10": "internt"}


@pytest.mark.parametrize(
    ("cell", "text"), [("G7", "Ved siden af"), ("E20", "Under skemaet"), ("D6", "Vores holdning"), ("B12", "")]
)
def test_what_is_written_outside_the_fields_is_not_lost_in_silence(made: AnswerForm, cell: str, text: str) -> None:
    def write(page: Any) -> None:
        page[cell] = text
        if not text:
            page.parent.create_sheet("Mere").append(["På et andet ark"])

    wanted = {"D6": "Støtter ikke"}.get(cell, text or "På et andet ark")
    found = said(changed(made, fill, write))
    assert wanted in [told for name, told in found.items() if name.startswith(OUTSIDE)]


def test_a_date_cell_and_an_empty_form_are_understood(made: AnswerForm) -> None:
    from datetime import date

    def day(page: Any) -> None:
        page["D12"] = date(2014, 9, 20)

    assert said(changed(made, day)) == {"dato": "20.09.2014"}
    assert said(answer_sheet.workbook(made)) == {}


def test_a_stance_that_was_typed_over_the_list_is_passed_on(made: AnswerForm) -> None:
    def type_over(page: Any) -> None:
        page["D7"] = "Måske"

    assert said(changed(made, type_over)) == {"holdning-1": "Måske"}


def test_a_list_of_somebody_else_carries_no_key(made: AnswerForm) -> None:
    def forget(page: Any) -> None:
        page.delete_cols(6)

    assert answer_sheet.fields(changed(made, fill, forget), "svar.xlsx") == ("", {})
    assert answer_sheet.fields(b"\xff\xd8\xff scan", "scan.jpg") == ("", {})
    assert answer_sheet.fields(b"PK\x03\x04 word", "svar.docx") == ("", {})


def test_a_broken_workbook_is_refused_in_one_sentence() -> None:
    with pytest.raises(Unreadable, match=r"svar.xlsx er beskadiget"):
        answer_sheet.fields(b"PK\x03\x04 og ikke mere", "svar.xlsx")
