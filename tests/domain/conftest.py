"""For the domain's tests: a plan year in order."""

from __future__ import annotations

from functools import cache

import pytest

from cbnet_desktop.domain.records.network import Network
from tests.building import Building, whole_year


@pytest.fixture(autouse=True)
def home() -> None:
    """The domain reads no file: no folder is made."""


@pytest.fixture
def building() -> Building:
    """A new network whose first plan year is 2014."""
    return Building.new(2014)


@pytest.fixture
def year() -> Building:
    """Plan year 2015 in order, seen from November 2014: six libraries give 125.000 kr. each."""
    return Building(_year_in_order())


@cache
def _year_in_order() -> Network:
    return whole_year(2015).network
