"""Who is not known writes with the others, but erases and signs nothing for them until somebody knows it."""

from __future__ import annotations

from pathlib import Path

from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.maker import Maker
from tests.outside.states import holding


def test_an_unknown_computers_erasure_waits_until_it_is_known(
    share: Path, anna: Computer, bo: Computer, join: Join
) -> None:
    person = anna.done("add", "people", "name=Hanne", "phone=11223344")
    cai = join("Cai")
    everybody_exchanges(bo)
    bo.done("erase", person, "--reason", "Udtrådt")
    everybody_exchanges(bo, anna, cai)
    assert holding(anna.home, "11223344")
    assert holding(cai.home, "11223344")
    anna.done("computers", "--know", _code(anna, "Bo"))
    for computer in (anna, bo, cai):
        computer.later("11m")
    everybody_exchanges(anna, bo, cai, rounds=3)
    for folder in (share, anna.home, bo.home, cai.home):
        assert holding(folder, "11223344") == [], folder


def test_what_a_stranger_wrote_is_held_out_for_all_and_comes_back(share: Path, anna: Computer, bo: Computer) -> None:
    row = anna.add("Annas titel")
    stranger = Maker(share, "Mallory")
    new, ops = stranger.row("experiences", title="fra en fremmed", level="local")
    stranger.put(stranger.line(ops))
    everybody_exchanges(anna, bo)
    assert bo.shown("experiences") == {"Annas titel", "fra en fremmed"}
    code = _code(anna, "Mallory")
    anna.done("computers", "--hold-out", code)
    later = stranger.line([["experiences", row, "title", [], "overmalet"]], at="2030-01-01T00:00:00.000Z")
    stranger.put(later)
    everybody_exchanges(anna, bo)
    assert anna.shown("experiences") == bo.shown("experiences") == {"Annas titel"}
    assert new not in {found["id"] for found in bo.rows("experiences")}
    anna.done("computers", "--know", code)
    everybody_exchanges(anna, bo)
    assert "fra en fremmed" in bo.shown("experiences")
    assert bo.done("verify")


def test_a_stranger_puts_out_nobody(share: Path, anna: Computer, bo: Computer) -> None:
    anna.add("Annas titel")
    bo.add("Bos titel")
    stranger = Maker(share, "Mallory")
    chains = {found["chain"] for found in anna.do("computers", "--json").json["computers"]}
    stranger.put(stranger.line([["computers", chain, "standing", [], "out"] for chain in sorted(chains)]))
    everybody_exchanges(anna, bo)
    assert anna.shown("experiences") == bo.shown("experiences") == {"Annas titel", "Bos titel"}


def _code(computer: Computer, author: str) -> str:
    """The code of the computer that somebody writes on."""
    listed = computer.do("computers", "--json").json
    (found,) = [one for one in listed["computers"] if one["name"] == author]
    return str(found["code"])


def test_nobody_is_told_to_wait_for_what_a_computer_held_out_names(share: Path, anna: Computer, bo: Computer) -> None:
    stranger = Maker(share)
    _, ops = stranger.row("experiences", title="støj")
    stranger.put(stranger.line(ops, seen=[f"{number:040x}" for number in range(900)]))
    assert "mangler 900 ændringer" in bo.exchange().out
    anna.exchange()
    anna.done("computers", "--hold-out", stranger.chain)
    for computer in (anna, bo):
        computer.exchange()
        ran = computer.do("exchange", "--json")
        assert (ran.json["missing"], ran.json["missing_from"]) == (0, ""), computer.name
