"""Handlingsplan: the concrete goals of the plan year (M16, M17)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from cbnet_desktop.domain import plan
from cbnet_desktop.domain.changes import Change
from cbnet_desktop.domain.records import Goal
from cbnet_desktop.ui.columns import TableSpec, fields_of
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import TablePage


def _goals(document: Document) -> Sequence[Goal]:
    found = plan.of_year(document.network, document.year)
    return plan.goals(document.network, found) if found else ()


class PlanTab(TablePage):
    """The goals of the year, in order."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            TableSpec(
                Goal,
                fields_of(Goal, "position", "text", "part", "focus_area_id", "owner_person_id", "deadline", "status"),
                rows=_goals,
                title="Mål",
                empty_text="Her står de konkrete mål, som netværket udarbejder på baggrund af årsmødet.",
                first_action="Nyt mål",
            ),
            hidden={Goal.TABLE: ("plan_id",)},
        )

    def new_row(self) -> None:
        """Adds a goal, and the year's plan where there is none yet."""
        plan_id, changes = plan.ensure(self.document.network, self.document.year)
        goal = Change(Goal.TABLE, uuid4().hex, None, {"plan_id": plan_id, "text": "Nyt mål"})
        if self.document.execute("Mål tilføjet", (*changes, goal)):
            self.pane.begin_editing(goal.row_id, "text")
