"""What was decided, how a meeting ends, and how it was called (M14, M15, M18)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import agenda, attendance, decisions, meetings, notice
from cbnet_desktop.domain.records import (
    AgendaItem,
    Attendance,
    FollowUp,
    FormItem,
    GroupMember,
    Meeting,
    MeetingForm,
    WorkingGroup,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words.choices import MeetingState
from tests.building import Building


@pytest.fixture
def building() -> Building:
    building = Building.new()
    building.appoint_everybody()
    return building


def meeting(building: Building, row_id: str) -> Meeting:
    return building.network.get(Meeting, row_id)


def two_meetings(building: Building, decision: str) -> tuple[Meeting, Meeting, AgendaItem]:
    """A held meeting and the next one, whose first item is about its minutes."""
    first = building.meeting("planning", "2015-02-04")
    building.set(Meeting, first, state="held")
    second = building.meeting("planning", "2015-05-13")
    item = building.add(
        AgendaItem, meeting_id=second, title="Referat", minutes_of_id=first, decision=decision, position=1
    )
    return meeting(building, first), meeting(building, second), building.network.get(AgendaItem, item)


def test_decisions_stand_newest_meeting_first_and_cancelled_meetings_decide_nothing(building: Building) -> None:
    for day, state in (("2014-02-05", "held"), ("2015-02-04", "held"), ("2015-05-06", "cancelled")):
        row_id = building.meeting("planning", day)
        building.set(Meeting, row_id, state=state)
        for place in (2, 1):
            building.add(AgendaItem, meeting_id=row_id, title=f"{day} {place}", position=place, decision="Godkendes")
        building.add(AgendaItem, meeting_id=row_id, title="Uden", position=3)
    titles = [item.title for item in decisions.taken(building.network)]
    assert titles == ["2015-02-04 1", "2015-02-04 2", "2014-02-05 1", "2014-02-05 2"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Godkendes", True),
        ("Referatet blev godkendt uden bemærkninger.", True),
        ("Kan ikke godkendes.", False),
        ("Sagen udsættes", False),
        ("", False),
    ],
)
def test_an_approval_is_known_by_its_words(text: str, is_one: bool) -> None:
    assert decisions.is_approval(text) is is_one


def test_a_meeting_that_ends_approves_the_minutes_that_it_decided_to_approve(building: Building) -> None:
    first, second, _ = two_meetings(building, "Godkendes")
    building.apply(decisions.held(building.network, second))
    approved = meeting(building, first.id)
    assert meeting(building, second.id).state == MeetingState.HELD
    assert (approved.state, approved.approved_on, approved.approved_at_id) == ("approved", "2015-05-13", second.id)


@pytest.mark.parametrize("decision", ["", "Sagen udsættes"])
def test_minutes_that_were_not_approved_wait_for_the_next_meeting(building: Building, decision: str) -> None:
    first, second, _ = two_meetings(building, decision)
    building.apply(decisions.held(building.network, second))
    assert meeting(building, first.id).state == MeetingState.HELD


def test_one_action_decides_and_approves(building: Building) -> None:
    first, second, item = two_meetings(building, "")
    building.set(Meeting, second.id, state="held")
    building.apply(decisions.approved_now(building.network, item))
    assert meeting(building, first.id).approved_at_id == second.id
    assert building.network.get(AgendaItem, item.id).decision == "Godkendes"


def test_a_meeting_that_goes_on_decides_and_approves_at_its_end(building: Building) -> None:
    first, second, item = two_meetings(building, "")
    building.apply(decisions.approved_now(building.network, item))
    assert meeting(building, first.id).state == MeetingState.HELD
    assert decisions.approved_now(building.network, building.network.get(AgendaItem, item.id)) == ()
    building.apply(decisions.held(building.network, meeting(building, second.id)))
    assert meeting(building, first.id).approved_at_id == second.id


def test_an_item_that_is_about_no_minutes_approves_none(building: Building) -> None:
    _, second, _ = two_meetings(building, "")
    row_id = building.add(AgendaItem, meeting_id=second.id, title="Økonomi")
    with pytest.raises(Invalid, match="hvilket mødes referat"):
        decisions.approved_now(building.network, building.network.get(AgendaItem, row_id))


def test_the_notice_says_when_and_where_and_lists_the_members(building: Building) -> None:
    row_id = building.meeting("planning", "2015-02-04")
    building.set(Meeting, row_id, starts_at="10:00", ends_at="14:30", place="Vejle", link="https://example.org/m")
    text = notice.invitation(building.network, meeting(building, row_id))
    assert "onsdag den 4. februar 2015 kl. 10.00–14.30, Vejle." in text
    assert "https://example.org/m" in text
    building.apply(notice.called(building.network, meeting(building, row_id), "2015-01-14", text))
    called = meeting(building, row_id)
    assert (called.state, called.called_on, called.invitation) == ("called", "2015-01-14", text)
    assert len(meetings.attendances(building.network, called)) == 8


def test_a_meeting_planned_long_ago_takes_up_what_was_left_since(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04")
    second = building.meeting("planning", "2015-05-13")
    assert agenda.carried_added(building.network, meeting(building, second)) == ()
    building.set(Meeting, first, state="held")
    building.add(FollowUp, meeting_id=first, text="Skrive til kommunerne")
    building.apply(agenda.carried_added(building.network, meeting(building, second)))
    items = meetings.agenda(building.network, meeting(building, second))
    assert [(item.position, item.title) for item in items] == [
        (1, "Godkendelse af dagsorden"),
        (2, "Godkendelse af referat fra 04.02.2015"),
        (3, "Opfølgning fra tidligere møder"),
        (4, "Opfølgning på handlingsplanen"),
        (5, "Eventuelt"),
    ]
    assert items[1].minutes_of_id == first
    assert agenda.carried_added(building.network, meeting(building, second)) == ()


def test_an_item_that_is_about_minutes_already_is_told_which_and_not_doubled(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04")
    second = building.meeting("planning", "2015-05-13")
    own = meetings.agenda(building.network, meeting(building, second))[0].id
    building.set(AgendaItem, own, title="Godkendelse af referat")
    building.set(Meeting, first, state="held")
    building.apply(agenda.carried_added(building.network, meeting(building, second)))
    items = meetings.agenda(building.network, meeting(building, second))
    assert [(item.id == own, item.minutes_of_id) for item in items] == [(True, first), (False, None), (False, None)]
    building.set(AgendaItem, own, title="Referat fra sidst")
    assert agenda.carried_added(building.network, meeting(building, second)) == ()


def test_a_meeting_without_an_agenda_gets_that_of_its_form_with_what_was_left(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04")
    building.set(Meeting, first, state="held")
    form = building.add(MeetingForm, name="Videomøde", kind="planning")
    building.add(FormItem, form_id=form, title="Handlingsplanen", position=1, minutes_allotted=60)
    second = building.add(Meeting, kind="planning", held_on="2015-05-13", form_id=form)
    building.apply(agenda.carried_added(building.network, meeting(building, second)))
    items = meetings.agenda(building.network, meeting(building, second))
    assert [(item.position, item.title, item.minutes_allotted) for item in items] == [
        (1, "Godkendelse af referat fra 04.02.2015", None),
        (2, "Handlingsplanen", 60),
    ]


def test_calling_a_meeting_takes_up_what_was_left(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04")
    second = building.meeting("planning", "2015-05-13")
    building.set(Meeting, first, state="held")
    building.apply(notice.called(building.network, meeting(building, second), "2015-04-20", "Kom"))
    items = meetings.agenda(building.network, meeting(building, second))
    assert [item.minutes_of_id for item in items] == [None, first, None, None]


def test_a_groups_meeting_expects_its_members_of_that_day(building: Building) -> None:
    group = building.add(WorkingGroup, name="E-bøger")
    lead, gone = building.person("Vejles repræsentant"), building.person("Odenses repræsentant")
    building.add(GroupMember, group_id=group, person_id=lead.id, is_lead=True)
    building.add(GroupMember, group_id=group, person_id=gone.id, ends_on="2014-12-31")
    row_id = building.meeting("working_group", "2015-03-04")
    building.set(Meeting, row_id, group_id=group)
    building.apply(attendance.expected(building.network, meeting(building, row_id)))
    rows = meetings.attendances(building.network, meeting(building, row_id))
    assert [row.person_id for row in rows] == [lead.id]
    assert attendance.represents(building.network, rows[0]) == attendance.LEAD
    assert attendance.expected(building.network, meeting(building, row_id)) == ()


def test_coming_late_and_leaving_early_is_noted_by_item_and_taken_back_by_saying_it_again(building: Building) -> None:
    row_id = building.meeting("planning", "2015-02-04")
    building.attend(row_id)
    item_id = building.add(AgendaItem, meeting_id=row_id, title="Økonomi", position=3)
    item = building.network.get(AgendaItem, item_id)
    row = meetings.attendances(building.network, meeting(building, row_id))[0]
    building.set(Attendance, row.id, status="absent")

    def now() -> Attendance:
        return building.network.get(Attendance, row.id)

    building.apply([attendance.arrived(now(), item)])
    assert (now().from_item_id, now().status) == (item.id, "present")
    building.apply([attendance.left(now(), item)])
    assert now().to_item_id == item.id
    building.apply([attendance.left(now(), item)])
    building.apply([attendance.arrived(now(), item)])
    assert (now().from_item_id, now().to_item_id) == (None, None)
