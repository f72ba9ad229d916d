"""No false green and no false red: the rules against a naive reckoning, and past years against later edits."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.records import BudgetShare, Goal, Meeting, Organisation, Plan, Seat
from cbnet_desktop.domain.records.network import Network
from tests.building import Building
from tests.domain.charter.naive_reckoning import differences, random_network

GROUPS, OF_EACH = 20, 10


@pytest.mark.parametrize("group", range(GROUPS))
def test_the_rules_and_the_naive_reckoning_say_the_same(group: int) -> None:
    found = [line for seed in range(group * OF_EACH, (group + 1) * OF_EACH) for line in differences(seed)]
    assert not found, "\n".join(found)


def verdicts(network: Network, year: int) -> list[tuple[object, ...]]:
    """What every clause says of a year, after it."""
    return [(one.clause.id, one.verdict) for one in charter.check(network, year, date(2018, 1, 1))]


@pytest.mark.parametrize("seed", range(20))
def test_past_years_do_not_change_when_later_ones_are_edited(seed: int) -> None:
    network, _ = random_network(seed)
    before = [verdicts(network, year) for year in (2014, 2015)]
    building = Building(network)
    made = building.add(
        Organisation,
        name="Randers",
        short_name="Randers",
        kind="central_library",
        region="Midt",
        starts_on="2017-01-01",
    )
    building.add(Seat, name="Randers", kind="area", organisation_id=made, starts_on="2017-01-01")
    building.merge_set(Organisation, building.library("Aalborg").id, ends_on="2017-06-30", merged_into_id=made)
    building.merge_set(Seat, building.seat("Aalborg").id, ends_on="2017-06-30")
    building.add(BudgetShare, year=2017, organisation_id=made, earmarked_ore=1_000_000, share_bp=1_000)
    building.meeting("annual", "2017-11-08")
    plan_id = building.merge_new(Plan, year=2018)
    building.merge_new(Goal, plan_id=plan_id, text="Et mål")
    building.merge_new(Meeting, kind="planning", held_on="2017-05-02", state="planned")
    assert [verdicts(building.network, year) for year in (2014, 2015)] == before
