"""Twenty processes on one file at once, each with a home of its own."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.store import create, open_store
from tests.store.playing import NEW_NETWORK
from tests.store.victims import Saying, Victims

CROWD = 20
EDITS = 12


def _new_file(folder: Path) -> Path:
    path = folder / "net.cbnet"
    folder.mkdir()
    create(path, NEW_NETWORK, home=folder.parent / "første", user="første", label="Nyt").close()
    return path


def _crowd(victims: Victims, path: Path, root: Path) -> dict[str, list[Saying]]:
    """The output of each process; all have ended by themselves."""
    names = [f"bruger {number}" for number in range(CROWD)]
    running = {name: victims.start("crowd", path, root / name, name, EDITS) for name in names}
    for name, victim in running.items():
        assert victim.wait() == 0, (name, victim.said()[-1])
    return {name: victim.said() for name, victim in running.items()}


def test_twenty_processes_on_one_file_lose_nothing_see_no_error_and_end_alike(
    quick_folder: Path, victims: Victims
) -> None:
    path = _new_file(quick_folder / "delt")
    told = _crowd(victims, path, quick_folder)
    stores = [open_store(path, home=quick_folder / name, user=name) for name in told]
    edits = {saying["edit"] for said in told.values() for saying in said if "edit" in saying}
    assert len(edits) == CROWD * EDITS
    for _ in range(2):
        for store in stores:
            assert store.exchange().problem == ""
    for store in stores:
        store.refresh()
        assert edits <= {entry.edit for entry in store.log.history("people")}
        assert store.read() == stores[0].read()
        assert store.waiting == 0
        assert store.log.verify() == []
        store.close()
    assert {saying["problem"] for said in told.values() for saying in said if saying.get("problem")} == set()
