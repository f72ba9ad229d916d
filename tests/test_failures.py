"""Unexpected errors are logged and shown, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbnet_desktop import __version__
from cbnet_desktop.system import failures
from cbnet_desktop.system.failures import Failures


@pytest.fixture
def log(home: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    failures.open_log(home / "cbnet.log")
    yield home / "cbnet.log"
    for handler in set(root.handlers) - set(before[0]):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(before[1])


def test_the_report_names_version_python_and_place() -> None:
    report = failures.report(_raised(ZeroDivisionError("noget")))
    assert f"CBnet {__version__}" in report
    assert "Python 3." in report
    assert "ZeroDivisionError: noget" in report
    assert "test_failures.py" in report


def test_an_error_is_logged_and_shown_and_the_hook_returns(log: Path) -> None:
    shown: list[str] = []
    hook = Failures()
    hook.show_with(shown.append)
    hook.handle(_raised(ValueError("første")))
    assert "ValueError: første" in shown[0]
    assert "ValueError: første" in log.read_text(encoding="utf-8")


def test_the_same_error_is_shown_again_only_after_a_while_but_always_logged(log: Path) -> None:
    now = [0.0]
    shown: list[str] = []
    hook = Failures(clock=lambda: now[0])
    hook.show_with(shown.append)
    for moment in (0.0, 1.0, 30.0):
        now[0] = moment
        hook.handle(_raised(ValueError("igen")))
    assert len(shown) == 2
    assert log.read_text(encoding="utf-8").count("Unexpected error") == 3


def test_an_error_while_the_report_is_open_opens_no_second_one(log: Path) -> None:
    shown: list[str] = []
    hook = Failures()

    def show(report: str) -> None:
        shown.append(report)
        hook.handle(KeyError("while it is open"))

    hook.show_with(show)
    hook.handle(_raised(ValueError("først")))
    assert len(shown) == 1
    assert "while it is open" in log.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_shown_is_logged_too(log: Path) -> None:
    hook = Failures()

    def show(_report: str) -> None:
        raise RuntimeError("no window")

    hook.show_with(show)
    hook.handle(_raised(ValueError("først")))
    assert "no window" in log.read_text(encoding="utf-8")


def test_errors_of_other_threads_are_taken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown: list[str] = []
    hook = Failures()
    hook.show_with(shown.append)
    hook.install()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in shown[0]


def test_a_large_log_is_moved_aside_at_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "LARGE_LOG", 10)
    home.mkdir()
    (home / "cbnet.log").write_text("a long story\n", encoding="utf-8")
    failures.move_large(home / "cbnet.log")
    assert list(home.iterdir()) == [home / "cbnet.log.1"]


def test_a_home_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    failures.open_log(tmp_path / "file" / "cbnet.log")
    root.handlers[:], root.level = before


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught
