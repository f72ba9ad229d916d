"""Who took part in a meeting, and for whom (M14)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.records import Attendance, GroupMember, Meeting, Person, WorkingGroup
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


@pytest.mark.parametrize(("state", "usual"), [("called", "invited"), ("held", "present"), ("approved", "present")])
def test_the_states_follow_on_each_other_in_a_ring(state: str, usual: str) -> None:
    meeting = Meeting("m", held_on=DAY, state=state)
    assert [attendance.next_status(meeting, status) for status in (usual, "apologies", "absent", "")] == [
        "apologies",
        "absent",
        usual,
        usual,
    ]


def test_who_is_still_invited_when_the_meeting_is_held_is_present_at_the_next_touch() -> None:
    assert attendance.next_status(Meeting("m", held_on=DAY, state="held"), "invited") == "present"


def test_the_list_is_summed_up_in_words(building: Building) -> None:
    meeting_id = building.meeting("annual", DAY)
    meeting = building.network.get(Meeting, meeting_id)
    assert attendance.summary(building.network, meeting) == ""
    building.attend(meeting_id)
    rows = meetings.attendances(building.network, meeting)
    building.set(Attendance, rows[0].id, status="apologies")
    building.set(Attendance, rows[1].id, status="absent")
    assert attendance.summary(building.network, meeting) == "6 til stede, 1 afbud, 1 fraværende"


def meet(building: Building, kind: str, **values: str) -> Meeting:
    meeting_id = building.meeting(kind, DAY, **values)
    return building.network.get(Meeting, meeting_id)


def group_meeting(building: Building) -> Meeting:
    """A group that Mette leads and Bo was a member of until October meets in November; another group has Ida."""
    group = building.add(WorkingGroup, name="Kurser", starts_on="2014-01-01")
    other = building.add(WorkingGroup, name="Andet", starts_on="2014-01-01")
    for name, group_id, values in (
        ("Mette", group, {"is_lead": True}),
        ("Eva", group, {}),
        ("Bo", group, {"ends_on": "2014-10-31"}),
        ("Ida", other, {}),
    ):
        person_id = building.add(Person, name=name)
        building.add(GroupMember, group_id=group_id, person_id=person_id, **values)
    return meet(building, "working_group", group_id=group)


def test_who_meets_with_a_group_is_lead_member_or_guest(building: Building) -> None:
    meeting = group_meeting(building)
    for name in ("Mette", "Eva", "Bo", "Ida", "Gentoftes repræsentant"):
        building.apply([attendance.added(building.network, meeting, building.person(name).id)])
    rows = {building.network.get(Person, row.person_id).name: row for row in building.network.live(Attendance)}
    assert {name: row.is_guest for name, row in rows.items()} == {
        "Mette": False, "Eva": False, "Bo": True, "Ida": True, "Gentoftes repræsentant": True,
    }  # fmt: skip
    assert represented(building, meeting.id, "Mette") == "Tovholder"
    assert represented(building, meeting.id, "Eva") == "Medlem af arbejdsgruppen"
    assert represented(building, meeting.id, "Bo") == "Gæst"
    building.set(Attendance, rows["Eva"].id, is_guest=True)
    assert represented(building, meeting.id, "Eva") == "Gæst"


def test_a_groups_members_are_expected_once(building: Building) -> None:
    meeting = group_meeting(building)
    building.apply([attendance.added(building.network, meeting, building.person("Eva").id)])
    (change,) = attendance.expected(building.network, meeting)
    assert change.after == {
        "meeting_id": meeting.id,
        "person_id": building.person("Mette").id,
        "status": "invited",
    }
    building.merge_new(GroupMember, group_id=meeting.group_id)
    assert len(attendance.expected(building.network, meeting)) == 1


def test_a_representative_who_is_added_is_no_guest_and_somebody_else_is(building: Building) -> None:
    meeting = meet(building, "annual")
    own = attendance.added(building.network, meeting, building.person("Odenses repræsentant").id)
    other = attendance.added(building.network, meeting, building.add(Person, name="Ole Gæst"))
    stand_in = attendance.added(building.network, meeting, building.person("Vejles suppleant").id)
    assert [(change.after or {})["is_guest"] for change in (own, other, stand_in)] == [False, True, False]


def test_a_guest_at_one_item_comes_and_leaves_with_it(building: Building) -> None:
    meeting = meet(building, "annual")
    item = meetings.agenda(building.network, meeting)[0]
    _, change = attendance.guest_added(meeting, "Ole Gæst", item)
    assert {name: (change.after or {})[name] for name in ("is_guest", "from_item_id", "to_item_id")} == {
        "is_guest": True, "from_item_id": item.id, "to_item_id": item.id,
    }  # fmt: skip
    _, change = attendance.guest_added(meeting, "Ole Gæst")
    assert (change.after or {})["from_item_id"] is None


def test_at_a_meeting_without_a_day_or_in_none_nobody_speaks_for_a_seat(building: Building) -> None:
    meeting_id = building.meeting("annual", DAY)
    building.merge_set(Meeting, meeting_id, held_on=None)
    meeting, person = building.network.get(Meeting, meeting_id), building.person("Odenses repræsentant")
    change = attendance.added(building.network, meeting, person.id)
    assert (change.after or {})["is_guest"] is True
    building.merge([change])
    assert represented(building, meeting_id, person.name) == "Gæst"
    assert attendance.represents(building.network, Attendance("x", meeting_id="gone", person_id=person.id)) == "Gæst"


def test_at_a_groups_meeting_without_a_day_those_without_one_are_members(building: Building) -> None:
    meeting = group_meeting(building)
    building.merge_set(Meeting, meeting.id, held_on=None)
    meeting = building.network.get(Meeting, meeting.id)
    assert len(attendance.expected(building.network, meeting)) == 3
    building.apply([attendance.added(building.network, meeting, building.person("Mette").id)])
    assert represented(building, meeting.id, "Mette") == "Tovholder"
