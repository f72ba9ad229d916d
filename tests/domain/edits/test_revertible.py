"""Undo after other people's edits: the part that can still be written, and the obstacles to the rest."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.edits import revertible
from cbnet_desktop.domain.edits.revertible import Left, Why
from cbnet_desktop.domain.records import Appointment, BudgetShare, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change, inverted
from tests.building import Building, new_row

CARD = {"phone": "1", "email": "a@x.dk"}


@pytest.fixture
def person(year: Building) -> str:
    return year.add(Person, name="Mette", **CARD)


def card(person: str, before: dict[str, str], after: dict[str, str]) -> Change:
    return Change("people", person, before, after)


def written(building: Building, *changes: Change) -> tuple[list[Change], list[Left]]:
    return revertible.sorted_out(building.network, changes, lambda: "2014-11-24")


def whys(left: list[Left]) -> list[tuple[Why, str]]:
    return [(one.why, one.cell[2]) for one in left]


def test_cells_that_stand_are_written_and_those_of_others_left_alone(year: Building, person: str) -> None:
    edit = card(person, CARD, {"phone": "2", "email": "b@x.dk"})
    assert revertible.compared(year.network, [edit]) == ([edit], [])
    year.set(Person, person, phone="3")
    kept, left = revertible.compared(year.network, [edit])
    assert kept == [card(person, {"email": "a@x.dk"}, {"email": "b@x.dk"})]
    assert left == [Left(card(person, {"phone": "1"}, {"phone": "2"}), Why.CHANGED, ("people", person, "phone"))]
    assert revertible.count(year.network, [edit]) == 1


def test_a_cell_that_is_as_wanted_is_named_with_the_others_but_not_alone(year: Building, person: str) -> None:
    edit = card(person, CARD, {"phone": "2", "email": "b@x.dk"})
    year.set(Person, person, phone="2")
    kept, left = revertible.compared(year.network, [edit])
    assert kept == [card(person, {"phone": "2", "email": "a@x.dk"}, {"phone": "2", "email": "b@x.dk"})]
    assert whys(left) == [(Why.DONE, "phone")]
    assert revertible.count(year.network, [edit]) == 1
    year.set(Person, person, email="b@x.dk")
    kept, left = revertible.compared(year.network, [edit])
    assert kept == []
    assert whys(left) == [(Why.DONE, "phone"), (Why.DONE, "email")]
    assert revertible.count(year.network, [edit]) == 0


def test_a_row_is_removed_only_as_it_was_made_and_made_only_where_there_is_none(year: Building, person: str) -> None:
    row = year.network.get(Person, person)
    made, gone = Change("people", person, None, row.values()), Change("people", person, row.values(), None)
    assert revertible.compared(year.network, [gone]) == ([gone], [])
    assert whys(revertible.compared(year.network, [made])[1]) == [(Why.DONE, "id")]
    assert revertible.count(year.network, [gone]) == 1
    year.set(Person, person, email="b@x.dk")
    assert whys(revertible.compared(year.network, [gone])[1]) == [(Why.CHANGED, "email")]
    year.merge([Change("people", person, {}, None)])
    assert revertible.compared(year.network, [made]) == ([made], [])
    assert whys(revertible.compared(year.network, [gone])[1]) == [(Why.DONE, "id")]
    assert whys(revertible.compared(year.network, [card(person, {"phone": "1"}, {"phone": "2"})])[1]) == [
        (Why.GONE, "id")
    ]


def test_a_part_counts_its_cells_and_a_row_as_one(person: str) -> None:
    assert revertible.size(card(person, CARD, {"phone": "2", "email": "b@x.dk"})) == 2
    assert revertible.size(Change("people", person, None, CARD)) == 1
    assert Left(Change("people", person, CARD, None), Why.GONE).count == 1


def test_a_row_that_another_uses_stays_and_the_user_is_named(year: Building, person: str) -> None:
    added = Change("people", person, None, year.network.get(Person, person).values())
    term = year.add(Appointment, seat_id=year.seat("Odense").id, person_id=person, starts_on="2010-01-01",
                    ends_on="2010-12-31")  # fmt: skip
    kept, left = written(year, *inverted([added]))
    assert kept == []
    (one,) = left
    assert (one.why, one.cell) == (Why.USED, ("appointments", term, "person_id"))
    assert "Arkivér den i stedet" in one.message


def test_whose_the_user_is_is_told_of_the_row_it_uses_too(year: Building, person: str) -> None:
    term = new_row(Appointment, seat_id=year.seat("Odense").id, person_id=person, starts_on="2010-01-01",
                   ends_on="2010-12-31")  # fmt: skip
    added = (Change("people", person, None, year.network.get(Person, person).values()), *year.apply([term]))
    year.set(Appointment, term.row_id, note="En andens")
    kept, left = written(year, *inverted(added))
    assert kept == []
    assert {(one.change.table, one.why, one.cell) for one in left} == {
        ("appointments", Why.CHANGED, ("appointments", term.row_id, "note")),
        ("people", Why.USED, ("appointments", term.row_id, "note")),
    }


def test_a_rule_leaves_the_guilty_cell_alone_and_lets_the_others_through(year: Building) -> None:
    row = next(year.network.rows(BudgetShare))
    guilty = year.change(BudgetShare, row.id, share_bp=20_000, note="Ny")
    other = year.change(Person, year.person("Odenses repræsentant").id, phone="2")
    kept, left = written(year, guilty, other)
    assert kept == [Change("budget_shares", row.id, {"note": ""}, {"note": "Ny"}), other]
    (one,) = left
    assert (one.why, one.change.after) == (Why.RULE, {"share_bp": 20_000})
    assert "100 %" in one.message


def test_a_whole_row_is_left_alone_where_a_rule_refuses_it(year: Building) -> None:
    made = new_row(BudgetShare, year=2015, organisation_id=year.library("Odense").id)
    fine = new_row(Person, name="Ny")
    kept, left = written(year, made, fine)
    assert kept == [fine]
    assert [(one.change, one.why) for one in left] == [(made, Why.RULE)]


def test_the_guilty_part_is_found_by_halving_where_a_rule_names_a_row_that_is_none(year: Building) -> None:
    odense = year.seat("Odense")
    year.appoint("Vejle", "Gammel", "2010-01-01", "2010-12-31")
    second = year.add(Seat, name="Odense 2", kind="area")
    year.add(Appointment, seat_id=second, person_id=year.add(Person, name="Anden"), starts_on="2014-01-01")
    guilty = year.change(Seat, second, organisation_id=odense.organisation_id)
    others = [year.change(Person, row.id, phone="9") for row in year.network.live(Person)[:5]]
    kept, left = written(year, *others[:2], guilty, *others[2:])
    assert {change.row_id for change in kept} == {change.row_id for change in others}
    assert [(one.change, one.why) for one in left] == [(guilty, Why.RULE)]


def test_what_follows_must_not_touch_what_another_wrote(year: Building) -> None:
    row = next(year.network.rows(BudgetShare))
    edit = year.change(BudgetShare, row.id, earmarked_ore=60_000_000, library_agreed_on="2014-12-01")
    year.set(BudgetShare, row.id, library_agreed_on="2014-12-24")
    kept, left = written(year, edit)
    assert kept == []
    assert {one.why for one in left} == {Why.CHANGED, Why.RULE}
    assert next(one for one in left if one.why is Why.RULE).message == (
        "Så blev »Aftalt af biblioteket«, som en anden har ændret, lavet om."
    )


def test_an_edit_that_nothing_stands_against_is_written_whole_and_an_empty_one_not_at_all(year: Building) -> None:
    changes = [year.change(Organisation, row.id, municipality="X") for row in year.network.live(Organisation)]
    assert written(year, *changes) == (changes, [])
    assert written(year) == ([], [])
