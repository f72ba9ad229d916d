"""A network's file, pieces and key that somebody else has open: waited for, told as that, and never lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from cbnet_desktop.domain.records.errors import Busy, ReadOnly, Unreadable
from cbnet_desktop.store import Store
from cbnet_desktop.store.files import whole_files
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.places.folder import Folder, refused
from cbnet_desktop.system import held
from tests.held_open import busy, windows_says
from tests.store.places.test_contract import named


def test_the_networks_file_that_somebody_has_open_is_told_as_that_and_stays(store: Store) -> None:
    before = store.path.read_bytes()
    with busy(store.path), pytest.raises(Busy) as refusal:
        whole_files.replace_whole(store.conn, store.path)
    assert refusal.value.message == held.SENTENCE.format(store.path.name)
    assert store.path.read_bytes() == before
    assert not list(store.path.parent.glob("*.tmp"))


def test_a_piece_that_a_client_has_open_waits_for_the_next_exchange(tmp_path: Path) -> None:
    place = Folder(tmp_path / "cbnet-d4618f95")
    place.put(named(b"x"), b"x")
    with busy(place.path / named(b"x")), pytest.raises(Unreadable, match="Et andet program bruger en fil i mappen"):
        place.put(named(b"x"), b"x")
    assert place.get(named(b"x")) == b"x"
    assert list(place.path.iterdir()) == [place.path / named(b"x")]


def test_a_file_that_is_marked_read_only_is_not_called_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    target = tmp_path / "netværk.cbnet"
    target.touch(mode=0o444)
    error = windows_says(5, tmp_path / "draft", target)
    assert refused(error, tmp_path, target.name).message == (
        "netværk.cbnet er skrivebeskyttet. Fjern skrivebeskyttelsen, eller vælg et andet navn."
    )
    assert isinstance(refused(error, tmp_path, "en anden.cbnet"), ReadOnly)


def test_a_folder_where_a_file_should_be_is_told_in_windows_words_too(tmp_path: Path) -> None:
    (tmp_path / "x.cb1").mkdir()
    error = windows_says(5, tmp_path / "draft", tmp_path / "x.cb1")
    assert "ligger der en mappe med navnet x.cb1" in str(refused(error, tmp_path))


def test_a_folder_that_windows_guards_against_the_program_is_one_that_cannot_be_written(tmp_path: Path) -> None:
    error = FileNotFoundError(2, "No such file or directory", str(tmp_path / "draft"))
    assert "Der kan ikke skrives i mappen" in str(refused(error, tmp_path))
    assert "kan ikke nås" in str(refused(error, tmp_path / "væk"))


def test_documents_that_a_killed_program_left_in_the_temporary_folder_go_after_a_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names = ("cbnet~abc_d123", "cbnet~new_1234", "cbnet~own-folder", "cbnetdocument", "others12")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "mail.eml").touch(mode=0o400)
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / "cbnet~link1234").symlink_to(tmp_path / "others12")
    os.utime(tmp_path / "cbnet~new_1234")
    whole_files.sweep_private()
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], "cbnet~link1234"}
    assert (tmp_path / "others12" / "mail.eml").exists()


def test_a_key_that_cannot_be_read_now_makes_no_other_computer_of_this_one(store: Store) -> None:
    key = store.replica_path.with_suffix(".key")
    secret = key.read_bytes()
    key.unlink()
    key.mkdir()
    with pytest.raises(Unreadable, match="nøgle"):
        KeyFile(store.replica_path).signer()
    key.rmdir()
    key.write_bytes(secret)
    assert KeyFile(store.replica_path).signer().secret == secret
