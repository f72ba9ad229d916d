"""What a rule reports: a clause's findings and verdict for a year, and the problems by which a hard rule refuses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cbnet_desktop.domain.records.network import Network


class Severity(StrEnum):
    """The severity of a finding: an error breaks the clause, a warning leaves it open, a note does neither."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = {Severity.ERROR: "Ikke overholdt", Severity.WARNING: "Mangler", Severity.NOTE: "Bemærkning"}


class State(StrEnum):
    """The state of a clause for a year."""

    KEPT = "kept"
    OPEN = "open"
    BROKEN = "broken"
    NOT_DUE = "not due"


STATES = {
    State.KEPT: "Opfyldt",
    State.OPEN: "Mangler",
    State.BROKEN: "Ikke overholdt",
    State.NOT_DUE: "Ikke aktuelt endnu",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know or correct, with its table, row and field; row_id is empty where no row exists yet."""

    clause: str
    severity: Severity
    message: str
    table: str
    row_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's findings for a year, and whether the clause is due yet."""

    findings: tuple[Finding, ...] = ()
    is_due: bool = True

    @classmethod
    def of(cls, findings: Iterable[Finding], *, is_due: bool = True) -> Verdict:
        """A verdict over any iterable of findings."""
        return cls(tuple(findings), is_due)

    @property
    def state(self) -> State:
        """Broken with an error, open with a warning, else not due or kept."""
        severities = {finding.severity for finding in self.findings}
        if Severity.ERROR in severities:
            return State.BROKEN
        if Severity.WARNING in severities:
            return State.OPEN
        return State.KEPT if self.is_due else State.NOT_DUE


def by_end_of(year: int, today: date) -> Severity:
    """The severity of something not done: a warning until the end of the year, an error afterwards."""
    return Severity.ERROR if today.year > year else Severity.WARNING


@dataclass(frozen=True, slots=True)
class Problem:
    """A breach of a hard rule; key identifies it before and after an edit, a larger weight is a worse breach."""

    key: Hashable
    message: str
    table: str
    row_id: str
    field: str = ""
    weight: int = 0


HardRule = Callable[[Network], Iterator[Problem]]

#: A rule over the network, the plan year and today.
Rule = Callable[[Network, int, date], Verdict]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the terms of reference: its id, subject, own words and the rule that checks it."""

    id: str
    title: str
    quote: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Checked:
    """A clause with its verdict for a year."""

    clause: Clause
    verdict: Verdict
