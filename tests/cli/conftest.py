"""Two laptops, a network's file, and the console within this process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cbnet_desktop.cli.__main__ import main
from tests.cli.console import Cbnet, Laptop, Line, Ran


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "laptop", "Mette Holm")


@pytest.fixture
def other_laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "other laptop", "Jens Østergård")


@pytest.fixture
def cbnet(laptop: Laptop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cbnet:
    """Runs a command on the laptop within this process."""
    monkeypatch.setenv("CBNET_HOME", str(laptop.home))
    monkeypatch.setenv("CBNET_USER", laptop.user)

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def file(cbnet: Cbnet, tmp_path: Path) -> Path:
    """A new network's file, in a folder whose name would trip careless path handling."""
    folder = tmp_path / "fælles #1 100%"
    folder.mkdir()
    path = folder / "netværk?.cbnet"
    made = cbnet("new", path, "--name", "Kompetencenetværket", "--from", "2014")
    assert made.code == 0, made.err
    return path


@pytest.fixture
def line() -> Line:
    """An edit as apply reads it, from a label and (table, row_id, before, after) tuples."""

    def written(label: str, *changes: Sequence[Any]) -> bytes:
        keys = ("table", "row_id", "before", "after")
        edit = {"label": label, "changes": [dict(zip(keys, change, strict=True)) for change in changes]}
        return json.dumps(edit).encode() + b"\n"

    return written
