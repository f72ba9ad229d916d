from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import Goal, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Conflict, Invalid
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.store import Store
from tests.building import whole_year
from tests.store.playing import Laptop, add_person, take_over

TODAY = date(2014, 11, 24)


def render(content: PlanContent) -> bytes:
    return b"%PDF " + content.canonical()


@pytest.fixture
def ready(store: Store) -> Store:
    take_over(store, whole_year(2015).network)
    return store


def _reword_a_goal(store: Store, text: str = "Et andet mål") -> None:
    goal = next(iter(store.read().rows(Goal)))
    store.apply("Mål rettet", [Change("goals", goal.id, {"text": goal.text}, {"text": text})])


def test_a_version_freezes_document_hash_and_pdf(ready: Store) -> None:
    version = ready.sign_off(2015, "", render, today=TODAY)
    document = ready.log.version_document(version.id)
    assert (version.number, version.signed_by, version.reason) == (1, "anna", "")
    assert version.sha256 == hashlib.sha256(document).hexdigest()
    assert json.loads(document)["sign_off"]["heads_digest"] == version.heads_digest
    assert ready.log.version_pdf(version.id) == b"%PDF " + document
    assert ready.log.verify() == []


def test_a_colleague_gets_the_same_version_and_the_same_bytes(laptop: Laptop, ready: Store) -> None:
    version = ready.sign_off(2015, "", render, today=TODAY)
    bo = laptop("bo")
    assert bo.read().get(PlanVersion, version.id) == version
    assert bo.log.version_pdf(version.id) == ready.log.version_pdf(version.id)
    assert bo.log.verify() == []


def test_an_unchanged_plan_is_not_signed_twice(ready: Store) -> None:
    ready.sign_off(2015, "", render, today=TODAY)
    with pytest.raises(Invalid, match="ikke ændret siden version 1"):
        ready.sign_off(2015, "Endnu en gang", render, today=TODAY)


def test_a_changed_plan_needs_a_reason_and_becomes_version_2_beside_the_first(ready: Store) -> None:
    first = ready.sign_off(2015, "", render, today=TODAY)
    before = ready.log.version_pdf(first.id)
    _reword_a_goal(ready)
    with pytest.raises(Invalid, match="begrundelse") as refusal:
        ready.sign_off(2015, "  ", render, today=TODAY)
    assert refusal.value.field == "reason"
    second = ready.sign_off(2015, "Målet er skærpet", render, today=TODAY)
    assert (second.number, second.reason) == (2, "Målet er skærpet")
    assert ready.log.version_pdf(first.id) == before


@pytest.mark.parametrize("field", ["owner_person_id", "deadline"])
def test_a_goal_without_owner_or_deadline_stops_the_sign_off(ready: Store, field: str) -> None:
    goal = next(row for row in ready.read().rows(Goal))
    owners = {"owner_person_id": goal.owner_person_id, "owner_organisation_id": goal.owner_organisation_id}
    before = owners if field == "owner_person_id" else {"deadline": goal.deadline}
    ready.apply("Blankt", [Change("goals", goal.id, before, dict.fromkeys(before))])
    with pytest.raises(Invalid, match=r"ansvarlig|frist"):
        ready.sign_off(2015, "", render, today=TODAY)
    assert list(ready.read().rows(PlanVersion)) == []


def test_no_sign_off_before_the_minutes_of_the_annual_meeting_are_approved(ready: Store) -> None:
    plan = next(iter(ready.read().rows(Plan)))
    meeting = ready.read().get(Meeting, plan.meeting_id)
    ready.apply("Genåbnet", guard.reopened(ready.read(), Act.APPROVED, meeting, "En rettelse.", "2014-11-24"))
    with pytest.raises(Invalid, match="Få referatet godkendt igen"):
        ready.sign_off(2015, "", render, today=TODAY)


def test_a_failed_rendering_leaves_no_version(ready: Store) -> None:
    def broken(content: PlanContent) -> bytes:
        raise RuntimeError(content.title)

    with pytest.raises(RuntimeError):
        ready.sign_off(2015, "", broken, today=TODAY)
    assert list(ready.read().rows(PlanVersion)) == []
    assert ready.log.verify() == []


