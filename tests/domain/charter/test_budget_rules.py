"""M20 and M21: shares and pool; kept, open and broken."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Goal, Organisation
from cbnet_desktop.domain.roster import organisation_names
from tests.building import NOVEMBER, Building, messages


def test_m20_is_open_before_the_year_when_nothing_is_entered() -> None:
    building = Building.new(2014)
    assert building.state("M20", 2015, "2014-02-01") is State.OPEN
    assert len(building.findings("M20", 2015, "2014-02-01")) == 6


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("library_agreed_on", "Vejle har ikke aftalt sin andel for 2015, 125.000\u00a0kr."),
        ("agency_agreed_on", "Vejles andel for 2015, 125.000\u00a0kr., er endnu ikke aftalt med KBE."),
    ],
)
def test_m20_is_open_until_both_have_agreed(year: Building, field: str, words: str) -> None:
    row = budget.shares(year.network, 2015)[4]
    year.set(BudgetShare, row.id, **{field: None})
    assert year.state("M20", 2015, NOVEMBER) is State.OPEN
    (finding,) = year.findings("M20", 2015, NOVEMBER)
    assert finding.message == words
    assert (finding.table, finding.row_id, finding.field) == ("budget_shares", row.id, field)


def test_m20_calls_the_agency_by_its_name_of_the_year_and_a_library_that_ends_in_s_rightly(year: Building) -> None:
    agency = year.library("KBE")
    year.apply(
        organisation_names.rename(
            year.network, agency, "Slots- og Kulturstyrelsen", "2016-01-01", new_short_name="SLKS"
        )
    )
    vejle = year.library("Vejle")
    year.apply(organisation_names.rename(year.network, vejle, "Randers Bibliotek", "2016-01-01", "Randers"))
    for number, words in (
        (2015, "Vejles andel for 2015, 1.000\u00a0kr., er endnu ikke aftalt med KBE."),
        (2016, "Randers' andel for 2016, 1.000\u00a0kr., er endnu ikke aftalt med SLKS."),
    ):
        known = budget.share_of(year.network, number, vejle.id)
        row = known.id if known else year.add(BudgetShare, year=number, organisation_id=vejle.id)
        year.set(BudgetShare, row, earmarked_ore=200_000, share_bp=5_000)
        year.set(BudgetShare, row, library_agreed_on="2014-11-01")
        assert words in messages(year, "M20", number)


def test_m20_asks_for_the_earmarked_amount_and_the_share(year: Building) -> None:
    row = budget.shares(year.network, 2015)[4]
    year.set(BudgetShare, row.id, earmarked_ore=None, share_bp=None)
    assert [item.field for item in year.findings("M20", 2015, NOVEMBER)] == ["earmarked_ore", "share_bp"]


def test_m20_is_broken_by_two_shares_and_by_a_share_above_the_amount_that_a_merge_brought(year: Building) -> None:
    vejle = year.library("Vejle").id
    second = year.merge_new(BudgetShare, year=2015, organisation_id=vejle)
    assert year.state("M20", 2015, NOVEMBER) is State.BROKEN
    assert "Vejle har 2 budgetandele for 2015" in messages(year, "M20")
    year.set(BudgetShare, second, archived=True)
    row = budget.shares(year.network, 2015)[4]
    year.merge_set(BudgetShare, row.id, share_bp=None, share_ore=99_000_000)
    assert year.state("M20", 2015, NOVEMBER) is State.BROKEN
    assert "Vejle 2015: Andelen i kroner er større end det afsatte beløb" in messages(year, "M20")


def test_m21_is_not_due_until_a_share_is_known() -> None:
    assert Building.new(2014).state("M21", 2015, NOVEMBER) is State.NOT_DUE


def test_m21_notes_a_provisional_pool_and_money_not_allocated(year: Building) -> None:
    row = budget.shares(year.network, 2015)[0]
    year.set(BudgetShare, row.id, library_agreed_on=None)
    found = year.findings("M21", 2015, NOVEMBER)
    assert {finding.severity for finding in found} == {Severity.NOTE}
    assert "foreløbige: Gentofte har ikke aftalt andelen endnu" in found[0].message
    assert found[1].message == "750.000\u00a0kr. af de fælles midler i 2015 er ikke fordelt endnu."


def test_m21_is_open_for_an_allocation_without_amount_or_overspent(year: Building) -> None:
    row = year.add(Allocation, year=2015, purpose="Kurser")
    assert year.state("M21", 2015, NOVEMBER) is State.OPEN
    year.set(Allocation, row, amount_ore=100_00, spent_ore=150_00)
    assert year.state("M21", 2015, NOVEMBER) is State.OPEN
    assert "Bevillingen »Kurser« er overskredet med 50\u00a0kr." in messages(year, "M21")


def test_m21_is_broken_when_a_merge_has_set_aside_more_than_there_is(year: Building) -> None:
    row = year.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=75_000_001)
    assert year.state("M21", 2015, NOVEMBER) is State.BROKEN
    finding = next(item for item in year.findings("M21", 2015, NOVEMBER) if item.severity is Severity.ERROR)
    assert finding.row_id == row
    assert "mindst 0,01\u00a0kr." in finding.message


def test_m20_is_content_with_a_share_in_kroner(year: Building) -> None:
    row = budget.shares(year.network, 2015)[4]
    year.set(BudgetShare, row.id, share_ore=1_000_000, library_agreed_on="2014-11-10", agency_agreed_on="2014-11-10")
    assert year.findings("M20", 2015, NOVEMBER) == ()


def notes(building: Building, year: int = 2015) -> list[str]:
    return [item.message for item in building.findings("M21", year, NOVEMBER)]


def test_m21_says_nothing_of_money_that_is_all_allocated_and_all_spent(year: Building) -> None:
    row_id = year.add(Allocation, year=2015, purpose="Det hele", amount_ore=75_000_000, spent_ore=75_000_000)
    assert notes(year) == []
    year.set(Allocation, row_id, amount_ore=74_999_999, spent_ore=74_999_998)
    assert notes(year) == ["0,01\u00a0kr. af de fælles midler i 2015 er ikke fordelt endnu."]
    year.set(Allocation, row_id, spent_ore=75_000_000)
    assert notes(year)[0] == "Bevillingen »Det hele« er overskredet med 0,01\u00a0kr."


def test_m21_calls_nothing_provisional_before_a_share_is_known() -> None:
    building = Building.new(2014)
    building.apply(budget.ensure_shares(building.network, 2015))
    assert notes(building) == []


def test_m21_names_who_has_not_agreed_although_it_is_central_no_longer(year: Building) -> None:
    row = budget.shares(year.network, 2015)[0]
    year.merge_set(BudgetShare, row.id, library_agreed_on=None)
    year.merge_set(Organisation, row.organisation_id or "", kind="other")
    assert (
        "De fælles midler for 2015, 750.000\u00a0kr., er foreløbige: Gentofte har ikke aftalt andelen endnu."
        in notes(year)
    )


def test_m21_points_to_the_last_allocation_of_an_overdrawn_pool(year: Building) -> None:
    year.add(Allocation, year=2015, purpose="A", amount_ore=70_000_000)
    last = year.merge_new(Allocation, year=2015, purpose="B", amount_ore=6_000_000)
    finding = next(item for item in year.findings("M21", 2015, NOVEMBER) if item.severity is Severity.ERROR)
    assert finding.row_id == last


@pytest.mark.parametrize("field", ["focus_area_id", "goal_id"])
def test_m21_notes_money_of_one_year_given_to_another_years_work(year: Building, field: str) -> None:
    before = year.add(FocusArea, year=2013, title="Digital Post")
    goal_id = year.goal(year.plan(2014), "Mål fra 2014")
    targets = {"focus_area_id": (before, "indsatsområde", 2013), "goal_id": (goal_id, "mål", 2014)}
    target, noun, other = targets[field]
    row_id = year.add(Allocation, year=2015, purpose="Kurser", amount_ore=100, **{field: target})
    (found,) = [one for one in year.findings("M21", 2015, NOVEMBER) if one.row_id == row_id]
    assert found.message == (
        f"Bevillingen »Kurser« for 2015 er knyttet til et {noun} fra {other}. Vælg et {noun} fra 2015."
    )
    assert (found.severity, found.field) == (Severity.NOTE, field)
    own = {"focus_area_id": year.network.live(FocusArea)[0], "goal_id": year.network.live(Goal)[0]}
    year.set(Allocation, row_id, **{field: own[field].id})
    assert not [one for one in year.findings("M21", 2015, NOVEMBER) if one.row_id == row_id]
