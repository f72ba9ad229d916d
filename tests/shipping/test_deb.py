"""The Debian package of a small stand-in for the built program: what is in it, and that it can be made again."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from xml.etree import ElementTree

import deb_control
import make_deb
import man_pages
import pytest

from cbnet_desktop.store import create

TOOLS = ("dpkg", "dpkg-deb", "dpkg-shlibdeps", "objdump")
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in TOOLS) or not (LIBRARIES / "libX11.so.6").exists(),
    reason="no Debian packages are made here (Debian: dpkg-dev libx11-6)",
)


def needs(tool: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is missing (Debian: {package})")


def stand_in(folder: Path, version: str = "0.2.0rc1") -> Path:
    """What PyInstaller leaves, as far as a package sees it: two programs that answer, and libraries."""
    program = folder / "cbnet"
    plugins = program / "_internal" / "PySide6" / "Qt" / "plugins" / "platformthemes"
    plugins.mkdir(parents=True)
    (program / make_deb.LICENCES).mkdir()
    for name in make_deb.PROGRAMS:
        answer = f'#!/bin/sh\n[ "$1" = --version ] && echo {name} {version} || echo "Brug: {name} [FIL]"\n'
        (program / name).write_text(answer)
        (program / name).chmod(0o755)
    shutil.copy((LIBRARIES / "libz.so.1").resolve(), program / "_internal" / "libz.so.1")
    shutil.copy((LIBRARIES / "libX11.so.6").resolve(), plugins / "libqgtk3.so")
    return program


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pakke")
    return make_deb.build(stand_in(folder), folder / "færdig")


@pytest.fixture(scope="module")
def contents(package: Path) -> dict[str, tarfile.TarInfo]:
    told = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True).stdout
    archive = package.with_suffix(".tar")
    archive.write_bytes(told)
    with tarfile.open(archive) as opened:
        return {member.name.removeprefix("./"): member for member in opened}


def field(package: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True
    ).stdout.strip()


@needs_tools
def test_the_same_folder_makes_the_same_package_though_its_files_are_newer_and_their_rights_others(
    tmp_path: Path, package: Path
) -> None:
    program = stand_in(tmp_path)
    for path in program.rglob("*"):
        os.utime(path, (time.time() + 60, time.time() + 60))
    (program / "_internal" / "libz.so.1").chmod(0o700)
    again = make_deb.build(program, tmp_path)
    assert again.name == package.name
    assert again.read_bytes() == package.read_bytes()


@needs_tools
def test_nothing_runs_when_the_package_is_installed_or_removed(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--control", package, tmp_path / "kontrol"], check=True)
    assert sorted(path.name for path in (tmp_path / "kontrol").iterdir()) == ["control", "md5sums"]


@needs_tools
def test_a_trial_of_a_version_is_replaced_by_the_version(package: Path) -> None:
    assert field(package, "Version") == "0.2.0~rc1"
    assert subprocess.call(["dpkg", "--compare-versions", "0.2.0~rc1", "lt", "0.2.0"]) == 0
    assert deb_control.debian_version("1.2.0.dev3") == "1.2.0~dev3"
    assert deb_control.debian_version("1.2.0") == "1.2.0"


@needs_tools
def test_what_only_one_desktop_needs_is_suggested_and_what_every_start_needs_is_demanded(package: Path) -> None:
    assert field(package, "Depends").startswith("libc6 (")
    assert "libxcb1" in field(package, "Suggests")
    assert "libxcb1" not in field(package, "Depends")
    assert {"shared-mime-info", "xdg-utils"} <= set(field(package, "Recommends").split(", "))


@needs_tools
def test_what_the_program_brings_itself_is_not_asked_of_the_system(tmp_path: Path) -> None:
    program = stand_in(tmp_path)
    shutil.copy((LIBRARIES / "libxcb.so.1").resolve(), program / "_internal" / "libxcb.so.1")
    found = deb_control.needs(program)
    assert "libxcb1" not in f"{found['Depends']} {found['Suggests']}"


@needs_tools
def test_the_programs_are_on_the_path_and_every_file_belongs_to_root(contents: dict[str, tarfile.TarInfo]) -> None:
    for name in make_deb.PROGRAMS:
        assert contents[f"usr/bin/{name}"].linkname == f"/opt/cbnet/{name}"
        assert contents[f"opt/cbnet/{name}"].mode == 0o755
        assert f"usr/share/man/man1/{name}.1.gz" in contents
    assert contents["opt/cbnet/_internal/libz.so.1"].mode == 0o644
    assert {(member.uname, member.gname) for member in contents.values()} == {("root", "root")}


@needs_tools
def test_a_damaged_file_can_be_found_by_its_sum(package: Path, contents: dict[str, tarfile.TarInfo]) -> None:
    sums = subprocess.run(["dpkg-deb", "-I", package, "md5sums"], capture_output=True, text=True, check=True).stdout
    named = {line.split("  ", 1)[1] for line in sums.splitlines()}
    assert named == {name for name, member in contents.items() if member.isfile()}


def test_a_folder_without_the_programs_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_deb.main([str(tmp_path), str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "has no cbnet; build the program" in told
    assert told.count("\n") == 1


@needs_tools
def test_a_program_without_the_licences_of_its_libraries_does_not_go_out(tmp_path: Path) -> None:
    program = stand_in(tmp_path)
    (program / make_deb.LICENCES).rmdir()
    with pytest.raises(deb_control.CannotBuild, match="without the licences of its libraries"):
        make_deb.build(program, tmp_path)


def test_a_missing_tool_is_told_with_its_package() -> None:
    with pytest.raises(deb_control.CannotBuild, match=r"^gone-tool is missing; install it with »apt install"):
        deb_control.asked("gone-tool")


def test_a_manual_page_shows_a_help_text_letter_for_letter() -> None:
    page = man_pages.page("cbnet", "Brug: cbnet [FIL]\n\n.skjult \\ --tilvalg\n'x", "1.0", "2026-11-30")
    assert "\\&.skjult \\e \\-\\-tilvalg\n\\&'x\n" in page
    assert page.startswith('.TH CBNET 1 2026-11-30 "CBnet 1.0"\n')


@needs_tools
def test_the_copyright_page_holds_our_licence(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    page = (tmp_path / "usr/share/doc/cbnet/copyright").read_text(encoding="utf-8")
    assert " Permission is hereby granted, free of charge" in page
    assert "@" not in page
    changes = gzip.decompress((tmp_path / "usr/share/doc/cbnet/changelog.gz").read_bytes()).decode()
    assert changes.startswith("cbnet (0.2.0~rc1) stable")


# The desktop


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network's file as the program leaves it."""
    from cbnet_desktop.domain.roster import new_network

    folder = tmp_path_factory.mktemp("net værk")
    path = folder / "net værk.cbnet"
    changes = new_network.changes("Prøvenetværket", 2014, "0" * 32)
    create(path, changes, home=folder / "home", user="Prøve", label="Netværket oprettet").close()
    return path


