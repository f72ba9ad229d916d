"""The dated status reports of a goal, in the goal's form (M17)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from cbnet_desktop.domain.plan import goals
from cbnet_desktop.domain.records import Goal, GoalReport
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.table.columns import TableSpec, column
from cbnet_desktop.ui.widgets import icons

_SPEC = TableSpec(
    GoalReport,
    (
        column(GoalReport, "reported_on", width=10),
        column(
            GoalReport, "status", width=15, icon=lambda _, row: icons.GOAL_STATUSES.get(getattr(row, "status", ""), "")
        ),
        column(GoalReport, "comment", width=22),
    ),
    rows=lambda _: (),
    title="Statusmeldinger",
)


class GoalReports(FormTable):
    """The reports of the goal in the form, newest first; hidden for other records."""

    def __init__(self, session: Session, form: RecordForm) -> None:
        self._session = session
        self._form = form
        super().__init__(session, replace(_SPEC, pasted=lambda _: self._blank()), self._reports, form)
        self.add_button = self.add_action("Ny &melding", self.add)
        form.record_shown.connect(lambda _: self.renew())

    def add(self) -> None:
        """Adds a report of today and starts editing its status."""
        if self._goal() is None:
            return
        made = GoalReport(uuid4().hex).replaced(self._blank())
        self.setVisible(True)
        self.pane.setVisible(True)
        self.pane.add(made)
        self.pane.begin_editing(made.id, "status")

    def renew(self) -> None:
        """Reloads the reports, also for another goal."""
        super().renew()
        self.setVisible(self._goal() is not None)
        if hasattr(self, "add_button"):
            self.add_button.setEnabled(not self._session.is_read_only)

    def _blank(self) -> Values:
        goal, today = self._goal(), self._session.today.isoformat()
        status = {"goal_id": goal.id, "status": goal.status} if goal else {}
        return {**status, "reported_on": today, "reported_by": self._session.store.user}

    def _goal(self) -> Goal | None:
        record = self._form.record
        return record if isinstance(record, Goal) else None

    def _reports(self) -> list[GoalReport]:
        goal = self._goal()
        return goals.reports(self._session.network, goal) if goal else []
