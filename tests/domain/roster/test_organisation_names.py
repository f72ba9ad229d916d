"""M2: organisations are renamed; what speaks of a day says the name of that day."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.plan import plan, plan_text, wheel
from cbnet_desktop.domain.records import FormerName, Goal, Offer, Organisation
from cbnet_desktop.domain.records.changes import inverted
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.titles import labels
from tests.building import Building, messages

NEW = "Slots- og Kulturstyrelsen"


@pytest.fixture
def renamed(year: Building) -> Building:
    """KBE is called otherwise from 2016, Odense from the middle of 2015."""
    for name, new, short, day in (("KBE", NEW, "SLKS", "2016-01-01"), ("Odense", "Fyn", "Fyn", "2015-07-01")):
        year.apply(organisation_names.rename(year.network, year.library(name), new, day, short))
    return year


def test_a_renamed_organisation_has_each_days_own_name(renamed: Building) -> None:
    row_id = renamed.library("SLKS").id
    assert organisation_names.name(renamed.network, row_id, "2015-12-31") == "Kulturstyrelsens Biblioteksenhed"
    assert organisation_names.short_name(renamed.network, row_id, "2015-12-31") == "KBE"
    assert organisation_names.name(renamed.network, row_id, "2016-01-01") == NEW
    assert organisation_names.short_name(renamed.network, row_id, "2016-01-01") == "SLKS"
    assert organisation_names.short_name(renamed.network, row_id, "") == "SLKS"
    assert organisation_names.name(renamed.network, "unknown", "2015-01-01") == ""


def test_renaming_is_one_edit_and_taken_back_as_one(year: Building) -> None:
    before = year.network
    made = year.apply(organisation_names.rename(year.network, year.library("KBE"), NEW, "2016-01-01", "SLKS"))
    assert len(made) == 2
    year.apply(inverted(made))
    assert year.network.tables == before.tables


def test_the_short_name_stays_unless_a_new_one_is_given(year: Building) -> None:
    year.apply(organisation_names.rename(year.network, year.library("KBE"), f"  {NEW} ", "2016-01-01"))
    assert year.library("KBE").name == NEW


def test_several_names_follow_each_other(renamed: Building) -> None:
    row = renamed.library("SLKS")
    renamed.apply(organisation_names.rename(renamed.network, row, "Kulturdirektoratet", "2020-01-01"))
    names = [
        organisation_names.name(renamed.network, row.id, day) for day in ("2015-06-01", "2019-12-31", "2020-01-01")
    ]
    assert names == ["Kulturstyrelsens Biblioteksenhed", NEW, "Kulturdirektoratet"]
    found = organisation_names.former_names(renamed.network, renamed.network.get(Organisation, row.id))
    assert [one.ends_on for one in found] == ["2015-12-31", "2019-12-31"]


@pytest.mark.parametrize(
    ("new", "day", "refusal"),
    [
        ("", "2017-01-01", "mangler"),
        (NEW, "2017-01-01", "hedder allerede"),
        ("Andet", "2015-12-31", "brugt til og med 31.12.2015"),
        ("Andet", "2016-01-01", "brugt til og med 31.12.2015"),
        ("Andet", "i morgen", "er ikke en dato"),
        ("Andet", "", "mangler"),
    ],
)
def test_a_name_that_cannot_be_is_refused(renamed: Building, new: str, day: str, refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal.replace(".", r"\.")):
        organisation_names.rename(renamed.network, renamed.library("SLKS"), new, day)


def test_two_names_do_not_end_on_one_day(renamed: Building) -> None:
    row_id = renamed.library("SLKS").id
    with pytest.raises(Invalid, match=r"til og med 31\.12\.2015"):
        renamed.add(FormerName, organisation_id=row_id, name="Andet", ends_on="2015-12-31")


def test_titles_findings_wheel_and_plan_say_the_name_of_their_time(renamed: Building) -> None:
    network = renamed.network
    fyn = renamed.library("Fyn")
    share = next(row for row in budget.shares(network, 2015) if row.organisation_id == fyn.id)
    assert labels.row_title(network, share) == "Fyn 2015"
    assert "Budgetandel 2015 aftalt med Odense" in {event.text for event in wheel.events(network, 2014)}
    early = renamed.add(Offer, title="Kursus", host_id=fyn.id, starts_on="2015-06-30")
    late = renamed.add(Offer, title="Kursus", host_id=fyn.id, starts_on="2015-07-01")
    titles = [labels.row_title(renamed.network, renamed.network.get(Offer, row_id)) for row_id in (early, late)]
    assert titles == ["Kursus, Odense, 30.06.2015", "Kursus, Fyn, 01.07.2015"]
    assert "Odense og" not in messages(renamed, "M20", 2016, "2015-11-24")
    assert "Fyn har ingen budgetandel for 2016" in messages(renamed, "M20", 2016, "2015-11-24")


def test_a_plan_names_who_was_a_member_and_an_owner_in_its_year(renamed: Building) -> None:
    goal = next(renamed.network.rows(Goal))
    renamed.set(Goal, goal.id, owner_organisation_id=renamed.library("SLKS").id)
    content = plan.content(renamed.network, 2015, date(2017, 5, 1), None)
    owners = {goal.owner for part in content.parts for group in part.groups for goal in group.goals}
    assert "KBE" in owners
    assert "SLKS" not in owners
    assert content.members[0].organisation == "Kulturstyrelsens Biblioteksenhed"


def test_an_organisation_without_a_short_name_is_called_by_its_name(year: Building) -> None:
    row_id = year.add(Organisation, name="Herning Bibliotekerne")
    assert organisation_names.short_name(year.network, row_id, "") == "Herning Bibliotekerne"


def test_a_former_name_without_its_last_day_counts_for_no_day(renamed: Building) -> None:
    row = renamed.network.live(FormerName)[0]
    organisation = renamed.network.get(Organisation, row.organisation_id)
    known = organisation_names.former_names(renamed.network, organisation)
    renamed.merge_new(FormerName, organisation_id=organisation.id, name="Uden dag")
    assert organisation_names.former_names(renamed.network, organisation) == known


@pytest.mark.parametrize(("plan_year", "name"), [(2015, "KBE"), (2016, "SLKS")])
def test_the_budget_calls_the_agency_what_it_is_called_in_its_year(
    renamed: Building, plan_year: int, name: str
) -> None:
    assert plan_text.budget(renamed.network, plan_year).agency == name
