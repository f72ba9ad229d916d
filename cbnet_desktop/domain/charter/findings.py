"""What a rule of the terms of reference has to say about a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cbnet_desktop.domain.records.network import Network


class Severity(StrEnum):
    """How much a finding weighs: an error breaks the clause, a warning leaves it open, a note does neither."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = {Severity.ERROR: "Brudt", Severity.WARNING: "Mangler", Severity.NOTE: "Bemærkning"}


class State(StrEnum):
    """Where a clause stands for a year."""

    KEPT = "kept"
    OPEN = "open"
    BROKEN = "broken"
    NOT_DUE = "not due"


STATES = {State.KEPT: "Opfyldt", State.OPEN: "Mangler", State.BROKEN: "Brudt", State.NOT_DUE: "Ikke aktuel endnu"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know or to mend; table, row and field say where. The row may be empty when none exists yet."""

    clause: str
    severity: Severity
    message: str
    table: str
    row_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's findings and whether its time of year has come."""

    findings: tuple[Finding, ...] = ()
    is_due: bool = True

    @classmethod
    def of(cls, findings: Iterable[Finding], *, is_due: bool = True) -> Verdict:
        """A verdict over any iterable of findings."""
        return cls(tuple(findings), is_due)

    @property
    def state(self) -> State:
        """Broken by an error, open by a warning, not due before its time, else kept."""
        severities = {finding.severity for finding in self.findings}
        if Severity.ERROR in severities:
            return State.BROKEN
        if Severity.WARNING in severities:
            return State.OPEN
        return State.KEPT if self.is_due else State.NOT_DUE


def by_end_of(year: int, today: date) -> Severity:
    """What is not done yet leaves a clause open while there is time in the year, and breaks it afterwards."""
    return Severity.ERROR if today.year > year else Severity.WARNING


#: A rule over the network, the plan year and today.
Rule = Callable[[Network, int, date], Verdict]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the terms of reference: its id, what it is about, its own words and the rule that checks it."""

    id: str
    title: str
    quote: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Checked:
    """A clause with its verdict for a year."""

    clause: Clause
    verdict: Verdict
