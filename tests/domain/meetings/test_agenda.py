"""The order of an agenda (M15, M18)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import agenda, meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.words.choices import Topic
from tests.building import Building


def titles(building: Building, meeting_id: str) -> list[str]:
    return [item.title for item in items(building, meeting_id)]


def items(building: Building, meeting_id: str) -> list[AgendaItem]:
    return meetings.agenda(building.network, building.network.get(Meeting, meeting_id))


def add(building: Building, meeting_id: str, title: str) -> None:
    building.apply(agenda.added(building.network, building.network.get(Meeting, meeting_id), title))


def test_a_new_item_stands_last_but_before_any_other_business(building: Building) -> None:
    meeting_id = building.meeting("other", "2014-03-05")
    add(building, meeting_id, "Økonomi")
    assert titles(building, meeting_id) == ["Godkendelse af dagsorden", "Økonomi", "Eventuelt"]
    assert [item.position for item in items(building, meeting_id)] == [1, 2, 3]


def test_the_first_item_of_an_empty_agenda_is_number_one(building: Building) -> None:
    meeting_id = building.add(Meeting, kind="other", held_on="2014-03-05")
    add(building, meeting_id, "Velkomst")
    assert [(item.position, item.title) for item in items(building, meeting_id)] == [(1, "Velkomst")]


@pytest.mark.parametrize(("steps", "order"), [(1, "acbd"), (-1, "bacd"), (2, "acdb"), (9, "acdb"), (-9, "bacd")])
def test_an_item_moves_and_every_number_follows(building: Building, steps: int, order: str) -> None:
    meeting_id = building.add(Meeting, kind="other", held_on="2014-03-05")
    for position, title in ((3, "b"), (3, "c"), (None, "d"), (1, "a")):
        building.add(AgendaItem, meeting_id=meeting_id, title=title, position=position)
    assert titles(building, meeting_id) == list("abcd")
    building.apply(agenda.moved(building.network, items(building, meeting_id)[1], steps))
    assert titles(building, meeting_id) == list(order)
    assert [item.position for item in items(building, meeting_id)] == [1, 2, 3, 4]


def test_an_item_that_stands_at_the_end_already_is_not_moved(building: Building) -> None:
    meeting_id = building.meeting("other", "2014-03-05")
    first, last = items(building, meeting_id)
    assert agenda.moved(building.network, first, -1) == ()
    assert agenda.moved(building.network, last, 1) == ()


def test_items_taken_off_leave_no_gap(building: Building) -> None:
    meeting_id = building.meeting("annual", "2014-11-05")
    meeting = building.network.get(Meeting, meeting_id)
    first, *_, last = items(building, meeting_id)
    building.apply(agenda.archived(building.network, meeting, [first, last]))
    assert [item.position for item in items(building, meeting_id)] == [1, 2, 3]
    assert agenda.archived(building.network, meeting, []) == ()


def test_only_the_topics_that_are_missing_are_added(building: Building) -> None:
    meeting_id = building.meeting("annual", "2014-11-05")
    for item in items(building, meeting_id):
        if item.topic in (Topic.PAST_YEAR, Topic.OTHER_FUNCTIONS):
            building.set(AgendaItem, item.id, archived=True)
    meeting = building.network.get(Meeting, meeting_id)
    building.apply(agenda.topics_added(building.network, meeting))
    assert titles(building, meeting_id) == [
        "Velkomst og godkendelse af dagsorden",
        "De kommende indsatsområder",
        "Det foregående års arbejde",
        "Netværkets øvrige funktioner",
        "Eventuelt",
    ]
    assert agenda.topics_added(building.network, meeting) == ()


def test_topics_added_leave_no_gap_and_no_double_number(building: Building) -> None:
    meeting_id = building.meeting("annual", "2014-11-05")
    for item in items(building, meeting_id):
        if item.topic in (Topic.PAST_YEAR, Topic.OTHER_FUNCTIONS):
            building.set(AgendaItem, item.id, archived=True)
    building.apply(agenda.topics_added(building.network, building.network.get(Meeting, meeting_id)))
    assert [item.position for item in items(building, meeting_id)] == [1, 2, 3, 4, 5]


def test_an_agenda_that_has_its_topics_is_not_even_numbered_anew(building: Building) -> None:
    meeting_id = building.meeting("annual", "2014-11-05")
    building.merge_set(AgendaItem, items(building, meeting_id)[-1].id, position=9)
    assert agenda.topics_added(building.network, building.network.get(Meeting, meeting_id)) == ()


def test_a_new_item_stands_after_a_last_one_that_is_not_any_other_business(building: Building) -> None:
    meeting_id = building.add(Meeting, kind="other", held_on="2014-03-05")
    for title in ("Velkomst", "Økonomi"):
        add(building, meeting_id, title)
    assert titles(building, meeting_id) == ["Velkomst", "Økonomi"]


def test_an_item_after_midnight_begins_early(building: Building) -> None:
    meeting_id = building.add(Meeting, kind="other", held_on="2014-03-05", starts_at="23:30")
    for position in (1, 2):
        building.add(AgendaItem, meeting_id=meeting_id, title="x", position=position, minutes_allotted=45)
    meeting = building.network.get(Meeting, meeting_id)
    assert agenda.begins(meeting, items(building, meeting_id)) == ["23:30", "00:15"]


def test_an_agenda_that_lacks_nothing_is_left_as_it_is(building: Building) -> None:
    meeting_id = building.meeting("other", "2014-03-05")
    building.merge_set(AgendaItem, items(building, meeting_id)[-1].id, position=9)
    assert agenda.carried_added(building.network, building.network.get(Meeting, meeting_id)) == ()


def test_each_item_begins_when_the_one_before_has_had_its_minutes(building: Building) -> None:
    meeting_id = building.add(Meeting, kind="other", held_on="2014-03-05", starts_at="10:30")
    for position, minutes in enumerate((10, 45, None, 5), 1):
        building.add(
            AgendaItem, meeting_id=meeting_id, title=f"{position}", position=position, minutes_allotted=minutes
        )
    meeting = building.network.get(Meeting, meeting_id)
    assert agenda.begins(meeting, items(building, meeting_id)) == ["10:30", "10:40", "11:25", ""]


def test_no_item_begins_at_a_known_time_where_the_meeting_does_not(building: Building) -> None:
    meeting_id = building.meeting("other", "2014-03-05")
    meeting = building.network.get(Meeting, meeting_id)
    assert agenda.begins(meeting, items(building, meeting_id)) == ["", ""]
