from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop

SECRETS = ("26 54 78 91", "carla@example.org", "Ring efter 16")


@pytest.fixture
def person(cbnet: Cbnet, file: Path) -> str:
    row_id = cbnet("add", file, "people", "name=Carla Bak", f"phone={SECRETS[0]}", f"email={SECRETS[1]}").out.strip()
    assert cbnet("set", file, "people", row_id, f"note={SECRETS[2]}").code == 0
    seat = cbnet("show", file, "seats", "--json").json[0]["id"]
    cbnet("add", file, "appointments", f"seat_id={seat}", f"person_id={row_id}", "starts_on=2012-01-01")
    cbnet("add", file, "meetings", "held_on=2014-05-01", "minute_taker=Carla Bak", "place=Odense")
    return row_id


def test_all_that_is_stored_about_a_person_as_json(cbnet: Cbnet, file: Path, person: str) -> None:
    ran = cbnet("person", file, person, "--json")
    assert (ran.code, ran.err) == (0, "")
    data = ran.json
    assert data["person"]["phone"] == SECRETS[0]
    assert data["rows"]["appointments"][0]["person_id"] == person
    assert data["rows"]["meetings"][0]["concerns"] == ["minute_taker"]
    assert {entry["after"] for entry in data["history"]} >= set(SECRETS)


def test_all_that_is_stored_about_a_person_as_text(cbnet: Cbnet, file: Path, person: str) -> None:
    out = cbnet("person", file, person).out
    assert out.startswith("Oplysninger om Carla Bak\n")
    for text in (*SECRETS, "Udpegninger", "Møder", "Historik", "Mette Holm: Person tilføjet: Carla Bak"):
        assert text in out


def test_the_answer_goes_to_a_new_file_and_never_over_another(
    cbnet: Cbnet, file: Path, person: str, tmp_path: Path
) -> None:
    for extra, name in (((), "svar.txt"), (("--json",), "svar.json")):
        target = tmp_path / name
        assert cbnet("person", file, person, *extra, "-o", target).out == ""
        assert target.read_text(encoding="utf-8") == cbnet("person", file, person, *extra, "-o", "-").out
    assert json.loads((tmp_path / "svar.json").read_text(encoding="utf-8"))["person"]["id"] == person
    before = {path: path.read_bytes() for path in (file, tmp_path / "svar.txt")}
    for target in (*before, tmp_path, tmp_path / "none" / "svar.txt"):
        ran = cbnet("person", file, person, "-o", target)
        assert ran.code == 1
        assert ran.sentence.endswith(".")
    assert {path: path.read_bytes() for path in before} == before


def test_the_example_tells_of_signed_plans_and_of_what_the_person_edited(laptop: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "eksempel.cbnet"
    laptop.run("new", path, "--example")
    asta = next(row["id"] for row in laptop.run("show", path, "people", "--json").json if "Asta" in row["name"])
    data = laptop.run("person", path, asta, "--json").json
    assert data["plan_versions"]
    assert all(any("Asta" in passage for passage in one["passages"]) for one in data["plan_versions"])
    assert {"appointments", "meetings", "focus_sets"} <= data["rows"].keys()
    assert data["person"]["name"] in {entry["by"] for entry in data["history"] if entry["table"] == "goals"}


def test_erasing_takes_the_contact_data_everywhere_and_keeps_name_and_decision(
    cbnet: Cbnet, laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    other_laptop.run("show", file, "people")
    ran = cbnet("erase", file, person, "--reason", "Fratrådt; beder om det")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Telefon, e-mail og bemærkning for Carla Bak er slettet.\n")
    (decision,) = cbnet("show", file, "erasures", "--json").json
    assert (decision["person_id"], decision["reason"], decision["decided_by"]) == (
        person,
        "Fratrådt; beder om det",
        "Mette Holm",
    )
    row = other_laptop.run("show", file, "people", person, "--json").json
    assert (row["name"], row["phone"], row["email"], row["note"]) == ("Carla Bak", "", "", "")
    for who in (laptop, other_laptop):
        assert who.run("verify", file).code == 0
        told = who.run("person", file, person).out
        stored = b"".join(path.read_bytes() for path in who.home.rglob("*") if path.is_file())
        for secret in SECRETS:
            assert secret not in told
            assert secret.encode() not in stored
            assert secret.encode() not in file.read_bytes()


@pytest.mark.parametrize(("who", "reason"), [("nobody", "Fratrådt"), (None, "  ")])
def test_an_erasure_of_nobody_or_without_a_reason_is_refused(
    cbnet: Cbnet, file: Path, person: str, who: str | None, reason: str
) -> None:
    ran = cbnet("erase", file, who or person, "--reason", reason)
    assert ran.code == 1
    assert ran.sentence.endswith(".")
    assert cbnet("show", file, "people", person, "--json").json["phone"] == SECRETS[0]
    assert cbnet("show", file, "erasures", "--json").json == []


def test_a_person_who_is_not_there_is_refused(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("person", file, "nobody")
    assert ran.code == 1
    assert "nobody" in ran.sentence
