"""A folder that anybody and any client may write in: whatever lies there, the pieces are found, and nothing hangs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbnet_desktop.domain.records.errors import Full, ReadOnly, Unreadable
from cbnet_desktop.store.places.folder import DRAFT, Folder, refused
from cbnet_desktop.system import held
from tests.held_open import windows_says
from tests.store.places.test_contract import named
from tests.test_architecture import ROOT

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
NAME = named(b"x")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one piece."""
    place = Folder(tmp_path / "cbnet-d4618f95")
    place.put(NAME, b"x")
    return place


@pytest.mark.parametrize(
    "name",
    [
        f".syncthing.{NAME}.tmp",
        f"~{NAME}",
        f"{NAME}.partial",
        f"{NAME}.part",
        f"{NAME[:-4]}.sync-conflict-20260101-000000-ABCDEFG.cb1",
        f"{NAME[:-4]} (1).cb1",
        f"{NAME[:-4]}-ANNAS-PC.cb1",
        f".unison.{NAME}.0123.unison.tmp",
        f".{NAME}.Ab12Cd",
        f"._{NAME}",
        f".~lock.{NAME}#",
        f"{DRAFT}0123456789abcdef.tmp.1",
        f"{DRAFT}mine.tmp",
        "desktop.ini",
        ".DS_Store",
        "Thumbs.db",
        "tekst.txt",
    ],
)
def test_files_of_clients_and_systems_are_no_pieces_and_left_alone(folder: Folder, name: str) -> None:
    path = folder.path / name
    path.write_bytes(b"theirs")
    os.utime(path, (0, 0))
    folder.sweep()
    folder.put(NAME, b"x")
    assert list(folder.look()) == [NAME]
    assert path.read_bytes() == b"theirs"


def test_a_piece_of_a_later_format_is_shown(folder: Folder) -> None:
    later = NAME.replace(".cb1", ".cb2")
    folder.put(later, b"?")
    assert folder.look().keys() == {NAME, later}


def test_a_name_that_a_system_wrote_in_capitals_is_the_same_piece(folder: Folder) -> None:
    (folder.path / NAME).rename(folder.path / NAME.upper())
    assert list(folder.look()) == [NAME]
    assert folder.get(NAME) == b"x"
    folder.put(NAME, b"x")
    assert list(folder.look()) == [NAME]
    assert folder.get(NAME) == b"x"
    for _ in range(2):
        folder.look()
        folder.drop(NAME)
    assert list(folder.path.iterdir()) == []


