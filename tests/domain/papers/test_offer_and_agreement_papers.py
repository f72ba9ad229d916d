"""What the papers of offers and of agreements say, prepared from the network (M4-M7, M10, M11)."""

from __future__ import annotations

from datetime import date

from cbnet_desktop.domain.papers import agreements, offers, timeline
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    CommitteeMember,
    Experience,
    Extension,
    FormerName,
    Offer,
    Organisation,
    Task,
    TaskClause,
)
from tests.building import Building

TODAY = date(2015, 3, 1)


def offers_of(building: Building) -> offers.OffersText:
    return offers.content(building.network, 2015, TODAY)


def agreements_of(building: Building) -> agreements.AgreementsText:
    return agreements.content(building.network, 2015, TODAY)


def framework(building: Building, **values: str) -> str:
    given = {"starts_on": "2012-01-01", "ends_on": "2013-12-31", "signed_on": "2011-12-01", **values}
    return building.add(Agreement, title="Rammeaftale", **given)


def test_an_offer_of_several_days_says_both_and_the_week_of_the_first(building: Building) -> None:
    vejle = building.library("Vejle").id
    building.add(Offer, title="Kursus", host_id=vejle, starts_on="2014-12-30", ends_on="2015-01-02", seats=1200)
    (row,) = offers_of(building).offers
    assert (row.when, row.host, row.seats, row.kind) == ("30.12.2014 – 02.01.2015, uge 1", "Vejle", "1.200", "Kursus")


def test_a_pair_is_told_once_though_it_shares_both_topic_and_day(building: Building) -> None:
    for name in ("Vejle", "Odense"):
        building.add(Offer, title="Lån", host_id=building.library(name).id, starts_on="2015-03-04")
    building.add(Offer, title="Andet", host_id=building.library("Vejle").id, starts_on="2015-03-04")
    found = [one.reason for one in offers_of(building).overlaps]
    assert sorted(found) == ["Samme emne", "Samme tid", "Samme tid"]


def test_regions_and_levels_without_anything_are_named(building: Building) -> None:
    building.add(Offer, title="Lån", host_id=building.library("Vejle").id, starts_on="2015-03-04")
    building.add(Experience, title="Lektiecafé", level="local", tried_on="2015-02-02")
    paper = offers_of(building)
    assert "Region Syddanmark" not in (paper.regions_without or ())
    assert len(paper.regions_without or ()) == 4
    assert paper.areas_without is None
    assert [(one.level, len(one.rows)) for one in paper.experience] == [
        ("Nationalt", 0),
        ("Regionalt", 0),
        ("Lokalt", 1),
    ]


def test_a_framework_agreement_says_its_extension_and_the_years_tasks_of_each_clause(building: Building) -> None:
    row_id = framework(building)
    building.add(Extension, agreement_id=row_id, ends_on="2015-12-31")
    clause = building.add(AgreementClause, agreement_id=row_id, number="1", title="Rådgivning")
    for title, year in (("Faglig sparring", 2015), ("Gammelt", 2013)):
        task = building.add(Task, title=title, starts_on=f"{year}-01-01", ends_on=f"{year}-12-31")
        building.add(TaskClause, task_id=task, clause_id=clause)
    building.add(AgreementParty, agreement_id=row_id, organisation_id=building.library("Aalborg").id)
    (row,) = agreements_of(building).frameworks
    assert row.period == "01.01.2012 – 31.12.2013, forlænget til 31.12.2015"
    assert (row.state, row.parties) == ("Gælder", "Aalborg")
    assert [(one.number, one.tasks) for one in row.clauses] == [("1", "Faglig sparring")]


def test_an_agreement_that_is_over_before_the_year_is_left_out(building: Building) -> None:
    framework(building)
    paper = agreements_of(building)
    assert paper.frameworks == ()
    assert paper.timeline.periods == ()


def test_tasks_stand_by_part_with_what_does_not_fit(building: Building) -> None:
    framework(building, ends_on="2015-12-31")
    building.add(Task, title="Analyse", part="agency", starts_on="2015-01-01")
    central, agency = agreements_of(building).parts
    assert (central.part, central.tasks) == ("Centralbiblioteksdel", ())
    (task,) = agency.tasks
    assert (task.remarks, task.clauses, task.period) == ("Opgave uden aftalepunkt", "", "01.01.2015 –")
    assert "Analyse" in agreements_of(building).mismatches[0]


def test_who_has_a_task_is_called_as_on_the_day_of_the_paper(building: Building) -> None:
    agency = building.library("KBE")
    framework(building, ends_on="2015-12-31")
    building.add(Task, title="Analyse", part="agency", starts_on="2015-01-01", owner_organisation_id=agency.id)
    building.add(FormerName, organisation_id=agency.id, name=agency.name, short_name="KBE", ends_on="2099-12-31")
    building.set(Organisation, agency.id, name="Slots- og Kulturstyrelsen", short_name="SLKS")
    (task,) = agreements_of(building).parts[1].tasks
    assert task.owner == "KBE"


def test_a_partnership_says_what_it_asks_and_who_sits_in_its_committee(building: Building) -> None:
    row_id = building.add(
        Agreement, title="Digital dannelse", kind="partnership", starts_on="2015-01-01", ends_on="2015-12-31"
    )
    vejle = building.library("Vejle").id
    building.add(AgreementTask, agreement_id=row_id, organisation_id=vejle, text="Kurser", deadline="2015-05-01")
    building.appoint("Gentofte", "Åse Øst", "2014-01-01")
    building.add(CommitteeMember, agreement_id=row_id, person_id=building.person("Åse Øst").id, role="formand")
    (row,) = agreements_of(building).partnered
    assert (row.kind, row.committee) == ("Partnerskab", ("Åse Øst, formand",))
    assert [(one.text, one.owner, one.deadline, one.done) for one in row.duties] == [
        ("Kurser", "Vejle", "01.05.2015", "")
    ]


def test_an_agreement_without_a_period_is_not_drawn(building: Building) -> None:
    row_id = building.add(Agreement, title="Uden periode")
    rows = [building.network.get(Agreement, row_id)]
    found = timeline.content(building.network, rows, TODAY.isoformat())
    assert (found.periods, found.first_year, found.last_year) == ((), 2015, 2015)
