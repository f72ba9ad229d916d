from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import TABLES
from tests.cli.console import Cbnet, Laptop

HOSTILE = {
    "markup": '<b>Jens</b> & <img src="file:///etc/passwd"> &amp;',
    "quotes": "'; drop table people; -- \"»«' =1+1",
    "emoji": "👩‍🏫 Åse Ærø 🇩🇰",
    "nfd": unicodedata.normalize("NFD", "Søren Åkjær"),
    "long": "æ" * 5_000,
    "equals": "a=b=c",
}


def _organisation(cbnet: Cbnet, file: Path, name: str) -> str:
    rows = cbnet("show", file, "organisations", "--json").json
    return next(row["id"] for row in rows if row["short_name"] == name)


def test_tables_name_every_table_and_count_its_rows(cbnet: Cbnet, file: Path) -> None:
    described = {table["table"]: table for table in cbnet("tables", file, "--json").json}
    assert list(described) == list(TABLES)
    assert described["organisations"]["rows"] == 8
    assert described["seats"]["rows"] == 8
    phone = next(field for field in described["people"]["fields"] if field["name"] == "phone")
    assert phone == {
        "name": "phone", "label": "Telefon", "kind": "text", "required": False, "choices": {}, "refers_to": None,
    }  # fmt: skip
    kind = next(field for field in described["seats"]["fields"] if field["name"] == "kind")
    assert kind["choices"]["area"] == "Centralbiblioteksområde"


def test_tables_for_people_have_the_danish_noun(cbnet: Cbnet, file: Path) -> None:
    rows = [line.split() for line in cbnet("tables", file).out.splitlines()]
    assert ["people", "person", "0"] in rows


