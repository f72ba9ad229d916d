"""What a plan says otherwise than its last signed version (M23)."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan, plan_reading
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.plan.plan_differences import differences
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Goal, Plan
from tests.building import Building

TODAY = date(2014, 11, 24)


def content(building: Building) -> PlanContent:
    """As a signed version keeps it."""
    return plan_reading.read(plan.content(building.network, 2015, TODAY, None).canonical())


def the_plan(building: Building) -> Plan:
    found = plan.of_year(building.network, 2015)
    assert found is not None
    return found


def goal(building: Building, place: int = 0) -> Goal:
    return plan.goals(building.network, the_plan(building))[place]


@pytest.fixture
def signed(year: Building) -> PlanContent:
    return content(year)


def test_the_same_plan_differs_in_nothing(year: Building, signed: PlanContent) -> None:
    assert differences(signed, plan.content(year.network, 2015, TODAY, None)) == []


def test_follow_up_is_no_difference(year: Building, signed: PlanContent) -> None:
    year.set(Goal, goal(year).id, status="met", result="Nået.")
    assert differences(signed, content(year)) == []


def test_a_changed_goal_is_told_field_by_field(year: Building, signed: PlanContent) -> None:
    year.set(Goal, goal(year).id, deadline="2015-09-01", target="12", unit="kurser", owner_organisation_id=None)
    assert differences(signed, content(year)) == [
        "Mål 1.1 »Mål for Indsats i central 2015«: ansvarlig fra »Gentofte« til tomt, "
        "måltal fra tomt til »12 kurser«, frist fra »01.06.2015« til »01.09.2015«."
    ]


def test_a_goal_put_into_other_words_is_still_the_same_goal(year: Building, signed: PlanContent) -> None:
    year.set(Goal, goal(year).id, text="Et helt andet ordvalg")
    assert differences(signed, content(year)) == ["Mål 1.1 »Et helt andet ordvalg«: tekst ændret."]


def test_goals_added_dropped_and_numbered_anew_are_told(year: Building, signed: PlanContent) -> None:
    area = focus.of_year(year.network, 2015)[0]
    year.set(Goal, goal(year, 1).id, archived=True)
    year.goal(the_plan(year).id, "Først", focus_area_id=area.id, position=1)
    assert differences(signed, content(year)) == [
        "Nyt mål 1.1 »Først«.",
        "Mål 2.1 »Mål for Indsats i agency 2015« er udgået.",
        "1 mål har fået et nyt nummer.",
    ]


def test_a_goal_moved_to_another_area_is_told(year: Building, signed: PlanContent) -> None:
    year.set(Goal, goal(year).id, focus_area_id=None)
    assert differences(signed, content(year)) == [
        "Mål 3.1 »Mål for Indsats i central 2015«: del og indsatsområde ændret."
    ]


def test_the_plans_own_texts_and_areas_are_told(year: Building, signed: PlanContent) -> None:
    year.set(Plan, the_plan(year).id, foreword="Nyt forord", title="Ny titel")
    first, second = focus.of_year(year.network, 2015)
    year.reopen()
    year.set(FocusArea, first.id, description="Nu beskrevet")
    year.set(FocusArea, second.id, title="Nyt navn")
    year.set_areas(2015, "2014-10-10")
    assert differences(signed, content(year))[:5] == [
        "Titlen er ændret.",
        "Forordet er ændret.",
        "Indsatsområdet »Indsats i central 2015« er ændret.",
        "Nyt indsatsområde: »Nyt navn«.",
        "Indsatsområdet »Indsats i agency 2015« er udgået.",
    ]


def test_money_is_told_by_pool_library_and_allocation(year: Building, signed: PlanContent) -> None:
    share = budget.shares(year.network, 2015)[0]
    year.set(BudgetShare, share.id, share_bp=5_000)
    year.add(Allocation, year=2015, purpose="Kurser", amount_ore=1_000_000)
    told = differences(signed, content(year))
    assert told[0].replace("\u00a0", " ") == "De fælles midler er ændret fra 750.000 kr. til 875.000 kr."
    assert told[1:] == ["Budgetandelen er ændret for Gentofte.", "Bevillingerne er ændret."]
