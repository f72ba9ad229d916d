"""What can happen to the shared file while the program runs: no edit is lost, every fault is reported."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.errors import Invalid, ReadOnly, Unreadable
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.opening import folder_of
from tests.store.playing import NEW_NETWORK, Laptop, add_person, meet


def _reopened(store: Store, tmp_path: Path, name: str) -> Store:
    return open_store(store.path, home=tmp_path / f"hjemme {name}", user=name)


def test_a_home_folder_that_cannot_be_made_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "en fil").write_text("")
    with pytest.raises(ReadOnly, match=r"sin egen mappe .*en fil/hjem"):
        open_store(store.path, home=tmp_path / "en fil" / "hjem", user="bo")


def _delete(path: Path) -> None:
    path.unlink()


def _truncate_to_nothing(path: Path) -> None:
    path.write_bytes(b"")


def _truncate_to_a_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _truncate_the_last_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def _write_garbage(path: Path) -> None:
    path.write_bytes(b"<html>502 Bad Gateway</html>" * 1000)


def _write_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "harm",
    [_delete, _truncate_to_nothing, _truncate_to_a_half, _truncate_the_last_page, _write_garbage, _write_a_folder],
)
def test_a_file_harmed_under_the_program_stops_no_exchange_and_is_written_anew_by_its_keeper(
    laptop: Laptop, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(bo, "Bos")
    harm(anna.path)
    other = add_person(anna, "Skrevet imens")
    meet(bo, anna)
    assert anna.read().find(Person, person)
    assert bo.read().find(Person, other)
    if anna.path.is_dir():
        anna.path.rmdir()
    anna.finish()
    carl = open_store(anna.path, home=tmp_path / "hjemme carl", user="carl", exchanges=False)
    assert carl.read().find(Person, other)
    assert carl.log.verify() == []
    carl.close()


def test_a_folder_that_is_deleted_is_laid_again_with_all_it_held(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    people = [add_person(anna), add_person(bo)]
    meet(anna, bo)
    shutil.rmtree(folder_of(anna.path, anna.network_id))
    anna.exchange()
    bo.exchange()
    carl = open_store(anna.path, home=tmp_path / "hjemme carl", user="carl")
    assert all(carl.read().find(Person, person) for person in people)
    assert carl.log.verify() == []
    carl.close()


@pytest.mark.parametrize("name", ["æøå ÆØÅ.cbnet", "a?b#c%20d&mode=ro.cbnet", "én'to\"tre;fire.cbnet", "e\u0301.cbnet"])
def test_any_letter_may_be_in_the_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Årsmøde #1 100%?"
    folder.mkdir()
    anna = create(folder / name, NEW_NETWORK, home=folder / "hjem ?#%", user="anna", label="Nyt")
    person = add_person(anna)
    assert anna.exchange().waiting == 0
    assert {path.name for path in folder.iterdir()} == {name, "hjem ?#%", f"cbnet-{anna.network_id[:8]}"}
    bo = open_store(folder / name, home=tmp_path / "b", user="bo")
    assert bo.read().find(Person, person)
    anna.close()
    bo.close()


def _deep(folder: Path, length: int) -> Path:
    while len(os.fsencode(folder)) < length:
        folder /= "å" * min(100, max(1, (length - len(os.fsencode(folder))) // 2))
    folder.mkdir(parents=True)
    return folder


def test_a_long_path_works_and_one_that_no_database_may_have_is_refused_in_words(tmp_path: Path) -> None:
    path = _deep(tmp_path, 450) / "net.cbnet"
    anna = create(path, NEW_NETWORK, home=tmp_path / "hjem", user="anna", label="Nyt")
    add_person(anna)
    assert anna.exchange().waiting == 0
    too_long = _deep(tmp_path / "dybere", 520) / "net.cbnet"
    with pytest.raises(Invalid, match="for lang"):
        anna.save_copy(too_long)
    assert list(too_long.parent.iterdir()) == []
    with pytest.raises(Unreadable, match="for lang"):
        open_store(too_long, home=tmp_path / "hjem", user="anna")
    with pytest.raises(Invalid, match="for lang"):
        anna.save_copy(tmp_path / ("å" * 124 + ".cbnet"))
    anna.close()


@pytest.mark.parametrize("harm", ["cut", "garbage", "tables", "log"])
def test_a_damaged_replica_is_put_aside_and_comes_back_from_the_folder_and_the_newest_backup(
    laptop: Laptop, harm: str
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    people = {add_person(anna, "Asta"), add_person(bo, "Bent")}
    meet(anna, bo)
    people.add(add_person(bo, "Ikke sendt"))
    bo.backups.make("sign-off", datetime.now(UTC) + timedelta(minutes=1))
    bo.close()
    damage(bo.replica_path, harm)
    again = laptop("bo")
    assert people <= again.read().tables["people"].keys()
    assert any("beskadiget" in notice for notice in again.exchange().notices)
    assert not any("beskadiget" in notice for notice in again.exchange().notices)
    assert again.chain == bo.chain
    assert again.log.verify() == []
    meet(again, anna)
    assert people <= anna.read().tables["people"].keys()


def damage(replica: Path, harm: str) -> None:
    data = bytearray(replica.read_bytes())
    if harm in ("tables", "log"):
        conn = dbapi2.connect(str(replica))
        wanted = ("people", "experiences") if harm == "tables" else ("edit", "op")
        query = "select rootpage from sqlite_master where name in (?, ?)"
        for (page,) in conn.execute(query, wanted).fetchall():
            data[(page - 1) * 4096 : page * 4096] = bytes(4096)
        conn.close()
    replica.write_bytes({"cut": data[: len(data) // 2], "garbage": b"?" * 8192}.get(harm, data))
