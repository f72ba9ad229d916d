"""What was decided, how a meeting ends, and how it was called (M14, M15, M18)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import agenda, attendance, decisions, follow_ups, meetings, notice
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


def test_a_meeting_that_ends_records_those_still_invited_as_present(building: Building) -> None:
    called = building.meeting("planning", "2015-05-13")
    building.apply(notice.called(building.network, meeting(building, called), "2015-05-01", ""))
    away, *others = meetings.attendances(building.network, meeting(building, called))
    building.set(Attendance, away.id, status="apologies")
    building.apply(decisions.held(building.network, meeting(building, called)))
    assert building.network.get(Attendance, away.id).status == "apologies"
    assert {building.network.get(Attendance, row.id).status for row in others} == {"present"}


def test_a_state_that_is_only_set_invents_no_presence(building: Building) -> None:
    called = building.meeting("planning", "2015-05-13")
    building.apply(notice.called(building.network, meeting(building, called), "2015-05-01", ""))
    building.set(Meeting, called, state="held")
    assert attendance.summary(building.network, meeting(building, called)) == "8 indkaldt"


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


def test_every_item_after_what_is_taken_up_moves_down_with_the_one_about_the_minutes(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04")
    second = building.meeting("planning", "2015-05-13")
    own = meetings.agenda(building.network, meeting(building, second))[1].id
    building.set(AgendaItem, own, title="Referat fra sidst", minutes_of_id=first)
    building.set(Meeting, first, state="held")
    building.add(FollowUp, meeting_id=first, text="Skrive til kommunerne")
    changes = agenda.carried_added(building.network, meeting(building, second))
    assert not [change for change in changes if change.before == change.after]
    building.apply(changes)
    assert [(item.position, item.title) for item in meetings.agenda(building.network, meeting(building, second))] == [
        (1, "Godkendelse af dagsorden"),
        (2, "Opfølgning fra tidligere møder"),
        (3, "Referat fra sidst"),
        (4, "Eventuelt"),
    ]


def test_an_item_keeps_the_minutes_it_is_about(building: Building) -> None:
    first = building.meeting("planning", "2015-02-04", state="held")
    later = building.meeting("planning", "2015-03-04", state="held")
    second = building.meeting("planning", "2015-05-13")
    own = next(item for item in meetings.agenda(building.network, meeting(building, second)) if item.minutes_of_id)
    assert own.minutes_of_id == later
    building.merge_set(AgendaItem, own.id, title="Godkendelse af referat", minutes_of_id=first)
    building.apply(agenda.carried_added(building.network, meeting(building, second)))
    assert building.network.get(AgendaItem, own.id).minutes_of_id == first


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


def test_decisions_of_one_meeting_stand_by_number_and_undated_meetings_last(building: Building) -> None:
    made = {}
    for name, values in {
        "morning": {"held_on": "2015-02-04", "starts_at": "09:00"},
        "noon": {"held_on": "2015-02-04", "starts_at": "12:00"},
        "unknown": {"held_on": "2015-02-04"},
        "undated": {},
    }.items():
        made[name] = building.merge_new(Meeting, kind="planning", state="held", **values)
    for name, position in (
        ("undated", 1),
        ("morning", 2),
        ("morning", None),
        ("noon", 1),
        ("unknown", 1),
        ("unknown", 0),
    ):
        building.merge_new(
            AgendaItem, meeting_id=made[name], title=f"{name} {position}", position=position, decision="Ja"
        )
    building.merge_new(AgendaItem, meeting_id="gone", title="Uden møde", decision="Ja")
    assert [item.title for item in decisions.taken(building.network)] == [
        "noon 1", "morning None", "morning 2", "unknown 0", "unknown 1", "undated 1",
    ]  # fmt: skip


def test_a_decision_is_named_by_its_day_and_number(building: Building) -> None:
    meeting_id = building.meeting("planning", "2012-09-20")
    item_id = building.merge_new(AgendaItem, meeting_id=meeting_id, title="Mødeform")
    item = building.network.get(AgendaItem, item_id)
    assert decisions.title(building.network, item) == "20.09.2012, Mødeform"
    building.merge_set(AgendaItem, item.id, position=4)
    item = building.network.get(AgendaItem, item.id)
    assert decisions.title(building.network, item) == "20.09.2012, pkt. 4: Mødeform"
    building.merge_set(AgendaItem, item.id, meeting_id="gone")
    assert decisions.title(building.network, building.network.get(AgendaItem, item.id)) == "pkt. 4: Mødeform"


def test_what_is_left_comes_back_by_deadline_to_the_meetings_of_its_own_kind(building: Building) -> None:
    group = building.add(WorkingGroup, name="Kurser", starts_on="2014-01-01")
    first = building.meeting("planning", "2015-02-04")
    same_day, later = (meeting(building, building.meeting("planning", day)) for day in ("2015-02-04", "2015-05-13"))
    of_group = building.meeting("working_group", "2015-02-04", group_id=group)
    undated = building.merge_new(Meeting, kind="planning")
    for meeting_id, text, deadline in (
        (first, "Senere", "2015-06-01"),
        (first, "Uden frist", None),
        (first, "Først", "2015-03-01"),
        (of_group, "Gruppens", None),
        (undated, "Uden dag", None),
    ):
        building.add(FollowUp, meeting_id=meeting_id, text=text, deadline=deadline)
    left = [row.text for row in follow_ups.open_before(building.network, later)]
    assert left == ["Først", "Senere", "Uden frist"]
    assert follow_ups.open_before(building.network, same_day) == []
    assert follow_ups.open_before(building.network, meeting(building, undated)) == []
    assert [row.text for row in follow_ups.of_meeting(building.network, meeting(building, first))] == left


def test_only_what_is_not_done_can_be_overdue(building: Building) -> None:
    meeting_id = building.meeting("planning", "2015-02-04")
    rows = {
        deadline: building.add(FollowUp, meeting_id=meeting_id, text="Ring", deadline=deadline)
        for deadline in ("2015-04-01", "2015-03-01", None)
    }
    assert [row.id for row in follow_ups.overdue(building.network, "2015-05-01")] == [
        rows["2015-03-01"],
        rows["2015-04-01"],
    ]
    building.apply([follow_ups.done(building.network.get(FollowUp, rows["2015-03-01"]), "2015-04-30")])
    assert [row.id for row in follow_ups.overdue(building.network, "2015-05-01")] == [rows["2015-04-01"]]


def test_the_notice_is_written_with_what_is_known(building: Building) -> None:
    def first_line(**values: object) -> str:
        return notice.invitation(building.network, Meeting("m", **values)).split("\n")[0]

    day = {"held_on": "2015-02-04"}
    assert first_line(kind="planning", **day).startswith(
        "Du indkaldes til planlægnings- og koordineringsmøde onsdag den"
    )
    assert " kl. 10.00–12.00" in first_line(**day, starts_at="10:00", ends_at="12:00")
    assert first_line(**day, starts_at="10:00").endswith(" kl. 10.00.")
    assert first_line(**day, ends_at="12:00") == first_line(**day)
    assert first_line(**day, starts_at="12:00", ends_at="12:00", ends_on="2015-02-05").endswith(
        "onsdag den 4. februar 2015 kl. 12.00 til 5. februar 2015 kl. 12.00."
    )
    assert first_line(**day, ends_on="2015-02-05").endswith("onsdag den 4. februar 2015 til 5. februar 2015.")
    assert first_line(**day, is_online=True).endswith(", online.")
    assert first_line(**day, place="Odense").endswith(", Odense.")
    group = building.add(WorkingGroup, name="Fælles kurser", starts_on="2014-01-01")
    assert first_line(**day, group_id=group).startswith("Du indkaldes til fælles kurser onsdag")
    lines = notice.invitation(building.network, Meeting("m", **day)).split("\n\n")
    assert lines[1:] == ["Dagsorden og bilag følger med. Meld afbud til sekretæren, så en suppleant kan deltage."]
