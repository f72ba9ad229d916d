"""The console writes nothing as done on a day that has not been, and keeps reasons for absence to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop, Line
from tests.documents.reading import everything


@pytest.fixture
def meeting(cbnet: Cbnet, file: Path) -> str:
    """A meeting of tomorrow in a network in which today is 24.11.2014."""
    profile = cbnet("show", file, "networks", "--json").json[0]["id"]
    assert cbnet("set", file, "networks", profile, "today_is=24.11.2014").code == 0
    return cbnet("add", file, "meetings", "kind=other", "title=Temadag", "held_on=25.11.2014").out.strip()


def test_a_meeting_of_tomorrow_is_held_by_no_command(
    laptop: Laptop, cbnet: Cbnet, file: Path, meeting: str, line: Line
) -> None:
    told = "Temadag 25.11.2014 kan ikke stå som afholdt, for i dag er det 24.11.2014."
    ran = cbnet("set", file, "meetings", meeting, "state=held")
    assert (ran.code, told in ran.err) == (1, True)
    ran = cbnet("add", file, "meetings", "kind=other", "title=Temadag", "held_on=25.11.2014", "state=approved")
    assert (ran.code, told in ran.err) == (1, True)
    ran = laptop.run(
        "apply", file, "-", stdin=line("Afholdt", ("meetings", meeting, {"state": "planned"}, {"state": "held"}))
    )
    (answer,) = ran.lines
    assert (ran.code, answer["ok"], answer["row_id"], answer["field"]) == (1, False, meeting, "state")
    assert told in answer["message"]
    assert cbnet("show", file, "meetings", meeting, "--json").json["state"] == "planned"


@pytest.mark.usefixtures("meeting")
def test_a_sheet_with_an_agreement_to_come_is_refused_at_its_line(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    source = tmp_path / "andele.csv"
    source.write_text(
        "År;Centralbibliotek;Afsat beløb;Andel i procent;Aftalt af biblioteket\n2015;Vejle;100000;25;01.01.2031\n",
        encoding="cp1252",
    )
    ran = cbnet("import", file, "budgetandele", source)
    assert ran.code == 1
    assert "»Aftalt af biblioteket« kan ikke være 01.01.2031, for i dag er det 24.11.2014." in ran.out
    assert cbnet("show", file, "budget_shares", "--json").json == []


def test_a_reason_for_absence_is_in_no_public_minutes_and_no_sheet(
    cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path
) -> None:
    person = cbnet("add", file, "people", "name=Mette Holm").out.strip()
    row = (f"meeting_id={meeting}", f"person_id={person}", "status=apologies", "note=Sygemeldt (stress)")
    assert cbnet("add", file, "attendances", *row).code == 0
    public, internal, sheet = (tmp_path / name for name in ("offentlig.pdf", "intern.pdf", "deltagere.csv"))
    assert cbnet("minutes", file, "--meeting", meeting, "--public", "-o", public).code == 0
    assert cbnet("minutes", file, "--meeting", meeting, "-o", internal).code == 0
    assert cbnet("sheet", file, "deltagere", "-o", sheet).code == 0
    assert "stress" in everything(internal.read_bytes())
    assert "Mette Holm" in everything(public.read_bytes())
    assert "stress" not in everything(public.read_bytes())
    assert "stress" not in sheet.read_text(encoding="utf-8-sig")
