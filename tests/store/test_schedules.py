"""Random schedules: 40 here, 500 where CBNET_SCHEDULES says so, as `.ci/run` does (tests/store/schedules.py)."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.store import schedules

COUNT = int(os.environ.get("CBNET_SCHEDULES", "40"))
#: Damage under a client that only adds; an erasure that need wait no more; erased text in a page's unused part.
FOUND = (519, 592, 1891)
#: In so many parts, so that several processes can share them.
PARTS = 10


@pytest.mark.parametrize("seed", FOUND)
def test_what_schedules_found_once_is_not_found_again(seed: int) -> None:
    with schedules.workshop() as beginnings:
        assert schedules.played(seed, beginnings, Counter()) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_places_clients_clones_and_crashes_do_every_laptop_has_all_in_the_end(part: int) -> None:
    told: Counter[str] = Counter()
    with schedules.workshop() as beginnings:
        failed = {
            seed: found for seed in range(part, COUNT, PARTS) if (found := schedules.played(seed, beginnings, told))
        }
    assert failed == {}
    assert told["edits"] > 10 * told["schedules"]
