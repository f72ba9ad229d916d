"""Two laptops of a network that has a folder, for the cases that once went wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.computer import Computer

Join = Callable[[str], Computer]


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """The folder that all laptops see, named as nobody would think of it as synced."""
    folder = tmp_path / "Aarhus Kommune" / "Kompetencenetværk - Dokumenter"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def anna(tmp_path: Path, share: Path) -> Computer:
    """The laptop that founded the network."""
    computer = Computer("Anna", tmp_path / "laptops", share)
    computer.done("new", "--name", "Kompetencenetværket", "--from", "2014")
    return computer


@pytest.fixture
def join(tmp_path: Path, share: Path, anna: Computer) -> Join:
    """Gives a laptop of that name the network, by opening the shared file."""

    def joined(name: str) -> Computer:
        assert anna.file.exists()
        computer = Computer(name, tmp_path / "laptops", share)
        computer.done("exchange")
        return computer

    return joined


@pytest.fixture
def bo(join: Join) -> Computer:
    """A colleague's laptop."""
    return join("Bo")
