"""What two people do to one network without knowing of each other, and what a stranger's log may try."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import TABLES, Erasure, FocusSet, Organisation, Person, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from cbnet_desktop.store import Edit, Store, open_store
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.places.folder import Folder
from tests.building import whole_year
from tests.store.playing import LATER, Laptop, add_person, forge, introduce, lay, meet, signed, take_over
from tests.store.test_signing import render


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
        anna._exchanger.delivery.lay([rid for (rid,) in anna.conn.execute("select rid from edit").fetchall()])
        assert bo.exchange().pulled == 0
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


@pytest.fixture
def clone(laptop: Laptop, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Anna's program on two computers with one replica: a copied laptop image."""
    laptop("anna").close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "klon")
    anna = laptop("anna")
    copied = open_store(anna.path, home=tmp_path / "klon", user="klon")
    yield anna, copied
    copied.close()


def test_a_clone_that_lays_its_piece_in_the_same_moment_loses_nothing(
    clone: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, copied = clone
    mine, theirs = add_person(anna, "Fra den første"), add_person(copied, "Fra klonen")
    real = Folder.put

    def late(place: Folder, name: str, data: bytes) -> None:
        monkeypatch.undo()
        assert anna.exchange().problem == ""
        real(place, name, data)

    monkeypatch.setattr(Folder, "put", late)
    for store in (copied, anna, copied):
        store.exchange()
    meet(copied, anna)
    for store in clone:
        assert store.read().find(Person, mine)
        assert store.read().find(Person, theirs)
    assert_alike(anna, copied)


def test_a_copy_with_a_clones_other_branch_is_merged_like_any(clone: tuple[Store, Store], tmp_path: Path) -> None:
    anna, copied = clone
    mine, theirs = add_person(anna, "Fra den første"), add_person(copied, "Fra klonen")
    (tmp_path / "rejse").mkdir()
    copied.save_copy(tmp_path / "rejse" / "kopi.cbnet")
    assert anna.merge(tmp_path / "rejse" / "kopi.cbnet").pulled == 1
    for store in (copied, anna, copied):
        store.exchange()
    meet(anna, copied)
    for store in clone:
        assert store.read().find(Person, mine)
        assert store.read().find(Person, theirs)
    assert_alike(anna, copied)


_NASTY = (
    None, "", "x", "\x01\u202e", "2015-13-40", "99:99", "=1+1", True, False, 0, 1, -1, 2**63 - 1, -(2**63),
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
    values = [row_id if name == "id" else _NASTY[int(row_id, 16)] for _, row_id, name in cells]
    values[cells.index(("people", f"{0:032x}", "note"))] = "ø" * 300_000
    forge(anna, list(zip(cells, values, strict=True)))
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
def signed_off(laptop: Laptop) -> tuple[Store, PlanVersion]:
    anna = laptop("anna")
    take_over(anna, whole_year(2015).network)
    return anna, anna.sign_off(2015, "", render, today=date(2014, 11, 24))


@pytest.mark.parametrize("column", ["number", "signed_by", "document", "pdf", "id"])
@pytest.mark.parametrize("at", ["2000-01-01T00:00:00.000Z", LATER])
def test_a_signed_version_is_not_changed_by_a_merge(
    laptop: Laptop, signed_off: tuple[Store, PlanVersion], tmp_path: Path, column: str, at: str
) -> None:
    anna, version = signed_off
    pdf = anna.log.version_pdf(version.id)
    bo = laptop("bo")
    forge(bo, [((PlanVersion.TABLE, version.id, column), None if column == "id" else "99")], at=at)
    bo.exchange()
    (tmp_path / "rejse").mkdir()
    bo.save_copy(tmp_path / "rejse" / "kopi.cbnet")
    assert anna.merge(tmp_path / "rejse" / "kopi.cbnet").pulled == 1
    for store in (anna, bo):
        assert store.read().get(PlanVersion, version.id) == version
        assert store.log.version_pdf(version.id) == pdf
    assert anna.log.conflicts() == []
    assert_alike(anna, bo)


def test_a_signed_version_is_not_lost_with_its_plan(signed_off: tuple[Store, PlanVersion]) -> None:
    anna, version = signed_off
    plan = anna.read().get(Plan, version.plan_id)
    with pytest.raises(Invalid, match="bruges af"):
        anna.apply("Fjernet", [Change("plans", plan.id, plan.values(), None)])
    with pytest.raises(Frozen):
        anna.apply("Fjernet", [Change(PlanVersion.TABLE, version.id, version.values(), None)])
    with pytest.raises(Invalid, match="kan hverken arkiveres"):
        anna.apply("Arkiveret", [Change("plans", plan.id, {"archived": False}, {"archived": True})])
    assert anna.read().get(PlanVersion, version.id) == version


def test_a_version_removed_from_the_file_comes_back_from_those_who_have_it(
    laptop: Laptop, signed_off: tuple[Store, PlanVersion]
) -> None:
    anna, version = signed_off
    before = anna.log.version_pdf(version.id)
    anna.finish()
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    for table in ("op", "edit", "plan_versions"):
        for (name,) in conn.execute("select name from sqlite_master where type = 'trigger' and tbl_name = ?", (table,)):
            conn.execute(f"drop trigger {name}")
        conn.execute(f"delete from {table}")
    conn.close()
    bo = laptop("bo")
    assert bo.log.version_pdf(version.id) == before
    add_person(anna)
    anna.finish()
    meet(anna, bo)
    assert_alike(anna, bo)


def test_a_junk_erasure_in_a_foreign_log_erases_nothing_and_breaks_nothing(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    introduce(anna, bo)
    person = add_person(anna, phone="1")
    meet(anna, bo)
    signer = KeyFile(bo.replica_path).signer()
    for covers in ("x", 7, "[[1]]", json.dumps([["a", "b", "c"]]), json.dumps(["x.1", "0" * 40 + ".0"]), None):
        values = {"person_id": person, "reason": "x", "decided_by": "x", "erased_on": "x", "covers": covers}
        row_id = Erasure.name_of(values)
        cells = [(("erasures", row_id, name), value) for name, value in {"id": row_id, **values}.items()]
        lay(anna, *signed(anna.network_id, cells, signer=signer))
    for store in (anna, bo, anna, bo):
        store.exchange()
    meet(anna, bo)
    assert anna.read().get(Person, person).phone == "1"
    assert {entry.value for entry in anna.log.history("people", person)} >= {"1"}
    assert_alike(anna, bo)
