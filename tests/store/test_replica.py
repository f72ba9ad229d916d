from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Organisation, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.records.errors import Conflict, Frozen, Invalid, Missing, ReadOnly
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.opening import folder_of
from tests.store.playing import Laptop, add_person


def test_an_edit_is_read_back_by_a_new_process_without_the_shared_file_having_been_reached(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="33 00 00 01")
    again = laptop("anna")
    assert again.read().get(Person, person).phone == "33 00 00 01"


def test_a_field_that_somebody_else_changed_is_a_conflict_that_says_what_it_holds_now(store: Store) -> None:
    person = add_person(store, phone="1")
    store.apply("Telefon rettet", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    with pytest.raises(Conflict, match=r"Telefon .* nu »2«") as refusal:
        store.apply("Telefon rettet", [Change("people", person, {"phone": "1"}, {"phone": "3"})])
    assert (refusal.value.row_id, refusal.value.field) == (person, "phone")
    assert store.read().get(Person, person).phone == "2"


def test_two_people_may_change_two_fields_of_one_row(store: Store) -> None:
    person = add_person(store, phone="1", email="a@b.dk")
    store.apply("Telefon rettet", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    store.apply("E-mail rettet", [Change("people", person, {"email": "a@b.dk"}, {"email": "c@d.dk"})])
    row = store.read().get(Person, person)
    assert (row.phone, row.email) == ("2", "c@d.dk")


def test_a_refused_edit_leaves_no_trace_of_its_other_changes(store: Store) -> None:
    person = add_person(store, phone="1")
    before = store.log.history()
    with pytest.raises(Invalid):
        store.apply(
            "To rettelser",
            [
                Change("people", person, {"phone": "1"}, {"phone": "2"}),
                Change("people", person, {"email": ""}, {"email": "ikke en adresse"}),
            ],
        )
    assert store.log.history() == before
    assert store.read().get(Person, person).phone == "1"
    assert store.log.verify() == []


def test_add_edit_undo_undo_redo_redo_ends_where_it_began(store: Store) -> None:
    person = "a" * 32
    first = store.apply("Tilføjet", [Change("people", person, None, {"name": "Bo", "phone": "1"})])
    second = store.apply("Rettet", [Change("people", person, {"phone": "1"}, {"phone": ""})])
    store.apply("Fortryd", inverted(second.changes))
    store.apply("Fortryd", inverted(first.changes))
    assert store.read().find(Person, person) is None
    store.apply("Gentag", first.changes)
    store.apply("Gentag", second.changes)
    assert store.read().get(Person, person) == Person(person, name="Bo", phone="")
    assert store.log.verify() == []


def test_a_row_made_again_holds_none_of_its_former_values(store: Store) -> None:
    person = add_person(store, phone="12345678")
    store.apply("Fjernet", [Change("people", person, {"name": "Asta Eksempelsen", "phone": "12345678"}, None)])
    store.apply("Tilføjet igen", [Change("people", person, None, {"name": "En anden"})])
    assert store.read().get(Person, person).phone == ""
    assert store.log.verify() == []


def test_unknown_tables_fields_and_rows_are_named(store: Store) -> None:
    with pytest.raises(Missing, match=r"ingen tabel »folk«.*people"):
        store.apply("x", [Change("folk", "1", None, {})])
    with pytest.raises(Missing, match=r"intet felt »tlf«.*phone"):
        store.apply("x", [Change("people", "1", None, {"tlf": "1"})])
    with pytest.raises(Missing, match="findes ikke"):
        store.apply("x", [Change("people", "1", {"phone": ""}, {"phone": "1"})])


def test_a_file_describes_one_network(store: Store) -> None:
    with pytest.raises(Invalid, match="allerede"):
        store.apply("x", [Change("networks", "0" * 32, None, {"name": "Et til", "first_year": 2015})])


def test_an_edit_that_does_not_say_what_it_replaces_is_refused(store: Store) -> None:
    person = add_person(store, phone="1")
    with pytest.raises(Invalid, match="hvad der stod før"):
        store.apply("x", [Change("people", person, {}, {"phone": "2"})])
    assert store.read().get(Person, person).phone == "1"


def test_a_reference_to_a_row_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Invalid, match="Organisation: der findes ingen række »nej«"):
        store.apply("x", [Change("people", "1", None, {"name": "Bo", "organisation_id": "nej"})])


def test_a_row_that_others_refer_to_cannot_be_taken_away(store: Store) -> None:
    organisation = "b" * 32
    made = store.apply("Tilføjet", [Change("organisations", organisation, None, {"name": "Partner"})])
    add_person(store, organisation_id=organisation)
    with pytest.raises(Invalid, match="bruges af en person"):
        store.apply("Fortryd", inverted(made.changes))
    assert store.read().find(Organisation, organisation)


def test_signed_versions_are_frozen_against_every_edit(store: Store) -> None:
    for change in (
        Change(PlanVersion.TABLE, "1", None, {"number": 1}),
        Change(PlanVersion.TABLE, "1", {"number": 1}, {"number": 2}),
        Change(PlanVersion.TABLE, "1", {"number": 1}, None),
    ):
        with pytest.raises(Frozen):
            store.apply("x", [change])


@pytest.mark.parametrize(
    "text",
    ["<b>fed</b> & co", '<img src="file:///etc/passwd">', "'; drop table people; --", '"citat"', "🦄", "ø" * 5000],
)
def test_any_text_comes_back_as_it_was_typed(laptop: Laptop, text: str) -> None:
    anna = laptop("anna")
    person = add_person(anna, note=text)
    anna.exchange()
    assert laptop("bo").read().get(Person, person).note == text


def test_decomposed_letters_are_stored_composed(store: Store) -> None:
    person = add_person(store, "A\u030ase Sø\u0301gaard")
    assert store.read().get(Person, person).name == "Åse Sǿgaard"


@pytest.mark.parametrize("text", ["\ud800", "nul\0byte"])
def test_a_character_that_no_file_can_hold_is_refused(store: Store, text: str) -> None:
    with pytest.raises(Invalid, match="der ikke kan gemmes"):
        add_person(store, text)


def test_a_write_protected_folder_can_be_read_but_edits_are_refused_in_words(laptop: Laptop) -> None:
    anna = laptop("anna")
    folder = folder_of(anna.path, anna.network_id)
    folder.chmod(0o555)
    bo = laptop("bo")
    assert bo.read().profile.name == "Prøvenetværk"
    with pytest.raises(ReadOnly, match="skrivebeskyttet"):
        add_person(bo)
    folder.chmod(0o755)
    bo.exchange()
    add_person(bo)


def test_an_existing_file_is_never_overwritten_by_a_new_network(store: Store, tmp_path: Path) -> None:
    before = store.path.read_bytes()
    changes = [Change("networks", "c" * 32, None, {"name": "Nyt", "first_year": 2020})]
    with pytest.raises(Invalid, match="findes allerede"):
        create(store.path, changes, home=tmp_path / "x", user="anna", label="Nyt")
    assert store.path.read_bytes() == before


def test_history_tells_who_changed_what_from_what_to_what(store: Store) -> None:
    person = add_person(store, phone="1")
    store.apply("Telefon for Asta rettet", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    newest = store.log.history("people", person)[0]
    assert (newest.by, newest.label, newest.field) == ("anna", "Telefon for Asta rettet", "phone")
    assert (newest.before, newest.value) == ("1", "2")
    assert [entry.field for entry in store.log.history("people", person)] == ["phone", "phone", "name", "id"]


def test_a_copy_holds_everything_and_the_whole_history(store: Store, tmp_path: Path) -> None:
    person = add_person(store, phone="1")
    store.save_copy(tmp_path / "kopi.cbnet")
    copy = open_store(tmp_path / "kopi.cbnet", home=tmp_path / "andet hjem", user="bo")
    assert copy.read() == store.read()
    assert copy.log.history("people", person) == store.log.history("people", person)
    copy.close()
    with pytest.raises(Invalid, match="findes allerede"):
        store.save_copy(tmp_path / "kopi.cbnet")


@pytest.mark.parametrize(("today_is", "changed_on"), [(None, "2035-07-01"), ("2014-11-24", "2014-11-24")])
def test_a_reworded_clause_bears_the_danish_day_of_its_edit(
    store: Store, today_is: str | None, changed_on: str
) -> None:
    profile = store.read().profile
    store.apply("Dato", [Change("networks", profile.id, {"today_is": None}, {"today_is": today_is})])
    made = [
        Change("agreements", "a" * 32, None, {"title": "Rammeaftale"}),
        Change("agreement_clauses", "b" * 32, None, {"agreement_id": "a" * 32, "title": "Kurser"}),
    ]
    store.apply("Aftale", made)
    store.clock = lambda: datetime(2035, 6, 30, 22, 30, tzinfo=UTC)
    store.apply("Ordlyd", [Change("agreement_clauses", "b" * 32, {"text": ""}, {"text": "Fælles kurser"})])
    assert getattr(store.read().row("agreement_clauses", "b" * 32), "changed_on", "") == changed_on


def test_on_macos_a_commit_reaches_the_disk_itself(store: Store) -> None:
    told = [store.conn.execute(f"pragma {name}").fetchone()[0] for name in ("fullfsync", "checkpoint_fullfsync")]
    assert told == [1, 1]
