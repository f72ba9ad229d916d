"""cbnet sheet, import and calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cli.console import Cbnet


@pytest.fixture
def people(cbnet: Cbnet, file: Path) -> str:
    """Åse Ravn's id."""
    return cbnet("add", file, "people", "name=Åse Ravn", "email=aase@x.dk", "phone=+45 1").out.strip()


def test_a_list_goes_out_is_edited_and_comes_back(cbnet: Cbnet, file: Path, people: str, tmp_path: Path) -> None:
    target = tmp_path / "folk.xlsx"
    assert cbnet("sheet", file, "personer", "-o", target).code == 0
    assert cbnet("import", file, "personer", target).out == "1 uændret.\n"
    book = load_workbook(target)
    page = book.active
    header = [cell.value for cell in page[1]]
    page.cell(2, header.index("Telefon") + 1).value = "=2+2"
    page.cell(2, header.index("Telefon") + 1).data_type = "s"
    page.append(["Ny Person"])
    book.save(target)
    done = cbnet("import", file, "people", target)
    assert done.code == 0
    assert "Linje 2: Ændres: Åse Ravn (Telefon: +45 1 → =2+2)" in done.out
    assert "Linje 3: Ny: Ny Person (Navn: Ny Person)" in done.out
    assert cbnet("show", file, "people", people, "--json").json["phone"] == "=2+2"
    assert "2 personer importeret fra folk.xlsx" in cbnet("history", file).out


