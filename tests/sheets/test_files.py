"""The files themselves: what a spreadsheet shows of ours, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import BudgetShare, Meeting, Organisation, Person
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.sheets import tables
from cbnet_desktop.domain.sheets.tables import Sheet, SheetColumn
from cbnet_desktop.domain.sheets.verdicts import Outcome
from cbnet_desktop.sheets import csv_text, writing, xlsx_writing
from tests.building import Building
from tests.sheets.listing import opened, previewed, written

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = ["=1+1", "+45 38 14", "-5", "@SUM(A1)", "\t=1", "'=1", "''@x", "=cmd|' /C calc'!A0", "＝1"]


@pytest.fixture(scope="module")
def network() -> Building:
    building = Building.new(2014)
    building.agree_shares(2015, "2014-11-10", earmarked_ore=12_345_650)
    building.meeting("annual", "2014-11-24", starts_at="10:30", place="Hos KBE")
    building.add(Person, name="=HYPERLINK(1)", phone="+45 38", note="linje 1\nlinje 2", archived=True)
    return building


def content(network: Building, kind: type, name: str) -> bytes:
    return writing.content(tables.of_table(network.network, kind, network.network.rows(kind)), name)


def test_a_workbook_has_real_numbers_dates_and_times(network: Building) -> None:
    page = opened(content(network, BudgetShare, "a.xlsx"))
    first = {page.cell(1, column).value: page.cell(2, column) for column in range(1, page.max_column + 1)}
    assert first["År"].value == 2015
    assert (first["Afsat beløb"].value, first["Afsat beløb"].number_format) == (123456.5, '#,##0.00" kr."')
    assert (first["Andel i procent"].value, first["Andel i procent"].number_format) == (0.25, "0%")
    agreed = first["Aftalt af styrelsen"]
    assert (agreed.value, agreed.number_format, agreed.is_date) == (datetime(2014, 11, 10), "dd-mm-yyyy", True)
    page = opened(content(network, Meeting, "a.xlsx"))
    first = {page.cell(1, column).value: page.cell(2, column) for column in range(1, page.max_column + 1)}
    assert first["Fra kl."].value == time(10, 30)
    assert first["Mødetype"].value == "Årsmøde"
    assert first["Online"].value == "nej"


def test_a_workbook_has_a_frozen_bold_header_a_filter_widths_and_hidden_ids(network: Building) -> None:
    page = opened(content(network, Organisation, "a.xlsx"))
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:J{page.max_row}"
    assert all(page.cell(1, column).font.bold for column in range(1, 11))
    assert page.cell(1, 10).value == "Id"
    assert page.column_dimensions["J"].hidden
    assert page.column_dimensions["A"].width > 15
    assert page.title == "Organisationer"


def test_archived_rows_say_so_in_a_column_that_is_there_for_them_alone(network: Building) -> None:
    page = opened(content(network, Person, "a.xlsx"))
    assert "Arkiveret" in [cell.value for cell in page[1]]
    assert "Arkiveret" not in [cell.value for cell in opened(content(network, Organisation, "a.xlsx"))[1]]


@pytest.mark.parametrize(
    ("widths", "paper", "abreast"), [([30] * 5, "9", 1), ([30] * 7, "8", 1), ([30] * 15, "8", 2), ([200] * 9, "8", 3)]
)
def test_a_list_is_printed_on_paper_and_pages_that_leave_its_type_readable(
    widths: list[int], paper: str, abreast: int
) -> None:
    columns = tuple(SheetColumn(f"Kolonne {place}", Kind.TEXT, width) for place, width in enumerate(widths))
    page = opened(xlsx_writing.workbook(Sheet("Liste", columns, (("x",) * len(widths),))))
    assert page.page_setup.orientation == "landscape"
    assert (str(page.page_setup.paperSize), page.page_setup.fitToWidth) == (paper, abreast)
    assert page.print_title_rows == "$1:$1"
    assert bool(page.print_title_cols) is (abreast > 1), "the columns that name the row stand on every page"


def test_a_row_is_as_high_as_its_longest_text_also_where_a_program_does_not_find_out() -> None:
    columns = (SheetColumn("Navn", Kind.TEXT, 20), SheetColumn("Bemærkning", Kind.LONG_TEXT, 42))
    rows = (("x" * 90, "kort"), ("x", "x" * 90), ("x", "a\nb"), ("x", "a\n" * 500))
    page = opened(xlsx_writing.workbook(Sheet("Liste", columns, rows)))
    assert [page.row_dimensions[number].height for number in range(2, 6)] == [None, 45, 30, 409]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    sheet = Sheet("Liste", (SheetColumn(text, Kind.TEXT, 10),), ((text,),))
    page = opened(xlsx_writing.workbook(sheet))
    for cell in (page["A1"], page["A2"]):
        assert (cell.data_type, cell.value) == ("s", text)
    assert page["A2"].quotePrefix or text.startswith("'")
    with zipfile.ZipFile(BytesIO(xlsx_writing.workbook(sheet))) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<fo", b"")
    line = csv_text.text(sheet).decode("utf-8-sig").split("\r\n")[1].strip('"')
    assert line == f"'{text}"


def test_a_csv_is_what_a_danish_spreadsheet_opens_without_asking(network: Building) -> None:
    whole = content(network, BudgetShare, "a.csv")
    assert whole.startswith(b"\xef\xbb\xbf")
    header, first, *_ = whole.decode("utf-8-sig").split("\r\n")
    assert header.startswith("År;Centralbibliotek;Afsat beløb;Andel i procent;")
    assert first.startswith("2015;Gentofte;123456,50;25%;;10-11-2014;10-11-2014;")


def test_a_control_character_and_an_escape_of_the_format_come_through() -> None:
    text = "a\x0bb _x000B_ \x1f \uffff"
    sheet = Sheet("Liste", (SheetColumn("Tekst", Kind.TEXT, 10),), ((text,),))
    from cbnet_desktop.sheets import xlsx_reading

    (grid,) = xlsx_reading.grids(xlsx_writing.workbook(sheet), "a.xlsx")
    assert grid.lines[1] == (text,)


def test_a_text_longer_than_a_cell_is_cut_in_a_workbook_and_still_no_change_when_it_comes_back(
    tmp_path: Path,
) -> None:
    building = Building.new(2014)
    building.add(Person, name="Lang", note="æøå " * 20_000)
    path = written(building.network, Person, tmp_path / "a.xlsx")
    texts = [cell.value for cell in opened(path.read_bytes())[2] if isinstance(cell.value, str)]
    assert max(map(len, texts)) == xlsx_writing.MOST_CHARACTERS
    assert previewed(building.network, Person, path).count(Outcome.UNCHANGED) == 1
    path = written(building.network, Person, tmp_path / "a.csv")
    assert len(path.read_text(encoding="utf-8-sig")) > 80_000
    assert previewed(building.network, Person, path).count(Outcome.UNCHANGED) == 1


def test_a_value_that_a_merge_brought_and_no_field_can_hold_goes_out_as_text() -> None:
    building = Building.new(2014)
    building.merge_new(Meeting, held_on="i morgen", starts_at="9-ish", state="ukendt")
    for name in ("a.xlsx", "a.csv"):
        assert content(building, Meeting, name)
    assert "i morgen" in content(building, Meeting, "a.csv").decode("utf-8-sig")


def test_a_name_that_ends_in_neither_is_refused() -> None:
    with pytest.raises(Invalid, match=r"ender på \.xlsx eller \.csv"):
        writing.content(Sheet("Liste", (), ()), "liste.ods")


PROGRAM = """
import hashlib, sys
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.sheets.tables import Sheet, SheetColumn
from cbnet_desktop.sheets import writing
columns = tuple(SheetColumn(str(kind), kind, 12) for kind in (Kind.TEXT, Kind.DATE, Kind.TIME, Kind.MONEY, Kind.SHARE))
rows = (("=x", "2014-11-24", "10:30", 12345, 2550), ("Å", None, None, None, None))
for name in ("a.xlsx", "a.csv"):
    print(hashlib.sha256(writing.content(Sheet("Liste: A/B", columns, rows), name)).hexdigest())
"""


def test_the_same_list_gives_the_same_bytes_whenever_and_wherever_it_is_written() -> None:
    def digests(**extra: str) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    first = digests(PYTHONHASHSEED="1", TZ="UTC", SOURCE_DATE_EPOCH="0")
    assert first == digests(PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C")
    assert len(first) == 2
    assert len(first[0]) == hashlib.sha256().digest_size * 2


def test_a_table_is_known_by_every_name_it_has() -> None:
    for name in ("people", "personer", "Person", "PERSONER"):
        assert tables.named(name) is Person
    assert tables.named("møder") is tables.named("moeder") is Meeting
