"""Who took part in a meeting, and for whom (M14)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.records import Attendance, Meeting, Person
from tests.building import Building

DAY = "2014-11-05"


@pytest.fixture
def building() -> Building:
    building = Building.new()
    building.appoint_everybody()
    building.appoint("Vejle", "Vejles suppleant", role="substitute")
    return building


def represented(building: Building, meeting_id: str, name: str) -> str:
    meeting, person = building.network.get(Meeting, meeting_id), building.person(name)
    rows = meetings.attendances(building.network, meeting)
    return attendance.represents(building.network, next(row for row in rows if row.person_id == person.id))


def test_each_row_names_the_seat_it_speaks_for(building: Building) -> None:
    meeting_id = building.meeting("annual", DAY)
    building.attend(meeting_id)
    building.apply(attendance.guest_added(building.network.get(Meeting, meeting_id), "Ole Gæst"))
    assert represented(building, meeting_id, "Gentoftes repræsentant") == "Gentofte"
    assert represented(building, meeting_id, "Ole Gæst") == "Gæst"


def test_somebody_appointed_after_the_meeting_was_a_guest_at_it(building: Building) -> None:
    meeting_id = building.meeting("annual", DAY)
    person_id = building.add(Person, name="Ny Repræsentant")
    building.add(Attendance, meeting_id=meeting_id, person_id=person_id)
    assert represented(building, meeting_id, "Ny Repræsentant") == "Gæst"


@pytest.mark.parametrize(("status", "stands_in"), [("apologies", True), ("absent", True), ("present", False)])
def test_a_substitute_stands_in_only_while_the_holder_is_away(building: Building, status: str, stands_in: bool) -> None:
    meeting_id = building.meeting("annual", DAY)
    building.attend(meeting_id)
    meeting = building.network.get(Meeting, meeting_id)
    holder = building.person("Vejles repræsentant")
    row = next(row for row in meetings.attendances(building.network, meeting) if row.person_id == holder.id)
    building.set(Attendance, row.id, status=status)
    building.apply([attendance.added(building.network, meeting, building.person("Vejles suppleant").id)])
    seat = "Vejle (suppleant)" if stands_in else "Gæst"
    assert represented(building, meeting_id, "Vejles suppleant") == seat


def test_the_states_follow_on_each_other_in_a_ring() -> None:
    assert [attendance.next_status(status) for status in ("present", "apologies", "absent", "")] == [
        "apologies",
        "absent",
        "present",
        "present",
    ]


def test_the_list_is_summed_up_in_words(building: Building) -> None:
    meeting_id = building.meeting("annual", DAY)
    meeting = building.network.get(Meeting, meeting_id)
    assert attendance.summary(building.network, meeting) == ""
    building.attend(meeting_id)
    rows = meetings.attendances(building.network, meeting)
    building.set(Attendance, rows[0].id, status="apologies")
    building.set(Attendance, rows[1].id, status="absent")
    assert attendance.summary(building.network, meeting) == "6 til stede, 1 afbud, 1 fraværende"
