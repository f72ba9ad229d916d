"""Meetings, their agendas and who was there (M14, M15, M19)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import Appointment, Attendance, Charter, Meeting
from cbnet_desktop.domain.titles.titles import meeting_title
from cbnet_desktop.domain.words.choices import SeatKind, Topic
from tests.building import Building


@pytest.fixture
def network() -> Building:
    building = Building.new()
    building.appoint_everybody()
    return building


def titles(building: Building, meeting_id: str) -> list[str]:
    return [item.title for item in meetings.agenda(building.network, building.network.get(Meeting, meeting_id))]


def test_an_annual_meeting_begins_with_the_three_topics_on_its_agenda(network: Building) -> None:
    assert titles(network, network.meeting("annual", "2014-11-05")) == [
        "Velkomst og godkendelse af dagsorden",
        "Det foregående års arbejde",
        "De kommende indsatsområder",
        "Netværkets øvrige funktioner",
        "Eventuelt",
    ]


def test_a_planning_meeting_approves_the_last_minutes_and_follows_the_plan_up(network: Building) -> None:
    assert titles(network, network.meeting("planning", "2014-02-05", state="held")) == [
        "Godkendelse af dagsorden",
        "Opfølgning på handlingsplanen",
        "Eventuelt",
    ]
    network.meeting("planning", "2014-03-05", state="cancelled")
    assert titles(network, network.meeting("planning", "2014-05-07"))[1] == "Godkendelse af referat fra 05.02.2014"


def test_another_meeting_has_a_short_agenda(network: Building) -> None:
    assert titles(network, network.meeting("working_group", "2014-05-07")) == ["Godkendelse af dagsorden", "Eventuelt"]


def test_the_meetings_of_a_year_are_those_of_the_calendar_year_by_date(network: Building) -> None:
    days = ["2014-12-31", "2014-01-01", "2015-01-01", "2013-12-31"]
    for day in days:
        network.meeting("planning", day)
    cancelled = network.meeting("planning", "2014-06-01", state="cancelled")
    archived = network.meeting("planning", "2014-07-01")
    network.set(Meeting, archived, archived=True)
    found = meetings.of_year(network.network, 2014)
    assert [meeting.held_on for meeting in found] == ["2014-01-01", "2014-06-01", "2014-12-31"]
    assert meetings.counted_planning(network.network, 2014) == 2
    assert cancelled in {meeting.id for meeting in found}


def test_the_annual_meeting_counts_among_the_planning_meetings_only_by_the_charters_setting(network: Building) -> None:
    network.meeting("annual", "2014-11-05")
    assert meetings.counted_planning(network.network, 2014) == 0
    network.set(Charter, next(iter(network.network.rows(Charter))).id, annual_counts_as_planning=True)
    assert meetings.counted_planning(network.network, 2014) == 1


def test_calling_lists_everybody_who_holds_a_seat_that_day_once(network: Building) -> None:
    network.appoint("Odense", "Sanne Suppleant", role="substitute")
    meeting_id = network.meeting("planning", "2014-05-07")
    network.attend(meeting_id)
    meeting = network.network.get(Meeting, meeting_id)
    assert len(meetings.attendances(network.network, meeting)) == 8
    assert meetings.call_members(network.network, meeting) == ()


def test_calling_lists_the_substitute_of_a_vacant_seat_as_such(network: Building) -> None:
    seat = network.seat("Odense")
    term = next(row for row in network.network.live(Appointment) if row.seat_id == seat.id)
    network.set(Appointment, term.id, archived=True)
    network.appoint("Odense", "Sanne Suppleant", role="substitute")
    meeting_id = network.meeting("planning", "2014-05-07")
    network.attend(meeting_id)
    rows = [row for row in network.network.live(Attendance) if row.substitute_for_id]
    assert [(row.person_id, row.substitute_for_id) for row in rows] == [(network.person("Sanne Suppleant").id, seat.id)]


def test_a_guest_is_on_the_list_and_represents_nobody(network: Building) -> None:
    network.appoint("Odense", "Gæst Gæstesen", "2020-01-01", "2020-12-31", role="substitute")
    meeting_id = network.meeting("planning", "2014-05-07")
    network.attend(meeting_id, "Gæst Gæstesen")
    meeting = network.network.get(Meeting, meeting_id)
    assert meetings.represented_seats(network.network, meeting) == set()
    assert meetings.missing_sides(network.network, meeting) == [SeatKind.AGENCY, SeatKind.DIRECTORS, SeatKind.AREA]


def test_attendance_is_listed_in_danish_order_of_names(network: Building) -> None:
    for name in ("Ås Å", "Ærø Æ", "Øst Ø", "Anna A"):
        network.appoint("Odense", name, role="substitute")
    meeting_id = network.meeting("planning", "2014-05-07")
    network.attend(meeting_id, "Ås Å", "Ærø Æ", "Øst Ø", "Anna A")
    rows = meetings.attendances(network.network, network.network.get(Meeting, meeting_id))
    assert [row.person_id for row in rows] == [network.person(name).id for name in ("Anna A", "Ærø Æ", "Øst Ø", "Ås Å")]


def test_minutes_under_any_item_of_a_topic_will_do(network: Building) -> None:
    meeting_id = network.meeting("annual", "2014-11-05")
    meeting = network.network.get(Meeting, meeting_id)
    items = meetings.agenda(network.network, meeting)
    assert meetings.topics_without_item(items) == []
    assert meetings.topics_without_outcome(items) == list(Topic)
    network.write_minutes(meeting_id)
    assert meetings.topics_without_outcome(meetings.agenda(network.network, meeting)) == []
    assert meetings.topics_without_item([]) == list(Topic)


def test_a_meeting_is_called_by_its_own_title_or_its_kind_with_the_date(network: Building) -> None:
    meeting_id = network.meeting("annual", "2014-11-05")
    assert meeting_title(network.network.get(Meeting, meeting_id)) == "Årsmøde 05.11.2014"
    network.set(Meeting, meeting_id, title="Netværksdøgn")
    assert meeting_title(network.network.get(Meeting, meeting_id)) == "Netværksdøgn 05.11.2014"