def test_a_plan_changed_while_it_was_set_on_paper_is_not_signed(ready: Store, laptop: Laptop) -> None:
    other = laptop("anna")

    def slow(content: PlanContent) -> bytes:
        _reword_a_goal(other, "Rettet imens")
        return render(content)

    with pytest.raises(Conflict, match="mens planen blev godkendt"):
        ready.sign_off(2015, "", slow, today=TODAY)
    assert list(ready.read().rows(PlanVersion)) == []


_STATEMENTS = [
    "update plan_versions set number = 7",
    "update plan_versions set pdf = x'00' where number = 1",
    "delete from plan_versions",
    "insert or replace into plan_versions select * from plan_versions",
    "replace into plan_versions (id, plan_id, number) select id, plan_id, 9 from plan_versions",
    "insert into plan_versions (id, number) select id, 9 from plan_versions where true "
    "on conflict (id) do update set number = excluded.number",
]


@pytest.mark.parametrize("statement", _STATEMENTS)
@pytest.mark.parametrize("recursive", ["on", "off"])
def test_the_file_guards_a_version_against_every_kind_of_overwriting(
    ready: Store, statement: str, recursive: str
) -> None:
    version = ready.sign_off(2015, "", render, today=TODAY)
    conn = dbapi2.connect(str(ready.path), isolation_level=None)
    conn.execute(f"pragma recursive_triggers = {recursive}")
    before = conn.execute("select * from plan_versions").fetchall()
    with pytest.raises(dbapi2.Error, match="never"):
        conn.execute(statement)
    assert conn.execute("select * from plan_versions").fetchall() == before
    conn.close()
    assert ready.log.verify() == []
    assert ready.log.version_pdf(version.id)


@pytest.mark.parametrize("column", ["document", "sha256", "pdf", "number", "reason", "signed_by"])
def test_a_version_changed_behind_a_dropped_guard_is_named(ready: Store, column: str) -> None:
    version = ready.sign_off(2015, "", render, today=TODAY)
    conn = dbapi2.connect(str(ready.path), isolation_level=None)
    name = "plan_versions_are_never_changed"
    guard = conn.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0]
    conn.execute(f"drop trigger {name}")
    conn.execute(f"update plan_versions set {column} = {'x' if column == 'pdf' else ''}'99'")
    conn.execute(guard)
    conn.close()
    found = [item for item in ready.log.verify() if item.kind == "version"]
    assert {(item.row_id, item.field) for item in found} >= {(version.id, column)}


def test_two_versions_signed_apart_both_stay(laptop: Laptop, ready: Store) -> None:
    ready.exchange()
    bo = laptop("bo")
    away = ready.path.with_name("væk")
    mine = ready.sign_off(2015, "", render, today=TODAY)
    ready.path.rename(away)
    ready.path.write_bytes(b"")
    theirs = bo.sign_off(2015, "", render, today=TODAY) if not bo.is_read_only else None
    away.replace(ready.path)
    assert theirs
    bo.exchange()
    ready.exchange()
    bo.refresh()
    assert {row.id for row in ready.read().rows(PlanVersion)} == {mine.id, theirs.id}
    assert ready.read() == bo.read()
    assert ready.log.verify() == bo.log.verify() == []


def test_only_the_plan_counts_as_a_change(ready: Store) -> None:
    ready.sign_off(2015, "", render, today=TODAY)
    add_person(ready)
    with pytest.raises(Invalid, match="ikke ændret"):
        ready.sign_off(2015, "Ny person", render, today=TODAY)


def test_two_versions_signed_apart_are_settled_by_a_new_one_though_the_plan_is_unchanged(
    laptop: Laptop, ready: Store
) -> None:
    ready.exchange()
    bo = laptop("bo")
    away = ready.path.with_name("væk")
    ready.sign_off(2015, "", render, today=TODAY)
    ready.path.rename(away)
    ready.path.write_bytes(b"")
    bo.sign_off(2015, "", render, today=TODAY)
    away.replace(ready.path)
    bo.exchange()
    ready.exchange()
    with pytest.raises(Invalid, match="begrundelse"):
        ready.sign_off(2015, "", render, today=TODAY)
    assert ready.sign_off(2015, "Godkendt to gange", render, today=TODAY).number == 2
    with pytest.raises(Invalid, match="ikke ændret siden version 2"):
        ready.sign_off(2015, "En gang til", render, today=TODAY)
