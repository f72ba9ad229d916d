"""Hard rules for natural keys: one plan per year, one share per library, one row per pair of a join table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.records import (
    RECORDS,
    Agreement,
    AgreementParty,
    AreaAnswer,
    Attendance,
    BudgetShare,
    Charter,
    CommitteeMember,
    ConsultationAnswer,
    FocusSet,
    FormerName,
    FormerSeatName,
    GroupMember,
    InvolvedLibrary,
    KnownWord,
    Meeting,
    NetworkProfile,
    Plan,
    Task,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates


def duplicates(network: Network, *, kind: type[Record]) -> Iterator[Problem]:
    """Rows of a table that share their natural key."""
    names = kind.UNIQUE or ()
    found: dict[tuple[object, ...], list[Record]] = {}
    for row in network.live(kind):
        found.setdefault(tuple(getattr(row, name) for name in names), []).append(row)
    for key, rows in found.items():
        if len(rows) > 1 and None not in key:
            last = max(rows, key=lambda row: row.id)
            yield Problem(
                ("duplicate", kind.TABLE, key),
                duplicate_message(network, last),
                kind.TABLE,
                last.id,
                names[-1] if names else "",
                weight=len(rows),
            )


def duplicate_message(network: Network, row: Record) -> str:
    """The message for a second row with the same natural key."""
    it, one = ("det", "et") if isinstance(row, _NEUTER) else ("den", "en")
    return f"{_DUPLICATES[type(row)](network, row)} Ret {it}, der findes, i stedet for at tilføje {one} til."


def double_members(network: Network) -> Iterator[Problem]:
    """A person who is twice in a working group at the same time; leaving and rejoining is allowed (M18)."""
    found: dict[tuple[str | None, str | None], list[GroupMember]] = {}
    for row in network.live(GroupMember):
        found.setdefault((row.group_id, row.person_id), []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.starts_on or "", row.id))
        for first, second in combinations(rows, 2):
            if dates.overlap(first.starts_on, first.ends_on, second.starts_on, second.ends_on):
                key = ("member twice", frozenset((first.id, second.id)))
                yield Problem(key, _member_message(network, second), GroupMember.TABLE, second.id, "person_id")


def _member_message(network: Network, row: GroupMember) -> str:
    group = network.find(WorkingGroup, row.group_id)
    return (
        f"{labels.person_name(network, row.person_id)} er allerede medlem af "
        f"{quoted(group.name) if group else 'gruppen'} i den tid. "
        "Ret det medlemskab, der findes, eller sæt en slutdato på det."
    )


def _duplicate_attendance(network: Network, row: Attendance) -> str:
    name = labels.person_name(network, row.person_id) or "Personen"
    meeting = network.find(Meeting, row.meeting_id)
    return f"{name} står allerede på deltagerlisten til {titles.meeting_title(meeting) if meeting else 'mødet'}."


def _duplicate_party(network: Network, row: AgreementParty) -> str:
    name = labels.organisation_name(network, row.organisation_id)
    return f"{name} er allerede part i {_agreement(network, row.agreement_id)}."


def _duplicate_committee(network: Network, row: CommitteeMember) -> str:
    name = labels.person_name(network, row.person_id)
    return f"{name} er allerede med i kontaktudvalget for {_agreement(network, row.agreement_id)}."


def _agreement(network: Network, row_id: str | None) -> str:
    agreement = network.find(Agreement, row_id)
    return quoted(agreement.title) if agreement else "aftalen"


def _duplicate_link(network: Network, row: TaskClause) -> str:
    task = network.find(Task, row.task_id)
    return f"Opgaven{f' {quoted(task.title)}' if task else ''} er allerede knyttet til det aftalepunkt."


#: The kinds that the message calls by a neuter word.
_NEUTER = (NetworkProfile, Charter, FormerName, FormerSeatName, FocusSet, ConsultationAnswer, KnownWord)

#: The first sentence of the message, by kind of row.
_DUPLICATES: dict[type[Record], Callable[..., str]] = {
    NetworkProfile: lambda *_: "Filen beskriver allerede et netværk.",
    Charter: lambda _, row: f"Der er allerede et kommissorium, som gælder fra {danish.short_date(row.valid_from)}.",
    FormerName: lambda _, row: (
        f"Organisationen har allerede et navn, som blev brugt til og med {danish.short_date(row.ends_on)}."
    ),
    FormerSeatName: lambda _, row: (
        f"Pladsen har allerede et navn, som blev brugt til og med {danish.short_date(row.ends_on)}."
    ),
    BudgetShare: lambda network, row: (
        f"{labels.organisation_name(network, row.organisation_id)} har allerede en budgetandel for {row.year}."
    ),
    KnownWord: lambda _, row: f"Ordlisten har allerede {quoted(row.word)}.",
    Plan: lambda _, row: f"Der er allerede en handlingsplan for {row.year}.",
    FocusSet: lambda _, row: f"Der er allerede et sæt indsatsområder for {row.year}.",
    Attendance: _duplicate_attendance,
    AreaAnswer: lambda network, row: (
        f"Høringssvaret har allerede en række om indsatsområdet: {titles.row_title(network, row)}."
    ),
    ConsultationAnswer: lambda network, row: (
        f"{labels.organisation_name(network, row.organisation_id)} har allerede et høringssvar i den høring."
    ),
    AgreementParty: _duplicate_party,
    CommitteeMember: _duplicate_committee,
    TaskClause: _duplicate_link,
    InvolvedLibrary: lambda network, row: (
        f"{labels.organisation_name(network, row.organisation_id)} er allerede med i den inddragelsesaftale."
    ),
}

#: The rules with the tables whose edits can break them.
RULES: tuple[tuple[frozenset[str], HardRule], ...] = (
    *((frozenset({kind.TABLE}), partial(duplicates, kind=kind)) for kind in RECORDS if kind.UNIQUE is not None),
    (frozenset({GroupMember.TABLE}), double_members),
)
