from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbnet_desktop.store import Store, create, open_store
from tests.store.playing import NEW_NETWORK, Laptop
from tests.store.victims import Victims


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
            store = open_store(path, home=home, user=name)
        else:
            store = create(path, NEW_NETWORK, home=home, user=name, label="Nyt netværk")
        opened.append(store)
        return store

    yield open_as
    for store in opened:
        store.close()


@pytest.fixture
def store(laptop: Laptop) -> Store:
    return laptop("anna")