def test_the_letters_by_which_a_desktop_knows_a_network_are_in_its_file(network: Path) -> None:
    page = ElementTree.parse(make_deb.DATA / "cbnet.xml")
    matches = list(page.iter(f"{MIME}match"))
    content = network.read_bytes()
    assert len(matches) == 2
    for match in matches:
        letters = match.attrib["value"].replace("\\0", "\0").encode()
        assert content[int(match.attrib["offset"]) :].startswith(letters)


@needs("gio", "libglib2.0-bin")
@needs("update-mime-database", "shared-mime-info")
@pytest.mark.parametrize("name", ["net værk.cbnet", "uden endelse"])
def test_a_desktop_knows_a_network_by_its_name_and_by_its_content(network: Path, tmp_path: Path, name: str) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(make_deb.DATA / "cbnet.xml", packages)
    subprocess.run(["update-mime-database", tmp_path / "mime"], check=True, capture_output=True)
    file = shutil.copy(network, tmp_path / name)
    told = subprocess.run(
        ["gio", "info", "-a", "standard::content-type,standard::icon", file],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "content-type: application/x-cbnet\n" in told
    assert "icon: application-x-cbnet," in told


@needs("desktop-file-validate", "desktop-file-utils")
def test_the_entry_of_the_menu_is_valid() -> None:
    told = subprocess.run(
        ["desktop-file-validate", make_deb.DATA / "cbnet.desktop"], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, "")


@needs_tools
@needs("appstreamcli", "appstream")
def test_the_page_of_the_software_shop_is_valid(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    told = subprocess.run(
        ["appstreamcli", "validate-tree", "--no-net", tmp_path], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout
