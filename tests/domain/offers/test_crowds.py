"""Many offers that meet are told as one, and the verdict stays what every pair of them would give (M6)."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from cbnet_desktop.domain.charter.findings import Severity
from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.records import Offer, Organisation
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish, dates
from tests.building import Building, new_row

TODAY = "2015-06-01"
CROWDED = 1_000


def crowded(seed: int) -> Building:
    """Some hundred random offers of few days, topics and hosts."""
    rng = Random(seed)
    building = Building.new(2014)
    hosts = [row.id for row in roster.central_libraries(building.network, TODAY)][: rng.choice((1, 2, 6))]
    if rng.random() < 0.25:  # none of them in a region, so that they share no audience
        hosts = [f"gone {number}" for number in range(5_000)]
    days = [f"2015-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}" for _ in range(rng.choice((1, 3, 8)))]
    titles = [f"Kursus {number}" for number in range(rng.choice((1, 5, 300)))]
    for _ in range(rng.choice((15, 60, 120))):
        on = rng.choice(days)
        building.merge(
            [
                new_row(
                    Offer,
                    title=rng.choice(titles),
                    topic=rng.choice(("", "", "Læsning")),
                    host_id=rng.choice(hosts),
                    level="national" if rng.random() < 0.3 and len(hosts) < CROWDED else "regional",
                    starts_on=on,
                    ends_on=rng.choice((on, on, None, dates.days_later(on, rng.randint(-5, 90)))),
                    starts_at=rng.choice((None, "10:00")),
                    ends_at=rng.choice((None, "11:00")),
                )
            ]
        )
    return building


def is_open(network: Network) -> bool:
    """Whether some two offers are still to be coordinated, looking at each pair."""
    found = offers.of_year(network, 2015, with_cancelled=False)
    return any(_is_open(network, *pair) for pair in combinations(found, 2) if (pair[1].starts_on or "") >= TODAY)


def _is_open(network: Network, first: Offer, second: Offer) -> bool:
    topics = [{danish.folded(row.topic), danish.folded(row.title)} - {""} for row in (first, second)]
    weeks = network.charter_on(first.starts_on or "").similar_offer_weeks or 0
    begins = second.starts_on or ""
    if topics[0] & topics[1] and begins <= dates.days_later(first.starts_on or "", 7 * weeks):
        return first.host_id != second.host_id
    if begins > (first.ends_on or first.starts_on or ""):
        return False
    is_one_day = {first.ends_on or begins, second.ends_on or begins, first.starts_on} == {begins}
    if is_one_day and first.ends_at and second.starts_at:
        is_apart = second.starts_at >= first.ends_at or (first.starts_at or "") >= (second.ends_at or "24:00")
        if is_apart:
            return False
    hosts = {row.host_id for row in (first, second)}
    found = [network.find(Organisation, host) for host in hosts]
    regions = {host.region if host else "" for host in found}
    return len(hosts) == 1 or "national" in {first.level, second.level} or (len(regions) == 1 and "" not in regions)


@pytest.mark.parametrize("seed", range(40))
def test_the_verdict_is_that_of_every_pair(seed: int) -> None:
    building = crowded(seed)
    found = [row for row in building.findings("M6", 2015, TODAY) if row.field in {"topic", "starts_on"}]
    assert any(row.severity is Severity.WARNING for row in found) == is_open(building.network)


def test_five_hundred_offers_of_one_day_are_one_finding(building: Building) -> None:
    host = building.library("Odense").id
    day = {"host_id": host, "starts_on": "2015-01-15"}
    building.merge([new_row(Offer, title=f"Kursus {number}", **day) for number in range(500)])
    found = [row for row in building.findings("M6", 2015, "2015-01-01") if row.field == "starts_on"]
    assert [row.message for row in found] == [
        "500 tilbud ligger 15.01.2015, flere af dem på samme tid for de samme deltagere. Flyt nogle af dem."
    ]


def test_many_offers_on_one_topic_are_one_finding(building: Building) -> None:
    for library in ("Odense", "Vejle"):
        values = {"host_id": building.library(library).id, "topic": "Læsning"}
        building.merge(
            [
                new_row(Offer, title=f"{library} {number}", starts_on=f"2015-02-{number + 1:02}", **values)
                for number in range(20)
            ]
        )
    found = [row for row in building.findings("M6", 2015, "2015-02-20") if row.field == "topic"]
    assert [(row.severity, row.message) for row in found] == [
        (Severity.WARNING, "40 tilbud har emnet »Læsning« inden for få uger. Aftal, hvem der udbyder det.")
    ]
