"""cbnet computers: who writes in the network, and what is decided about it from the console."""

from __future__ import annotations

from pathlib import Path

from tests.cli.console import Cbnet, Laptop


def _code(cbnet: Cbnet, file: Path, name: str) -> str:
    listed = cbnet("computers", file, "--json").json["computers"]
    return next(str(one["code"]) for one in listed if one["name"] == name)


def _names(cbnet: Cbnet, file: Path) -> list[str]:
    return [row["name"] for row in cbnet("show", file, "people", "--json").json]


def test_a_single_computer_is_listed_as_the_one_that_made_the_network(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("computers", file)
    assert ran.code == 0
    assert "Mette Holm" in ran.out
    assert "Oprettede netværket" in ran.out
    assert "denne computer, skriver filen" in ran.out
    assert "holdes ude" not in ran.out


def test_a_new_computer_is_held_out_let_in_and_known_by_its_code(
    cbnet: Cbnet, file: Path, other_laptop: Laptop
) -> None:
    other_laptop.run("add", file, "people", "name=Nanna Ny")
    code = _code(cbnet, file, "Jens Østergård")
    assert _names(cbnet, file) == ["Nanna Ny"]
    ran = cbnet("computers", file, "--hold-out", code)
    assert "1 ændring holdes ude" in ran.out.lower()
    assert _names(cbnet, file) == []
    (edit,) = cbnet("computers", file, "--json").json["held_out"]
    assert edit["id"] in ran.out
    assert cbnet("computers", file, "--let-in", edit["id"]).code == 0
    assert _names(cbnet, file) == ["Nanna Ny"]
    assert "De andre kender ikke denne computer endnu" in other_laptop.run("computers", file).out
    assert "Kendt" in cbnet("computers", file, "--know", code.lower()).out
    assert "De andre kender ikke" not in other_laptop.run("computers", file).out
    assert f"Computer kendt: »Jens Østergård« (kode {code})" in cbnet("history", file).out


def test_from_now_on_keeps_what_has_come(cbnet: Cbnet, file: Path, other_laptop: Laptop) -> None:
    other_laptop.run("add", file, "people", "name=Før")
    code = _code(cbnet, file, "Jens Østergård")
    cbnet("computers", file, "--hold-out", code, "--from-now")
    other_laptop.run("add", file, "people", "name=Efter")
    assert _names(cbnet, file) == ["Før"]


def test_erasures_of_several_people_wait_for_a_yes(cbnet: Cbnet, file: Path, other_laptop: Laptop) -> None:
    people = [cbnet("add", file, "people", f"name={name}", "phone=26547891").out.strip() for name in ("Asta", "Bo")]
    other_laptop.run("add", file, "people", "name=Nanna Ny")
    cbnet("computers", file, "--know", _code(cbnet, file, "Jens Østergård"))
    other_laptop.run("exchange", file)
    network = other_laptop.run("tables", file)
    assert network.code == 0
    for person in people:
        assert other_laptop.run("erase", file, person, "--reason", "Fratrådt").code == 0
    cbnet("exchange", file)
    ran = cbnet("computers", file)
    assert "Jens Østergård har slettet kontaktoplysninger for Asta; det venter på --confirm-erasures." in ran.out
    assert "26547891" in cbnet("history", file).out
    assert "venter på" not in cbnet("computers", file, "--confirm-erasures").out
    assert "26547891" not in cbnet("history", file).out


def test_a_wrong_code_two_choices_and_the_founder_are_refused_in_a_sentence(
    cbnet: Cbnet, file: Path, other_laptop: Laptop
) -> None:
    other_laptop.run("add", file, "people", "name=Nanna Ny")
    own = _code(cbnet, file, "Mette Holm")
    assert "Ingen computer har koden AAAA." in cbnet("computers", file, "--know", "AAAA").sentence
    assert "den kan ikke holdes ude" in cbnet("computers", file, "--hold-out", own).sentence
    assert (
        "oprettede netværket og kan ikke holdes ude" in other_laptop.run("computers", file, "--hold-out", own).sentence
    )
    assert cbnet("computers", file, "--know", own, "--keep-file").code == 2
    assert cbnet("computers", file, "--from-now").code == 2
