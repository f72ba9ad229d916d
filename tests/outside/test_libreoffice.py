"""Every list is unchanged when LibreOffice has opened it and saved it in a format of its own and back."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES, Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets.verdicts import Preview
from cbnet_desktop.sheets import answer_sheet
from tests.building import Building
from tests.documents import filled_forms
from tests.sheets.listing import outcomes, previewed, written

TEXTS = [
    'Gentofte, Herning og Odense er i mål.\nRoskilde; Vejle og Aalborg mangler.\n\nNæste »skridt« er et "kursus".',
    "=1+1",
    "'=x",
    "+45 38",
    "@navn",
    "#N/A",
    "* Foreløbige tal",
    "1.2",
    "3. marts",
    "0,25",
    "12:30",
    "ÆØÅ æøå é ü ß Ł 漢字 🙂",
    "Samarbejds\u00adaftale\u00a0nr.\u00a07",
    "SAND",
    "  to mellemrum  ",
]


def office() -> str:
    """LibreOffice, or a skipped test that says how to get it."""
    found = shutil.which("soffice")
    if not found:
        pytest.skip("soffice is not installed; on Debian: apt install libreoffice-calc-nogui")
    return found


def converted(folder: Path, ending: str, to: str) -> None:
    """Opens every file of a folder that ends so, and saves it in another format."""
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    files = sorted(folder.glob(f"*.{ending}"))
    command = [office(), "--headless", profile, "--convert-to", to, "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for file in files:
        file.unlink()


def changed(preview: Preview) -> list[str]:
    return [f"{one.title}: {one.description}" for one in preview.verdicts if str(one.outcome) != "unchanged"]


@pytest.fixture
def network() -> Network:
    building = Building.new()
    building.appoint_everybody()
    for number, text in enumerate(TEXTS):
        building.add(Person, name=f"Prøve {number}", title=" ".join(text.split()), note=text)
    building.annual_meeting("2014-11-20")
    return building.network


def test_every_list_comes_back_from_libreoffice_unchanged(network: Network, tmp_path: Path) -> None:
    kinds = [kind for kind in TABLES.values() if kind.TABLE not in FROZEN_TABLES and list(network.rows(kind))]
    assert len(kinds) > 5
    for kind in kinds:
        written(network, kind, tmp_path / f"{kind.TABLE}.xlsx")
    converted(tmp_path, "xlsx", "ods")
    converted(tmp_path, "ods", "xlsx")
    previews = {kind.TABLE: previewed(network, kind, tmp_path / f"{kind.TABLE}.xlsx") for kind in kinds}
    assert {table: changed(preview) for table, preview in previews.items() if changed(preview)} == {}
    assert all(outcomes(preview) for preview in previews.values())


def test_a_csv_that_libreoffice_saved_for_danish_spreadsheets_is_unchanged(network: Network, tmp_path: Path) -> None:
    written(network, Person, tmp_path / "people.xlsx")
    # Semicolons, quotation marks, UTF-8, cells as shown: what a Dane chooses when saving.
    converted(tmp_path, "xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1,,1030,false,true,false")
    found = previewed(network, Person, tmp_path / "people.csv")
    # In a CSV that another program wrote these look like its own error and our own guard of a formula; both are told.
    ambiguous = {f"Prøve {TEXTS.index(text)}" for text in ("#N/A", "'=x")}
    assert [one for one in changed(found) if one.partition(":")[0] not in ambiguous] == []
    assert {one.partition(":")[0] for one in changed(found)} == ambiguous


def test_an_answer_form_that_was_filled_in_and_saved_by_libreoffice_is_read(tmp_path: Path) -> None:
    building = Building.new()
    building.appoint_everybody()
    building.focus_areas(2015, set_on=None, deadline="2014-10-01", consulted_on="2014-08-20")
    form = filled_forms.form(building.network, 2015, "Odense")
    book = load_workbook(io.BytesIO(answer_sheet.workbook(form)))
    page: Any = book.active
    page["D7"], page["E7"], page["D11"] = "Støtter ikke", "Børn på Ærø\nog Åbyhøj", date(2014, 9, 20)
    book.save(tmp_path / "svar.xlsx")
    converted(tmp_path, "xlsx", "ods")
    converted(tmp_path, "ods", "xlsx")
    key, said = answer_sheet.fields((tmp_path / "svar.xlsx").read_bytes(), "svar.xlsx")
    filled = {name: text for name, text in said.items() if text}
    assert key == form.key
    assert filled == {"holdning-1": "opposes", "bemaerkning-1": "Børn på Ærø\nog Åbyhøj", "dato": "20.09.2014"}
