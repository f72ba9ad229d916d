"""The Danish title of a row of each table."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Agreement,
    AgreementClause,
    AgreementParty,
    Allocation,
    Appointment,
    AreaAnswer,
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
from cbnet_desktop.domain.roster import organisation_names, seat_names
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import ACTS, MEETING_KINDS

#: What a closed agenda item is called outside the network.
CLOSED_ITEM = "et lukket punkt"
#: What is said of a plan that somebody signed on a computer which nobody known knows (M23).
UNKNOWN_COMPUTER = "underskrevet på en ukendt computer"
#: What is said to somebody who signs on one.
SIGNS_UNKNOWN = (
    f"De andre kender ikke denne computer endnu: de ser planen som »{UNKNOWN_COMPUTER}«, og den tæller ikke (M23), "
    "før en af dem siger »Kender den« om den."
)


def is_phrase(kind: type[Record]) -> bool:
    """Whether a row's title is free text, which is quoted inside a sentence, rather than a name."""
    return bool(kind.TITLE) and not kind.TITLE_IS_MADE and kind.TITLE[0] != "name"


def row_title(network: Network, record: Record) -> str:
    """The title of a row in a list, a sentence or an edit's label; never empty."""
    return _title(network, record) or record.NOUN.capitalize()


def public_title(network: Network, record: Record) -> str:
    """The title of a row for those outside the network, who are not told what a closed item is about."""
    return CLOSED_ITEM if isinstance(record, AgendaItem) and record.closed else row_title(network, record)


def meeting_name(meeting: Meeting) -> str:
    """The meeting's own title or, without one, its kind."""
    return meeting.title or MEETING_KINDS.get(meeting.kind, meeting.kind)


def meeting_title(meeting: Meeting) -> str:
    """The meeting's name and date, for example »Årsmøde 24.11.2014«."""
    return f"{meeting_name(meeting)} {danish.short_date(meeting.held_on)}".strip()


def meeting_hours(meeting: Meeting) -> str:
    """The meeting's times, for example »kl. 10.00–12.00« or »kl. 12.00 til 4. december 2014 kl. 13.00«; or empty."""
    starts = f"kl. {danish.clock(meeting.starts_at)}" if meeting.starts_at else ""
    if meeting.last_day != meeting.held_on:
        ends = f"kl. {danish.clock(meeting.ends_at)}" if meeting.ends_at else ""
        return f"{starts} til {danish.long_date(meeting.last_day)} {ends}".strip()
    return f"{starts}–{danish.clock(meeting.ends_at)}" if starts and meeting.ends_at else starts


def remark(network: Network, row: Record) -> str:
    """What is to be known of a row beside its fields: that a signed version does not count yet (M23)."""
    return f"{UNKNOWN_COMPUTER[:1].upper()}{UNKNOWN_COMPUTER[1:]}" if network.is_from_stranger(row) else ""


@lru_cache(maxsize=1_000)
def short(text: str, limit: int = 60) -> str:
    """The text on one line, cut at a word where it is longer than limit."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def organisation_name(network: Network, row_id: str | None, day: str | None = None) -> str:
    """An organisation's short name, or its name where it has none: today's or that of a day (M2)."""
    return organisation_names.short_name(network, row_id, day or "")


def name_in(network: Network, row_id: str | None, year: int) -> str:
    """An organisation's short name at the end of a year (M2)."""
    return organisation_names.short_name(network, row_id, f"{year}-12-31")


def seat_name(network: Network, row: Appointment) -> str:
    """What the seat of an appointment was called at its end, or is called today (M3); empty where there is none."""
    seat = network.find(Seat, row.seat_id)
    return seat_names.on(network, seat, row.ends_on or "") if seat else ""


def owner(network: Network, person_id: str | None, organisation_id: str | None, day: str | None = None) -> str:
    """The responsible person and organisation (by default the person's own), for example »Mette Holm, Gentofte«."""
    person = network.find(Person, person_id)
    organisation_id = organisation_id or (person.organisation_id if person else None)
    return _paired(person.name if person else "", organisation_name(network, organisation_id, day))


def _title(network: Network, record: Record) -> str:
    return _MADE_TITLES.get(type(record), _own_title)(network, record)


def _title_of(network: Network, kind: type[Record], row_id: str | None) -> str:
    """The title of the row with this id; empty where there is none, or where it has none."""
    row = network.find(kind, row_id)
    return _title(network, row) if row else ""


def _own_title(_: Network, row: Record) -> str:
    """The text of the row's title field; the beginning of a long text."""
    field = row.fields()[row.TITLE[0]]
    text = str(row.values()[field.name])
    return short(text) if field.kind is Kind.LONG_TEXT else text


