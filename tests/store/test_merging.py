"""What two people do to one network without knowing of each other, and what a stranger's log may try."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cbnet_desktop.store.copies import ASIDE
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import TABLES, FocusSet, Organisation, Person, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.records.errors import Frozen, Invalid, Unreadable
from cbnet_desktop.store import Edit, Store, open_store, ops, places
from tests.building import whole_year
from tests.store.playing import Laptop, add_person, take_over
from tests.store.test_signing import render

STRANGER = "0" * 32


def meet(*stores: Store) -> None:
    """Everybody exchanges until all have all ops, without any problem."""
    for store in (*stores, *stores):
        assert store.exchange().problem == ""
        store.refresh()
        assert store.waiting == 0


def assert_alike(*stores: Store) -> None:
    for store in stores:
        assert store.read() == stores[0].read()
        assert store.log.conflicts() == stores[0].log.conflicts()
        assert store.log.verify() == []


@pytest.fixture
def two(laptop: Laptop) -> tuple[Store, Store]:
    return laptop("anna"), laptop("bo")


def _added(store: Store, table: str, **values: str | int) -> Edit:
    row_id = f"{len(list(store.log.history())):032x}"
    return store.apply("Tilføjet", [Change(table, row_id, None, values)])


def _row(edit: Edit) -> str:
    return edit.changes[0].row_id


def test_a_row_taken_away_here_and_edited_there_comes_back_with_the_edit(two: tuple[Store, Store]) -> None:
    anna, bo = two
    made = _added(anna, "people", name="Asta", phone="1")
    meet(anna, bo)
    anna.apply("Fortryd", inverted(made.changes))
    bo.apply("Telefon", [Change("people", _row(made), {"phone": "1"}, {"phone": "2"})])
    meet(anna, bo)
    for store in two:
        assert store.read().get(Person, _row(made)) == Person(_row(made), name="Asta", phone="2")
    assert_alike(anna, bo)
    anna.apply("Fortryd igen", [Change("people", _row(made), {"name": "Asta", "phone": "2"}, None)])
    meet(anna, bo)
    assert bo.read().find(Person, _row(made)) is None
    assert_alike(anna, bo)


def test_a_row_taken_away_knowingly_stays_away_wherever_it_arrives(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    made = _added(anna, "people", name="Asta", phone="1")
    meet(anna, bo)
    bo.apply("Telefon", [Change("people", _row(made), {"phone": "1"}, {"phone": "2"})])
    meet(bo, anna)
    anna.apply("Fortryd", [Change("people", _row(made), {"name": "Asta", "phone": "2"}, None)])
    meet(anna, bo)
    carl = laptop("carl")
    for store in (anna, bo, carl):
        assert store.read().find(Person, _row(made)) is None
    assert_alike(anna, bo, carl)


def test_a_row_taken_away_by_two_is_away(two: tuple[Store, Store]) -> None:
    anna, bo = two
    made = _added(anna, "people", name="Asta")
    meet(anna, bo)
    for store in two:
        store.apply("Fortryd", inverted(made.changes))
    meet(anna, bo)
    assert anna.read().find(Person, _row(made)) is None
    assert_alike(anna, bo)


def test_the_same_row_with_other_cells_is_no_conflict(two: tuple[Store, Store]) -> None:
    anna, bo = two
    person = add_person(anna, phone="1", title="Leder")
    meet(anna, bo)
    anna.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    bo.apply("Titel", [Change("people", person, {"title": "Leder"}, {"title": "Chef"})])
    meet(anna, bo)
    row = bo.read().get(Person, person)
    assert (row.phone, row.title) == ("2", "Chef")
    assert anna.log.conflicts() == []
    assert_alike(anna, bo)


def test_far_and_faar_are_two_values_however_their_letters_are_composed(two: tuple[Store, Store]) -> None:
    anna, bo = two
    person, other = add_person(anna, "Far"), add_person(anna, "A\u030ase")
    meet(anna, bo)
    for store, name in ((anna, "fa\u030ar"), (bo, "far")):
        store.apply("Navn", [Change("people", person, {"name": "Far"}, {"name": name})])
    for store, name in ((anna, "ÅSE"), (bo, "A\u030aSE")):
        store.apply("Navn", [Change("people", other, {"name": "Åse"}, {"name": name})])
    meet(anna, bo)
    (conflict,) = anna.log.conflicts()
    assert {version.value for version in conflict.versions} == {"får", "far"}
    assert bo.read().get(Person, other).name == "ÅSE"
    assert_alike(anna, bo)


def test_a_second_row_of_the_same_natural_key_is_kept_and_can_be_archived(two: tuple[Store, Store]) -> None:
    anna, bo = two
    plans = [_row(_added(store, "focus_sets", year=2016, note=store.user)) for store in two]
    assert len(set(plans)) == 1
    other = "b" * 32
    bo.apply("Plan", [Change("plans", other, None, {"year": 2016})])
    mine = _row(_added(anna, "plans", year=2016))
    meet(anna, bo)
    assert {row.id for row in anna.read().rows(Plan) if row.year == 2016} == {mine, other}
    anna.apply("Arkiveret", [Change("plans", other, {"archived": False}, {"archived": True})])
    meet(anna, bo)
    assert [row.id for row in bo.read().live(Plan) if row.year == 2016] == [mine]
    assert_alike(anna, bo)


def test_one_id_made_by_two_is_one_row_and_its_two_values_a_conflict(two: tuple[Store, Store]) -> None:
    anna, bo = two
    for store in two:
        changes = [Change("focus_sets", "c" * 32, None, {"year": 2016, "note": store.user})]
        store.apply("Høring", changes)
    meet(anna, bo)
    assert len(list(anna.read().rows(FocusSet))) == 1
    (conflict,) = anna.log.conflicts()
    assert {version.value for version in conflict.versions} == {"anna", "bo"}
    assert_alike(anna, bo)


def test_a_row_whose_owner_is_gone_is_kept_shown_and_can_be_given_another(two: tuple[Store, Store]) -> None:
    anna, bo = two
    made = _added(anna, "organisations", name="Partner")
    person = add_person(bo)
    meet(anna, bo)
    anna.apply("Fortryd", inverted(made.changes))
    bo.apply("Sted", [Change("people", person, {"organisation_id": None}, {"organisation_id": _row(made)})])
    meet(anna, bo)
    assert anna.read().find(Organisation, _row(made)) is None
    assert anna.read().get(Person, person).organisation_id == _row(made)
    assert_alike(anna, bo)
    anna.apply("Sted", [Change("people", person, {"organisation_id": _row(made)}, {"organisation_id": None})])
    meet(anna, bo)
    assert bo.read().get(Person, person).organisation_id is None


def test_the_same_edit_twice_is_one_edit(two: tuple[Store, Store], tmp_path: Path) -> None:
    anna, bo = two
    add_person(anna)
    meet(anna, bo)
    (tmp_path / "andetsteds").mkdir()
    anna.save_copy(tmp_path / "andetsteds" / "kopi.cbnet")
    before = bo.log.history()
    for _ in range(2):
        assert bo.merge(tmp_path / "andetsteds" / "kopi.cbnet").pulled == 0
        bo._exchanger._place.push(ops.since(anna._conn, {}))
    assert bo.log.history() == before
    assert_alike(anna, bo)


def test_a_clock_wrong_by_a_day_loses_nothing_and_knowing_edits_still_win(two: tuple[Store, Store]) -> None:
    anna, bo = two
    person = add_person(anna, phone="1")
    anna.clock = lambda: datetime.now(UTC) + timedelta(days=1)
    anna.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    meet(anna, bo)
    bo.clock = lambda: datetime.now(UTC) - timedelta(days=1)
    bo.apply("Telefon", [Change("people", person, {"phone": "2"}, {"phone": "3"})])
    meet(anna, bo)
    assert anna.read().get(Person, person).phone == "3"
    assert anna.log.conflicts() == []
    assert_alike(anna, bo)


def test_several_copies_at_once_are_all_taken_in(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    names = ["net (Bos konfliktkopi 2026-11-22)", "net-LAPTOP7", "net (conflicted copy 2026-11-22 140301)", "net 2"]
    people = []
    for number, name in enumerate(names):
        away = tmp_path / f"rejse {number}"
        away.mkdir()
        shutil.copy(anna.path, away / "net.cbnet")
        other = open_store(away / "net.cbnet", home=tmp_path / f"h {number}", user=name)
        people.append(add_person(other, name))
        other.exchange()
        other.close()
        shutil.move(away / "net.cbnet", anna.path.with_name(f"{name}.cbnet"))
    done = anna.exchange()
    assert done.problem == ""
    assert all(anna.read().find(Person, person) for person in people)
    assert {path.stem for path in (tmp_path / ASIDE).iterdir()} == set(names)
    assert_alike(anna, laptop("bo"))


def test_a_copy_that_two_take_in_at_once_is_put_aside_once_and_nobody_sees_an_error(
    two: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bo = two
    person = add_person(bo, "Kun i kopien")
    bo.save_copy(anna.path.with_name("net 2.cbnet"))
    real = places.SharedFile.vector

    def slowly(place: places.SharedFile) -> ops.Vector:
        found = real(place)
        if place.path.name == "net 2.cbnet":
            monkeypatch.undo()
            assert bo.exchange().problem == ""
        return found

    monkeypatch.setattr(places.SharedFile, "vector", slowly)
    done = anna.exchange()
    assert (done.problem, done.notices) == ("", ())
    assert [path.name for path in (tmp_path / ASIDE).iterdir()] == ["net 2.cbnet"]
    meet(anna, bo)
    assert anna.read().find(Person, person)


@pytest.fixture
def clone(laptop: Laptop, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Anna's program on two computers with one replica: a copied laptop image."""
    laptop("anna").close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "klon")
    anna = laptop("anna")
    copied = open_store(anna.path, home=tmp_path / "klon", user="klon")
    yield anna, copied
    copied.close()


