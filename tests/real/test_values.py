"""What is typed is read as people mean it, and what is begun by mistake is taken back with Esc."""

from __future__ import annotations

from tests.real.conftest import Start
from tests.real.program import Program
from tests.real.test_fields import to


def test_a_date_without_a_year_is_one_near_the_date_that_stood_there(program: Program) -> None:
    to(program, 4, "Møder")
    program.click_cell("Møder", "03.12.2014", "Dato").key("F2").type("5.12.").key("Return")
    program.wait_for(lambda: "2014-12-05" in {row["held_on"] for row in program.rows("meetings")})


def test_a_year_of_two_digits_is_one_of_the_nearest_century(program: Program) -> None:
    to(program, 4, "Møder")
    program.key("ctrl+n")
    program.the("list", "Forslag")
    program.type("4.2.98").key("Tab")
    assert program.the("text", "Dato").text == "04.02.1998"
    program.key("Escape")


def test_esc_in_a_new_row_takes_the_row_back(program: Program) -> None:
    to(program, 3, "Indsatsområder")
    before = program.rows("focus_areas")
    program.key("ctrl+Page_Up", "ctrl+n")
    program.settle().key("Escape")
    program.wait_for(lambda: program.rows("focus_areas") == before)


def test_the_first_start_asks_for_the_name_that_stands_at_every_edit(start: Start) -> None:
    program = start(CBNET_USER="")
    program.the("text", "Dit navn")
    program.type("Lise Toft").key("Return")
    to(program, 4, "Møder")
    program.click_cell("Møder", "03.12.2014", "Sted").key("F2").type("Odense").key("Return")
    program.wait_for(lambda: "Lise Toft" in " ".join(program.history()))


def test_a_meeting_over_midnight_has_a_last_day(program: Program) -> None:
    to(program, 4, "Møder")
    program.key("ctrl+n")
    program.the("list", "Forslag")
    program.type("27.11.2026").key("alt+f").type("19").key("Tab").type("0.30").key("Return")
    assert program.says("skriv »Slutter den«")
    program.key("alt+u").type("28.11.").key("Return")
    program.wait_for(
        lambda: ("2026-11-27", "2026-11-28") in {(row["held_on"], row["ends_on"]) for row in program.rows("meetings")}
    )


def test_the_other_of_two_namesakes_is_chosen_by_keys(program: Program) -> None:
    program.console("add", "people", "name=Hanne Fabelgaard", "title=Praktikant")
    to(program, 4, "Møder")
    program.click_cell("Møder", "03.12.2014", "Dato").key("F6")
    while "Mødeleder" not in program.focus().label:
        program.key("Tab")
    program.key("ctrl+a").type("hanne fabelgaard (p", 30).key("Return")
    trainee = program.row("people", name="Hanne Fabelgaard", title="Praktikant")
    program.wait_for(lambda: trainee["id"] in {row["chair_id"] for row in program.rows("meetings")})
