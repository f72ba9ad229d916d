"""A library that slipped into the built folder without its licence is told by name."""

from __future__ import annotations

from pathlib import Path

import check_licences
import licences
import pytest


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built program with Pillow and the licences, without the two programs."""
    inside = tmp_path / "_internal"
    licences.write(inside / "licences")
    for name in ("PIL", "pillow.libs", "lib-dynload", "resources"):
        (inside / name).mkdir()
    return tmp_path


def test_a_folder_of_listed_libraries_is_in_order(built: Path) -> None:
    assert check_licences.main([str(built)]) == 0


def test_a_library_without_a_licence_is_named(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (built / "_internal" / "aiohttp").mkdir()
    (built / "_internal" / "unheard_of").mkdir()
    assert check_licences.main([str(built)]) == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["aiohttp", "unheard_of"]
