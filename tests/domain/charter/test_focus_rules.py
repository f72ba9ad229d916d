"""M13: the year's joint focus areas; not due, kept, open and broken."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Charter, ConsultationAnswer, FocusArea, FocusSet, Meeting, Seat
from cbnet_desktop.domain.records.changes import Change
from tests.building import NOVEMBER, Building, messages


def test_m13_is_not_due_before_the_october_before_and_open_after() -> None:
    building = Building.new(2014)
    assert building.state("M13", 2015, "2014-09-30") is State.NOT_DUE
    assert building.state("M13", 2015, "2014-10-01") is State.OPEN
    assert building.findings("M13", 2015, "2014-10-01")[0].row_id == ""


def test_m13_is_due_as_soon_as_the_preparing_annual_meeting_is_called() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-09-20", state="called")
    assert building.state("M13", 2015, "2014-08-01") is State.OPEN


def test_m13_is_not_due_by_an_annual_meeting_that_was_cancelled() -> None:
    building = Building.new(2014)
    meeting = building.meeting("annual", "2014-09-20", state="called")
    building.plan(2015)
    building.set(Meeting, meeting, state="cancelled")
    assert building.state("M13", 2015, "2014-08-01") is State.NOT_DUE
    assert building.state("M13", 2015, "2014-10-01") is State.OPEN


def test_m13_is_open_while_the_consultation_runs(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, answered_on=None)
    year.reopen(found.id)
    year.set(FocusSet, found.id, deadline="2014-11-28")
    found_messages = messages(year, "M13")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert "Odense har ikke svaret på høringen om indsatsområderne for 2015. Fristen er 28.11.2014." in found_messages
    assert (
        "Indsatsområderne for 2015 blev fastsat 10.10.2014 og genåbnet 24.11.2014: En prøve. De skal fastsættes igen."
        in found_messages
    )
    place = next(item for item in year.findings("M13", 2015, NOVEMBER) if item.field == "answered_on")
    assert (place.table, place.row_id) == ("consultation_answers", odense.id)


def test_m13_only_notes_a_library_that_let_the_deadline_pass(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, archived=True)
    assert year.state("M13", 2015, NOVEMBER) is State.KEPT
    assert "Odense svarede ikke" in messages(year, "M13")
    assert year.findings("M13", 2015, NOVEMBER)[0].row_id == ""


def test_m13_is_open_for_a_set_decided_before_the_answers_and_the_deadline(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, answered_on=None)
    year.reopen(found.id)
    year.set(FocusSet, found.id, deadline="2014-10-20", set_on=found.set_on, set_by_id=found.set_by_id)
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert "før Odense svarede" in messages(year, "M13")


def test_m13_is_open_for_a_set_decided_after_the_annual_meeting(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.reopen(found.id)
    year.set(FocusSet, found.id, set_on="2014-11-06", set_by_id=found.set_by_id)
    assert "efter at de blev drøftet på Årsmøde 05.11.2014" in messages(year, "M13")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN


def test_m13_is_open_for_a_set_without_setter_consultation_or_areas(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.reopen(found.id)
    for area in focus.of_year(year.network, 2015):
        year.set(FocusArea, area.id, archived=True)
    year.set(FocusSet, found.id, set_on=found.set_on, consulted_on=None, deadline=None)
    fields = {(item.table, item.field) for item in year.findings("M13", 2015, NOVEMBER)}
    assert fields == {("focus_sets", "set_by_id"), ("focus_sets", "consulted_on"), ("focus_areas", "")}
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN


def test_m13_is_broken_by_a_setter_who_is_not_the_agencys(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.merge_set(FocusSet, found.id, set_by_id=year.person("Odenses repræsentant").id)
    assert year.state("M13", 2015, NOVEMBER) is State.BROKEN
    assert "Vælg Biblioteksenheden (KBE)s repræsentant." in messages(year, "M13")


def test_m13_is_broken_once_a_year_has_passed_without_a_set() -> None:
    assert Building.new(2014).state("M13", 2015, "2016-01-01") is State.BROKEN


def test_m13_is_broken_by_two_sets_that_a_merge_brought(year: Building) -> None:
    year.merge_new(FocusSet, year=2015)
    assert year.state("M13", 2015, NOVEMBER) is State.BROKEN
    assert "mere end ét sæt indsatsområder for 2015" in messages(year, "M13")


def test_m13_is_open_without_the_name_of_who_set_the_areas(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.reopen(found.id)
    year.set(FocusSet, found.id, set_on=found.set_on)
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN


def test_m13_is_open_where_the_areas_were_set_before_they_were_sent_out(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    assert year.state("M13", 2015, NOVEMBER) is State.KEPT
    year.merge_set(FocusSet, found.id, consulted_on=f"{(found.set_on or '')[:4]}-12-31")
    assert "før de blev sendt i høring" in messages(year, "M13")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN


def test_m13_says_what_a_year_without_a_set_lacks_while_it_runs_and_what_it_lacked_afterwards() -> None:
    building = Building.new(2014)
    assert "Der er ingen fælles indsatsområder for 2015 endnu." in messages(building, "M13", 2015, "2015-12-31")
    assert messages(building, "M13", 2015, "2016-01-01") == "KBE fastsatte ingen fælles indsatsområder for 2015."


def test_m13_is_not_due_by_an_annual_meeting_that_is_only_planned() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-09-20")
    assert building.state("M13", 2015, "2014-08-01") is State.NOT_DUE


def test_m13_is_due_from_the_month_of_the_terms_valid_the_year_before() -> None:
    building = Building.new(2014)
    first = building.network.live(Charter)[0]
    building.set(Charter, first.id, valid_from="2010-01-01")
    building.add(Charter, valid_from="2015-01-01", annual_meeting_month=3)
    assert building.state("M13", 2015, "2014-10-01") is State.OPEN
    assert building.state("M13", 2015, "2014-09-30") is State.NOT_DUE


def test_m13_asks_for_the_deadline_of_a_consultation(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.reopen(found.id)
    year.set(FocusSet, found.id, deadline=None)
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, answered_on=None)
    assert "Høringen om indsatsområderne for 2015 har ingen frist." in messages(year, "M13")
    assert "Odense har ikke svaret på høringen om indsatsområderne for 2015." in messages(year, "M13")


@pytest.mark.parametrize(("today", "state"), [("2014-09-20", State.OPEN), ("2014-09-21", State.KEPT)])
def test_m13_waits_for_an_answer_until_the_deadline_has_passed(year: Building, today: str, state: State) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, answered_on=None)
    year.reopen(found.id)
    year.set(FocusSet, found.id, set_on=today, set_by_id=found.set_by_id)
    assert year.state("M13", 2015, NOVEMBER) is state


def test_m13_is_kept_by_a_set_decided_on_the_day_of_the_meeting_and_of_the_consultation(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.reopen(found.id)
    for answer in focus.answers(year.network, found).values():
        year.merge_set(ConsultationAnswer, answer.id, answered_on="2014-11-05")
    year.set(
        FocusSet,
        found.id,
        set_on="2014-11-05",
        set_by_id=found.set_by_id,
        consulted_on="2014-11-05",
        deadline="2014-11-05",
    )
    assert year.findings("M13", 2015, NOVEMBER) == ()
    meeting = year.network.live(Meeting)[0]
    year.merge_set(Meeting, meeting.id, held_on=None)
    assert year.findings("M13", 2015, NOVEMBER) == ()


def test_m13_knows_the_sets_of_other_years_apart(year: Building) -> None:
    year.merge_new(FocusSet, year=2016)
    assert year.findings("M13", 2015, NOVEMBER) == ()


def test_only_a_set_with_a_day_is_set_by_the_agency(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    assert focus.is_set_by_agency(year.network, found) is True
    year.merge_set(FocusSet, found.id, set_on=None)
    undated = focus.set_of(year.network, 2015)
    assert undated
    assert focus.is_set_by_agency(year.network, undated) is False


def test_the_agencys_representative_is_the_one_in_a_seat_that_is_filled(year: Building) -> None:
    right = focus.agency_representative(year.network, NOVEMBER)
    year.merge_new(Seat, name="0 Tom", kind="agency", position=0)
    assert right == year.person("Biblioteksenheden (KBE)s repræsentant")
    assert focus.agency_representative(year.network, NOVEMBER) == right
    found = focus.set_of(year.network, 2015)
    assert found
    assert focus.is_set_by_agency(year.network, found)


def test_the_first_set_by_id_is_the_years(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.merge([Change("focus_sets", "z", None, {"year": 2015}), Change("focus_sets", "0", None, {"year": 2015})])
    again = focus.set_of(year.network, 2015)
    assert again
    assert again.id == "0"