class TestWhatIsNoFile:
    @pytest.fixture(params=["directory", "full directory", "link", "dangling link", "pipe", "socket", "device link"])
    def thing(self, request: pytest.FixtureRequest, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Something else under the name of a piece."""
        if os.name == "nt" and "directory" not in request.param:
            pytest.skip("Windows has no such files")
        path = folder.path / named(b"y")
        match request.param:
            case "directory":
                path.mkdir()
            case "full directory":
                path.mkdir()
                (path / "theirs").touch()
            case "link":
                path.symlink_to(folder.path / NAME)
            case "dangling link":
                path.symlink_to(folder.path / "nothing")
            case "pipe":
                os.mkfifo(path)
            case "socket":
                monkeypatch.chdir(folder.path)  # a socket's path has at most 108 bytes
                socket.socket(socket.AF_UNIX).bind(path.name)
            case _:
                path.symlink_to("/dev/zero")
        return path

    def test_is_no_piece_and_nothing_waits_for_it(self, folder: Folder, thing: Path) -> None:
        start = time.monotonic()
        assert list(folder.look(closely=True)) == [NAME]
        assert folder.get(thing.name) is None
        assert time.monotonic() - start < 1

    def test_gives_way_to_the_piece_unless_it_is_a_folder(self, folder: Folder, thing: Path) -> None:
        if thing.is_dir() and not thing.is_symlink():
            with pytest.raises(Unreadable, match="ligger der en mappe"):
                folder.put(thing.name, b"y")
            assert len(list(folder.path.iterdir())) == 2
        else:
            folder.put(thing.name, b"y")
            assert folder.get(thing.name) == b"y"
            assert folder.get(NAME) == b"x", "what a link leads to is not written"

    def test_is_dropped_unless_it_is_a_folder(self, folder: Folder, thing: Path) -> None:
        was_folder = thing.is_dir() and not thing.is_symlink()
        folder.drop(thing.name)
        assert thing.exists() == was_folder
        assert folder.get(NAME) == b"x"


class TestAFolderThatIsAway:
    def test_is_empty_where_it_is_yet_to_be_made(self, tmp_path: Path) -> None:
        place = Folder(tmp_path / "cbnet-1")
        assert (place.look(), place.get(NAME), place.check()) == ({}, None, "")
        place.drop(NAME)
        place.sweep()
        assert not place.path.exists(), "looking makes nothing"

    def test_cannot_be_reached_where_the_folder_above_is_away_too(self, tmp_path: Path) -> None:
        place = Folder(tmp_path / "drev" / "cbnet-1")
        with pytest.raises(Unreadable, match="kan ikke nås"):
            place.look()
        with pytest.raises(Unreadable, match="kan ikke nås"):
            place.put(NAME, b"x")
        assert "kan ikke nås" in place.check()
        assert not place.path.parent.exists()

    def test_that_is_a_file_is_said_to_be_one(self, tmp_path: Path) -> None:
        place = Folder(tmp_path / "cbnet-1")
        place.path.write_bytes(b"theirs")
        for call in (place.look, lambda: place.get(NAME), lambda: place.put(NAME, b"x")):
            with pytest.raises(Unreadable, match="er ikke en mappe"):
                call()
        assert "er ikke en mappe" in place.check()
        assert place.path.read_bytes() == b"theirs"


class TestAFolderThatMayNotBeWritten:
    @pytest.fixture
    def folder(self) -> Iterator[Folder]:
        """A folder with one piece that others than the tests' user can reach, as they cannot reach pytest's own."""
        with tempfile.TemporaryDirectory() as above:
            Path(above).chmod(0o755)
            place = Folder(Path(above) / "cbnet-d4618f95")
            place.put(NAME, b"x")
            yield place

    def test_says_so(self, folder: Folder) -> None:
        folder.path.chmod(0o555)
        if os.name == "nt":
            assert folder.check() == "", "there it means that the folder has an icon"
        else:
            assert folder.check() == (
                f"Mappen {folder.path} er skrivebeskyttet. Gem en kopi et andet sted for at redigere."
            )
            assert folder.get(NAME) == b"x"
        folder.path.chmod(0o755)
        assert folder.check() == ""

    @posix
    def test_refuses_in_one_sentence_and_can_be_read(self, folder: Folder) -> None:
        found = as_nobody(
            folder,
            0o555,
            "say(lambda: place.put(name, b'y'))\nsay(lambda: place.drop(name))\n"
            "say(place.check)\nsay(lambda: place.get(name))",
        )
        assert [line.split(":")[0] for line in found] == ["ReadOnly", "ReadOnly", "str", "bytes"]
        assert "Der kan ikke skrives i mappen" in found[0]

    @posix
    def test_one_that_may_not_be_read_is_not_called_read_only(self, folder: Folder) -> None:
        found = as_nobody(folder, 0o000, "say(place.look); say(lambda: place.get(name)); say(place.check)")
        assert [line.split(":")[0] for line in found] == ["Unreadable", "Unreadable", "str"]
        assert "må ikke læses" in found[0]

    @posix
    def test_one_piece_that_may_not_be_read_stops_no_other(self, folder: Folder) -> None:
        folder.put(named(b"y"), b"y")
        (folder.path / NAME).chmod(0)
        found = as_nobody(folder, 0o777, "say(lambda: place.get(name)); say(lambda: len(place.look()))")
        assert found == ["NoneType:None", "int:2"]


def as_nobody(folder: Folder, mode: int, script: str) -> list[str]:
    """What a script prints as a user who has no rights of its own in a folder."""
    folder.path.chmod(mode)
    lines = [
        "import os, sys",
        "from pathlib import Path",
        "from cbnet_desktop.domain.records.errors import UserError",
        "from cbnet_desktop.store.places.folder import Folder",
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)",
        "place, name = Folder(Path(sys.argv[1])), sys.argv[2]",
        "def say(call):",
        "    try: found = call()",
        "    except UserError as error: found = error",
        "    print(f'{type(found).__name__}:{found}')",
        script,
    ]
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(folder.path), NAME],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    folder.path.chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


class TestAFullDisk:
    @pytest.fixture
    def small(self, tmp_path: Path) -> Iterator[Folder]:
        """A folder on a disk of 64 kB."""
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = shutil.which("mount")
        made = mount and subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=64k", "none", str(disk)], capture_output=True, check=False
        )
        if not made or made.returncode:
            pytest.skip("no disk can be mounted here")
        yield Folder(disk / "cbnet-1")
        subprocess.run(["umount", str(disk)], check=True)

    def test_refuses_in_one_sentence_and_keeps_what_is_there(self, small: Folder) -> None:
        small.put(NAME, b"x")
        with pytest.raises(Full, match="Der er ikke plads"):
            small.put(named(b"y"), b"y" * 100_000)
        assert [path.name for path in small.path.iterdir()] == [NAME]
        with pytest.raises(Full):
            small.put(NAME, b"y" * 100_000)
        assert small.get(NAME) == b"x", "the old bytes stay until the new ones are whole"


class TestDrafts:
    def test_are_swept_an_hour_after_a_kill(self, folder: Folder) -> None:
        left = [folder.path / f"{DRAFT}{number:016x}.tmp" for number in range(3)]
        for path, minutes in zip(left, (61, 59, -600), strict=True):
            path.write_bytes(b"half")
            os.utime(path, (time.time() - 60 * minutes,) * 2)
        folder.sweep()
        assert [path.exists() for path in left] == [False, True, True]
        assert list(folder.look()) == [NAME]

    @posix
    def test_a_program_killed_before_the_rename_leaves_no_piece(self, folder: Folder) -> None:
        lines = [
            "import os, signal, sys",
            "from pathlib import Path",
            "from cbnet_desktop.store.places.folder import Folder",
            "sys.addaudithook(lambda event, args: event == 'os.rename' and os.kill(os.getpid(), signal.SIGKILL))",
            "Folder(Path(sys.argv[1])).put(sys.argv[2], b'y' * 100_000)",
        ]
        name = named(b"y" * 100_000)
        ran = subprocess.run(
            [sys.executable, "-c", "\n".join(lines), str(folder.path), name], cwd=ROOT, check=False, timeout=60
        )
        assert ran.returncode == -signal.SIGKILL
        assert len(list(folder.path.glob(f"{DRAFT}*"))) == 1
        assert list(folder.look()) == [NAME]
        assert folder.get(name) is None
        folder.put(name, b"y" * 100_000)
        assert folder.get(name) == b"y" * 100_000

    def test_one_that_cannot_be_renamed_is_not_left(self, folder: Folder) -> None:
        (folder.path / named(b"y")).mkdir()
        with pytest.raises(Unreadable):
            folder.put(named(b"y"), b"y")
        assert not list(folder.path.glob(f"{DRAFT}*"))


def test_five_thousand_pieces_are_looked_at_in_no_time(tmp_path: Path) -> None:
    place = Folder(tmp_path / "cbnet-1")
    place.path.mkdir()
    names = {named(str(number).encode()) for number in range(5000)}
    for name in names:
        (place.path / name).touch()
    start = time.process_time()
    assert place.look().keys() == names
    assert place.look(closely=True).keys() == names
    assert time.process_time() - start < 1


def test_a_path_longer_than_most_is_no_trouble(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["æøå lang mappe"] * 12)
    deep.mkdir(parents=True)
    place = Folder(deep / "cbnet-12345678")
    place.put(NAME, b"x")
    assert (place.get(NAME), list(place.look())) == (b"x", [NAME])


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_file_that_a_client_has_open_is_not_called_read_only(tmp_path: Path, winerror: int) -> None:
    error = windows_says(winerror)
    assert isinstance(refused(error, tmp_path), Unreadable)
    assert refused(error, tmp_path, "netværk.cbnet").message == held.SENTENCE.format("netværk.cbnet")
    assert isinstance(refused(PermissionError(13, "access"), tmp_path), ReadOnly)
