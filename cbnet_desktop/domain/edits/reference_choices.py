"""The rows that make sense as the target of a reference, given the row that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import decisions, meetings, working_groups
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    TABLES,
    AgendaItem,
    Allocation,
    Annex,
    AreaAnswer,
    Assessment,
    Attendance,
    BudgetShare,
    Charter,
    ConsultationAnswer,
    Dispatch,
    Dissemination,
    Experience,
    FocusArea,
    FocusSet,
    FollowUp,
    Goal,
    InvolvedLibrary,
    Involvement,
    Meeting,
    MeetingForm,
    Offer,
    Organisation,
    Person,
    Plan,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words.choices import AgreementKind


def rows(network: Network, field: Field, record: Record | None = None) -> list[Record]:
    """The choices for a reference, without archived rows; all of the table where no record is given."""
    narrowed = _NARROWED.get((record.TABLE, field.name)) if record else None
    return list(narrowed(network, record) if narrowed else network.live(TABLES[field.refers_to]))


def _source_items(network: Network, goal: Goal) -> Iterable[Record]:
    """The agenda items of the meeting that the goal's plan is based on (M16)."""
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
    """The annual meetings of the year before, of the plan year, and any other that prepares it (M16).

    One that another plan is based on is not offered again.
    """
    year = row.year or 0
    found = {
        meeting.id: meeting
        for meeting in (
            *meetings.preparing(network, year),
            *meetings.annual_of(network, year - 1),
            *meetings.annual_of(network, year),
        )
    }
    return [meeting for meeting in found.values() if all(one.id == row.id for one in plan.carried_by(network, meeting))]


def _seats_that_day(network: Network, row: Attendance) -> Iterable[Record]:
    meeting = network.find(Meeting, row.meeting_id)
    return roster.seats_on(network, meeting.held_on or "") if meeting else ()


def _items_of_meeting(network: Network, row: Attendance | FollowUp) -> Iterable[Record]:
    meeting = network.find(Meeting, row.meeting_id)
    return meetings.agenda(network, meeting) if meeting else ()


def _items_beside(network: Network, row: Annex) -> Iterable[Record]:
    """The items of the meeting that the annex's item is of."""
    item = network.find(AgendaItem, row.agenda_item_id)
    meeting = network.find(Meeting, item.meeting_id) if item else None
    return meetings.agenda(network, meeting) if meeting else ()


def _earlier_meetings(network: Network, row: AgendaItem) -> Iterable[Record]:
    """The earlier meetings, whose minutes the item can approve."""
    meeting = network.find(Meeting, row.meeting_id)
    day = (meeting.held_on if meeting else None) or ""
    return [one for one in network.live(Meeting) if (one.held_on or "") < day]


def _earlier_items(network: Network, row: AgendaItem) -> Iterable[Record]:
    """The items of earlier meetings, from which the item can have been postponed."""
    earlier = {meeting.id for meeting in _earlier_meetings(network, row)}
    return [item for item in network.live(AgendaItem) if item.meeting_id in earlier]


def _decided_items(network: Network, _: Record) -> Iterable[Record]:
    return decisions.taken(network)


def _libraries_of_year(network: Network, row: BudgetShare) -> Iterable[Record]:
    return roster.central_libraries_of(network, row.year) if row.year else roster.every_central_library(network)


def _consulted_libraries(network: Network, row: ConsultationAnswer) -> Iterable[Record]:
    found = network.find(FocusSet, row.focus_set_id)
    return focus.consulted(network, found) if found else roster.every_central_library(network)


def _libraries_of_area(network: Network, row: Dissemination | Assessment) -> Iterable[Record]:
    """The central libraries of the focus area's year."""
    area = network.find(FocusArea, row.focus_area_id)
    return roster.central_libraries_of(network, area.year) if area else roster.every_central_library(network)


def _libraries_of_agreement(network: Network, row: InvolvedLibrary) -> Iterable[Record]:
    found = network.find(Involvement, row.involvement_id)
    area = network.find(FocusArea, found.focus_area_id) if found else None
    return roster.central_libraries_of(network, area.year) if area else roster.every_central_library(network)


def _organisations(network: Network, first: str | None, last: str | None) -> Iterable[Record]:
    """All organisations but the central libraries that were not in the network in a period (None: open)."""
    return [
        row
        for row in network.live(Organisation)
        if not roster.is_central(row) or roster.belongs(network, row, first, last)
    ]


def _owners_of_year(network: Network, goal: Goal) -> Iterable[Record]:
    found = network.find(Plan, goal.plan_id)
    days = (f"{found.year}-01-01", f"{found.year}-12-31") if found else (None, None)
    return _organisations(network, *days)


def _other_libraries(network: Network, row: Organisation) -> Iterable[Record]:
    return [one for one in roster.every_central_library(network) if one.id != row.id]


def _people_of_library(network: Network, row: InvolvedLibrary) -> Iterable[Record]:
    """The library's own people; everybody where it has none on record."""
    people = network.live(Person)
    return [one for one in people if one.organisation_id == row.organisation_id] or people


