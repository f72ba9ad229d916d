"""What the built program takes along, and what it leaves to the user's system."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import built_start
import check_build
import contents
import finishing
import licences
import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = "/usr/lib/x86_64-linux-gnu"


@pytest.mark.parametrize("name", ["libglib-2.0.so.0", "libgtk-3.so.0", "libstdc++.so.6", "libX11.so.6", "libcups.so.2"])
def test_a_library_of_the_builders_system_stays_out(name: str) -> None:
    assert not contents.is_wanted(name, f"{SYSTEM}/{name}", "BINARY")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("libpython3.11.so.1.0", f"{SYSTEM}/libpython3.11.so.1.0"),
        ("libcrypto.so.3", f"{SYSTEM}/libcrypto.so.3"),
        ("libpyside6.abi3.so.6.11", "PySide6/libpyside6.abi3.so.6.11"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/PySide6/Qt/plugins/platforms/libqxcb.so"),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/venv/PySide6/Qt/plugins/platforms/libqwayland.so"),
        ("lib-dynload/zlib.cpython-311-x86_64-linux-gnu.so", f"{SYSTEM}/lib-dynload/zlib.so"),
    ],
)
def test_what_python_and_qt_are_made_of_is_taken_along(name: str, source: str) -> None:
    assert contents.is_wanted(name, source, "BINARY")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt6Network.dll",
    ],
)
def test_what_reaches_a_network_stays_out(name: str) -> None:
    assert not contents.is_wanted(name, f"/venv/{name}", "BINARY")


@pytest.mark.parametrize(
    ("name", "is_wanted"), [("qtbase_da.qm", True), ("qtbase_de.qm", False), ("Lato-Bold.ttf", True)]
)
def test_of_translations_and_faces_only_those_in_use_are_taken(name: str, *, is_wanted: bool) -> None:
    assert contents.is_wanted(f"fontpkg_lato/{name}", name, "DATA") == is_wanted
    assert not contents.is_wanted("fontpkg_lato/Lato-Black.ttf", "", "DATA")


def test_children_get_the_paths_that_the_program_was_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/cbnet/_internal:/home/ane/lib")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/home/ane/lib")
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "/opt/cbnet/cbnet-desktop")
    monkeypatch.setenv("DYLD_LIBRARY_PATH", "/opt/cbnet/_internal")
    built_start.restore_environment()
    told = subprocess.run(["env"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in told if "LIBRARY_PATH" in line or "_PYI" in line] == ["LD_LIBRARY_PATH=/home/ane/lib"]


def test_signing_works_without_any_client_for_networks() -> None:
    lines = [
        "import sys, built_start, contents",
        "class Absent:",
        "    def find_spec(self, name, path=None, target=None):",
        "        if name in contents.UNWANTED_MODULES: raise ModuleNotFoundError(name)",
        "sys.meta_path.insert(0, Absent())",
        "built_start.stand_in()",
        "import pyhanko.sign.signers, pyhanko.sign.validation, pyhanko.sign.diff_analysis",
        "from cbnet_desktop.documents.signing import quick_reader, signatures, update_policy",
    ]
    paths = os.pathsep.join([str(ROOT), str(ROOT / ".shipping")])
    command = [sys.executable, "-c", "\n".join(lines)]
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr


def test_a_stand_in_has_every_name_but_pythons_own() -> None:
    made = built_start.StandIn("aiohttp")
    assert made.ClientSession is made.ClientSession
    with pytest.raises(AttributeError):
        _ = made.__file_of_nobody__


def test_two_builds_have_the_same_base_library(tmp_path: Path) -> None:
    for name, order in (("one", "ba"), ("two", "ab")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for letter in order:
                archive.writestr(f"{letter}.pyc", letter)
        finishing.sort_archive(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("libQt6Core.so.6", "libQt6Core.so"),
        ("libjpeg-2c37c9ce.so.62.4.0", "libjpeg.so"),
        ("etree.cpython-311-x86_64-linux-gnu.so", "etree.so"),
        ("QtCore.abi3.so", "QtCore.so"),
        ("libpython3.11.so.1.0", "libpython3.so"),
    ],
)
def test_the_list_of_contents_names_libraries_without_their_versions(file: str, name: str) -> None:
    assert check_build.name_of(Path(file)) == name


def test_nothing_for_networks_stands_in_the_list_of_contents() -> None:
    listed = check_build.LIST.read_text(encoding="utf-8")
    assert not [word for word in ("aiohttp", "requests", "certifi", "Network", "libssl", "glib") if word in listed]


def test_a_library_that_slipped_in_without_its_licence_is_named(tmp_path: Path) -> None:
    licences.write(tmp_path / "_internal" / "licences")
    assert check_build.unlicensed({"PIL", "cbnet_desktop", "pypdfium2_raw"}, tmp_path) == []
    assert check_build.unlicensed({"PIL", "aiohttp", "unheard_of"}, tmp_path) == ["aiohttp", "unheard_of"]
