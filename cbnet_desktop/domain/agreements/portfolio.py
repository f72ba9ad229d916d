"""The task portfolio and its mismatches with the framework agreements (M5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, AgreementClause, Extension, Task, TaskClause
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import PART_ORDER, AgreementKind


class Fit(StrEnum):
    """The four checks of M5."""

    NO_CLAUSE = "no_clause"
    NO_TASK = "no_task"
    OUTSIDE_PERIOD = "outside_period"
    NOT_REVIEWED = "not_reviewed"


FITS = {
    Fit.NO_CLAUSE: "Opgave uden aftalepunkt",
    Fit.NO_TASK: "Aftalepunkt uden opgave",
    Fit.OUTSIDE_PERIOD: "Uden for aftalens periode",
    Fit.NOT_REVIEWED: "Aftalen ændret siden gennemgang",
}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A mismatch between portfolio and agreements, and the place to correct it."""

    fit: Fit
    message: str
    table: str
    row_id: str
    field: str = ""


def of_year(network: Network, year: int) -> list[Task]:
    """The tasks of the portfolio in the year, undated ones too, by part and title."""
    found = [row for row in network.live(Task) if dates.is_in_year(row.starts_on, row.ends_on, year)]
    return sorted(found, key=task_order)


def task_order(task: Task) -> tuple[object, ...]:
    """Sort key: part, title."""
    return (PART_ORDER.get(task.part, 9), danish.sort_key(task.title), task.id)


def clauses_of(network: Network, task: Task) -> list[AgreementClause]:
    """The clauses and initiatives that a task serves."""
    found = (network.find(AgreementClause, row.clause_id) for row in network.live(TaskClause) if row.task_id == task.id)
    return sorted((row for row in found if row is not None and not row.archived), key=agreements.clause_order)


def tasks_of(network: Network, clause: AgreementClause) -> list[Task]:
    """The tasks that serve a clause."""
    found = (network.find(Task, row.task_id) for row in network.live(TaskClause) if row.clause_id == clause.id)
    return sorted((row for row in found if row is not None and not row.archived), key=task_order)


def reviewed(task: Task, on: str) -> Change:
    """The change that marks a task as reviewed against its agreements on a day."""
    return task.edited({"reviewed_on": on})


def mismatches(network: Network, year: int) -> tuple[Mismatch, ...]:
    """All mismatches between the year's tasks and the framework agreements in force, tasks first (M5)."""
    lookups = _Lookups(network, year)
    return (
        *(found for task in lookups.tasks for found in lookups.of_task(task)),
        *lookups.without_task(),
    )


def of_task(network: Network, task: Task, year: int) -> tuple[Mismatch, ...]:
    """The mismatches of one task of the year."""
    return tuple(_Lookups(network, year).of_task(task))


class _Lookups:
    """Look-up tables for the checks, each table of the network read once."""

    def __init__(self, network: Network, year: int) -> None:
        self.year = year
        self.tasks = of_year(network, year)
        self.ends = agreements.last_days(network)
        self.agreements = {row.id: row for row in network.live(Agreement) if row.kind == AgreementKind.FRAMEWORK}
        self.clauses = {row.id: row for row in network.live(AgreementClause) if row.agreement_id in self.agreements}
        self.served: dict[str, list[str]] = {}
        for row in network.live(TaskClause):
            if row.clause_id in self.clauses:
                self.served.setdefault(row.task_id or "", []).append(row.clause_id)
        self.changed = _changes(network, self.clauses, f"{year}-12-31")

    def of_task(self, task: Task) -> Iterator[Mismatch]:
        clauses = [self.clauses[row_id] for row_id in self.served.get(task.id, ())]
        name = f"Opgaven {quoted(task.title)}"
        if not clauses:
            message = f"{name} hører ikke til noget punkt i en rammeaftale. Knyt den til et aftalepunkt."
            yield Mismatch(Fit.NO_CLAUSE, message, Task.TABLE, task.id)
            return
        served = {clause.agreement_id: self.agreements[clause.agreement_id or ""] for clause in clauses}
        yield from self._outside(task, name, sorted(served.values(), key=agreements.agreement_order))
        changed = [(day, clause) for clause in clauses if (day := self.changed.get(clause.id))]
        day, clause = max(changed, key=lambda pair: pair[0], default=("", None))
        if clause is not None and day > (task.reviewed_on or ""):
            message = (
                f"{name} er ikke gennemgået, siden {quoted(clause.title)} blev ændret {danish.short_date(day)}. "
                "Gennemgå opgaven, og skriv datoen."
            )
            yield Mismatch(Fit.NOT_REVIEWED, message, Task.TABLE, task.id, "reviewed_on")

    def _outside(self, task: Task, name: str, served: Sequence[Agreement]) -> Iterator[Mismatch]:
        """A task may continue from one agreement into the next, but overlaps with each that it serves."""
        starts_on = task.starts_on or f"{self.year}-01-01"
        ends_on = task.ends_on or max(starts_on, f"{self.year}-12-31")
        outside = [
            row for row in served if not dates.overlap(starts_on, ends_on, row.starts_on, self.ends[row.id])
        ] or served
        begins = min(row.starts_on or dates.FIRST_DAY for row in outside)
        ends = max(self.ends[row.id] or dates.LAST_DAY for row in outside)
        is_early = (task.starts_on or task.ends_on or begins) < begins
        is_late = (task.ends_on or starts_on) > ends
        if is_early or is_late:
            titles = danish.joined([quoted(row.title) for row in outside])
            last = danish.short_date(ends) if ends != dates.LAST_DAY else ""
            message = (
                f"{name} ligger uden for {titles}, som gælder {danish.short_date(begins)}–{last}. "
                "Ret opgavens datoer, eller registrér aftalens forlængelse."
            )
            is_begin = not task.ends_on or (is_early and bool(task.starts_on))
            yield Mismatch(Fit.OUTSIDE_PERIOD, message, Task.TABLE, task.id, "starts_on" if is_begin else "ends_on")

    def without_task(self) -> Iterator[Mismatch]:
        served = {clause_id for task in self.tasks for clause_id in self.served.get(task.id, ())}
        valid = {
            row.id: quoted(row.title)
            for row in self.agreements.values()
            if dates.is_in_year(row.starts_on, self.ends[row.id], self.year)
        }
        unserved = [row for row in self.clauses.values() if row.agreement_id in valid and row.id not in served]
        for clause in sorted(unserved, key=agreements.clause_order):
            name = quoted(f"{clause.number} {clause.title}".strip())
            message = (
                f"Aftalepunktet {name} i {valid[clause.agreement_id or '']} har ingen opgave i {self.year}. "
                "Knyt en opgave til aftalepunktet, eller tilføj en ny."
            )
            yield Mismatch(Fit.NO_TASK, message, AgreementClause.TABLE, clause.id)


def _changes(network: Network, clauses: Mapping[str, AgreementClause], until: str) -> dict[str, str]:
    """By clause id the last day, no later than until, on which it or its agreement's period was changed."""
    extended: dict[str, str] = {}
    for row in network.live(Extension):
        if row.agreement_id and row.agreed_on and row.agreed_on <= until:
            extended[row.agreement_id] = max(extended.get(row.agreement_id, ""), row.agreed_on)
    found = {}
    for clause in clauses.values():
        own = clause.changed_on if clause.changed_on and clause.changed_on <= until else ""
        if day := max(own, extended.get(clause.agreement_id or "", "")):
            found[clause.id] = day
    return found
