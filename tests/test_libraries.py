"""The program knows what it is made of, in the clone and in the built folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cbnet_desktop.system import libraries


def test_a_clone_lists_what_is_installed_for_it_with_what_that_needs() -> None:
    found = {libraries.normal(library.name): library for library in libraries.libraries()}
    assert {"cbnet-desktop", "reportlab", "pillow", "shiboken6"} <= found.keys()
    assert "pytest" not in found
    assert "Permission" in found["pillow"].texts[0].read_text(encoding="utf-8")


def test_a_built_program_lists_what_the_build_put_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert libraries.libraries() == []
    folder = tmp_path / libraries.LICENCES
    folder.mkdir()
    entry = {"name": "Qt", "version": "6", "licence": "LGPL", "texts": ["qt/a.txt"], "notice": "Se kilden."}
    folder.joinpath(libraries.LIST).write_text(json.dumps([entry]), encoding="utf-8")
    assert libraries.libraries() == [libraries.Library("Qt", "6", "LGPL", (folder / "qt" / "a.txt",), "Se kilden.")]