def test_one_refused_line_stops_the_whole_unless_it_is_to_be_skipped(
    cbnet: Cbnet, file: Path, people: str, tmp_path: Path
) -> None:
    source = tmp_path / "folk.csv"
    source.write_text("Navn;Bibliotek;Løn\nA;Odense;1\nB;Ribe;2\n", encoding="cp1252")
    refused = cbnet("import", file, "people", source)
    assert refused.code == 1
    assert "Linje 3: Afvist: B (Organisation: »Ribe« findes ikke blandt organisationer." in refused.out
    assert "Intet er importeret, fordi linjer er afvist." in refused.err
    assert "Kolonner, der ikke læses: »Løn«." in refused.err
    assert len(cbnet("show", file, "people", "--json").json) == 1
    assert people
    skipped = cbnet("import", file, "people", source, "--skip-refused", "--json")
    assert skipped.code == 1
    assert skipped.json["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1, "duplicate": 0}
    assert skipped.json["columns"][2] == {"header": "Løn", "field": None}
    assert [(row["line"], row["outcome"]) for row in skipped.json["rows"]] == [(2, "new"), (3, "refused")]
    assert len(cbnet("show", file, "people", "--json").json) == 2


def test_a_dry_run_writes_nothing(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    source = tmp_path / "folk.csv"
    source.write_text("Navn\nA\n", encoding="utf-8")
    dry = cbnet("import", file, "people", source, "--dry-run")
    assert (dry.code, dry.out) == (0, "Linje 2: Ny: A (Navn: A)\n1 ny.\n")
    assert dry.sentence == "Intet er skrevet. Udelad --dry-run for at importere."
    assert cbnet("show", file, "people", "--json").json == []


def test_a_column_can_be_named_and_an_empty_cell_can_clear(
    cbnet: Cbnet, file: Path, people: str, tmp_path: Path
) -> None:
    source = tmp_path / "folk.csv"
    source.write_text("Hvem;Mail;Telefon\nÅse Ravn;aase@x.dk;\n", encoding="utf-8")
    done = cbnet("import", file, "people", source, "--column", "Hvem=Navn", "--clear-empty")
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 ændres.")
    assert cbnet("show", file, "people", people, "--json").json["phone"] == ""
    assert "ikke en kolonne og et felt" in cbnet("import", file, "people", source, "--column", "Hvem").sentence
    assert "intet ark »Ark7«" in cbnet("import", file, "people", source, "--sheet", "Ark7").sentence


def test_a_list_of_a_year_has_that_year_only(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    for year in (2014, 2015):
        cbnet("add", file, "focus_areas", f"year={year}", f"title=Indsats {year}")
    target = tmp_path / "indsats.csv"
    assert cbnet("sheet", file, "indsatsområder", "--year", "2015", "-o", target).code == 0
    text = target.read_text(encoding="utf-8-sig")
    assert "Indsats 2015" in text
    assert "Indsats 2014" not in text
    assert "hører ikke til et år" in cbnet("sheet", file, "organisationer", "--year", "2015", "-o", target).sentence


def test_an_unknown_list_and_a_wrong_file_are_refused_in_one_sentence(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    unknown = cbnet("sheet", file, "kager", "-o", tmp_path / "a.xlsx")
    assert unknown.code == 2
    assert "Der er ingen liste »kager«. Listerne er: " in unknown.sentence
    assert "budgetandele" in unknown.sentence
    assert "ender på .xlsx eller .csv" in cbnet("sheet", file, "people", "-o", tmp_path / "a.ods").sentence
    assert cbnet("import", file, "people", file).code == 2
    assert "er et netværk" in cbnet("import", file, "people", file).sentence
    kept = tmp_path / "vigtigt.xlsx"
    kept.write_text("noget andet", encoding="utf-8")
    assert "findes i forvejen og er ikke et Excel-ark" in cbnet("sheet", file, "people", "-o", kept).sentence
    assert kept.read_text(encoding="utf-8") == "noget andet"


def test_the_calendar_keeps_its_ids_and_its_sequence_rises_when_a_meeting_moves(
    cbnet: Cbnet, file: Path, tmp_path: Path
) -> None:
    meeting = cbnet("add", file, "meetings", "kind=planning", "held_on=2014-05-05", "starts_at=10:00").out.strip()
    target = tmp_path / "møder.ics"

    def event() -> tuple[str, int, str]:
        assert cbnet("calendar", file, "--year", "2014", "-o", target).code == 0
        (found,) = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
        return str(found["UID"]), int(found["SEQUENCE"]), str(found["STATUS"])

    assert event() == (f"{meeting}@cbnet", 0, "CONFIRMED")
    first = target.read_bytes()
    assert event()[1] == 0
    assert target.read_bytes() == first
    cbnet("set", file, "meetings", meeting, "note=husk kage")
    assert event()[1] == 0
    cbnet("set", file, "meetings", meeting, "held_on=2014-05-06", "place=Odense")
    assert event()[1] == 1
    cbnet("set", file, "meetings", meeting, "state=cancelled")
    assert event() == (f"{meeting}@cbnet", 2, "CANCELLED")
    assert cbnet("calendar", file, "--year", "2014", "--meetings-only", "-o", "-").out.startswith("BEGIN:VCALENDAR")


def test_a_list_never_names_a_closed_item_and_comes_back_as_it_was(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    meeting_id = cbnet("add", file, "meetings", "kind=annual", "held_on=2025-11-12").out.strip()
    plan_id = cbnet("add", file, "plans", "year=2026", f"meeting_id={meeting_id}").out.strip()
    for number in (1, 2):
        item = ("add", file, "agenda_items", f"meeting_id={meeting_id}", f"position={number}", "closed=ja")
        item_id = cbnet(*item, f"title=Personsag HEMMELIG {number}").out.strip()
        cbnet("add", file, "goals", f"plan_id={plan_id}", f"text=Mål {number}", f"agenda_item_id={item_id}")
        cbnet("add", file, "follow_ups", f"meeting_id={meeting_id}", f"agenda_item_id={item_id}", "text=HEMMELIGT")
        cbnet("add", file, "working_groups", f"name=Gruppe {number}", f"decided_item_id={item_id}")
        cbnet("add", file, "meeting_forms", f"name=Form {number}", f"decided_item_id={item_id}")
    cbnet("add", file, "follow_ups", f"meeting_id={meeting_id}", "text=Åbent")
    target = tmp_path / "liste.csv"
    for table in ("goals", "working_groups", "meeting_forms"):
        assert cbnet("sheet", file, table, "-o", target).code == 0
        written = target.read_text("utf-8-sig")
        assert "HEMMELIG" not in written
        assert written.count("et lukket punkt") == 2
        assert "2 uændrede" in cbnet("import", file, table, target, "--year", "2026").out
    cbnet("sheet", file, "follow_ups", "--public", "-o", target)
    assert "HEMMELIG" not in target.read_text("utf-8-sig")
    assert "Åbent" in target.read_text("utf-8-sig")
    cbnet("sheet", file, "follow_ups", "-o", target)
    assert target.read_text("utf-8-sig").count("HEMMELIGT") == 2
    cbnet("sheet", file, "agenda_items", "--public", "-o", target)
    assert "HEMMELIG" not in target.read_text("utf-8-sig")
