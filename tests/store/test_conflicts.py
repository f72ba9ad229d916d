from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.store import Meant, Store, open_store
from tests.store.playing import Laptop, add_person


def _at_odds(laptop: Laptop) -> tuple[Store, Store, str]:
    """Anna and Bo have given one phone number two values, and both know."""
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="før")
    anna.exchange()
    bo.exchange()
    now = datetime.now(UTC)
    anna.clock = lambda: now
    bo.clock = lambda: now + timedelta(minutes=5)
    anna.apply("Annas rettelse", [Change("people", person, {"phone": "før"}, {"phone": "annas"})])
    bo.apply("Bos rettelse", [Change("people", person, {"phone": "før"}, {"phone": "bos"})])
    for store in (anna, bo, anna):
        store.exchange()
    return anna, bo, person


def test_a_cell_changed_by_two_is_listed_with_both_values_and_what_it_was(laptop: Laptop) -> None:
    anna, bo, person = _at_odds(laptop)
    (found,) = anna.log.conflicts()
    assert found.id == f"people/{person}/phone"
    assert [(version.by, version.value) for version in found.versions] == [("anna", "annas"), ("bo", "bos")]
    assert found.was == "før"
    assert anna.read().get(Person, person).phone == "bos"
    assert bo.log.conflicts() == [found]


@pytest.mark.parametrize("value", ["annas", "bos", "en tredje"])
def test_a_choice_settles_it_everywhere(laptop: Laptop, value: str) -> None:
    anna, bo, person = _at_odds(laptop)
    anna.resolve(anna.log.conflicts()[0].id, value)
    assert anna.log.conflicts() == []
    anna.exchange()
    bo.exchange()
    assert bo.log.conflicts() == []
    assert bo.read().get(Person, person).phone == value
    assert anna.log.verify() == bo.log.verify() == []


def test_a_choice_can_be_undone(laptop: Laptop) -> None:
    anna, _, person = _at_odds(laptop)
    edit = anna.resolve(anna.log.conflicts()[0].id, "annas")
    anna.apply("Fortryd", inverted(edit.changes))
    assert anna.read().get(Person, person).phone == "bos"


