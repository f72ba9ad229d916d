from __future__ import annotations

from pathlib import Path

from tests.cli.console import Cbnet


def goal(cbnet: Cbnet, file: Path, text: str, status: str = "under_way") -> str:
    plans = cbnet("show", file, "plans", "--json").json
    plan_id = plans[0]["id"] if plans else cbnet("add", file, "plans", "year=2014").out.strip()
    return cbnet("add", file, "goals", f"plan_id={plan_id}", f"text={text}", f"status={status}").out.strip()


def test_a_year_is_begun_with_the_open_goals(cbnet: Cbnet, file: Path) -> None:
    old = goal(cbnet, file, "Temadage")
    goal(cbnet, file, "Nået", "met")
    ran = cbnet("new-year", file, "--year", "2015")
    assert (ran.code, ran.err) == (0, "")
    assert "1 mål føres videre fra 2014" in ran.out
    assert ran.out.endswith("Udført.\n")
    (new,) = [row for row in cbnet("show", file, "goals", "--json").json if row["continues_id"]]
    assert (new["continues_id"], new["status"]) == (old, "not_started")
    assert "Planår 2015 startet, 1 mål ført videre" in cbnet("history", file).out


def test_a_dry_run_changes_nothing(cbnet: Cbnet, file: Path) -> None:
    goal(cbnet, file, "Temadage")
    ran = cbnet("new-year", file, "--year", "2015", "--dry-run", "--json")
    assert ran.code == 0
    assert ran.json["done"] is False
    assert [row["text"] for row in ran.json["goals"]] == ["Temadage"]
    assert len(cbnet("show", file, "plans", "--json").json) == 1


def test_only_the_goals_named_go_on(cbnet: Cbnet, file: Path) -> None:
    goal(cbnet, file, "Ikke denne")
    wanted = goal(cbnet, file, "Denne", "not_met")
    ran = cbnet("new-year", file, "--year", "2015", "--goal", wanted, "--json")
    assert [row["text"] for row in ran.json["goals"]] == ["Denne"]


def test_a_year_begun_twice_is_refused_in_one_sentence(cbnet: Cbnet, file: Path) -> None:
    goal(cbnet, file, "Temadage")
    cbnet("new-year", file, "--year", "2015")
    ran = cbnet("new-year", file, "--year", "2015")
    assert ran.code == 1
    assert ran.sentence.startswith("Planår 2015 er allerede startet")
