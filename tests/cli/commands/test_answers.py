"""Answer forms on the console: written for every library, and taken in when they come back."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cbnet_desktop.documents.papers import answer_forms
from cbnet_desktop.sheets import answer_sheet
from cbnet_desktop.store.example import build
from tests.cli.console import Cbnet, Laptop
from tests.documents import filled_forms
from tests.documents.filled_forms import filled

SAID = {
    "holdning-1": "remarks",
    "bemaerkning-1": "Børn på Ærø",
    "holdning": "supports",
    "besvaret-af": "Åse Øst",
    "dato": "20.11.2014",
}


@pytest.fixture
def example(laptop: Laptop, tmp_path: Path) -> Path:
    """The example: 2015 is in consultation, Odense and Aalborg have not answered; their forms lie beside it."""
    path = tmp_path / "eksempel.cbnet"
    store = build(path, home=laptop.home, user=laptop.user, render=lambda _: b"%PDF-1.7")
    network = store.read()
    store.close()
    folder = tmp_path / "skemaer"
    folder.mkdir()
    odense, aalborg = (filled_forms.form(network, 2015, name) for name in ("Odense", "Aalborg"))
    (folder / "svarskema-2015-Odense.pdf").write_bytes(answer_forms.pdf(odense))
    (folder / "svarskema-2015-Aalborg.xlsx").write_bytes(answer_sheet.workbook(aalborg))
    return path


@pytest.fixture
def forms(example: Path) -> Path:
    """The folder with the forms."""
    return example.parent / "skemaer"


def returned(forms: Path, name: str = "svarskema-2015-Odense.pdf") -> Path:
    path = forms.parent / name
    path.write_bytes(filled((forms / "svarskema-2015-Odense.pdf").read_bytes(), SAID))
    return path


def edits(cbnet: Cbnet, example: Path) -> int:
    return len({row["edit"] for row in cbnet("history", example, "--json").json})


def evidence(cbnet: Cbnet, example: Path) -> list[dict[str, Any]]:
    """The files that are kept at answers."""
    return [row for row in cbnet("annexes", example, "--json").json if row["consultation_answer_id"]]


def test_each_library_gets_a_pdf_and_a_sheet(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "alle"
    folder.mkdir()
    ran = cbnet("answer-forms", example, "--year", "2015", "-o", folder)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(ran.out.splitlines()) == sorted(str(path) for path in folder.iterdir())
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 12
    assert names[:2] == ["svarskema-2015-Aalborg.pdf", "svarskema-2015-Aalborg.xlsx"]


def test_a_form_is_shown_and_nothing_is_written_until_it_is_meant(cbnet: Cbnet, example: Path, forms: Path) -> None:
    before = edits(cbnet, example)
    ran = cbnet("answer", example, returned(forms), "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert "Odense, høringen om 2015" in ran.out
    assert "Børn på Ærø" in ran.out
    assert edits(cbnet, example) == before


def test_a_form_is_taken_in_as_one_edit_and_kept(cbnet: Cbnet, example: Path, forms: Path, tmp_path: Path) -> None:
    before = edits(cbnet, example)
    file = returned(forms)
    ran = cbnet("answer", example, file, "--json")
    assert (ran.code, ran.err) == (0, "")
    (found,) = ran.json
    assert (found["ok"], found["year"], found["is_outdated"], found["warnings"]) == (True, 2015, False, [])
    assert len(found["changes"]) == 5
    assert edits(cbnet, example) == before + 1
    (annex,) = evidence(cbnet, example)
    assert (annex["title"], annex["file_name"], annex["state"]) == (
        "Høringssvar fra Odense",
        "svarskema-2015-Odense.pdf",
        "delivered",
    )
    assert cbnet("save-annex", example, annex["id"], "-o", tmp_path / "bevis.pdf").code == 0
    assert (tmp_path / "bevis.pdf").read_bytes() == file.read_bytes()
    (answer,) = (row for row in cbnet("show", example, "consultation_answers", "--json").json if row["answered_by"])
    assert (answer["answered_on"], answer["stance"], answer["answered_by"]) == ("2014-11-20", "supports", "Åse Øst")


def test_a_sheet_is_taken_in_as_well(cbnet: Cbnet, example: Path, forms: Path) -> None:
    path = forms / "svarskema-2015-Aalborg.xlsx"
    book = load_workbook(path)
    page = book.active
    assert page
    page["D7"], page["E7"] = "Støtter ikke", "=1+1"
    page["E7"].data_type = "s"
    book.save(path)
    (found,) = cbnet("answer", example, path, "--json").json
    said = {(change["field"], change["new"]) for change in found["changes"]}
    assert {("stance", "opposes"), ("remark", "=1+1"), ("answered_on", "2014-11-24")} == said


def test_a_form_to_an_older_text_is_taken_in_with_a_warning(cbnet: Cbnet, example: Path, forms: Path) -> None:
    area = next(row for row in cbnet("show", example, "focus_areas", "--json").json if row["year"] == 2015)
    assert cbnet("set", example, "focus_areas", area["id"], "description=Nu også for børn").code == 0
    ran = cbnet("answer", example, returned(forms))
    assert ran.code == 0
    assert "OBS: Svaret gælder en ældre tekst: høringen er ændret, siden svarskemaet blev lavet (ændret: »" in ran.out


def test_a_scan_is_kept_at_the_library_that_is_named(cbnet: Cbnet, example: Path, forms: Path) -> None:
    scan = forms.parent / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 billede")
    refused = cbnet("answer", example, scan)
    assert refused.code == 1
    assert refused.sentence.startswith("scan.jpg er ikke et svarskema, der er udfyldt på skærmen")
    assert refused.sentence.endswith("Skriv --library og --year.")
    assert cbnet("answer", example, scan, "--library", "Aalborg").code == 2
    assert cbnet("answer", example, scan, "--library", "Aalborg", "--year", "2015").code == 0
    (annex,) = evidence(cbnet, example)
    assert (annex["title"], annex["media_type"]) == ("Høringssvar fra Aalborg", "image/jpeg")
    empty = forms / "svarskema-2015-Odense.pdf"
    assert cbnet("answer", example, empty).sentence.startswith("svarskema-2015-Odense.pdf er ikke et svarskema")


def test_a_refused_file_does_not_stop_the_others(cbnet: Cbnet, example: Path, forms: Path) -> None:
    bad = forms.parent / "ond.pdf"
    bad.write_bytes(b"%PDF-1.7 \xff\x00")
    ran = cbnet("answer", example, bad, returned(forms), "--json")
    assert (ran.code, [one["ok"] for one in ran.json]) == (1, [False, True])
    assert ran.sentence.startswith("ond.pdf kan ikke læses")
    assert [row["file_name"] for row in evidence(cbnet, example)] == ["svarskema-2015-Odense.pdf"]


def test_a_day_ahead_is_refused_and_no_file_is_kept(cbnet: Cbnet, example: Path, forms: Path) -> None:
    path = forms.parent / "forud.pdf"
    path.write_bytes(filled((forms / "svarskema-2015-Odense.pdf").read_bytes(), {**SAID, "dato": "24.12.2014"}))
    ran = cbnet("answer", example, path)
    assert ran.code == 1
    assert "24.12.2014" in ran.sentence
    assert evidence(cbnet, example) == []
    assert not list(example.parent.rglob(f"{sha256(path.read_bytes()).hexdigest()}*"))


def test_a_network_is_no_answer(cbnet: Cbnet, example: Path) -> None:
    ran = cbnet("answer", example, example)
    assert ran.code == 1
    assert "er et netværk og kan ikke være bilag" in ran.sentence
