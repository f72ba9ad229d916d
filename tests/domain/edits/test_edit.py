"""An edit is made against what its maker saw, or refused in words with the place."""

from __future__ import annotations

from typing import Any

import pytest

from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.records import RECORDS, Appointment, Goal, Meeting, Offer, Organisation, Person, Plan, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Conflict, Frozen, InUse, Invalid, Missing, UserError
from cbnet_desktop.domain.records.fields import Record
from tests.building import Building


@pytest.fixture
def person(year: Building) -> Person:
    return year.person("Gentoftes repræsentant")


def refusal(building: Building, *changes: Change) -> UserError:
    """The one reason why an edit is refused; the rest of it could be made."""
    _, refusals = edit.tried(building.network, changes)
    (found,) = refusals
    return found


def place(refused: UserError) -> tuple[Any, ...]:
    return type(refused), refused.table, refused.row_id, refused.field


def phone(person: Person, before: str, after: str) -> Change:
    return Change("people", person.id, {"phone": before}, {"phone": after})


@pytest.mark.parametrize(
    ("table", "name", "words"),
    [
        ("persons", "name", "Der er ingen tabel »persons«. Tabellerne er: "),
        ("people", "nmae", "Tabellen people har intet felt »nmae«. Felterne er: name,"),
    ],
)
def test_a_name_nobody_knows_is_refused_with_those_that_exist(table: str, name: str, words: str) -> None:
    with pytest.raises(Missing) as refused:
        edit.normalised([Change(table, "1", None, {name: "x"})])
    assert refused.value.message.startswith(words)


def test_even_a_removal_names_a_table_that_exists() -> None:
    with pytest.raises(Missing):
        edit.normalised([Change("persons", "1", None, None)])


@pytest.mark.parametrize("table", list(edit.FROZEN_TABLES))
def test_no_ordinary_edit_touches_what_was_signed_or_erased(table: str) -> None:
    with pytest.raises(Frozen):
        edit.normalised([Change(table, "1", None, {})])


def test_values_take_their_stored_form_on_both_sides() -> None:
    (change,) = edit.normalised([Change("people", "1", {"phone": None}, {"phone": " 1 "})])
    assert (change.before, change.after) == ({"phone": ""}, {"phone": "1"})
    assert edit.normalised([Change("people", "1", None, None)]) == (Change("people", "1", None, None),)


def test_a_value_of_the_wrong_kind_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        edit.normalised([Change("goals", "1", None, {"position": "x"})])
    assert place(refused.value) == (Invalid, "goals", "1", "position")


def test_a_cell_that_somebody_else_changed_is_a_conflict_that_tells_what_stands_there(
    year: Building, person: Person
) -> None:
    year.set(Person, person.id, phone="99")
    refused = refusal(year, phone(person, "", "11"))
    assert place(refused) == (Conflict, "people", person.id, "phone")
    assert refused.message.startswith("Telefon er ændret af en anden i mellemtiden og er nu »99«.")


def test_a_cell_is_not_written_by_somebody_who_did_not_look(year: Building, person: Person) -> None:
    refused = refusal(year, Change("people", person.id, {"phone": ""}, {"phone": "1", "email": "m@x.dk", "note": "x"}))
    assert place(refused) == (Invalid, "people", person.id, "email")
    assert refused.message.startswith("Feltet email rettes")


def test_a_row_is_made_once_and_changed_only_where_it_is(year: Building, person: Person) -> None:
    assert place(refusal(year, Change("people", person.id, None, {"name": "Ny"}))) == (
        Conflict,
        "people",
        person.id,
        "",
    )
    assert place(refusal(year, Change("people", "gone", {"phone": ""}, {"phone": "1"})))[:2] == (Missing, "people")
    assert place(refusal(year, Change("people", "gone", {"phone": ""}, None)))[:3] == (Missing, "people", "gone")


def test_a_record_that_contradicts_itself_is_refused_with_its_row(year: Building) -> None:
    row = year.network.live(Meeting)[0]
    times = Change("meetings", row.id, {"starts_at": None, "ends_at": None}, {"starts_at": "12:00", "ends_at": "10:00"})
    assert place(refusal(year, times)) == (Invalid, "meetings", row.id, "ends_at")


