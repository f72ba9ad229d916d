"""Sending in consultation, deciding and copying a year's focus areas."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.records import FocusArea, FocusSet
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building


def setter(building: Building) -> str:
    """The id of KBE's representative."""
    found = focus.agency_representative(building.network, "2014-12-02")
    assert found
    return found.id


def test_a_set_is_decided_by_somebody_on_a_day(year: Building) -> None:
    person = setter(year)
    before = len(year.network.live(FocusSet))
    year.reopen()
    year.apply(focus_steps.decide(year.network, 2015, "2014-12-02", person))
    row = focus.set_of(year.network, 2015)
    assert row is not None
    assert (row.set_on, row.set_by_id) == ("2014-12-02", person)
    assert len(year.network.live(FocusSet)) == before


def test_a_set_that_was_never_sent_is_made_when_it_is_decided(year: Building) -> None:
    year.add(FocusArea, year=2017, title="Læsekultur")
    year.apply(focus_steps.decide(year.network, 2017, "2016-12-02", setter(year)))
    row = focus.set_of(year.network, 2017)
    assert row is not None
    assert row.set_on == "2016-12-02"


def test_nobody_decides_nothing_and_nothing_is_decided_by_nobody(year: Building) -> None:
    with pytest.raises(Invalid, match="Vælg repræsentanten for KBE"):
        focus_steps.decide(year.network, 2015, "2014-12-02", None)
    with pytest.raises(Invalid, match="ingen indsatsområder for 2019"):
        focus_steps.decide(year.network, 2019, "2018-12-02", "x")


def test_areas_are_copied_from_the_year_before_and_from_no_other(year: Building) -> None:
    titles = [area.title for area in focus.of_year(year.network, 2015)]
    year.apply(focus_steps.copied(year.network, 2016))
    assert [area.title for area in focus.of_year(year.network, 2016)] == titles
    with pytest.raises(Invalid, match="Indsatsområderne fra 2015 findes allerede i 2016"):
        focus_steps.copied(year.network, 2016)
    with pytest.raises(Invalid, match="ingen indsatsområder for 2013 at kopiere"):
        focus_steps.copied(year.network, 2014)
