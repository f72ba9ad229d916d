"""To which other row and to which plan year a row belongs."""

from __future__ import annotations

from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreementClause,
    Annex,
    Attendance,
    ConsultationAnswer,
    Dispatch,
    Experience,
    Goal,
    GoalReport,
    Meeting,
    Offer,
    Person,
    Plan,
)
from cbnet_desktop.domain.titles import parents
from tests.building import Building


def test_a_row_is_a_part_of_the_first_row_that_it_cannot_do_without(year: Building) -> None:
    row = year.network.live(Attendance)[0]
    assert parents.parent(year.network, row) == year.network.get(Meeting, row.meeting_id)
    person = year.person("Odenses repræsentant")
    assert person.organisation_id
    assert parents.parent(year.network, person) is None
    assert parents.parent(year.network, Attendance("x")) is None
    assert parents.parent(year.network, Attendance("x", meeting_id="gone")) is None


def test_a_row_is_of_the_year_that_it_or_its_part_says(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    answer = year.network.live(ConsultationAnswer)[0]
    assert parents.year_of(year.network, year.network.live(Plan)[0]) == 2015
    assert parents.year_of(year.network, goal) == 2015
    assert parents.year_of(year.network, GoalReport("x", goal_id=goal.id)) == 2015
    assert parents.year_of(year.network, answer) == 2015


def test_offers_and_experience_are_of_the_year_of_their_day(year: Building) -> None:
    assert parents.year_of(year.network, Offer("x", starts_on="2014-12-31")) == 2014
    assert parents.year_of(year.network, Experience("x", tried_on="2016-01-01")) == 2016
    assert parents.year_of(year.network, Offer("x")) is None


def test_a_row_of_no_year_is_shown_in_any(year: Building) -> None:
    assert parents.year_of(year.network, Person("x", name="Mette")) is None
    assert parents.year_of(year.network, AgreementClause("x", agreement_id="gone")) is None
    assert parents.year_of(year.network, year.network.live(Attendance)[0]) is None


def test_annexes_of_everything_that_can_have_one_stand_in_an_order(year: Building) -> None:
    meeting = year.add(Meeting, kind="planning", held_on="2015-03-05")
    plan = year.network.live(Plan)[0].id
    dispatch = year.add(Dispatch, kind="notice", meeting_id=meeting, subject="Indkaldelse", drafted_on="2015-01-01")
    owners = {
        "agenda_item_id": year.add(AgendaItem, meeting_id=meeting, position=1, title="Budget"),
        "meeting_id": meeting,
        "plan_id": plan,
        "dispatch_id": dispatch,
        "consultation_answer_id": year.network.live(ConsultationAnswer)[0].id,
        "template_of_id": year.network.profile.id,
    }
    for name, row_id in owners.items():
        for position in (2, 1):
            year.add(Annex, title=f"{name} {position}", position=position, **{name: row_id})
    titles = [row.title for row in parents.in_order(year.network, Annex) if isinstance(row, Annex)]
    assert sorted(titles) == sorted(f"{name} {position}" for name in owners for position in (1, 2))
    assert all(titles.index(f"{name} 2") == titles.index(f"{name} 1") + 1 for name in owners)
