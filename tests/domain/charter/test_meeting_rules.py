"""M14, M15 and M19: the annual meeting, its topics and the planning meetings; kept, open and broken."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.records import (
    AgendaItem,
    Appointment,
    Attendance,
    Charter,
    FormerName,
    Meeting,
    Organisation,
    Person,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import roster
from tests.building import NOVEMBER, Building, messages


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2014-09-30", State.NOT_DUE),
        ("2014-10-01", State.OPEN),
        ("2014-12-31", State.OPEN),
        ("2015-01-01", State.BROKEN),
    ],
)
def test_m14_follows_the_calendar_while_no_annual_meeting_is_held(today: str, state: State) -> None:
    building = Building.new(2014)
    assert building.state("M14", 2014, today) is state


def test_m14_is_kept_by_a_meeting_with_agency_directors_and_an_area(year: Building) -> None:
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT


def test_m14_says_what_is_planned_and_what_should_have_been_held() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-11-05")
    assert building.state("M14", 2014, "2014-09-01") is State.NOT_DUE
    assert messages(building, "M14", 2014, "2014-10-10") == "Årsmøde 05.11.2014 er ikke holdt endnu."
    assert "skulle være holdt" in messages(building, "M14", 2014, "2014-11-06")


def test_m14_is_open_as_soon_as_a_planned_annual_meeting_is_past() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-03-05")
    assert building.state("M14", 2014, "2014-03-05") is State.NOT_DUE
    assert building.state("M14", 2014, "2014-03-06") is State.OPEN


def test_m14_does_not_count_a_cancelled_or_archived_meeting(year: Building) -> None:
    meeting_id = year.network.live(Meeting)[0].id
    year.reopen(meeting_id)
    year.set(Meeting, meeting_id, state="cancelled")
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN
    year.set(Meeting, meeting_id, state="approved", archived=True)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN


@pytest.mark.parametrize(
    ("absent", "named"),
    [
        ("Biblioteksenheden (KBE)s repræsentant", "for KBE er ikke"),
        ("Centralbibliotekschefernes repræsentant", "for centralbibliotekschefernes repræsentant er ikke"),
    ],
)
def test_m14_names_who_was_missing_at_a_held_annual_meeting(year: Building, absent: str, named: str) -> None:
    rows = [row for row in year.network.live(Attendance) if absent in year.network.get(Person, row.person_id).name]
    name = absent if rows else "Centralbibliotekscheferne"
    row = rows[0] if rows else attendance_of(year, name)
    year.reopen(row.meeting_id or "")
    year.set(Attendance, row.id, status="apologies")
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN
    assert year.state("M14", 2014, "2015-01-01") is State.BROKEN
    assert named in messages(year, "M14", 2014)


def attendance_of(building: Building, name_begins: str) -> Attendance:
    return next(
        row
        for row in building.network.live(Attendance)
        if building.network.get(Person, row.person_id).name.startswith(name_begins)
    )


def test_m14_needs_at_least_one_area(year: Building) -> None:
    year.reopen()
    for seat in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle"):
        year.set(Attendance, attendance_of(year, seat).id, status="absent")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    year.set(Attendance, attendance_of(year, "Aalborg").id, archived=True)
    assert "centralbiblioteksområderne er ikke registreret" in messages(year, "M14", 2014)


def test_m14_counts_a_substitute_unless_the_charter_says_otherwise(year: Building) -> None:
    year.reopen()
    agency = attendance_of(year, "Bib")
    year.set(Attendance, agency.id, status="apologies")
    year.appoint("Bib", "Sanne Suppleant", "2014-01-01", role="substitute")
    year.attend(agency.meeting_id or "", "Sanne Suppleant")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    year.set(Charter, next(iter(year.network.rows(Charter))).id, substitutes_count=False)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN


def test_m14_counts_somebody_recorded_as_substitute_for_the_day(year: Building) -> None:
    year.reopen()
    agency = attendance_of(year, "Bib")
    year.set(Attendance, agency.id, status="apologies")
    person = year.add(Person, name="Vikar Vikarsen")
    year.add(
        Attendance,
        meeting_id=agency.meeting_id,
        person_id=person,
        substitute_for_id=year.seat("Bib").id,
    )
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT


def test_m14_counts_one_person_for_one_side_only(year: Building) -> None:
    year.reopen()
    xenia = year.add(Person, name="Xenia Alt")
    for seat in ("Bib", "Centralbib", "Odense"):
        place = year.seat(seat).id
        year.add(Appointment, seat_id=place, person_id=xenia, role="substitute", starts_on="2014-01-01")
    for row in year.network.live(Attendance):
        year.set(Attendance, row.id, status="absent")
    year.attend(year.network.live(Meeting)[0].id, "Xenia Alt")
    assert messages(year, "M14", 2014) == (
        "Årsmøde 05.11.2014 tæller ikke som årsmøde, for centralbibliotekschefernes repræsentant og en repræsentant "
        "for centralbiblioteksområderne er ikke registreret som til stede ved en person for sig; én person tæller kun "
        "for én af parterne. Ret deltagerlisten, eller hold et nyt årsmøde."
    )
    for name in ("Odense", "Biblioteksenheden"):
        assert year.state("M14", 2014, NOVEMBER) is State.OPEN
        year.set(Attendance, attendance_of(year, name).id, status="present")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT, "she speaks for the directors, the others for their own"


def test_m14_hears_no_guest_whatever_seats_they_hold(year: Building) -> None:
    year.reopen()
    year.set(Attendance, attendance_of(year, "Biblioteksenheden").id, is_guest=True)
    assert "for KBE er ikke registreret som til stede. Ret" in messages(year, "M14", 2014)


def test_m14_hears_a_substitute_for_the_seat_named_and_not_for_an_own_one(year: Building) -> None:
    year.reopen()
    for seat in ("Gentofte", "Aalborg", "Roskilde", "Vejle", "Herning"):
        year.set(Attendance, attendance_of(year, seat).id, status="absent")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    year.set(Attendance, attendance_of(year, "Odense").id, substitute_for_id=year.seat("Bib").id)
    assert "en repræsentant for centralbiblioteksområderne er ikke" in messages(year, "M14", 2014)


def test_m14_does_not_count_who_is_only_invited(year: Building) -> None:
    year.reopen()
    year.set(Attendance, attendance_of(year, "Biblioteksenheden").id, status="invited")
    assert "for KBE er ikke registreret som til stede" in messages(year, "M14", 2014)


def test_m14_calls_the_agency_what_it_was_called_on_the_day_of_the_meeting(year: Building) -> None:
    year.reopen()
    agency = year.library("KBE")
    year.add(FormerName, organisation_id=agency.id, name=agency.name, short_name="KBE", ends_on="2014-12-31")
    year.set(Organisation, agency.id, name="Slots- og Kulturstyrelsen", short_name="SLKS")
    year.set(Attendance, attendance_of(year, "Biblioteksenheden").id, status="absent")
    assert "for KBE er ikke" in messages(year, "M14", 2014)
    year.merge_set(Meeting, year.network.live(Meeting)[0].id, held_on="2015-11-04")
    assert "for SLKS er ikke" in messages(year, "M14", 2015, "2015-11-24")


def test_m14_counts_who_held_the_seat_that_day_and_not_who_holds_it_now(year: Building) -> None:
    newcomer = year.add(Person, name="Ny Fra KBE")
    year.apply(roster.replace_holder(year.network, year.seat("Bib"), newcomer, "2014-11-06"))
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    agency = attendance_of(year, "Bib")
    year.reopen(agency.meeting_id or "")
    year.set(Attendance, agency.id, person_id=newcomer)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN


def test_m14_asks_for_as_many_meetings_as_the_charter_does(year: Building) -> None:
    year.set(Charter, next(iter(year.network.rows(Charter))).id, min_annual_meetings=2)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN
    assert messages(year, "M14", 2014) == "Der er holdt 1 af mindst 2 årsmøder i 2014."
    year.annual_meeting("2014-11-20")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT


def test_m15_is_not_due_before_the_annual_meeting_is_held() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-12-03")
    assert building.state("M15", 2014, NOVEMBER) is State.NOT_DUE


def test_m15_is_open_when_a_topic_is_missing_from_the_agenda() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-12-03")
    item = next(row for row in building.network.live(AgendaItem) if row.topic == "coming_focus")
    building.set(AgendaItem, item.id, archived=True)
    assert building.state("M15", 2014, NOVEMBER) is State.OPEN
    assert "mangler det faste punkt »De kommende indsatsområder«" in messages(building, "M15", 2014)


def test_m15_is_broken_by_a_held_meeting_whose_topics_a_merge_blanked(year: Building) -> None:
    item = next(row for row in year.network.live(AgendaItem) if row.topic == "past_year")
    year.merge_set(AgendaItem, item.id, outcome="  ")
    assert year.state("M15", 2014, NOVEMBER) is State.BROKEN
    assert year.state("M15", 2015, NOVEMBER) is State.BROKEN, "the plan's source meeting counts too"
    finding, changed = year.findings("M15", 2014, NOVEMBER)
    assert (finding.table, finding.row_id, finding.field) == ("agenda_items", item.id, "outcome")
    assert (changed.table, changed.row_id, changed.field) == ("meetings", item.meeting_id, "approved_on")
    year.merge_set(AgendaItem, item.id, archived=True)
    assert "mangler det faste punkt »Det foregående års arbejde«" in messages(year, "M15", 2014)
    assert year.state("M15", 2014, NOVEMBER) is State.BROKEN


def test_m19_is_kept_with_four_planning_meetings_and_open_with_a_fifth(year: Building) -> None:
    for month in (2, 4, 6, 9):
        year.meeting("planning", f"2015-{month:02}-01")
    assert year.state("M19", 2015, NOVEMBER) is State.KEPT
    fifth = year.meeting("planning", "2015-10-01")
    assert year.state("M19", 2015, NOVEMBER) is State.OPEN
    (finding,) = year.findings("M19", 2015, NOVEMBER)
    assert (finding.table, finding.row_id) == ("meetings", fifth)
    assert finding.message.startswith(
        "Der er 5 planlægnings- og koordineringsmøder i 2015, og der regnes med op til 4."
    )
    year.set(Meeting, fifth, state="cancelled")
    assert year.state("M19", 2015, NOVEMBER) is State.KEPT


def test_m19_takes_a_reason_noted_on_the_meeting_for_an_answer(year: Building) -> None:
    made = [year.meeting("planning", f"2014-{month:02}-01", state="held") for month in (2, 4, 6, 8, 9, 10)]
    assert year.state("M19", 2014, NOVEMBER) is State.OPEN
    year.set(Meeting, made[4], note="Ny rammeaftale")
    assert year.findings("M19", 2014, NOVEMBER)[0].row_id == made[5]
    assert year.state("M19", 2014, "2015-01-01") is State.BROKEN
    year.set(Meeting, made[5], note="Ny rammeaftale")
    assert year.state("M19", 2014, "2015-01-01") is State.KEPT
    assert messages(year, "M19", 2014).endswith("flere end de 4, der regnes med. Grunden er noteret.")


def test_m19_is_never_broken_by_a_meeting_that_was_only_planned(year: Building) -> None:
    for month in (2, 4, 6, 8, 9):
        year.meeting("planning", f"2014-{month:02}-01")
    assert year.state("M19", 2014, "2015-01-01") is State.OPEN


def test_m14_is_missed_from_the_month_that_the_terms_of_reference_tell(year: Building) -> None:
    year.add(Charter, valid_from="2015-01-01", annual_meeting_month=5)
    assert year.state("M14", 2015, "2015-04-30") is State.NOT_DUE
    assert year.state("M14", 2015, "2015-05-01") is State.OPEN
    with pytest.raises(Invalid, match="fra 1 til 12"):
        year.add(Charter, valid_from="2016-01-01", annual_meeting_month=13)


def test_m19_counts_the_annual_meeting_only_when_the_charter_says_so(year: Building) -> None:
    for month in (2, 4, 6, 9):
        year.meeting("planning", f"2014-{month:02}-01")
    year.meeting("working_group", "2014-05-01")
    assert year.state("M19", 2014, NOVEMBER) is State.KEPT
    year.set(Charter, next(iter(year.network.rows(Charter))).id, annual_counts_as_planning=True)
    assert year.state("M19", 2014, NOVEMBER) is State.OPEN


def test_m14_notes_an_incomplete_meeting_beside_one_that_counts(year: Building) -> None:
    year.annual_meeting("2014-11-20")
    year.reopen()
    year.set(Attendance, attendance_of(year, "Bib").id, status="apologies")
    (finding,) = year.findings("M14", 2014, "2015-01-01")
    assert (finding.severity, finding.row_id) == (Severity.NOTE, attendance_of(year, "Bib").meeting_id)


def test_m14_says_only_what_is_amiss_with_the_meetings_that_are_there() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-03-05")
    building.meeting("annual", "2014-12-03")
    assert messages(building, "M14", 2014) == (
        "Årsmøde 05.03.2014 skulle være holdt, men er ikke markeret som afholdt. Ret mødets tilstand eller dato."
    )


def test_m14_names_the_meeting_to_come_where_one_of_several_is_held(year: Building) -> None:
    year.set(Charter, next(iter(year.network.rows(Charter))).id, min_annual_meetings=2)
    year.meeting("annual", "2014-12-03")
    assert messages(year, "M14", 2014) == "Årsmøde 03.12.2014 er ikke holdt endnu."
    assert messages(year, "M14", 2014, "2014-12-04").endswith("Der er holdt 1 af mindst 2 årsmøder i 2014.")


def test_m14_says_whether_a_meeting_can_still_be_planned() -> None:
    building = Building.new(2014)
    assert messages(building, "M14", 2014, "2014-12-31").startswith("Der er ikke planlagt noget årsmøde i 2014.")
    assert messages(building, "M14", 2014, "2015-01-01") == "Der blev ikke holdt noget årsmøde i 2014."


def test_m15_asks_nothing_of_a_source_that_is_archived_or_no_annual_meeting(year: Building) -> None:
    item = next(row for row in year.network.live(AgendaItem) if row.topic == "past_year")
    year.merge_set(AgendaItem, item.id, outcome="")
    assert year.findings("M15", 2015, NOVEMBER)
    assert year.findings("M15", 2016, NOVEMBER) == ()
    year.merge_set(Meeting, item.meeting_id or "", kind="planning")
    assert year.findings("M15", 2015, NOVEMBER) == ()
    year.merge_set(Meeting, item.meeting_id or "", kind="annual", archived=True)
    assert year.findings("M15", 2015, NOVEMBER) == ()


def test_m15_is_due_with_the_first_of_several_annual_meetings_that_is_held(year: Building) -> None:
    year.meeting("annual", "2014-12-03")
    assert year.state("M15", 2014, NOVEMBER) is State.KEPT


def test_m15_asks_for_no_minutes_of_a_topic_before_the_meeting_is_held() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-12-03")
    assert building.findings("M15", 2014, NOVEMBER) == ()


def test_m15_asks_for_the_topics_of_the_terms_valid_on_the_day(year: Building) -> None:
    item = next(row for row in year.network.live(AgendaItem) if row.topic == "past_year")
    year.reopen(item.meeting_id or "")
    year.add(Charter, valid_from="2014-11-05", past_year_required=False)
    year.set(AgendaItem, item.id, archived=True)
    assert year.state("M15", 2014, NOVEMBER) is State.KEPT


def test_m19_counts_by_the_terms_valid_at_the_end_of_the_year(year: Building) -> None:
    for month in (2, 4, 6, 9, 10):
        year.meeting("planning", f"2015-{month:02}-01")
    year.add(Charter, valid_from="2015-12-31", max_planning_meetings=5)
    assert year.state("M19", 2015, NOVEMBER) is State.KEPT


def test_m19_is_not_broken_while_one_of_the_meetings_too_many_was_not_held(year: Building) -> None:
    made = [year.meeting("planning", f"2014-{month:02}-01", state="held") for month in (2, 4, 6, 8, 9, 10)]
    year.set(Meeting, made[5], state="called")
    assert year.state("M19", 2014, "2015-01-01") is State.OPEN
    year.set(Meeting, made[5], note="Ny rammeaftale")
    (finding,) = year.findings("M19", 2014, "2015-01-01")
    assert finding.row_id == made[4]


def test_m19_is_only_open_in_the_year_itself_however_many_were_held(year: Building) -> None:
    for month in (2, 4, 6, 8, 9):
        year.meeting("planning", f"2014-{month:02}-01", state="held")
    assert year.state("M19", 2014, "2014-12-31") is State.OPEN


def test_m19_a_fifth_meeting_held_is_a_warning_until_its_year_is_over() -> None:
    building = Building.new(2014)
    for month in range(1, 6):
        building.meeting("planning", f"2014-0{month}-10", state="held")
    severities = [
        [finding.severity for finding in building.findings("M19", 2014, today)]
        for today in ("2014-12-31", "2015-01-01")
    ]
    assert severities == [[Severity.WARNING], [Severity.ERROR]]
