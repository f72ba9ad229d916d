"""Archiving says what it leaves behind, and what is archived is listed and brought back, by keys alone."""

from __future__ import annotations

from tests.real.program import Program


def test_archiving_a_representative_says_what_she_holds(program: Program) -> None:
    program.key("ctrl+2").click(program.the("radio button", "Personer"))
    program.click_cell("Personer", "Hanne Fabelgaard", "Navn").key("ctrl+Delete")
    assert program.says("Person arkiveret: Hanne Fabelgaard. Hanne Fabelgaard sidder stadig på pladsen Odense")
    program.click(program.the("push button", "Fortryd"))
    assert not program.row("people", name="Hanne Fabelgaard")["archived"]


def test_archived_rows_are_listed_and_brought_back(program: Program) -> None:
    program.key("ctrl+6").click_cell("Mål", "1.1", "Indikator").key("ctrl+Delete", "ctrl+1")
    goal = program.row("goals", indicator="Uddannede ledere")
    assert goal["archived"]
    program.key("alt+r", "v")
    program.wait_for(lambda: any(name.startswith("Arkiverede rækker") for name in program.windows()), "the list")
    program.key("shift+Tab").type("uddannet ledere")
    assert program.says("Arkiveret ")
    program.key("Return")
    program.wait_for(lambda: not program.row("goals", id=goal["id"])["archived"], "the goal")
    program.click(program.the("push button", "Gå til"))
    assert program.cell("Mål", "1.1", "Indikator").value == "Uddannede ledere"