def test_add_prints_the_id_and_nothing_else(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("add", file, "people", "name=Mette Holm", "phone=39 98 00 00")
    assert (ran.code, ran.err) == (0, "")
    row_id = ran.out.strip()
    row = cbnet("show", file, "people", row_id, "--json").json
    assert row["id"] == row_id
    assert (row["name"], row["phone"], row["email"], row["archived"]) == ("Mette Holm", "39 98 00 00", "", False)


def test_set_tells_where_a_name_stands_that_it_changed(cbnet: Cbnet, file: Path) -> None:
    seat = cbnet("show", file, "seats", "--json").json[0]["id"]
    row_id = cbnet("add", file, "people", "name=Mette Holm").out.strip()
    cbnet("add", file, "appointments", f"seat_id={seat}", f"person_id={row_id}", "starts_on=1.1.2014")
    ran = cbnet("set", file, "people", row_id, "name=Mette Høst")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.strip() == "Navnet på Mette Holm er rettet til Mette Høst. Det står i 1 udpegning."


def test_set_changes_only_the_fields_named(cbnet: Cbnet, file: Path) -> None:
    row_id = cbnet("add", file, "people", "name=Mette", "phone=1", "email=m@g.dk").out.strip()
    assert cbnet("set", file, "people", row_id, "phone=2", "email=").code == 0
    row = cbnet("show", file, "people", row_id, "--json").json
    assert (row["name"], row["phone"], row["email"]) == ("Mette", "2", "")


def test_dates_without_a_year_or_with_half_of_one_are_read_as_they_are_meant(cbnet: Cbnet, file: Path) -> None:
    meeting = cbnet("add", file, "meetings", "held_on=4.12.98").out.strip()
    task = cbnet("add", file, "follow_ups", "deadline=15.1.", f"meeting_id={meeting}", "text=Skrive").out.strip()
    assert cbnet("show", file, "follow_ups", task, "--json").json["deadline"] == "1999-01-15"
    assert cbnet("set", file, "meetings", meeting, "held_on=10. januar").code == 0
    assert cbnet("show", file, "meetings", meeting, "--json").json["held_on"] == "1999-01-10"


def test_set_to_what_is_there_already_makes_no_edit(cbnet: Cbnet, file: Path) -> None:
    row_id = cbnet("add", file, "people", "name=Mette").out.strip()
    before = cbnet("history", file, "--json").json
    ran = cbnet("set", file, "people", row_id, "name=Mette")
    assert ran.code == 0
    assert "intet er ændret" in ran.sentence
    assert cbnet("history", file, "--json").json == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_comes_back_as_it_was_in_nfc(laptop: Laptop, file: Path, text: str) -> None:
    added = laptop.run("add", file, "people", f"name={text}", f"note={text}")
    assert added.code == 0, added.err
    row = laptop.run("show", file, "people", added.out.strip(), "--json").json
    assert row["note"] == unicodedata.normalize("NFC", text)
    assert row["name"] == unicodedata.normalize("NFC", text).replace("\u200d", "")
    assert laptop.run("show", file, "people").code == 0


def test_text_that_could_steer_the_terminal_is_written_out(cbnet: Cbnet, file: Path) -> None:
    row = cbnet("add", file, "people", "name=Rød", "note=a\u202eb").out.strip()
    out = cbnet("show", file, "people", row).out
    assert "\u202e" not in out
    assert "a\\u202eb" in out


def test_characters_that_nobody_sees_are_dropped_from_short_texts_and_found_past_in_a_search(
    cbnet: Cbnet, file: Path
) -> None:
    typed = ("name=Tim For\u00adord", "email=\u200basta@example.org\u200e", "phone=\u202d00 00 00 99\u202c")
    row = cbnet("add", file, "people", *typed).out.strip()
    held = cbnet("show", file, "people", row, "--json").json
    assert (held["name"], held["email"], held["phone"]) == ("Tim Forord", "asta@example.org", "00 00 00 99")
    assert "Tim Forord" in cbnet("search", file, "for\u200bord\ufeff").out


@pytest.mark.parametrize(
    ("table", "typed", "stored"),
    [
        ("meetings", "held_on=24.11.2014", "2014-11-24"),
        ("meetings", "held_on=2014-11-24", "2014-11-24"),
        ("meetings", "held_on=den 24. november 2014", "2014-11-24"),
        ("meetings", "starts_at=kl. 9.30", "09:30"),
        ("meetings", "kind=annual", "annual"),
        ("meetings", "kind=årsmøde", "annual"),
        ("budget_shares", "earmarked_ore=12500000", 12_500_000),
        ("budget_shares", "earmarked_ore=125.000 kr.", 12_500_000),
        ("budget_shares", "earmarked_ore=125.000,50", 12_500_050),
        ("budget_shares", "earmarked_ore=0", 0),
        ("budget_shares", "share_bp=2550", 2_550),
        ("budget_shares", "share_bp=25,5 %", 2_550),
        ("budget_shares", "share_bp=25 %", 2_500),
        ("people", "archived=ja", True),
        ("people", "archived=true", True),
        ("people", "archived=1", True),
        ("people", "archived=NEJ", False),
        ("people", "title=", ""),
        ("meetings", "place=  Nørre   Alslev ", "Nørre Alslev"),
        ("focus_areas", "position=3", 3),
        ("focus_areas", "position=", None),
    ],
)
def test_values_of_scripts_are_stored_in_the_fields_form(
    cbnet: Cbnet, file: Path, table: str, typed: str, stored: object
) -> None:
    library = _organisation(cbnet, file, "Vejle")
    needed = {
        "people": ["name=Mette"],
        "meetings": ["held_on=2014-05-01"],
        "budget_shares": ["year=2014", f"organisation_id={library}"],
        "focus_areas": ["year=2014", "title=Digital dannelse"],
    }[table]
    name = typed.partition("=")[0]
    others = [assignment for assignment in needed if not assignment.startswith(f"{name}=")]
    added = cbnet("add", file, table, typed, *others)
    assert added.code == 0, added.err
    assert cbnet("show", file, table, added.out.strip(), "--json").json[name] == stored


@pytest.mark.parametrize(
    ("table", "typed", "expected"),
    [
        ("meetings", "held_on=31.02.2014", "er ikke en dato"),
        ("meetings", "held_on=24-13", "er ikke en dato"),
        ("meetings", "held_on=01.01.0015", "året skal ligge mellem 1990 og 2199"),
        ("meetings", "starts_at=25.00", "er ikke et klokkeslæt"),
        ("meetings", "kind=fest", "Vælg mellem: annual (Årsmøde)"),
        ("meetings", "held_on=", "Dato mangler"),
        ("allocations", "amount_ore=125.000", "Skriv hele øre som 12500000 eller kroner som »125.000 kr.«"),
        ("allocations", "amount_ore=-5", "fra 0 kr. og op"),
        ("allocations", "amount_ore=12e5", "er ikke et beløb"),
        ("allocations", "amount_ore=٣", "er ikke et beløb"),
        ("budget_shares", "share_bp=120 %", "skal ligge mellem 0 og 100 %"),
        ("budget_shares", "share_bp=en fjerdedel", "er ikke en andel"),
        ("budget_shares", "year=totusindfjorten", "skal være et helt tal"),
        ("budget_shares", "year=3014", "er ikke et år mellem 1990 og 2199"),
        ("budget_shares", "organisation_id=findes ikke", "der findes ingen række"),
        ("people", "email=mette", "navn@bibliotek.dk"),
        ("people", "archived=måske", "skal være ja eller nej"),
        ("people", "name=", "Navn mangler"),
        ("goals", "text=Mål", "Handlingsplan mangler"),
    ],
)
def test_a_value_the_field_cannot_hold_is_refused_and_nothing_written(
    cbnet: Cbnet, file: Path, table: str, typed: str, expected: str
) -> None:
    library = _organisation(cbnet, file, "Vejle")
    needed = {
        "budget_shares": {"year": "2014", "organisation_id": library},
        "allocations": {"year": "2014", "purpose": "Kurser"},
        "people": {"name": "Mette"},
    }
    values = {**needed.get(table, {}), **dict([typed.split("=")])}
    ran = cbnet("add", file, table, *(f"{name}={value}" for name, value in values.items()))
    assert ran.code == 1
    assert ran.out == ""
    assert expected in ran.sentence
    assert cbnet("show", file, table, "--json").json == []


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        (["navn=Mette"], "Tabellen people har intet felt »navn«. Felterne er: name, title"),
        (["id=1"], "har intet felt »id«"),
        (["Mette"], "»Mette« er ikke et felt og en værdi. Skriv FELT=VÆRDI."),
        (["name=A", "name=B"], "Feltet »name« er angivet to gange."),
    ],
)
def test_an_assignment_that_makes_no_sense_is_a_wrong_call(
    cbnet: Cbnet, file: Path, assignments: list[str], expected: str
) -> None:
    ran = cbnet("add", file, "people", *assignments)
    assert ran.code == 2
    assert expected in ran.sentence


