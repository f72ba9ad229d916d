"""D3: clones, restored profiles and restored servers keep both branches, on every laptop, and nobody is stopped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.outside import raw
from tests.outside.clients import Rsync, Unison
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join


def test_d3_a_clone_and_its_original_both_write_and_keep_everything(share: Path, anna: Computer, bo: Computer) -> None:
    anna.add("start")
    clone = anna.clone("Annas klon", share)
    anna.add("hjemme")
    clone.add("kontor")
    everybody_exchanges(anna, clone, bo, rounds=3)
    told = clone.add("klon efter"), anna.add("Anna efter"), bo.add("Bo efter")
    assert all(told)
    everybody_exchanges(anna, clone, bo, rounds=3)
    _all_are_the_same(anna, clone, bo)
    assert bo.shown("experiences") == {"start", "hjemme", "kontor", "klon efter", "Anna efter", "Bo efter"}


def test_d3_a_cell_that_both_clones_wrote_is_a_conflict_on_every_laptop(
    share: Path, anna: Computer, bo: Computer
) -> None:
    row = anna.add("start")
    clone = anna.clone("Annas klon", share)
    share.rename(share.with_name("væk"))
    for computer, title in ((anna, "hjemme"), (clone, "kontor")):
        computer.do("set", "experiences", row, f"title={title}")
    share.with_name("væk").rename(share)
    said = [computer.exchange() for _ in range(3) for computer in (anna, clone, bo)]
    assert [ran for ran in said[-3:] if ran.code] == []
    assert "En kopi af denne computers data er i brug et andet sted" in "".join(ran.out + ran.err for ran in said)
    for computer in (anna, clone, bo):
        (conflict,) = computer.do("conflicts", "--json").json
        assert {version["value"] for version in conflict["versions"]} == {"hjemme", "kontor"}, computer.name
    anna.done("resolve", anna.do("conflicts", "--json").json[0]["id"], "--value", "begge")
    everybody_exchanges(anna, clone, bo, rounds=3)
    _all_are_the_same(anna, clone, bo)
    assert bo.shown("experiences") == {"begge"}


def test_d3_a_restored_server_and_profile_keep_tuesday_and_wednesday(
    share: Path, anna: Computer, bo: Computer, join: Join
) -> None:
    anna.add("mandag")
    bo.exchange()
    night = share.parent / "i nat"
    for folder, copy in ((share, night / "drev"), (anna.home, night / "profil")):
        shutil.copytree(folder, copy)
    anna.add("tirsdag 1")
    anna.add("tirsdag 2")
    bo.exchange()
    for folder, copy in ((share, night / "drev"), (anna.home, night / "profil")):
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)
    anna.add("onsdag")
    bo.add("Bos onsdag")
    everybody_exchanges(anna, bo)
    bo.later("11m")
    everybody_exchanges(bo, anna, bo, anna)
    newcomer = join("Cai")
    everybody_exchanges(anna, bo, newcomer, rounds=3)
    days = {"mandag", "tirsdag 1", "tirsdag 2", "onsdag", "Bos onsdag"}
    assert [computer.shown("experiences") for computer in (anna, bo, newcomer)] == [days] * 3
    _all_are_the_same(anna, bo, newcomer)


def test_d3_a_profile_restored_at_three_moments_leaves_three_branches(
    share: Path, anna: Computer, bo: Computer
) -> None:
    row = anna.add("start")
    bo.exchange()
    olds = []
    for number in range(3):
        anna.add(f"dag {number}")
        olds.append(anna.clone(f"Anna {number}", share))
    share.rename(share.with_name("væk"))
    for old in olds:
        old.do("set", "experiences", row, f"title=fra {old.name}")
    share.with_name("væk").rename(share)
    everybody_exchanges(*olds, bo, anna, rounds=4)
    _all_are_the_same(bo, anna, *olds)
    (conflict,) = bo.do("conflicts", "--json").json
    assert {version["value"] for version in conflict["versions"]} == {f"fra Anna {number}" for number in range(3)}


def test_d3_an_old_home_put_back_goes_on_without_asking(share: Path, anna: Computer, bo: Computer) -> None:
    anna.add("mandag")
    night = share.parent / "profil"
    shutil.copytree(anna.home, night)
    anna.add("tirsdag")
    bo.exchange()
    shutil.rmtree(anna.home)
    shutil.copytree(night, anna.home)
    assert anna.exchange().code == 0
    anna.add("onsdag")
    everybody_exchanges(anna, bo)
    _all_are_the_same(anna, bo)
    assert bo.shown("experiences") == {"mandag", "tirsdag", "onsdag"}


@pytest.mark.parametrize("client", [Unison, Rsync])
def test_d3_a_clone_in_a_synced_folder_keeps_both_branches(client: type[Unison | Rsync], tmp_path: Path) -> None:
    if reason := client.obstacle():
        pytest.skip(reason)
    carrier = client(tmp_path, ("Anna", "Klon", "Bo"))
    anna, bo = (Computer(name, tmp_path / "laptops", carrier.folder(name)) for name in ("Anna", "Bo"))
    anna.done("new", "--name", "Net", "--from", "2014")
    carrier.rest()
    bo.exchange()
    anna.add("start")
    carrier.rest()
    bo.exchange()
    clone = anna.clone("Klon", carrier.folder("Klon"))
    clone.done("exchange", "--as", "shared")
    anna.add("hjemme")
    clone.add("kontor")
    for _ in range(2):
        carrier.rest()
        everybody_exchanges(anna, clone, bo, rounds=1)
    for computer in (anna, clone, bo):
        computer.add(f"{computer.name} efter")
    for _ in range(4):
        carrier.rest()
        everybody_exchanges(anna, clone, bo, rounds=1)
    _all_are_the_same(anna, clone, bo)
    assert bo.shown("experiences") == {"start", "hjemme", "kontor", "Anna efter", "Klon efter", "Bo efter"}


def _all_are_the_same(*computers: Computer) -> None:
    """Everybody holds the same edits, nothing waits, and the tables are what the edits say."""
    assert len({raw.edits_in(computer.home) for computer in computers}) == 1
    for computer in computers:
        ran = computer.do("exchange", "--json")
        assert (ran.code, ran.json["waiting"]) == (0, 0), (computer.name, ran)
        assert computer.done("verify")


def test_d3_a_home_put_back_without_its_key_goes_on_as_a_new_computer_and_says_so(anna: Computer, bo: Computer) -> None:
    anna.add("før")
    (key,) = anna.home.rglob("*.key")
    for harm in (key.unlink, lambda: key.write_bytes(b"halv")):
        harm()
        added = anna.do("add", "experiences", "title=efter")
        assert (added.code, "fået en ny" in added.err + anna.exchange().err) == (0, True), added
        assert "fået en ny" not in anna.exchange().err
    bo.exchange()
    assert bo.shown("experiences") == {"før", "efter"}
