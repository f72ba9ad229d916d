"""What the program does otherwise on Windows or macOS is played here: every branch has a parameter for the system."""

from __future__ import annotations

import ast
import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cbnet_desktop import bootstrap
from cbnet_desktop.documents.pdf import writing
from cbnet_desktop.domain.meetings.annex_files import safe_name
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words import file_names
from cbnet_desktop.store.files import whole_files
from cbnet_desktop.store.places import folder
from cbnet_desktop.system import apart, bounds, foreign
from cbnet_desktop.ui.paper import cups
from tests import test_foreign, test_machine, test_qt_libraries, test_spelling, test_terminal
from tests.package_imports import MODULES, PACKAGE, tree


def test_a_folder_with_an_icon_is_no_write_protected_one_on_windows(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)  # what Windows tells of a folder with the read-only attribute
    assert folder.obstacle(tmp_path, "win32") == ""
    for other in ("linux", "darwin"):
        assert "er skrivebeskyttet" in folder.obstacle(tmp_path, other)
    tmp_path.chmod(0o755)
    assert folder.obstacle(tmp_path, "linux") == ""


def test_only_windows_has_paths_that_are_too_long_for_a_piece(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100) / ("y" * 100) / "cbnet-12345678"
    assert folder.is_too_deep(deep, "win32")
    assert not folder.is_too_deep(deep, "darwin")
    assert not folder.is_too_deep(Path("C:/Users/mette/Netværk/cbnet-12345678"), "win32")


def test_the_process_apart_is_the_console_beside_the_built_program(tmp_path: Path) -> None:
    started = tmp_path / "cbnet-desktop.exe"
    assert foreign.command(started, is_built=True, platform="win32") == [str(tmp_path / "cbnet.exe"), apart.COMMAND]
    assert foreign.command(started, is_built=True, platform="darwin") == [str(tmp_path / "cbnet"), apart.COMMAND]
    assert foreign.command(started, is_built=False, platform="win32")[:2] == [str(started), "-P"]


def test_on_windows_alone_it_is_told_to_open_no_console() -> None:
    assert [foreign.flags(platform) for platform in ("win32", "linux", "darwin")] == [0x08000000, 0, 0]


class Kernel32:
    """Takes what Windows' kernel32 is told."""

    class Call:
        """One function of it."""

        def __init__(self, told: list[tuple[object, ...]], answer: int) -> None:
            self._told, self._answer = told, answer

        def __call__(self, *arguments: object) -> int:
            self._told.append(arguments)
            return self._answer

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []
        self.CreateJobObjectW = self.Call(self.told, 77)
        self.GetCurrentProcess = self.Call([], -1)
        self.AssignProcessToJobObject = self.Call(self.told, 1)
        self.SetInformationJobObject = self.Call(self.told, 1)


def test_windows_is_told_the_bounds_by_one_job() -> None:
    kernel, jobs = Kernel32(), list[Any]()
    limits = bounds.job_limits(4, 1_000)
    for _ in range(2):
        bounds.tell(kernel, jobs, limits)
    assert kernel.told[:2] == [(None, None), (77, -1)]
    assert [call[:2] for call in kernel.told[2:]] == [(77, 9), (77, 9)]
    assert kernel.told[2][3] == ctypes.sizeof(limits)


@pytest.mark.skipif(sys.platform == "win32", reason="there the system keeps to the bounds")
def test_what_a_process_has_held_is_counted_where_the_system_does_not_keep_to_the_bounds() -> None:
    assert bounds.peak("linux") == 0
    assert 0 < bounds.peak("darwin") * 1024 <= bounds.peak("freebsd14") * 1.1


def test_lp_is_for_linux_alone() -> None:
    assert not cups.is_here("win32")
    assert not cups.is_here("darwin")


def test_an_environment_has_its_python_elsewhere_on_windows_and_is_not_become(tmp_path: Path) -> None:
    assert bootstrap.python_of(tmp_path, "win32") == tmp_path / "Scripts" / "python.exe"
    assert bootstrap.python_of(tmp_path, "darwin") == tmp_path / "bin" / "python"
    assert [bootstrap.can_become(platform) for platform in ("win32", "linux", "darwin")] == [False, True, True]


