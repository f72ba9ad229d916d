"""Each clause of the terms of reference: a network that keeps it, one that leaves it open, one that breaks it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cbnet_desktop.domain import budget, charter, focus, labels, plan, roster
from cbnet_desktop.domain.changes import Change
from cbnet_desktop.domain.findings import Severity, State
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import (
    RECORDS,
    AgendaItem,
    Allocation,
    Appointment,
    Attendance,
    BudgetShare,
    Charter,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)
from tests.building import Building, prepare, profile_id, whole_year

TEXT = Path(__file__).parents[2] / "resources" / "kommissorium.txt"
NOVEMBER = "2014-11-24"
DUE = {"M1", "M2", "M3", "M4", "M12", "M13", "M15", "M16", "M17", "M19", "M20", "M21"}


@pytest.fixture
def year() -> Building:
    """Plan year 2015 in order, seen from November 2014."""
    return whole_year(2015)


def messages(building: Building, clause: str, plan_year: int = 2015, today: str = NOVEMBER) -> str:
    return " ".join(finding.message for finding in building.findings(clause, plan_year, today))


@pytest.mark.parametrize("clause", charter.CLAUSES, ids=lambda clause: clause.id)
def test_a_quote_is_the_words_of_the_text_itself(clause: charter.Clause) -> None:
    assert len(clause.quote) > 20
    assert clause.quote in TEXT.read_text(encoding="utf-8")


def test_no_clause_is_listed_twice_and_none_without_a_rule_of_its_own() -> None:
    ids = [clause.id for clause in charter.CLAUSES]
    assert len(set(ids)) == len(ids)
    assert len({clause.rule for clause in charter.CLAUSES}) == len(ids)
    assert {"M3", "M4", *(f"M{number}" for number in range(12, 18)), "M19", "M20", "M21"} <= set(ids)


def test_a_year_in_order_keeps_every_clause_whose_time_has_come(year: Building) -> None:
    found = charter.check(year.network, 2015, date.fromisoformat(NOVEMBER))
    assert {item.clause.id for item in found if item.verdict.state is State.KEPT} == DUE
    assert {item.clause.id: item.verdict.state for item in found if item.clause.id not in DUE} == {
        "M14": State.NOT_DUE,
        "M22": State.NOT_DUE,
        "M23": State.NOT_DUE,
    }


def test_an_empty_network_is_checked_without_a_fault() -> None:
    for today in ("2014-01-01", "2015-06-01", "2016-01-01"):
        assert len(charter.check(Network.empty(), 2015, date.fromisoformat(today))) == len(charter.CLAUSES)


@pytest.mark.parametrize("today", ["2013-05-01", "2014-10-02", NOVEMBER, "2015-11-01", "2016-02-01"])
def test_every_finding_is_one_danish_text_with_the_place_where_it_is_mended(today: str) -> None:
    building = broken_in_many_ways()
    findings = [
        finding
        for item in charter.check(building.network, 2015, date.fromisoformat(today))
        for finding in item.verdict.findings
    ]
    assert len(findings) > 10
    for finding in findings:
        assert finding.message[0].isupper(), finding
        assert finding.message.endswith("."), finding
        assert ".." not in finding.message, finding
        assert "None" not in finding.message, finding
        assert finding.table in building.network.tables, finding
        row = building.network.row(finding.table, finding.row_id) if finding.row_id else None
        assert bool(row) == bool(finding.row_id), finding
        kind = type(row) if row else None
        assert not finding.field or kind is None or finding.field in kind.fields(), finding


def broken_in_many_ways() -> Building:
    building = Building.new(2014)
    building.appoint("Gentofte", "Mette Modelholm", "2012-01-01", "2014-12-31")
    building.appoint("Odense", "Per Prøvesen", "2015-03-01")
    building.focus_areas(2015, consulted_on="2014-09-01", deadline="2014-12-01", set_on=None)
    building.merge_new(
        Appointment,
        seat_id=building.seat("Odense").id,
        person_id=building.person("Mette Modelholm").id,
        starts_on="2015-05-01",
    )
    meeting_id = building.meeting("annual", "2014-11-10")
    building.attend(meeting_id)
    building.merge_set(Meeting, meeting_id, state="held")
    building.meeting("annual", "2015-11-10")
    building.goal(building.plan(2015), "Et mål", deadline=None, owner_organisation_id=None, indicator="")
    building.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=100)
    building.merge_new(
        BudgetShare, year=2015, organisation_id=building.library("Vejle").id, earmarked_ore=1, share_ore=2
    )
    return building


# M1


def test_m1_is_kept_while_a_charter_is_on_record_and_open_without(year: Building) -> None:
    assert year.state("M1", 2015, NOVEMBER) is State.KEPT
    charter_id = next(iter(year.network.rows(Charter))).id
    year.set(Charter, charter_id, valid_from="2016-01-01")
    assert year.state("M1", 2015, NOVEMBER) is State.OPEN


# M2


def test_m2_is_broken_without_an_agency_or_without_a_library(year: Building) -> None:
    assert year.state("M2", 2015, NOVEMBER) is State.KEPT
    year.set(Organisation, year.library("KBE").id, archived=True)
    assert year.state("M2", 2015, NOVEMBER) is State.BROKEN
    assert "biblioteksenhed" in messages(year, "M2")


# M3


def test_m3_is_open_with_the_days_of_a_vacancy() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2014-01-01")
    assert building.state("M3", 2014, NOVEMBER) is State.KEPT
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Vejle").id)
    building.set(Appointment, term.id, starts_on="2014-02-01")
    assert building.state("M3", 2014, NOVEMBER) is State.OPEN
    assert "Vejle var ubesat i 31 dage, 01.01.2014–31.01.2014" in messages(building, "M3", 2014)


def test_m3_counts_a_vacancy_until_today_in_a_running_year() -> None:
    building = Building.new(2014)
    finding = building.findings("M3", 2014, "2014-01-10")[0]
    assert "har stået ubesat i 10 dage, siden 01.01.2014" in finding.message
    assert (finding.table, finding.row_id) == ("seats", building.seat("Bib").id)
    assert finding.severity is Severity.WARNING


def test_m3_counts_the_gap_between_two_terms() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Odense").id)
    building.set(Appointment, term.id, ends_on="2014-03-31")
    building.appoint("Odense", "Ny Person", "2014-04-11")
    assert messages(building, "M3", 2014).count("i 10 dage, 01.04.2014–10.04.2014") == 1
    assert len(building.findings("M3", 2014, NOVEMBER)) == 1


def test_m3_calls_an_expired_term_with_nobody_new_sitting_on_and_no_vacancy() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Herning").id)
    building.set(Appointment, term.id, ends_on="2014-06-30")
    (finding,) = building.findings("M3", 2014, NOVEMBER)
    assert finding.message.startswith("Hernings repræsentant sidder fortsat på pladsen Herning")
    assert "udløb 30.06.2014" in finding.message
    assert finding.severity is Severity.WARNING
    assert (finding.table, finding.row_id, finding.field) == ("appointments", term.id, "ends_on")


def test_m3_calls_the_seat_of_an_archived_person_vacant() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Herning").id)
    building.set(Appointment, term.id, ends_on="2014-06-30")
    building.set(Person, term.person_id or "", archived=True)
    assert "ubesat i 147 dage, siden 01.07.2014" in messages(building, "M3", 2014)


def test_m3_only_notes_a_term_that_will_expire(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Herning").id)
    year.set(Appointment, term.id, ends_on="2015-06-30")
    assert year.state("M3", 2015, NOVEMBER) is State.KEPT
    assert [finding.severity for finding in year.findings("M3", 2015, NOVEMBER)] == [Severity.NOTE]


def test_m3_is_broken_by_two_representatives_a_merge_brought(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Odense").id,
        person_id=year.person("Vejles repræsentant").id,
        starts_on="2015-02-01",
    )
    assert year.state("M3", 2015, NOVEMBER) is State.BROKEN
    found = messages(year, "M3")
    assert "Odenses repræsentant (fra 01.01.2012) og Vejles repræsentant (fra 01.02.2015) overlapper" in found
    assert "Vejles repræsentant sidder på to pladser på samme tid: Vejle og Odense" in found


def test_m3_is_broken_by_a_missing_and_by_a_superfluous_seat(year: Building) -> None:
    year.set(Seat, year.seat("Roskilde").id, archived=True)
    assert year.state("M3", 2015, NOVEMBER) is State.BROKEN
    assert "ingen plads til centralbiblioteksområdet Roskilde" in messages(year, "M3")
    year.set(Seat, next(row.id for row in year.network.rows(Seat) if row.archived), archived=False)
    year.add(Seat, name="Cheferne", kind="directors")
    assert "2 pladser til centralbibliotekscheferne" in messages(year, "M3")


def test_m3_knows_the_days_a_seat_existed(year: Building) -> None:
    library = year.add(Organisation, name="Esbjerg Centralbibliotek", kind="central_library")
    seat = year.add(Seat, name="Esbjerg", kind="area", organisation_id=library, starts_on="2015-12-01")
    year.set(Seat, seat, ends_on="2015-12-10")
    assert "i 10 dage, 01.12.2015–10.12.2015" in messages(year, "M3")


# M4


def test_m4_is_open_for_a_plan_with_goals_in_one_part_only(year: Building) -> None:
    goal = next(row for row in year.network.live(Goal) if row.part == "agency")
    year.set(Goal, goal.id, part="central")
    assert year.state("M4", 2015, NOVEMBER) is State.OPEN
    assert messages(year, "M4") == "Handlingsplanen for 2015 har ingen mål i styrelsesdelen."


def test_m4_is_not_due_without_a_plan() -> None:
    assert Building.new(2014).state("M4", 2015, NOVEMBER) is State.NOT_DUE


# M12


def test_m12_is_open_when_a_library_has_nobody_appointed_today(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Aalborg").id)
    year.set(Appointment, term.id, ends_on="2014-10-31")
    assert year.state("M12", 2015, NOVEMBER) is State.OPEN
    assert "Aalborg har ikke udpeget en repræsentant efter Aalborgs repræsentant" in messages(year, "M12")
    year.set(Appointment, term.id, archived=True)
    assert "Aalborg har ingen udpeget repræsentant 24.11.2014" in messages(year, "M12")


def test_m12_looks_at_the_last_day_of_a_past_year(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Aalborg").id)
    year.set(Appointment, term.id, ends_on="2014-10-31")
    assert year.state("M12", 2013, NOVEMBER) is State.KEPT


def test_m12_is_broken_by_two_representatives_of_one_library(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Aalborg").id,
        person_id=year.add(Person, name="Oda Digtervad"),
        starts_on="2014-02-01",
    )
    assert year.state("M12", 2015, NOVEMBER) is State.BROKEN
    assert "Aalborgs repræsentant og Oda Digtervad" in messages(year, "M12")


# M13


def test_m13_is_not_due_before_the_october_before_and_open_after() -> None:
    building = Building.new(2014)
    assert building.state("M13", 2015, "2014-09-30") is State.NOT_DUE
    assert building.state("M13", 2015, "2014-10-01") is State.OPEN
    assert building.findings("M13", 2015, "2014-10-01")[0].row_id == ""


def test_m13_is_due_as_soon_as_the_preparing_annual_meeting_is_called() -> None:
    building = Building.new(2014)
    building.meeting("annual", "2014-09-20", state="called")
    assert building.state("M13", 2015, "2014-08-01") is State.OPEN


def test_m13_is_open_while_the_consultation_runs(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    odense = focus.answers(year.network, found)[year.library("Odense").id]
    year.set(ConsultationAnswer, odense.id, answered_on=None)
    year.set(FocusSet, found.id, set_on=None, set_by_id=None, deadline="2014-11-28")
    found_messages = messages(year, "M13")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert "Odense har ikke svaret på høringen om indsatsområderne for 2015. Fristen er 28.11.2014." in found_messages
    assert "Indsatsområderne for 2015 er ikke fastsat af KBE endnu." in found_messages
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
    year.set(FocusSet, found.id, deadline="2014-10-20")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert "før Odense svarede" in messages(year, "M13")


def test_m13_is_open_for_a_set_decided_after_the_annual_meeting(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.set(FocusSet, found.id, set_on="2014-11-06")
    assert "efter at de blev drøftet på Årsmøde 05.11.2014" in messages(year, "M13")
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN


def test_m13_is_open_for_a_set_without_setter_consultation_or_areas(year: Building) -> None:
    found = focus.set_of(year.network, 2015)
    assert found
    year.set(FocusSet, found.id, set_by_id=None, consulted_on=None, deadline=None)
    for area in focus.of_year(year.network, 2015):
        year.set(FocusArea, area.id, archived=True)
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


# M14


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
    for seat in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle"):
        year.set(Attendance, attendance_of(year, seat).id, status="absent")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    year.set(Attendance, attendance_of(year, "Aalborg").id, archived=True)
    assert "centralbiblioteksområderne er ikke registreret" in messages(year, "M14", 2014)


def test_m14_counts_a_substitute_unless_the_charter_says_otherwise(year: Building) -> None:
    agency = attendance_of(year, "Bib")
    year.set(Attendance, agency.id, status="apologies")
    year.appoint("Bib", "Sanne Suppleant", "2014-01-01", role="substitute")
    year.attend(agency.meeting_id or "", "Sanne Suppleant")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    year.set(Charter, next(iter(year.network.rows(Charter))).id, substitutes_count=False)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN


def test_m14_counts_somebody_recorded_as_substitute_for_the_day(year: Building) -> None:
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


def test_m14_counts_who_held_the_seat_that_day_and_not_who_holds_it_now(year: Building) -> None:
    newcomer = year.add(Person, name="Ny Fra KBE")
    year.apply(roster.replace_holder(year.network, year.seat("Bib"), newcomer, "2014-11-06"))
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    agency = attendance_of(year, "Bib")
    year.set(Attendance, agency.id, person_id=newcomer)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN


def test_m14_asks_for_as_many_meetings_as_the_charter_does(year: Building) -> None:
    year.set(Charter, next(iter(year.network.rows(Charter))).id, min_annual_meetings=2)
    assert year.state("M14", 2014, NOVEMBER) is State.OPEN
    assert messages(year, "M14", 2014) == "Der er holdt 1 af mindst 2 årsmøder i 2014."
    year.annual_meeting("2014-11-20")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT


# M15


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
    (finding,) = year.findings("M15", 2014, NOVEMBER)
    assert (finding.table, finding.row_id, finding.field) == ("agenda_items", item.id, "outcome")
    year.merge_set(AgendaItem, item.id, archived=True)
    assert "mangler det faste punkt »Det foregående års arbejde«" in messages(year, "M15", 2014)
    assert year.state("M15", 2014, NOVEMBER) is State.BROKEN


# M16


def test_m16_is_not_due_before_the_annual_meeting_and_broken_when_the_year_is_over() -> None:
    building = Building.new(2014)
    building.appoint_everybody()
    assert building.state("M16", 2015, NOVEMBER) is State.NOT_DUE
    building.annual_meeting("2014-11-05")
    assert building.state("M16", 2015, NOVEMBER) is State.OPEN
    assert building.state("M16", 2015, "2016-01-01") is State.BROKEN


@pytest.mark.parametrize("state", ["planned", "called", "held", "cancelled"])
def test_m16_is_open_until_the_source_meetings_minutes_are_approved(year: Building, state: str) -> None:
    year.set(Meeting, year.network.live(Meeting)[0].id, state=state)
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN
    assert "Årsmøde 05.11.2014" in messages(year, "M16")


def test_m16_is_open_for_a_plan_without_a_source_or_with_one_of_another_year(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    year.set(Plan, found.id, meeting_id=None)
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN
    year.set(Plan, found.id, meeting_id=year.annual_meeting("2013-11-05"))
    assert "som ikke ligger i året før" in messages(year, "M16")
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN


def test_m16_is_broken_by_a_source_that_is_no_annual_meeting_and_by_two_plans(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    year.set(Plan, found.id, meeting_id=year.meeting("planning", "2014-10-01", state="approved"))
    assert year.state("M16", 2015, NOVEMBER) is State.BROKEN
    year.set(Plan, found.id, meeting_id=None)
    year.merge_new(Plan, year=2015)
    assert year.state("M16", 2015, NOVEMBER) is State.BROKEN
    assert "Der er 2 handlingsplaner for 2015" in messages(year, "M16")


# M17


@pytest.mark.parametrize(
    ("field", "words"),
    [("owner_organisation_id", "mangler ansvarlig"), ("deadline", "mangler frist")],
)
def test_m17_is_open_for_a_goal_without_owner_or_deadline_and_broken_once_signed(
    year: Building, field: str, words: str
) -> None:
    goal = next(row for row in year.network.live(Goal) if row.part == "agency")
    year.set(Goal, goal.id, **{field: None})
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    (finding,) = year.findings("M17", 2015, NOVEMBER)
    assert finding.message == f"Mål 2.1 »Mål for Indsats i agency 2015« {words}."
    assert finding.row_id == goal.id
    assert year.state("M17", 2015, "2016-01-01") is State.BROKEN
    year.merge_new(PlanVersion, plan_id=goal.plan_id, number=1)
    assert year.state("M17", 2015, NOVEMBER) is State.BROKEN


def test_m17_accepts_a_person_as_owner(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.set(Goal, goal.id, owner_organisation_id=None, owner_person_id=year.person("Vejles repræsentant").id)
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT


def test_m17_is_open_for_a_deadline_outside_the_year_and_for_a_goal_nobody_can_verify(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.set(Goal, goal.id, deadline="2016-01-01")
    assert "uden for planåret" in messages(year, "M17")
    year.set(Goal, goal.id, deadline="2015-12-31", indicator="")
    assert "hverken indikator" in messages(year, "M17")
    for field in ("target", "result"):
        year.set(Goal, goal.id, **{field: "6 kurser"})
        assert year.state("M17", 2015, NOVEMBER) is State.KEPT
        year.set(Goal, goal.id, **{field: ""})


def test_m17_is_open_for_a_plan_without_goals(year: Building) -> None:
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, archived=True)
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    assert year.state("M4", 2015, NOVEMBER) is State.OPEN


def test_m17_notes_a_goal_under_an_area_that_is_not_the_years(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    year.set(FocusArea, area.id, archived=True)
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT
    assert "ikke er blandt indsatsområderne for 2015" in messages(year, "M17")


# M19


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


def test_m19_counts_the_annual_meeting_only_when_the_charter_says_so(year: Building) -> None:
    for month in (2, 4, 6, 9):
        year.meeting("planning", f"2014-{month:02}-01")
    year.meeting("working_group", "2014-05-01")
    assert year.state("M19", 2014, NOVEMBER) is State.KEPT
    year.set(Charter, next(iter(year.network.rows(Charter))).id, annual_counts_as_planning=True)
    assert year.state("M19", 2014, NOVEMBER) is State.OPEN


# M20


def test_m20_is_open_before_the_year_when_nothing_is_entered() -> None:
    building = Building.new(2014)
    assert building.state("M20", 2015, "2014-02-01") is State.OPEN
    assert len(building.findings("M20", 2015, "2014-02-01")) == 6


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("library_agreed_on", "Vejle har ikke aftalt sin andel for 2015, 125.000\u00a0kr."),
        ("agency_agreed_on", "KBE har ikke aftalt andelen for Vejle i 2015, 125.000\u00a0kr."),
    ],
)
def test_m20_is_open_until_both_have_agreed(year: Building, field: str, words: str) -> None:
    row = budget.shares(year.network, 2015)[4]
    year.set(BudgetShare, row.id, **{field: None})
    assert year.state("M20", 2015, NOVEMBER) is State.OPEN
    (finding,) = year.findings("M20", 2015, NOVEMBER)
    assert finding.message == words
    assert (finding.table, finding.row_id, finding.field) == ("budget_shares", row.id, field)


def test_m20_asks_for_the_earmarked_amount_and_the_share(year: Building) -> None:
    row = budget.shares(year.network, 2015)[4]
    year.set(BudgetShare, row.id, earmarked_ore=None, share_bp=None)
    assert [item.field for item in year.findings("M20", 2015, NOVEMBER)] == ["earmarked_ore", "share_bp"]


def test_m20_is_broken_by_two_shares_and_by_a_share_above_the_amount_that_a_merge_brought(year: Building) -> None:
    vejle = year.library("Vejle").id
    second = year.merge_new(BudgetShare, year=2015, organisation_id=vejle)
    assert year.state("M20", 2015, NOVEMBER) is State.BROKEN
    assert "Vejle har 2 budgetandele for 2015" in messages(year, "M20")
    year.set(BudgetShare, second, archived=True)
    row = budget.shares(year.network, 2015)[4]
    year.merge_set(BudgetShare, row.id, share_bp=None, share_ore=99_000_000)
    assert year.state("M20", 2015, NOVEMBER) is State.BROKEN
    assert "Vejle 2015: Andelen i kroner er større end det afsatte beløb" in messages(year, "M20")


# M21


def test_m21_is_not_due_until_a_share_is_known() -> None:
    assert Building.new(2014).state("M21", 2015, NOVEMBER) is State.NOT_DUE


def test_m21_notes_a_provisional_pool_and_money_not_allocated(year: Building) -> None:
    row = budget.shares(year.network, 2015)[0]
    year.set(BudgetShare, row.id, library_agreed_on=None)
    found = year.findings("M21", 2015, NOVEMBER)
    assert {finding.severity for finding in found} == {Severity.NOTE}
    assert "foreløbige: Gentofte har ikke aftalt andelen endnu" in found[0].message
    assert found[1].message == "750.000\u00a0kr. af de fælles midler i 2015 er ikke fordelt endnu."


def test_m21_is_open_for_an_allocation_without_amount_or_overspent(year: Building) -> None:
    row = year.add(Allocation, year=2015, purpose="Kurser")
    assert year.state("M21", 2015, NOVEMBER) is State.OPEN
    year.set(Allocation, row, amount_ore=100_00, spent_ore=150_00)
    assert year.state("M21", 2015, NOVEMBER) is State.OPEN
    assert "Bevillingen »Kurser« er overskredet med 50\u00a0kr." in messages(year, "M21")


def test_m21_is_broken_when_a_merge_has_set_aside_more_than_there_is(year: Building) -> None:
    row = year.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=75_000_001)
    assert year.state("M21", 2015, NOVEMBER) is State.BROKEN
    finding = next(item for item in year.findings("M21", 2015, NOVEMBER) if item.severity is Severity.ERROR)
    assert finding.row_id == row
    assert "mindst 0,01\u00a0kr." in finding.message


# M22


def test_m22_is_open_while_a_goal_of_the_year_before_is_not_assessed(year: Building) -> None:
    assert year.state("M22", 2016, "2015-12-31") is State.NOT_DUE
    assert year.state("M22", 2016, "2016-01-01") is State.OPEN
    for goal, status in zip(year.network.live(Goal), ("met", "partly_met"), strict=True):
        year.set(Goal, goal.id, status=status)
    assert year.state("M22", 2016, "2016-01-01") is State.KEPT


# M23


def test_m23_is_open_from_the_plan_years_first_day_until_the_plan_is_signed(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    assert year.state("M23", 2015, "2014-12-31") is State.NOT_DUE
    assert year.state("M23", 2015, "2015-01-01") is State.OPEN
    year.merge_new(PlanVersion, plan_id=found.id, number=1)
    assert year.state("M23", 2015, "2015-01-01") is State.KEPT
    year.merge_new(PlanVersion, plan_id=found.id, number=1)
    assert year.state("M23", 2015, "2015-01-01") is State.BROKEN


def test_years_do_not_disturb_each_other(year: Building) -> None:
    before = charter.check(year.network, 2015, date.fromisoformat(NOVEMBER))
    prepare(year, 2017)
    assert charter.check(year.network, 2015, date.fromisoformat(NOVEMBER)) == before


def test_the_check_is_a_function_of_network_year_and_today_alone(year: Building) -> None:
    today = date.fromisoformat(NOVEMBER)
    shuffled = Network({table: dict(reversed(rows.items())) for table, rows in year.network.tables.items()})
    assert charter.check(shuffled, 2015, today) == charter.check(year.network, 2015, today)
    assert profile_id(shuffled) == profile_id(year.network)


@pytest.mark.parametrize("days", range(0, 1500, 50))
def test_no_day_of_checking_meets_a_fault(days: int) -> None:
    building = broken_in_many_ways()
    for year in (2013, 2015, 2017):
        charter.check(building.network, year, date(2013, 1, 1) + timedelta(days=days))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_row_of_which_a_merge_brought_nothing_but_the_id_is_not_stumbled_over(year: Building, kind: type) -> None:
    empty = kind(**{name: field.default for name, field in kind.fields().items()}, id="0")
    year.network = year.network.with_tables({kind.TABLE: {"0": empty, **year.network.tables[kind.TABLE]}})
    for year_number in (2014, 2015, 2016):
        assert charter.check(year.network, year_number, date.fromisoformat(NOVEMBER))
    charter.require(year.network, year.network, set(year.network.tables))
    plan.content(year.network, 2015, date.fromisoformat(NOVEMBER), None)
    labels.row_title(year.network, empty)


def test_a_row_whose_references_are_gone_is_shown_and_not_stumbled_over(year: Building) -> None:
    removed = [
        Change(table, row_id, row.values(), None)
        for table in ("people", "organisations", "seats", "meetings")
        for row_id, row in year.network.tables[table].items()
    ]
    year.merge(removed)
    for year_number in (2014, 2015):
        assert charter.check(year.network, year_number, date.fromisoformat(NOVEMBER))
