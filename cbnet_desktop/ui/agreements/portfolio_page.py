"""Opgaveportefølje: the network's tasks, their clauses, and where the two do not match (M4, M5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from cbnet_desktop.domain.agreements import agreements, portfolio
from cbnet_desktop.domain.agreements.portfolio import FITS, Fit, Mismatch
from cbnet_desktop.domain.records import AgreementClause, Task, TaskClause
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import CLAUSE_KINDS, ClauseKind
from cbnet_desktop.ui.agreements.mismatches import MismatchMarks
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paned_page import PanedPage, give_form
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.link_list import GO_TO, Line, LinkList
from cbnet_desktop.ui.widgets.rich_text import escape
from cbnet_desktop.ui.widgets.tick_list import TickList
from cbnet_desktop.ui.widgets.tick_menu import Tick

_SUMMARIES = {
    Fit.NO_CLAUSE: "uden aftalepunkt",
    Fit.NO_TASK: "aftalepunkt uden opgave",
    Fit.OUTSIDE_PERIOD: "uden for perioden",
    Fit.NOT_REVIEWED: "skal gennemgås",
}


class PortfolioPage(PanedPage):
    """Tasks above; below the clauses of the chosen one as checkboxes, and all mismatches."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.checks = MismatchMarks(session)
        super().__init__(session, _spec(self.checks), parent=parent)
        self.tables |= {TaskClause.TABLE}
        self.review_button = action_button(
            self, "&Gennemgået i dag", self.review, "De valgte opgaver er holdt op mod aftalerne i dag"
        )
        self.add_button = action_button(self, "Ny &opgave", self.new_row)
        self.action_row.addWidget(self.review_button)
        self.action_row.addWidget(self.add_button)
        self.clauses = TickList("Aftalepunkter for opgaven", self._ticks, self)
        self.clauses.ticked.connect(self.tick)
        self.mismatches = LinkList("Hvor opgaver og aftaler ikke passer sammen", self)
        lower = self.details = QSplitter(Qt.Orientation.Horizontal, self)
        lower.setHandleWidth(1)
        lower.setChildrenCollapsible(False)
        lower.addWidget(self.clauses)
        lower.addWidget(self.mismatches)
        lower.setSizes([430, 550])
        self.left.addWidget(lower)
        self.left.setSizes([330, 270])
        give_form(self, 380)

    def task(self) -> Task | None:
        """The chosen task, in its current state."""
        chosen = self.owner()
        return chosen if isinstance(chosen, Task) else None

    def review(self) -> None:
        """Records today's review of the selected tasks, as one edit."""
        tasks = [row for row in self.main.view.selected_records() if isinstance(row, Task)]
        self.session.execute("", [portfolio.reviewed(task, self.session.today.isoformat()) for task in tasks])

    def tick(self, clause_id: str, is_served: bool) -> None:
        """Links the chosen task to a clause, or removes the link."""
        task = self.task()
        if task is None:
            return
        rows = [
            row for row in self.session.network.live(TaskClause) if (row.task_id, row.clause_id) == (task.id, clause_id)
        ]
        if is_served == bool(rows):
            return
        made = TaskClause(uuid4().hex, task_id=task.id, clause_id=clause_id)
        changes = [change_of(row, {"archived": True}) for row in rows] or [
            Change(TaskClause.TABLE, made.id, None, made.values())
        ]
        try:
            self.session.write(changes)
        except UserError as refusal:
            self.clauses.show_error(refusal.message)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a task in its year, or to the link of a task to a clause."""
        network = self.session.network
        link = network.find(TaskClause, row_id) if table == TaskClause.TABLE else None
        task = network.find(Task, link.task_id if link else row_id)
        if task and not dates.is_in_year(task.starts_on, task.ends_on, self.session.year):
            self.session.set_year(int((task.ends_on or task.starts_on or "")[:4]))
        if link and super().jump_to(Task.TABLE, link.task_id or ""):
            self.clauses.choose(link.clause_id or "")
            self.clauses.setFocus()
            return True
        if not super().jump_to(table, row_id, field):
            return False
        if not field and row_id and self.checks.lacks_clause(row_id):
            self.clauses.setFocus()
        return True

    def renew(self) -> None:
        """Shows the summary and all mismatches."""
        found = self.checks.all()
        count = len(self.main.model.records())
        self.state.show_state(*_summary(found, count, self.session.year))
        self._show_mismatches(found)
        self.details.setVisible(bool(count or found))
        self.add_button.setEnabled(not self.session.is_read_only)

    def renew_details(self) -> None:
        """Refreshes the clauses of the chosen task."""
        super().renew_details()
        self.clauses.renew()
        can_edit = self.task() is not None and not self.session.is_read_only
        self.clauses.list.setEnabled(can_edit)
        self.review_button.setEnabled(can_edit)

    def changeEvent(self, event: QEvent) -> None:
        """Renders the markup again for another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "mismatches"):
            self.renew()

    def _ticks(self) -> Iterable[Tick]:
        """The clauses of the agreements in force in the year, and linked ones, by agreement."""
        task = self.task()
        if task is None:
            return
        network = self.session.network
        served = {clause.id for clause in portfolio.clauses_of(network, task)}
        for agreement in agreements.frameworks(network):
            clauses = agreements.clauses(network, agreement)
            is_valid = agreements.is_in_year(network, agreement, self.session.year)
            shown = [clause for clause in clauses if is_valid or clause.id in served]
            if shown:
                yield Tick("", agreements.title(network, agreement), is_ticked=False)
            for clause in shown:
                yield Tick(clause.id, _clause_text(clause), clause.id in served)

    def _show_mismatches(self, found: tuple[Mismatch, ...]) -> None:
        self.mismatches.show_lines(
            [line for fit in Fit for line in self._section(fit, [one for one in found if one.fit is fit])]
        )

    def _section(self, fit: Fit, found: list[Mismatch]) -> Iterator[Line]:
        count = f" ({len(found)})" if found else ': <span class="m">ingen</span>'
        yield Line(f"<b>{escape(FITS[fit])}</b>{count}", icon="open" if found else "kept", above=4)
        for one in found:
            yield Line(f"{escape(one.message)} {GO_TO}", partial(self._go_to, one), inset=1)

    def _go_to(self, one: Mismatch) -> None:
        self.jump_asked.emit(one.table, one.row_id, one.field)


