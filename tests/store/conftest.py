from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, connection, create
from tests.store.playing import Laptop
from tests.store.victims import Victims


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file that seems damaged is given to recover costs no time here."""
    monkeypatch.setattr(connection, "TRANSIENT_SECONDS", 0.0)


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what a kill leaves in the system's cache is the same as on a disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 2**29:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="cbnet", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def victims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victims]:
    """Processes of their own, which may be killed."""
    if not hasattr(os, "fork"):
        pytest.skip("Windows has neither fork nor kill -9; its processes are ended in other ways")
    server = Victims(tmp_path_factory.mktemp("victims"))
    yield server
    server.close()


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
