"""No room on the disk of the replica or of the shared file: refused in words, nothing lost, gone on with by itself."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.errors import Full
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.files import schema, whole_files
from cbnet_desktop.store.files.backup import Backups
from cbnet_desktop.store.log import connection
from tests.building import whole_year
from tests.store.playing import NEW_NETWORK, add_person, introduce, take_over
from tests.store.test_signing import render

PAGE = 4096


class Disk:
    """A folder that can be filled up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, pages: int) -> None:
        """Leaves room for so many pages and no more."""
        raise NotImplementedError

    def free(self) -> None:
        """Makes room again."""
        raise NotImplementedError


class SmallDisk(Disk):
    """A file system of its own in memory; filled by a file."""

    def fill(self, pages: int) -> None:
        disk = os.statvfs(self.folder)
        room = disk.f_bavail * disk.f_frsize - pages * PAGE
        (self.folder / "fyld").write_bytes(b"\0" * max(0, room))

    def free(self) -> None:
        (self.folder / "fyld").unlink(missing_ok=True)


class CountedDisk(Disk):
    """A folder in which SQLite may add only so many pages to a file, and whole files cannot be written."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder)
        self._pages: int | None = None
        self._opened: list[tuple[Path, connection.Connection]] = []
        real_connect, real_copy = connection.connect, shutil.copyfileobj

        def connect(path: Path, **named: object) -> connection.Connection:
            conn = real_connect(path, **named)
            self._opened.append((path, conn))
            self._limit(path, conn)
            return conn

        def copy(source: object, target: object) -> None:
            if self._pages is not None and folder in Path(target.name).parents:
                raise OSError(errno.ENOSPC, "No space left on device")
            real_copy(source, target)

        for module in (schema, whole_files, connection):
            monkeypatch.setattr(module, "connect", connect)
        monkeypatch.setattr("cbnet_desktop.store.files.replica_file.connect", connect)
        monkeypatch.setattr(shutil, "copyfileobj", copy)

    def fill(self, pages: int) -> None:
        self._pages = pages
        self._limit_all()

    def free(self) -> None:
        self._pages = None
        self._limit_all()

    def _limit_all(self) -> None:
        for path, conn in self._opened:
            try:
                self._limit(path, conn)
            except connection.dbapi2.ProgrammingError:
                continue

    def _limit(self, path: Path, conn: connection.Connection) -> None:
        if self.folder in path.parents:
            held = conn.execute("pragma page_count").fetchone()[0]
            most = 2**30 if self._pages is None else max(1, held + self._pages)
            conn.execute(f"pragma max_page_count = {most}")


def _can_mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    return (
        shutil.which("mount") is not None and subprocess.run(command, check=False, capture_output=True).returncode == 0
    )


@pytest.fixture(params=["small disk", "counted pages"])
def disk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "counted pages":
        yield CountedDisk(folder, monkeypatch)
        return
    if not _can_mount(folder):
        pytest.skip("no right to mount a file system; the other disk is tried")
    yield SmallDisk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Pair:
    """Anna, one of whose folders lies on the small disk, and Bo, whose computer has room."""

    def __init__(self, disk: Disk, tmp_path: Path, shared: Path, home: Path) -> None:
        self.disk, self.shared, self.home = disk, shared, home
        self.bo = create(shared, NEW_NETWORK, home=tmp_path / "bo", user="bo", label="Nyt")
        self.anna = open_store(shared, home=home, user="anna")
        self.people: list[str] = []
        introduce(self.bo, self.anna)

    def edit(self, store: Store, note: str) -> bool:
        """Whether an edit was acknowledged; what is not is refused as Full and leaves nothing."""
        before = store.read()
        try:
            self.people.append(add_person(store, note=note))
        except Full:
            assert store.read() == before
            return False
        return True

    def round(self, pages: int, note: str) -> tuple[bool, str]:
        """Anna edits and exchanges on a full disk, then with room; whether it worked, and the message."""
        self.edit(self.bo, note)
        self.bo.exchange()
        self.disk.fill(pages)
        is_done = self.edit(self.anna, note)
        told = self.anna.exchange().problem
        assert told == "" or "ikke plads" in told, told
        assert self.missing(self.anna) == []
        self.disk.free()
        if not is_done:
            assert self.edit(self.anna, note)
        done = self.anna.exchange()
        assert (done.problem, done.waiting) == ("", 0)
        self.anna.refresh()
        self.bo.exchange()
        self.bo.refresh()
        assert self.anna.read() == self.bo.read()
        return is_done, told

    def missing(self, store: Store) -> list[str]:
        """What was acknowledged on this computer and is not there."""
        own = {entry.row_id for entry in store.log.history("people") if entry.by == store.user}
        return [row for row in own if not store.read().find(Person, row)]

    def close(self) -> None:
        """Both have all that was acknowledged."""
        for store in (self.anna, self.bo):
            assert all(store.read().find(Person, person) for person in self.people)
            assert store.log.verify() == []
            assert store._conn.execute("pragma integrity_check").fetchone() == ("ok",)
            store.close()


def _rounds(pair: Pair, notes: tuple[str, str] = ("kort", "ø" * 3000)) -> list[tuple[bool, str]]:
    return [pair.round(pages, note) for note in notes for pages in (0, 1, 2, 3, 4, 6, 9, 14, 20, 40)]


def test_a_full_disk_of_the_replica_refuses_edits_in_words_and_loses_none(disk: Disk, tmp_path: Path) -> None:
    pair = Pair(disk, tmp_path, tmp_path / "net.cbnet", disk.folder / "anna")
    outcomes = _rounds(pair)
    assert {is_done for is_done, _ in outcomes} == {True, False}
    assert any("ikke plads" in told for _, told in outcomes)
    pair.close()


def test_a_full_disk_of_the_folder_makes_edits_wait_until_there_is_room(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _can_mount(folder):
        pytest.skip("no right to mount a file system; a folder without room is played in tests/store/places")
    disk = SmallDisk(folder)
    try:
        pair = Pair(disk, tmp_path, folder / "net.cbnet", tmp_path / "anna")
        outcomes = _rounds(pair)
        assert all(is_done for is_done, _ in outcomes)
        assert any("ikke plads" in told for _, told in outcomes)
        pair.close()
        assert not [path for path in folder.rglob("*") if path.name.startswith(".~")]
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_first_start_on_a_full_disk_is_refused_in_words_and_succeeds_when_there_is_room(
    disk: Disk, tmp_path: Path
) -> None:
    shared, home = tmp_path / "net.cbnet", disk.folder / "anna"
    create(shared, NEW_NETWORK, home=tmp_path / "bo", user="bo", label="Nyt").close()
    refusals = 0
    for pages in (0, 1, 2, 3, 5, 8, 13, 20, 30, 45, 70, 100):
        shutil.rmtree(home, ignore_errors=True)
        disk.fill(pages)
        try:
            open_store(shared, home=home, user="anna").close()
        except Full:
            refusals += 1
        disk.free()
        anna = open_store(shared, home=home, user="anna")
        assert anna.last_exchange
        assert anna.last_exchange.problem == ""
        assert anna.log.verify() == []
        anna.close()
    assert refusals


def _save_copy(store: Store, target: Path) -> None:
    store.save_copy(target)


def _back_up(store: Store, target: Path) -> None:
    Backups(store._conn, target.parent).make("opened", store.clock())


def _create(store: Store, target: Path) -> None:
    create(target, NEW_NETWORK, home=store.path.parent / "hjem", user="anna", label="Nyt").close()


@pytest.mark.parametrize("write", [_save_copy, _back_up, _create])
def test_a_whole_file_is_written_whole_or_not_at_all(
    disk: Disk, tmp_path: Path, write: Callable[[Store, Path], None]
) -> None:
    store = create(tmp_path / "net.cbnet", NEW_NETWORK, home=tmp_path / "bo", user="bo", label="Nyt")
    folder = disk.folder / "kopier"
    folder.mkdir()
    disk.fill(0)
    if isinstance(disk, SmallDisk) or write is not _back_up:
        with pytest.raises(Full, match="ikke plads"):
            write(store, folder / "kopi.cbnet")
        assert list(folder.iterdir()) == []
    disk.free()
    write(store, folder / "kopi.cbnet")
    (made,) = [path for path in folder.iterdir() if path.is_file()]
    copy = open_store(made, home=tmp_path / "h", user="carl")
    assert copy.log.verify() == []
    copy.close()
    store.close()


def test_a_sign_off_and_an_erasure_on_a_full_disk_leave_nothing_half(disk: Disk, tmp_path: Path) -> None:
    pair = Pair(disk, tmp_path, tmp_path / "net.cbnet", disk.folder / "anna")
    take_over(pair.anna, whole_year(2015).network)
    person = add_person(pair.anna, phone="1" * 3000)
    today, before = date(2014, 11, 24), pair.anna.read()
    disk.fill(0)
    with pytest.raises(Full, match="ikke plads"):
        pair.anna.sign_off(2015, "", render, today=today)
    with pytest.raises(Full, match="ikke plads"):
        pair.anna.erase(person, "Beder om sletning. " * 2000, today=today)
    assert pair.anna.read() == before
    assert pair.anna.log.verify() == []
    disk.free()
    version = pair.anna.sign_off(2015, "", render, today=today)
    pair.anna.erase(person, "Beder om sletning", today=today)
    assert pair.anna.log.version_pdf(version.id)
    assert pair.anna.read().get(Person, person).phone == ""
    assert pair.anna.exchange().problem == ""
    pair.close()


def test_a_computer_whose_temporary_folder_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = create(tmp_path / "net.cbnet", NEW_NETWORK, home=tmp_path / "bo", user="bo", label="Nyt")

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_files.tempfile, "TemporaryDirectory", full)
    with pytest.raises(Full, match="ikke plads"):
        store.save_copy(tmp_path / "kopi.cbnet")
    store.close()
