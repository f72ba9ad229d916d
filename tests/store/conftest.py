from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbnet_desktop.domain.changes import Change
from cbnet_desktop.store import Store, create
from tests.store.playing import Laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """Opens the same shared file as the named user on a laptop of their own; the first one makes the file."""
    opened: list[Store] = []
    path = tmp_path / "netværk #1 100%?.cbnet"

    def open_as(name: str) -> Store:
        home = tmp_path / f"hjemme {name}"
        if path.exists():
            store = Store.open(path, home=home, user=name)
        else:
            changes = [Change("networks", uuid.uuid4().hex, None, {"name": "Prøvenetværk", "first_year": 2015})]
            store = create(path, changes, home=home, user=name, label="Nyt netværk")
        opened.append(store)
        return store

    yield open_as
    for store in opened:
        store.close()


@pytest.fixture
def store(laptop: Laptop) -> Store:
    return laptop("anna")
