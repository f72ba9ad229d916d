"""A choice typed is that choice or a refusal; an arrow, a wheel or a list that opens by itself choose nothing."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.real.program import Program, Seen

#: A fast hand, one that looks for the letters, and one that stops to think in the middle.
HANDS = {"fast": 12, "slow": 200, "pausing": 30}
STATUSES = "Ikke påbegyndt, I gang, Indfriet, Delvist indfriet, Ikke indfriet"


def goals(program: Program) -> dict[str, str]:
    """The stored status of each goal of 2015 by its text."""
    shown = {cells["Mål"].value for cells in program.table("Mål")}
    return {row["text"]: row["status"] for row in program.rows("goals") if row["text"] in shown}


def statuses(program: Program) -> list[str]:
    """The same in the order shown."""
    stored = goals(program)
    return [stored[cells["Mål"].value] for cells in program.table("Mål")]


def write(program: Program, text: str, hand: str) -> None:
    first, space, rest = text.partition(" ")
    program.type(first, HANDS[hand])
    if hand == "pausing":
        time.sleep(1.2)
    program.type(space + rest, HANDS[hand])


def to(program: Program, tab: int, table: str) -> None:
    program.key(f"ctrl+{tab}")
    program.the("table", table)
    program.settle()


def to_plan(program: Program) -> None:
    to(program, 6, "Mål")


def field(program: Program, label: str) -> Seen:
    return program.the("combo box", label)


def click_entry(program: Program, further: int) -> None:
    """Clicks in the open list, so many entries below the one that is marked."""
    marked = program.focus()
    x, y, width, height = marked.place
    program.click(replace(marked, place=(x, y + further * height, width, height)))


@pytest.mark.parametrize("hand", HANDS)
def test_a_status_typed_into_cells_and_form_is_the_one_that_is_stored(program: Program, hand: str) -> None:
    to_plan(program)
    before = len(program.history())
    program.click_cell("Mål", "1.1", "Status")
    for text in ("Ikke indfriet", "delvist  Indfriet", "I gang"):
        write(program, text, hand)
        program.key("Return")
    assert statuses(program)[:3] == ["not_met", "partly_met", "under_way"]
    assert program.focus() == program.cell("Mål", "2.2", "Status"), "one Enter writes and goes down"
    program.click(field(program, "Status"))
    write(program, "Ikke indfriet", hand)
    program.key("Tab")
    assert statuses(program)[3] == "not_met"
    assert len(program.history()) == before + 4


def test_every_choice_of_several_words_is_taken_as_typed(program: Program) -> None:
    to(program, 3, "Centralbibliotekernes høringssvar")
    program.click_cell("Centralbibliotekernes høringssvar", "Gentofte", "Holdning")
    program.type("Støtter ikke", 12).key("Return")
    program.type("Støtter med bemærkninger", 120).key("Return")
    answers = program.table("Centralbibliotekernes høringssvar")
    assert [cells["Holdning"].value for cells in answers[:2]] == ["Støtter ikke", "Støtter med bemærkninger"]
    stored = {(row["stance"], row["archived"]) for row in program.rows("consultation_answers")}
    assert ("opposes", False) in stored
    to(program, 4, "Dagsorden")
    program.click_cell("Dagsorden", "1", "Type")
    for text in ("Til orientering", "Til drøftelse", "Til beslutning"):
        program.type(text, 12).key("Return")
    kinds = [cells["Type"].value for cells in program.table("Dagsorden")[:3]]
    assert kinds == ["Til orientering", "Til drøftelse", "Til beslutning"]
    program.click_cell("Møder", "03.12.2014", "Mødetype")
    program.type("Andet møde", 12).key("Return")
    assert program.row("meetings", held_on="2014-12-03")["kind"] == "other"


def test_what_is_no_choice_is_refused_with_the_choices_and_kept(program: Program) -> None:
    to_plan(program)
    stored, before = statuses(program), len(program.history())
    program.click_cell("Mål", "1.1", "Status")
    program.type("Ikke").key("Return")
    assert program.cell("Mål", "1.1", "Status").value.startswith("Ikke. Afvist")
    assert program.says(f"Status kan ikke være »Ikke«. Vælg mellem: {STATUSES}.")
    assert field(program, "Status").name == "Ikke"
    program.key("F2", "Escape")
    assert program.cell("Mål", "1.1", "Status").value == "Ikke påbegyndt"
    program.click(field(program, "Status"))
    program.type("Indfriet måske").key("Tab")
    assert program.says("Status kan ikke være »Indfriet måske«")
    assert (statuses(program), len(program.history())) == (stored, before)
    program.click(field(program, "Status"))
    program.type("ikke i").key("Return")
    assert statuses(program)[0] == "not_met", "the only choice that begins so"


def test_an_arrow_shows_a_choice_and_enter_or_leaving_writes_it(program: Program) -> None:
    to_plan(program)
    stored, before = statuses(program), len(program.history())
    program.click_cell("Mål", "1.1", "Status")
    program.key("F2", "Down", "Down", "Down")
    program.key("Escape")
    program.click(field(program, "Status"))
    program.key("Down", "Down", "Escape")
    assert field(program, "Status").name == "Ikke påbegyndt"
    program.key("Tab")
    assert (statuses(program), len(program.history())) == (stored, before)
    program.click_cell("Mål", "1.1", "Status")
    program.key("F2", "Down", "Down", "Return")
    assert (statuses(program)[0], len(program.history())) == ("met", before + 1)
    program.key("F2", "Down", "Tab")
    assert (statuses(program)[1], len(program.history())) == ("under_way", before + 2)
    program.click(field(program, "Status"))
    program.key("Escape", "Down", "Down", "Down", "Tab")
    assert (statuses(program)[2], len(program.history())) == ("partly_met", before + 3)


def test_an_opened_list_takes_what_is_chosen_in_it_once(program: Program) -> None:
    to_plan(program)
    stored, before = statuses(program), len(program.history())
    program.click_cell("Mål", "1.1", "Status")
    program.key("F2", "alt+Down", "Down", "Escape")
    assert (statuses(program), len(program.history())) == (stored, before)
    program.key("F2", "alt+Down", "Down", "Return")
    assert (statuses(program)[0], len(program.history())) == ("under_way", before + 1)
    assert program.focus() == program.cell("Mål", "1.2", "Status")
    program.key("F2", "F4").type("Ikke indfriet", 150).key("Return")
    assert (statuses(program)[1], len(program.history())) == ("not_met", before + 2)
    program.click_cell("Mål", "2.1", "Status").key("F2", "F4")
    click_entry(program, further=3)
    assert (statuses(program)[2], len(program.history())) == ("partly_met", before + 3)
    program.click(field(program, "Status"))
    click_entry(program, further=-2)
    assert (statuses(program)[2], len(program.history())) == ("under_way", before + 4)


def test_a_wheel_over_a_choice_turns_nothing(program: Program) -> None:
    to_plan(program)
    stored, before = statuses(program), len(program.history())
    level = field(program, "Niveau")
    program.click(level).key("Escape")
    program.click(level, button=5, times=3)
    program.key("Tab")
    assert (statuses(program), len(program.history())) == (stored, before)


def test_a_person_is_taken_as_named_or_refused(program: Program) -> None:
    to_plan(program)
    before = len(program.history())
    program.click_cell("Mål", "1.1", "Ansvarlig")
    program.key("F2", "Down", "Down", "Escape")
    program.type("A").key("Tab")
    assert "Afvist" in program.cell("Mål", "1.1", "Ansvarlig").name
    assert len(program.history()) == before
    program.click_cell("Mål", "1.1", "Ansvarlig")
    program.type("gorm tænkeholm", 12).key("Return")
    assert program.cell("Mål", "1.1", "Ansvarlig").value == "Gorm Tænkeholm"
    assert program.focus() == program.cell("Mål", "1.2", "Ansvarlig"), "one Enter writes and goes down"
    program.type("Oda").key("Down", "Return")
    assert program.cell("Mål", "1.2", "Ansvarlig").value == "Oda Digtervad"
    program.click(field(program, "Ansvarlig person"))
    program.key("Down", "Down", "Down", "Escape", "Tab")
    assert len(program.history()) == before + 2


def test_alt_with_the_numeric_keypad_puts_no_phrase_into_a_decision(program: Program) -> None:
    to(program, 4, "Dagsorden")
    program.key("ctrl+r", "alt+KP_3", "alt+KP_1", "ctrl+Next", "ctrl+Prior")
    decision = program.the("text", "Beslutning")
    assert (decision.text, program.the("text", "Referat").text) == ("", "")
    program.key("alt+3")
    assert program.the("text", "Beslutning").text == "Tiltrådt"
