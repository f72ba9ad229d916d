"""The dialog »Start et nyt år«: chooses the goals to carry over, and previews the edit (M22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.plan import new_year, plan
from cbnet_desktop.domain.plan.new_year import NewYear
from cbnet_desktop.domain.records import Goal, Plan
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words.choices import GOAL_STATUSES
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.rich_text import wrapped_label
from cbnet_desktop.ui.widgets.tick_list import TickList
from cbnet_desktop.ui.widgets.tick_menu import Tick

YEAR = replace(Plan.fields()["year"], label="Planår")
GOAL_LETTERS = 110


class NewYearDialog(ActionDialog):
    """Ticks the goals that are not assessed yet; those that were not met can be ticked too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Start et nyt år", "&Start året", parent)
        self._found: NewYear | None = None
        self._ticked: set[str] = set()
        self.year = self.ask(YEAR, next_year(session), caption="&Planår")
        self.goals = TickList("Mål, der føres videre", self._ticks, self)
        self.goals.list.setMinimumSize(characters(self, 105), self.fontMetrics().lineSpacing() * 10)
        self.goals.ticked.connect(self._tick)
        self.outlook = wrapped_label(self)
        self.outlook.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        self.outlook.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.insertWidget(1, self.goals, 100)
        self.column.insertWidget(2, self.outlook)
        self.year.input.touched.connect(self._look)
        self._look()
        self.goals.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The changes that start the year: the plan and the goals ticked; raises Invalid."""
        return new_year.changes(self.session.network, self._typed_year(), self._ticked)

    def label(self) -> str:
        """The edit's label, for example »Planår 2016 startet, 3 mål ført videre«."""
        return new_year.label(self._typed_year(), self.changes())

    def attempt(self) -> None:
        """Writes the edit and shows the new year in the window."""
        super().attempt()
        if self.result() == self.DialogCode.Accepted:
            self.session.set_year(self._typed_year())

    def _typed_year(self) -> int:
        return int(str(self.year.value()))

    def _look(self) -> None:
        """Previews the edit for the year typed, or says that the year has been started already."""
        self._found, self._ticked = None, set()
        sentence = ""
        try:
            self._found = new_year.look(self.session.network, self._typed_year())
            self._ticked = {goal.id for goal in self._found.open_goals}
        except UserError as refusal:
            sentence = refusal.message
        self.year.refuse(sentence)
        self.acceptor.setEnabled(self._found is not None)
        self._show_outlook()

    def _tick(self, goal_id: str, is_on: bool) -> None:
        (self._ticked.add if is_on else self._ticked.discard)(goal_id)
        self._show_outlook()

    def _show_outlook(self) -> None:
        self.goals.renew()
        found = self._found
        self.goals.setVisible(found is None or bool(found.offered))
        self.outlook.setText("\n".join(new_year.outlook(found, len(self._ticked))) if found else "")
        self.acceptor.setText("&Før målene videre" if found and found.existing else "&Start året")

    def _ticks(self) -> list[Tick]:
        found = self._found
        if found is None:
            return []
        groups = ((f"Åbne mål fra {found.year - 1}", found.open_goals), ("Ikke helt indfriet", found.unmet_goals))
        return [
            tick
            for title, goals in groups
            if goals
            for tick in (Tick("", title, False), *(self._tick_of(goal) for goal in goals))
        ]

    def _tick_of(self, goal: Goal) -> Tick:
        status = GOAL_STATUSES.get(goal.status, goal.status).lower()
        return Tick(goal.id, f"{labels.short(goal.text, GOAL_LETTERS)} ({status})", goal.id in self._ticked)


def next_year(session: Session) -> int:
    """The window's year where it has no plan yet, else the one after it."""
    return session.year + (plan.of_year(session.network, session.year) is not None)


def show(parent: QWidget, session: Session, jump: Callable[[str, str, str], object]) -> NewYearDialog:
    """Opens the dialog; calls jump with the place of the new plan once the year is started."""
    commit_typing()
    dialog = NewYearDialog(session, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: jump(*_place(session)))
    dialog.open()
    return dialog


def _place(session: Session) -> tuple[str, str, str]:
    """The first goal of the window's year, or its plan."""
    found = plan.of_year(session.network, session.year)
    goals = plan.goals(session.network, found) if found else []
    return (Goal.TABLE, goals[0].id, "") if goals else (Plan.TABLE, found.id if found else "", "")
