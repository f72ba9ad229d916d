from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cbnet_desktop.domain.records import Person
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.store.files.backup import Backups
from tests.building import whole_year
from tests.store.playing import Laptop, add_person, take_over
from tests.store.test_signing import render


def test_the_first_open_of_the_day_makes_one_backup(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    laptop("anna")
    laptop("anna")
    (made,) = anna.backups.listed()
    assert made.reason == "opened"
    copy = open_store(made.path, home=tmp_path / "andet hjem", user="bo")
    assert copy.read() == anna.read()
    assert copy.log.verify() == []
    copy.close()


def test_a_sign_off_is_preceded_by_a_backup(store: Store) -> None:
    take_over(store, whole_year(2015).network)
    store.sign_off(2015, "", render, today=date(2014, 11, 24))
    assert [made.reason for made in store.backups.listed()].count("sign-off") == 1


def test_what_a_backup_holds_that_the_network_lacks_is_told_and_merged(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, "Reddet")
    made = anna.backups.make("opened", datetime.now(UTC) + timedelta(hours=1))
    bo = laptop("bo")
    assert bo.read().find(Person, person) is None
    assert bo.backups.lacking(made) == 1
    bo.merge(made.path)
    assert bo.read().get(Person, person).name == "Reddet"
    assert bo.backups.lacking(made) == 0


def test_the_newest_ten_and_the_newest_of_each_month_are_kept(store: Store, tmp_path: Path) -> None:
    backups = Backups(store._conn, tmp_path / "kopier")
    first = datetime(2026, 1, 1, 12, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(0, 100, 2)]
    for day in days:
        backups.make("opened", day)
    kept = [made.at for made in backups.listed()]
    assert kept[:10] == sorted(days, reverse=True)[:10]
    assert {f"{at:%Y-%m}" for at in kept} == {f"{at:%Y-%m}" for at in days}
    assert len(kept) == 12


def test_a_folder_that_cannot_be_written_does_not_stop_the_work(store: Store, tmp_path: Path) -> None:
    (tmp_path / "ikke en mappe").write_text("")
    told = Backups(store._conn, tmp_path / "ikke en mappe" / "under").attempt("opened", datetime.now(UTC))
    assert told.startswith("Der kunne ikke tages en sikkerhedskopi")