def _spec(checks: MismatchMarks) -> TableSpec:
    return TableSpec(
        Task,
        (
            column(Task, "title", width=40, least=34),
            Column(
                "Tilstand",
                text=checks.words,
                icon=checks.icon,
                sort_by=checks.rank,
                width=21,
                least=20,
                elsewhere="Tilstanden følger af aftalepunkterne herunder og af, hvornår opgaven er gennemgået.",
            ),
            Column("Aftalepunkter", text=_clauses, width=14, elsewhere="Aftalepunkterne vælges på listen herunder."),
            column(Task, "part", width=20, least=19),
            column(Task, "level", width=9),
            column(Task, "owner_organisation_id", title="Organisation", width=12),
            column(Task, "owner_person_id", title="Person", width=18, least=12),
            column(Task, "starts_on", width=10),
            column(Task, "ends_on", width=10),
            column(Task, "reviewed_on", title="Gennemgået", width=10),
        ),
        rows=checks.rows,
        blank=lambda session: {
            "title": "Ny opgave",
            "starts_on": f"{session.year}-01-01",
            "ends_on": f"{session.year}-12-31",
        },
        title="Opgaveportefølje",
        empty_text="Her står netværkets opgaver i centralbiblioteksdelen og styrelsesdelen, knyttet til de aftaler og "
        "initiativer, som rammeaftalen formulerer.",
        first_action="Ny opgave",
    )


def _clauses(network: Network, row: Record) -> str:
    assert isinstance(row, Task)
    return ", ".join(clause.number or clause.title for clause in portfolio.clauses_of(network, row))


def _clause_text(clause: AgreementClause) -> str:
    kind = f" ({CLAUSE_KINDS[clause.kind].lower()})" if clause.kind == ClauseKind.INITIATIVE else ""
    return f"{clause.number} {clause.title}".strip() + kind


def _summary(found: tuple[Mismatch, ...], count: int, year: int) -> tuple[str, str, str]:
    if not count:
        return "", f"Ingen opgaver i {year}", ""
    counts = {fit: sum(one.fit is fit for one in found) for fit in Fit}
    parts = [f"{number} {_SUMMARIES[fit]}" for fit, number in counts.items() if number]
    details = f"{danish.joined(parts)}." if parts else "Alle passer til rammeaftalerne."
    return "open" if parts else "kept", f"{danish.counted(count, 'opgave', 'opgaver')} i {year}", details
