"""What each release wrote, this version opens: rows, signed plans, agreements, history, settings and what waits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cbnet_desktop import __version__
from cbnet_desktop.domain.records import AgreedText, Annex, Goal, Person
from cbnet_desktop.store import open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.view_memory import ViewMemory
from tests.store.test_found_outside import TODAY
from tests.store.test_signing import render
from tests.upgrades import frozen
from tests.upgrades.copies import (
    DRAFT,
    FILE,
    HERE,
    NOTE,
    PHONE,
    RECORDS_FILE,
    REFUSED,
    SETTINGS,
    opened,
    releases,
    said,
    unpacked,
)
from tests.upgrades.playing import ROOT

HEADING = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)


@pytest.fixture(params=releases())
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def expected(release: str, tmp_path: Path) -> dict[str, Any]:
    return unpacked(release, tmp_path)


def test_every_release_has_its_copy() -> None:
    told = HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert {*told, __version__} == set(releases()), "python -m tests.upgrades.keep makes the copy of a new version"
    assert told[0] == __version__


def test_it_says_what_it_said(expected: dict[str, Any], tmp_path: Path) -> None:
    store = opened(tmp_path)
    found = said(store)
    assert store.log.verify() == []
    store.close()
    for table, rows in expected["rows"].items():
        assert found["rows"][table].keys() == rows.keys()
        for row_id, values in rows.items():
            assert values.items() <= found["rows"][table][row_id].items(), f"{table} {row_id}"
    for what in ("pdfs", "documents", "changed_plans", "acts", "asked", "notices", "history"):
        assert found[what] == expected[what], what


def test_a_newcomer_reads_the_same_from_the_folder(expected: dict[str, Any], tmp_path: Path) -> None:
    store = open_store(tmp_path / "net" / FILE, home=tmp_path / "ny", user="Ny")
    found = said(store)
    assert store.log.verify() == []
    store.close()
    waiting = {row_id for row_id, row in expected["rows"]["people"].items() if row["name"] == "Venter Endnu"}
    assert found["rows"]["people"].keys() == expected["rows"]["people"].keys() - waiting
    assert (found["pdfs"], found["acts"]) == (expected["pdfs"], expected["acts"])


def test_what_waits_is_delivered_and_what_was_typed_is_still_there(expected: dict[str, Any], tmp_path: Path) -> None:
    assert expected
    store = opened(tmp_path)
    assert store.waiting == 1
    assert [one[3:] for one in store.drafts.read(store.read())[0]] == [REFUSED]
    assert [one.text for one in store.drafts.read(store.read())[1]] == [DRAFT]
    assert store.exchange().own_waiting == 0
    store.close()
    colleague = open_store(tmp_path / "net" / FILE, home=tmp_path / "ny", user="Ny")
    assert [row.phone for row in colleague.read().rows(Person) if row.name == "Venter Endnu"] == ["87 65 43 21"]
    colleague.close()


def test_it_goes_on_being_edited_and_signed_under_the_same_key(expected: dict[str, Any], tmp_path: Path) -> None:
    store = opened(tmp_path, exchanges=True)
    before = set(store.conn.execute("select chain from edit where is_own = 1").fetchall())
    person = next(row for row in store.read().rows(Person) if row.name == "Venter Endnu")
    store.apply("Titel", [person.edited({"title": "Chef"})])
    goal = next(iter(store.read().rows(Goal)))
    store.apply("Mål", [goal.edited({"text": "Et andet mål"})])
    assert store.sign_off(2015, "Et mål er ændret", render, today=TODAY).number == 2
    assert set(store.conn.execute("select chain from edit where is_own = 1").fetchall()) == before
    assert said(store)["pdfs"].items() >= expected["pdfs"].items()
    assert store.log.verify() == []
    assert not any("Computere" in notice for notice in store.exchange().notices)
    store.close()


def test_what_was_erased_stays_erased(expected: dict[str, Any], tmp_path: Path) -> None:
    assert expected
    store = opened(tmp_path, exchanges=True)
    (carla,) = [row for row in store.read().rows(Person) if row.name == "Carla Bak"]
    assert (carla.phone, carla.email, carla.title) == ("", "", "Chef")
    assert PHONE not in json.dumps([[one.before, one.value] for one in store.log.history()])
    store.close()


def test_annexes_and_the_papers_of_what_was_agreed_are_read(expected: dict[str, Any], tmp_path: Path) -> None:
    assert expected
    store = opened(tmp_path)
    network = store.read()
    (note,) = [row for row in network.rows(Annex) if row.title == "Notat"]
    assert store.annexes.content(note) == NOTE
    assert all(json.loads(text.content)["paper"] for text in network.rows(AgreedText))
    store.close()


def test_settings_and_layout_survive_also_those_that_only_another_version_knows(
    expected: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert expected
    monkeypatch.setenv("CBNET_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CBNET_USER", raising=False)
    assert paths.settings() == SETTINGS
    assert paths.user_name() == "Mette Holm"
    views = ViewMemory("0" * 32)
    assert views.of("window") == {"year": 2015, "tab": "Møder"}
    views.keep("window", year=2016)
    views.save()
    kept = {**SETTINGS, "views": {"0" * 32: {"window": {"year": 2016, "tab": "Møder"}}}}
    assert paths.settings() == kept


def test_no_field_that_was_released_means_anything_else_now(release: str) -> None:
    before = json.loads((HERE / release / RECORDS_FILE).read_text(encoding="utf-8"))
    now = frozen.meaning()
    assert list(before["steps"].items()) == list(now["steps"].items())[: len(before["steps"])], "a step was edited"
    for table, was in before["records"].items():
        is_now = now["records"][table]
        assert (was["frozen"], was["on_disk"]) == (is_now["frozen"], is_now["on_disk"]), table
        for name, field in was["fields"].items():
            found = dict(is_now["fields"][name])
            choices = set(found.pop("choices", []))
            assert choices >= set(field.pop("choices", [])), f"{table}.{name}: a choice is gone"
            assert found == field, f"{table}.{name}"


def test_no_field_that_came_later_is_demanded_of_rows_that_were_there_before(release: str) -> None:
    before = json.loads((HERE / release / RECORDS_FILE).read_text(encoding="utf-8"))["records"]
    now = frozen.meaning()["records"]
    later = [(table, name) for table in before for name in now[table]["fields"].keys() - before[table]["fields"].keys()]
    for table, name in later:
        field = now[table]["fields"][name]
        is_demanded = field.get("required") and field["kind"] != "flag" and "default" not in field
        assert not is_demanded, f"{table}.{name} is empty in every older row"