def _answer_title(network: Network, row: ConsultationAnswer) -> str:
    focus_set = network.find(FocusSet, row.focus_set_id)
    if focus_set is None:
        return organisation_name(network, row.organisation_id)
    return f"{name_in(network, row.organisation_id, focus_set.year)} {focus_set.year}"


def person_name(network: Network, person_id: str | None) -> str:
    """A person's name; empty where there is no such person."""
    person = network.find(Person, person_id)
    return person.name if person else ""


def _paired(first: str, second: str) -> str:
    return ", ".join(part for part in (first, second) if part)


def _allocation_title(network: Network, row: Allocation) -> str:
    area, goal = _title_of(network, FocusArea, row.focus_area_id), _title_of(network, Goal, row.goal_id)
    return row.purpose or area or goal


def _involvement_title(network: Network, row: Involvement) -> str:
    libraries = [
        organisation_name(network, library.organisation_id)
        for library in network.live(InvolvedLibrary)
        if library.involvement_id == row.id
    ]
    return _paired(
        _title_of(network, FocusArea, row.focus_area_id), danish.joined([name for name in libraries if name])
    )


def _involved_title(network: Network, row: InvolvedLibrary) -> str:
    involvement = network.find(Involvement, row.involvement_id)
    area = _title_of(network, FocusArea, involvement.focus_area_id) if involvement else ""
    return _paired(organisation_name(network, row.organisation_id), area)


def _offer_title(network: Network, row: Offer) -> str:
    host = organisation_name(network, row.host_id, row.starts_on)
    return _paired(row.title, _paired(host, danish.short_date(row.starts_on)))


#: The titles that are more than the text of one field.
_MADE_TITLES: dict[type[Record], Callable[[Network, Any], str]] = {
    Charter: lambda _, row: f"Kommissorium fra {danish.short_date(row.valid_from)}",
    Organisation: lambda _, row: row.short_name or row.name,
    Appointment: lambda net, row: _paired(person_name(net, row.person_id), seat_name(net, row)),
    AgreedText: lambda _, row: f"{ACTS.get(row.act, row.act)} {danish.short_date(row.agreed_on)}",
    FocusSet: lambda _, row: f"Indsatsområder {row.year}",
    ConsultationAnswer: _answer_title,
    AreaAnswer: lambda net, row: _paired(
        _title_of(net, ConsultationAnswer, row.consultation_answer_id), _title_of(net, FocusArea, row.focus_area_id)
    ),
    Meeting: lambda _, row: meeting_title(row),
    AgendaItem: lambda _, row: f"Pkt. {row.position}: {row.title}" if row.position is not None else row.title,
    Attendance: lambda net, row: _paired(person_name(net, row.person_id), _title_of(net, Meeting, row.meeting_id)),
    Plan: lambda _, row: row.title or f"Handlingsplan {row.year}",
    PlanVersion: lambda net, row: (
        f"{_title_of(net, Plan, row.plan_id) or 'Handlingsplan'}, version {row.number}"
        f"{f', {UNKNOWN_COMPUTER}' if net.is_from_stranger(row) else ''}"
    ),
    BudgetShare: lambda net, row: f"{name_in(net, row.organisation_id, row.year)} {row.year or ''}".rstrip(),
    Allocation: _allocation_title,
    Erasure: lambda net, row: person_name(net, row.person_id) if row.person_id else "Bilag",
    Involvement: _involvement_title,
    InvolvedLibrary: _involved_title,
    Dissemination: lambda net, row: _paired(_title_of(net, FocusArea, row.focus_area_id), short(row.activity)),
    Assessment: lambda net, row: _paired(
        _title_of(net, FocusArea, row.focus_area_id), organisation_name(net, row.organisation_id) or row.region
    ),
    GroupMember: lambda net, row: _paired(person_name(net, row.person_id), _title_of(net, WorkingGroup, row.group_id)),
    GoalReport: lambda net, row: _paired(_title_of(net, Goal, row.goal_id), danish.short_date(row.reported_on)),
    AgreementParty: lambda net, row: _paired(
        organisation_name(net, row.organisation_id), _title_of(net, Agreement, row.agreement_id)
    ),
    Extension: lambda net, row: _paired(_title_of(net, Agreement, row.agreement_id), danish.short_date(row.ends_on)),
    AgreementClause: lambda _, row: f"{row.number} {row.title}".strip(),
    CommitteeMember: lambda net, row: _paired(
        person_name(net, row.person_id), _title_of(net, Agreement, row.agreement_id)
    ),
    TaskClause: lambda net, row: _paired(
        _title_of(net, Task, row.task_id), _title_of(net, AgreementClause, row.clause_id)
    ),
    Offer: _offer_title,
}
