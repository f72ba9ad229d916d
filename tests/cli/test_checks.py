from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.console import Cbnet

STATES = {"kept", "open", "broken", "not due"}


def test_check_lists_one_object_for_each_clause_and_ends_with_1_while_something_is_missing(
    cbnet: Cbnet, file: Path
) -> None:
    ran = cbnet("check", file, "--year", "2014", "--today", "2014-12-31", "--json")
    assert ran.code == 1
    clauses = [one["clause"] for one in ran.json]
    assert len(clauses) == len(set(clauses))
    assert {"M3", "M4", "M12", "M13", "M14", "M15", "M16", "M17", "M19", "M20", "M21"} <= set(clauses)
    for one in ran.json:
        assert one["state"] in STATES
        assert one["quote"]
        for finding in one["findings"]:
            assert finding["severity"] in {"error", "warning", "note"}
            assert finding["message"].endswith(".")
            assert finding.keys() >= {"table", "row_id"}


def test_the_quotes_are_words_of_the_text_itself(cbnet: Cbnet, file: Path) -> None:
    for one in cbnet("check", file, "--year", "2014", "--json").json:
        assert "»" not in one["quote"]
        assert len(one["quote"].split()) > 2


def test_vacant_seats_are_told_with_the_place_to_mend_them(cbnet: Cbnet, file: Path) -> None:
    told = cbnet("check", file, "--year", "2014", "--today", "2014-06-01", "--json").json
    composition = next(one for one in told if one["clause"] == "M3")
    assert composition["state"] in {"open", "broken"}
    seats = {row["id"] for row in cbnet("show", file, "seats", "--json").json}
    assert {finding["row_id"] for finding in composition["findings"] if finding["table"] == "seats"} <= seats


def test_the_day_decides_what_is_due(cbnet: Cbnet, file: Path) -> None:
    def annual_meeting(today: str) -> str:
        told = cbnet("check", file, "--year", "2014", "--today", today, "--json").json
        return next(one["state"] for one in told if one["clause"] == "M14")

    assert annual_meeting("1.2.2014") != annual_meeting("31.12.2014")


def test_check_for_people_gives_state_message_and_a_sum(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("check", file, "--year", "2014", "--today", "31.12.2014")
    assert ran.code == 1
    assert any(line.startswith("M3 ") and ("Mangler" in line or "Brudt" in line) for line in ran.out.splitlines())
    assert "opfyldt: " in ran.out.splitlines()[-1]


def test_verify_is_content_with_a_file_only_the_program_wrote(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("verify", file)
    assert (ran.code, ran.out, ran.err) == (0, "Alt stemmer med historikken.\n", "")
    assert cbnet("verify", file, "--json").json == []


def test_verify_names_the_row_and_field_edited_past_the_program(cbnet: Cbnet, file: Path) -> None:
    row_id = cbnet("add", file, "people", "name=Mette", "phone=1").out.strip()
    with sqlite3.connect(file) as conn:
        conn.execute("update people set phone = '2' where id = ?", (row_id,))
    conn.close()
    ran = cbnet("verify", file)
    assert ran.code == 1
    assert f"[people {row_id} phone]" in ran.out
    (difference,) = cbnet("verify", file, "--json").json
    assert (difference["table"], difference["row_id"], difference["field"]) == ("people", row_id, "phone")


def test_history_tells_who_changed_what_from_what_newest_first(cbnet: Cbnet, file: Path) -> None:
    row_id = cbnet("add", file, "people", "name=Mette", "phone=1").out.strip()
    cbnet("set", file, "people", row_id, "phone=2")
    newest, *older = cbnet("history", file, "people", row_id, "--json").json
    assert (newest["field"], newest["before"], newest["after"]) == ("phone", "1", "2")
    assert (newest["by"], newest["label"]) == ("Mette Holm", "Telefon for Mette rettet")
    assert newest["at"].endswith("Z")
    assert {entry["table"] for entry in older} == {"people"}
    out = cbnet("history", file, "people", row_id).out
    assert "Telefon: »1« → »2«" in out
    assert "Mette Holm: Telefon for Mette rettet" in out.splitlines()[0]


def test_history_of_everything_and_with_a_limit(cbnet: Cbnet, file: Path) -> None:
    everything = cbnet("history", file, "--json").json
    assert {entry["table"] for entry in everything} >= {"networks", "organisations", "seats"}
    assert len(cbnet("history", file, "--limit", "3", "--json").json) == 3


@pytest.mark.parametrize("is_json", [False, True])
def test_history_of_a_row_that_never_was_is_refused(cbnet: Cbnet, file: Path, is_json: bool) -> None:
    ran = cbnet("history", file, "people", "nobody", *(["--json"] if is_json else []))
    assert ran.code == 1
    assert "nobody" in ran.sentence
