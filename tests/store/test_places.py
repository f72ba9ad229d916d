from __future__ import annotations

from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.store import Store, ops, probing
from cbnet_desktop.store.places import Place, PublishedFile, SharedFile
from cbnet_desktop.store.probing import Locking, probe
from tests.store.playing import Laptop, add_person

_CIFS = "//server/net {folder} {type} rw,relatime{options} 0 0\n"


@pytest.mark.parametrize(
    ("kind", "options", "locking"),
    [
        ("ext4", "", Locking.WORKS),
        ("nfs4", ",vers=4.2", Locking.WORKS),
        ("cifs", ",vers=3.1.1,nobrl", Locking.NONE),
        ("fuse.sshfs", "", Locking.NONE),
    ],
)
def test_the_mount_tells_how_the_file_may_be_written(tmp_path: Path, kind: str, options: str, locking: Locking) -> None:
    mounts = "/dev/vda / ext4 rw 0 0\n" + _CIFS.format(folder=tmp_path, type=kind, options=options)
    assert probe(tmp_path, mounts).locking is locking


@pytest.mark.parametrize("name", ["OneDrive - Kulturstyrelsen", "Dropbox", "Nextcloud", "Google Drive"])
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "netværk"
    folder.mkdir(parents=True)
    ground = probe(folder, "")
    assert ground.locking is Locking.NONE
    assert name in ground.sentence


@pytest.mark.parametrize("mark", [".nextcloudsync.log", "._sync_4f2a.db", ".dropbox.cache"])
def test_a_synced_folder_is_known_by_what_its_client_leaves_there(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).write_text("")
    assert probe(tmp_path, "").locking is Locking.NONE


def test_a_drive_that_refuses_to_upgrade_a_lock_is_locked_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = probing._can_write
    monkeypatch.setattr(probing, "_can_write", lambda path, vfs: vfs == "unix-excl" and real(path, vfs))
    mounts = _CIFS.format(folder=tmp_path, type="cifs", options=",vers=3.1.1")
    assert probe(tmp_path, mounts).locking is Locking.WHOLE_FILE_ONLY
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=["shared", "whole file lock", "published"])
def place(request: pytest.FixtureRequest, store: Store) -> Place:
    if request.param == "published":
        return PublishedFile(store.path, store.network_id)
    return SharedFile(store.path, store.network_id, vfs="unix-excl" if request.param == "whole file lock" else "")


def test_every_kind_of_place_gives_back_what_was_pushed(place: Place, store: Store, tmp_path: Path) -> None:
    before = place.vector()
    add_person(store)
    outgoing = ops.since(store._conn, before)
    place.push(outgoing)
    assert place.vector() == ops.vector(store._conn)
    assert place.pull(before) == outgoing
    place.push(outgoing)
    assert place.vector() == ops.vector(store._conn)
    place.snapshot(tmp_path / "øjebliksbillede.cbnet")
    assert SharedFile(tmp_path / "øjebliksbillede.cbnet").vector() == place.vector()


def test_a_published_file_is_replaced_and_never_written_in_place(store: Store) -> None:
    place = PublishedFile(store.path, store.network_id)
    inode = store.path.stat().st_ino
    with store.path.open("rb") as old:
        content = old.read()
        add_person(store)
        place.push(ops.since(store._conn, place.vector()))
        old.seek(0)
        assert old.read() == content
    assert store.path.stat().st_ino != inode
    assert [path.name for path in store.path.parent.iterdir() if path.name.startswith(".~")] == []


def test_what_two_publish_at_once_is_put_back_by_the_next_exchanges(tmp_path: Path, laptop: Laptop) -> None:
    first = laptop("første")
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    first.save_copy(folder / "net.cbnet")
    anna = Store.open(folder / "net.cbnet", home=tmp_path / "a", user="anna")
    bo = Store.open(folder / "net.cbnet", home=tmp_path / "b", user="bo")
    assert "synkroniseres" in anna.ground
    mine, theirs = add_person(anna, "Annas"), add_person(bo, "Bos")
    stale = (folder / "net.cbnet").read_bytes()
    anna.exchange()
    (folder / "net.cbnet").write_bytes(stale)
    bo.exchange()
    for store in (anna, bo, anna):
        store.exchange()
    for store in (anna, bo):
        store.refresh()
        assert store.read().find(Person, mine)
        assert store.read().find(Person, theirs)
        assert store.waiting == 0
        assert store.log.verify() == []
        store.close()
