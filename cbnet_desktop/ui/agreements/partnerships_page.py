"""Partnerskaber og egne programmer: KBE's partnerships and own programmes, and their tasks (M10, M11)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, AgreementParty, AgreementTask, CommitteeMember, Extension
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import AgreementKind, Level
from cbnet_desktop.ui.agreements.agreement_columns import AgreementColumns, partners
from cbnet_desktop.ui.agreements.agreement_page import AgreementPage
from cbnet_desktop.ui.agreements.committee_pane import CommitteePane
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paned_page import give_form
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.action_button import action_button

HIDDEN = {
    AgreementTask.TABLE: ("agreement_id",),
    CommitteeMember.TABLE: ("agreement_id",),
    AgreementParty.TABLE: ("agreement_id", "organisation_id"),
    Extension.TABLE: ("agreement_id",),
}


class PartnershipsPage(AgreementPage):
    """Agreements above; tasks, parties and contact committee of the chosen one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        columns = AgreementColumns(session)
        super().__init__(session, _spec(columns), columns, HIDDEN, parent=parent)
        self.tasks = TitledPane(session, self._tasks_spec(), self)
        self.task_button = self.tasks.add_action("Ny opg&ave", self.add_task)
        self.committee = CommitteePane(session, self.agreement, self)
        self.partner_button = action_button(self, "Nyt part&nerskab", lambda: self.add(AgreementKind.PARTNERSHIP))
        self.own_button = action_button(self, "Nyt &eget program", lambda: self.add(AgreementKind.OWN_PROGRAMME))
        self.action_row.addWidget(self.partner_button)
        self.action_row.addWidget(self.own_button)
        people = QSplitter(Qt.Orientation.Vertical, self)
        people.addWidget(self.parties)
        people.addWidget(self.committee)
        lower = self.details = QSplitter(Qt.Orientation.Horizontal, self)
        lower.addWidget(self.tasks)
        lower.addWidget(people)
        lower.setSizes([612, 374])
        for splitter in (people, lower):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        for pane in (self.tasks.pane, self.parties.pane, self.committee.pane):
            self.add_detail(pane, "agreement_id")
        self.left.addWidget(self.picture)
        self.left.addWidget(lower)
        self.left.setSizes([180, 100, 320])
        give_form(self, 380)

    def add(self, kind: AgreementKind) -> None:
        """Adds an agreement of a kind and starts editing its title."""
        self.use(self.main)
        self.main.add(Agreement(uuid4().hex).replaced(_blank(self.session, kind)))

    def add_task(self) -> None:
        """Adds a task to the chosen agreement."""
        self.use(self.tasks.pane)
        super().new_row()

    def new_row(self) -> None:
        """Adds a row to the table in use; for parties and members puts the cursor into the field for the name."""
        if self._used is self.committee.pane:
            self.committee.person.setFocus()
        elif self._used is self.parties.pane:
            self.parties.name.setFocus()
        else:
            super().new_row()

    def renew(self) -> None:
        """Shows which agreements end soon, and the timeline."""
        network = self.session.network
        rows = agreements.partnered(network)
        none = "Ingen partnerskaber eller programmer"
        self.state.show_state(*self.columns.summary(rows, none, "Intet udløber snart"))
        self.picture.show_agreements(network, rows, self.columns.today)
        for button in (self.partner_button, self.own_button):
            button.setEnabled(not self.session.is_read_only)

    def renew_details(self) -> None:
        """Refreshes tasks, parties and committee of the chosen agreement."""
        super().renew_details()
        self.details.setVisible(self.agreement() is not None)
        self.task_button.setEnabled(not self.session.is_read_only)
        self.committee.enable_actions()

    def _tasks_spec(self) -> TableSpec:
        return TableSpec(
            AgreementTask,
            (
                column(AgreementTask, "text", width=30, least=24),
                column(AgreementTask, "organisation_id", width=11),
                column(AgreementTask, "level", width=9),
                column(AgreementTask, "deadline", width=10),
                column(
                    AgreementTask, "done_on", title="Udført", width=13, icon=self._task_icon, derived=self._task_word
                ),
            ),
            rows=self._tasks,
            blank=self._blank_task,
            title="Opgaver under aftalen",
            empty_text="Her står, hvad aftalen beder centralbiblioteker og regioner om, og hvem der tager sig af det.",
            first_action="Ny opgave",
        )

    def _tasks(self, session: Session) -> list[AgreementTask]:
        agreement = self.agreement()
        return agreements.tasks(session.network, agreement) if agreement else []

    def _blank_task(self, _: Session) -> Values:
        agreement = self.agreement()
        return {"agreement_id": agreement.id if agreement else None, "text": "Ny opgave"}

    def _task_word(self, _: Network, row: Record) -> str:
        deadline = getattr(row, "deadline", None)
        return "Overskredet" if deadline and deadline < self.columns.today else ""

    def _task_icon(self, network: Network, row: Record) -> str:
        if getattr(row, "done_on", None):
            return "kept"
        return "open" if self._task_word(network, row) else ""


def _spec(columns: AgreementColumns) -> TableSpec:
    return TableSpec(
        Agreement,
        (
            column(Agreement, "title", width=36, least=32),
            column(Agreement, "kind", width=18, least=17),
            columns.state(),
            Column(
                "Partner",
                text=_partner_text,
                icon=lambda network, row: "open" if _partner_text(network, row) == "Mangler" else "",
                width=20,
                least=14,
                elsewhere="Parterne vælges i tabellen Parter.",
            ),
            Column(
                "Regional ansvarlig",
                text=_carriers,
                icon=_carrier_icon,
                width=18,
                least=14,
                elsewhere="Den regionalt ansvarlige vælges i tabellen Parter.",
            ),
            column(Agreement, "starts_on", width=10),
            column(Agreement, "ends_on", width=10),
            columns.extended_to(),
            column(Agreement, "level", width=9),
            column(Agreement, "purpose", width=24, least=16),
        ),
        rows=lambda session: columns.sorted(agreements.partnered(session.network)),
        blank=lambda session: _blank(session, AgreementKind.PARTNERSHIP),
        title="Partnerskaber og egne programmer",
        empty_text="Her står de partnerskaber, som styrelsen indgår på bibliotekernes vegne, og de programmer, den "
        "selv sætter i gang: partner, formål, periode og bibliotekernes opgaver.",
        first_action="Nyt partnerskab",
    )


def _blank(session: Session, kind: AgreementKind) -> Values:
    title = "Nyt partnerskab" if kind is AgreementKind.PARTNERSHIP else "Nyt program"
    return {
        "title": title,
        "kind": str(kind),
        "starts_on": f"{session.year}-01-01",
        "ends_on": f"{session.year + 1}-12-31",
    }


def _partner_text(network: Network, row: Record) -> str:
    names = partners(network, row)
    is_partnership = getattr(row, "kind", "") == AgreementKind.PARTNERSHIP
    if names or is_partnership:
        return names or "Mangler"
    return f"{agency.name(network, getattr(row, 'starts_on', None) or '')} selv"


def _carriers(network: Network, row: Record) -> str:
    assert isinstance(row, Agreement)
    regional = [task for task in agreements.tasks(network, row) if task.level == Level.REGIONAL]
    names = {organisation_name(network, task.organisation_id) for task in regional} - {""}
    return danish.joined(sorted(names, key=danish.sort_key)) or "Mangler"


def _carrier_icon(network: Network, row: Record) -> str:
    assert isinstance(row, Agreement)
    return "" if agreements.has_regional_owner(network, row) else "open"
