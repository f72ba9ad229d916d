"""Who writes in a network, and what people decide about it: to know one, hold it out, or let it keep the file."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import Person, PlanVersion
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.store import Store
from cbnet_desktop.store.computer_list import Computer, State
from cbnet_desktop.store.files.replica_file import open_replica, path_of
from cbnet_desktop.store.format.keys import public_key
from cbnet_desktop.store.log import erasure, ops
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.union import take_in
from cbnet_desktop.store.places.nowhere import Nowhere
from tests.building import whole_year
from tests.store.playing import Laptop, add_person, meet, take_over

TODAY, SIGNED_ON = date(2026, 11, 22), date(2014, 11, 24)
SECRET = "26 54 78 91"


def render(content: PlanContent) -> bytes:
    return b"%PDF " + content.canonical()


def _names(store: Store) -> set[str]:
    return {person.name for person in store.read().rows(Person)}


def _of(store: Store, other: Store) -> Computer:
    return next(one for one in store.computers.listed() if one.chain == other.chain)


def _remembers(store: Store, person: str) -> bool:
    """Whether the history still has the telephone number, which the list has lost with the wish to erase it."""
    return any(SECRET in str(entry.value) for entry in store.log.history("people", person))


def test_where_one_computer_alone_has_written_there_is_nobody_to_ask_about(store: Store) -> None:
    (own,) = store.computers.listed()
    assert (own.is_own, own.is_founder, own.keeps_file, own.state) == (True, True, True, State.KNOWN)
    assert own.name == "anna"
    assert store.computers.is_alone
    assert store.computers.is_known
    assert store.computers.strangers() == []


def test_a_new_computer_is_listed_with_its_code_and_what_it_wrote_until_somebody_known_knows_it(
    laptop: Laptop,
) -> None:
    anna, bo, carl = laptop("anna"), laptop("bo"), laptop("carl")
    add_person(bo, "Bodil Nyskrevet")
    add_person(bo, "Børge Nyskrevet")
    meet(anna, bo, carl)
    (stranger,) = anna.computers.strangers()
    assert (stranger.chain, stranger.name, stranger.edits, stranger.state) == (bo.chain, "bo", 2, State.UNKNOWN)
    assert len(stranger.code) == len("K7F2-9QXD")
    assert stranger.first[:10] == stranger.last[:10]
    assert not bo.computers.is_known
    anna.computers.know(bo.chain)
    meet(anna, bo, carl)
    for store in (anna, bo, carl):
        assert _of(store, bo).state is State.KNOWN
        assert store.computers.strangers() == []
    assert bo.computers.is_known
    assert anna.log.history("computers")[0].label == f"Computer kendt: »bo« (kode {stranger.code})"


def test_a_computer_held_out_takes_its_rows_out_of_every_list_and_brings_them_back_when_it_is_known(
    laptop: Laptop,
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(anna, "Anna Andersen")
    meet(anna, bo)
    add_person(bo, "Bodil Fremmed")
    meet(anna, bo)
    assert _names(anna) == {"Anna Andersen", "Bodil Fremmed"}
    assert "people" in anna.computers.hold_out(bo.chain, keeps=False)
    assert _names(anna) == {"Anna Andersen"}
    assert (_of(anna, bo).state, _of(anna, bo).held_out) == (State.OUT, 1)
    assert [(one.label, one.by) for one in anna.computers.held_out()] == [("Bodil Fremmed tilføjet", "bo")]
    assert anna.log.verify() == []
    anna.computers.know(bo.chain)
    assert _names(anna) == {"Anna Andersen", "Bodil Fremmed"}
    assert anna.computers.held_out() == []


def test_a_lost_laptop_keeps_what_is_known_of_it_and_later_edits_are_let_in_one_by_one(laptop: Laptop) -> None:
    anna, bo, carl = laptop("anna"), laptop("bo"), laptop("carl")
    add_person(carl, "Carl Kendt")
    add_person(bo, "Bodil Før")
    meet(anna, bo, carl)
    anna.computers.know(bo.chain)
    anna.computers.know(carl.chain)
    anna.computers.hold_out(bo.chain, keeps=True)
    add_person(bo, "Bodil Efter")
    add_person(bo, "Børge Efter")
    meet(anna, bo, carl)
    for store in (anna, carl):
        assert _names(store) == {"Carl Kendt", "Bodil Før"}
        assert {one.label for one in store.computers.held_out()} == {"Bodil Efter tilføjet", "Børge Efter tilføjet"}
    wanted = next(one for one in carl.computers.held_out() if one.label.startswith("Bodil"))
    carl.computers.let_in(wanted.id)
    meet(anna, carl)
    for store in (anna, carl):
        assert _names(store) == {"Carl Kendt", "Bodil Før", "Bodil Efter"}
        assert [one.label for one in store.computers.held_out()] == ["Børge Efter tilføjet"]


def test_the_last_word_about_a_computer_counts_and_not_the_mildest(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo, "Bodil Før")
    meet(anna, bo)
    anna.computers.hold_out(bo.chain, keeps=True)
    assert _names(anna) == {"Bodil Før"}
    anna.computers.hold_out(bo.chain, keeps=False)
    assert _names(anna) == set()
    anna.computers.hold_out(bo.chain, keeps=True)
    assert _names(anna) == {"Bodil Før"}


def test_who_is_held_out_cannot_let_itself_in_nor_have_others_do_it(laptop: Laptop) -> None:
    anna, bo, thief, helper = (laptop(name) for name in ("anna", "bo", "tyv", "hjælper"))
    for store in (bo, thief, helper):
        add_person(store, f"{store.user} skrev")
    meet(anna, bo, thief, helper)
    for store in (bo, thief):
        anna.computers.know(store.chain)
    meet(anna, bo, thief, helper)
    anna.computers.hold_out(thief.chain, keeps=False)
    meet(anna, bo, thief, helper)
    cell = ("computers", thief.chain, "standing")
    thief.decide("Sig selv", [(cell, "known")])
    thief.computers.know(helper.chain)
    thief.computers.hold_out(bo.chain, keeps=False)
    meet(anna, bo, thief, helper)
    helper.computers.know(thief.chain)
    helper.computers.hold_out(bo.chain, keeps=False)
    meet(anna, bo, thief, helper)
    for store in (anna, bo):
        assert (_of(store, thief).state, _of(store, bo).state) == (State.OUT, State.KNOWN)
        assert _of(store, helper).state is State.UNKNOWN


def test_nobody_puts_out_the_founder_or_the_computer_that_they_sit_at(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo)
    meet(anna, bo)
    with pytest.raises(Invalid, match="denne computer, du sidder ved"):
        anna.computers.hold_out(anna.chain, keeps=True)
    with pytest.raises(Invalid, match="oprettede netværket og kan ikke holdes ude"):
        bo.computers.hold_out(anna.chain, keeps=False)
    bo.decide("Forbi døren", [(("computers", anna.chain, "standing"), "out")])
    meet(anna, bo)
    assert _of(bo, anna).state is State.KNOWN


def test_a_computer_is_named_by_its_code_and_a_wrong_code_lists_the_right_ones(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo)
    meet(anna, bo)
    code = _of(anna, bo).code
    assert anna.computers.named(code.lower()).chain == anna.computers.named(code.replace("-", "")).chain == bo.chain
    with pytest.raises(Missing, match=f"{code} .bo."):
        anna.computers.named("AAAA-AAAA")
    with pytest.raises(Missing, match="holdes ikke ude"):
        anna.computers.let_in("0" * 40)


def test_another_computer_writes_the_file_from_the_moment_that_somebody_known_says_so(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo)
    meet(anna, bo)
    bo.computers.keep_file()
    meet(anna, bo)
    assert _of(anna, anna).keeps_file
    anna.computers.know(bo.chain)
    meet(anna, bo)
    assert _of(anna, bo).keeps_file
    before = anna.path.read_bytes()
    add_person(anna, "Alma Ny")
    meet(anna, bo)
    anna.finish()
    assert anna.path.read_bytes() == before
    bo.finish()
    assert b"Alma Ny" in anna.path.read_bytes()


def test_where_the_computer_that_writes_the_file_stays_away_for_long_the_others_are_told(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(anna, "Alma Ny")
    meet(anna, bo)
    add_person(bo, "Bodil Ny")
    assert anna.computers.file_waits() == bo.computers.file_waits() == ""
    bo.clock = lambda: datetime.now(UTC) + timedelta(days=40)
    add_person(bo, "Børge Ny")
    meet(anna, bo)
    assert anna.computers.file_waits() == ""
    told = bo.computers.file_waits()
    assert told.startswith(f"Computeren {_of(bo, anna).title} skriver filen, men har ikke været her siden ")
    anna.computers.know(bo.chain)
    meet(anna, bo)
    bo.computers.keep_file()
    assert bo.computers.file_waits() == ""


def test_erasing_more_than_one_person_at_anothers_word_asks_first_and_then_reaches_backups_pieces_and_file(
    laptop: Laptop, tmp_path: Path
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    people = [add_person(anna, name, phone=f"{SECRET} {name}") for name in ("Carla", "Dorte")]
    add_person(bo)
    meet(anna, bo)
    anna.computers.know(bo.chain)
    anna.backups.make("opened", anna.clock())
    anna.finish()
    meet(anna, bo)
    for person in people:
        bo.erase(person, "Fratrådt", today=TODAY)
    bo.exchange()
    anna.exchange()
    waiting = anna.computers.waiting_erasures()
    assert sorted((one.name, one.by, one.needs_known) for one in waiting) == [
        ("Carla", "bo", False),
        ("Dorte", "bo", False),
    ]
    assert all(_remembers(anna, person) for person in people)
    anna.computers.confirm_erasures([one.id for one in waiting])
    assert anna.computers.waiting_erasures() == []
    assert not any(_remembers(anna, person) for person in people)
    meet(anna, bo)
    assert anna.log.verify() == []
    for store in (anna, bo):
        store.close()
    held = [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert held == []


def test_what_was_asked_about_once_waits_until_it_is_answered(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    people = [add_person(anna, name, phone=f"{SECRET} {name}") for name in ("Carla", "Dorte", "Else")]
    add_person(bo)
    meet(anna, bo)
    anna.computers.know(bo.chain)
    meet(anna, bo)
    for person in people:
        bo.erase(person, "Fratrådt", today=TODAY)
    meet(bo, anna)
    carla, dorte, else_ = sorted(anna.computers.waiting_erasures(), key=lambda one: one.name)
    anna.computers.confirm_erasures([carla.id])
    anna.erase(people[1], "Bad selv om det", today=TODAY)
    meet(anna, bo)
    assert anna.computers.waiting_erasures() == [else_]
    assert [_remembers(anna, person) for person in people] == [False, False, True]
    assert not erasure.is_ready(anna.conn), f"{dorte.name} had nothing left to take away"


def test_an_erasure_of_a_computer_that_is_not_known_waits_until_it_is(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, "Carla", phone=SECRET)
    meet(anna, bo)
    bo.erase(person, "Fratrådt", today=TODAY)
    meet(anna, bo)
    (waiting,) = anna.computers.waiting_erasures()
    assert (waiting.name, waiting.needs_known) == ("Carla", True)
    anna.computers.confirm_erasures([waiting.id])
    assert anna.computers.waiting_erasures() == [waiting]
    assert _remembers(anna, person)
    anna.computers.know(bo.chain)
    assert anna.computers.waiting_erasures() == []
    assert not _remembers(anna, person)


def test_what_the_founder_said_counts_also_where_the_first_edit_of_all_comes_last(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add_person(bo, "Bodil Fremmed")
    meet(anna, bo)
    anna.computers.hold_out(bo.chain, keeps=False)
    replica = path_of(anna.replica_path.parent / "carl", anna.network_id)
    conn = open_replica(replica, anna.network_id)
    carl = Store(conn, replica, Nowhere(), anna.path, "carl")
    texts = [text for (text,) in anna.conn.execute("select public from key").fetchall()]
    keys = {key.chain: key for key in map(public_key, texts)}
    rids = [rid for (rid,) in anna.conn.execute("select rid from edit order by rid desc").fetchall()]
    for rid in rids:
        edit = ops.signed_edit(anna.conn, anna.network_id, rid)
        with transaction(conn):
            take_in(conn, keys, [edit], frozenset({edit.id}), 0.0)
    assert [one.label for one in carl.computers.held_out()] == ["Bodil Fremmed tilføjet"]
    assert conn.execute("select count(*) from people").fetchone()[0] == 0
    carl.close()


def test_a_clone_of_the_computer_that_writes_the_file_leaves_it_somebody_who_does(
    laptop: Laptop, tmp_path: Path
) -> None:
    anna = laptop("anna")
    meet(anna)
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "hjemme klon")
    clone = laptop("klon")
    add_person(anna, "Anna Andersen")
    add_person(clone, "Klara Klon")
    for name in ("Siden", "Senere"):
        for store in (anna, clone) * 2:
            store.exchange()
            store.refresh()
        for store in (anna, clone):
            add_person(store, f"{name} {store.user}")
    for store in (anna, clone) * 2:
        store.exchange()
    for store in (anna, clone):
        assert {"Anna Andersen", "Klara Klon", "Siden anna", "Senere klon"} <= _names(store)
        # Who looks first goes on under a new key, and the other one under the old.
        assert [one.state for one in store.computers.listed()] == [State.KNOWN] * 2
    (keeper,) = [one for one in anna.computers.listed() if one.keeps_file]
    assert keeper.chain in (anna.chain, clone.chain)


def test_a_version_signed_on_an_unknown_computer_counts_from_the_moment_that_somebody_known_knows_it(
    laptop: Laptop,
) -> None:
    ready = laptop("anna")
    take_over(ready, whole_year(2015).network)
    bo = laptop("bo")
    meet(ready, bo)
    signed = bo.sign_off(2015, "", render, today=SIGNED_ON)
    bo.exchange()
    ready.exchange()
    assert ready.read().from_strangers == {signed.id}
    assert plan.versions(ready.read(), 2015) == []
    own = ready.sign_off(2015, "", render, today=SIGNED_ON)
    assert own.number == 2
    with pytest.raises(Invalid, match="underskrevet på en ukendt computer af bo"):
        plan.require_known(ready.read(), ready.read().get(PlanVersion, signed.id))
    ready.computers.know(bo.chain)
    assert ready.read().from_strangers == frozenset()
    assert [version.number for version in plan.versions(ready.read(), 2015)] == [1, 2]
    ready.computers.hold_out(bo.chain, keeps=False)
    assert [version.number for version in plan.all_versions(ready.read(), 2015)] == [2]
    assert ready.log.verify() == []
