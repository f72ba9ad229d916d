"""Random but plausible keys over all tabs: what the history says was done is what the keys say, and no error comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.log.history import HistoryEntry
from tests.building import whole_year
from tests.real.monkey import Monkey, Step, Stop, unaccounted
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
    program.key("Escape", "ctrl+1")
    assert program.windows(), "the program still answers"


def emptied(network: Network, name: str) -> HistoryEntry:
    """The telephone of somebody was emptied."""
    person = next(row for row in network.live(Person) if row.name == name)
    return HistoryEntry("e", "", "", "", Person.TABLE, person.id, "phone", person.phone, "")


def test_the_monkey_complains_of_another_row_another_column_and_an_archived_row() -> None:
    network = whole_year().network
    first, second = [row.name for row in network.live(Person)][:2]
    stop = Stop("table cell", "Telefon: tomt", "", "", (f"Navn: {first}", "Telefon: tomt"))
    step = Step("Delete", [stop], "")
    assert unaccounted(step, [emptied(network, first)], network, ()) == ""
    assert "of another row" in unaccounted(step, [emptied(network, second)], network, ())
    assert unaccounted(step, [emptied(network, first), emptied(network, second)], network, ())
    elsewhere = Step("Delete", [Stop("table cell", "Stilling: Leder", "", "", stop.row)], "")
    assert unaccounted(elsewhere, [emptied(network, first)], network, ())
    archived = emptied(network, first)
    gone = replace(archived, field="archived", before=False, value=True)
    assert unaccounted(step, [gone], network, ())
    assert unaccounted(Step("ctrl+Delete", [stop], ""), [gone], network, ()) == ""
    assert unaccounted(Step("ctrl+z", [stop], ""), [gone], network, ())
