"""What a screen reader is told: every page has names, every line its sentence, and what happens is announced."""

from __future__ import annotations

from tests.real.program import Program

#: More than this is told for one step in a table, and a screen reader falls behind the keys.
MOST_EVENTS = 60


def said(program: Program) -> str:
    program.settle()
    return " | ".join(program.screen.ask("said"))


def test_all_is_named_announced_and_reached_by_ear(program: Program) -> None:
    ask = program.screen.ask
    faults = {}
    for tab in range(1, 9):
        program.key(f"ctrl+{tab}")
        if tab == 2:
            program.the("radio button", "Organisationer")  # a page is one choice of several
        faults[tab] = ask("faults")
        assert ask("focus"), tab
    assert {tab: found for tab, found in faults.items() if found} == {}

    program.key("ctrl+1", "F6", "Home", "Down", "Down", "Down")
    line = program.focus()
    assert line.role == "list item"
    assert line.name.startswith("Mangler: Pladsen Vejle")

    program.key("ctrl+6", "ctrl+Home", "Down")
    before, first = program.focus(), program.cell("Mål", "1.1", "Nr.")
    assert first.name.startswith("Centralbiblioteksdel"), "a group is read where it begins"
    ask("events")
    program.key("Up")
    assert ask("events") < MOST_EVENTS
    program.key("Down")
    said(program)
    program.key("ctrl+Delete")
    assert "arkiveret" in said(program)
    program.key("ctrl+z")
    assert "Fortrudt" in said(program)
    assert program.focus().name == before.name

    program.key("ctrl+f").type("Vejle")
    assert "forekomster" in said(program)
    program.key("Escape", "Escape")

    program.key("ctrl+4", "ctrl+r")
    said(program)
    program.key("ctrl+Next")
    assert "punkt 2: " in said(program)
    assert program.focus().name.startswith("Referat, punkt 2: ")
