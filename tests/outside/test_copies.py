"""D1, D7, D11: looking at a file moves nothing, and a file that is not what it was is asked about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.outside import raw
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.states import bytes_of, changed, times_of

ANSWERS = ("--as shared", "--as copy", "--as place")
#: What sync clients, browsers and file managers call a file that they are still writing, or that two have changed.
TOOLS_OWN = (
    ".syncthing.{}.tmp",
    "~syncthing~{}.tmp",
    ".unison.{}.6232240388e76b70808618379570e791.unison.tmp",
    ".{}.~7f3a",
    "{}.partial",
    "{}.crdownload",
    "._{}",
    ".goutputstream-{}",
    "{} (Bos pc's modstridende kopi)",
    "{}.sync-conflict-20261130-101010-ABCDEFG",
)


@pytest.mark.parametrize(
    "command",
    [
        ("show", "experiences"),
        ("show", "experiences", "--json"),
        ("check", "--year", "2015"),
        ("verify",),
        ("search", "før"),
        ("history",),
        ("conflicts",),
        ("roster", "--year", "2015", "-o", "../liste.pdf"),
        ("book", "-o", "../bog.pdf"),
    ],
)
def test_d1_looking_at_a_copy_beside_the_file_moves_nothing(
    command: tuple[str, ...], share: Path, anna: Computer, bo: Computer
) -> None:
    anna.add("før")
    copy = share / "netværk - Kopi.cbnet"
    shutil.copy(anna.file, copy)
    before, times = bytes_of(share), times_of(share)
    ran = bo.run(command[0], copy, *(share / part if ".pdf" in part else part for part in command[1:]))
    assert ran.code in (0, 1), ran
    assert bytes_of(share) == before
    assert times_of(share) == times


def test_d1_a_copy_opened_by_a_newcomer_takes_nothing_from_anybody(share: Path, anna: Computer, tmp_path: Path) -> None:
    anna.add("før")
    copy = share / "netværk - Kopi.cbnet"
    shutil.copy(anna.file, copy)
    before = bytes_of(share)
    newcomer = Computer("Cai", tmp_path / "laptops", share, copy.name)
    assert newcomer.shown("experiences") == {"før"}
    newcomer.exchange()
    assert changed(before, bytes_of(share)) == set()
    anna.add("efter")
    assert newcomer.do("exchange").code == 0
    assert newcomer.shown("experiences") == {"før", "efter"}


def test_d1_a_file_in_another_folder_is_asked_about_and_each_answer_does_what_it_says(
    anna: Computer, bo: Computer, tmp_path: Path
) -> None:
    anna.add("før")
    folder = tmp_path / "sendt"
    folder.mkdir()
    mailed = shutil.copy(anna.file, folder / "netværk.cbnet")
    refused = bo.run("add", mailed, "experiences", "title=hvor")
    assert refused.code == 2
    assert all(answer in refused.err for answer in ANSWERS), refused.err
    assert sorted(path.name for path in folder.iterdir()) == ["netværk.cbnet"]

    looked_at = bo.run("show", mailed, "experiences")
    assert (looked_at.code, "før" in looked_at.out) == (0, True), looked_at
    assert bo.run("add", mailed, "experiences", "title=hvor", "--as", "copy").code in (1, 2)
    assert sorted(path.name for path in folder.iterdir()) == ["netværk.cbnet"]

    placed = bo.run("add", mailed, "experiences", "title=her", "--as", "place")
    assert placed.code == 0, placed
    assert "her" in {op.value for op in raw.ops_in(folder)}
    assert bo.run("add", mailed, "experiences", "title=igen").code == 0, "asked once"


def test_d1_a_moved_folder_is_the_shared_one_where_that_is_said(anna: Computer, bo: Computer, share: Path) -> None:
    anna.add("før")
    bo.exchange()
    moved = share.parent / "Nyt drev"
    shutil.copytree(share, moved)
    shutil.rmtree(share)
    there = moved / bo.file.name
    assert bo.run("add", there, "experiences", "title=her").code == 2
    assert bo.run("add", there, "experiences", "title=her", "--as", "shared").code == 0
    cai = Computer("Cai", bo.home.parent, moved)
    cai.exchange()
    assert cai.shown("experiences") == {"før", "her"}


def test_d1_a_file_without_its_folder_is_a_copy_to_look_at(anna: Computer, tmp_path: Path) -> None:
    anna.add("før")
    folder = tmp_path / "sendt"
    folder.mkdir()
    shutil.copy(anna.file, folder)
    newcomer = Computer("Cai", tmp_path / "laptops", folder)
    assert newcomer.shown("experiences") == {"før"}
    assert newcomer.do("add", "experiences", "title=her").code in (1, 2)
    assert [path.name for path in folder.iterdir()] == [newcomer.file.name]
    assert newcomer.do("add", "experiences", "title=her", "--as", "place").code == 0
    assert newcomer.shown("experiences") == {"før", "her"}


def test_d1_copy_writes_a_whole_network_that_can_be_mailed(anna: Computer, bo: Computer, tmp_path: Path) -> None:
    anna.add("fra Anna")
    bo.exchange()
    bo.add("fra Bo")
    copy = tmp_path / "til mail.cbnet"
    assert bo.do("copy", "-o", copy).code == 0
    again = bo.do("copy", "-o", copy)
    assert again.code in (1, 2), "a file that exists is not written over"
    newcomer = Computer("Cai", tmp_path / "laptops", tmp_path, copy.name)
    assert newcomer.shown("experiences") == {"fra Anna", "fra Bo"}
    assert newcomer.done("verify")


def test_d7_what_tools_are_writing_or_have_put_beside_is_left_alone(share: Path, anna: Computer, bo: Computer) -> None:
    (piece,) = raw.pieces(share)[:1]
    for name in TOOLS_OWN:
        shutil.copy(anna.file, share / name.format(anna.file.name))
        shutil.copy(piece, piece.with_name(name.format(piece.name)))
        half = piece.read_bytes()[: piece.stat().st_size // 2]
        piece.with_name(name.format(f"0{piece.name[1:]}")).write_bytes(half)
    before = bytes_of(share)
    anna.add("imens")
    for computer in (anna, bo):
        ran = computer.exchange()
        assert ran.code == 0, ran
        assert not any(name.format(piece.name) in ran.out + ran.err for name in TOOLS_OWN)
    after = bytes_of(share)
    assert changed(before, after) <= {anna.file.name}
    assert bo.shown("experiences") == {"imens"}


def test_d11_another_network_under_the_same_path_is_asked_about(
    share: Path, anna: Computer, join: Join, tmp_path: Path
) -> None:
    bo = join("Bo")
    bo.add("i vores netværk")
    other = Computer("Vejle", tmp_path / "laptops", tmp_path / "andet")
    other.folder.mkdir()
    other.done("new", "--name", "Et andet netværk", "--from", "2014")
    anna.file.unlink()
    shutil.copytree(other.folder, share, dirs_exist_ok=True)
    before = bytes_of(share)
    ran = bo.do("add", "experiences", "title=hvorhen")
    assert ran.code == 2, ran
    assert "netværk" in ran.err
    assert bytes_of(share) == before
    theirs = Computer("Dea", tmp_path / "laptops", share)
    assert theirs.shown("experiences") == set()


def test_d11_who_has_both_networks_keeps_them_apart(share: Path, bo: Computer, tmp_path: Path) -> None:
    other = Computer("Bo", tmp_path / "laptops", tmp_path / "andet")
    other.folder.mkdir()
    other.done("new", "--name", "Et andet netværk", "--from", "2014")
    bo.add("i vores")
    other.add("i det andet")
    everybody_exchanges(bo, other)
    assert (bo.shown("experiences"), other.shown("experiences")) == ({"i vores"}, {"i det andet"})
    assert {op.value for op in raw.ops_in(share)} & {"i det andet"} == set()
