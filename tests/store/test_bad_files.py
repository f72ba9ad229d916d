from __future__ import annotations

from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.errors import TooNew, Unreadable
from cbnet_desktop.store import Store
from tests.store.playing import Laptop


def _open(path: Path) -> None:
    Store.open(path, home=path.parent / "hjem", user="anna").close()


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="findes ikke"):
        _open(tmp_path / "nej.cbnet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "er tom"),
        (b"ikke en database" * 100, "ikke en CBnet-fil"),
        (b"x", "ikke en CBnet"),
    ],
)
def test_an_empty_or_garbage_file_is_named_and_untouched(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "fil.cbnet"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        _open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="er en mappe"):
        _open(tmp_path)


def test_a_foreign_database_is_named_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "andet.db"
    conn = dbapi2.connect(str(path))
    conn.execute("create table networks (id text)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(Unreadable, match="men ikke en CBnet-fil"):
        _open(path)
    assert path.read_bytes() == before


def test_a_newer_file_is_refused_before_any_write(store: Store, tmp_path: Path) -> None:
    conn = dbapi2.connect(str(store.path))
    conn.execute("pragma user_version = 99")
    conn.close()
    before = store.path.read_bytes()
    with pytest.raises(TooNew, match="nyere udgave"):
        Store.open(store.path, home=tmp_path / "hjemme bo", user="bo")
    assert store.path.read_bytes() == before


def test_a_truncated_file_is_named(store: Store, tmp_path: Path) -> None:
    content = store.path.read_bytes()
    store.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable, match="beskadiget"):
        Store.open(store.path, home=tmp_path / "hjemme bo", user="bo")


def test_a_network_id_that_could_be_a_path_is_refused(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("update networks set id = '../../udbrud'")
    conn.close()
    with pytest.raises(Unreadable, match="ikke noget netværk"):
        laptop("bo")
    assert not list(tmp_path.rglob("udbrud*"))


def test_a_log_that_is_a_view_is_refused(laptop: Laptop) -> None:
    anna = laptop("anna")
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("alter table op rename to ops")
    conn.execute("create view op as select * from ops")
    conn.close()
    with pytest.raises(Unreadable, match="historik"):
        laptop("bo")