def test_a_row_that_is_not_there_is_refused(cbnet: Cbnet, file: Path) -> None:
    for command in (["show", file, "people", "nobody"], ["set", file, "people", "nobody", "name=A"]):
        ran = cbnet(*command)
        assert ran.code == 1
        assert "nobody" in ran.sentence


def test_archived_rows_are_in_json_and_shown_to_people_only_when_asked(cbnet: Cbnet, file: Path) -> None:
    row_id = cbnet("add", file, "people", "name=Karin Bak").out.strip()
    cbnet("add", file, "people", "name=Aase Ny")
    assert cbnet("set", file, "people", row_id, "archived=ja").code == 0
    assert "Karin" not in cbnet("show", file, "people").out
    assert "1 arkiveret" in cbnet("show", file, "people").out
    assert "Karin" in cbnet("show", file, "people", "--all").out
    assert [row["archived"] for row in cbnet("show", file, "people", "--json").json] == [True, False]


def test_rows_stand_in_danish_order_in_aligned_columns(cbnet: Cbnet, file: Path) -> None:
    for name in ("Ørsted", "Aagaard", "Zeuthen", "Bo", "Ærø"):
        cbnet("add", file, "people", f"name={name}", "phone=12")
    head, _, *rows = cbnet("show", file, "people").out.splitlines()
    assert [row.split()[1] for row in rows] == ["Bo", "Zeuthen", "Ærø", "Ørsted", "Aagaard"]
    assert {row.index(" 12") for row in rows} == {head.index("Telefon") - 1}
    assert "E-mail" not in head


def test_agenda_items_stand_by_meeting_and_in_their_order(cbnet: Cbnet, file: Path) -> None:
    days = ("24.11.2015", "1.12.2014")
    later, earlier = [cbnet("add", file, "meetings", "kind=annual", f"held_on={day}").out.strip() for day in days]
    items = cbnet("show", file, "agenda_items", "--json").json
    meetings = [item["meeting_id"] for item in items]
    assert meetings == sorted(meetings, key=(earlier, later).index)
    for meeting in (earlier, later):
        positions = [item["position"] for item in items if item["meeting_id"] == meeting]
        assert len(positions) >= 3
        assert positions == sorted(positions)


def test_one_row_for_people_shows_danish_values_and_names(cbnet: Cbnet, file: Path) -> None:
    values = [
        "year=2014",
        f"organisation_id={_organisation(cbnet, file, 'Vejle')}",
        "earmarked_ore=125.000,50",
        "share_bp=25,5 %",
    ]
    row_id = cbnet("add", file, "budget_shares", *values).out.strip()
    shown = " ".join(cbnet("show", file, "budget_shares", row_id).out.split())
    assert "Centralbibliotek Vejle" in shown
    assert "Afsat beløb 125.000,50" in shown
    assert "Andel i procent 25,5" in shown


def test_a_signed_version_cannot_be_added_by_hand(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("add", file, "plan_versions", "number=1")
    assert ran.code == 1
    assert "version" in ran.sentence
    assert cbnet("show", file, "plan_versions", "--json").json == []


def test_the_edit_is_in_the_file_for_the_other_laptop(laptop: Laptop, other_laptop: Laptop, file: Path) -> None:
    row_id = laptop.run("add", file, "people", "name=Mette", "phone=1").out.strip()
    assert other_laptop.run("show", file, "people", row_id, "--json").json["name"] == "Mette"
    assert other_laptop.run("set", file, "people", row_id, "phone=2").code == 0
    assert laptop.run("set", file, "people", row_id, "email=m@g.dk").code == 0
    row = other_laptop.run("show", file, "people", row_id, "--json").json
    assert (row["phone"], row["email"]) == ("2", "m@g.dk")
    newest = laptop.run("history", file, "people", row_id, "--json").json[:2]
    assert [(entry["field"], entry["by"]) for entry in newest] == [("email", "Mette Holm"), ("phone", "Jens Østergård")]


def test_json_rows_are_one_a_line(cbnet: Cbnet, file: Path) -> None:
    lines = cbnet("show", file, "organisations", "--json").out.splitlines()
    assert len(lines) == 10
    assert {json.loads(line.rstrip(","))["name"] for line in lines[1:-1]} >= {"Centralbibliotekscheferne"}
