"""Random but plausible keys over all tabs: what the history says was done is what the keys say, and no error comes."""

from __future__ import annotations

import pytest

from tests.real.monkey import Monkey
from tests.real.program import Program

#: Gestures on each tab, and how long a seed may take at most.
STEPS, SECONDS = 8, 18


@pytest.mark.parametrize("seed", [11, 3])
def test_keys_do_what_the_cell_with_the_ring_accounts_for(program: Program, seed: int) -> None:
    monkey = Monkey(program, seed).play(STEPS, SECONDS)
    assert monkey.complaints == []
    assert len(monkey.steps) > 20
    log = program.home / "cbnet.log"
    assert not log.exists() or "Traceback" not in log.read_text(encoding="utf-8")
    program.key("ctrl+2")
    assert program.table("Pladser"), "the program still answers"
