"""The plan in words: its source meeting, measures and budget (M16, M17, M20, M21)."""

from __future__ import annotations

from datetime import date

from cbnet_desktop.domain.plan import plan, plan_text
from cbnet_desktop.domain.records import AgendaItem, Allocation, BudgetShare, FocusSet, Goal, Meeting, Plan
from tests.building import Building


def test_the_source_and_the_set_are_told_in_words(year: Building) -> None:
    meeting = plan.source_meeting(year.network, year.network.live(Plan)[0])
    assert meeting
    assert plan_text.source_meeting(None) == ""
    assert plan_text.source_meeting(meeting) == "Årsmøde den 5. november 2014"
    year.reopen(meeting.id)
    year.set(Meeting, meeting.id, place="Odense")
    assert plan_text.source_meeting(year.network.get(Meeting, meeting.id)) == "Årsmøde den 5. november 2014, Odense"


def test_the_set_is_told_with_its_setter_and_the_consultation_as_far_as_they_are_known(year: Building) -> None:
    row = year.network.live(FocusSet)[0]

    def told(**values: str | None) -> str:
        year.reopen(row.id)
        year.set(FocusSet, row.id, **{"set_on": row.set_on, "set_by_id": row.set_by_id, **values})
        return plan_text.focus_areas_set(year.network, year.network.get(FocusSet, row.id))

    setter = "Biblioteksenheden (KBE)s repræsentant"
    first = plan_text.focus_areas_set(year.network, row)
    assert first == f"Fastsat den 10. oktober 2014 af {setter} efter høring af centralbibliotekerne"
    again = ", efter at de blev fastsat 10.10.2014 og genåbnet 24.11.2014: En prøve."
    assert told(consulted_on=None) == f"Fastsat igen den 10. oktober 2014 af {setter}{again}"
    assert told(set_by_id=None) == f"Fastsat igen den 10. oktober 2014{again}"
    assert told(set_on=None) == ""
    assert plan_text.focus_areas_set(year.network, None) == ""


def test_the_budget_tells_every_library_in_order_and_what_a_merge_left_empty_as_nothing(year: Building) -> None:
    row = next(row for row in year.network.live(BudgetShare) if row.organisation_id == year.library("Gentofte").id)
    year.set(BudgetShare, row.id, archived=True)
    year.merge_new(Allocation, year=2015, purpose="Tom")
    year.merge_new(Allocation, year=2015, purpose="Fuld", amount_ore=7, spent_ore=5)
    found = plan_text.budget(year.network, 2015)
    assert [one.library for one in found.shares] == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]
    assert [(one.is_agreed, one.library_agreed_on, one.agency_agreed_on) for one in found.shares[:2]] == [
        (False, "", ""),
        (True, "2014-11-10", "2014-11-10"),
    ]
    assert [(one.amount_ore, one.spent_ore) for one in found.allocations] == [(7, 5), (0, 0)]
    year.merge_set(BudgetShare, next(year.network.rows(BudgetShare)).id, library_agreed_on=None, agency_agreed_on=None)
    assert [one.library_agreed_on for one in plan_text.budget(year.network, 2015).shares].count("") == 1


def test_a_goal_is_measured_by_what_is_given() -> None:
    given = [
        plan_text.measure(Goal("g", **values))
        for values in (
            {"indicator": "Kurser", "target": "5", "unit": "dage"},
            {"indicator": "Kurser"},
            {"target": "5"},
            {"unit": "dage"},
        )
    ]
    assert given == ["Kurser: 5 dage", "Kurser", "5", ""]


def test_a_goal_tells_the_item_it_comes_from_unless_that_is_gone_or_closed(year: Building) -> None:
    item = next(row for row in year.network.live(AgendaItem) if row.position == 3)
    goal = year.network.live(Goal)[0]
    year.merge_set(Goal, goal.id, agenda_item_id=item.id, deadline=None)

    def told() -> tuple[str, str]:
        goals = [
            one
            for part in plan.content(year.network, 2015, date(2014, 11, 24), None).parts
            for group in part.groups
            for one in group.goals
        ]
        (found,) = [one for one in goals if one.text == goal.text]
        return found.derived_from, found.deadline

    assert told() == ("Årsmøde 05.11.2014, pkt. 3", "")
    year.merge_set(AgendaItem, item.id, position=None)
    assert told()[0] == f"Årsmøde 05.11.2014, {item.title}"
    year.merge_set(AgendaItem, item.id, closed=True)
    assert told()[0] == "Årsmøde 05.11.2014, et lukket punkt"
    year.merge_set(AgendaItem, item.id, archived=True)
    assert told()[0] == ""
    year.merge_set(AgendaItem, item.id, archived=False, meeting_id="gone")
    assert told()[0] == ""
