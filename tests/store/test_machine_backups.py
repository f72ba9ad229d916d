"""Backups go where the computer's settings say, as many as they say, and erasures reach those made before."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.opening import folder_of
from cbnet_desktop.system import machine
from tests.store.playing import NEW_NETWORK, add_person

PHONE = "12 34 56 78"


def sets(**values: object) -> None:
    machine.machine_file().write_text(json.dumps(values), encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path, home: Path) -> Path:
    """A network with a person, of which a backup was made before anything was set."""
    path = tmp_path / "net" / "net.cbnet"
    path.parent.mkdir()
    store = create(path, NEW_NETWORK, home=home, user="anna", label="Nyt")
    add_person(store, "Asta", phone=PHONE)
    store.backups.make("opened", datetime.now(UTC) - timedelta(days=2))
    store.close()
    return path


@pytest.fixture
def kopier(tmp_path: Path) -> Path:
    """The folder to which the computer sends backups."""
    folder = tmp_path / "Sikkerhedskopier"
    sets(backups_folder=str(folder), backups_kept=2)
    return folder


def opened(file: Path, home: Path) -> Store:
    return open_store(file, home=home, user="anna")


def test_a_backup_lies_where_it_is_set_in_this_users_own_private_folder(file: Path, home: Path, kopier: Path) -> None:
    store = opened(file, home)
    made = store.backups.make("sign-off", datetime.now(UTC))
    assert made.path.parent == machine.own_folder(kopier) / store.network_id
    assert made.path.parent.stat().st_mode & 0o077 == 0
    assert made.path in {one.path for one in store.backups.listed()}
    store.close()


def test_as_many_are_kept_as_are_set_and_those_made_before_count(file: Path, home: Path, kopier: Path) -> None:
    store = opened(file, home)
    last = [store.backups.make("opened", datetime.now(UTC) + timedelta(days=day)) for day in (1, 2, 3)]
    assert [made.path for made in store.backups.listed()] == [last[2].path, last[1].path]
    assert not list((home / "backups").rglob("*.cbnet"))
    assert kopier.is_dir()
    store.close()


def test_an_erasure_reaches_the_backups_of_both_folders(file: Path, home: Path, kopier: Path) -> None:
    sets(backups_folder=str(kopier), backups_kept=9)
    store = opened(file, home)
    store.backups.make("opened", datetime.now(UTC))
    person = next(iter(store.read().tables["people"]))
    folders = {made.path.parent for made in store.backups.listed()}
    store.erase(person, "Bedt om det", today=date(2026, 1, 1))
    assert len(folders) == 2
    assert not any(PHONE.encode() in made.path.read_bytes() for made in store.backups.listed())
    store.close()


def test_an_erasure_waits_for_backups_on_a_drive_that_is_away_and_says_so(
    file: Path, home: Path, kopier: Path, tmp_path: Path
) -> None:
    store = opened(file, home)
    made = store.backups.make("opened", datetime.now(UTC))
    kopier.rename(tmp_path / "taget af")
    person = next(iter(store.read().tables["people"]))
    store.erase(person, "Bedt om det", today=date(2026, 1, 1))
    told = f"stå i sikkerhedskopierne i mappen {made.path.parent}, som ikke kan nås. CBnet prøver igen."
    assert store.backups.unerased.endswith(told)
    store.close()
    (tmp_path / "taget af").rename(kopier)
    assert PHONE.encode() in made.path.read_bytes()
    store = opened(file, home)
    assert PHONE.encode() not in made.path.read_bytes()
    assert store.backups.unerased == ""
    store.close()


def test_none_is_made_where_none_are_kept_and_what_lies_there_stays(file: Path, home: Path) -> None:
    before = sorted((home / "backups").rglob("*.cbnet"))
    sets(backups_kept=0)
    store = opened(file, home)
    assert store.backups.attempt("sign-off", datetime.now(UTC)) == ""
    store.backups.thin()
    assert [made.path for made in store.backups.listed()] == sorted(before, reverse=True)
    store.close()


def test_a_folder_that_is_away_is_told_once_and_stops_no_exchange(file: Path, home: Path, tmp_path: Path) -> None:
    for made in (home / "backups").rglob("*.cbnet"):
        made.unlink()
    (tmp_path / "drev").write_text("")
    sets(backups_folder=str(tmp_path / "drev"))
    store = opened(file, home)
    first = store.last_exchange
    assert first
    assert [notice for notice in first.notices if "sikkerhedskopi" in notice]
    add_person(store, "Bent")
    again = store.exchange()
    assert (again.problem, again.waiting, again.notices) == ("", 0, ())
    assert folder_of(file, store.network_id).is_dir()
    store.close()


def test_an_upgrade_keeps_its_backup_beside_the_replica_where_the_folder_is_away(
    file: Path, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "drev").write_text("")
    sets(backups_folder=str(tmp_path / "drev"))
    written_by_an_earlier_step(home)
    store = opened(file, home)
    assert [made.path.is_relative_to(home) for made in store.backups.listed() if made.reason == "migration"] == [True]
    store.close()


def test_an_upgrade_that_can_be_kept_nowhere_names_the_folder_of_backups(file: Path, home: Path) -> None:
    written_by_an_earlier_step(home)
    before = {path: path.read_bytes() for path in (home / "replicas").glob("*.cbnet")}
    shutil.rmtree(home / "backups")
    (home / "backups").write_text("")
    with pytest.raises(Unreadable, match=rf"{home / 'backups'}.* er ikke en mappe"):
        opened(file, home)
    assert {path: path.read_bytes() for path in before} == before


def written_by_an_earlier_step(home: Path) -> None:
    """Takes the last step of the schema back in every replica."""
    for path in (home / "replicas").glob("*.cbnet"):
        conn = dbapi2.connect(str(path), isolation_level=None)
        conn.executescript(
            "drop table not_shown; delete from local where key = 'knows'; "
            f"delete from _sqlite_migrations where name like 'm002%'; pragma user_version = {schema.TRIALS + 1}"
        )
        conn.close()


def test_another_home_keeps_its_own(file: Path, tmp_path: Path, kopier: Path) -> None:
    store = opened(file, tmp_path / "andet hjem")
    assert store.backups.folder.is_relative_to(tmp_path / "andet hjem")
    assert not kopier.exists()
    store.close()
