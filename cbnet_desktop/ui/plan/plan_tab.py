"""Handlingsplan: the goals of the plan year, the sign-off and the signed versions (M16, M17, M23)."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.plan import goals, plan
from cbnet_desktop.domain.records import AgendaItem, Annex, Goal, GoalReport, Plan, PlanVersion
from cbnet_desktop.ui.annexes.annex_section import AnnexSection
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.paper.plan_papers import PlanPapers
from cbnet_desktop.ui.plan import goal_table
from cbnet_desktop.ui.plan.derive_menu import DeriveMenu
from cbnet_desktop.ui.plan.goal_reports import GoalReports
from cbnet_desktop.ui.plan.plan_state import PlanState
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.plan.status_picture import StatusPicture
from cbnet_desktop.ui.plan.versions_pane import VersionsPane
from cbnet_desktop.ui.table.group_headings import GroupHeadings
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.state_line import StateLine


class PlanTab(TablePage):
    """Status chart, goals and versions at the left, the form of a goal or of the plan at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hidden = {Goal.TABLE: ("plan_id",), Plan.TABLE: ("year",)}
        super().__init__(session, goal_table.spec(self._chosen), hidden=hidden, parent=parent)
        self.tables = frozenset({Goal.TABLE, GoalReport.TABLE, Plan.TABLE, PlanVersion.TABLE, Annex.TABLE})
        self.dialog: SignOffDialog | None = None
        self._plan_state = PlanState(session)
        self.bands = GroupHeadings(self.pane.view, lambda goal: goal_table.group_of(session, goal))
        self.picture = StatusPicture(self)
        self.versions = VersionsPane(session, lambda: self.output, self)
        self.versions.pane.asked_for_new.connect(self.ask_for_sign_off)
        self.reports = GoalReports(session, self.form)
        self.form.add_section(self.reports)
        self.annexes = AnnexSection(session, self.form, Plan)
        self.left.insertWidget(0, self.picture)
        self.left.addWidget(self.versions)
        self.left.setHandleWidth(1)
        self.left.setSizes([62, 440, 130])
        self.splitter.setSizes([920, 446])
        self.state = StateLine(self)
        self.add_button = action_button(self, "&Nyt mål", self.new_row)
        self.derive_button = QPushButton("Nyt mål fra årsmødets p&unkt", self)
        self.derive_button.setToolTip("Et mål afledt af et punkt på årsmødets dagsorden (M16)")
        menu = DeriveMenu(session, self)
        menu.item_chosen.connect(self.add_goal)
        menu.meeting_asked.connect(lambda: self.show_plan("meeting_id"))
        self.derive_button.setMenu(menu)
        self.show_button = action_button(self, "Planens &oplysninger", self.show_plan)
        self.preview_button = action_button(self, "Forhånd&svis", self.preview)
        self.sign_off_button = action_button(self, "&Godkend planen …", self.ask_for_sign_off)
        self.add_state(
            self.state, self.add_button, self.derive_button, self.show_button, self.preview_button, self.sign_off_button
        )
        self.pane.view.installEventFilter(self)
        session.changed.connect(lambda _: self._renew())
        session.year_changed.connect(lambda _: self._renew())
        self._renew()

    @cached_property
    def output(self) -> PlanPapers:
        """Shows and saves the plan's PDFs."""
        return PlanPapers(self.session, self.window())

    def new_row(self) -> None:
        """Adds a goal after the chosen one; with the first goal also the year's plan."""
        self.add_goal()

    def add_goal(self, item: AgendaItem | None = None) -> None:
        """Adds a goal, derived from the agenda item if there is one, and starts editing its text."""
        commit_typing()
        made = goals.added(self.session.network, self.session.year, like=self._chosen(), item=item)
        if self.session.execute("Mål tilføjet", made):
            self.pane.begin_editing(made[-1].row_id, "text")

    def _chosen(self) -> Goal | None:
        """The chosen goal, in its current state."""
        chosen = self.pane.view.chosen()
        return self.session.network.find(Goal, chosen.id) if chosen else None

    def show_plan(self, field: str = "") -> None:
        """Shows the plan in the form, with the cursor in a field."""
        commit_typing()
        self.form.show_record(plan.of_year(self.session.network, self.session.year))
        if not (field and self.form.focus_field(field)):
            self.form.focus_first()

    def paper(self) -> ReadyPaper | None:
        """The plan as signed, or its draft; None where the year has neither."""
        return self.output.current() if self._has_paper() else None

    def preview(self) -> None:
        """Shows the plan as signed, or its draft, including text that is being typed."""
        commit_typing()
        self.output.preview()

    def ask_for_sign_off(self) -> SignOffDialog:
        """Opens the dialog that signs off a version."""
        commit_typing()
        dialog = self.dialog = SignOffDialog(self.session, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.jump_asked.connect(self.jump_asked)
        dialog.finished.connect(lambda _: self._end_sign_off(dialog))
        dialog.open()
        return dialog

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence under the table, unless the sign-off dialog is open and shows it."""
        return self.dialog is not None or super().show_message(sentence)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a goal, report, plan or version in its year; without a plan, to the button that adds a goal."""
        if table not in self.tables:
            return False
        self._turn_to(table, row_id)
        if table == Goal.TABLE:
            return super().jump_to(table, row_id, field)
        if table == GoalReport.TABLE:
            return self._show_report(row_id, field)
        if table == Annex.TABLE:
            self.show_plan()
            self.annexes.choose(row_id, field)
        elif table == Plan.TABLE and plan.of_year(self.session.network, self.session.year):
            self.show_plan(field)
        elif table == Plan.TABLE:
            self.add_button.setFocus()
        else:
            self.versions.pane.model.refresh()
            self.versions.pane.view.choose(row_id)
            self.versions.pane.view.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shows the chosen goal in the form when the table gets the focus."""
        if watched is self.pane.view and event.type() == QEvent.Type.FocusIn:
            chosen = self.pane.view.chosen()
            if chosen and self.form.record != chosen:
                self.form.show_record(chosen)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Refreshes, since changes while hidden were skipped."""
        super().showEvent(event)
        self._renew()

    def _show_report(self, row_id: str, field: str) -> bool:
        report = self.session.network.find(GoalReport, row_id)
        super().jump_to(Goal.TABLE, (report.goal_id or "") if report else "")
        self.reports.pane.view.choose(row_id, field)
        self.reports.pane.view.setFocus()
        return True

    def _turn_to(self, table: str, row_id: str) -> None:
        row = self.session.network.row(table, row_id) if row_id else None
        if isinstance(row, GoalReport):
            row = self.session.network.find(Goal, row.goal_id)
        found = row if isinstance(row, Plan) else self.session.network.find(Plan, getattr(row, "plan_id", None))
        if found:
            self.session.set_year(found.year)

    def _end_sign_off(self, dialog: SignOffDialog) -> None:
        self.dialog = None
        if dialog.signed:
            self.versions.pane.view.choose(dialog.signed.id)
            self.versions.pane.view.setFocus()

    def _has_paper(self) -> bool:
        network, year = self.session.network, self.session.year
        return plan.of_year(network, year) is not None or bool(plan.versions(network, year))

    def _renew(self) -> None:
        if not self.isVisible():
            return
        session = self.session
        found = plan.of_year(session.network, session.year)
        self.state.show_state(*self._plan_state.line())
        can_edit = not session.is_read_only
        self.add_button.setEnabled(can_edit)
        self.derive_button.setEnabled(can_edit)
        self.show_button.setEnabled(found is not None)
        self.preview_button.setEnabled(self._has_paper())
        self.sign_off_button.setEnabled(can_edit and found is not None)
        self.versions.enable_actions()
        self.picture.show_statuses(goal.status for goal in goal_table.goals(session))
