from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop
from tests.documents.reading import everything

YEAR = ("--year", "2015")


@pytest.fixture
def planned(cbnet: Cbnet, file: Path) -> Path:
    """A network whose plan for 2015 is ready to be signed off: an approved annual meeting, and a goal."""
    meeting = _added(cbnet, file, "meetings", "kind=annual", "held_on=24.11.2014")
    items = [row for row in cbnet("show", file, "agenda_items", "--json").json if row["meeting_id"] == meeting]
    assert len([item for item in items if item["topic"]]) == 3
    for item in items:
        assert cbnet("set", file, "agenda_items", item["id"], "outcome=Drøftet.").code == 0
    library = next(
        row["id"] for row in cbnet("show", file, "organisations", "--json").json if row["short_name"] == "Vejle"
    )
    for seat in cbnet("show", file, "seats", "--json").json:
        if seat["kind"] != "area" or seat["name"] == "Vejle":
            person = _added(cbnet, file, "people", f"name={seat['name']}s repræsentant")
            _added(cbnet, file, "appointments", f"seat_id={seat['id']}", f"person_id={person}", "role=representative",
                   "starts_on=1.1.2014")  # fmt: skip
            _added(cbnet, file, "attendances", f"meeting_id={meeting}", f"person_id={person}", "status=present")
    approved = cbnet("set", file, "meetings", meeting, "state=approved", "approved_on=1.12.2014")
    assert approved.code == 0, approved.err
    plan = _added(cbnet, file, "plans", "year=2015", f"meeting_id={meeting}")
    for part in ("central", "agency"):
        _added(cbnet, file, "goals", f"plan_id={plan}", "text=Ny viden", f"part={part}", "deadline=1.10.2015",
               f"owner_organisation_id={library}")  # fmt: skip
    return file


def _added(cbnet: Cbnet, file: Path, *arguments: str) -> str:
    ran = cbnet("add", file, *arguments)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def test_signing_off_freezes_version_1_and_prints_its_hash(cbnet: Cbnet, planned: Path) -> None:
    ran = cbnet("sign-off", planned, *YEAR)
    assert ran.code == 0
    heading, *open_points = ran.err.splitlines()
    assert heading == "Det hindrer ikke, men se på det først:"
    assert any(line.startswith("M13 ") for line in open_points)
    assert any(line.startswith("M17 Mål 1.1 »Ny viden« har hverken indikator eller måltal") for line in open_points)
    first, second = ran.out.splitlines()
    assert first == "Version 1 af handlingsplanen for 2015 er godkendt."
    (version,) = cbnet("show", planned, "plan_versions", "--json").json
    assert second == f"SHA-256 {version['sha256']}"
    assert not {"pdf", "document"} & version.keys()
    assert (version["number"], version["signed_by"], version["reason"]) == (1, "Mette Holm", "")
    assert version["year"] == 2015


def test_a_plan_that_has_not_changed_needs_no_new_version(cbnet: Cbnet, planned: Path) -> None:
    cbnet("sign-off", planned, *YEAR)
    ran = cbnet("sign-off", planned, *YEAR, "--reason", "Igen")
    assert ran.code == 1
    assert "ikke ændret siden version 1" in ran.sentence


def test_a_later_version_needs_a_reason(cbnet: Cbnet, planned: Path) -> None:
    cbnet("sign-off", planned, *YEAR)
    goal = cbnet("show", planned, "goals", "--json").json[0]["id"]
    cbnet("set", planned, "goals", goal, "target=6 kurser")
    refused = cbnet("sign-off", planned, *YEAR)
    assert refused.code == 1
    assert "begrundelse" in refused.sentence
    ran = cbnet("sign-off", planned, *YEAR, "--reason", "Måltal tilføjet", "--json")
    assert (ran.code, ran.json["number"], ran.json["reason"]) == (0, 2, "Måltal tilføjet")