# Names


BAD_NAMES = ["con.pdf", "NUL", "aux .txt", "COM1.cbnet", "lpt³.x", "a:b.pdf", "spørg?.pdf", "a\tb.pdf", "a.", "a.pdf "]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_windows_has_not_is_refused_there_in_a_sentence(name: str, tmp_path: Path) -> None:
    for refuse in (whole_files.require_new, writing.require_name):
        refuse(tmp_path / name, "linux")
        with pytest.raises(Invalid, match=r"^».*\. Vælg et "):
            refuse(tmp_path / name, "win32")


@pytest.mark.parametrize(
    "name", ["plan.pdf", "netværk.cbnet", "Aksel.pdf", "com10.txt", "contact.pdf", ".skjult", "a b"]
)
def test_an_ordinary_name_is_one_everywhere(name: str) -> None:
    assert file_names.fault(name, "win32") == file_names.fault(name, "darwin") == ""


@pytest.mark.parametrize("name", [*BAD_NAMES, "con", "con.tar.gz", "nul .pdf", "..", " ", "x" * 300 + ".pdf", "é.pdf"])
def test_an_annex_is_written_under_a_name_that_every_system_has(name: str) -> None:
    safe = safe_name(name)
    assert file_names.fault(safe, "win32") == ""
    assert len(safe.encode()) <= 230
    assert safe_name(safe) == safe


# Every branch is played


#: The tests that play the branches of a module.
PLAYED: dict[str, list[Callable[..., None]]] = {
    "bootstrap.py": [test_an_environment_has_its_python_elsewhere_on_windows_and_is_not_become],
    "documents/pdf/writing.py": [test_a_name_that_windows_has_not_is_refused_there_in_a_sentence],
    "store/files/whole_files.py": [test_a_name_that_windows_has_not_is_refused_there_in_a_sentence],
    "store/places/folder.py": [
        test_a_folder_with_an_icon_is_no_write_protected_one_on_windows,
        test_only_windows_has_paths_that_are_too_long_for_a_piece,
    ],
    "system/bounds.py": [
        test_windows_is_told_the_bounds_by_one_job,
        test_what_a_process_has_held_is_counted_where_the_system_does_not_keep_to_the_bounds,
        test_foreign.test_windows_is_told_the_limits_where_it_looks_for_them,
        test_foreign.test_where_the_system_does_not_keep_to_it_the_process_looks_at_its_memory_itself,
    ],
    "system/foreign.py": [
        test_the_process_apart_is_the_console_beside_the_built_program,
        test_on_windows_alone_it_is_told_to_open_no_console,
    ],
    "system/machine.py": [
        test_machine.test_the_file_lies_where_each_system_has_settings_for_all,
        test_machine.test_only_an_administrators_file_is_followed,
    ],
    "system/spelling.py": [test_spelling.test_a_dictionary_is_looked_for_where_each_system_and_libreoffice_keep_it],
    "system/qt_libraries.py": [test_qt_libraries.test_other_systems_bring_their_own],
    "system/terminal.py": [test_terminal.test_danish_letters_are_right_where_powershell_reads_a_pipe],
    "ui/paper/cups.py": [test_lp_is_for_linux_alone],
}


def test_every_module_that_asks_for_the_system_is_played() -> None:
    asking = {module.relative_to(PACKAGE).as_posix() for module in MODULES if asks(tree(module))}
    assert asking == PLAYED.keys(), "give the branch a parameter for the system, and a test that plays it"


def asks(module: ast.AST) -> bool:
    """Whether a module asks which system it is on."""
    names = {ast.unparse(node) for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    return bool(names & {"os.name", "sys.platform", "platform.system", "os.uname"})


def test_a_question_for_the_system_is_seen() -> None:
    assert asks(ast.parse("def here(platform: str = sys.platform) -> bool: return os.path.name"))
    assert not asks(ast.parse("import sys\nplatform = entry.name"))
