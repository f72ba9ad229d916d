from __future__ import annotations

import struct
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.errors import TooNew, Unreadable
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.store.files import schema
from tests.store.playing import Laptop, add_person, forge


def _open(path: Path) -> None:
    open_store(path, home=path.parent / "hjem", user="anna").close()


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
        open_store(store.path, home=tmp_path / "hjemme bo", user="bo")
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("trial", range(1, schema.TRIALS + 1))
def test_a_file_from_before_the_first_release_is_named_and_left_as_it_is(
    store: Store, tmp_path: Path, trial: int
) -> None:
    conn = dbapi2.connect(str(store.path))
    conn.execute(f"pragma user_version = {trial}")
    conn.close()
    before = store.path.read_bytes()
    with pytest.raises(Unreadable, match="prøveudgave"):
        open_store(store.path, home=tmp_path / "hjemme bo", user="bo")
    assert store.path.read_bytes() == before


def test_a_truncated_file_is_named(store: Store, tmp_path: Path) -> None:
    content = store.path.read_bytes()
    store.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable, match="beskadiget"):
        open_store(store.path, home=tmp_path / "hjemme bo", user="bo")


def test_a_network_id_that_could_be_a_path_is_refused(store: Store, tmp_path: Path) -> None:
    conn = dbapi2.connect(str(store.path), isolation_level=None)
    conn.execute("update local set value = '../../udbrud' where key = 'network'")
    conn.close()
    with pytest.raises(Unreadable, match="ikke noget netværk"):
        open_store(store.path, home=tmp_path / "hjemme bo", user="bo")
    assert not list(tmp_path.rglob("udbrud*"))


@pytest.mark.parametrize(
    "cell",
    [
        ("people", "x'; drop table people; --", "id"),
        ("sqlite_master", "x", "id"),
        ("op", "x", "id"),
        ("people", "x", "rowid"),
        ("computers", "x", "standing"),
    ],
)
def test_a_name_in_a_foreign_log_never_becomes_a_statement(laptop: Laptop, cell: tuple[str, str, str]) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    forge(anna, [(cell, "x")])
    assert anna.exchange().problem == ""
    assert anna.read().find(Person, person)
    assert anna.log.verify() == []


def test_a_foreign_value_of_the_wrong_kind_is_shown_as_the_default(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    forge(anna, [(("people", person, "archived"), "måske"), (("people", person, "note"), 7)])
    assert anna.exchange().problem == ""
    row = anna.read().get(Person, person)
    assert (row.archived, row.note) == (False, "")


@pytest.mark.parametrize("table", ["edit", "key", "local"])
def test_a_log_that_is_a_view_is_refused(store: Store, tmp_path: Path, table: str) -> None:
    conn = dbapi2.connect(str(store.path), isolation_level=None)
    conn.execute(f"alter table {table} rename to other")
    conn.execute(f"create view {table} as select * from other")
    conn.close()
    with pytest.raises(Unreadable, match="historik"):
        open_store(store.path, home=tmp_path / "hjemme bo", user="bo")


def test_a_file_whose_pages_name_each_other_without_end_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sendt.cbnet"
    store.save_copy(path)
    make_endless(path)
    with pytest.raises(Unreadable):
        store.merge(path)
    with pytest.raises(Unreadable):
        open_store(path, home=tmp_path / "en anden", user="bo")


def make_endless(path: Path) -> None:
    """Puts six pages over the log that name each other 120 times each: edits without end in a small file."""
    conn = dbapi2.connect(str(path))
    size = conn.execute("pragma page_size").fetchone()[0]
    (root,) = conn.execute("select rootpage from sqlite_master where name = 'edit'").fetchone()
    conn.close()
    data = bytearray(path.read_bytes())
    start = (root - 1) * size
    page = bytes(data[start : start + size])
    for _ in range(6):
        data += page
        page = _naming(len(data) // size, size)
    data[start : start + size] = page
    struct.pack_into(">I", data, 28, len(data) // size)
    path.write_bytes(data)


def _naming(child: int, size: int, count: int = 120) -> bytes:
    """A page of a table that names another page over and over."""
    made = bytearray(size)
    starts = [size - 5 * number for number in range(1, count + 1)]
    for at in starts:
        struct.pack_into(">IB", made, at, child, 1)
    struct.pack_into(f">BHHHBI{count}H", made, 0, 5, 0, count, starts[-1], 0, child, *starts)
    return bytes(made)
