"""The page for the IT department says what the program does: where it writes, what it opens, what can be set."""

from __future__ import annotations

import ast
import json
import logging
import os
from pathlib import Path, PureWindowsPath

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from cbnet_desktop.domain.records import Person
from cbnet_desktop.store import create
from cbnet_desktop.store.example import FILE
from cbnet_desktop.store.files import backup
from cbnet_desktop.system import failures, machine, paths
from tests.docs.made_parts import ROOT
from tests.package_imports import MODULES, tree
from tests.store.playing import NEW_NETWORK

PAGE = (ROOT / "docs" / "it.md").read_text(encoding="utf-8")
#: What a program speaks to others with; the window's own signals come by a pair of sockets of this process.
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "imaplib", "poplib", "xmlrpc", "webbrowser", "socketserver"}
NETWORK |= {"urllib.request", "aiohttp", "requests", "httpx", "PySide6.QtNetwork", "PySide6.QtWebSockets"}
OWN_SOCKETS = {"ui/window/start.py"}


def test_the_users_folder_is_named_for_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", {"CSIDL_LOCAL_APPDATA": "%LOCALAPPDATA%"}.get)
    monkeypatch.setenv("HOME", "/home/mette")
    for system in (Unix, MacOS, Windows):
        folder = system("CBnet", appauthor=False).user_data_dir.replace("/home/mette", "~")
        assert (folder.replace("/", "\\") if system is Windows else folder) in PAGE


def test_all_that_lies_in_it_is_named(home: Path, tmp_path: Path) -> None:
    store = create(tmp_path / "net.cbnet", NEW_NETWORK, home=home, user="mette", label="Nyt")
    store.annexes.kept("a.txt", b"tekst")
    store.close()
    paths.save_settings(user_name="Mette")
    handler = failures.log_handler(paths.log_file())
    handler.emit(logging.LogRecord("cbnet", logging.ERROR, "", 0, "fejl", None, None))
    handler.close()
    found = {path.name for path in home.iterdir()} | {FILE, f"{paths.log_file().name}.1"}
    if os.name != "nt":
        assert home.stat().st_mode & 0o077 == 0
    assert {"replicas", "annexes", "backups", "settings.json", "cbnet.log"} <= found
    assert [name for name in found if name not in PAGE] == []


def test_the_file_for_the_whole_computer_is_named_and_its_example_can_be_followed() -> None:
    for platform in ("linux", "darwin"):
        assert str(machine.machine_file(platform, {})) in PAGE
    assert str(machine.machine_file("win32", {"ProgramData": "%ProgramData%"})).replace("/", "\\") in PAGE
    example = json.loads(PAGE.split("```json")[1].split("```")[0])
    assert example.keys() == machine._PARSERS.keys()
    for name, value in example.items():
        if name.endswith("_folder"):
            assert PureWindowsPath(value).is_absolute()
        else:
            machine._PARSERS[name](value)
        assert f"| {name} |" in PAGE


def test_the_program_opens_no_connection() -> None:
    reaching = {
        module.relative_to(ROOT / "cbnet_desktop").as_posix()
        for module in MODULES
        for name in imported(tree(module))
        if any(name == one or name.startswith(f"{one}.") for one in NETWORK)
    }
    assert reaching == OWN_SOCKETS


def imported(module: ast.AST) -> set[str]:
    """The names of all modules that a module imports."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_what_is_erased_and_kept_is_told_by_number_and_name() -> None:
    told = PAGE.lower()
    assert [name for name in Person.contact_fields() if Person.fields()[name].label.lower() not in told] == []
    assert f"De nyeste {backup.KEPT_NEWEST} og den nyeste fra" in PAGE
    assert f"over {failures.LARGE_LOG // 1_000_000} MB" in PAGE


def test_it_is_one_page() -> None:
    assert len(PAGE.encode()) < 9_500
