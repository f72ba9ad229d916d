"""A file that is open in Word, Acrobat or a virus scanner is waited for, and then told as what it is."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from cbnet_desktop.documents.pdf import writing
from cbnet_desktop.domain.records.errors import Busy
from cbnet_desktop.system import held, paths
from tests.held_open import busy, release, windows_says

SENTENCE = "{} er åben i et andet program. Luk den dér, og prøv igen."


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_sharing_violation_is_a_file_that_is_open_elsewhere(winerror: int, tmp_path: Path) -> None:
    assert held.is_open_elsewhere(windows_says(winerror, tmp_path / "plan.pdf"))


@pytest.mark.parametrize("error", [PermissionError(13, "denied", "plan.pdf"), windows_says(5, "draft", "plan.pdf")])
def test_what_windows_only_calls_denied_is_asked_again_by_its_own_name(error: OSError) -> None:
    asked: list[tuple[str, str]] = []

    def is_open(old: str, new: str) -> None:
        asked.append((old, new))
        raise windows_says(32, old, new)

    assert held.is_open_elsewhere(error, is_open)
    assert asked == [("plan.pdf", "plan.pdf")]


def test_what_is_really_denied_is_not_called_open(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-")

    def denied(old: str, new: str) -> None:
        raise windows_says(5, old, new)

    assert not held.is_open_elsewhere(PermissionError(13, "denied", str(path)), denied)
    assert not held.is_open_elsewhere(PermissionError(13, "denied", str(path)))
    assert not held.is_open_elsewhere(FileNotFoundError(2, "gone", str(path)))
    assert path.read_bytes() == b"%PDF-"


def test_a_file_that_is_let_go_of_in_time_is_replaced(tmp_path: Path) -> None:
    draft, target = tmp_path / "draft", tmp_path / "plan.pdf"
    draft.write_bytes(b"new")
    target.write_bytes(b"old")
    with busy(target):
        threading.Timer(0.3, release, (target,)).start()
        held.replace(draft, target)
    assert target.read_bytes() == b"new"


def test_it_is_waited_for_no_longer_than_the_bound() -> None:
    def action() -> None:
        raise windows_says(32, "plan.pdf")

    start = time.monotonic()
    with pytest.raises(PermissionError):
        held.patiently(action, 0.2)
    assert 0.2 <= time.monotonic() - start < 1


def test_what_is_no_matter_of_waiting_is_told_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(FileNotFoundError):
        held.patiently(lambda: Path("væk").read_bytes())
    assert time.monotonic() - start < 0.1


def test_a_file_marked_read_only_is_removed_where_windows_refuses_to(tmp_path: Path) -> None:
    path = tmp_path / "draft.tmp"
    path.touch(mode=0o400)

    def unlink(path: Path) -> None:
        if not path.stat().st_mode & 0o200:
            raise windows_says(5, path)
        path.unlink()

    held.remove(path, unlink=unlink)
    assert not path.exists()
    held.remove(path, unlink=unlink)


def test_a_pdf_that_is_open_in_another_program_is_told_as_that(tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"%PDF-old")
    with busy(target), pytest.raises(Busy) as refusal:
        writing.write_pdf(target, b"%PDF-new")
    assert refusal.value.message == SENTENCE.format("plan.pdf")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.pdf"]
    assert target.read_bytes() == b"%PDF-old"


def test_settings_that_cannot_be_read_now_are_not_written_over(home: Path) -> None:
    paths.save_settings(user_name="Mette")
    kept = paths.settings_file().read_bytes()
    paths.settings_file().rename(home / "kept")
    paths.settings_file().mkdir()  # what cannot be read as a file
    assert paths.settings() == {}
    with pytest.raises(OSError, match=r"directory|denied"):
        paths.save_settings(recent=["a.cbnet"])
    paths.settings_file().rmdir()
    (home / "kept").rename(paths.settings_file())
    assert paths.settings_file().read_bytes() == kept
