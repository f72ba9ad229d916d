"""The icons of the packages: every size that a system asks for, each drawn from the one wheel."""

from __future__ import annotations

import struct
from pathlib import Path

import make_icons
import pytest
from PIL import Image


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ikoner") / "ny"
    assert make_icons.main([str(folder)]) == 0
    return folder


@pytest.mark.parametrize("name", ["cbnet", "document"])
def test_windows_and_mac_find_every_size_in_one_file(icons: Path, name: str) -> None:
    with Image.open(icons / f"{name}.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in make_icons.WINDOWS}
    content = (icons / f"{name}.icns").read_bytes()
    assert (content[:4], struct.unpack(">I", content[4:8])[0]) == (b"icns", len(content))
    with Image.open(icons / f"{name}.icns") as icon:
        assert {width * scale for width, _, scale in icon.info["sizes"]} == set(make_icons.MAC)


def test_linux_finds_every_size_of_the_program_and_of_its_files(icons: Path) -> None:
    for size in make_icons.LINUX:
        for place in ("apps/cbnet.png", "mimetypes/application-x-cbnet.png"):
            with Image.open(icons / "hicolor" / f"{size}x{size}" / place) as icon:
                assert (icon.size, icon.mode) == ((size, size), "RGBA")
    assert (icons / "hicolor/scalable/apps/cbnet.svg").read_bytes() == make_icons.WHEEL.read_bytes()


def test_the_smallest_icons_still_show_six_parts_around_a_hub() -> None:
    icon = make_icons.program(16)
    blue = [icon.getpixel(place) for place in [(8, 8), (3, 8), (12, 8), (5, 3), (5, 12), (10, 12)]]
    assert all(isinstance(pixel, tuple) and pixel[2] > 2 * pixel[0] for pixel in blue)
    orange = icon.getpixel((10, 3))
    assert isinstance(orange, tuple)
    assert orange[0] > 2 * orange[2]
    corner = icon.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


def test_a_file_is_told_from_the_program_at_every_size() -> None:
    for size in make_icons.LINUX:
        assert make_icons.program(size).tobytes() != make_icons.document(size).tobytes()


def test_without_a_folder_the_script_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_icons.main([]) == 2
    assert "make_icons.py FOLDER" in capsys.readouterr().err
