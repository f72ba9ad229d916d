"""Rules, sums and papers ask who belonged to the network on their day or in their year (M2 to M21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbnet_desktop.domain.budget import budget, budget_copy
from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.edits import reference_choices
from cbnet_desktop.domain.focus import assessments, focus
from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.papers import budget as budget_paper
from cbnet_desktop.domain.papers import roster as roster_paper
from cbnet_desktop.domain.papers.consultation import consultation_paper, live_paper
from cbnet_desktop.domain.plan import new_year, plan, plan_text
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementParty,
    Allocation,
    Appointment,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    InvolvedLibrary,
    Involvement,
    NetworkProfile,
    Offer,
    Organisation,
    Person,
    Plan,
    Seat,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import closing, organisation_names, roster
from tests.building import NOVEMBER, Building, many_years, messages, profile_id

#: A day on which all the years of the tests are over.
LATER = date(2018, 3, 1)


def join(building: Building, name: str, *, starts_on: str | None, seat_starts_on: str | None, **values: str) -> str:
    """A new library with its seat and representative; its id."""
    library = building.add(
        Organisation,
        name=f"{name} Centralbibliotek",
        short_name=name,
        kind="central_library",
        region=f"Region {name}",
        starts_on=starts_on,
        **values,
    )
    seat = building.add(Seat, name=name, kind="area", organisation_id=library, starts_on=seat_starts_on)
    person = building.add(Person, name=f"{name}s repræsentant", organisation_id=library)
    first = starts_on or seat_starts_on
    building.add(Appointment, seat_id=seat, person_id=person, role="representative", starts_on=first)
    return library


def close(building: Building, name: str, day: str, successor: str = "") -> None:
    other = building.library(successor).id if successor else None
    building.apply(closing.closed(building.network, building.library(name), day, other))


def names(rows: list[Organisation]) -> set[str]:
    return {row.short_name for row in rows}


class TestSeventhLibraryFrom2015:
    """Row 7 of the review: only its seat says when it begins."""

    @pytest.fixture
    def joined(self, year: Building) -> Building:
        library = year.add(
            Organisation,
            name="Esbjerg Centralbibliotek",
            short_name="Esbjerg",
            kind="central_library",
            region="Region Syddanmark",
        )
        year.add(Seat, name="Esbjerg", kind="area", organisation_id=library, starts_on="2015-01-01")
        return year

    @pytest.mark.parametrize("clause", ["M2", "M3", "M5", "M6", "M12", "M13", "M20", "M21"])
    def test_no_rule_speaks_of_it_in_the_years_before(self, joined: Building, clause: str) -> None:
        assert "Esbjerg" not in messages(joined, clause, 2013) + messages(joined, clause, 2014)

    def test_its_seat_is_vacant_and_its_share_asked_for_from_then_on(self, joined: Building) -> None:
        told = messages(joined, "M3", 2015, "2015-01-10")
        assert "Pladsen Esbjerg har stået ubesat i 10 dage, siden 01.01.2015" in told
        assert "Esbjerg har ingen udpeget repræsentant 10.01.2015" in messages(joined, "M12", 2015, "2015-01-10")
        assert "Esbjerg har ingen budgetandel for 2015" in messages(joined, "M20")
        assert "foreløbige: Esbjerg har ikke aftalt andelen endnu" in messages(joined, "M21")

    def test_it_was_not_asked_before_it_belonged(self, joined: Building) -> None:
        assert "Esbjerg" not in messages(joined, "M13")
        assert "Esbjerg" not in consultation_paper(joined.network, 2015).recipients


class TestMergedLibrary:
    """Vejle is merged into Odense."""

    def test_the_year_of_the_merger_still_asks_for_its_share(self, year: Building) -> None:
        close(year, "Vejle", "2015-06-30", "Odense")
        assert year.state("M20", 2015, NOVEMBER) is State.KEPT
        row = budget.share_of(year.network, 2015, year.library("Vejle").id)
        assert row is not None
        year.set(BudgetShare, row.id, agency_agreed_on=None)
        words = "Vejles andel for 2015, 125.000\u00a0kr., er endnu ikke aftalt med KBE."
        assert messages(year, "M20") == words
        assert "foreløbige: Vejle har ikke aftalt andelen endnu" in messages(year, "M21")
        assert names(list(budget.pool(year.network, 2015).not_agreed)) == {"Vejle"}
        year.set(BudgetShare, row.id, agency_agreed_on="2015-07-01")
        assert not budget.pool(year.network, 2015).is_provisional

    def test_the_year_after_asks_for_nothing_and_the_pool_becomes_final(self, year: Building) -> None:
        close(year, "Vejle", "2014-12-31", "Odense")
        row = budget.share_of(year.network, 2015, year.library("Vejle").id)
        assert row is not None
        pool = budget.pool(year.network, 2015)
        assert (pool.pool_ore, pool.earmarked_ore, pool.is_provisional) == (62_500_000, 250_000_000, False)
        assert "Vejle" not in {share.library for share in plan_text.budget(year.network, 2015).shares}
        (finding,) = year.findings("M20", 2015, NOVEMBER)
        assert "Vejle hører ikke til netværket i 2015, så andelen, 125.000\u00a0kr., indgår ikke" in finding.message
        assert (finding.severity, finding.row_id) == (Severity.WARNING, row.id)
        year.set(BudgetShare, row.id, archived=True)
        assert year.state("M20", 2015, NOVEMBER) is State.KEPT

    def test_an_empty_row_of_the_year_after_is_nothing_to_speak_of(self, year: Building) -> None:
        year.apply(budget.ensure_shares(year.network, 2016))
        close(year, "Vejle", "2015-12-31", "Odense")
        assert "Vejle" not in messages(year, "M20", 2016)
        assert "Vejle" not in names(list(budget.pool(year.network, 2016).not_agreed))

    def test_money_that_is_allocated_already_holds_the_library_back(self, year: Building) -> None:
        year.add(Allocation, year=2015, purpose="Kurser", amount_ore=75_000_000)
        with pytest.raises(Invalid, match=r"Sænk bevillingerne med mindst 125\.000"):
            close(year, "Vejle", "2014-12-31", "Odense")

    def test_an_archived_one_is_asked_named_and_counted_alike(self, year: Building) -> None:
        """Row 8 of the review, as a merge may bring it."""
        row = budget.share_of(year.network, 2015, year.library("Vejle").id)
        assert row is not None
        year.set(BudgetShare, row.id, agency_agreed_on=None)
        year.merge_set(Organisation, row.organisation_id or "", archived=True)
        assert messages(year, "M20").startswith("Vejles andel for 2015")
        assert "foreløbige: Vejle har ikke aftalt" in messages(year, "M21")
        text = plan_text.budget(year.network, 2015)
        assert [share.library for share in text.shares if not share.is_agreed] == ["Vejle"]
        year.set(BudgetShare, row.id, agency_agreed_on="2014-11-20")
        assert not budget.pool(year.network, 2015).is_provisional

    def test_its_representative_is_asked_for_while_it_is_there(self, year: Building) -> None:
        close(year, "Vejle", "2015-06-30", "Odense")
        year.set(Appointment, roster.appointments(year.network, year.seat("Vejle"))[0].id, archived=True)
        assert "Vejle har ingen udpeget repræsentant 30.06.2015" in messages(year, "M12", 2015, "2015-06-30")
        assert "Vejle" not in messages(year, "M12", 2015, "2015-07-01")
        assert "01.01.2015–30.06.2015" in messages(year, "M3", 2015, "2015-07-01")
        assert "ingen plads" not in messages(year, "M3", 2015, "2015-07-01")

    def test_the_member_list_of_a_day_has_its_seat_while_it_is_there(self, year: Building) -> None:
        close(year, "Vejle", "2015-06-30", "Odense")
        counts = [
            len(roster_paper.content(year.network, day, is_internal=False).seats)
            for day in ("2015-06-30", "2015-07-01")
        ]
        assert counts == [8, 7]


def test_who_moves_on_from_a_library_that_left_sits_in_one_seat_only(year: Building) -> None:
    year.set(Appointment, roster.appointments(year.network, year.seat("Odense"))[0].id, ends_on="2015-06-30")
    year.set(Organisation, year.library("Vejle").id, ends_on="2015-06-30")
    mover = year.person("Vejles repræsentant").id
    values = {"seat_id": year.seat("Odense").id, "person_id": mover, "role": "representative"}
    term = year.add(Appointment, **values, starts_on="2015-07-01")
    assert "to pladser" not in messages(year, "M3")
    year.set(Organisation, year.library("Vejle").id, ends_on="2015-07-01")
    assert "Vejles repræsentant sidder på to pladser på samme tid: Vejle og Odense" in messages(year, "M3")
    year.set(Appointment, term, starts_on="2015-07-02")
    assert "to pladser" not in messages(year, "M3")


def test_the_region_of_a_library_that_left_lacks_no_offers(year: Building) -> None:
    assert "Region Nordjylland" in offers.regions_without(year.network, 2015)
    close(year, "Aalborg", "2014-12-31")
    assert "Region Nordjylland" not in offers.regions(year.network, 2015)
    assert "Region Nordjylland" in offers.regions(year.network, 2014)


def test_the_framework_agreement_of_a_year_is_asked_for_the_libraries_of_the_year(year: Building) -> None:
    row = year.add(
        Agreement, kind="framework", title="Ramme", starts_on="2013-01-01", ends_on="2016-12-31", signed_on="2012-12-01"
    )
    for library in roster.every_central_library(year.network):
        if library.short_name != "Vejle":
            year.add(AgreementParty, agreement_id=row, organisation_id=library.id)
    close(year, "Vejle", "2014-12-31")
    said = ["Vejle er ikke part i nogen rammeaftale" in messages(year, "M5", number) for number in (2014, 2015)]
    assert said == [True, False]


def test_the_consultation_goes_to_those_of_its_day(year: Building) -> None:
    close(year, "Vejle", "2014-08-19")
    known = focus.set_of(year.network, 2015)
    assert known is not None
    assert known.consulted_on == "2014-08-20"
    assert names(focus.consulted(year.network, known)) == {"Gentofte", "Roskilde", "Odense", "Herning", "Aalborg"}
    assert "Vejle" in consultation_paper(year.network, 2015).recipients, "it stays as it was sent"
    assert "Vejle" not in live_paper(year.network, 2015).recipients
    year.reopen(known.id)
    year.set(FocusSet, known.id, consulted_on="2014-08-19")
    assert "Vejle" in consultation_paper(year.network, 2015).recipients


def test_before_it_is_sent_the_consultation_is_for_those_of_the_year(year: Building) -> None:
    close(year, "Vejle", "2015-12-31")
    ids = [year.add(FocusSet, year=number) for number in (2016, 2017)]
    join(year, "Esbjerg", starts_on="2017-01-01", seat_starts_on=None)
    asked = [names(focus.consulted(year.network, year.network.get(FocusSet, row_id))) for row_id in ids]
    assert [{"Vejle", "Esbjerg"} & one for one in asked] == [set(), {"Esbjerg"}]


def test_rows_are_made_for_the_libraries_of_their_year(year: Building) -> None:
    join(year, "Esbjerg", starts_on="2016-01-01", seat_starts_on=None)
    close(year, "Vejle", "2015-12-31")
    made = budget.ensure_shares(year.network, 2016)
    assert {(change.after or {})["organisation_id"] for change in made} == {
        row.id for row in roster.central_libraries_of(year.network, 2016)
    }
    copied = {(change.after or {})["organisation_id"] for change in budget_copy.copied(year.network, 2016)}
    assert year.library("Vejle").id not in copied
    area_id = year.add(FocusArea, year=2016, title="Ny", part="agency")
    area = year.network.get(FocusArea, area_id)
    asked = {(change.after or {})["organisation_id"] for change in assessments.asked_for(year.network, area)}
    assert (year.library("Esbjerg").id in asked, year.library("Vejle").id in asked) == (True, False)


def test_a_goal_is_not_carried_over_to_a_library_that_left(year: Building) -> None:
    goals = plan.goals(year.network, year.network.live(Plan)[0])
    year.apply([year.change(Goal, goal.id, owner_organisation_id=year.library("Vejle").id) for goal in goals])
    close(year, "Vejle", "2015-12-31")
    made = [change.after or {} for change in new_year.changes(year.network, 2016) if change.table == Goal.TABLE]
    assert made
    assert {values["owner_organisation_id"] for values in made} == {None}


def chosen(building: Building, row: Record, name: str) -> set[str]:
    found = reference_choices.rows(building.network, row.fields()[name], row)
    return {one.short_name for one in found if isinstance(one, Organisation)}


def test_a_library_is_chosen_among_those_of_the_rows_year(year: Building) -> None:
    join(year, "Esbjerg", starts_on="2016-01-01", seat_starts_on=None)
    close(year, "Vejle", "2015-12-31")
    area = year.add(FocusArea, year=2016, title="Ny", part="agency")
    agreement = year.add(Involvement, focus_area_id=area)
    for row in (
        BudgetShare("x", year=2016),
        InvolvedLibrary("x", involvement_id=agreement),
        ConsultationAnswer("x", focus_set_id=year.add(FocusSet, year=2016)),
    ):
        assert {"Vejle", "Esbjerg"} & chosen(year, row, "organisation_id") == {"Esbjerg"}, row
    assert {"Vejle", "Esbjerg"} < chosen(year, BudgetShare("x"), "organisation_id")
    for day, there in (("2015-12-31", {"Vejle"}), ("2016-01-01", {"Esbjerg"}), (None, {"Vejle", "Esbjerg"})):
        hosts = chosen(year, Offer("x", starts_on=day), "host_id")
        assert ({"Vejle", "Esbjerg"} & hosts, "KBE" in hosts) == (there, True)
    goal = plan.goals(year.network, year.network.live(Plan)[0])[0]
    assert {"Vejle", "Esbjerg"} & chosen(year, goal, "owner_organisation_id") == {"Vejle"}
    others = chosen(year, year.library("Vejle"), "merged_into_id")
    assert "Vejle" not in others
    assert "KBE" not in others
    assert "Odense" in others


def test_m3_and_m12_call_a_library_alike_by_its_name_of_the_day(year: Building) -> None:
    library = year.library("Vejle")
    year.set(NetworkProfile, profile_id(year.network), first_year=2013)
    year.apply(organisation_names.rename(year.network, library, "Trekantens Bibliotek", "2014-06-01", "Trekanten"))
    year.set(Appointment, roster.appointments(year.network, year.seat("Vejle"))[0].id, archived=True)
    assert "Trekanten har ingen udpeget repræsentant 24.11.2014" in messages(year, "M12", 2014)
    assert "Vejle har ingen udpeget repræsentant 31.12.2013" in messages(year, "M12", 2013)
    assert "Pladsen Trekanten bliver ubesat" in messages(year, "M3", 2015)
    assert "Pladsen Vejle var ubesat" in messages(year, "M3", 2013)
    year.set(Seat, year.seat("Vejle").id, archived=True)
    assert "centralbiblioteksområdet Trekanten" in messages(year, "M3", 2015)
    assert "centralbiblioteksområdet Vejle" in messages(year, "M3", 2013)
    assert messages(year, "M12", 2013).startswith("Vejle har ingen plads")


@cache
def _settled() -> Network:
    """Four plan years that are over, with offers and a framework agreement."""
    building = many_years(2014, 4)
    for number in range(2014, 2018):
        for name in ("Gentofte", "Vejle", "Aalborg"):
            values = {"host_id": building.library(name).id, "starts_on": f"{number}-05-01"}
            building.add(Offer, title=f"Kursus i {name} {number}", **values)
    row = building.add(Agreement, kind="framework", title="Ramme", starts_on="2013-01-01", ends_on="2018-12-31")
    for name in ("KBE", "Gentofte", "Vejle"):
        building.add(AgreementParty, agreement_id=row, organisation_id=building.library(name).id)
    return building.network


def _joins(building: Building, first: str) -> None:
    join(building, "Esbjerg", starts_on=first, seat_starts_on=None)


def _joins_with_a_dated_seat(building: Building, first: str) -> None:
    join(building, "Kolding", starts_on=None, seat_starts_on=first)


def _is_split_off(building: Building, first: str) -> None:
    join(building, "Randers", starts_on=first, seat_starts_on=first, split_from_id=building.library("Aalborg").id)


def _closes(building: Building, first: str) -> None:
    close(building, "Gentofte", roster.day_before(first))


def _is_merged(building: Building, first: str) -> None:
    close(building, "Vejle", roster.day_before(first), "Odense")


Step = Callable[[Building, str], None]
STEPS: tuple[Step, ...] = (_joins, _joins_with_a_dated_seat, _is_split_off, _closes, _is_merged)


def said_of(network: Network, year: int) -> list[object]:
    """All that rules and papers say of a year that is over."""
    return [
        [(one.clause.id, one.verdict) for one in charter.check(network, year, LATER)],
        budget_paper.content(network, year, LATER),
        budget.pool(network, year),
        consultation_paper(network, year),
        [roster_paper.content(network, f"{year}-{day}", is_internal=True) for day in ("01-01", "07-01", "12-31")],
    ]


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.sampled_from(STEPS), unique=True, min_size=1),
    first=st.dates(date(2015, 1, 1), date(2018, 12, 31)),
)
def test_past_years_stay_as_they_were_when_libraries_come_go_and_merge(steps: list[Step], first: date) -> None:
    building = Building(_settled())
    for step in steps:
        step(building, first.isoformat())
    for number in range(2014, min(first.year, 2018)):
        assert said_of(building.network, number) == said_of(_settled(), number), number


@pytest.mark.parametrize("step", STEPS)
def test_the_year_itself_does_change(step: Step) -> None:
    building = Building(_settled())
    step(building, "2016-01-01")
    assert said_of(building.network, 2016) != said_of(_settled(), 2016)


def test_a_goal_of_a_library_that_left_before_its_year_needs_another_owner(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.set(Goal, goal.id, owner_organisation_id=year.library("Vejle").id)
    close(year, "Vejle", "2015-01-01")
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT
    year.set(Organisation, year.library("Vejle").id, ends_on="2014-12-31")
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    assert "som ansvarlig, men biblioteket hører ikke til netværket i 2015" in messages(year, "M17")
    year.set(Goal, goal.id, status="met")
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT


def test_a_library_that_left_before_the_year_is_not_involved_in_it(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    row = year.add(Involvement, focus_area_id=area.id)
    year.add(InvolvedLibrary, involvement_id=row, organisation_id=year.library("Vejle").id)
    close(year, "Vejle", "2015-01-01")
    assert "hører ikke til" not in messages(year, "M8")
    year.set(Organisation, year.library("Vejle").id, ends_on="2014-12-31")
    assert "Vejle hører ikke til netværket i 2015 og kan ikke inddrages" in messages(year, "M8")


def test_a_new_name_changes_neither_names_nor_order_in_past_years(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    row = year.add(Involvement, focus_area_id=area.id)
    for name in ("Gentofte", "Vejle"):
        year.add(InvolvedLibrary, involvement_id=row, organisation_id=year.library(name).id)
        share = budget.share_of(year.network, 2015, year.library(name).id)
        assert share
        year.set(BudgetShare, share.id, agency_agreed_on=None)
    before = messages(year, "M8"), messages(year, "M20"), messages(year, "M21")
    assert "Gentofte og Vejle har ikke aftalt" in before[2]
    named = organisation_names.rename(year.network, year.library("Vejle"), "Bibliotek", "2017-01-01", "B")
    year.apply(named)
    assert (messages(year, "M8"), messages(year, "M20"), messages(year, "M21")) == before
