"""Agreements on paper: framework agreements, the task portfolio, partnerships and programmes (M4, M5, M10, M11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cbnet_desktop.domain.agreements import agreements, portfolio
from cbnet_desktop.domain.agreements.agreements import AGREEMENT_STATES
from cbnet_desktop.domain.agreements.portfolio import FITS, Mismatch
from cbnet_desktop.domain.papers import timeline
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.papers.timeline import TimelineText
from cbnet_desktop.domain.records import Agreement, AgreementClause, AgreementTask, CommitteeMember, Task
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name, owner, person_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import AGREEMENT_KINDS, CLAUSE_KINDS, LEVELS, PARTS


@dataclass(frozen=True, slots=True)
class ServedClause:
    """A clause or initiative, and the year's tasks that serve it."""

    number: str
    title: str
    kind: str
    tasks: str


@dataclass(frozen=True, slots=True)
class DutyText:
    """A task of a library or region under an agreement."""

    text: str
    owner: str
    level: str
    deadline: str
    done: str


@dataclass(frozen=True, slots=True)
class AgreementText:
    """An agreement; clauses are for framework agreements, duties and committee for the others."""

    title: str
    kind: str
    purpose: str
    parties: str
    period: str
    state: str
    clauses: tuple[ServedClause, ...] = ()
    duties: tuple[DutyText, ...] = ()
    committee: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task of the portfolio; remarks are its mismatches with the agreements."""

    title: str
    owner: str
    level: str
    period: str
    clauses: str
    reviewed: str
    remarks: str


@dataclass(frozen=True, slots=True)
class PartText:
    """The tasks of one of the two parts."""

    part: str
    tasks: tuple[TaskText, ...]


@dataclass(frozen=True, slots=True)
class AgreementsText:
    """The agreements that apply in a year; mismatches are sentences."""

    front: Front
    year: int
    timeline: TimelineText
    frameworks: tuple[AgreementText, ...]
    parts: tuple[PartText, ...]
    mismatches: tuple[str, ...]
    partnered: tuple[AgreementText, ...]


def content(network: Network, year: int, today: date) -> AgreementsText:
    """The agreements and portfolio of a year, as of today."""
    day = today.isoformat()
    frameworks = [row for row in agreements.frameworks(network) if agreements.is_in_year(network, row, year)]
    partnered = [row for row in agreements.partnered(network) if agreements.is_in_year(network, row, year)]
    found = portfolio.mismatches(network, year)
    tasks = portfolio.of_year(network, year)
    return AgreementsText(
        front=front(
            network,
            f"Aftaler og opgaver {year}",
            f"Status pr. {danish.long_date(day)}",
            f"Pr. {danish.short_date(day)}",
            day,
        ),
        year=year,
        timeline=timeline.content(network, [*frameworks, *partnered], day),
        frameworks=tuple(_framework(network, row, tasks, day) for row in frameworks),
        parts=tuple(
            PartText(word, tuple(_task(network, row, found, day) for row in tasks if row.part == part))
            for part, word in PARTS.items()
        ),
        mismatches=tuple(one.message for one in found),
        partnered=tuple(_partnered(network, row, day) for row in partnered),
    )


def _framework(network: Network, row: Agreement, tasks: list[Task], day: str) -> AgreementText:
    ids = {task.id for task in tasks}
    clauses = tuple(_clause(network, clause, ids) for clause in agreements.clauses(network, row))
    return replace(_common(network, row, day), clauses=clauses)


def _partnered(network: Network, row: Agreement, day: str) -> AgreementText:
    return replace(
        _common(network, row, day),
        duties=tuple(_duty(network, task, day) for task in agreements.tasks(network, row)),
        committee=tuple(_member(network, member) for member in agreements.committee(network, row)),
    )


def _common(network: Network, row: Agreement, day: str) -> AgreementText:
    return AgreementText(
        title=row.title,
        kind=AGREEMENT_KINDS[row.kind],
        purpose=row.purpose,
        parties=danish.joined([organisation_name(network, one.id, day) for one in agreements.parties(network, row)]),
        period=_period(network, row),
        state=AGREEMENT_STATES[agreements.state(network, row, day)],
    )


def _period(network: Network, row: Agreement) -> str:
    last = agreements.last_day(network, row)
    words = _span(row.starts_on, row.ends_on)
    return f"{words}, forlænget til {danish.short_date(last)}" if last != row.ends_on else words


def _span(first: str | None, last: str | None) -> str:
    if not (first or last):
        return "Uden periode"
    return f"{danish.short_date(first)} – {danish.short_date(last)}".strip()


def _clause(network: Network, clause: AgreementClause, year: set[str]) -> ServedClause:
    tasks = [task.title for task in portfolio.tasks_of(network, clause) if task.id in year]
    return ServedClause(clause.number, clause.title, CLAUSE_KINDS[clause.kind], "; ".join(tasks))


def _duty(network: Network, task: AgreementTask, day: str) -> DutyText:
    return DutyText(
        task.text,
        organisation_name(network, task.organisation_id, day),
        LEVELS[task.level],
        danish.short_date(task.deadline),
        danish.short_date(task.done_on),
    )


def _member(network: Network, member: CommitteeMember) -> str:
    name = person_name(network, member.person_id)
    return f"{name}, {member.role}" if member.role else name


def _task(network: Network, task: Task, found: tuple[Mismatch, ...], day: str) -> TaskText:
    clauses = [clause.number or clause.title for clause in portfolio.clauses_of(network, task)]
    return TaskText(
        title=task.title,
        owner=owner(network, task.owner_person_id, task.owner_organisation_id, day),
        level=LEVELS[task.level],
        period=_span(task.starts_on, task.ends_on),
        clauses=", ".join(clauses),
        reviewed=danish.short_date(task.reviewed_on),
        remarks="; ".join(FITS[one.fit] for one in found if one.row_id == task.id),
    )
