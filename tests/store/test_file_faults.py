"""What can happen to the shared file while the program runs: no edit is lost, every fault is reported."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid, ReadOnly, Unreadable, UserError
from cbnet_desktop.store import Store, connection, create, open_store, places, whole_files
from cbnet_desktop.store.places import PublishedFile, SharedFile
from tests.store.playing import Laptop, add_person
from tests.store.victims import Victims


def _reopened(store: Store, tmp_path: Path, name: str) -> Store:
    return open_store(store.path, home=tmp_path / f"hjemme {name}", user=name)


def test_a_write_protected_folder_can_be_read_from_and_edits_are_refused_in_words(laptop: Laptop) -> None:
    anna = laptop("anna")
    anna.path.chmod(0o644)
    folder = anna.path.parent
    (folder / "hjemme bo").mkdir()
    folder.chmod(0o555)
    try:
        bo = laptop("bo")
        assert bo.is_read_only
        with pytest.raises(ReadOnly, match="skrivebeskyttet"):
            add_person(bo)
    finally:
        folder.chmod(0o755)
    person = add_person(bo)
    assert bo.exchange().problem == ""
    anna.exchange()
    assert anna.read().find(Person, person)


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
def test_a_file_harmed_under_the_program_is_told_and_edits_wait_until_it_is_back(
    laptop: Laptop, harm: Callable[[Path], None]
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo, "Bos")
    bo.exchange()
    sound = anna.path.read_bytes()
    harm(anna.path)
    person = add_person(anna, "Skrevet imens")
    done = anna.exchange()
    assert anna.path.name in done.problem
    assert done.waiting > 0
    if anna.path.is_dir():
        anna.path.rmdir()
    anna.path.write_bytes(sound)
    done = anna.exchange()
    assert (done.problem, done.waiting) == ("", 0)
    bo.exchange()
    assert bo.read().find(Person, person)
    assert anna.log.verify() == bo.log.verify() == []


def test_a_deleted_file_is_put_back_from_the_replica_with_all_it_held(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    anna.path.unlink()
    other = add_person(anna, "Skrevet imens")
    anna.save_copy(anna.path)
    assert anna.exchange().waiting == 0
    bo = laptop("bo")
    assert bo.read().find(Person, person)
    assert bo.read().find(Person, other)


def test_a_download_cut_off_anywhere_is_told_or_read_and_costs_nothing(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    for number in range(30):
        add_person(anna, f"Person {number}", note="ø" * 200)
    anna.exchange()
    sound = anna.path.read_bytes()
    random = Random(8)
    for number in range(60):
        anna.path.write_bytes(sound[: random.randrange(len(sound))])
        assert anna.exchange().problem
        with pytest.raises(Unreadable):
            _reopened(anna, tmp_path, f"bo {number}")
    anna.path.write_bytes(sound)
    assert anna.exchange().problem == ""
    assert laptop("bo").read() == anna.read()


def test_a_byte_changed_anywhere_raises_nothing_but_words_and_costs_nothing(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    for number in range(10):
        add_person(anna, f"Åse {number}", note="æøå")
    anna.exchange()
    sound, before = anna.path.read_bytes(), anna.read()
    random = Random(8)
    for number in range(300):
        harmed = bytearray(sound)
        harmed[random.randrange(len(sound))] ^= 1 << random.randrange(8)
        anna.path.write_bytes(harmed)
        anna.exchange()
        anna.refresh()
        assert anna.read() == before
        with suppress(UserError):
            anna.log.verify()
        if number % 10 == 0:
            with suppress(UserError):
                _reopened(anna, tmp_path, f"bo {number}").close()
    anna.path.write_bytes(sound)
    assert anna.exchange().problem == ""
    assert anna.log.verify() == []


def test_a_letter_changed_into_no_letter_is_named_by_its_row(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, "Særligt navn")
    anna.exchange()
    content = anna.path.read_bytes()
    anna.path.write_bytes(content.replace("Særligt navn".encode(), b"S\xff\xffrligt navn"))
    found = anna.log.verify()
    assert ("chain", person) in {(item.kind, item.row_id) for item in found}
    assert anna.exchange().waiting == 0


def test_the_journal_of_a_dead_process_is_rolled_back_and_nothing_half_is_seen(
    laptop: Laptop, victims: Victims
) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    victim = victims.start("leave_journal", anna.path)
    victim.wait_for("holding")
    victim.kill()
    assert _journal(anna.path).stat().st_size > 0
    other = add_person(anna, "Efter drabet")
    assert anna.exchange().problem == ""
    bo = laptop("bo")
    assert bo.read().get(Person, person).note == ""
    assert bo.read().find(Person, other)
    assert bo.log.verify() == []


def test_the_journal_of_a_dead_process_beside_a_write_protected_file_is_named(laptop: Laptop, victims: Victims) -> None:
    anna = laptop("anna")
    anna.exchange()
    victim = victims.start("leave_journal", anna.path)
    victim.wait_for("holding")
    victim.kill()
    anna.path.chmod(0o444)
    assert "-journal ligger ved siden af" in anna.exchange().problem
    anna.path.chmod(0o644)
    assert anna.exchange().problem == ""


def test_a_stale_journal_beside_a_replaced_file_costs_nobody_an_edit(laptop: Laptop, victims: Victims) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    for number in range(40):
        add_person(anna, f"Gammel {number}", note="ø" * 500)
    anna.exchange()
    victim = victims.start("leave_journal", anna.path)
    victim.wait_for("holding")
    victim.kill()
    journal = _journal(anna.path).read_bytes()
    people = [add_person(store, f"Ny {number}") for number in range(40) for store in (anna, bo)]
    anna.exchange()
    bo.exchange()
    _journal(anna.path).write_bytes(journal)
    dones = [store.exchange() for store in (anna, bo, anna, bo)]
    if any(done.problem for done in dones):
        # What the journal made of the file cannot be used; anybody's replica is the file again.
        assert all(anna.path.name in done.problem for done in dones if done.problem)
        anna.path.unlink()
        anna.save_copy(anna.path)
        dones = [store.exchange() for store in (anna, bo, anna, bo)]
    assert all(done.problem == "" for done in dones[-2:])
    carl = laptop("carl")
    for store in (anna, bo, carl):
        store.refresh()
        assert all(store.read().find(Person, person) for person in people)
        assert store.log.verify() == []


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def test_a_copy_taken_mid_transaction_is_taken_in_as_far_as_its_chains_hold(laptop: Laptop, victims: Victims) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    anna.exchange()
    copy = anna.path.with_name("netværk kopi.cbnet")
    victim = victims.start("leave_journal", anna.path)
    victim.wait_for("holding")
    shutil.copyfile(anna.path, copy)
    victim.kill()
    for store in (anna, bo):
        assert store.exchange().problem == ""
        assert store.read().get(Person, person).note == ""
        assert store.log.verify() == []


def test_a_file_found_in_wal_mode_is_read_and_set_back(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("pragma journal_mode = wal")
    person = add_person(anna)
    assert anna.exchange().problem == ""
    bo = laptop("bo")
    assert bo.read().find(Person, person)
    conn.close()
    add_person(anna)
    assert anna.exchange().problem == ""
    conn = dbapi2.connect(str(anna.path))
    assert conn.execute("pragma journal_mode").fetchone() == ("delete",)
    conn.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(("-wal", "-shm"))] == []


@pytest.mark.parametrize("rest", ["-wal", "-journal"])
def test_a_published_file_is_not_replaced_under_what_another_program_has_not_written_yet(
    tmp_path: Path, rest: str
) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    changes = [Change("networks", "e" * 32, None, {"name": "Net", "first_year": 2015})]
    anna = create(folder / "net.cbnet", changes, home=tmp_path / "a", user="anna", label="Nyt")
    person = add_person(anna)
    (folder / f"net.cbnet{rest}").write_bytes(b"\0" * 100)
    done = anna.exchange()
    assert f"net.cbnet{rest} ligger ved siden af" in done.problem
    assert done.waiting > 0
    (folder / f"net.cbnet{rest}").unlink()
    assert anna.exchange().waiting == 0
    bo = open_store(folder / "net.cbnet", home=tmp_path / "b", user="bo")
    assert bo.read().find(Person, person)
    bo.close()
    anna.close()


@pytest.mark.parametrize("code", ["SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT_READ"])
def test_what_only_seems_damaged_for_a_moment_is_read_again_before_it_is_told(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    anna = laptop("anna")
    add_person(anna)
    real, failing = places.ops.vector, [True]

    def once(conn: object) -> object:
        if failing and conn is not anna._conn:
            failing.clear()
            error = dbapi2.DatabaseError("stale cache")
            error.sqlite_errorname = code
            raise error
        return real(conn)

    monkeypatch.setattr(places.ops, "vector", once)
    waited: list[float] = []
    monkeypatch.setattr(connection.time, "sleep", waited.append)
    assert anna.exchange().problem == ""
    assert failing == []
    assert waited == [connection.TRANSIENT_SECONDS]


def test_a_file_that_only_seems_damaged_when_it_is_opened_is_opened(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failing = SharedFile.network_id, [True]

    def once(place: SharedFile) -> str:
        if failing:
            failing.clear()
            refusal = Unreadable("Filen er beskadiget.")
            refusal.is_transient = True
            raise refusal
        return real(place)

    monkeypatch.setattr(SharedFile, "network_id", once)
    _reopened(store, tmp_path, "bo").close()
    assert failing == []


def test_a_folder_that_is_gone_and_back_under_another_path_gets_what_waited(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    anna.exchange()
    drive = tmp_path / "drev H"
    drive.mkdir()
    moved = drive / "nyt navn.cbnet"
    anna.path.rename(moved)
    person = add_person(anna)
    assert "findes ikke" in anna.exchange().problem
    anna.close()
    again = open_store(moved, home=tmp_path / "hjemme anna", user="anna")
    assert again.waiting == 0
    bo = open_store(moved, home=tmp_path / "hjemme bo", user="bo")
    assert bo.read().find(Person, person)
    assert again.log.verify() == bo.log.verify() == []
    again.close()
    bo.close()


@pytest.mark.parametrize("name", ["æøå ÆØÅ.cbnet", "a?b#c%20d&mode=ro.cbnet", "én'to\"tre;fire.cbnet", "e\u0301.cbnet"])
def test_any_letter_may_be_in_the_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Årsmøde #1 100%?"
    folder.mkdir()
    changes = [Change("networks", "e" * 32, None, {"name": "Net", "first_year": 2015})]
    anna = create(folder / name, changes, home=folder / "hjem ?#%", user="anna", label="Nyt")
    person = add_person(anna)
    assert anna.exchange().waiting == 0
    assert {path.name for path in folder.iterdir()} == {name, "hjem ?#%"}
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
    changes = [Change("networks", "e" * 32, None, {"name": "Net", "first_year": 2015})]
    path = _deep(tmp_path, 450) / "net.cbnet"
    anna = create(path, changes, home=tmp_path / "hjem", user="anna", label="Nyt")
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


def test_a_link_to_the_file_in_its_own_folder_is_no_copy_of_it(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    link = tmp_path / "genvej.cbnet"
    link.symlink_to(anna.path.name)
    (tmp_path / "hårdt link.cbnet").hardlink_to(anna.path)
    bo = open_store(link, home=tmp_path / "hjemme bo", user="bo")
    person = add_person(bo)
    for store in (bo, anna):
        assert store.exchange().notices == ()
    assert anna.read().find(Person, person)
    assert anna.path.exists()
    bo.close()


def test_what_must_survive_a_power_cut_is_on_the_disk_before_it_is_acknowledged(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = {"off": 0, "normal": 1, "full": 2, "extra": 3}
    assert store._conn.execute("pragma journal_mode").fetchone() == ("wal",)
    assert store._conn.execute("pragma synchronous").fetchone() == (levels["full"],)
    with SharedFile(store.path).opened() as conn:
        assert conn.execute("pragma journal_mode").fetchone() == ("delete",)
        assert conn.execute("pragma synchronous").fetchone() == (levels["extra"],)
    steps: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        steps.append("folder synced" if stat.S_ISDIR(os.fstat(handle).st_mode) else "draft synced")
        real_sync(handle)

    def replace(draft: Path, target: Path) -> Path:
        steps.append("renamed")
        return real_replace(draft, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    place = PublishedFile(store.path)
    place.push([])
    assert steps == ["draft synced", "renamed", "folder synced"]


def test_what_programs_left_that_were_stopped_while_they_published_is_swept_after_an_hour(
    store: Store, tmp_path: Path
) -> None:
    place = PublishedFile(store.path)
    with whole_files._drafted(store.path, []) as draft:
        drafts = [draft.with_name(draft.name.replace(".tmp", f"{number}.tmp")) for number in range(2)]
        for left in drafts:
            left.write_bytes(draft.read_bytes())
    hour_ago = time.time() - 3700
    os.utime(drafts[0], (hour_ago, hour_ago))
    other = tmp_path / ".~andet.tmp"
    other.write_text("")
    os.utime(other, (hour_ago, hour_ago))
    place.push([])
    assert [path.exists() for path in (*drafts, other)] == [False, True, True]
    assert store.exchange().notices == ()


def test_a_published_file_keeps_its_permissions(store: Store) -> None:
    store.path.chmod(0o664)
    PublishedFile(store.path).push([])
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o664


def test_a_file_exchanged_for_another_networks_in_mid_exchange_is_not_written_to(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = laptop("anna")
    changes = [Change("networks", "d" * 32, None, {"name": "Andet", "first_year": 2015})]
    (tmp_path / "andetsteds").mkdir()
    other = tmp_path / "andetsteds" / "andet.cbnet"
    create(other, changes, home=tmp_path / "h", user="x", label="Nyt").close()
    add_person(anna)
    real = SharedFile.push

    def late(place: SharedFile, outgoing: list[places.ops.Op]) -> None:
        shutil.copy(other, anna.path)
        real(place, outgoing)

    monkeypatch.setattr(SharedFile, "push", late)
    done = anna.exchange()
    assert "et andet netværk" in done.problem
    assert done.waiting > 0
    assert anna.path.read_bytes() == other.read_bytes()
