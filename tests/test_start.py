"""The command line of the desktop program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cbnet_desktop import __main__, __version__
from cbnet_desktop.system import qt_libraries
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
