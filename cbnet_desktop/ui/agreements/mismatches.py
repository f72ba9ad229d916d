"""Marks in tables for tasks and clauses that do not match (M5)."""

from __future__ import annotations

from cbnet_desktop.domain.agreements import portfolio
from cbnet_desktop.domain.agreements.portfolio import Fit, Mismatch
from cbnet_desktop.domain.records import AgreementClause, Task
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.editing.session import Session

#: The text in the row of a task; the worst first.
_WORDS = {
    Fit.NO_CLAUSE: "Uden aftalepunkt",
    Fit.OUTSIDE_PERIOD: "Uden for perioden",
    Fit.NOT_REVIEWED: "Skal gennemgås",
}


class MismatchMarks:
    """The mismatches of the plan year, cached for each state of the network."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Network | None, int] = (None, 0)
        self._found: tuple[Mismatch, ...] = ()
        self._by_row: dict[str, list[Fit]] = {}

    def all(self) -> tuple[Mismatch, ...]:
        """All mismatches of tasks and agreements."""
        network, year = self._session.network, self._session.year
        if self._of[0] is not network or self._of[1] != year:
            self._of = network, year
            self._found = portfolio.mismatches(network, year)
            self._by_row = {}
            for one in self._found:
                self._by_row.setdefault(one.row_id, []).append(one.fit)
        return self._found

    def words(self, _: Network, row: Record) -> str:
        """The state of a task, for example »Uden aftalepunkt« or »I orden«."""
        fits = self._fits(row.id)
        if not fits:
            return "I orden"
        return f"{_WORDS[fits[0]]} m.m." if len(fits) > 1 else _WORDS[fits[0]]

    def icon(self, _: Network, row: Record) -> str:
        """The icon beside the words."""
        return "open" if self._fits(row.id) else "kept"

    def tasks_of_clause(self, network: Network, row: Record) -> str:
        """The year's tasks for a clause, or that a clause in force has none."""
        assert isinstance(row, AgreementClause)
        if self._fits(row.id):
            return f"Ingen opgave i {self._session.year}"
        year = {task.id for task in portfolio.of_year(network, self._session.year)}
        return ", ".join(task.title for task in portfolio.tasks_of(network, row) if task.id in year)

    def clause_icon(self, _: Network, row: Record) -> str:
        """The icon for a clause in force without a task."""
        return "open" if self._fits(row.id) else ""

    def rank(self, _: Network, row: Record) -> int:
        """The sort key: the worst mismatch first."""
        fits = self._fits(row.id)
        return list(Fit).index(fits[0]) if fits else len(Fit)

    def lacks_clause(self, row_id: str) -> bool:
        """Whether a task has no clause."""
        return Fit.NO_CLAUSE in self._fits(row_id)

    def rows(self, session: Session) -> list[Task]:
        """The year's tasks, mismatches first."""
        found = portfolio.of_year(session.network, session.year)
        return sorted(found, key=lambda task: (self.rank(session.network, task), portfolio.task_order(task)))

    def _fits(self, row_id: str) -> list[Fit]:
        self.all()
        return sorted(self._by_row.get(row_id, []), key=list(Fit).index)
