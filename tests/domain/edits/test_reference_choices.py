"""The choices for a reference, given the row that holds it."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.edits import reference_choices
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import (
    RECORDS,
    Assessment,
    BudgetShare,
    Dissemination,
    FocusArea,
    Goal,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Offer,
    Person,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.titles import labels
from tests.building import Building, new_row
from tests.domain import clause_cases


def titles(building: Building, record: Record, name: str) -> list[str]:
    rows = reference_choices.rows(building.network, type(record).fields()[name], record)
    return [labels.row_title(building.network, row) for row in rows]


def made(building: Building, kind: type[Record], /, **values: str | int | None) -> Record:
    change = new_row(kind, **values)
    row = building.network.with_changes([change]).row(kind.TABLE, change.row_id)
    assert row
    return row


def test_only_central_libraries_consent_and_one_of_their_own_people_does_it(year: Building) -> None:
    odense = year.library("Odense").id
    row = made(year, InvolvedLibrary, organisation_id=odense)
    assert titles(year, row, "organisation_id") == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]
    assert titles(year, row, "consented_by_id") == ["Odenses repræsentant"]
    for person in year.network.live(Person):
        year.set(Person, person.id, organisation_id=None)
    assert len(titles(year, row, "consented_by_id")) == 8


def test_a_task_serves_clauses_of_framework_agreements(year: Building) -> None:
    clause_cases.fitted_portfolio(year)
    clause_cases.agreement(year, "partnership")
    assert titles(year, made(year, TaskClause), "clause_id") == ["3 Kompetenceudvikling"]


def test_a_share_belongs_to_a_framework_agreement_of_its_year(year: Building) -> None:
    clause_cases.framework(year)
    assert titles(year, made(year, BudgetShare, year=2017), "agreement_id") == ["Rammeaftale 2014–2017"]
    assert titles(year, made(year, BudgetShare, year=2018), "agreement_id") == []


def test_a_meeting_of_a_group_is_of_one_at_work_that_day(year: Building) -> None:
    year.add(WorkingGroup, name="Fælles kurser", starts_on="2014-06-01")
    assert titles(year, made(year, Meeting, held_on="2014-06-01"), "group_id") == ["Fælles kurser"]
    assert titles(year, made(year, Meeting, held_on="2014-05-31"), "group_id") == []


def test_minutes_are_approved_at_a_later_meeting(year: Building) -> None:
    year.meeting("planning", "2014-12-05")
    assert titles(year, clause_cases.source(year), "approved_at_id") == [
        "Planlægnings- og koordineringsmøde 05.12.2014"
    ]


def test_an_offer_belongs_to_a_focus_area_of_its_year_where_that_has_any(year: Building) -> None:
    year.add(FocusArea, year=2016, title="Læselyst")
    assert titles(year, made(year, Offer, starts_on="2016-03-01"), "focus_area_id") == ["Læselyst"]
    assert len(titles(year, made(year, Offer, starts_on="2019-03-01"), "focus_area_id")) == 3
    assert len(titles(year, made(year, Offer), "focus_area_id")) == 3


def test_goals_and_focus_areas_continue_those_of_the_year_before(year: Building) -> None:
    plan_id = year.plan(2016)
    goal = made(year, Goal, plan_id=plan_id, text="Mere")
    assert titles(year, goal, "continues_id") == ["Mål for Indsats i central 2015", "Mål for Indsats i agency 2015"]
    area = made(year, FocusArea, year=2016, title="Mere")
    assert titles(year, area, "continues_id") == [one.title for one in focus.of_year(year.network, 2015)]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_row_without_anything_is_offered_something_or_nothing_without_a_fault(
    year: Building, kind: type[Record]
) -> None:
    empty = made(year, kind, **{name: None for name, field in kind.fields().items() if not field.is_text})
    for field in kind.fields().values():
        if field.kind is Kind.REFERENCE:
            reference_choices.rows(year.network, field, empty)


@pytest.mark.parametrize("kind", [Involvement, Dissemination, Assessment])
def test_work_in_an_area_stays_among_the_areas_of_its_year_even_where_the_next_has_the_same(
    year: Building, kind: type[Record]
) -> None:
    area = focus.of_year(year.network, 2015)[0]
    year.add(FocusArea, year=2016, title=area.title, part=area.part)
    row = made(year, kind, focus_area_id=area.id)
    areas = reference_choices.rows(year.network, kind.fields()["focus_area_id"], row)
    assert areas == focus.of_year(year.network, 2015)
    field = kind.fields()["focus_area_id"]
    assert reference_choices.rows(year.network, field, made(year, kind)) == year.network.live(FocusArea)
