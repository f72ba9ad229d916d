from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop, edited_apart


@pytest.fixture
def person(cbnet: Cbnet, file: Path) -> str:
    return cbnet("add", file, "people", "name=Carla Bak", "phone=før").out.strip()


Apart = Callable[[str, str, str, str], None]


@pytest.fixture
def apart(laptop: Laptop, other_laptop: Laptop, file: Path) -> Apart:
    """Mette on the file and Jens on a copy of it make an edit of a row each; then the copy is merged."""

    def play(table: str, row_id: str, mine: str, theirs: str) -> None:
        away = file.parent.parent / "rejse.cbnet"
        shutil.copy(file, away)
        ran = laptop.run("set", file, table, row_id, mine)
        assert ran.code == 0, ran.err
        merged = laptop.run("merge", file, edited_apart(other_laptop, away, table, row_id, theirs))
        assert merged.code == 0, merged.err

    return play


@pytest.fixture
def at_odds(apart: Apart, person: str) -> str:
    """The id of the conflict: Mette gave the phone number 1, Jens 2."""
    apart("people", person, "phone=1", "phone=2")
    return f"people/{person}/phone"


def test_no_conflicts_is_told_and_ends_with_0(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("conflicts", file)
    assert (ran.code, ran.out) == (0, "Ingen konflikter.\n")
    assert cbnet("conflicts", file, "--json").json == []


def test_a_conflict_names_row_and_field_what_it_was_and_who_wrote_which_value_when(
    cbnet: Cbnet, file: Path, person: str, at_odds: str
) -> None:
    ran = cbnet("conflicts", file, "--json")
    assert ran.code == 1
    (conflict,) = ran.json
    first, second = conflict.pop("versions")
    assert conflict == {
        "id": at_odds, "kind": "field", "table": "people", "row_id": person, "row": "Carla Bak", "field": "phone",
        "label": "Telefon", "was": "før", "edited": [],
    }  # fmt: skip
    assert [(one["take"], one["value"], one["by"], one["shown"]) for one in (first, second)] == [
        ("A", "1", "Mette Holm", False),
        ("B", "2", "Jens Østergård", True),
    ]
    assert first["at"] < second["at"]
    assert first["edit"] == "Telefon for Carla Bak rettet"


def test_conflicts_for_people_show_the_letters_to_take_and_the_value_shown_now(
    cbnet: Cbnet, file: Path, at_odds: str
) -> None:
    ran = cbnet("conflicts", file)
    assert ran.code == 1
    head, name, first, second, *_ = ran.out.splitlines()
    assert (head, name) == ("Carla Bak: Telefon (var »før«)", f"  {at_odds}")
    assert first.startswith("  A  »1«, Mette Holm ")
    assert second.startswith("  B  »2«, Jens Østergård ")
    assert second.endswith(" (vises nu)")


def test_values_are_shown_in_danish(cbnet: Cbnet, apart: Apart, file: Path) -> None:
    meeting = cbnet("add", file, "meetings", "held_on=1.5.2014", "kind=planning").out.strip()
    apart("meetings", meeting, "held_on=2014-06-01", "held_on=2014-07-01")
    assert "Dato (var »01.05.2014«)" in cbnet("conflicts", file).out
    texts = [one["text"] for one in cbnet("conflicts", file, "--json").json[0]["versions"]]
    assert texts == ["01.06.2014", "01.07.2014"]
    assert cbnet("resolve", file, f"meetings/{meeting}/held_on", "--take", "24.11.2014").code == 0
    assert cbnet("show", file, "meetings", meeting, "--json").json["held_on"] == "2014-11-24"


@pytest.mark.parametrize(
    ("choice", "held"),
    [
        (("--take", "A"), "1"),
        (("--take", "B"), "2"),
        (("--take", "b"), "2"),
        (("--take", "33 44"), "33 44"),
        (("--take", ""), ""),
        (("--value", "A"), "A"),
        (("--value", "1"), "1"),
    ],
)
def test_one_choice_settles_it(cbnet: Cbnet, file: Path, at_odds: str, choice: tuple[str, str], held: str) -> None:
    ran = cbnet("resolve", file, at_odds, *choice)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Carla Bak: Telefon er nu {f'»{held}«' if held else 'tomt'}.\n"
    assert cbnet("conflicts", file).code == 0
    _, person, _ = at_odds.split("/")
    assert cbnet("show", file, "people", person, "--json").json["phone"] == held
    newest = cbnet("history", file, "people", person, "--limit", "1", "--json").json[0]
    assert (newest["label"], newest["by"]) == ("Konflikt afgjort: Telefon", "Mette Holm")


def test_a_choice_settles_it_for_everybody(cbnet: Cbnet, other_laptop: Laptop, file: Path, at_odds: str) -> None:
    assert other_laptop.run("conflicts", file).code == 1
    cbnet("resolve", file, at_odds, "--take", "A")
    assert other_laptop.run("conflicts", file).code == 0
    _, person, _ = at_odds.split("/")
    assert other_laptop.run("show", file, "people", person, "--json").json["phone"] == "1"


def test_resolve_as_json_gives_the_edit_and_the_value(cbnet: Cbnet, file: Path, at_odds: str) -> None:
    told = cbnet("resolve", file, at_odds, "--take", "A", "--json").json
    assert (told["id"], told["value"]) == (at_odds, "1")
    assert told["edit"] == cbnet("history", file, "--limit", "1", "--json").json[0]["edit"]


@pytest.mark.parametrize("letter", ["C", "c"])
def test_the_letter_of_no_version_is_a_wrong_call_and_settles_nothing(
    cbnet: Cbnet, file: Path, at_odds: str, letter: str
) -> None:
    ran = cbnet("resolve", file, at_odds, "--take", letter)
    assert ran.code == 2
    expected = f"Konflikten har versionerne A og B. Skriv --value {letter}, hvis værdien er »{letter}«."
    assert ran.sentence.startswith(expected)
    assert cbnet("conflicts", file).code == 1


def test_a_value_the_field_cannot_hold_is_refused_and_settles_nothing(
    cbnet: Cbnet, apart: Apart, file: Path, person: str
) -> None:
    apart("people", person, "email=m@g.dk", "email=j@o.dk")
    ran = cbnet("resolve", file, f"people/{person}/email", "--take", "intet snabel-a")
    assert ran.code == 1
    assert "navn@bibliotek.dk" in ran.sentence
    assert cbnet("conflicts", file).code == 1


def test_a_conflict_that_is_not_there_any_more_is_refused(cbnet: Cbnet, file: Path, at_odds: str) -> None:
    cbnet("resolve", file, at_odds, "--take", "A")
    ran = cbnet("resolve", file, at_odds, "--take", "B")
    assert ran.code == 1
    assert "ingen konflikt" in ran.sentence


@pytest.fixture
def archived(apart: Apart, person: str) -> str:
    """The id of the conflict: Mette archived the person, and Jens changed the phone number."""
    apart("people", person, "archived=ja", "phone=2")
    return f"people/{person}/archived"


def test_a_row_archived_here_and_edited_there_is_listed(cbnet: Cbnet, file: Path, archived: str) -> None:
    ran = cbnet("conflicts", file)
    assert ran.code == 1
    head, name, first, second, *_ = ran.out.splitlines()
    assert (head, name) == ("Carla Bak: rettet efter arkiveringen (Telefon)", f"  {archived}")
    assert first.startswith("  A  arkiveret, Mette Holm ")
    assert first.endswith(" (vises nu)")
    assert second.startswith("  B  hent rækken frem igen: rettet af Jens Østergård ")
    (conflict,) = cbnet("conflicts", file, "--json").json
    assert (conflict["kind"], conflict["edited"], conflict["id"]) == ("archived", ["phone"], archived)
    assert [(one["value"], one["shown"]) for one in conflict["versions"]] == [(True, True), (False, False)]


@pytest.mark.parametrize(("take", "is_archived"), [("A", True), ("B", False)])
def test_a_row_edited_after_it_was_archived_stays_archived_or_comes_back(
    cbnet: Cbnet, file: Path, archived: str, take: str, is_archived: bool
) -> None:
    assert cbnet("resolve", file, archived, "--take", take).code == 0
    row = cbnet("show", file, "people", archived.split("/")[1], "--json").json
    assert (row["archived"], row["phone"]) == (is_archived, "2")
    assert cbnet("conflicts", file).code == 0
