"""Meetings, their agendas and who was there (M14, M15, M19)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, Appointment, Attendance, Charter, Meeting
from cbnet_desktop.domain.records.errors import Invalid
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


def meeting(building: Building, row_id: str) -> Meeting:
    return building.network.get(Meeting, row_id)


def test_meetings_of_a_day_stand_by_the_clock_and_cancelled_ones_are_no_annual_meetings(network: Building) -> None:
    late = network.meeting("annual", "2014-11-05", starts_at="13:00")
    early = network.meeting("planning", "2014-11-05", starts_at="09:00")
    unknown = network.meeting("annual", "2014-11-05", state="cancelled")
    assert [row.id for row in meetings.of_year(network.network, 2014)] == [unknown, early, late]
    assert [row.id for row in meetings.annual_of(network.network, 2014)] == [late]


@pytest.mark.parametrize(("offset", "year"), [(0, 2014), (1, 2015), (3, 2017), (None, 2015)])
def test_an_annual_meeting_prepares_the_year_that_the_terms_of_its_day_tell(
    network: Building, offset: int | None, year: int
) -> None:
    row_id = network.meeting("annual", "2014-11-05")
    for charter in network.network.rows(Charter):
        network.merge_set(Charter, charter.id, plan_year_offset=offset)
    assert meetings.plan_year(network.network, meeting(network, row_id)) == year
    assert [row.id for row in meetings.preparing(network.network, year)] == [row_id]


def test_a_meeting_without_a_day_prepares_no_year_of_ours(network: Building) -> None:
    row_id = network.merge_new(Meeting, kind="annual")
    assert meetings.plan_year(network.network, meeting(network, row_id)) == 1
    assert meetings.attendances(network.network, meeting(network, row_id)) == []
    assert len(meetings.missing_sides(network.network, meeting(network, row_id))) == 3


def test_a_topic_is_required_unless_the_terms_of_the_day_say_no(network: Building) -> None:
    row_id = network.merge_new(Meeting, kind="annual", held_on="2015-11-05")
    network.add(Charter, valid_from="2015-01-01", past_year_required=False)
    assert meetings.lacking_topics(network.network, meeting(network, row_id)) == ["coming_focus", "other_functions"]
    for charter in network.network.rows(Charter):
        network.merge_set(Charter, charter.id, past_year_required=None)
    assert len(meetings.lacking_topics(network.network, meeting(network, row_id))) == 3


def test_the_agenda_stands_by_number_and_items_without_one_last(network: Building) -> None:
    row_id = network.merge_new(Meeting, kind="other", held_on="2015-11-05")
    for title, position in (("B", None), ("A", None), ("Z", 2), ("Y", 0), ("X", 1)):
        network.merge_new(AgendaItem, meeting_id=row_id, title=title, position=position)
    assert titles(network, row_id) == ["Y", "X", "Z", "A", "B"]


def test_each_body_approves_its_own_minutes() -> None:
    bodies = [
        meetings.body(Meeting("x", **values))
        for values in (
            {"kind": "planning"},
            {"kind": "annual"},
            {"kind": "planning", "group_id": "g"},
            {"kind": "working_group", "group_id": "g"},
            {"kind": "working_group"},
            {"kind": "other", "form_id": "f", "title": "Webmøde"},
            {"kind": "other", "title": "Webmøde"},
        )
    ]
    assert bodies == ["network", "network", "group g", "group g", "group ", "other f", "other Webmøde"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"minutes_of_id": None}, "siger ikke, hvilket mødes referat"),
        ({"minutes_of_id": "gone"}, "siger ikke, hvilket mødes referat"),
        ({"meeting_id": "gone"}, "siger ikke, hvilket mødes referat"),
        ({"decision": " "}, "har ingen beslutning"),
    ],
)
def test_minutes_are_approved_by_an_item_that_says_so(network: Building, values: dict[str, str], words: str) -> None:
    first = network.meeting("planning", "2015-02-04", state="held")
    second = network.meeting("planning", "2015-05-13", state="held")
    item_id = network.merge_new(
        AgendaItem, **{"meeting_id": second, "minutes_of_id": first, "decision": "Godkendes", **values}
    )
    with pytest.raises(Invalid, match=words):
        meetings.approve_minutes(network.network, network.network.get(AgendaItem, item_id))


def test_no_meeting_approves_its_own_minutes_and_an_undecided_item_none(network: Building) -> None:
    first = network.meeting("planning", "2015-02-04", state="held")
    own = network.merge_new(AgendaItem, meeting_id=first, minutes_of_id=first, decision="Godkendes", title="Eget")
    with pytest.raises(Invalid, match="siger ikke"):
        meetings.approve_minutes(network.network, network.network.get(AgendaItem, own))
    second = network.meeting("planning", "2015-05-13", state="held")
    network.merge_new(AgendaItem, meeting_id=second, minutes_of_id=first, title="Ubesluttet", position=9)
    assert meetings.approving_items(network.network, meeting(network, second)) == []


def test_somebody_in_two_seats_is_called_once_and_a_sitter_is_no_stand_in(network: Building) -> None:
    network.appoint("Vejle", "Vejles suppleant", role="substitute")
    network.merge_new(
        Appointment, seat_id=network.seat("Herning").id, person_id=network.person("Odenses repræsentant").id,
        role="representative", starts_on="2013-01-01",
    )  # fmt: skip
    row_id = network.merge_new(Meeting, kind="planning", held_on="2014-11-05")
    made = meetings.call_members(network.network, meeting(network, row_id))
    people = [(change.after or {})["person_id"] for change in made]
    assert len(people) == len(set(people)) == 7
    assert {(change.after or {})["substitute_for_id"] for change in made} == {None}
