"""The window as a process: it opens, answers keys, and ends when it is asked to."""

from __future__ import annotations

from functools import partial

from cbnet_desktop.documents.manual import reading
from tests.real.conftest import Start
from tests.real.program import Program


def test_the_window_opens_on_the_network_and_keys_reach_it(program: Program) -> None:
    program.key("ctrl+2")
    assert program.table("Pladser")[0]["Repræsentant"].value == "Asta Eksempelsen"
    program.key("F6")
    assert program.focus().role == "text"


def test_closing_by_key_ends_the_program_well(start: Start) -> None:
    program = start()
    program.screen.key("ctrl+q")
    program.wait_for_end()


def test_f1_shows_the_manual_at_the_tab_and_its_search_finds_a_paper(program: Program) -> None:
    program.key("F1")
    program.wait_for(lambda: any(name.startswith("Manual") for name in program.windows()), "the manual")
    program.the("list item", "Sådan er vinduet")
    program.key("ctrl+f").type("Underskriftsark")
    found = ["Referatet", "Taster og papirer"]
    # Of the manual, not of the page behind it.
    sections = {section.title for section in reading.manual().sections}
    listed = partial(program.find, "list item")
    program.wait_for(lambda: [one.name for one in listed() if one.name in sections] == found, "the sections")
    program.key("Escape")
    program.key("Escape")
