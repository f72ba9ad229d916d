"""Which rows a reference may sensibly point to, seen from the row that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cbnet_desktop.domain import focus, meetings, plan, roster
from cbnet_desktop.domain.fields import Field, Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import TABLES, Allocation, Attendance, Goal, Meeting, Plan


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


_NARROWED: dict[tuple[str, str], Callable[[Network, Any], Iterable[Record]]] = {
    (Goal.TABLE, "agenda_item_id"): _source_items,
    (Goal.TABLE, "focus_area_id"): _areas_of_plan,
    (Plan.TABLE, "meeting_id"): _annual_meetings,
    (Attendance.TABLE, "substitute_for_id"): _seats_that_day,
    (Allocation.TABLE, "focus_area_id"): lambda network, row: focus.of_year(network, row.year),
    (Allocation.TABLE, "goal_id"): _goals_of_year,
}
