"""What an edit brings along, and that undoing and redoing it brings along nothing more (M5, M15, M17, M20)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.meetings import agenda_templates, meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    Agreement,
    AgreementClause,
    BudgetShare,
    Goal,
    GoalReport,
    Meeting,
    Person,
)
from cbnet_desktop.domain.records.changes import Change, Value, inverted
from cbnet_desktop.domain.words.choices import Topic
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
    assert budget.is_agreed(year.network, row)
    year.set(BudgetShare, row.id, **values)
    assert (first_share(year).library_agreed_on, first_share(year).agency_agreed_on) == (None, None)


def test_the_same_amount_written_again_leaves_the_agreement(year: Building) -> None:
    year.set(BudgetShare, first_share(year).id, earmarked_ore=50_000_000, share_bp=2_500)
    assert budget.is_agreed(year.network, first_share(year))


def test_an_edit_that_sets_amount_and_dates_together_keeps_its_dates(year: Building) -> None:
    year.set(BudgetShare, first_share(year).id, earmarked_ore=60_000_000, **AGREED)
    assert budget.is_agreed(year.network, first_share(year))


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
    changes = agenda_templates.new_meeting(network, "annual", "2014-11-05")
    assert with_consequences(network, changes) == changes


def test_another_kind_of_meeting_and_other_tables_bring_nothing_along(year: Building) -> None:
    for change in (new_row(Meeting, kind="planning", held_on="2014-11-05"), new_row(Person, name="Ny")):
        assert with_consequences(year.network, [change]) == (change,)
    held = year.change(Meeting, year.network.live(Meeting)[0].id, place="Odense", kind="annual")
    assert with_consequences(year.network, [held]) == (held,)


def edits(building: Building) -> dict[str, list[Change]]:
    building.reopen()
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


def test_shares_of_which_one_is_changed_and_one_is_new_or_removed_are_told_apart(year: Building) -> None:
    first, second, third = budget.shares(year.network, 2015)[:3]
    change = year.change(BudgetShare, first.id, share_ore=7)
    new = new_row(BudgetShare, year=2016, organisation_id=second.organisation_id, share_ore=7, share_bp=None)
    gone = Change("budget_shares", third.id, third.values(), None)
    other = new_row(Person, name="Ny")
    whole = with_consequences(year.network, [other, gone, new, change])
    assert whole[:3] == (other, gone, new)
    assert (whole[3].after or {})["share_bp"] is None


def test_a_row_made_anew_under_a_known_id_is_taken_as_it_is(year: Building) -> None:
    row = first_share(year)
    again = Change("budget_shares", row.id, None, {"share_ore": 7})
    assert with_consequences(year.network, [again])[0] == again
    edit = (year.change(BudgetShare, row.id, share_ore=7), Change("budget_shares", row.id, row.values(), None))
    assert with_consequences(year.network, edit)[1] == edit[1]


def test_what_is_empty_already_is_not_emptied_again(year: Building) -> None:
    row = first_share(year)
    year.set(BudgetShare, row.id, agency_agreed_on=None)
    (whole,) = with_consequences(year.network, [year.change(BudgetShare, row.id, earmarked_ore=1)])
    assert whole.after == {"earmarked_ore": 1, "library_agreed_on": None}


def test_an_edit_of_meetings_brings_topics_to_those_alone_that_become_annual(year: Building) -> None:
    annual = year.network.live(Meeting)[0]
    planning = year.meeting("planning", "2015-03-01")
    item = next(row for row in year.network.live(AgendaItem) if row.meeting_id == planning)
    changes = [
        year.change(Meeting, annual.id, kind="annual"),
        Change("meetings", "gone", annual.values(), None),
        year.change(AgendaItem, item.id, kind="orientation"),
        new_row(Person, name="Ny"),
    ]
    assert with_consequences(year.network, changes) == tuple(changes)
    became = year.change(Meeting, planning, kind="annual")
    whole = with_consequences(year.network, [*changes, became])
    assert {(change.after or {}).get("meeting_id") for change in whole[5:]} == {planning}
    assert len(whole) == 5 + len(Topic)


def test_a_meeting_made_annual_and_changed_back_in_one_edit_gets_nothing(year: Building) -> None:
    planning = year.meeting("planning", "2015-03-01")
    there = year.change(Meeting, planning, kind="annual")
    assert with_consequences(year.network, [there, there.inverse()]) == (there, there.inverse())
    gone = Change("meetings", planning, year.network.get(Meeting, planning).values(), None)
    assert with_consequences(year.network, [there, gone]) == (there, gone)


def test_topics_stand_after_items_without_a_number_and_in_a_meeting_without_a_day(year: Building) -> None:
    meeting = new_row(Meeting, kind="annual")
    item = new_row(AgendaItem, meeting_id=meeting.row_id, title="Uden nummer")
    whole = with_consequences(year.network, [meeting, item])
    assert [(change.after or {})["position"] for change in whole[2:]] == [1, 2, 3]


class TestReports:
    """M17: a goal has the status of its latest report."""

    def goal(self, building: Building) -> Goal:
        return next(building.network.rows(Goal))

    def report(self, building: Building, on: str, status: str) -> str:
        return building.add(GoalReport, goal_id=self.goal(building).id, reported_on=on, status=status)

    def stands(self, building: Building) -> tuple[str, str | None]:
        goal = self.goal(building)
        return goal.status, goal.status_on

    def test_set_the_status_and_its_day(self, year: Building) -> None:
        self.report(year, "2015-03-01", "under_way")
        assert self.stands(year) == ("under_way", "2015-03-01")
        self.report(year, "2015-09-01", "met")
        self.report(year, "2015-06-01", "partly_met")
        assert self.stands(year) == ("met", "2015-09-01")

    def test_corrected_or_archived_let_the_goal_stand_as_the_last_one_left(self, year: Building) -> None:
        self.report(year, "2015-03-01", "under_way")
        last = self.report(year, "2015-09-01", "met")
        year.set(GoalReport, last, status="partly_met")
        assert self.stands(year) == ("partly_met", "2015-09-01")
        year.set(GoalReport, last, archived=True)
        assert self.stands(year) == ("under_way", "2015-03-01")
        year.set(GoalReport, last, archived=False, reported_on="2015-02-01")
        assert self.stands(year) == ("under_way", "2015-03-01")

    def test_do_not_undo_a_status_given_later(self, year: Building) -> None:
        year.set(Goal, self.goal(year).id, status="not_met", status_on="2015-12-01")
        self.report(year, "2015-09-01", "met")
        assert self.stands(year) == ("not_met", "2015-12-01")

    def test_leave_a_status_alone_that_the_same_edit_sets(self, year: Building) -> None:
        goal = self.goal(year)
        report = new_row(GoalReport, goal_id=goal.id, reported_on="2015-09-01", status="met")
        year.apply([report, year.change(Goal, goal.id, status="partly_met", status_on="2015-09-02")])
        assert self.stands(year) == ("partly_met", "2015-09-02")
        report = new_row(GoalReport, goal_id=goal.id, reported_on="2015-10-01", status="met")
        year.apply([report, year.change(Goal, goal.id, status_on="2015-10-02")])
        assert self.stands(year) == ("partly_met", "2015-10-02")

    def test_leave_the_other_goals_alone(self, year: Building) -> None:
        other = list(year.network.rows(Goal))[1]
        year.add(GoalReport, goal_id=other.id, reported_on="2015-10-01", status="not_met")
        self.report(year, "2015-09-01", "met")
        assert self.stands(year) == ("met", "2015-09-01")
        assert year.network.get(Goal, other.id).status == "not_met"

    def test_count_although_the_same_edit_changes_something_else(self, year: Building) -> None:
        goal, other = list(year.network.rows(Goal))[:2]
        report = new_row(GoalReport, goal_id=goal.id, reported_on="2015-09-01", status="met")
        text = year.change(Goal, goal.id, text="Et andet mål")
        status = year.change(Goal, other.id, status="not_met")
        foreign = new_row(Person, name="Ny")
        whole = with_consequences(year.network, [report, text, status, foreign])
        assert whole[4:] == (
            Change(
                "goals",
                goal.id,
                {"status": goal.status, "status_on": None},
                {"status": "met", "status_on": "2015-09-01"},
            ),
        )

    def test_that_say_what_the_goal_says_already_bring_nothing(self, year: Building) -> None:
        self.report(year, "2015-03-01", "met")
        again = new_row(GoalReport, goal_id=self.goal(year).id, reported_on="2015-03-01", status="met")
        assert with_consequences(year.network, [again]) == (again,)

    def test_of_no_goal_or_without_a_day_are_no_hindrance(self, year: Building) -> None:
        lost = new_row(GoalReport, goal_id="gone", status="met")
        nowhere = new_row(GoalReport, status="met")
        assert with_consequences(year.network, [lost, nowhere]) == (lost, nowhere)
        year.merge([new_row(GoalReport, goal_id=self.goal(year).id) for _ in range(2)])
        self.report(year, "2015-03-01", "met")
        assert self.stands(year) == ("met", "2015-03-01")

    def test_removed_to_the_last_leave_the_goal_as_it_is(self, year: Building) -> None:
        only = self.report(year, "2015-03-01", "met")
        gone = Change("goal_reports", only, year.network.get(GoalReport, only).values(), None)
        assert with_consequences(year.network, [gone]) == (gone,)

    def test_follow_in_the_order_of_the_goals_ids(self, year: Building) -> None:
        goals = sorted(row.id for row in year.network.rows(Goal))
        reports = [
            new_row(GoalReport, goal_id=goal, reported_on="2015-03-01", status="met") for goal in reversed(goals)
        ]
        whole = with_consequences(year.network, reports)
        assert [change.row_id for change in whole[len(reports) :]] == goals

    def test_are_taken_back_with_what_they_brought(self, year: Building) -> None:
        before = year.network
        made = year.apply([new_row(GoalReport, goal_id=self.goal(year).id, reported_on="2015-09-01", status="met")])
        assert year.network != before
        year.apply(inverted(made))
        assert year.network.tables == before.tables


class TestClauses:
    """M5: a clause that says something else was changed that day."""

    @pytest.fixture
    def clause_id(self, year: Building) -> str:
        agreement_id = year.add(Agreement, title="Rammeaftale")
        return year.add(AgreementClause, agreement_id=agreement_id, title="Kurser", number="2")

    def after(self, building: Building, clause_id: str, today: str, **values: Value) -> Value:
        change = building.change(AgreementClause, clause_id, **values)
        (made,) = with_consequences(building.network, [change], lambda: today)
        return dict(made.after or {}).get("changed_on")

    @pytest.mark.parametrize("values", [{"text": "Nyt"}, {"title": "Fælles kurser"}])
    def test_bear_the_day_of_the_edit(self, year: Building, clause_id: str, values: dict[str, Value]) -> None:
        assert self.after(year, clause_id, "2015-02-01", **values) == "2015-02-01"

    def test_that_say_the_same_are_not_changed(self, year: Building, clause_id: str) -> None:
        assert self.after(year, clause_id, "2015-02-01", title="Kurser", number="3") is None

    def test_bear_the_day_that_the_edit_tells(self, year: Building, clause_id: str) -> None:
        assert self.after(year, clause_id, "2015-02-01", text="Nyt", changed_on="2014-01-01") == "2014-01-01"

    def test_bear_none_where_nobody_knows_the_day(self, year: Building, clause_id: str) -> None:
        assert self.after(year, clause_id, "", text="Nyt") is None

    def test_are_dated_no_later_than_the_day_on_which_the_network_stands_still(self, year: Building) -> None:
        assert year.network.day_of("2026-01-01") == "2026-01-01"
        profile = year.network.profile
        year.set(type(profile), profile.id, today_is="2014-11-24")
        assert year.network.day_of("2026-01-01") == "2014-11-24"
        assert year.network.day_of("2013-01-01") == "2013-01-01"
