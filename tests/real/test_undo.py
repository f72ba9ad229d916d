"""Undo of many cells after a colleague has been at some of them: the rest is taken back, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.real.program import Program

BLOCK = (
    "11 11 11 11\ta1@example.org\n"
    "22 22 22 22\ta2@example.org\n"
    "33 33 33 33\ta3@example.org\n"
    "44 44 44 44\ta4@example.org\n"
)
FOREIGN = "99 00 00 99"
SENTENCE = "Telefon for Birger Skabelonsen er ændret af Bo og blev ikke rørt. Der står nu »99 00 00 99«."


def contacts(program: Program) -> dict[str, tuple[str, str]]:
    """Everybody's telephone and e-mail, as the file has them."""
    return {row["name"]: (row["phone"], row["email"]) for row in program.rows("people")}


def sets(colleague: Program, program: Program, row: dict[str, Any], **values: str) -> None:
    """A colleague's edit from the console, waited for until it is seen on the screen."""
    program.wait_for(lambda: row["id"] in {one["id"] for one in colleague.rows("people")}, "the row at the colleague's")
    colleague.console("set", "people", row["id"], *(f"{name}={value}" for name, value in values.items()))
    (value,) = values.values()
    program.wait_for(lambda: program.cell("Personer", row["name"], "Telefon").value.startswith(value))


def test_undo_takes_back_what_stands_and_names_whose_the_rest_is(program: Program, tmp_path: Path) -> None:
    bo = Program(program.screen, tmp_path / "bo", program.path, user="Bo")
    program.key("ctrl+2").click(program.the("radio button", "Personer"))
    before = contacts(program)
    program.click_cell("Personer", "Niels", "Stilling").key("F2", "ctrl+a").type("Vikar").key("Return")
    program.click_cell("Personer", "Asta", "Telefon").copy_elsewhere(BLOCK).key("ctrl+v")
    program.wait_for(lambda: contacts(program) != before)
    pasted = contacts(program)
    birger = program.row("people", name="Birger Skabelonsen")
    sets(bo, program, birger, phone=FOREIGN)

    program.key("ctrl+z")
    program.wait_for(lambda: program.says(f"7 af 8 celler er fortrudt. {SENTENCE}"))
    mine_is_back = {**before, birger["name"]: (FOREIGN, before[birger["name"]][1])}
    assert contacts(program) == mine_is_back

    program.key("ctrl+z")
    program.wait_for(lambda: program.says("»8 celler indsat« kan stadig ikke fortrydes. I stedet er »Stilling for N"))
    assert contacts(program) == mine_is_back
    assert "Vikar" not in {row["title"] for row in program.rows("people")}
    program.key("ctrl+y")

    sets(bo, program, birger, phone=pasted[birger["name"]][0])
    program.key("ctrl+z")
    program.wait_for(lambda: program.says("Resten af »8 celler indsat« er nu fortrudt."))
    assert contacts(program) == before
    program.key("ctrl+y")
    program.wait_for(lambda: contacts(program) == pasted)


def test_undo_of_pasted_rows_leaves_the_one_that_a_colleague_went_on_with(program: Program, tmp_path: Path) -> None:
    bo = Program(program.screen, tmp_path / "bo", program.path, user="Bo")
    program.key("ctrl+2").click(program.the("radio button", "Personer"))
    before = program.rows("people")
    last = program.table("Personer")[-1]["Navn"]
    program.click(last).copy_elsewhere(f"{last.value}\nKaren Ny\nLone Ny\nMads Ny\n").key("ctrl+v")
    program.wait_for(lambda: len(program.rows("people")) == len(before) + 3)
    lone = program.row("people", name="Lone Ny")
    sets(bo, program, lone, phone=FOREIGN)

    program.key("ctrl+z")
    program.wait_for(lambda: program.says("Telefon for Lone Ny er ændret af Bo, så rækken blev stående."))
    assert program.says("2 af 3 ")
    assert {row["name"] for row in program.rows("people")} - {row["name"] for row in before} == {"Lone Ny"}


def test_undo_says_what_it_undid_and_goes_to_the_cell(program: Program) -> None:
    program.key("ctrl+6").click_cell("Mål", "1.1", "Indikator").type("Kurser").key("Return", "ctrl+1", "ctrl+z")
    assert program.says("Fortrudt: indikator for »Der er uddannet")
    assert program.focus().name.startswith("Indikator: Uddannede ledere")
    program.key("ctrl+1", "ctrl+y")
    assert program.says("Gentaget: indikator for »Der er uddannet")
    assert program.focus().name.startswith("Indikator: Kurser")


def test_undo_stops_at_an_approval_and_offers_to_reopen_the_minutes(program: Program) -> None:
    program.key("ctrl+6").click_cell("Mål", "1.1", "Indikator").type("Kurser").key("Return")
    program.key("alt+Left", "ctrl+4").click_cell("Møder", "10.09.2014", "Dato").key("alt+aring")
    program.the("text", "Begrundelse")
    program.type("Et ord manglede").key("Return")
    program.wait_for(lambda: program.row("meetings", held_on="2014-09-10")["state"] == "held", "the reopening")
    program.click(program.the("push button", "Godkend referat"))
    program.wait_for(lambda: program.row("meetings", held_on="2014-09-10")["state"] == "approved", "the approval")

    program.key("ctrl+z", "ctrl+z", "ctrl+z")
    assert program.says("Fortryd standser ved godkendelsen af referatet af Møde om indsatsområder 10.09.2014.")
    assert program.row("meetings", held_on="2014-09-10")["state"] == "approved"
    assert program.row("goals", indicator="Kurser")
    program.click(program.the("push button", "Genåbn …"))
    program.the("text", "Begrundelse")
    program.type("Forkert knap").key("Return")
    program.wait_for(lambda: program.row("meetings", held_on="2014-09-10")["state"] == "held", "the second reopening")


def test_undo_stops_at_a_new_plan_year_and_removes_it_only_when_told_to(program: Program) -> None:
    program.key("ctrl+6").click_cell("Mål", "1.1", "Indikator").type("Kurser").key("Return", "alt+p", "s")
    program.wait_for(lambda: any(name.startswith("Start et nyt år") for name in program.windows()), "the dialog")
    program.key("Return")
    program.wait_for(lambda: [row for row in program.rows("plans") if row["year"] == 2016], "the year")
    program.key("ctrl+z", "ctrl+z")
    assert program.says("Fortryd standser ved starten på planår 2016.")
    assert program.row("plans", year=2016)
    assert program.row("goals", indicator="Kurser", plan_id=program.row("plans", year=2015)["id"])
    program.click(program.the("push button", "Fjern planåret"))
    program.wait_for(lambda: not [row for row in program.rows("plans") if row["year"] == 2016], "the year's end")
    program.key("ctrl+z")
    assert not [row for row in program.rows("goals") if row["indicator"] == "Kurser"]
