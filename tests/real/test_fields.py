"""Tab and Enter leave a field as it was typed, and what is typed can be seen."""

from __future__ import annotations

from pathlib import Path

from tests.real.program import Program


def to(program: Program, tab: int, table: str) -> None:
    program.key(f"ctrl+{tab}")
    program.the("table", table)
    program.settle()


def test_tab_after_the_date_of_a_new_meeting_leaves_the_date(program: Program) -> None:
    to(program, 4, "Møder")
    program.key("ctrl+n")
    program.the("list", "Forslag")
    program.type("27.11.2026").key("Tab", "Tab")
    assert program.the("text", "Dato").text == "27.11.2026"
    program.key("shift+Tab", "Down")
    assert program.the("text", "Dato").text != "27.11.2026", "a suggestion is taken when it is chosen"
    program.key("shift+Tab").type("27.11.2026").key("Tab", "Return")
    program.wait_for(lambda: "2026-11-27" in {row["held_on"] for row in program.rows("meetings")})


def test_the_kind_of_a_new_meeting_is_typed_in_words_or_refused(program: Program) -> None:
    to(program, 4, "Møder")
    program.key("ctrl+n")
    program.the("list", "Forslag")
    program.type("27.11.2026").key("alt+m")
    program.type("Andet", 12).type("x").key("Return")
    assert program.says("Mødetype kan ikke være »Andetx«"), "the dialog says so and stays"
    program.key("ctrl+a").type("andet møde", 150).key("Return")
    program.wait_for(
        lambda: ("2026-11-27", "other") in {(row["held_on"], row["kind"]) for row in program.rows("meetings")}
    )


def test_tab_and_enter_take_no_phrase_that_was_not_chosen(program: Program) -> None:
    to(program, 4, "Dagsorden")
    program.key("ctrl+r").type("Ta", 12).key("Tab").type("Ta", 150).key("Return").type("Ta").key("Down", "Return")
    program.key("ctrl+Next")
    rows = [row for row in program.rows("agenda_items") if row["outcome"] == "Ta"]
    assert [row["decision"] for row in rows] == ["Ta\nTaget til efterretning"]


def test_a_name_left_with_tab_is_nobody_else(program: Program) -> None:
    to(program, 4, "Dagsorden")
    before = len(program.history())
    program.key("ctrl+r", "ctrl+shift+o").type("Skrive ud").key("Tab")
    program.type("H").key("Tab").type("1.12.2026").key("Return")
    assert program.says("Ansvarlig: »H« passer på flere")
    assert len(program.history()) == before
    program.key("shift+Tab").type("gorm t", 12).key("Return")
    row = program.row("follow_ups", text="Skrive ud")
    assert program.row("people", id=row["owner_person_id"])["name"] == "Gorm Tænkeholm"


def test_an_arrow_in_the_line_for_a_new_participant_adds_nobody(program: Program) -> None:
    to(program, 4, "Deltagere")
    before = len(program.history())
    adding = program.the("combo box", "Tilføj deltager")
    program.click(adding).key("Down", "Down", "Escape", "ctrl+a")
    program.type("Frida").key("Tab")
    assert len(program.history()) == before
    program.click(adding).key("ctrl+a").type("Frida Opdigtsen").key("Return")
    assert len(program.history()) == before + 1


def test_the_first_year_of_a_new_network_is_seen_and_refused_in_words(program: Program, tmp_path: Path) -> None:
    program.key("ctrl+shift+n")
    year = program.the("text", "Første planår")
    program.key("Tab").type("3000", 12)
    assert program.focus().text == "3000"
    assert year.place[2] > 60
    target = program.the("text", "Fil")
    program.click(target).key("ctrl+a").type(str(tmp_path / "nyt.cbnet")).key("Return")
    assert program.says("Første planår: 3000 er ikke et år mellem 1990 og 2199")
    program.click(year).key("ctrl+a").type("2027", 150).key("Return")
    program.wait_for((tmp_path / "nyt.cbnet").exists)


def test_a_weight_out_of_range_is_refused_in_words(program: Program) -> None:
    to(program, 5, "Budgetandele")
    program.click(program.the("push button", "Fordel"))
    weight = program.the("text", "Vægt for")
    program.click(weight).key("ctrl+a").type("1001")
    assert program.says("kan højst være 1.000, ikke 1.001")
    assert program.the("text", "Vægt for").text == "1001"
