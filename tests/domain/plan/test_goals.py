"""Goals added to a year's plan, and what a reference of theirs may point to (M16, M17)."""

from __future__ import annotations

from datetime import date

from cbnet_desktop.domain.charter import sign_off
from cbnet_desktop.domain.edits import reference_choices
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import goals, plan
from cbnet_desktop.domain.records import AgendaItem, FocusArea, Goal, GoalReport, Meeting, Plan
from tests.building import Building

TODAY = date(2014, 11, 24)


def plan_goals(building: Building, year: int) -> list[Goal]:
    found = plan.of_year(building.network, year)
    return plan.goals(building.network, found) if found else []


def test_the_first_goal_makes_the_plan_and_joins_the_first_focus_area() -> None:
    building = Building.new()
    area_id = building.add(FocusArea, year=2015, title="Læselyst", part="agency")
    building.apply(goals.added(building.network, 2015))
    assert [(goal.text, goal.part, goal.focus_area_id) for goal in plan_goals(building, 2015)] == [
        ("Nyt mål", "agency", area_id)
    ]


def test_a_goal_joins_the_chapter_of_the_one_it_is_added_beside(year: Building) -> None:
    last = plan_goals(year, 2015)[-1]
    made = goals.added(year.network, 2015, like=last)
    year.apply(made)
    goal = year.network.get(Goal, made[-1].row_id)
    assert (goal.part, goal.focus_area_id) == (last.part, last.focus_area_id)
    assert plan_goals(year, 2015)[-1] == goal


def test_a_goal_of_another_years_plan_is_no_pattern(year: Building) -> None:
    made = goals.added(year.network, 2016, like=plan_goals(year, 2015)[-1])
    year.apply(made)
    assert year.network.get(Goal, made[-1].row_id).focus_area_id is None


def test_a_goal_from_an_item_takes_its_decision_over(year: Building) -> None:
    plan_row = next(iter(year.network.live(Plan)))
    meeting = year.network.get(Meeting, plan_row.meeting_id)
    item = meetings.agenda(year.network, meeting)[2]
    year.reopen(meeting.id)
    year.set(AgendaItem, item.id, decision=" Alle kommuner tilbydes et kursus. ")
    made = goals.added(year.network, 2015, item=year.network.get(AgendaItem, item.id))
    year.apply(made)
    goal = year.network.get(Goal, made[-1].row_id)
    assert (goal.text, goal.agenda_item_id) == ("Alle kommuner tilbydes et kursus.", item.id)


def test_a_goal_from_an_item_without_a_decision_waits_for_its_words(year: Building) -> None:
    item = year.network.live(AgendaItem)[0]
    (change,) = goals.added(year.network, 2015, item=item)
    assert (change.after or {})["text"] == "Nyt mål"


def test_a_goal_from_a_closed_item_does_not_take_its_decision_over(year: Building) -> None:
    item = year.network.live(AgendaItem)[0]
    year.merge_set(AgendaItem, item.id, closed=True, decision="Vejle er vært.")
    (change,) = goals.added(year.network, 2015, item=year.network.get(AgendaItem, item.id))
    assert ((change.after or {})["text"], (change.after or {})["agenda_item_id"]) == ("Nyt mål", item.id)


def test_a_new_goal_is_numbered_after_the_others_where_all_have_a_number(year: Building) -> None:
    def position() -> object:
        return (goals.added(year.network, 2015)[-1].after or {})["position"]

    rows = plan_goals(year, 2015)
    for number, goal in enumerate(rows, 1):
        year.merge_set(Goal, goal.id, position=number)
    assert position() == len(rows) + 1
    year.merge_set(Goal, rows[0].id, position=None)
    assert position() is None
    assert (goals.added(year.network, 2016)[-1].after or {})["position"] == 1


def test_what_was_said_of_a_goal_stands_newest_first(year: Building) -> None:
    goal, other = plan_goals(year, 2015)[:2]
    for day in ("2015-03-01", None, "2015-09-01", None):
        year.merge_new(GoalReport, goal_id=goal.id, reported_on=day)
    year.merge_new(GoalReport, goal_id=other.id, reported_on="2015-05-01")
    assert [row.reported_on for row in goals.reports(year.network, goal)] == ["2015-09-01", "2015-03-01", None, None]


def test_every_hindrance_of_a_sign_off_is_named_with_its_place(year: Building) -> None:
    assert sign_off.hindrances(year.network, 2015, TODAY) == []
    goal = plan_goals(year, 2015)[0]
    plan_row = next(iter(year.network.live(Plan)))
    year.set(Goal, goal.id, owner_organisation_id=None, deadline=None)
    year.reopen(str(plan_row.meeting_id))
    found = sign_off.hindrances(year.network, 2015, TODAY)
    assert [(one.table, one.row_id, one.field) for one in found] == [
        ("goals", goal.id, "owner_person_id"),
        ("goals", goal.id, "deadline"),
        ("meetings", plan_row.meeting_id, "state"),
    ]
    assert found[1].message == "Mål 1.1 »Mål for Indsats i central 2015« har ingen frist."


def test_a_year_without_plan_or_goals_is_hindered_by_that(year: Building) -> None:
    assert [one.message for one in sign_off.hindrances(year.network, 2016, TODAY)] == [
        "Der er ingen handlingsplan for 2016. Opret planen og dens mål, før den godkendes."
    ]
    for goal in plan_goals(year, 2015):
        year.set(Goal, goal.id, archived=True)
    assert "har ingen mål" in sign_off.hindrances(year.network, 2015, TODAY)[0].message


def test_a_goal_is_offered_items_of_its_source_meeting_and_areas_of_its_year(year: Building) -> None:
    year.meeting("planning", "2015-02-04")
    year.add(FocusArea, year=2016, title="Næste års indsats")
    goal = plan_goals(year, 2015)[0]
    plan_row = next(iter(year.network.live(Plan)))
    meeting = year.network.get(Meeting, plan_row.meeting_id)
    fields = Goal.fields()
    assert reference_choices.rows(year.network, fields["agenda_item_id"], goal) == meetings.agenda(
        year.network, meeting
    )
    areas = reference_choices.rows(year.network, fields["focus_area_id"], goal)
    assert {row.year for row in areas if isinstance(row, FocusArea)} == {2015}
    assert len(reference_choices.rows(year.network, fields["focus_area_id"])) == len(areas) + 1


def test_a_plan_is_offered_annual_meetings_only(year: Building) -> None:
    year.meeting("planning", "2014-12-17")
    late = year.meeting("annual", "2015-01-14")
    plan_row = next(iter(year.network.live(Plan)))
    found = reference_choices.rows(year.network, Plan.fields()["meeting_id"], plan_row)
    assert [row.id for row in found] == [plan_row.meeting_id, late]