def test_a_clone_that_pushes_in_the_same_moment_loses_nothing(
    clone: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, copied = clone
    mine, theirs = add_person(anna, "Fra den første"), add_person(copied, "Fra klonen")
    real = places.SharedFile.push

    def late(place: places.SharedFile, outgoing: list[ops.Op]) -> None:
        monkeypatch.undo()
        assert anna.exchange().problem == ""
        real(place, outgoing)

    monkeypatch.setattr(places.SharedFile, "push", late)
    assert copied.exchange().waiting > 0
    meet(copied, anna)
    for store in clone:
        assert store.read().find(Person, mine)
        assert store.read().find(Person, theirs)
    assert_alike(anna, copied)


def test_a_copy_with_a_clones_other_history_is_named_and_left_where_it_is(clone: tuple[Store, Store]) -> None:
    anna, copied = clone
    add_person(anna, "Fra den første")
    theirs = add_person(copied, "Fra klonen")
    add_person(copied, "Fra klonen igen")
    copy = anna.path.with_name("klonens kopi.cbnet")
    copied.save_copy(copy)
    done = anna.exchange()
    assert any("klonens kopi.cbnet" in notice and "ladt urørt" in notice for notice in done.notices)
    assert copy.exists()
    with pytest.raises(Unreadable, match="klon"):
        anna.merge(copy)
    copied.exchange()
    meet(anna, copied)
    assert anna.read().find(Person, theirs)
    assert_alike(anna, copied)


@contextmanager
def stranger(store: Store) -> Iterator[dbapi2.Connection]:
    """The shared file in the hands of somebody with SQLite and this program's source."""
    conn = dbapi2.connect(str(store.path), isolation_level=None)
    yield conn
    conn.close()


def _foreign_op(conn: dbapi2.Connection, cell: ops.Cell, value: object, at: str = "2099-01-01T00:00:00.000Z") -> None:
    ops.append(conn, STRANGER, ops.Edited("e", at, "fremmed", "x"), [(cell, value)])


def _raw_op(conn: dbapi2.Connection, cell: ops.Cell, **raw: str | None) -> None:
    """A foreign op whose parts are what they should not be, and whose hashes fit."""
    op = ops.Op(STRANGER, 1, "e", "2099", "fremmed", "x", *cell, '"x"', "[]", "00", "", "")._replace(**raw)
    op = op._replace(payload_hash=ops.payload_hash(op.salt or "", op.value or ""))
    op = op._replace(hash=ops.chain_hash(ops.CHAIN_START, op))
    conn.execute(f"insert into op ({ops.COLUMNS}) values ({', '.join('?' * len(op))})", op)


@pytest.mark.parametrize(
    "raw",
    [
        {"value": "ikke json"},
        {"value": "{}"},
        {"value": "1.5"},
        {"value": "[" * 100_000},
        {"value": "1" * 5000},
        {"value": str(2**63)},
        {"value": '"\\ud800"'},
        {"prevs": "ikke json"},
        {"prevs": "{}}"},
        {"prevs": "[1]"},
        {"prevs": '[["x", "y"]]'},
        {"prevs": "[[[], 1]]"},
    ],
    ids=lambda raw: str(raw)[:30],
)
def test_an_op_that_says_nothing_is_a_broken_link_and_not_a_fault_of_the_program(
    two: tuple[Store, Store], raw: dict[str, str]
) -> None:
    anna, bo = two
    person = add_person(anna)
    meet(anna, bo)
    with stranger(anna) as conn:
        _raw_op(conn, ("people", person, "phone"), **raw)
    before = anna.read()
    assert "hænger ikke sammen" in anna.exchange().problem
    assert anna.read() == before
    assert "chain" in {found.kind for found in anna.log.verify()}


def test_a_value_without_its_salt_is_no_proof(two: tuple[Store, Store], laptop: Laptop) -> None:
    anna, _ = two
    person = add_person(anna, phone="1")
    anna.exchange()
    with stranger(anna) as conn:
        conn.execute("drop trigger op_is_never_rewritten")
        conn.execute("update op set value = '\"666\"', salt = null where row_id = ? and col = 'phone'", (person,))
    assert ("chain", person, "phone") in {(found.kind, found.row_id, found.field) for found in anna.log.verify()}
    carl = laptop("carl")
    assert carl.last_exchange
    assert "hænger ikke sammen" in carl.last_exchange.problem
    assert carl.read().get(Person, person).phone == ""


_NASTY = (
    None, "", "x", "nul\0byte", "2015-13-40", "99:99", "=1+1", True, False, 0, 1, -1, 2**63 - 1, -(2**63),
)  # fmt: skip


def test_no_foreign_value_breaks_a_replica_in_any_field(laptop: Laptop) -> None:
    anna = laptop("anna")
    cells = [
        (table, f"{number:032x}", name)
        for table, kind in TABLES.items()
        if table != "networks"
        for number in range(len(_NASTY))
        for name in ("id", *kind.fields(), *kind.ON_DISK)
    ]
    with stranger(anna) as conn:
        conn.execute("begin")
        edited = ops.Edited("e", "2099", "fremmed", "x")
        values = [row_id if name == "id" else _NASTY[int(row_id, 16)] for _, row_id, name in cells]
        values[cells.index(("people", f"{0:032x}", "note"))] = "ø" * 300_000
        ops.append(conn, STRANGER, edited, list(zip(cells, values, strict=True)))
        conn.execute("commit")
    done = anna.exchange()
    assert (done.problem, done.waiting) == ("", 0)
    anna.refresh()
    for table, kind in TABLES.items():
        for row in anna.read().rows(kind):
            for name, field in kind.fields().items():
                value = getattr(row, name)
                if value not in (None, ""):
                    field.check(value)
                assert field.normalised(value) == value, (table, name)
    assert {found.kind for found in anna.log.verify()} <= {"table", "version"}


@pytest.fixture
def signed(laptop: Laptop) -> tuple[Store, PlanVersion]:
    anna = laptop("anna")
    take_over(anna, whole_year(2015).network)
    return anna, anna.sign_off(2015, "", render, today=date(2014, 11, 24))


@pytest.mark.parametrize("column", ["number", "signed_by", "document", "pdf", "id"])
@pytest.mark.parametrize("at", ["1999-01-01", "2099-01-01"])
def test_a_signed_version_is_not_changed_by_a_merge_and_the_attempt_is_named(
    laptop: Laptop, signed: tuple[Store, PlanVersion], column: str, at: str
) -> None:
    anna, version = signed
    pdf = anna.log.version_pdf(version.id)
    with stranger(anna) as conn:
        conn.execute("begin")
        _foreign_op(conn, (PlanVersion.TABLE, version.id, column), None if column == "id" else "99", at)
        conn.execute("commit")
    assert anna.exchange().problem == ""
    anna.refresh()
    assert anna.read().get(PlanVersion, version.id) == version
    assert anna.log.version_pdf(version.id) == pdf
    assert ("version", version.id, column) in {(item.kind, item.row_id, item.field) for item in anna.log.verify()}
    assert anna.log.conflicts() == []
    if at > version.signed_at:
        bo = laptop("bo")
        assert bo.read().get(PlanVersion, version.id) == version
        assert bo.log.version_pdf(version.id) == pdf


def test_a_signed_version_is_not_lost_with_its_plan(signed: tuple[Store, PlanVersion]) -> None:
    anna, version = signed
    plan = anna.read().get(Plan, version.plan_id)
    with pytest.raises(Invalid, match="bruges af"):
        anna.apply("Fjernet", [Change("plans", plan.id, plan.values(), None)])
    with pytest.raises(Frozen):
        anna.apply("Fjernet", [Change(PlanVersion.TABLE, version.id, version.values(), None)])
    with pytest.raises(Invalid, match="kan hverken arkiveres"):
        anna.apply("Arkiveret", [Change("plans", plan.id, {"archived": False}, {"archived": True})])
    assert anna.read().get(PlanVersion, version.id) == version


def test_a_version_removed_with_its_ops_comes_back_from_those_who_have_it(
    laptop: Laptop, signed: tuple[Store, PlanVersion]
) -> None:
    anna, version = signed
    before = anna.log.version_pdf(version.id)
    with stranger(anna) as conn:
        for name in ("op_is_never_removed", "plan_versions_are_never_removed"):
            guard = conn.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0]
            conn.execute(f"drop trigger {name}")
            table = "op" if name.startswith("op") else "plan_versions"
            where = "tbl = 'plan_versions'" if table == "op" else "true"
            conn.execute(f"delete from {table} where {where}")
            conn.execute(guard)
        conn.execute("delete from cell where tbl = 'plan_versions'")
    assert any("ældre udgave" in notice for notice in anna.exchange().notices)
    bo = laptop("bo")
    assert bo.log.version_pdf(version.id) == before
    assert_alike(anna, bo)


def test_a_junk_erasure_in_a_foreign_log_erases_nothing_and_breaks_nothing(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    anna.exchange()
    with stranger(anna) as conn:
        for number, covers in enumerate(["x", 7, "[[1]]", json.dumps([["a", "b", "c"]]), None]):
            row_id = f"{number:032x}"
            for name, value in (("id", row_id), ("person_id", person), ("covers", covers)):
                _foreign_op(conn, ("erasures", row_id, name), value)
    assert anna.exchange().problem == ""
    anna.refresh()
    assert anna.read().get(Person, person).phone == "1"
    assert {entry.value for entry in anna.log.history("people", person)} >= {"1"}
