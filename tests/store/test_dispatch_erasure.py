"""Erasing a person takes her addresses and her reminders out of every dispatch, sent ones and removed drafts too."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Annex, ConsultationAnswer, Dispatch, DispatchRecipient, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store
from tests.building import Building
from tests.store.playing import Laptop, add_person, meet, take_over

TODAY = date(2026, 11, 22)
SECRETS = ("anna@bibliotek.dk", "gammel@bibliotek.dk", "Du mangler et mål")


def reminder(store: Store, person: str) -> Dispatch:
    """A reminder with a file, sent to a person and, at another address, to a second one."""
    made = Dispatch.added({
        "kind": "reminder",
        "person_id": person,
        "subject": "Påmindelse",
        "text": "Du mangler et mål",
        "drafted_on": "2026-11-20",
    })  # fmt: skip
    to = {"dispatch_id": made.row_id, "person_id": person, "name": "Asta Eksempelsen"}
    old = DispatchRecipient.added({**to, "address": "gammel@bibliotek.dk"})
    store.apply("Kladde", [made, old, DispatchRecipient.added({**to, "address": "anna@bibliotek.dk"})])
    store.apply("Modtager fjernet", [Change(old.table, old.row_id, old.after, None)])
    row = store.read().get(Dispatch, made.row_id)
    kept = store.annexes.kept("Mål.pdf", b"%PDF-1.7\nhers")
    store.apply("Fil", annexes.added(store.read(), row, {"title": "Mål", "person_id": person, **kept}))
    store.apply("Sendt", [row.edited({"sent_on": "2026-11-21", "sent_by": "Birger"})])
    return store.read().get(Dispatch, made.row_id)


def everything(store: Store) -> str:
    """Every byte of the replica, and of the pieces in the folder, as text."""
    pieces = Path(store.place.identity).glob("*.cb1")
    whole = [store.replica_path.read_bytes(), *(gzip.decompress(piece.read_bytes()) for piece in pieces)]
    return b"".join(whole).decode("utf-8", "replace")


def test_her_addresses_and_reminders_go_everywhere_and_her_name_stays(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    other = add_person(anna, "Bo Eksempelsen")
    dispatch = reminder(anna, person)
    reminder(anna, other)
    meet(anna, bo)
    (file,) = annexes.of(anna.read(), dispatch)
    anna.erase(person, "Beder om sletning", today=TODAY)
    meet(anna, bo, anna)
    for store in (anna, bo):
        network = store.read()
        (row,) = [one for one in network.rows(DispatchRecipient) if one.dispatch_id == dispatch.id]
        assert (row.name, row.address, network.get(Dispatch, dispatch.id).text) == ("Asta Eksempelsen", "", "")
        assert store.annexes.state(network.get(Annex, file.id)) == "erased"
        untouched = [one.address for one in network.rows(DispatchRecipient) if one.person_id == other]
        assert untouched == ["anna@bibliotek.dk"]


def test_no_byte_of_hers_is_left_in_replica_or_folder(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    reminder(anna, person)
    meet(anna, bo)
    assert all(secret in everything(anna) for secret in SECRETS)
    anna.erase(person, "Beder om sletning", today=TODAY)
    meet(anna, bo, anna)
    for store in (anna, bo):
        found = everything(store)
        assert [secret for secret in SECRETS if secret in found] == []
        assert store.log.verify() == []


def test_a_reminder_that_was_not_sent_goes_whole_with_the_person_it_was_to(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    sent = reminder(anna, person)
    draft = Dispatch.added({**sent.values(), "sent_on": None, "sent_by": ""})
    her = {"dispatch_id": draft.row_id, "person_id": person}
    to = DispatchRecipient.added({**her, "name": "Asta", "address": "a@kb.dk"})
    anna.apply("Endnu en kladde", [draft, to])
    meet(anna, bo)
    anna.erase(person, "Beder om sletning", today=TODAY)
    meet(anna, bo, anna)
    for store in (anna, bo):
        assert [row.id for row in store.read().rows(Dispatch)] == [sent.id]
        assert "a@kb.dk" not in everything(store)
        assert store.log.conflicts() == []
        assert store.log.verify() == []


@pytest.fixture
def asked(laptop: Laptop) -> Store:
    """A consultation with a letter that was drafted and an answer that came back from Åse, each with a file."""
    building = Building.new(2014)
    building.appoint_everybody()
    building.focus_areas(2015, set_on=None, deadline="2014-10-01", consulted_on="2014-08-20")
    building.add(Person, name="Åse Øst")
    answer = next(building.network.rows(ConsultationAnswer))
    building.set(ConsultationAnswer, answer.id, answered_by="Åse Øst ")
    about = {"kind": "consultation", "focus_set_id": answer.focus_set_id, "subject": "Høring"}
    letter = building.add(Dispatch, **about, drafted_on="2014-08-20")
    store = laptop("anna")
    take_over(store, building.network)
    network = store.read()
    for owner in (network.get(Dispatch, letter), network.get(ConsultationAnswer, answer.id)):
        kept = store.annexes.kept("Fil.pdf", f"%PDF-1.7\n{owner.id}: Svar til anna@bibliotek.dk".encode())
        store.apply("Fil", annexes.added(network, owner, {"title": owner.TABLE, **kept}))
    meet(store)
    return store


def erased(store: Store, person: Person) -> set[str]:
    """Whose files are gone here and in the folder after a person was erased."""
    store.erase(person.id, "Beder om sletning", today=TODAY)
    meet(store)
    rows = store.read().rows(Annex)
    gone = {row.title: row.sha256 for row in rows if store.annexes.state(row) == "erased"}
    left = [*Path(store.place.identity).glob("*.bi1"), *store.replica_path.parent.parent.glob("annexes/*/*.bi1")]
    assert not any(sha256 in file.name for sha256 in gone.values() for file in left)
    return set(gone)


def test_letters_and_forms_that_print_the_address_for_answers_go_with_whose_it_is(asked: Store) -> None:
    person = focus.agency_representative(asked.read(), "2014-08-20")
    assert person
    assert erased(asked, person) == {"dispatches", "consultation_answers"}


def test_a_form_that_came_back_goes_with_who_answered_and_the_letter_stays(asked: Store) -> None:
    person = next(row for row in asked.read().rows(Person) if row.name == "Åse Øst")
    assert erased(asked, person) == {"consultation_answers"}


def test_nothing_goes_with_somebody_else(asked: Store) -> None:
    other = add_person(asked, "En Anden")
    assert erased(asked, asked.read().get(Person, other)) == set()


def test_an_old_piece_that_comes_back_brings_nothing_of_hers_back(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    reminder(anna, person)
    meet(anna, bo)
    old = {piece: piece.read_bytes() for piece in Path(anna.place.identity).glob("*.cb1")}
    anna.erase(person, "Beder om sletning", today=TODAY)
    meet(anna, bo, anna)
    for piece, content in old.items():
        piece.write_bytes(content)
    meet(anna, bo, anna, bo)
    for store in (anna, bo):
        assert [secret for secret in SECRETS if secret in everything(store)] == []
        assert store.log.verify() == []
