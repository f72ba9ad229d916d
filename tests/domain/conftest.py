"""For the domain's tests: a plan year in order."""

from __future__ import annotations

import pytest

from tests.building import Building, whole_year


@pytest.fixture
def year() -> Building:
    """Plan year 2015 in order, seen from November 2014: six libraries give 125.000 kr. each."""
    return whole_year(2015)
