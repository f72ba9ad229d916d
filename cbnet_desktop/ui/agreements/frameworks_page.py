"""Rammeaftaler: the framework agreements with clauses, parties and periods (M5)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, AgreementClause, AgreementParty, Extension
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.words.choices import AgreementKind, ClauseKind
from cbnet_desktop.ui.agreements.agreement_columns import AgreementColumns, parties
from cbnet_desktop.ui.agreements.agreement_page import AgreementPage
from cbnet_desktop.ui.agreements.mismatches import MismatchMarks
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paned_page import give_form
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.action_button import action_button

HIDDEN = {
    Agreement.TABLE: ("kind",),
    AgreementClause.TABLE: ("agreement_id",),
    AgreementParty.TABLE: ("agreement_id", "organisation_id"),
    Extension.TABLE: ("agreement_id",),
}


class FrameworksPage(AgreementPage):
    """Agreements above, their timeline, and clauses and parties of the chosen one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        columns = AgreementColumns(session)
        self.checks = MismatchMarks(session)
        super().__init__(session, _spec(columns), columns, HIDDEN, parent=parent)
        self.clauses = TitledPane(session, self._clauses_spec(), self)
        self.clause_button = self.clauses.add_action("Nyt p&unkt", lambda: self._add(ClauseKind.CLAUSE))
        self.initiative_button = self.clauses.add_action("Nyt &initiativ", lambda: self._add(ClauseKind.INITIATIVE))
        self._kind = ClauseKind.CLAUSE
        self.add_button = action_button(self, "Ny ra&mmeaftale", self.add_agreement)
        self.action_row.addWidget(self.add_button)
        lower = self.details = QSplitter(Qt.Orientation.Horizontal, self)
        lower.setHandleWidth(1)
        lower.setChildrenCollapsible(False)
        lower.addWidget(self.clauses)
        lower.addWidget(self.parties)
        lower.setSizes([640, 340])
        self.add_detail(self.clauses.pane, "agreement_id")
        self.add_detail(self.parties.pane, "agreement_id")
        self.left.addWidget(self.picture)
        self.left.addWidget(lower)
        self.left.setSizes([160, 90, 350])
        give_form(self, 380)

    def add_agreement(self) -> None:
        """Adds a framework agreement from the plan year on."""
        self.use(self.main)
        self.main.new_row()

    def renew(self) -> None:
        """Shows which agreements end soon, and the timeline."""
        network = self.session.network
        rows = agreements.frameworks(network)
        self.state.show_state(*self.columns.summary(rows, "Ingen rammeaftaler", "Ingen rammeaftale udløber snart"))
        self.picture.show_agreements(network, rows, self.columns.today)
        self.add_button.setEnabled(not self.session.is_read_only)

    def renew_details(self) -> None:
        """Refreshes the clauses of the chosen agreement."""
        super().renew_details()
        self.details.setVisible(self.agreement() is not None)
        for button in (self.clause_button, self.initiative_button):
            button.setEnabled(not self.session.is_read_only)

    def new_row(self) -> None:
        """Adds a row to the table in use; for parties puts the cursor into the field for the name."""
        if self._used is self.parties.pane:
            self.parties.name.setFocus()
        else:
            super().new_row()

    def _add(self, kind: ClauseKind) -> None:
        self._kind = kind
        self.use(self.clauses.pane)
        self.new_row()
        self._kind = ClauseKind.CLAUSE

    def _clauses_spec(self) -> TableSpec:
        return TableSpec(
            AgreementClause,
            (
                column(AgreementClause, "number", width=6),
                column(AgreementClause, "kind", width=9),
                column(AgreementClause, "title", width=26, least=16),
                Column(
                    "Opgaver",
                    text=self.checks.tasks_of_clause,
                    icon=self.checks.clause_icon,
                    width=22,
                    least=20,
                    elsewhere="Opgaver knyttes til aftalepunkter under Aftaler ▸ Opgaveportefølje.",
                ),
                column(AgreementClause, "changed_on", title="Ændret", width=10),
            ),
            rows=self._clauses,
            blank=self._blank_clause,
            title="Aftalepunkter",
            empty_text="Her står de aftaler og initiativer, som rammeaftalen formulerer, og som opgaveporteføljen "
            "tilpasses.",
            first_action="Nyt aftalepunkt",
        )

    def _clauses(self, session: Session) -> list[AgreementClause]:
        agreement = self.agreement()
        return agreements.clauses(session.network, agreement) if agreement else []

    def _blank_clause(self, _: Session) -> Values:
        agreement = self.agreement()
        title = "Nyt initiativ" if self._kind is ClauseKind.INITIATIVE else "Nyt aftalepunkt"
        return {"agreement_id": agreement.id if agreement else None, "kind": str(self._kind), "title": title}


def _spec(columns: AgreementColumns) -> TableSpec:
    return TableSpec(
        Agreement,
        (
            column(Agreement, "title", width=34, least=30),
            columns.state(),
            column(Agreement, "starts_on", width=10),
            column(Agreement, "ends_on", width=10),
            columns.extended_to(),
            Column("Parter", text=parties, width=26, least=14, elsewhere="Parterne vælges i tabellen Parter."),
            column(Agreement, "signed_on", width=10),
        ),
        rows=lambda session: columns.sorted(agreements.frameworks(session.network)),
        blank=lambda session: {
            "title": "Ny rammeaftale",
            "kind": str(AgreementKind.FRAMEWORK),
            "starts_on": f"{session.year}-01-01",
            "ends_on": f"{session.year + 3}-12-31",
        },
        title="Rammeaftaler",
        empty_text="Her står rammeaftalerne mellem styrelsen og centralbibliotekerne: parter, periode, forlængelser "
        "og de aftaler og initiativer, som opgaverne skal passe til.",
        first_action="Ny rammeaftale",
    )
