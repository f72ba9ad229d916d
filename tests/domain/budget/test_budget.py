"""Shares, pool and allocations in exact øre (M20, M21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.budget import budget, budget_copy
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Goal, Organisation
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building, whole_year


def names(libraries: tuple[Organisation, ...]) -> list[str]:
    return [library.short_name for library in libraries]


def test_the_pool_is_the_sum_of_the_shares(year: Building) -> None:
    pool = budget.pool(year.network, 2015)
    assert (pool.pool_ore, pool.earmarked_ore) == (75_000_000, 300_000_000)
    assert (pool.allocated_ore, pool.unallocated_ore) == (0, 75_000_000)
    assert (pool.is_provisional, pool.not_agreed) == (False, ())


def test_a_year_without_shares_has_an_empty_provisional_pool(year: Building) -> None:
    pool = budget.pool(year.network, 2016)
    assert (pool.pool_ore, pool.is_provisional, len(pool.not_agreed)) == (0, True, 6)


def test_the_pool_is_provisional_until_all_have_agreed_and_says_who_has_not(year: Building) -> None:
    rows = budget.shares(year.network, 2015)
    year.set(BudgetShare, rows[5].id, agency_agreed_on=None)
    year.set(BudgetShare, rows[0].id, archived=True)
    pool = budget.pool(year.network, 2015)
    assert pool.is_provisional
    assert names(pool.not_agreed) == ["Gentofte", "Aalborg"]
    assert pool.pool_ore == 5 * 12_500_000


def test_the_pool_is_provisional_while_a_library_that_is_central_no_longer_has_not_agreed(year: Building) -> None:
    row = budget.shares(year.network, 2015)[0]
    year.merge_set(BudgetShare, row.id, library_agreed_on=None)
    year.merge_set(Organisation, row.organisation_id or "", kind="other")
    pool = budget.pool(year.network, 2015)
    assert (pool.is_provisional, [one.id for one in pool.not_agreed]) == (True, [row.organisation_id])


def test_archived_rows_and_other_years_are_not_counted(year: Building) -> None:
    row = year.add(Allocation, year=2015, purpose="Kurser", amount_ore=10_000)
    year.set(Allocation, row, archived=True)
    assert budget.pool(year.network, 2015).allocated_ore == 0
    assert budget.pool(year.network, 2014).pool_ore == 0


def test_shares_stand_in_danish_order(year: Building) -> None:
    found = [
        year.network.get(Organisation, row.organisation_id).short_name for row in budget.shares(year.network, 2015)
    ]
    assert found == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]


def test_a_share_in_percent_is_rounded_half_up() -> None:
    row = BudgetShare("x", year=2015, earmarked_ore=333, share_bp=5_000)
    assert row.joint_ore == 167
    assert BudgetShare("x", year=2015, earmarked_ore=333, share_bp=3_333).joint_ore == 111


@given(st.integers(min_value=0, max_value=10**14), st.integers(min_value=0, max_value=10_000))
def test_a_share_never_exceeds_the_earmarked_amount_and_is_within_half_an_ore(earmarked: int, share_bp: int) -> None:
    joint = BudgetShare("x", year=2015, earmarked_ore=earmarked, share_bp=share_bp).joint_ore
    assert joint is not None
    assert 0 <= joint <= earmarked
    assert abs(joint * 10_000 - earmarked * share_bp) * 2 <= 10_000


@pytest.mark.parametrize(
    ("earmarked_ore", "share_ore", "share_bp", "shown_bp"),
    [(300, 100, None, 3333), (300, 200, None, 6667), (8, 1, None, 1250), (0, 0, None, None), (300, None, 25, 25)],
)
def test_a_share_in_kroner_is_shown_in_percent_too(
    earmarked_ore: int, share_ore: int | None, share_bp: int | None, shown_bp: int | None
) -> None:
    row = BudgetShare("x", year=2015, earmarked_ore=earmarked_ore, share_ore=share_ore, share_bp=share_bp)
    assert budget.effective_bp(row) == shown_bp


def test_a_share_in_kroner_is_neither_nothing_nor_all_of_it() -> None:
    shown = [
        budget.percent(BudgetShare("x", year=2015, earmarked_ore=100_000_000, share_ore=ore))
        for ore in (99_999_900, 100, 100_000_000, 0)
    ]
    assert shown == [">99,99\u00a0%", "<0,01\u00a0%", "100\u00a0%", "0\u00a0%"]


def test_every_library_gets_a_row_once() -> None:
    building = Building.new()
    building.apply(budget.ensure_shares(building.network, 2015))
    assert len(budget.shares(building.network, 2015)) == 6
    assert budget.ensure_shares(building.network, 2015) == ()


def test_the_pool_is_distributed_to_the_last_ore(year: Building) -> None:
    year.reopen()
    third = year.add(FocusArea, year=2015, title="Et tredje", part="agency")
    areas = [area.id for area in focus.of_year(year.network, 2015)]
    assert third in areas
    year.apply(budget.distribute(year.network, 2015, dict.fromkeys(areas, 1)))
    pool = budget.pool(year.network, 2015)
    assert (pool.allocated_ore, pool.unallocated_ore) == (75_000_000, 0)
    assert {row.amount_ore for row in budget.allocations(year.network, 2015)} == {25_000_000}
    assert {row.purpose for row in budget.allocations(year.network, 2015)} >= {"Et tredje"}


def test_distributing_again_sets_the_areas_anew_and_leaves_other_allocations(year: Building) -> None:
    areas = [area.id for area in focus.of_year(year.network, 2015)]
    other = year.add(Allocation, year=2015, purpose="Årsmødet", amount_ore=5_000_001)
    for weights in ([1, 1], [2, 1]):
        year.apply(budget.distribute(year.network, 2015, dict(zip(areas, weights, strict=True))))
    amounts = {row.focus_area_id: row.amount_ore for row in budget.allocations(year.network, 2015)}
    assert amounts == {None: 5_000_001, areas[0]: 46_666_699, areas[1]: 23_333_300}
    assert year.network.get(Allocation, other).amount_ore == 5_000_001


@given(st.lists(st.integers(min_value=0, max_value=1000), min_size=2, max_size=2).filter(any))
def test_however_the_pool_is_distributed_the_sum_is_exact(weights: list[int]) -> None:
    building = POOL
    areas = [area.id for area in focus.of_year(building.network, 2015)]
    changes = budget.distribute(building.network, 2015, dict(zip(areas, weights, strict=True)))
    assert sum(int((change.after or {})["amount_ore"] or 0) for change in changes) == 75_000_000


POOL = whole_year(2015)


@given(st.lists(st.integers(min_value=0, max_value=1000), min_size=2, max_size=2).filter(any))
def test_a_pool_of_whole_kroner_is_distributed_in_whole_kroner(weights: list[int]) -> None:
    areas = [area.id for area in focus.of_year(POOL.network, 2015)]
    changes = budget.distribute(POOL.network, 2015, dict(zip(areas, weights, strict=True)))
    assert not any(int((change.after or {})["amount_ore"] or 0) % 100 for change in changes)


def test_what_cannot_be_distributed_is_refused(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0].id
    for weights in ({}, {area: 0}, {area: -1}):
        with pytest.raises(Invalid, match="Vægtene skal være"):
            budget.distribute(year.network, 2015, weights)
    year.add(Allocation, year=2015, purpose="Det hele", amount_ore=75_000_000)
    with pytest.raises(Invalid, match="ingen midler tilbage at fordele i 2015"):
        budget.distribute(year.network, 2015, {area: 1})


def test_allocations_stand_by_part_and_focus_area(year: Building) -> None:
    central, agency = focus.of_year(year.network, 2015)
    for purpose, area in (("Z", agency), ("Å", None), ("A", central)):
        year.add(
            Allocation,
            year=2015,
            purpose=purpose,
            part=area.part if area else "central",
            focus_area_id=area.id if area else None,
        )
    assert [row.purpose for row in budget.allocations(year.network, 2015)] == ["A", "Å", "Z"]


def test_what_a_merge_left_without_amount_counts_as_nothing(year: Building) -> None:
    year.merge_new(BudgetShare, year=2015)
    year.merge_new(Allocation, year=2015, purpose="Kurser")
    pool = budget.pool(year.network, 2015)
    assert (pool.pool_ore, pool.earmarked_ore, pool.allocated_ore) == (75_000_000, 300_000_000, 0)


def test_each_year_has_its_own_pool_and_allocations(year: Building) -> None:
    year.merge_new(Allocation, year=2016, purpose="Kurser", amount_ore=1)
    assert budget.pool(year.network, 2015).allocated_ore == 0
    assert budget.pool(year.network, 2016).unallocated_ore == -1
    assert budget.allocations(year.network, 2015) == []


def test_a_share_without_any_amount_has_no_percentage() -> None:
    assert budget.effective_bp(BudgetShare("x", year=2015, earmarked_ore=300)) is None
    assert budget.effective_bp(BudgetShare("x", year=2015, share_ore=300)) is None


def test_distributing_leaves_an_allocation_of_a_goal_alone_and_fills_an_empty_one(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    goal_id = next(goal.id for goal in year.network.live(Goal) if goal.focus_area_id == area.id)
    of_goal = year.add(
        Allocation, year=2015, purpose="Mål", part=area.part, focus_area_id=area.id, goal_id=goal_id, amount_ore=1
    )
    empty = year.add(Allocation, year=2015, purpose="Tom", part=area.part, focus_area_id=area.id)
    year.apply(budget.distribute(year.network, 2015, {area.id: 1}))
    assert year.network.get(Allocation, of_goal).amount_ore == 1
    assert year.network.get(Allocation, empty).amount_ore == 74_999_999


def test_the_last_ore_can_be_distributed_and_a_single_area_need_not_get_any(year: Building) -> None:
    year.add(Allocation, year=2015, purpose="Næsten alt", amount_ore=74_999_999)
    first, second = (area.id for area in focus.of_year(year.network, 2015))
    with pytest.raises(Invalid, match="Vægtene skal være"):
        budget.distribute(year.network, 2015, {first: 2, second: -1})
    year.apply(budget.distribute(year.network, 2015, {first: 1, second: 0}))
    assert [row.amount_ore for row in budget.allocations(year.network, 2015) if row.focus_area_id] == [1, 0]


def test_allocations_stand_by_the_number_of_their_area(year: Building) -> None:
    year.reopen()
    other = year.add(FocusArea, year=2015, title="A først i alfabetet", part="central", position=9)
    first = focus.of_year(year.network, 2015)[0]
    for area_id, purpose in ((other, "A"), (first.id, "B")):
        year.add(Allocation, year=2015, purpose=purpose, part="central", focus_area_id=area_id)
    year.add(Allocation, year=2015, purpose="0 uden område", part="central")
    assert [row.purpose for row in budget.allocations(year.network, 2015)] == ["B", "A", "0 uden område"]


def test_shares_stand_by_the_short_name_or_without_one_the_name(year: Building) -> None:
    row = next(row for row in year.network.live(Organisation) if row.short_name == "Aalborg")
    year.merge_set(Organisation, row.id, short_name="", name="Bibliotek i nord")
    assert budget.shares(year.network, 2015)[0].organisation_id == row.id
    vejle = year.library("Vejle")
    year.merge_set(Organisation, vejle.id, short_name="A")
    assert budget.shares(year.network, 2015)[0].organisation_id == vejle.id


def test_there_is_nothing_to_copy_where_every_library_has_amounts_or_had_none(year: Building) -> None:
    year.apply(budget_copy.copied(year.network, 2016))
    with pytest.raises(Invalid, match="Alle biblioteker med en andel i 2015 har allerede beløb i 2016"):
        budget_copy.copied(year.network, 2016)
    with pytest.raises(Invalid, match="ingen budgetandele for 2014"):
        budget_copy.copied(year.network, 2015)
