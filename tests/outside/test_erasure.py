"""D6: erased contact data is gone from everything that the program made, on every laptop, and does not come back."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.outside import raw
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.states import bytes_of, holding

SECRETS = ("11223344", "hemmelig@example.dk", "HEMMELIGNOTE")
CONTACT = ("phone=11223344", "email=hemmelig@example.dk", "note=HEMMELIGNOTE")


def test_d6_erased_contact_data_is_gone_from_replicas_backups_pieces_and_the_file(
    share: Path, anna: Computer, bo: Computer
) -> None:
    person = anna.done("add", "people", "name=Hanne Hemmelig", *CONTACT)
    bo.exchange()
    bo.later("1d")
    bo.exchange()
    assert holding(share, *SECRETS)
    assert holding(bo.home / "backups", *SECRETS), "else this proves nothing of backups"
    anna.later("2d")
    anna.done("erase", person, "--reason", "Udtrådt")
    bo.later("2d")
    everybody_exchanges(bo, anna)
    for folder in (share, anna.home, bo.home):
        assert holding(folder, *SECRETS) == [], folder
    for computer in (anna, bo):
        assert computer.done("verify")
        assert "Hanne Hemmelig" in computer.shown("people", "name")


def test_d6_a_backup_that_cannot_be_cleaned_is_named_on_every_computer(anna: Computer, bo: Computer) -> None:
    person = anna.done("add", "people", "name=Hanne", "phone=11223344")
    for computer in (bo, anna):
        computer.later("1d")
        computer.exchange()
    kept = {computer: min(computer.home.glob("backups/*/*.cbnet")) for computer in (anna, bo)}
    whole = {path: path.read_bytes() for path in kept.values()}
    for path, data in whole.items():
        path.write_bytes(data[: len(data) // 2])
    ran = anna.do("erase", person, "--reason", "Krav")
    assert (ran.code, kept[anna].name in ran.err) == (0, True), ran
    for _ in range(2):
        ran = bo.exchange()
        assert (ran.code, kept[bo].name in ran.err) == (0, True), ran
    for path, data in whole.items():
        path.write_bytes(data)
    for computer in (anna, bo):
        assert "slettet" not in computer.exchange().err
        assert b"11223344" not in kept[computer].read_bytes()


def test_d6_what_a_colleague_laid_there_is_cleaned_when_he_never_comes_again(
    share: Path, anna: Computer, bo: Computer
) -> None:
    person = bo.done("add", "people", "name=Hanne Hemmelig", *CONTACT)
    anna.exchange()
    anna.done("erase", person, "--reason", "Udtrådt")
    anna.later("11m")
    everybody_exchanges(anna)
    assert holding(share, *SECRETS) == []
    assert set(raw.lines_in(share)) == raw.edits_in(anna.home), "only values went, no edit"


def test_d6_a_laptop_that_was_away_is_cleaned_and_what_it_wrote_unknowing_stays(
    share: Path, anna: Computer, bo: Computer, join: Join
) -> None:
    person = anna.done("add", "people", "name=Hanne Hemmelig", *CONTACT)
    away = join("Cai")
    old_pieces = bytes_of(share)
    share.rename(share.with_name("væk"))
    away.do("set", "people", person, "phone=99887766")
    share.with_name("væk").rename(share)
    anna.done("erase", person, "--reason", "Udtrådt")
    bo.exchange()
    for name, data in old_pieces.items():
        if name.endswith(".cb1"):
            (share / name).write_bytes(data)
    for _ in range(2):
        everybody_exchanges(anna, bo, away)
    for computer in (anna, bo, away):
        computer.later("11m")
    everybody_exchanges(anna, bo, away, rounds=3)
    for folder in (share, anna.home, bo.home, away.home):
        assert holding(folder, *SECRETS) == [], folder
    assert raw.edits_in(anna.home) == raw.edits_in(bo.home) == raw.edits_in(away.home)
    versions = [conflict["versions"] for conflict in anna.do("conflicts", "--json").json]
    values = {version["value"] for found in versions for version in found} | anna.shown("people", "phone")
    assert "99887766" in values


def test_d6_an_old_backup_merged_back_brings_nothing_erased_with_it(
    share: Path, anna: Computer, tmp_path: Path
) -> None:
    person = anna.done("add", "people", "name=Hanne Hemmelig", *CONTACT)
    stale = tmp_path / "gammel kopi.cbnet"
    shutil.copy(anna.file, stale)
    assert holding(tmp_path, SECRETS[0])
    anna.done("erase", person, "--reason", "Udtrådt")
    assert anna.do("merge", stale).code == 0
    anna.exchange()
    assert holding(share, *SECRETS) == []
    assert holding(anna.home, *SECRETS) == []
    assert stale.exists(), "the copy is somebody's own"


def test_d6_no_copy_that_a_person_made_is_touched(share: Path, anna: Computer, bo: Computer) -> None:
    person = anna.done("add", "people", "name=Hanne Hemmelig", *CONTACT)
    copy = share / "netværk (Bos kopi).cbnet"
    shutil.copy(anna.file, copy)
    data = copy.read_bytes()
    anna.done("erase", person, "--reason", "Udtrådt")
    everybody_exchanges(anna, bo)
    assert copy.read_bytes() == data
