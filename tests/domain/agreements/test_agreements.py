"""Agreements: parties, periods and extensions, and the checks of M5, M10 and M11."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.agreements.agreements import AgreementState
from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    Charter,
    CommitteeMember,
    Extension,
    FormerName,
    Organisation,
    Task,
)
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building, messages
from tests.domain import clause_cases


@pytest.fixture
def building() -> Building:
    made = Building.new(2014)
    made.appoint_everybody()
    return made


def partnership(building: Building, **values: str | None) -> str:
    given: dict[str, str | None] = {"starts_on": "2013-01-01", "ends_on": "2014-12-31", **values}
    return building.add(Agreement, kind="partnership", title="Digital dannelse", **given)


def with_partner(building: Building, agreement_id: str) -> str:
    partner_id = building.add(Organisation, name="Erhvervsstyrelsen", kind="other")
    return building.add(AgreementParty, agreement_id=agreement_id, organisation_id=partner_id)


def row(building: Building, row_id: str) -> Agreement:
    return building.network.get(Agreement, row_id)


def test_the_last_day_is_the_latest_extensions(building: Building) -> None:
    row_id = partnership(building)
    assert agreements.last_day(building.network, row(building, row_id)) == "2014-12-31"
    building.add(Extension, agreement_id=row_id, ends_on="2016-06-30")
    gone = building.add(Extension, agreement_id=row_id, ends_on="2015-12-31")
    assert [one.ends_on for one in agreements.extensions(building.network, row(building, row_id))] == [
        "2015-12-31",
        "2016-06-30",
    ]
    assert agreements.last_day(building.network, row(building, row_id)) == "2016-06-30"
    later = building.add(Extension, agreement_id=row_id, ends_on="2019-12-31")
    building.set(Extension, later, archived=True)
    building.set(Extension, gone, archived=True)
    assert agreements.last_days(building.network)[row_id] == "2016-06-30"


def test_an_agreement_without_an_end_has_no_last_day_and_is_in_force_for_ever(building: Building) -> None:
    row_id = partnership(building, ends_on=None)
    assert agreements.last_day(building.network, row(building, row_id)) is None
    assert agreements.state(building.network, row(building, row_id), "2099-01-01") is AgreementState.RUNNING
    assert agreements.ending(building.network, "2014-06-01", 240) == []


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2012-12-31", AgreementState.COMING),
        ("2013-01-01", AgreementState.RUNNING),
        ("2014-12-31", AgreementState.RUNNING),
        ("2015-01-01", AgreementState.ENDED),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(
    building: Building, day: str, state: AgreementState
) -> None:
    row_id = partnership(building)
    assert agreements.state(building.network, row(building, row_id), day) is state


def test_an_agreement_without_days_is_undated(building: Building) -> None:
    row_id = partnership(building, starts_on=None, ends_on=None)
    assert agreements.state(building.network, row(building, row_id), "2014-01-01") is AgreementState.UNDATED


def test_what_ends_soon_is_listed_the_first_to_end_first(building: Building) -> None:
    late = partnership(building)
    soon = partnership(building, ends_on="2014-09-30")
    partnership(building, ends_on="2015-01-01")
    partnership(building, ends_on="2014-06-29")
    assert [one.id for one in agreements.ending(building.network, "2014-06-30", 6)] == [soon, late]
    assert [one.id for one in agreements.ending(building.network, "2014-12-31", 6)][:1] == [late]
    assert agreements.ends_within(building.network, row(building, late), "2014-06-29", 6) is False
    assert agreements.ends_within(building.network, row(building, late), "2014-06-30", 6) is True
    assert agreements.ends_within(building.network, row(building, late), "2015-01-01", 6) is False


def test_partners_are_the_parties_outside_the_network(building: Building) -> None:
    row_id = partnership(building)
    building.apply(agreements.party_added(building.network, row(building, row_id), building.library("KBE").id))
    with_partner(building, row_id)
    named = [one.name for one in agreements.parties(building.network, row(building, row_id))]
    assert named == ["Erhvervsstyrelsen", "Kulturstyrelsens Biblioteksenhed"]
    assert [one.name for one in agreements.partners(building.network, row(building, row_id))] == ["Erhvervsstyrelsen"]
    assert agreements.party_added(building.network, row(building, row_id), building.library("KBE").id) == ()


def test_an_agreement_is_no_party_to_itself_twice_and_a_party_that_is_gone_is_left_out(building: Building) -> None:
    row_id = partnership(building)
    found = row(building, row_id)
    odense = building.library("Odense").id
    building.apply(agreements.party_added(building.network, found, building.library("KBE").id))
    (change,) = agreements.party_added(building.network, found, odense)
    assert change.after == {"agreement_id": row_id, "organisation_id": odense}
    building.merge_new(AgreementParty, agreement_id=row_id, organisation_id="gone")
    assert [one.short_name for one in agreements.parties(building.network, found)] == ["KBE"]


def test_agreements_stand_by_kind_first_day_and_title_those_without_a_day_last(building: Building) -> None:
    for kind, title, starts_on in (
        ("partnership", "A", None),
        ("own_programme", "C", "2013-01-01"),
        ("partnership", "Ø", "2012-01-01"),
        ("partnership", "B", "2013-01-01"),
        ("framework", "Rammeaftale", "2010-01-01"),
    ):
        building.add(Agreement, kind=kind, title=title, starts_on=starts_on)
    assert [one.title for one in agreements.partnered(building.network)] == ["Ø", "B", "C", "A"]
    assert [one.title for one in agreements.frameworks(building.network)] == ["Rammeaftale"]
    assert [one.title for one in agreements.of_year(building.network, ("framework",), 2014)] == ["Rammeaftale"]


def test_an_agreement_with_one_day_alone_is_judged_by_it(building: Building) -> None:
    ending = partnership(building, starts_on=None)
    assert agreements.state(building.network, row(building, ending), "2014-12-31") is AgreementState.RUNNING
    assert agreements.state(building.network, row(building, ending), "2015-01-01") is AgreementState.ENDED
    begun = partnership(building, ends_on=None)
    assert agreements.state(building.network, row(building, begun), "2012-12-31") is AgreementState.COMING


def test_every_last_day_is_told_as_one_by_one_whatever_a_merge_left(building: Building) -> None:
    row_id = partnership(building, ends_on=None)
    for agreement_id, ends_on in (
        (row_id, "2016-06-30"),
        (row_id, None),
        (row_id, "2015-12-31"),
        ("gone", "2017-01-01"),
    ):
        building.merge_new(Extension, agreement_id=agreement_id, ends_on=ends_on)
    found = row(building, row_id)
    assert agreements.last_days(building.network) == {row_id: agreements.last_day(building.network, found)}
    assert [one.ends_on for one in agreements.extensions(building.network, found)] == [None, "2015-12-31", "2016-06-30"]


def test_tasks_stand_by_deadline_and_those_without_one_last(building: Building) -> None:
    row_id = partnership(building)
    for text, deadline in (("A", None), ("Z", "2014-01-01"), ("B", "2014-06-01")):
        building.add(AgreementTask, agreement_id=row_id, text=text, deadline=deadline)
    assert [one.text for one in agreements.tasks(building.network, row(building, row_id))] == ["Z", "B", "A"]


def test_clauses_stand_by_number_and_those_without_one_last(building: Building) -> None:
    row_id = building.add(Agreement, title="Rammeaftale")
    for number, title in (("10", "Formidling"), ("", "Andet"), ("2", "Kurser"), ("2.1", "Temadage")):
        building.add(AgreementClause, agreement_id=row_id, number=number, title=title)
    found = agreements.clauses(building.network, row(building, row_id))
    assert [clause.title for clause in found] == ["Kurser", "Temadage", "Formidling", "Andet"]


def test_the_title_tells_the_years_unless_it_has_them_already(building: Building) -> None:
    row_id = partnership(building)
    assert agreements.title(building.network, row(building, row_id)) == "Digital dannelse 2013–2014"
    building.set(Agreement, row_id, title="Aftale 2013–2014")
    assert agreements.title(building.network, row(building, row_id)) == "Aftale 2013–2014"
    building.set(Agreement, row_id, title="Aftale", ends_on="2013-06-30")
    assert agreements.title(building.network, row(building, row_id)) == "Aftale 2013"
    building.set(Agreement, row_id, ends_on=None)
    assert agreements.title(building.network, row(building, row_id)) == "Aftale 2013–"
    undated = building.add(Agreement, title="Rammeaftale")
    assert agreements.title(building.network, row(building, undated)) == "Rammeaftale"


def test_the_committee_stands_by_name(building: Building) -> None:
    row_id = partnership(building)
    for name in ("Vejles repræsentant", "Aalborgs repræsentant", "Gentoftes repræsentant"):
        building.add(CommitteeMember, agreement_id=row_id, person_id=building.person(name).id)
    found = agreements.committee(building.network, row(building, row_id))
    names = [building.network.row("people", one.person_id or "") for one in found]
    assert [getattr(person, "name", "") for person in names] == [
        "Gentoftes repræsentant",
        "Vejles repræsentant",
        "Aalborgs repræsentant",
    ]


class TestM5:
    def test_is_not_due_before_a_year_that_has_neither_agreement_nor_task(self, building: Building) -> None:
        assert building.state("M5", 2015, "2014-11-24") is State.NOT_DUE
        assert building.state("M5", 2015, "2015-01-01") is State.OPEN

    def test_is_due_in_a_year_that_has_come(self, building: Building) -> None:
        assert building.state("M5", 2014, "2014-01-01") is State.OPEN

    def test_is_due_before_the_year_where_a_task_of_it_is_known(self, building: Building) -> None:
        building.add(Task, title="Temadag", starts_on="2016-01-01", ends_on="2016-12-31")
        assert building.state("M5", 2016, "2014-01-01") is State.OPEN

    def test_names_a_library_outside_and_none_inside(self, building: Building) -> None:
        clause_cases.framework(building)
        assert "er ikke part" not in messages(building, "M5", 2014, "2014-02-01")
        party = next(
            one for one in building.network.live(AgreementParty) if one.organisation_id == building.library("Vejle").id
        )
        building.set(AgreementParty, party.id, archived=True)
        assert "Vejle" in messages(building, "M5", 2014, "2014-02-01")
        assert "Odense" not in messages(building, "M5", 2014, "2014-02-01")

    def test_asks_for_the_extension_of_an_agreement_that_has_run_out(self, building: Building) -> None:
        clause_cases.framework(building, starts_on="2010-01-01", ends_on="2013-12-31")
        assert "registrér forlængelsen" in messages(building, "M5", 2014, "2014-02-01")

    def test_asks_for_both_sides_as_parties_and_notes_a_library_outside(self, building: Building) -> None:
        building.add(Agreement, title="Aftale med Odense", starts_on="2014-01-01", signed_on="2013-12-01")
        told = messages(building, "M5", 2014, "2014-02-01")
        assert "har ikke både KBE og et centralbibliotek som part" in told
        assert "Gentofte, Herning, Odense, Roskilde, Vejle og Aalborg er ikke part" in told

    def test_calls_the_agency_what_it_was_called_in_the_year(self, building: Building) -> None:
        agency = building.library("KBE")
        building.set(Organisation, agency.id, name="Slots- og Kulturstyrelsen", short_name="SLKS")
        building.add(
            FormerName, organisation_id=agency.id, name="Biblioteksenheden", short_name="KBE", ends_on="2015-12-31"
        )
        building.add(Agreement, title="Aftale med Odense", starts_on="2014-01-01", signed_on="2013-12-01")
        assert "har ikke både KBE og et centralbibliotek" in messages(building, "M5", 2014, "2014-02-01")
        assert "har ikke både SLKS og et centralbibliotek" in messages(building, "M5", 2016, "2016-02-01")

    def test_takes_an_unsigned_agreement_for_a_draft_that_is_not_in_force(self, building: Building) -> None:
        clause_cases.framework(building, signed_on=None)
        told = messages(building, "M5", 2014, "2014-02-01")
        assert "Der er ingen rammeaftale, som gælder i 2014." in told
        assert "»Rammeaftale 2014–2017« er et udkast og gælder ikke, så længe den ikke er indgået." in told
        (found,) = [one for one in building.findings("M5", 2014, "2014-02-01") if one.field == "signed_on"]
        assert found.severity is Severity.WARNING
        agreement = row(building, found.row_id)
        assert agreements.state(building.network, agreement, "2014-02-01") is AgreementState.DRAFT

    def test_only_notes_a_draft_beside_an_agreement_in_force(self, building: Building) -> None:
        clause_cases.fitted_portfolio(building)
        draft_id = building.add(Agreement, title="Udkast", starts_on="2015-07-01")
        (found,) = [one for one in building.findings("M5", 2015, "2015-03-01") if one.row_id == draft_id]
        assert found.severity is Severity.NOTE

    def test_counts_the_days_without_an_agreement_in_force(self, building: Building) -> None:
        clause_cases.framework(building, starts_on="2010-01-01", ends_on="2014-01-15")
        told = messages(building, "M5", 2014, "2014-09-01")
        assert "Ingen rammeaftale gælder i 350 dage, 16.01.–31.12.2014." in told
        assert building.state("M5", 2014, "2014-09-01") is State.OPEN
        assert building.state("M5", 2014, "2015-01-01") is State.BROKEN
        assert "Ingen rammeaftale gjaldt i 350 dage" in messages(building, "M5", 2014, "2015-01-01")

    def test_counts_a_single_day_between_two_agreements(self, building: Building) -> None:
        clause_cases.framework(building, starts_on="2010-01-01", ends_on="2016-02-28")
        clause_cases.framework(building, starts_on="2016-03-01", ends_on=None)
        assert "Ingen rammeaftale gælder i 1 dag, 29.02.2016." in messages(building, "M5", 2016, "2016-01-01")

    def test_finds_no_gap_between_agreements_that_follow_each_other(self, building: Building) -> None:
        clause_cases.framework(building, starts_on="2010-01-01", ends_on="2014-06-30")
        clause_cases.framework(building, starts_on="2014-07-01", ends_on="2017-12-31")
        assert "Ingen rammeaftale" not in messages(building, "M5", 2014, "2014-02-01")

    def test_stays_open_for_an_agreement_without_clauses(self, building: Building) -> None:
        clause_id = clause_cases.framework(building)
        agreement_id = building.network.get(AgreementClause, clause_id).agreement_id
        building.set(AgreementClause, clause_id, archived=True)
        found = building.findings("M5", 2014, "2014-02-01")
        assert [(one.row_id, one.severity) for one in found] == [(agreement_id, Severity.WARNING)]
        assert "»Rammeaftale 2014–2017« har ingen aftalepunkter." in found[0].message
        assert building.state("M5", 2014, "2015-02-01") is State.OPEN

    def test_warns_of_the_end_half_a_year_before_unless_another_follows(self, building: Building) -> None:
        clause_cases.framework(building)
        assert "udløber" not in messages(building, "M5", 2017, "2017-06-29")
        assert "Rammeaftalen »Rammeaftale 2014–2017« udløber 31.12.2017. Registrér en forlængelse" in messages(
            building, "M5", 2017, "2017-06-30"
        )
        assert "udløber" not in messages(building, "M5", 2016, "2017-07-01")
        following = building.add(Agreement, title="Rammeaftale 2018–2021", starts_on="2018-01-01")
        assert "udløber" in messages(building, "M5", 2017, "2017-07-01")
        building.set(Agreement, following, signed_on="2017-06-01")
        assert "udløber" not in messages(building, "M5", 2017, "2017-07-01")


class TestM10:
    def test_takes_a_deadline_of_today_for_one_that_can_be_met(self, building: Building) -> None:
        row_id = partnership(building)
        building.add(AgreementTask, agreement_id=row_id, text="Temadag", deadline="2014-05-02")
        assert not [one for one in building.findings("M10", 2014, "2014-05-02") if one.table == "agreement_tasks"]
        assert [one for one in building.findings("M10", 2014, "2014-05-03") if one.table == "agreement_tasks"]

    def test_tells_of_no_end_where_a_merge_left_the_months_out(self, building: Building) -> None:
        partnership(building)
        for charter in building.network.rows(Charter):
            building.merge_set(Charter, charter.id, expiry_warning_months=None)
        assert "udløber" not in messages(building, "M10", 2014, "2014-12-01")

    def test_asks_for_the_first_day_of_a_partnership(self, building: Building) -> None:
        with_partner(building, partnership(building, starts_on=None))
        assert "»Digital dannelse« har ingen startdato. Skriv perioden." in messages(
            building, "M10", 2014, "2014-02-01"
        )

    def test_has_nothing_to_say_of_years_without_partnerships(self, building: Building) -> None:
        partnership(building)
        assert building.state("M10", 2015, "2014-11-24") is State.NOT_DUE

    def test_tells_of_the_end_half_a_year_before(self, building: Building) -> None:
        row_id = partnership(building)
        assert "udløber" not in messages(building, "M10", 2014, "2014-06-29")
        assert "udløber 31.12.2014. Registrér en forlængelse" in messages(building, "M10", 2014, "2014-06-30")
        building.add(Extension, agreement_id=row_id, ends_on="2015-12-31")
        assert "udløber" not in messages(building, "M10", 2014, "2014-06-30")

    def test_tells_of_the_end_as_early_as_the_terms_of_reference_then_valid_say(self, building: Building) -> None:
        partnership(building)
        building.add(Charter, valid_from="2014-03-01", expiry_warning_months=10)
        assert "udløber" not in messages(building, "M10", 2014, "2014-02-28")
        assert "udløber" in messages(building, "M10", 2014, "2014-03-01")

    def test_says_nothing_of_the_end_in_a_year_that_is_over(self, building: Building) -> None:
        partnership(building, ends_on="2015-02-01")
        assert "udløber" not in messages(building, "M10", 2014, "2015-01-15")
        assert "udløber" in messages(building, "M10", 2015, "2015-01-15")

    def test_wants_a_library_to_carry_a_regional_task(self, building: Building) -> None:
        row_id = partnership(building)
        with_partner(building, row_id)
        task_id = building.add(AgreementTask, agreement_id=row_id, text="Temadag")
        assert "ingen regional ansvarlig" in messages(building, "M10", 2014, "2014-02-01")
        building.set(AgreementTask, task_id, organisation_id=building.library("Odense").id)
        assert building.state("M10", 2014, "2014-02-01") is State.KEPT
        building.set(AgreementTask, task_id, level="national")
        assert building.state("M10", 2014, "2014-02-01") is State.OPEN

    def test_points_to_a_task_whose_deadline_has_passed(self, building: Building) -> None:
        row_id = partnership(building)
        task_id = building.add(AgreementTask, agreement_id=row_id, text="Temadag", deadline="2014-05-01")
        found = [one for one in building.findings("M10", 2014, "2014-05-02") if one.table == "agreement_tasks"]
        assert [(one.row_id, one.field) for one in found] == [(task_id, "done_on")]
        building.set(AgreementTask, task_id, done_on="2014-05-03")
        assert "Temadag" not in messages(building, "M10", 2014, "2014-05-04")


def test_m11_wants_a_purpose_and_no_partner(building: Building) -> None:
    row_id = building.add(Agreement, kind="own_programme", title="Modelprogram", starts_on="2013-01-01")
    task = {"agreement_id": row_id, "organisation_id": building.library("Odense").id, "text": "Modelbibliotek"}
    building.add(AgreementTask, **task)
    assert messages(building, "M11", 2014, "2014-02-01") == (
        "Programmet »Modelprogram« har intet formål. Skriv, hvad programmet skal."
    )
    building.set(Agreement, row_id, purpose="Nye rum", signed_on="2013-01-01")
    assert building.state("M11", 2014, "2014-02-01") is State.KEPT


def test_a_partnership_is_signed_only_with_a_partner_outside(building: Building) -> None:
    row_id = partnership(building)
    building.apply(agreements.party_added(building.network, row(building, row_id), building.library("KBE").id))
    with pytest.raises(Invalid, match="uden en partner uden for netværket"):
        building.set(Agreement, row_id, signed_on="2013-01-01")
    party_id = with_partner(building, row_id)
    building.set(Agreement, row_id, signed_on="2013-01-01")
    with pytest.raises(Invalid, match="uden en partner"):
        building.set(AgreementParty, party_id, archived=True)


def test_a_signed_programme_of_the_agencys_own_becomes_a_partnership_only_with_a_partner(building: Building) -> None:
    row_id = building.add(Agreement, kind="own_programme", title="Modelprogram", signed_on="2013-01-01")
    with pytest.raises(Invalid, match="Modelprogram"):
        building.set(Agreement, row_id, kind="partnership")
    with_partner(building, row_id)
    building.set(Agreement, row_id, kind="partnership")


def test_a_signed_partnership_without_partner_that_a_merge_brought_may_still_be_edited(building: Building) -> None:
    row_id = partnership(building)
    building.merge_set(Agreement, row_id, signed_on="2013-01-01")
    building.set(Agreement, row_id, note="Partneren mangler")
    found = building.findings("M10", 2014, "2014-02-01")
    assert Severity.ERROR in {one.severity for one in found}


def test_an_extension_ends_later_than_the_agreement(building: Building) -> None:
    row_id = partnership(building)
    with pytest.raises(Invalid, match=r"gælder allerede til og med 31\.12\.2014"):
        building.add(Extension, agreement_id=row_id, ends_on="2014-12-31")
    building.add(Extension, agreement_id=row_id, ends_on="2015-01-01")
    building.set(Agreement, row_id, ends_on="2015-06-30")
