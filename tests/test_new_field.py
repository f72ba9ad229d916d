"""A new field of a record is one line by hand, in the record; the rest follows, the file's column too.

Played in a copy of the program. Where it is shown, in a list of the window and on paper, are the other places.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cbnet_desktop

PACKAGE = Path(cbnet_desktop.__file__).parent
RECORD = '    second_phone: str = line("Telefon 2", is_contact=True, synonyms=("Mobil 2",))\n'


def insert(folder: Path, text: str, before: str) -> None:
    """Writes a line before the only place below the folder where another stands."""
    (place,) = [path for path in folder.rglob("*.py") if before in path.read_text(encoding="utf-8")]
    first, second = place.read_text(encoding="utf-8").split(before)
    place.write_text(first + text + before + second, encoding="utf-8")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the copy says of the second phone."""
    root = tmp_path_factory.mktemp("copy")
    copy = root / PACKAGE.name
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "ui", "documents", "cli"))
    insert(copy / "domain", RECORD, before='    note: str = long_text("Bemærkning", is_contact=True)\n')
    (root / "files").mkdir()
    script = Path(__file__).with_name("new_field.py")
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(script), str(root / "files")]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def test_an_edit_of_it_is_called_by_its_label(seen: dict[str, Any]) -> None:
    assert seen["label"] == "Telefon 2 for Carla rettet"


def test_it_is_searched(seen: dict[str, Any]) -> None:
    assert seen["found"] == ["second_phone"]


def test_it_goes_out_to_sheets_and_comes_back_by_the_name_that_others_give_it(seen: dict[str, Any]) -> None:
    assert "Telefon 2" in seen["columns"]
    assert seen["read_as"] == ["name", "second_phone"]


def test_who_asks_what_is_stored_is_told_of_it(seen: dict[str, Any]) -> None:
    assert "Telefon 2: 99887766" in seen["answer"]
    assert "»11223344« → »99887766«" in seen["answer"]


def test_it_is_asked_of_a_person_new_in_a_seat(seen: dict[str, Any]) -> None:
    assert {"phone", "email", "second_phone"} <= set(seen["asked"])


def test_it_is_erased_with_the_rest_from_row_history_and_files_and_the_chains_still_hold(seen: dict[str, Any]) -> None:
    assert "telefon 2" in seen["told"]
    assert (seen["left"], seen["traces"], seen["differences"]) == ("", [], 0)
    assert set(seen["remembered"]) <= {"", None}
