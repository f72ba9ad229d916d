"""What an edit brings along, and that undoing and redoing it brings along nothing more (M15, M20)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain import budget, meetings
from cbnet_desktop.domain.changes import Change, Value, inverted
from cbnet_desktop.domain.consequences import with_consequences
from cbnet_desktop.domain.records import AgendaItem, BudgetShare, Meeting, Person
from cbnet_desktop.domain.terms import Topic
from tests.building import Building, new_row, whole_year

AGREED = {"library_agreed_on": "2014-11-10", "agency_agreed_on": "2014-11-10"}


def first_share(building: Building) -> BudgetShare:
    return budget.shares(building.network, 2015)[0]


def test_a_share_in_kroner_takes_the_place_of_the_percentage_and_the_reverse(year: Building) -> None:
    row = first_share(year)
    year.set(BudgetShare, row.id, share_ore=1_000_000)
    assert (first_share(year).share_bp, first_share(year).share_ore) == (None, 1_000_000)
    year.set(BudgetShare, row.id, share_bp=3_000)
    assert (first_share(year).share_bp, first_share(year).share_ore) == (3_000, None)


@pytest.mark.parametrize("values", [{"earmarked_ore": 60_000_000}, {"share_bp": 1_000}, {"share_ore": 5}])
def test_a_changed_amount_or_share_reopens_the_agreement(year: Building, values: dict[str, Value]) -> None:
    row = first_share(year)
    assert row.is_agreed
    year.set(BudgetShare, row.id, **values)
    assert (first_share(year).library_agreed_on, first_share(year).agency_agreed_on) == (None, None)


def test_the_same_amount_written_again_leaves_the_agreement(year: Building) -> None:
    year.set(BudgetShare, first_share(year).id, earmarked_ore=50_000_000, share_bp=2_500)
    assert first_share(year).is_agreed


def test_an_edit_that_sets_amount_and_dates_together_keeps_its_dates(year: Building) -> None:
    year.set(BudgetShare, first_share(year).id, earmarked_ore=60_000_000, **AGREED)
    assert first_share(year).is_agreed


def test_a_note_on_a_share_brings_nothing_along(year: Building) -> None:
    change = year.change(BudgetShare, first_share(year).id, note="Aftalt i telefon")
    assert with_consequences(year.network, [change]) == (change,)


def test_what_follows_joins_the_rows_own_change_with_what_it_held_before(year: Building) -> None:
    row = first_share(year)
    (whole,) = with_consequences(year.network, [year.change(BudgetShare, row.id, share_ore=7)])
    assert whole.before == {"share_ore": None, "share_bp": 2_500, **AGREED}
    assert whole.after == {"share_ore": 7, "share_bp": None, "library_agreed_on": None, "agency_agreed_on": None}


def test_cells_of_one_row_pasted_as_several_changes_count_as_one_edit(year: Building) -> None:
    row = first_share(year)
    changes = [
        year.change(BudgetShare, row.id, earmarked_ore=60_000_000),
        year.change(BudgetShare, row.id, library_agreed_on="2014-12-01"),
    ]
    year.apply(changes)
    assert first_share(year).library_agreed_on == "2014-12-01"
    assert first_share(year).agency_agreed_on is None


def test_a_new_annual_meeting_gets_its_three_topics() -> None:
    building = Building.new()
    meeting_id = building.add(Meeting, kind="annual", held_on="2014-11-05")
    items = meetings.agenda(building.network, building.network.get(Meeting, meeting_id))
    assert [(item.topic, item.position) for item in items] == [(topic, n) for n, topic in enumerate(Topic, 1)]
    assert all(item.title for item in items)


def test_a_meeting_that_becomes_annual_gets_the_topics_after_what_it_has() -> None:
    building = Building.new()
    meeting_id = building.meeting("planning", "2014-11-05")
    building.set(Meeting, meeting_id, kind="annual")
    items = meetings.agenda(building.network, building.network.get(Meeting, meeting_id))
    assert [item.topic for item in items if item.topic] == list(Topic)
    assert [item.position for item in items] == list(range(1, len(items) + 1))


def test_a_meeting_whose_edit_brings_topics_gets_only_the_missing_ones() -> None:
    building = Building.new()
    meeting = new_row(Meeting, kind="annual", held_on="2014-11-05")
    item = new_row(AgendaItem, meeting_id=meeting.row_id, title="Året der gik", topic="past_year", position=4)
    whole = building.apply([meeting, item])
    assert [(change.after or {})["topic"] for change in whole[2:]] == ["coming_focus", "other_functions"]
    assert [(change.after or {})["position"] for change in whole[2:]] == [5, 6]


def test_the_template_of_an_annual_meeting_needs_nothing_added() -> None:
    network = Building.new().network
    changes = meetings.new_meeting(network, "annual", "2014-11-05")
    assert with_consequences(network, changes) == changes


def test_another_kind_of_meeting_and_other_tables_bring_nothing_along(year: Building) -> None:
    for change in (new_row(Meeting, kind="planning", held_on="2014-11-05"), new_row(Person, name="Ny")):
        assert with_consequences(year.network, [change]) == (change,)
    held = year.change(Meeting, year.network.live(Meeting)[0].id, place="Odense", kind="annual")
    assert with_consequences(year.network, [held]) == (held,)


def edits(building: Building) -> dict[str, list[Change]]:
    row = first_share(building)
    planning = building.meeting("planning", "2015-03-01")
    return {
        "share in kroner": [building.change(BudgetShare, row.id, share_ore=7)],
        "earmarked amount": [building.change(BudgetShare, row.id, earmarked_ore=1)],
        "agreed date withdrawn": [building.change(BudgetShare, row.id, agency_agreed_on=None)],
        "new annual meeting": [new_row(Meeting, kind="annual", held_on="2015-11-05")],
        "meeting becomes annual": [building.change(Meeting, planning, kind="annual")],
        "annual meeting becomes planning": [
            building.change(Meeting, building.network.live(Meeting)[0].id, kind="planning")
        ],
    }


@pytest.mark.parametrize("name", list(edits(whole_year(2015))))
def test_undo_and_redo_go_through_the_same_door_and_bring_nothing_more_along(year: Building, name: str) -> None:
    changes = edits(year)[name]
    before = year.network
    whole = year.apply(changes)
    after = year.network
    undo = inverted(whole)
    assert with_consequences(year.network, undo) == undo
    year.apply(undo)
    assert year.network == before
    redo = inverted(undo)
    assert with_consequences(year.network, redo) == redo
    year.apply(redo)
    assert year.network == after


def test_a_row_that_is_gone_is_left_to_the_door_to_refuse() -> None:
    change = Change("budget_shares", "gone", {"share_bp": None}, {"share_bp": 5})
    assert with_consequences(Building.new().network, [change]) == (change,)
