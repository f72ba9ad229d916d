from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store
from tests.store.playing import Laptop, add_person, forge


@contextmanager
def past_the_program(store: Store) -> Iterator[dbapi2.Connection]:
    """The shared file as DB Browser would open it."""
    conn = dbapi2.connect(str(store.path), isolation_level=None)
    yield conn
    conn.close()


def test_a_sound_file_has_no_differences(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    anna.exchange()
    bo.exchange()
    bo.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    bo.exchange()
    assert bo.log.verify() == []


def test_an_edited_field_is_named_with_both_values(store: Store) -> None:
    person = add_person(store, phone="1")
    store.finish()
    with past_the_program(store) as conn:
        conn.execute("update people set phone = '112' where id = ?", (person,))
    (found,) = store.log.verify()
    assert (found.kind, found.table, found.row_id, found.field) == ("table", "people", person, "phone")
    assert "»112«" in found.message
    assert "»1«" in found.message


def test_added_and_removed_rows_are_named(store: Store) -> None:
    person = add_person(store)
    store.finish()
    with past_the_program(store) as conn:
        conn.execute("delete from people where id = ?", (person,))
        conn.execute("insert into people (id, name) values ('fremmed', 'Ubuden')")
    assert {(found.row_id, found.kind) for found in store.log.verify()} == {(person, "table"), ("fremmed", "table")}


@pytest.mark.parametrize(
    "statement",
    [
        "update op set value = '\"x\"' where col = 'name' and tbl = 'people'",
        "update op set prevs = '[\"x\"]' where col = 'name' and tbl = 'people'",
        "update edit set body = cast(replace(body, 'anna', 'anne') as blob)",
        "update edit set signature = x'00'",
        "delete from op where position = 1",
    ],
)
def test_a_rewritten_log_is_named_even_with_its_guards_put_back(store: Store, statement: str) -> None:
    add_person(store)
    store.finish()
    with past_the_program(store) as conn:
        guards = conn.execute(
            "select name, sql from sqlite_master where type = 'trigger' and tbl_name in ('op', 'edit')"
        ).fetchall()
        for name, _ in guards:
            conn.execute(f"drop trigger {name}")
        conn.execute(statement)
        for _, sql in guards:
            conn.execute(sql)
    kinds = {found.kind for found in store.log.verify()}
    assert "chain" in kinds
    assert "schema" not in kinds


def test_a_dropped_guard_is_named(store: Store) -> None:
    with past_the_program(store) as conn:
        conn.execute("drop trigger plan_versions_are_never_changed")
    (found,) = store.log.verify()
    assert found.kind == "schema"
    assert "plan_versions_are_never_changed mangler" in found.message


def test_edits_of_the_file_that_are_not_here_are_counted(laptop: Laptop) -> None:
    anna = laptop("anna")
    forge(anna, [(("people", "x", "title"), "x")])
    bo = laptop("bo")
    anna.path.unlink()
    bo.save_copy(anna.path)
    (found,) = anna.log.verify()
    assert (found.kind, "1 ændring i" in found.message) == ("file", True)


@pytest.mark.parametrize(
    "statement",
    [
        "update op set col = 'x'",
        "update edit set label = 'x'",
        "delete from edit",
        "insert or replace into edit select * from edit limit 1",
        "delete from op",
        "insert or replace into op select * from op limit 1",
        "replace into op select * from op limit 1",
    ],
)
@pytest.mark.parametrize("recursive", ["on", "off"])
def test_the_log_is_guarded_against_every_kind_of_overwriting(store: Store, statement: str, recursive: str) -> None:
    with past_the_program(store) as conn:
        conn.execute(f"pragma recursive_triggers = {recursive}")
        with pytest.raises(dbapi2.Error, match="never"):
            conn.execute(statement)
