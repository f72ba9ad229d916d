"""Which rows a reference may sensibly point to, seen from the row that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cbnet_desktop.domain import decisions, focus, meetings, plan, roster
from cbnet_desktop.domain.fields import Field, Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import (
    TABLES,
    AgendaItem,
    Allocation,
    Attendance,
    FollowUp,
    Goal,
    Meeting,
    MeetingForm,
    Plan,
    WorkingGroup,
)


def rows(network: Network, field: Field, record: Record | None = None) -> list[Record]:
    """The rows to offer for a reference, none of them archived; without a record every one of the table."""
    narrowed = _NARROWED.get((record.TABLE, field.name)) if record else None
    return list(narrowed(network, record) if narrowed else network.live(TABLES[field.refers_to]))


def _source_items(network: Network, goal: Goal) -> Iterable[Record]:
    """The items of the meeting that the goal's plan was made from (M16)."""
    found = network.find(Plan, goal.plan_id)
    meeting = plan.source_meeting(network, found) if found else None
    return meetings.agenda(network, meeting) if meeting else ()


def _areas_of_plan(network: Network, goal: Goal) -> Iterable[Record]:
    found = network.find(Plan, goal.plan_id)
    return focus.of_year(network, found.year) if found else ()


def _goals_of_year(network: Network, allocation: Allocation) -> Iterable[Record]:
    found = plan.of_year(network, allocation.year)
    return plan.goals(network, found) if found else ()


def _annual_meetings(network: Network, row: Plan) -> Iterable[Record]:
    """Those of the year before, of the plan year itself and any other that prepares it (M16)."""
    found = {
        meeting.id: meeting
        for meeting in (
            *meetings.preparing(network, row.year),
            *meetings.annual_of(network, row.year - 1),
            *meetings.annual_of(network, row.year),
        )
    }
    return found.values()


def _seats_that_day(network: Network, row: Attendance) -> Iterable[Record]:
    meeting = network.find(Meeting, row.meeting_id)
    return roster.seats_on(network, meeting.held_on or "") if meeting else ()


def _items_of_meeting(network: Network, row: Attendance | FollowUp) -> Iterable[Record]:
    meeting = network.find(Meeting, row.meeting_id)
    return meetings.agenda(network, meeting) if meeting else ()


def _earlier_meetings(network: Network, row: AgendaItem) -> Iterable[Record]:
    """The meetings whose minutes an item of a later one can approve."""
    meeting = network.find(Meeting, row.meeting_id)
    day = (meeting.held_on if meeting else None) or ""
    return [one for one in network.live(Meeting) if (one.held_on or "") < day]


def _decided_items(network: Network, _: Record) -> Iterable[Record]:
    return decisions.taken(network)


_NARROWED: dict[tuple[str, str], Callable[[Network, Any], Iterable[Record]]] = {
    (Goal.TABLE, "agenda_item_id"): _source_items,
    (Goal.TABLE, "focus_area_id"): _areas_of_plan,
    (Plan.TABLE, "meeting_id"): _annual_meetings,
    (Attendance.TABLE, "substitute_for_id"): _seats_that_day,
    (Attendance.TABLE, "from_item_id"): _items_of_meeting,
    (Attendance.TABLE, "to_item_id"): _items_of_meeting,
    (FollowUp.TABLE, "agenda_item_id"): _items_of_meeting,
    (AgendaItem.TABLE, "minutes_of_id"): _earlier_meetings,
    (MeetingForm.TABLE, "decided_item_id"): _decided_items,
    (WorkingGroup.TABLE, "decided_item_id"): _decided_items,
    (Allocation.TABLE, "focus_area_id"): lambda network, row: focus.of_year(network, row.year),
    (Allocation.TABLE, "goal_id"): _goals_of_year,
}