def test_the_changes_that_can_be_made_are_made_beside_those_that_cannot(year: Building, person: Person) -> None:
    other = year.person("Vejles repræsentant")
    after, refusals = edit.tried(year.network, [phone(person, "wrong", "1"), phone(other, "", "2")])
    assert after.get(Person, other.id).phone == "2"
    assert len(refusals) == 1
    with pytest.raises(Conflict):
        edit.applied(year.network, [phone(person, "wrong", "1"), phone(other, "", "2")])


def test_a_reference_to_a_row_that_is_not_there_is_refused(year: Building, person: Person) -> None:
    change = Change("people", person.id, {"organisation_id": person.organisation_id}, {"organisation_id": "gone"})
    assert place(refusal(year, change)) == (Invalid, "people", person.id, "organisation_id")
    year.merge([change])
    assert edit.tried(year.network, [phone(person, "", "1")])[1] == [], "only what the edit itself names is looked at"
    emptied = Change("people", person.id, {"organisation_id": "gone"}, {"organisation_id": None})
    assert edit.tried(year.network, [emptied])[1] == []


def removal(building: Building, kind: type[Person | Seat | Organisation | Appointment], row_id: str) -> Change:
    return Change(kind.TABLE, row_id, building.network.get(kind, row_id).values(), None)


def test_a_row_that_others_use_is_not_removed_and_is_named_once(year: Building, person: Person) -> None:
    year.appoint("Odense", "En anden", "2010-01-01", "2010-12-31")
    refused = refusal(year, removal(year, Person, person.id))
    assert place(refused) == (InUse, "people", person.id, "")
    assert isinstance(refused, InUse)
    table, row_id, field = refused.user
    assert getattr(year.network.row(table, row_id), field) == person.id


def test_each_removed_row_that_is_used_is_refused_by_itself(year: Building, person: Person) -> None:
    seat = year.seat("Odense")
    _, refusals = edit.tried(year.network, [removal(year, Person, person.id), removal(year, Seat, seat.id)])
    assert {(one.table, one.row_id) for one in refusals} == {("people", person.id), ("seats", seat.id)}


def test_a_row_that_nobody_uses_is_removed_and_may_come_back_in_one_edit(year: Building) -> None:
    row_id = year.add(Person, name="Ingen")
    gone = removal(year, Person, row_id)
    assert edit.applied(year.network, [gone]).find(Person, row_id) is None
    assert edit.applied(year.network, [gone, gone.inverse()]).find(Person, row_id) is not None


def test_a_row_is_removed_together_with_all_that_use_it(year: Building) -> None:
    row_id = year.appoint("Odense", "Ny Nielsen", "2010-01-01", "2010-12-31")
    person_id = year.network.get(Appointment, row_id).person_id or ""
    both = [removal(year, Person, person_id), removal(year, Appointment, row_id)]
    assert edit.applied(year.network, both).find(Person, person_id) is None
    added = [change.inverse() for change in both]
    assert edit.tried(edit.applied(year.network, both), added)[1] == [], "in whichever order they are told"


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Person, "en person."), (Goal, "et mål."), (Offer, "et tilbud.")],
)
def test_the_user_of_a_row_that_is_not_removed_has_its_article(year: Building, kind: type[Record], words: str) -> None:
    used = year.add(Organisation, name="Fælles Net", kind="other")
    users = {
        Person: {"name": "Ida Holm", "organisation_id": used},
        Goal: {"plan_id": year.network.live(Plan)[0].id, "text": "Læs", "owner_organisation_id": used},
        Offer: {"title": "Kursus", "host_id": used},
    }
    year.merge_new(kind, **users[kind])
    with pytest.raises(InUse) as refused:
        year.apply([Change(Organisation.TABLE, used, year.network.get(Organisation, used).values(), None)])
    assert f"bruges af {words}" in refused.value.message


def test_every_noun_has_the_article_of_its_gender() -> None:
    named = {f"{kind.ARTICLE} {kind.NOUN}".strip() for kind in RECORDS}
    assert {noun for noun in named if noun.startswith("et ")} == {
        "et aftalepunkt",
        "et aftalepunkt for opgave",
        "et bilag",
        "et dagsordenspunkt",
        "et fast punkt",
        "et høringssvar",
        "et inddraget centralbibliotek",
        "et indsatsområde",
        "et kommissorium",
        "et medlem af arbejdsgruppe",
        "et medlem af kontaktudvalg",
        "et møde",
        "et ord",
        "et mål",
        "et svar om indsatsområde",
        "et tidligere navn",
        "et tidligere pladsnavn",
        "et tilbud",
    }
    assert {"netværket", "årets indsatsområder", "en person", "en deltager"} <= named
