"""The task portfolio and its mismatches with the framework agreements (M5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        ends = agreements.last_days(network)
        self.agreements = {row.id: row for row in network.live(Agreement) if row.kind == AgreementKind.FRAMEWORK}
        self.periods = {row.id: (row.starts_on, ends[row.id]) for row in self.agreements.values()}
        self.in_force = {
            row.id: self.periods[row.id]
            for row in self.agreements.values()
            if not agreements.is_draft(row) and dates.is_in_year(*self.periods[row.id], year)
        }
        self.clauses = {row.id: row for row in network.live(AgreementClause) if row.agreement_id in self.agreements}
        self.served: dict[str, list[str]] = {}
        for row in network.live(TaskClause):
            if row.clause_id in self.clauses:
                self.served.setdefault(row.task_id or "", []).append(row.clause_id)
        self.changed = _changes(network, self.clauses, f"{year}-12-31")

    def of_task(self, task: Task) -> Iterator[Mismatch]:
        name = f"Opgaven {quoted(task.title)}"
        if not self.served.get(task.id):
            message = f"{name} hører ikke til noget punkt i en rammeaftale. Knyt den til et aftalepunkt."
            yield Mismatch(Fit.NO_CLAUSE, message, Task.TABLE, task.id)
            return
        yield from self._outside(task, name)
        changed = [(day, clause) for clause in self._served_in_year(task) if (day := self.changed.get(clause.id))]
        day, clause = max(changed, key=lambda pair: pair[0], default=("", None))
        if clause is not None and day > (task.reviewed_on or ""):
            message = (
                f"{name} er ikke gennemgået, siden {quoted(clause.title)} blev ændret {danish.short_date(day)}. "
                "Gennemgå opgaven, og skriv datoen."
            )
            yield Mismatch(Fit.NOT_REVIEWED, message, Task.TABLE, task.id, "reviewed_on")

    def _outside(self, task: Task, name: str) -> Iterator[Mismatch]:
        """The days of the year on which the task runs without an agreement in force that it serves."""
        first, last = self._days(task)
        served = [self.in_force[clause.agreement_id or ""] for clause in self._served_in_year(task)]
        if first <= last and (missed := dates.gaps(first, last, served)):
            spans = danish.joined([danish.span(*gap) for gap in missed])
            message = (
                f"{name} hører i tiden {spans} ikke til noget punkt i en gældende rammeaftale. Knyt den til et punkt "
                "i den aftale, der gælder, ret opgavens datoer, eller registrér aftalens forlængelse."
            )
            is_end = bool(task.ends_on) and (missed[-1][1] == task.ends_on or not task.starts_on)
            yield Mismatch(Fit.OUTSIDE_PERIOD, message, Task.TABLE, task.id, "ends_on" if is_end else "starts_on")

    def _served_in_year(self, task: Task) -> list[AgreementClause]:
        """The clauses whose agreement is in force on a day of the year on which the task runs."""
        first, last = self._days(task)
        found = (self.clauses[row_id] for row_id in self.served.get(task.id, ()))
        return [
            clause
            for clause in found
            if (period := self.in_force.get(clause.agreement_id or "")) and dates.overlap(first, last, *period)
        ]

    def _days(self, task: Task) -> tuple[str, str]:
        """The first and last day of the year on which the task runs; the first is later where there is none.

        A task without a first day begins with the first agreement that it serves, and one without an end goes on for
        as long as the year has an agreement in force: the days without one are no fault of the task's.
        """
        starts_on = task.starts_on
        if not starts_on:
            served = {self.clauses[row_id].agreement_id or "" for row_id in self.served.get(task.id, ())}
            starts_on = min((self.periods[row_id][0] or dates.FIRST_DAY for row_id in served), default=dates.FIRST_DAY)
            if task.ends_on and starts_on > task.ends_on:
                starts_on = dates.FIRST_DAY
        running = max((end or dates.LAST_DAY for _, end in self.in_force.values()), default=dates.LAST_DAY)
        first = max(starts_on, f"{self.year}-01-01")
        return first, min(task.ends_on or max(running, first), f"{self.year}-12-31")

    def without_task(self) -> Iterator[Mismatch]:
        served = {clause.id for task in self.tasks for clause in self._served_in_year(task)}
        unserved = [row for row in self.clauses.values() if row.agreement_id in self.in_force and row.id not in served]
        for clause in sorted(unserved, key=agreements.clause_order):
            name = quoted(f"{clause.number} {clause.title}".strip())
            title = quoted(self.agreements[clause.agreement_id or ""].title)
            message = (
                f"Aftalepunktet {name} i {title} har ingen opgave i {self.year}. "
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
