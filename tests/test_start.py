"""The command line of the desktop program."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TextIO

import pytest

from cbnet_desktop import __main__, __version__
from cbnet_desktop.system import alerts, qt_libraries
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.system.options import Options, WrongCall, parse

ROOT = Path(__file__).resolve().parent.parent


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cbnet_desktop", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_file_or_the_example_is_opened() -> None:
    assert parse(["netværk.cbnet"]) == Options(file=Path("netværk.cbnet"))
    assert parse(["--example"]) == Options(is_example=True)
    assert parse([]) == Options()


def test_a_file_whose_name_looks_like_a_switch_follows_two_dashes() -> None:
    assert parse(["--", "--example"]) == Options(file=Path("--example"))


@pytest.mark.parametrize("arguments", [["--eksempel"], ["-x"], ["a.cbnet", "b.cbnet"], ["a.cbnet", "--example"]])
def test_a_call_that_makes_no_sense_is_refused_in_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WrongCall):
        parse(arguments)
    assert __main__.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith(".\n")


def test_version_and_help_are_said_without_opening_a_window() -> None:
    assert start("--version", QT_QPA_PLATFORM="").stdout == f"CBnet {__version__}\n"
    assert "--self-test" in start("--help", QT_QPA_PLATFORM="").stdout


def test_a_refusal_ends_the_program_with_a_sentence_instead_of_a_traceback() -> None:
    ended = start(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    if sys.platform.startswith("linux"):
        assert (ended.returncode, ended.stderr) == (2, qt_libraries.NO_SCREEN + "\n")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What stands in boxes; the log is let go of afterwards."""
    said: list[str] = []
    monkeypatch.setattr(alerts, "show", said.append)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield said
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def take_streams(monkeypatch: pytest.MonkeyPatch, instead: TextIO | None = None) -> None:
    """As in the program that is built for Windows."""
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, instead)


@pytest.mark.parametrize("is_null_device", [False, True])
def test_what_is_said_without_a_terminal_stands_in_a_box(
    is_null_device: bool, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as device:
        take_streams(monkeypatch, device if is_null_device else None)
        assert __main__.main(["--version"]) == 0
        assert __main__.main(["--eksempel"]) == 2
    assert shown[0] == f"CBnet {__version__}"
    assert "--eksempel" in shown[1]


def test_the_box_is_that_of_windows() -> None:
    asked: list[tuple[object, ...]] = []
    windows = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=lambda *said: asked.append(said)))
    alerts.show("Skriv kun navnet på én fil.", windows)
    assert asked[0][1:3] == ("Skriv kun navnet på én fil.", "CBnet")


def test_an_error_before_the_window_stands_in_a_box_with_its_report(
    shown: list[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_streams(monkeypatch)
    monkeypatch.setattr(FAILURES, "install", lambda: None)
    monkeypatch.setattr(qt_libraries, "obstacle", lambda: 1 // 0)
    assert __main__.main([]) == 1
    assert shown[0].startswith(__main__.COULD_NOT_START)
    assert "ZeroDivisionError" in shown[0]
    assert "ZeroDivisionError" in (home / "cbnet.log").read_text(encoding="utf-8")


def test_the_self_test_tells_the_log_where_nobody_could_close_its_boxes(
    shown: list[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_streams(monkeypatch)
    __main__._teller()("Åbn det i vinduet: i orden")
    assert shown == []
    assert "Åbn det i vinduet: i orden" in (home / "cbnet.log").read_text(encoding="utf-8")


def test_a_built_program_that_lacks_a_library_asks_to_be_installed_again() -> None:
    lacking = ImportError("DLL load failed while importing QtCore", name="PySide6.QtCore")
    assert "installér CBnet igen" in qt_libraries.explain(lacking, is_built=True)
    assert "bootstrap" in qt_libraries.explain(lacking, is_built=False)


_OPEN_EXAMPLE = """
import sys
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.start import make_application
app = make_application()
files = Files(MainWindow)
files.open_example()
app.processEvents()
print(*sorted({"reportlab", "PIL"} & set(sys.modules)), files.window.isVisible())
files.window.close()
"""


def test_an_example_that_is_there_opens_without_loading_what_made_it() -> None:
    def loaded() -> str:
        command = [sys.executable, "-c", _OPEN_EXAMPLE]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout

    assert "reportlab" in loaded()
    assert loaded() == "True\n"
