"""A new field of a record is one line by hand, in the record; the rest follows, the column of files that are there too.

Played in a copy of the program. Where it is shown, in a list of the window and on paper, are the other places.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.upgrades.copies import releases, unpacked
from tests.upgrades.playing import SECOND_PHONE, Program


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the copy says of the second phone, in a network of its own and in one that the first release wrote."""
    program, files = Program(tmp_path_factory.mktemp("copy"), SECOND_PHONE), tmp_path_factory.mktemp("files")
    kept = tmp_path_factory.mktemp("kept")
    unpacked(releases()[0], kept)
    return program.run(Path(__file__).with_name("new_field.py"), files, kept)


def test_a_network_of_the_first_release_has_it_at_once_and_keeps_it(seen: Mapping[str, Any]) -> None:
    assert seen["kept"] == {"before": "", "after": "12345678", "differences": [], "conflicts": 0}


def test_an_edit_of_it_is_called_by_its_label(seen: Mapping[str, Any]) -> None:
    assert seen["label"] == "Telefon 2 for Carla rettet"


def test_it_is_searched(seen: Mapping[str, Any]) -> None:
    assert seen["found"] == ["second_phone"]


def test_it_goes_out_to_sheets_and_comes_back_by_the_name_that_others_give_it(seen: Mapping[str, Any]) -> None:
    assert "Telefon 2" in seen["columns"]
    assert seen["read_as"] == ["name", "second_phone"]


def test_who_asks_what_is_stored_is_told_of_it(seen: Mapping[str, Any]) -> None:
    assert "Telefon 2: 99887766" in seen["answer"]
    assert "»11223344« → »99887766«" in seen["answer"]


def test_it_is_asked_of_a_person_new_in_a_seat(seen: Mapping[str, Any]) -> None:
    assert {"phone", "email", "second_phone"} <= set(seen["asked"])


def test_it_is_erased_with_the_rest_from_row_history_and_files_and_the_chains_still_hold(
    seen: Mapping[str, Any],
) -> None:
    assert "telefon 2" in seen["told"]
    assert (seen["left"], seen["traces"], seen["differences"]) == ("", [], 0)
    assert set(seen["remembered"]) <= {"", None}
