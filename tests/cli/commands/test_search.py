from __future__ import annotations

from pathlib import Path

from tests.cli.console import Cbnet


def test_search_tells_where_the_words_stand(cbnet: Cbnet, file: Path) -> None:
    person = cbnet("add", file, "people", "name=Åse Øvegaard", "note=Taler for cheferne").out.strip()
    ran = cbnet("search", file, "aase", "CHEFERNE")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Person\n  Åse Øvegaard – Taler for cheferne [people {person}]\n"


def test_search_gives_one_object_a_hit(cbnet: Cbnet, file: Path) -> None:
    person = cbnet("add", file, "people", "name=Karla Sagnholm").out.strip()
    (hit,) = cbnet("search", file, "sagnholm", "--json").json
    assert hit == {
        "table": "people", "row_id": person, "field": "name", "title": "Karla Sagnholm",
        "where": "", "excerpt": "", "is_archived": False,
    }  # fmt: skip


def test_an_archived_row_is_said_to_be_one(cbnet: Cbnet, file: Path) -> None:
    person = cbnet("add", file, "people", "name=Karla").out.strip()
    cbnet("set", file, "people", person, "archived=ja")
    assert "Karla (arkiveret)" in cbnet("search", file, "karla").out


def test_nothing_found_ends_with_1(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("search", file, "findesikke")
    assert (ran.code, ran.out) == (1, "Der blev ikke fundet noget.\n")
    assert cbnet("search", file, "findesikke", "--json").json == []


def test_no_words_are_a_wrong_call(cbnet: Cbnet, file: Path) -> None:
    ran = cbnet("search", file)
    assert ran.code == 2
    assert ran.sentence.endswith(".")
