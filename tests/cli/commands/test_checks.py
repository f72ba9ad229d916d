from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from cbnet_desktop.domain.charter import charter
from tests.cli.console import Cbnet, Laptop

STATES = {"kept", "open", "broken", "not due"}


def test_check_lists_one_object_for_each_clause_and_ends_with_1_while_something_is_missing(
    cbnet: Cbnet, file: Path
) -> None:
    ran = cbnet("check", file, "--year", "2014", "--today", "2014-12-31", "--json")
    assert ran.code == 1
    assert [one["clause"] for one in ran.json] == [clause.id for clause in charter.CLAUSES]
    for one in ran.json:
        assert one["state"] in STATES
        assert one["quote"]
        for finding in one["findings"]:
            assert finding["severity"] in {"error", "warning", "note"}
            assert finding["message"].endswith(".")
            assert finding.keys() >= {"table", "row_id"}


def test_the_quotes_are_words_of_the_text_itself(cbnet: Cbnet, file: Path) -> None:
    told = cbnet("check", file, "--year", "2014", "--json").json
    assert told
    for one in told:
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
    assert any(
        line.startswith("M3 ") and ("Mangler" in line or "Ikke overholdt" in line) for line in ran.out.splitlines()
    )
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


@pytest.fixture
def example(cbnet: Cbnet, tmp_path: Path) -> Path:
    path = tmp_path / "eksempel.cbnet"
    assert cbnet("new", path, "--example").code == 0
    return path


def test_a_digest_from_a_signed_plan_is_found_in_the_history_that_it_pins(cbnet: Cbnet, example: Path) -> None:
    versions = cbnet("show", example, "plan_versions", "--json").json
    for version in versions:
        ran = cbnet("verify", example, "--digest", version["heads_digest"])
        assert ran.code == 0
        proof, whole = ran.out.splitlines()
        assert proof.startswith("Historikken indeholder kontrolsummen (Handlingsplan 201")
        assert f", version {version['number']}, godkendt " in proof
        assert whole == "Alt stemmer med historikken."
    newest = versions[-1]
    copied = f" {newest['heads_digest'][:40].upper()}\n{newest['heads_digest'][40:]} "
    told = cbnet("verify", example, "--digest", copied, "--json").json
    assert (told["is_contained"], told["version"]["id"], told["differences"]) == (True, newest["id"], [])


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 63, "", "kontrolsum"])
def test_a_digest_that_no_signed_plan_prints_ends_with_1(cbnet: Cbnet, example: Path, digest: str) -> None:
    ran = cbnet("verify", example, "--digest", digest)
    assert ran.code == 1
    assert ran.out.splitlines()[1] == "Alt stemmer med historikken."
    told = cbnet("verify", example, "--digest", digest, "--json").json
    assert (told["is_contained"], told["version"], told["differences"]) == (False, None, [])


def _take_away_what_was_signed(path: Path, digest: str) -> None:
    """Takes the last edit before a signed version out of a file, with all that the file says of it."""
    with sqlite3.connect(path) as conn:
        for (name,) in conn.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            conn.execute(f"drop trigger {name}")
        (heads,) = conn.execute("select heads from plan_versions where heads_digest = ?", (digest,)).fetchone()
        (rid,) = conn.execute("select rid from edit where id = ?", json.loads(heads)[:1]).fetchone()
        for table in ("op", "edit"):
            conn.execute(f"delete from {table} where rid = ?", (rid,))
    conn.close()


def test_a_digest_unmasks_a_history_from_which_something_was_taken(
    other_laptop: Laptop, cbnet: Cbnet, example: Path, tmp_path: Path
) -> None:
    digest = cbnet("show", example, "plan_versions", "--json").json[0]["heads_digest"]
    alone = tmp_path / "sendt"
    alone.mkdir()
    mailed = Path(shutil.copy(example, alone))
    _take_away_what_was_signed(mailed, digest)
    ran = other_laptop.run("verify", mailed, "--digest", digest)
    assert ran.code == 1
    assert ran.out.startswith("Historikken er ikke længere den, der var, da kontrolsummen blev trykt (Handlingsplan")
    told = other_laptop.run("verify", mailed, "--digest", digest, "--json").json
    assert not told["is_contained"]
    assert told["version"]["heads_digest"] == digest


def test_a_library_that_joins_later_leaves_the_years_before_as_they_were(cbnet: Cbnet, tmp_path: Path) -> None:
    path = tmp_path / "eksempel.cbnet"
    cbnet("new", path, "--example")

    def verdicts() -> dict[int, list[object]]:
        return {year: cbnet("check", path, "--year", str(year), "--json").json for year in (2013, 2014)}

    before = verdicts()
    values = ("name=Esbjerg Centralbibliotek", "short_name=Esbjerg", "kind=central_library", "region=Region Syddanmark")
    library = cbnet("add", path, "organisations", *values).out.strip()
    cbnet("add", path, "seats", "name=Esbjerg", "kind=area", f"organisation_id={library}", "starts_on=2015-01-01")
    assert verdicts() == before
    assert "Esbjerg har ingen budgetandel for 2015" in cbnet("check", path, "--year", "2015").out


def test_a_library_is_given_its_last_day_and_not_archived(cbnet: Cbnet, file: Path) -> None:
    rows = {row["short_name"]: row["id"] for row in cbnet("show", file, "organisations", "--json").json}
    refused = cbnet("set", file, "organisations", rows["Vejle"], "archived=ja")
    assert refused.code != 0
    assert "Skriv »Med i netværket til og med« i stedet" in refused.err
    merged = ("ends_on=2014-12-31", f"merged_into_id={rows['Odense']}")
    assert cbnet("set", file, "organisations", rows["Vejle"], *merged).code == 0
    asked = ["Vejle har ingen budgetandel" in cbnet("check", file, "--year", year).out for year in ("2014", "2015")]
    assert asked == [True, False]