def _framework_clauses(network: Network, _: Record) -> Iterable[Record]:
    return [clause for found in agreements.frameworks(network) for clause in agreements.clauses(network, found)]


def _later_meetings(network: Network, row: Meeting) -> Iterable[Record]:
    """The later meetings, which can have approved the meeting's minutes."""
    return [one for one in network.live(Meeting) if (one.held_on or "") > (row.held_on or "")]


def _areas_of_day(network: Network, day: str | None) -> Iterable[Record]:
    """The focus areas of a date's year; all where there is no date or its year has none."""
    return (focus.of_year(network, int(day[:4])) if day else ()) or network.live(FocusArea)


def _areas_of_its_year(network: Network, row: Dissemination | Assessment | Involvement) -> Iterable[Record]:
    """The focus areas of the year of the row's current area: another year may use the same titles."""
    area = network.find(FocusArea, row.focus_area_id)
    return focus.of_year(network, area.year) if area else network.live(FocusArea)


def _areas_consulted_on(network: Network, row: AreaAnswer) -> Iterable[Record]:
    answer = network.find(ConsultationAnswer, row.consultation_answer_id)
    return focus.areas_of(network, answer) if answer else network.live(FocusArea)


def _goals_before(network: Network, goal: Goal) -> Iterable[Record]:
    """The goals of the plan of the year before."""
    found = network.find(Plan, goal.plan_id)
    before = plan.of_year(network, (found.year or 0) - 1) if found else None
    return plan.goals(network, before) if before else ()


_NARROWED: dict[tuple[str, str], Callable[[Network, Any], Iterable[Record]]] = {
    (Goal.TABLE, "agenda_item_id"): _source_items,
    (Annex.TABLE, "agenda_item_id"): _items_beside,
    (Annex.TABLE, "plan_id"): lambda network, _: network.live(Plan),
    (Dispatch.TABLE, "focus_set_id"): lambda network, _: network.live(FocusSet),
    (Dispatch.TABLE, "plan_id"): lambda network, _: network.live(Plan),
    (Annex.TABLE, "consultation_answer_id"): lambda network, _: network.live(ConsultationAnswer),
    (Goal.TABLE, "focus_area_id"): _areas_of_plan,
    (Plan.TABLE, "meeting_id"): _annual_meetings,
    (Attendance.TABLE, "substitute_for_id"): _seats_that_day,
    (Attendance.TABLE, "from_item_id"): _items_of_meeting,
    (Attendance.TABLE, "to_item_id"): _items_of_meeting,
    (FollowUp.TABLE, "agenda_item_id"): _items_of_meeting,
    (AgendaItem.TABLE, "minutes_of_id"): _earlier_meetings,
    (AgendaItem.TABLE, "postponed_from_id"): _earlier_items,
    (MeetingForm.TABLE, "decided_item_id"): _decided_items,
    (WorkingGroup.TABLE, "decided_item_id"): _decided_items,
    (Charter.TABLE, "decided_item_id"): _decided_items,
    (Meeting.TABLE, "approved_at_id"): _later_meetings,
    (Meeting.TABLE, "group_id"): lambda network, row: working_groups.on(network, row.held_on or ""),
    (Goal.TABLE, "owner_organisation_id"): _owners_of_year,
    (Offer.TABLE, "host_id"): lambda network, row: _organisations(network, row.starts_on, row.starts_on),
    (Goal.TABLE, "continues_id"): _goals_before,
    (FocusArea.TABLE, "continues_id"): lambda network, row: focus.of_year(network, (row.year or 0) - 1),
    (Offer.TABLE, "focus_area_id"): lambda network, row: _areas_of_day(network, row.starts_on),
    (Experience.TABLE, "focus_area_id"): lambda network, row: _areas_of_day(network, row.tried_on),
    (Organisation.TABLE, "merged_into_id"): _other_libraries,
    (Organisation.TABLE, "split_from_id"): _other_libraries,
    (BudgetShare.TABLE, "organisation_id"): _libraries_of_year,
    (BudgetShare.TABLE, "agreement_id"): lambda network, row: agreements.of_year(
        network, (AgreementKind.FRAMEWORK,), row.year
    ),
    (ConsultationAnswer.TABLE, "organisation_id"): _consulted_libraries,
    (AreaAnswer.TABLE, "focus_area_id"): _areas_consulted_on,
    (InvolvedLibrary.TABLE, "organisation_id"): _libraries_of_agreement,
    (InvolvedLibrary.TABLE, "consented_by_id"): _people_of_library,
    (Involvement.TABLE, "focus_area_id"): _areas_of_its_year,
    (Dissemination.TABLE, "focus_area_id"): _areas_of_its_year,
    (Assessment.TABLE, "focus_area_id"): _areas_of_its_year,
    (Dissemination.TABLE, "organisation_id"): _libraries_of_area,
    (Assessment.TABLE, "organisation_id"): _libraries_of_area,
    (TaskClause.TABLE, "clause_id"): _framework_clauses,
    (Allocation.TABLE, "focus_area_id"): lambda network, row: focus.of_year(network, row.year),
    (Allocation.TABLE, "goal_id"): _goals_of_year,
}
