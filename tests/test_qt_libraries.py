"""Where Linux lacks what Qt needs, one sentence says which packages to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cbnet_desktop.cli.terminal import faults
from cbnet_desktop.system import qt_libraries
from cbnet_desktop.system.failures import report
from cbnet_desktop.system.qt_libraries import EVERYWHERE, WAYLAND, X11, Library

ROOT = Path(__file__).resolve().parent.parent
_WITHOUT_EGL = """
import ctypes
load = ctypes.CDLL
class CDLL(load):
    def __init__(self, name, *args, **kwargs):
        if name == "libEGL.so.1":
            raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")
        super().__init__(name, *args, **kwargs)
ctypes.CDLL = CDLL
"""


def lacks(monkeypatch: pytest.MonkeyPatch, *sonames: str) -> None:
    monkeypatch.setattr(qt_libraries, "is_there", lambda library: library.soname not in sonames)
    monkeypatch.setattr(qt_libraries, "_x11_answers", lambda: True)


def test_nothing_is_said_where_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks(monkeypatch)
    for environment in ({"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}):
        assert qt_libraries.obstacle(environment, "linux") == ""


def test_the_packages_of_debian_and_fedora_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks(monkeypatch, "libEGL.so.1", "libGL.so.1")
    sentence = qt_libraries.obstacle({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert "libEGL.so.1 og libGL.so.1" in sentence
    assert "»sudo apt install libegl1 libgl1«" in sentence
    assert "»sudo dnf install libglvnd-egl libglvnd-glx«" in sentence


def test_the_libraries_of_the_screen_are_named_in_the_same_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks(monkeypatch, "libEGL.so.1", "libxcb-cursor.so.0")
    assert "»sudo apt install libegl1 libxcb-cursor0«" in qt_libraries.obstacle({"DISPLAY": ":0"}, "linux")


def test_a_screen_of_either_kind_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    lacks(monkeypatch, "libxcb-cursor.so.0")
    assert qt_libraries.obstacle(both, "linux") == ""
    lacks(monkeypatch, "libwayland-client.so.0")
    assert qt_libraries.obstacle(both, "linux") == ""
    lacks(monkeypatch, "libwayland-client.so.0", "libxcb-cursor.so.0")
    assert "libxcb-cursor0" in qt_libraries.obstacle(both, "linux")


def test_without_a_screen_the_console_is_pointed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks(monkeypatch)
    assert qt_libraries.obstacle({}, "linux") == qt_libraries.NO_SCREEN
    monkeypatch.setattr(qt_libraries, "_x11_answers", lambda: False)
    assert qt_libraries.obstacle({"DISPLAY": ":99"}, "linux") == qt_libraries.NO_SCREEN


def test_other_systems_bring_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks(monkeypatch, *(library.soname for library in EVERYWHERE + X11 + WAYLAND))
    assert qt_libraries.obstacle({}, "win32") == qt_libraries.obstacle({}, "darwin") == ""


def test_a_library_that_is_not_there_is_found_missing() -> None:
    assert not qt_libraries.is_there(Library("libcbnet-no-such-thing.so.9", "", ""))


def test_a_library_outside_the_list_is_named_by_itself() -> None:
    error = ImportError("libodd.so.3: cannot open shared object file: No such file or directory")
    assert "libodd.so.3" in qt_libraries.explain(error)
    assert qt_libraries.explain(ImportError("cannot import name 'x'", name="cbnet_desktop.ui")) == ""


@pytest.mark.parametrize(
    "lacking",
    [
        ImportError("libQt6Core.so.6: cannot open shared object file: No such file or directory"),
        ModuleNotFoundError("No module named 'pysqlite3._sqlite3'", name="pysqlite3._sqlite3"),
        ImportError("Could not find library 'pdfium'"),
        ImportError("/opt/cbnet/_internal/resources/icons mangler"),
    ],
    ids=["shared library", "module", "library by ctypes", "resource"],
)
def test_whatever_a_built_program_lacks_of_its_own_is_to_be_installed_again(lacking: ImportError) -> None:
    assert qt_libraries.explain(lacking, is_built=True) == (
        f"Programmets mappe er ikke hel; installér CBnet igen. Systemet siger: {lacking}"
    )


def test_what_a_built_program_lacks_of_the_system_is_named() -> None:
    lacking = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "før du har installeret libEGL.so.1" in qt_libraries.explain(lacking, is_built=True)


def test_a_missing_library_is_told_in_front_of_the_report_and_in_the_console(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CBNET_HOME", str(tmp_path))
    lacking = ModuleNotFoundError("No module named 'pikepdf'", name="pikepdf")
    told = qt_libraries.explain(lacking)
    assert report(lacking).startswith(f"{told}\n\nCBnet ")
    assert faults.logged(lacking) == f"{told}. Rapporten står i {tmp_path / 'cbnet.log'}."
    assert report(ValueError("x")).startswith("CBnet ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared libraries of Linux")
@pytest.mark.parametrize("command", [["-m", "cbnet_desktop"], ["-m", "pytest", "tests/test_qt_libraries.py"]])
def test_the_program_and_its_tests_end_with_the_sentence(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_WITHOUT_EGL, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 2
    assert "»sudo apt install libegl1«" in said
    assert "Traceback" not in said
