"""The steps of a year: focus areas copied, sent and set; shares copied without agreements (M13, M20)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.budget import budget, budget_copy
from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.records import BudgetShare, FocusArea
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words.choices import FocusState
from tests.building import Building


def test_last_years_focus_areas_come_over_with_everything_but_their_decision(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    year.reopen()
    year.set(FocusArea, area.id, description="Hvorfor og hvordan")
    year.apply(focus_steps.copied(year.network, 2016))
    made = focus.of_year(year.network, 2016)
    assert [(row.title, row.part, row.position) for row in made] == [
        (row.title, row.part, row.position) for row in focus.of_year(year.network, 2015)
    ]
    assert made[0].description == "Hvorfor og hvordan"
    assert focus.state(year.network, 2016) is FocusState.PROPOSED


def test_an_area_the_year_has_already_is_not_copied_again(year: Building) -> None:
    first = focus.of_year(year.network, 2015)[0]
    year.add(FocusArea, year=2016, title=first.title.upper())
    year.apply(focus_steps.copied(year.network, 2016))
    assert len(focus.of_year(year.network, 2016)) == 3
    with pytest.raises(Invalid, match="ingen indsatsområder for 2010"):
        focus_steps.copied(year.network, 2011)


def test_a_copy_of_what_is_all_there_is_refused(year: Building) -> None:
    year.apply(focus_steps.copied(year.network, 2016))
    with pytest.raises(Invalid, match="findes allerede i 2016"):
        focus_steps.copied(year.network, 2016)


def test_sending_again_keeps_the_answers_that_came(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found is not None
    before = focus.answers(year.network, found)
    year.reopen(found.id)
    year.apply(focus_steps.send(year.network, 2015, "2014-09-01", "2014-10-01"))
    after = focus.set_of(year.network, 2015)
    assert after is not None
    assert (after.consulted_on, after.deadline) == ("2014-09-01", "2014-10-01")
    assert focus.answers(year.network, after) == before


@pytest.mark.parametrize(
    ("step", "arguments", "message"),
    [
        (focus_steps.send, (2020, "2019-09-01", "2019-10-01"), "at sende i høring"),
        (focus_steps.send, (2015, "2014-09-01", None), "Høringsfristen mangler"),
        (focus_steps.decide, (2020, "2019-11-01", "x"), "at fastsætte"),
        (focus_steps.decide, (2015, "2014-11-01", None), "Vælg repræsentanten for KBE"),
    ],
)
def test_a_step_that_lacks_something_says_what(year: Building, step, arguments, message: str) -> None:  # noqa: ANN001 - any step
    with pytest.raises(Invalid, match=message):
        step(year.network, *arguments)


def test_shares_come_over_without_agreements_and_only_where_nothing_stands(year: Building) -> None:
    roskilde = budget.share_of(year.network, 2015, year.library("Roskilde").id)
    assert roskilde is not None
    year.set(BudgetShare, roskilde.id, share_bp=None, share_ore=10_000_000)
    year.add(BudgetShare, year=2016, organisation_id=year.library("Vejle").id, earmarked_ore=100)
    year.add(BudgetShare, year=2016, organisation_id=year.library("Odense").id)
    year.apply(budget_copy.copied(year.network, 2016))
    made = {row.organisation_id: row for row in budget.shares(year.network, 2016)}
    assert len(made) == 6
    assert made[year.library("Vejle").id].earmarked_ore == 100
    assert made[year.library("Vejle").id].share_bp is None
    assert (made[year.library("Odense").id].earmarked_ore, made[year.library("Odense").id].share_bp) == (
        50_000_000,
        2_500,
    )
    assert made[year.library("Roskilde").id].share_ore == 10_000_000
    assert not any(row.library_agreed_on or row.agency_agreed_on for row in made.values())


def test_shares_are_not_copied_twice_nor_from_an_empty_year(year: Building) -> None:
    year.apply(budget_copy.copied(year.network, 2016))
    with pytest.raises(Invalid, match="intet at kopiere"):
        budget_copy.copied(year.network, 2016)
    with pytest.raises(Invalid, match="ingen budgetandele for 2011"):
        budget_copy.copied(year.network, 2012)


def test_what_cannot_be_copied_is_refused_with_its_years(year: Building) -> None:
    year.apply(budget_copy.copied(year.network, 2016))
    with pytest.raises(Invalid, match="med en andel i 2015 har allerede beløb i 2016"):
        budget_copy.copied(year.network, 2016)
    with pytest.raises(Invalid, match="ingen budgetandele for 2012 at kopiere"):
        budget_copy.copied(year.network, 2013)
