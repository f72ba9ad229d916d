"""M8 and M9: agreements on involvement, each library's consent, and the assessment of focus areas."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import assessments, focus, involvement
from cbnet_desktop.domain.records import (
    Assessment,
    Charter,
    Dissemination,
    FocusArea,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Seat,
)
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import NOVEMBER, Building, messages
from tests.domain import clause_cases


def area_of(building: Building) -> FocusArea:
    return focus.of_year(building.network, 2015)[0]


def rows(building: Building, row_id: str) -> list[InvolvedLibrary]:
    return involvement.libraries(building.network, building.network.get(Involvement, row_id))


def consent(building: Building, row_id: str, on: str | None = "2014-11-20") -> None:
    for row in rows(building, row_id):
        building.set(InvolvedLibrary, row.id, consented_on=on)


class TestAgreeing:
    def test_needs_date_library_and_everyones_consent(self, year: Building) -> None:
        row_id = clause_cases.draft(year)
        row = year.network.get(Involvement, row_id)
        assert involvement.lacking(year.network, row, []) == "en dato og mindst ét centralbibliotek"
        year.apply(involvement.library_added(year.network, row, year.library("Vejle").id))
        year.apply(involvement.library_added(year.network, row, year.library("Odense").id))
        assert involvement.library_added(year.network, row, year.library("Odense").id) == ()
        assert involvement.lacking(year.network, row, rows(year, row_id)) == ("en dato og samtykke fra Odense og Vejle")
        consent(year, row_id)
        assert involvement.lacking(year.network, row, rows(year, row_id)) == "en dato"
        year.apply([involvement.agreed(year.network, row, "2014-11-21")])
        assert year.network.get(Involvement, row_id).state == "agreed"

    def test_is_refused_by_name_while_somebody_has_not_consented(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense", "Vejle")
        year.set(InvolvedLibrary, rows(year, row_id)[0].id, consented_on="2014-11-20")
        row = year.network.get(Involvement, row_id)
        with pytest.raises(Invalid, match="Aftalen mangler samtykke fra Vejle"):
            involvement.agreed(year.network, row, "2014-11-21")
        with pytest.raises(Invalid, match="uden samtykke fra Vejle"):
            year.set(Involvement, row_id, state="agreed", agreed_on="2014-11-21")

    def test_is_refused_without_a_date(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense")
        consent(year, row_id)
        with pytest.raises(Invalid, match="uden en dato"):
            year.set(Involvement, row_id, state="agreed")

    def test_binds_every_library_that_is_named_afterwards_too(self, year: Building) -> None:
        clause_cases.involvement_with_consent(year)
        (row,) = involvement.of_year(year.network, 2015)
        with pytest.raises(Invalid, match="samtykke fra Herning"):
            year.apply(involvement.library_added(year.network, row, year.library("Herning").id))
        with pytest.raises(Invalid, match="samtykke fra Odense"):
            year.set(InvolvedLibrary, rows(year, row.id)[0].id, consented_on=None)
        year.set(Involvement, row.id, state="draft")
        year.apply(involvement.library_added(year.network, row, year.library("Herning").id))

    def test_is_with_central_libraries_only(self, year: Building) -> None:
        row_id = clause_cases.draft(year)
        with pytest.raises(Invalid, match="er ikke et centralbibliotek"):
            year.add(InvolvedLibrary, involvement_id=row_id, organisation_id=year.library("KBE").id)

    def test_names_a_library_once(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense")
        with pytest.raises(Invalid, match="Odense er allerede med"):
            year.add(InvolvedLibrary, involvement_id=row_id, organisation_id=year.library("Odense").id)


class TestM8:
    def test_is_due_with_the_year_or_the_first_draft(self, year: Building) -> None:
        assert year.state("M8", 2015, NOVEMBER) is State.NOT_DUE
        assert year.state("M8", 2015, "2015-01-01") is State.OPEN
        clause_cases.draft(year, "Odense")
        assert year.state("M8", 2015, NOVEMBER) is State.OPEN
        assert "Den mangler en dato og samtykke fra Odense" in messages(year, "M8")

    def test_tells_a_draft_that_lacks_nothing_to_be_agreed(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense")
        consent(year, row_id)
        year.set(Involvement, row_id, agreed_on="2014-11-21")
        assert "Sæt den til »Aftalt«." in messages(year, "M8")

    def test_asks_for_agreements_on_the_central_part_alone(self, year: Building) -> None:
        told = messages(year, "M8", 2015, "2015-02-01")
        assert "»Indsats i central 2015«" in told
        assert "»Indsats i agency 2015«" not in told

    def test_breaks_when_the_year_is_over_and_nothing_was_agreed(self, year: Building) -> None:
        assert year.state("M8", 2015, "2016-01-01") is State.BROKEN

    def test_asks_who_consented_for_a_library_he_did_not_represent(self, year: Building) -> None:
        clause_cases.involvement_with_consent(year)
        (row,) = involvement.of_year(year.network, 2015)
        first = rows(year, row.id)[0]
        year.set(InvolvedLibrary, first.id, consented_by_id=year.person("Vejles repræsentant").id)
        found = year.findings("M8", 2015, NOVEMBER)
        assert [(one.row_id, one.field) for one in found] == [(first.id, "consented_by_id")]
        assert "Vejles repræsentant repræsenterede ikke Odense 20.11.2014" in found[0].message
        year.set(InvolvedLibrary, first.id, consented_by_id=year.person("Odenses repræsentant").id)
        assert year.state("M8", 2015, NOVEMBER) is State.KEPT

    def test_looks_at_every_agreement_of_every_area(self, year: Building) -> None:
        clause_cases.involvement_with_consent(year)
        second = clause_cases.draft(year, "Herning")
        other = year.add(Involvement, focus_area_id=focus.of_year(year.network, 2015)[1].id)
        assert {one.row_id for one in year.findings("M8", 2015, "2015-02-01")} == {second, other}
        assert [one.id for one in involvement.of_area(year.network, area_of(year))][-1] == second
        year.set(Involvement, other, archived=True)
        year.set(Involvement, second, archived=True)
        assert year.state("M8", 2015, NOVEMBER) is State.KEPT, "it was begun with the first area"

    def test_has_nothing_to_say_of_a_year_without_areas(self) -> None:
        assert Building.new(2014).state("M8", 2015, "2015-02-01") is State.NOT_DUE

    def test_is_kept_when_the_year_begins_where_no_area_is_central(self, year: Building) -> None:
        year.reopen()
        year.set(FocusArea, area_of(year).id, archived=True)
        assert year.state("M8", 2015, "2014-12-31") is State.NOT_DUE
        assert year.state("M8", 2015, "2015-01-01") is State.KEPT

    def test_asks_of_a_consent_without_a_day_or_a_name_nothing_more(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense", "Vejle")
        odense, vejle = rows(year, row_id)
        year.merge_set(InvolvedLibrary, odense.id, consented_by_id=year.person("Vejles repræsentant").id)
        year.merge_set(InvolvedLibrary, vejle.id, consented_on="2014-11-20")
        assert {one.field for one in year.findings("M8", 2015, NOVEMBER)} == {"state"}

    def test_is_content_with_one_of_two_seats_of_a_library(self, year: Building) -> None:
        clause_cases.involvement_with_consent(year)
        (row,) = involvement.of_year(year.network, 2015)
        first = rows(year, row.id)[0]
        year.merge_new(Seat, name="Odense 2", kind="area", organisation_id=first.organisation_id)
        year.set(InvolvedLibrary, first.id, consented_by_id=year.person("Odenses repræsentant").id)
        assert year.state("M8", 2015, NOVEMBER) is State.KEPT

    def test_names_a_library_that_is_gone_as_a_library(self, year: Building) -> None:
        row_id = clause_cases.draft(year)
        year.merge_new(InvolvedLibrary, involvement_id=row_id, organisation_id="gone")
        year.merge_new(InvolvedLibrary)
        assert "samtykke fra et bibliotek" in messages(year, "M8")

    def test_is_not_agreed_without_a_library(self, year: Building) -> None:
        row_id = clause_cases.draft(year)
        row = year.network.get(Involvement, row_id)
        with pytest.raises(Invalid, match="mangler mindst ét centralbibliotek"):
            involvement.agreed(year.network, row, "2014-11-21")


def test_agreements_stand_by_day_and_drafts_last(year: Building) -> None:
    made = [clause_cases.draft(year) for _ in range(3)]
    for row_id, day in zip(made, (None, "2014-12-01", "2014-11-01"), strict=True):
        year.merge_set(Involvement, row_id, agreed_on=day)
    assert [row.id for row in involvement.of_area(year.network, area_of(year))] == [made[2], made[1], made[0]]


class TestM9:
    def test_is_due_from_the_month_in_which_the_annual_meeting_is_missed(self, year: Building) -> None:
        assert year.state("M9", 2016, "2015-09-30") is State.NOT_DUE
        assert year.state("M9", 2016, "2015-10-01") is State.OPEN
        year.add(Charter, valid_from="2015-01-01", annual_meeting_month=11)
        assert year.state("M9", 2016, "2015-10-31") is State.NOT_DUE
        assert year.state("M9", 2016, "2015-11-01") is State.OPEN

    def test_is_due_as_soon_as_the_annual_meeting_is_called(self, year: Building) -> None:
        meeting_id = year.meeting("annual", "2015-09-20")
        assert year.state("M9", 2016, "2015-08-01") is State.NOT_DUE
        year.set(Meeting, meeting_id, state="called")
        assert year.state("M9", 2016, "2015-08-01") is State.OPEN

    def test_is_mended_in_the_row_that_waits_for_its_text_else_from_the_area(self, year: Building) -> None:
        first, second = focus.of_year(year.network, 2015)
        waiting = year.add(Assessment, focus_area_id=first.id, organisation_id=year.library("Odense").id)
        found = [one for one in year.findings("M9", 2016, "2015-11-01") if "ikke vurderet" in one.message]
        assert [(one.table, one.row_id, one.field) for one in found] == [
            ("assessments", waiting, "text"),
            ("focus_areas", second.id, ""),
        ]

    def test_is_broken_once_the_year_to_assess_is_over(self, year: Building) -> None:
        assert year.state("M9", 2016, "2015-12-31") is State.OPEN
        assert year.state("M9", 2016, "2016-01-01") is State.BROKEN

    def test_has_nothing_to_say_of_a_year_without_focus_areas(self, year: Building) -> None:
        assert year.state("M9", 2015, "2014-11-24") is State.NOT_DUE

    def test_names_each_area_that_nobody_has_assessed(self, year: Building) -> None:
        area = area_of(year)
        year.apply(assessments.asked_for(year.network, area))
        assert assessments.unassessed(year.network, 2015) == focus.of_year(year.network, 2015)
        row = assessments.of_area(year.network, area)[0]
        places = {(one.table, one.row_id, one.field) for one in year.findings("M9", 2016, "2015-11-01")}
        last = [one.id for one in assessments.of_area(year.network, area)]
        assert {place[1] for place in places if place[0] == "assessments"} <= set(last)
        assert ("focus_areas", focus.of_year(year.network, 2015)[1].id, "") in places
        year.set(Assessment, row.id, text="Gav nye netværk.")
        told = messages(year, "M9", 2016, "2015-11-01")
        assert f"»{area.title}« fra 2015 er ikke vurderet" not in told
        assert "»Indsats i agency 2015« fra 2015 er ikke vurderet" in told

    def test_notes_an_area_that_was_carried_out_nowhere(self, year: Building) -> None:
        area = area_of(year)
        assert f"ingen formidling af indsatsområdet »{area.title}«" in messages(year, "M9", 2016, "2015-11-01")
        year.add(Dissemination, focus_area_id=area.id, activity="Temadag", held_on="2015-04-01")
        assert f"ingen formidling af indsatsområdet »{area.title}«" not in messages(year, "M9", 2016, "2015-11-01")


def test_an_assessment_is_asked_of_every_library_once(year: Building) -> None:
    area = area_of(year)
    year.apply(assessments.asked_for(year.network, area))
    assert assessments.asked_for(year.network, area) == ()
    makers = [assessments.maker(year.network, row) for row in assessments.of_area(year.network, area)]
    assert makers == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]


def test_the_regional_stands_before_the_local_and_a_region_can_assess_too(year: Building) -> None:
    area = area_of(year)
    year.add(Assessment, focus_area_id=area.id, level="local", organisation_id=year.library("Gentofte").id)
    year.add(Assessment, focus_area_id=area.id, region="Region Syddanmark")
    makers = [assessments.maker(year.network, row) for row in assessments.of_area(year.network, area)]
    assert makers == ["Region Syddanmark", "Gentofte"]


def test_activities_stand_by_date_and_those_without_one_last(year: Building) -> None:
    area = area_of(year)
    for activity, day in (("Uden dato", None), ("Sidst", "2015-05-01"), ("Først", "2015-04-01")):
        year.add(Dissemination, focus_area_id=area.id, activity=activity, held_on=day)
    assert [row.activity for row in assessments.disseminations(year.network, area)] == ["Først", "Sidst", "Uden dato"]
