"""What a row of each table is called, alone and in the plural."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cbnet_desktop.domain.records import (
    AgendaItem,
    Agreement,
    AgreementClause,
    AgreementParty,
    Allocation,
    Appointment,
    Assessment,
    Attendance,
    BudgetShare,
    Charter,
    CommitteeMember,
    ConsultationAnswer,
    Dissemination,
    Erasure,
    Extension,
    FocusArea,
    FocusSet,
    Goal,
    GoalReport,
    GroupMember,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Offer,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
    Task,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_KINDS


def is_phrase(kind: type[Record]) -> bool:
    """Whether a row's title is a phrase of the user's own, quoted inside a sentence, rather than a name."""
    return bool(kind.TITLE) and not kind.TITLE_IS_MADE and kind.TITLE[0] != "name"


def row_title(network: Network, record: Record) -> str:
    """What a row is called in a list, a sentence or an edit's label; never empty."""
    title = _MADE_TITLES.get(type(record), _own_title)(network, record)
    return title or record.NOUN.capitalize()


def meeting_name(meeting: Meeting) -> str:
    """The meeting's own title or, without one, its kind."""
    return meeting.title or MEETING_KINDS.get(meeting.kind, meeting.kind)


def meeting_title(meeting: Meeting) -> str:
    """»Årsmøde 24.11.2014«: the meeting's name and date."""
    return f"{meeting_name(meeting)} {danish.short_date(meeting.held_on)}".strip()