def test_the_same_value_twice_is_no_conflict(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    anna.exchange()
    bo.exchange()
    for store in (anna, bo):
        store.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    for store in (anna, bo, anna):
        store.exchange()
    assert anna.log.conflicts() == []


def test_a_conflict_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(Missing, match="ingen konflikt"):
        store.resolve("people/x/phone", "1")


def test_a_copy_edited_apart_is_merged_and_merging_it_again_does_nothing(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    anna.exchange()
    (tmp_path / "rejse").mkdir()
    (tmp_path / "hjemme").mkdir()
    anna.save_copy(tmp_path / "rejse" / "kopi.cbnet")
    away = open_store(tmp_path / "rejse" / "kopi.cbnet", home=tmp_path / "bærbar", user="carl", meant=Meant.PLACE)
    other = add_person(away, "Mødt på rejsen")
    away.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    copy = tmp_path / "hjemme" / "kopi.cbnet"
    away.save_copy(copy)
    away.close()
    before = copy.read_bytes()
    done = anna.merge(copy)
    assert done.pulled > 0
    assert anna.read().get(Person, other).name == "Mødt på rejsen"
    assert anna.read().get(Person, person).phone == "2"
    assert anna.merge(copy).pulled == 0
    assert copy.read_bytes() == before
    assert anna.log.verify() == []


def test_another_networks_file_is_not_merged(laptop: Laptop, tmp_path: Path) -> None:
    from cbnet_desktop.store import create

    anna = laptop("anna")
    other = tmp_path / "sted" / "andet.cbnet"
    other.parent.mkdir()
    changes = [Change("networks", "d" * 32, None, {"name": "Andet", "first_year": 2015})]
    create(other, changes, home=tmp_path / "h", user="x", label="Nyt").close()
    before = anna.log.history()
    with pytest.raises(Invalid, match="andet netværk"):
        anna.merge(other)
    assert anna.log.history() == before


def _edited_after_archiving(laptop: Laptop, minutes: float = 5) -> tuple[Store, Store, str]:
    """Anna has archived a person, Bo has given the same person a number, and both know by now."""
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="før")
    anna.exchange()
    bo.exchange()
    now = datetime.now(UTC)
    anna.clock = lambda: now
    bo.clock = lambda: now + timedelta(minutes=minutes)
    anna.apply("Arkiveret", [Change("people", person, {"archived": False}, {"archived": True})])
    bo.apply("Bos rettelse", [Change("people", person, {"phone": "før"}, {"phone": "bos"})])
    for store in (anna, bo, anna):
        store.exchange()
    return anna, bo, person


def test_a_row_archived_here_and_edited_there_is_listed(laptop: Laptop) -> None:
    anna, bo, person = _edited_after_archiving(laptop)
    (found,) = anna.log.conflicts()
    assert (found.id, found.edited, found.was) == (f"people/{person}/archived", ("phone",), False)
    assert [(version.by, version.value) for version in found.versions] == [("anna", True), ("bo", False)]
    assert found.shown.by == "anna"
    assert anna.read().get(Person, person).archived is True
    assert bo.log.conflicts() == [found]


@pytest.mark.parametrize("is_archived", [True, False])
@pytest.mark.parametrize("minutes", [5, 60 * 24, -5, -60 * 24])
def test_keeping_a_row_archived_or_bringing_it_back_settles_it_even_with_wrong_clocks(
    laptop: Laptop, is_archived: bool, minutes: float
) -> None:
    anna, bo, person = _edited_after_archiving(laptop, minutes)
    anna.resolve(anna.log.conflicts()[0].id, is_archived)
    assert anna.log.conflicts() == []
    anna.exchange()
    bo.exchange()
    assert bo.log.conflicts() == []
    row = bo.read().get(Person, person)
    assert (row.archived, row.phone) == (is_archived, "bos")
    assert anna.log.verify() == bo.log.verify() == []


def test_an_edit_that_the_archiving_knew_of_or_that_knew_of_the_archiving_is_no_conflict(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    anna.exchange()
    bo.exchange()
    bo.clock = lambda: datetime.now(UTC) + timedelta(minutes=5)
    bo.apply("Før", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    for store in (bo, anna):
        store.exchange()
    anna.apply("Arkiveret", [Change("people", person, {"archived": False}, {"archived": True})])
    assert anna.log.conflicts() == []
    for store in (anna, bo):
        store.exchange()
    bo.apply("Efter", [Change("people", person, {"title": ""}, {"title": "Fhv. leder"})])
    for store in (bo, anna):
        store.exchange()
    assert anna.log.conflicts() == bo.log.conflicts() == []
    newest = anna.log.history("people", person)[0]
    assert (newest.field, newest.before, newest.value) == ("title", "", "Fhv. leder")


def test_a_row_archived_by_two_and_edited_by_a_third_is_listed_once(laptop: Laptop) -> None:
    anna, bo, carl = laptop("anna"), laptop("bo"), laptop("carl")
    person = add_person(anna, phone="1")
    for store in (anna, bo, carl):
        store.exchange()
    for store in (anna, bo):
        store.apply("Arkiveret", [Change("people", person, {"archived": False}, {"archived": True})])
    carl.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    for store in (anna, bo, carl, anna, bo):
        store.exchange()
    (found,) = anna.log.conflicts()
    assert (found.id, found.edited) == (f"people/{person}/archived", ("phone",))
    assert bo.log.conflicts() == carl.log.conflicts() == [found]
    carl.resolve(found.id, False)
    for store in (carl, anna, bo):
        store.exchange()
        assert store.log.conflicts() == []
        assert store.read().get(Person, person).archived is False


def test_contact_data_erased_after_the_archiving_are_no_conflict(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1", email="a@b.dk", note="Ring")
    anna.apply("Arkiveret", [Change("people", person, {"archived": False}, {"archived": True})])
    anna.exchange()
    bo.exchange()
    bo.erase(person, "Fratrådt", today=datetime.now(UTC).date())
    assert bo.log.conflicts() == []


def test_a_cell_of_a_row_that_was_taken_back_is_no_conflict(laptop: Laptop) -> None:
    anna, _, person = _at_odds(laptop)
    created = anna.read().get(Person, person).values()
    anna.apply("Fortryd", [Change("people", person, created, None)])
    assert anna.log.conflicts() == []
