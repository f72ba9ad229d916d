"""D2, D4, D8, D9, D14: what is said to lie in the place lies there, whole and small, and is healed otherwise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.outside import raw
from tests.outside.clients import found
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.states import bytes_of


def test_d2_a_missing_piece_is_told_and_laid_again_by_its_writer(share: Path, anna: Computer, bo: Computer) -> None:
    for title in ("et", "to", "tre"):
        anna.add(title)
    _holding(share, "to").unlink()
    bo.add("fra Bo")
    ran = bo.exchange()
    assert (ran.code, "mangler 1 ændring" in ran.out + ran.err) == (0, True), ran
    assert bo.shown("experiences") == {"et", "tre", "fra Bo"}
    assert anna.exchange().code == 0
    healed = bo.exchange()
    assert (healed.code, "mangler" in healed.out + healed.err) == (0, False), healed
    assert anna.shown("experiences") == bo.shown("experiences") == {"et", "to", "tre", "fra Bo"}


def test_d2_a_missing_piece_is_laid_again_by_whoever_holds_it(
    share: Path, anna: Computer, bo: Computer, join: Join
) -> None:
    away = join("Cai")
    for title in ("et", "to", "tre"):
        anna.add(title)
    bo.exchange()
    _holding(share, "to").unlink()
    bo.exchange()
    bo.later("11m")
    bo.exchange()
    away.exchange()
    assert away.shown("experiences") == {"et", "to", "tre"}


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "swapped"])
def test_d2_a_damaged_piece_is_healed_and_stops_nobody(harm: str, share: Path, anna: Computer, bo: Computer) -> None:
    anna.add("et")
    piece = _holding(share, "et")
    data, other = piece.read_bytes(), next(path for path in raw.pieces(share) if path != piece)
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    piece.write_bytes({"cut": data[:middle], "flipped": flipped, "emptied": b"", "swapped": other.read_bytes()}[harm])
    bo.add("fra Bo")
    ran = bo.exchange()
    assert ran.code == 0, ran
    assert bo.shown("experiences") == {"fra Bo"}
    anna.exchange()
    everybody_exchanges(bo, anna)
    assert anna.shown("experiences") == bo.shown("experiences") == {"et", "fra Bo"}
    assert set(raw.lines_in(share)) >= raw.edits_in(bo.home)
    assert bo.done("verify")


def test_d2_a_piece_that_stays_damaged_is_told(share: Path, anna: Computer, bo: Computer) -> None:
    anna.add("et")
    piece = _holding(share, "et")
    piece.write_bytes(piece.read_bytes()[:-9])
    bo.exchange()
    bo.later("11m")
    ran = bo.exchange()
    assert (ran.code, "beskadiget" in ran.out + ran.err) == (0, True), ran


def test_d2_an_exchange_ends_with_1_where_something_waits_and_2_where_the_place_is_away(
    share: Path, anna: Computer
) -> None:
    share.rename(share.with_name("væk"))
    added = anna.do("add", "experiences", "title=imens")
    assert added.code in (0, 1), added
    assert added.err
    away = anna.exchange()
    assert away.code == 2, away
    assert anna.shown("experiences") == {"imens"}
    share.with_name("væk").rename(share)
    assert anna.exchange().code == 0
    assert "imens" in {op.value for op in raw.ops_in(share)}


def test_d2_what_a_full_disk_does_not_take_waits(share: Path, anna: Computer, bo: Computer) -> None:
    (place,) = share.glob("cbnet-*")
    kept = {path.name: path.read_bytes() for path in place.iterdir()}
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        for name, data in kept.items():
            place.joinpath(name).write_bytes(data)
        place.joinpath("fylder").write_bytes(bytes(shutil.disk_usage(place).free))
        added = bo.do("add", "experiences", "title=imens")
        assert (added.code, "plads" in added.err) == (0, True), added
        ran = bo.do("exchange", "--json")
        assert (ran.code, ran.json["waiting"]) == (1, 1), ran
        place.joinpath("fylder").unlink()
        assert bo.exchange().code == 0
        anna.exchange()
        assert anna.shown("experiences") == {"imens"}
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_d2_a_full_disk_for_temporary_files_is_told_apart_from_a_file_out_of_reach(
    anna: Computer, bo: Computer, tmp_path: Path
) -> None:
    disk, copy = tmp_path / "midlertidige filer", tmp_path / "sendt.cbnet"
    disk.mkdir()
    anna.done("copy", "-o", copy)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        newcomer = Computer("Cai", tmp_path / "laptops", anna.folder)
        for ran in (
            bo.do("merge", copy, TMPDIR=str(disk)),
            bo.do("copy", "-o", tmp_path / "ny.cbnet", TMPDIR=str(disk)),
            newcomer.do("exchange", TMPDIR=str(disk)),
        ):
            assert (ran.code, "ikke plads på disken" in ran.err) == (1, True), ran
        assert bo.do("add", "experiences", "title=imens", TMPDIR=str(disk)).code == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    anna.exchange()
    assert anna.shown("experiences") == {"imens"}


def test_d2_a_folder_that_may_not_be_written_is_said_and_nothing_is_lost(
    share: Path, anna: Computer, bo: Computer
) -> None:
    (place,) = share.glob("cbnet-*")
    place.chmod(0o555)
    added = bo.do("add", "experiences", "title=imens")
    assert added.err, added
    place.chmod(0o755)
    assert bo.exchange().code == 0
    anna.exchange()
    assert anna.shown("experiences") == bo.shown("experiences") == ({"imens"} if added.code == 0 else set())


def test_d2_files_that_nobody_may_delete_stop_no_exchange_and_are_named(
    share: Path, anna: Computer, bo: Computer
) -> None:
    person = anna.done("add", "people", "name=Hanne", "phone=11223344")
    bo.exchange()
    before = {piece: piece.read_bytes() for piece in raw.pieces(share)}
    anna.done("erase", person, "--reason", "Krav")
    (gone,) = [piece for piece in before if not piece.exists()]
    gone.write_bytes(before[gone])
    if not found("chattr") or subprocess.run(["chattr", "+i", str(gone)], capture_output=True, check=False).returncode:
        pytest.skip("no file can be made so that nobody deletes it")
    try:
        bo.add("fra Bo")
        ran = anna.do("add", "experiences", "title=fra Anna")
        assert (ran.code, "ikke lagt" in ran.err, gone.name in ran.err) == (0, False, True), ran
        bo.exchange()
        assert bo.shown("experiences") == anna.shown("experiences") == {"fra Bo", "fra Anna"}
    finally:
        subprocess.run(["chattr", "-i", str(gone)], check=True)
    assert "ikke slette" not in anna.exchange().err
    assert not gone.exists()


def test_d4_no_database_is_ever_written_in_the_shared_folder(anna: Computer, bo: Computer, tmp_path: Path) -> None:
    if not found("strace"):
        pytest.skip("strace is not installed")
    for computer, command in ((anna, ("add", "experiences", "title=a")), (bo, ("add", "experiences", "title=b"))):
        trace = tmp_path / "trace"
        call = ["strace", "-f", "-s", "400", "-e", "trace=open,openat,rename,renameat,renameat2,pwrite64", "-y"]
        program = computer.call(command[0], computer.file, *command[1:])
        done = subprocess.run(
            [*call, "-o", str(trace), *program], env=computer.environment(), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        touched = [line for line in trace.read_text(errors="replace").splitlines() if _octal(anna.folder) in line]
        assert touched
        assert [line for line in touched if re.search(r"-(journal|wal|shm)\b", line) or "pwrite64" in line] == []
        written = [line for line in touched if re.search(r"O_(WRONLY|RDWR|CREAT)", line)]
        assert [line for line in written if ".tmp" not in line] == [], "only a draft is written, then renamed"


def test_d8_many_exchanges_leave_few_files_and_nothing_is_put_aside(share: Path, anna: Computer, bo: Computer) -> None:
    for number in range(10):
        anna.add(f"a{number}")
        shutil.copy(anna.file, share / f"netværk (konfliktkopi {number}).cbnet")
        bo.add(f"b{number}")
    for computer in (anna, bo):
        computer.later("2h")
        computer.add(f"senere {computer.name}")
    assert len(raw.pieces(share)) < 12
    assert {path.name for path in share.iterdir() if path.is_dir()} == {raw.pieces(share)[0].parent.name}
    everybody_exchanges(anna, bo)
    assert len(anna.shown("experiences")) == 22
    assert anna.shown("experiences") == bo.shown("experiences")


def test_d9_an_edit_is_delivered_in_2_kb_however_long_the_history(tmp_path: Path, share: Path) -> None:
    anna = Computer("Anna", tmp_path / "laptops", share)
    anna.done("new", "--example")
    bo = Computer("Bo", tmp_path / "laptops", share)
    bo.done("exchange")
    before = bytes_of(share)
    bo.add("kort")
    after = bytes_of(share)
    fresh = {name: len(data) for name, data in after.items() if before.get(name) != data}
    assert 0 < sum(fresh.values()) <= 2_000, fresh


def test_d14_a_laptop_that_only_opened_has_no_backup_of_nothing(bo: Computer) -> None:
    assert all(len(backup.read_bytes()) > 0 for backup in bo.home.glob("backups/**/*.cbnet"))
    assert "et andet netværk" not in bo.done("backups")


def test_d14_waiting_says_what_lies_in_the_folder(anna: Computer) -> None:
    anna.add("et")
    assert "mappen" in anna.done("exchange")


def test_d14_an_exchange_of_nothing_calls_a_slow_place_a_few_times(bo: Computer, tmp_path: Path) -> None:
    if not found("strace"):
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    program = bo.call("exchange", bo.file)
    subprocess.run(
        ["strace", "-f", "-y", "-s", "400", "-o", str(trace), *program],
        env=bo.environment(),
        capture_output=True,
        check=True,
    )
    calls = [line for line in trace.read_text(errors="replace").splitlines() if _octal(bo.folder) in line]
    assert 0 < len(calls) < 60, len(calls)


def _holding(share: Path, title: str) -> Path:
    """The piece that holds an experience of this title."""
    (piece,) = [piece for piece in raw.pieces(share) if any(_says(line, title) for line in raw.lines_of(piece))]
    return piece


def _says(line: raw.Line, title: str) -> bool:
    return any(op.value == title for op in line.ops)


def _octal(folder: Path) -> str:
    """A folder as strace writes it."""
    return "".join(chr(byte) if byte < 128 else f"\\{byte:o}" for byte in str(folder).encode())