def test_a_goal_without_owner_or_deadline_stops_the_sign_off(cbnet: Cbnet, planned: Path) -> None:
    goal = cbnet("show", planned, "goals", "--json").json[0]["id"]
    cbnet("set", planned, "goals", goal, "deadline=")
    ran = cbnet("sign-off", planned, *YEAR)
    assert ran.code == 1
    assert "har ingen frist" in ran.sentence
    assert cbnet("show", planned, "plan_versions", "--json").json == []


def test_a_year_without_a_plan_is_refused(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    assert cbnet("sign-off", file, *YEAR).sentence.startswith("Der er ingen handlingsplan for 2015.")
    ran = cbnet("plan", file, *YEAR, "-o", target)
    assert (ran.code, target.exists()) == (1, False)
    assert ran.sentence.startswith("Der er ingen handlingsplan for 2015.")


def test_the_plan_is_a_draft_until_it_is_signed_off(cbnet: Cbnet, planned: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    assert cbnet("plan", planned, *YEAR, "-o", target).code == 0
    assert "UDKAST" in everything(target.read_bytes())
    cbnet("sign-off", planned, *YEAR)
    assert cbnet("plan", planned, *YEAR, "-o", target).code == 0
    assert "UDKAST" not in everything(target.read_bytes())
    assert cbnet("plan", planned, *YEAR, "--draft", "-o", target).code == 0
    assert "UDKAST" in everything(target.read_bytes())


def test_a_character_the_font_lacks_is_told_and_stops_nothing(cbnet: Cbnet, planned: Path, tmp_path: Path) -> None:
    goal = cbnet("show", planned, "goals", "--json").json[0]["id"]
    cbnet("set", planned, "goals", goal, "text=Flere 漢 & <b>kurser</b>")
    drawn = cbnet("plan", planned, *YEAR, "-o", tmp_path / "p.pdf")
    assert drawn.code == 0
    assert "»漢« (U+6F22)" in drawn.sentence
    assert "& <b>kurser</b>" in everything((tmp_path / "p.pdf").read_bytes())
    signed = cbnet("sign-off", planned, *YEAR)
    assert signed.code == 0
    assert "»漢« (U+6F22)" in signed.err


def test_a_version_is_printed_with_the_same_bytes_for_ever(
    cbnet: Cbnet, planned: Path, laptop: Laptop, other_laptop: Laptop, tmp_path: Path
) -> None:
    cbnet("sign-off", planned, *YEAR)
    first = tmp_path / "v1.pdf"
    assert cbnet("plan", planned, *YEAR, "-o", first).code == 0
    goal = cbnet("show", planned, "goals", "--json").json[0]["id"]
    cbnet("set", planned, "goals", goal, "text=Noget helt andet")
    cbnet("sign-off", planned, *YEAR, "--reason", "Nyt mål")
    again, newest = tmp_path / "again.pdf", tmp_path / "newest.pdf"
    assert other_laptop.run("plan", planned, *YEAR, "--version", "1", "-o", again).code == 0
    assert laptop.run("plan", planned, *YEAR, "-o", newest).code == 0
    assert again.read_bytes() == first.read_bytes()
    assert "Noget helt andet" in everything(newest.read_bytes())
    assert "Noget helt andet" not in everything(first.read_bytes())


def test_a_version_that_does_not_exist_is_refused_with_those_that_do(
    cbnet: Cbnet, planned: Path, tmp_path: Path
) -> None:
    cbnet("sign-off", planned, *YEAR)
    ran = cbnet("plan", planned, *YEAR, "--version", "7", "-o", tmp_path / "p.pdf")
    assert ran.code == 1
    assert ran.sentence == "Handlingsplanen for 2015 har ikke version »7«. Godkendte versioner: 1."


def test_the_pdf_goes_to_the_standard_output_too(cbnet: Cbnet, laptop: Laptop, planned: Path, tmp_path: Path) -> None:
    cbnet("sign-off", planned, *YEAR)
    cbnet("plan", planned, *YEAR, "-o", tmp_path / "p.pdf")
    piped = tmp_path / "piped.pdf"
    with piped.open("wb") as stream:
        process = laptop.start("plan", planned, *YEAR, "-o", "-")
        stream.write(process.stdout.read())
    assert process.wait(timeout=30) == 0
    assert piped.read_bytes() == (tmp_path / "p.pdf").read_bytes()


def test_the_pdf_replaces_an_older_pdf_and_nothing_else(cbnet: Cbnet, planned: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.pdf"
    older.write_bytes(b"%PDF-1.4 old")
    older.chmod(0o640)
    assert cbnet("plan", planned, *YEAR, "-o", older).code == 0
    assert "UDKAST" in everything(older.read_bytes())
    assert stat.S_IMODE(older.stat().st_mode) == 0o640
    letter = tmp_path / "brev.txt"
    letter.write_text("Kære Mette", encoding="utf-8")
    kept = {letter: letter.read_bytes(), planned: planned.read_bytes()}
    for target in (letter, planned, tmp_path, tmp_path / "none" / "p.pdf"):
        ran = cbnet("plan", planned, *YEAR, "-o", target)
        assert ran.code == 1
        assert ran.sentence.endswith(".")
    assert {path: path.read_bytes() for path in kept} == kept
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".tmp") == []


def test_a_pdf_written_through_a_link_lands_in_its_target(cbnet: Cbnet, planned: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(tmp_path / "real.pdf")
    assert cbnet("plan", planned, *YEAR, "-o", link).code == 0
    assert link.is_symlink()
    assert (tmp_path / "real.pdf").read_bytes().startswith(b"%PDF-")


def test_a_device_is_written_to_and_not_replaced(cbnet: Cbnet, planned: Path) -> None:
    assert cbnet("plan", planned, *YEAR, "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    ran = cbnet("plan", planned, *YEAR, "-o", "/dev/full")
    assert ran.code == 1
    assert "ikke plads på disken" in ran.sentence


def test_the_example_network_is_made_with_signed_plans_and_open_rules(laptop: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "eksempel.cbnet"
    assert laptop.run("new", path, "--example").code == 0
    years = [laptop.run("check", path, "--year", year, "--json") for year in ("2013", "2014", "2015")]
    states = [{one["state"] for one in ran.json} for ran in years]
    assert [ran.code for ran in years] == [int(bool(found & {"open", "broken"})) for found in states]
    assert {"kept", "open", "broken", "not due"} <= set.union(*states)
    signed = laptop.run("show", path, "plan_versions", "--json").json
    assert len({version["plan_id"] for version in signed}) == 2
    assert laptop.run("plan", path, "--year", "2014", "-o", tmp_path / "p.pdf").code == 0
    assert laptop.run("verify", path).code == 0


def test_the_document_behind_the_hash_is_the_signed_one(cbnet: Cbnet, planned: Path, laptop: Laptop) -> None:
    from cbnet_desktop.store import open_store

    cbnet("sign-off", planned, *YEAR)
    (version,) = cbnet("show", planned, "plan_versions", "--json").json
    store = open_store(planned, home=laptop.home, user="x")
    document = store.log.version_document(version["id"])
    store.close()
    assert hashlib.sha256(document).hexdigest() == version["sha256"]
    assert json.loads(document)["year"] == 2015


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no folder here that even root cannot write in")
def test_a_folder_that_cannot_be_written_is_told(cbnet: Cbnet, planned: Path) -> None:
    ran = cbnet("plan", planned, *YEAR, "-o", "/sys/p.pdf")
    assert ran.code == 1
    assert ran.sentence == "/sys/p.pdf kan ikke skrives. Vælg en mappe, du må skrive i."


def _clause(cbnet: Cbnet, file: Path, clause: str) -> str:
    """The lines of the checklist about one clause."""
    lines = cbnet("check", file, *YEAR).out.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{clause} "))
    end = next(place for place, line in enumerate([*lines, "M"]) if place > start and not line.startswith(" "))
    return "\n".join(lines[start:end])


def test_a_plan_changed_after_its_sign_off_is_open_in_the_checklist_and_says_so_in_its_draft(
    cbnet: Cbnet, planned: Path, tmp_path: Path
) -> None:
    cbnet("sign-off", planned, *YEAR)
    assert _clause(cbnet, planned, "M23").startswith("M23  Opfyldt")
    goal = cbnet("show", planned, "goals", "--json").json[0]["id"]
    cbnet("set", planned, "goals", goal, "status=met", "result=Nået")
    assert _clause(cbnet, planned, "M23").startswith("M23  Opfyldt"), "what is reported later is no change"
    cbnet("set", planned, "goals", goal, "text=Et helt andet mål")
    assert "afviger fra version 1, som er godkendt" in _clause(cbnet, planned, "M23")
    draft, checklist = tmp_path / "draft.pdf", tmp_path / "checklist.pdf"
    assert cbnet("plan", planned, *YEAR, "--draft", "-o", draft).code == 0
    assert "Ændret siden version 1" in everything(draft.read_bytes())
    assert "»Et helt andet mål«: tekst ændret." in everything(draft.read_bytes())
    assert cbnet("checklist", planned, *YEAR, "-o", checklist).code == 0
    assert "afviger fra version 1" in everything(checklist.read_bytes())


@pytest.mark.parametrize("field", ["archived=ja", "year=2019"])
def test_a_signed_plan_stays_where_it_was_signed(cbnet: Cbnet, planned: Path, field: str) -> None:
    cbnet("sign-off", planned, *YEAR)
    (plan,) = cbnet("show", planned, "plans", "--json").json
    refused = cbnet("set", planned, "plans", plan["id"], field)
    assert refused.code == 1
    assert "kan hverken arkiveres, fjernes eller flyttes til et andet år" in refused.sentence
    assert cbnet("show", planned, "plans", "--json").json == [plan]


def test_nobody_signs_on_a_meeting_at_which_nobody_was(cbnet: Cbnet, planned: Path) -> None:
    (meeting,) = cbnet("show", planned, "meetings", "--json").json
    assert cbnet("reopen", planned, "--meeting", meeting["id"], "--reason", "Ingen kom").code == 0
    for row in cbnet("show", planned, "attendances", "--json").json:
        assert cbnet("set", planned, "attendances", row["id"], "archived=ja").code == 0
    assert cbnet("set", planned, "meetings", meeting["id"], "state=approved", "approved_on=1.12.2014").code == 0
    ran = cbnet("sign-off", planned, *YEAR)
    assert ran.code == 1
    assert "bygger på Årsmøde 24.11.2014, som ikke tæller som årsmøde" in ran.sentence
    assert "ikke tæller som årsmøde" in _clause(cbnet, planned, "M16")


def test_the_meeting_that_carries_a_plan_cannot_carry_the_next(cbnet: Cbnet, planned: Path) -> None:
    (plan,) = cbnet("show", planned, "plans", "--json").json
    refused = cbnet("add", planned, "plans", "year=2016", f"meeting_id={plan['meeting_id']}")
    assert refused.code == 1
    assert "2015 og 2016 bygger begge på Årsmøde 24.11.2014" in refused.sentence
    started = cbnet("new-year", planned, "--year", "2016")
    assert started.out.startswith("Handlingsplanen for 2016 oprettes. Vælg årsmødet")


def test_who_signs_on_a_computer_that_the_others_do_not_know_is_told(planned: Path, other_laptop: Laptop) -> None:
    ran = other_laptop.run("sign-off", planned, *YEAR)
    assert ran.code == 0, ran.err
    assert "De andre kender ikke denne computer endnu" in ran.err
