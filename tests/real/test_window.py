"""The window as a process: it opens, answers keys, and ends when it is asked to."""

from __future__ import annotations

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
