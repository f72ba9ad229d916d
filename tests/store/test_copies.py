from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.store import Store
from cbnet_desktop.store.copies import ASIDE
from tests.store.playing import Laptop, add_person


@pytest.mark.parametrize(
    "name",
    [
        "netværk (Annas konfliktkopi 2026-11-22).cbnet",
        "netværk-LAPTOP7.cbnet",
        "netværk (conflicted copy 2026-11-22 140301).cbnet",
        "noget helt andet.db",
    ],
)
def test_a_conflicted_copy_is_known_by_its_content_taken_in_and_put_aside(laptop: Laptop, name: str) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    copy = anna.path.with_name(name)
    before = anna.path.read_bytes()
    person = add_person(bo, "Kun i kopien")
    bo.exchange()
    shutil.copy(anna.path, copy)
    anna.path.write_bytes(before)
    done = anna.exchange()
    assert anna.read().find(Person, person)
    assert any(name in notice for notice in done.notices)
    assert not copy.exists()
    assert (anna.path.parent / ASIDE / name).exists()
    assert laptop("carl").read().find(Person, person)


def test_a_copy_that_cannot_be_read_is_named_and_left_alone(laptop: Laptop) -> None:
    anna = laptop("anna")
    copy = anna.path.with_name("halv kopi.cbnet")
    content = anna.path.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    done = anna.exchange()
    assert any("halv kopi.cbnet" in notice and "ladt urørt" in notice for notice in done.notices)
    assert copy.read_bytes() == content[: len(content) // 2]


def test_other_files_in_the_folder_are_left_alone(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    (tmp_path / "referat.docx").write_bytes(b"PK" * 1000)
    other = tmp_path / "et andet netværk.cbnet"
    changes = [Change("networks", "d" * 32, None, {"name": "Andet", "first_year": 2015})]
    from cbnet_desktop.store import create

    create(other, changes, home=tmp_path / "h", user="x", label="Nyt").close()
    done = anna.exchange()
    assert done.notices == ()
    assert other.exists()


def test_a_file_set_back_to_an_older_state_gets_back_what_it_lost(laptop: Laptop) -> None:
    anna = laptop("anna")
    older = anna.path.read_bytes()
    person = add_person(anna)
    anna.exchange()
    anna.path.write_bytes(older)
    done = anna.exchange()
    assert any("ældre udgave" in notice for notice in done.notices)
    assert laptop("bo").read().find(Person, person)


def test_a_file_exchanged_for_another_network_is_not_written_to(laptop: Laptop, tmp_path: Path) -> None:
    from cbnet_desktop.store import create

    anna = laptop("anna")
    other = tmp_path / "sted" / "andet.cbnet"
    other.parent.mkdir()
    changes = [Change("networks", "d" * 32, None, {"name": "Andet", "first_year": 2015})]
    create(other, changes, home=tmp_path / "h", user="x", label="Nyt").close()
    shutil.copy(other, anna.path)
    before = anna.path.read_bytes()
    person = add_person(anna)
    done = anna.exchange()
    assert "et andet netværk" in done.problem
    assert done.waiting > 0
    assert anna.path.read_bytes() == before
    assert anna.read().find(Person, person)


def test_two_computers_with_one_replica_both_keep_their_edits(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    anna.exchange()
    anna.close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "klon")
    anna = laptop("anna")
    clone = Store.open(anna.path, home=tmp_path / "klon", user="anna")
    anna.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "fra den første"})])
    mine = add_person(anna, "Fra den første")
    clone.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "fra klonen"})])
    clone.apply("Navn", [Change("people", person, {"phone": "fra klonen"}, {"phone": "fra klonen igen"})])
    theirs = add_person(clone, "Fra klonen")
    anna.exchange()
    done = clone.exchange()
    assert any("kopi af denne computers data" in notice for notice in done.notices)
    clone.refresh()
    anna.exchange()
    assert anna.read() == clone.read()
    assert anna.read().find(Person, mine)
    assert anna.read().find(Person, theirs)
    assert anna.log.verify() == clone.log.verify() == []
    later = add_person(clone, "Efter delingen")
    assert clone.exchange().problem == ""
    anna.exchange()
    assert anna.read().find(Person, later)
    clone.close()


@pytest.mark.parametrize("is_beside", [True, False])
def test_a_clones_copy_is_named_and_kept_and_never_taken_for_merged(
    laptop: Laptop, tmp_path: Path, is_beside: bool
) -> None:
    anna = laptop("anna")
    anna.close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "klon")
    folder = anna.path.parent if is_beside else tmp_path / "rejse"
    folder.mkdir(exist_ok=True)
    anna = laptop("anna")
    away = Path(shutil.copy(anna.path, tmp_path / "klon" / "kopi.cbnet"))
    clone = Store.open(away, home=tmp_path / "klon", user="anna")
    add_person(clone, "Kun i klonens kopi")
    clone.exchange()
    clone.close()
    for number in range(3):
        add_person(anna, f"Fra den første {number}")
    anna.exchange()
    history = anna.log.history()
    copy = Path(shutil.copy(away, folder / "kopi.cbnet"))
    before = copy.read_bytes()
    if is_beside:
        (notice,) = anna.exchange().notices
    else:
        with pytest.raises(Unreadable) as refusal:
            anna.merge(copy)
        notice = refusal.value.message
    assert "Historikken i kopien er en anden end på denne computer" in notice
    assert copy.read_bytes() == before
    assert anna.log.history() == history
    assert anna.log.verify() == []


def test_a_restored_home_folder_goes_on_where_the_shared_file_is(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    anna.close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "sikkerhedskopi")
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    restored = Store.open(anna.path, home=tmp_path / "sikkerhedskopi", user="anna")
    other = add_person(restored)
    assert restored.exchange().problem == ""
    anna.exchange()
    assert anna.read().find(Person, person)
    assert anna.read().find(Person, other)
    assert anna.read() == restored.read()
    restored.close()


def test_a_copy_is_found_in_a_folder_that_has_been_still_for_long_and_when_it_changes(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    folder, copy = anna.path.parent, anna.path.with_name("kopi.cbnet")
    _make_still(folder)
    assert anna.exchange().notices == ()
    person = add_person(bo)
    bo.save_copy(copy)
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    assert any("ladt urørt" in notice for notice in anna.exchange().notices)
    _make_still(folder)
    assert any("ladt urørt" in notice for notice in anna.exchange().notices)
    copy.write_bytes(content)
    anna.exchange()
    assert anna.read().find(Person, person)
    assert not copy.exists()


def _make_still(folder: Path) -> None:
    """As if nothing had come or gone for a minute."""
    minute_ago = time.time() - 60
    os.utime(folder, (minute_ago, minute_ago))