def short(text: str, limit: int = 60) -> str:
    """The text on one line, cut at a word where it is longer than limit."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def organisation_name(network: Network, row_id: str | None, day: str | None = None) -> str:
    """An organisation's short name, or its name where it has none: today's, or that of a day (M2)."""
    return organisation_names.short_name(network, row_id, day or "")


def name_in(network: Network, row_id: str | None, year: int) -> str:
    """What an organisation was called at the end of a year (M2)."""
    return organisation_names.short_name(network, row_id, f"{year}-12-31")


def owner(network: Network, person_id: str | None, organisation_id: str | None, day: str | None = None) -> str:
    """»Mette Holm, Gentofte«: who answers for something, a person, an organisation (the person's own) or both."""
    person = network.find(Person, person_id)
    organisation_id = organisation_id or (person.organisation_id if person else None)
    return _paired(person.name if person else "", organisation_name(network, organisation_id, day))


def _own_title(_: Network, row: Record) -> str:
    """What stands in the field that the row is called by; of a long text the beginning."""
    field = row.fields()[row.TITLE[0]]
    text = str(row.values()[field.name])
    return short(text) if field.kind is Kind.LONG_TEXT else text


def _answer_title(network: Network, row: ConsultationAnswer) -> str:
    focus_set = network.find(FocusSet, row.focus_set_id)
    if focus_set is None:
        return organisation_name(network, row.organisation_id)
    return f"{name_in(network, row.organisation_id, focus_set.year)} {focus_set.year}"


def person_name(network: Network, person_id: str | None) -> str:
    """A person's name; empty where nobody is named."""
    person = network.find(Person, person_id)
    return person.name if person else ""


def _meeting_title(network: Network, row_id: str | None) -> str:
    meeting = network.find(Meeting, row_id)
    return meeting_title(meeting) if meeting else ""


def _seat_name(network: Network, row_id: str | None) -> str:
    seat = network.find(Seat, row_id)
    return seat.name if seat else ""


def _plan_title(network: Network, row_id: str | None) -> str:
    plan = network.find(Plan, row_id)
    return row_title(network, plan) if plan else "Handlingsplan"


def _paired(first: str, second: str) -> str:
    return ", ".join(part for part in (first, second) if part)


def _allocation_title(network: Network, row: Allocation) -> str:
    area, goal = network.find(FocusArea, row.focus_area_id), network.find(Goal, row.goal_id)
    return row.purpose or (area.title if area else "") or (short(goal.text) if goal else "")


def _item_title(row: AgendaItem) -> str:
    return f"Pkt. {row.position}: {row.title}" if row.position is not None else row.title


def _area_title(network: Network, row_id: str | None) -> str:
    area = network.find(FocusArea, row_id)
    return area.title if area else ""


def _agreement_title(network: Network, row_id: str | None) -> str:
    agreement = network.find(Agreement, row_id)
    return agreement.title if agreement else ""


def _clause_title(row: AgreementClause) -> str:
    return f"{row.number} {row.title}".strip()


def _titled_clause(network: Network, row_id: str | None) -> str:
    clause = network.find(AgreementClause, row_id)
    return _clause_title(clause) if clause else ""


def _goal_title(network: Network, row_id: str | None) -> str:
    goal = network.find(Goal, row_id)
    return short(goal.text) if goal else ""


def _involvement_title(network: Network, row: Involvement) -> str:
    libraries = [
        organisation_name(network, library.organisation_id)
        for library in network.live(InvolvedLibrary)
        if library.involvement_id == row.id
    ]
    return _paired(_area_title(network, row.focus_area_id), danish.joined([name for name in libraries if name]))


def _involved_title(network: Network, row: InvolvedLibrary) -> str:
    involvement = network.find(Involvement, row.involvement_id)
    area = _area_title(network, involvement.focus_area_id) if involvement else ""
    return _paired(organisation_name(network, row.organisation_id), area)


def _member_title(network: Network, row: GroupMember) -> str:
    group = network.find(WorkingGroup, row.group_id)
    return _paired(person_name(network, row.person_id), group.name if group else "")


def _offer_title(network: Network, row: Offer) -> str:
    host = organisation_name(network, row.host_id, row.starts_on)
    return _paired(row.title, _paired(host, danish.short_date(row.starts_on)))


def _task_clause_title(network: Network, row: TaskClause) -> str:
    task = network.find(Task, row.task_id)
    return _paired(task.title if task else "", _titled_clause(network, row.clause_id))


#: The titles that are not just what stands in a field of the row.
_MADE_TITLES: dict[type[Record], Callable[[Network, Any], str]] = {
    Charter: lambda _, row: f"Kommissorium fra {danish.short_date(row.valid_from)}",
    Organisation: lambda _, row: row.short_name or row.name,
    Appointment: lambda net, row: _paired(person_name(net, row.person_id), _seat_name(net, row.seat_id)),
    FocusSet: lambda _, row: f"Indsatsområder {row.year}",
    ConsultationAnswer: _answer_title,
    Meeting: lambda _, row: meeting_title(row),
    AgendaItem: lambda _, row: _item_title(row),
    Attendance: lambda net, row: _paired(person_name(net, row.person_id), _meeting_title(net, row.meeting_id)),
    Plan: lambda _, row: row.title or f"Handlingsplan {row.year}",
    PlanVersion: lambda net, row: f"{_plan_title(net, row.plan_id)}, version {row.number}",
    BudgetShare: lambda net, row: f"{name_in(net, row.organisation_id, row.year)} {row.year}",
    Allocation: _allocation_title,
    Erasure: lambda net, row: person_name(net, row.person_id),
    Involvement: _involvement_title,
    InvolvedLibrary: _involved_title,
    Dissemination: lambda net, row: _paired(_area_title(net, row.focus_area_id), short(row.activity)),
    Assessment: lambda net, row: _paired(
        _area_title(net, row.focus_area_id), organisation_name(net, row.organisation_id) or row.region
    ),
    GroupMember: _member_title,
    GoalReport: lambda net, row: _paired(_goal_title(net, row.goal_id), danish.short_date(row.reported_on)),
    AgreementParty: lambda net, row: _paired(
        organisation_name(net, row.organisation_id), _agreement_title(net, row.agreement_id)
    ),
    Extension: lambda net, row: _paired(_agreement_title(net, row.agreement_id), danish.short_date(row.ends_on)),
    AgreementClause: lambda _, row: _clause_title(row),
    CommitteeMember: lambda net, row: _paired(person_name(net, row.person_id), _agreement_title(net, row.agreement_id)),
    TaskClause: _task_clause_title,
    Offer: _offer_title,
}
