"""Inddragelse: agreements that involve central libraries in the focus areas, and their consent (M8)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtWidgets import QPushButton, QWidget

from cbnet_desktop.domain.focus import focus, involvement
from cbnet_desktop.domain.records import InvolvedLibrary, Involvement
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import InvolvementState
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paired_tables import PairedTablePage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.state_line import StateLine
from cbnet_desktop.ui.widgets.tick_menu import Tick, TickMenu


class InvolvementPage(PairedTablePage):
    """Agreements above, the libraries of the chosen one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hidden = {InvolvedLibrary.TABLE: ("involvement_id",)}
        super().__init__(session, _agreements_spec(), self._libraries_spec(), hidden=hidden, parent=parent)
        self.state = StateLine(self)
        self.add_button = action_button(self, "&Ny aftale om inddragelse", self.add_above)
        self.agree_button = action_button(
            self, "Aftalt &i dag", self.agree, "Sætter den valgte aftale til aftalt med dags dato"
        )
        self.add_to_bar(self.state, self.add_button, self.agree_button)
        self.bar.setStretch(0, 1)
        self.library_button = QPushButton("Centralbi&blioteker", self)
        self.library_button.setToolTip("Sæt flueben ved de biblioteker, som aftalen inddrager")
        self.libraries = TickMenu(self._ticks, "Vælg først en aftale", self)
        self.libraries.ticked.connect(self.involve)
        self.library_button.setMenu(self.libraries)
        self.consent_button = action_button(
            self, "Sam&tykke i dag", self.consent, "Registrerer de valgte bibliotekers samtykke med dags dato"
        )
        self.lower_bar.addStretch(1)
        self.lower_bar.addWidget(self.library_button)
        self.lower_bar.addWidget(self.consent_button)
        self.upper_pane.row_chosen.connect(lambda _: self._renew_libraries())
        self.left.setSizes([300, 300])
        self.splitter.setSizes([930, 436])

    @property
    def agreement(self) -> Involvement | None:
        """The agreement chosen in the upper table."""
        chosen = self.upper_pane.view.chosen()
        return chosen if isinstance(chosen, Involvement) else None

    def add_above(self) -> None:
        """Adds an agreement on the year's first focus area."""
        areas = focus.of_year(self.session.network, self.session.year)
        if not areas:
            self.upper_pane.strip.show_error(
                f"Der er ingen indsatsområder for {self.session.year} at inddrage i. Tilføj mindst ét."
            )
            return
        self.upper_pane.add(Involvement(uuid4().hex, focus_area_id=areas[0].id))

    def add_below(self) -> None:
        """Opens the menu of libraries; without an agreement adds one first."""
        self.use(self.lower_pane)
        if self.agreement:
            self.library_button.showMenu()
        else:
            self.add_above()

    def involve(self, library_id: str, is_involved: bool) -> None:
        """Adds a library to the chosen agreement, or removes it."""
        agreement = self.agreement
        if agreement is None:
            return
        network = self.session.network
        if is_involved:
            self.session.execute("", involvement.library_added(network, agreement, library_id))
            return
        rows = [row for row in involvement.libraries(network, agreement) if row.organisation_id == library_id]
        self.session.execute("", [change_of(row, {"archived": True}) for row in rows])

    def consent(self) -> None:
        """Records today's consent of the chosen libraries, or of all where none is chosen."""
        agreement = self.agreement
        if agreement is None:
            return
        network = self.session.network
        rows = involvement.libraries(network, agreement)
        ids = {record.id for record in self.lower_pane.view.selected_records()}
        waiting = involvement.without_consent(network, agreement, [row for row in rows if row.id in ids] or rows)
        changes = [change_of(row, {"consented_on": self.session.today.isoformat()}) for row in waiting]
        self.session.execute("Samtykke registreret", changes)

    def agree(self) -> None:
        """Records the chosen agreement as made today; shows under the table what is missing."""
        if self.agreement is None:
            return
        try:
            change = involvement.agreed(self.session.network, self.agreement, self.session.today.isoformat())
            self.session.write([change], "Inddragelse aftalt")
        except UserError as refusal:
            self.upper_pane.strip.show_error(refusal.message)

    def renew(self) -> None:
        """Shows how many agreements are made, and which areas have none."""
        network, year = self.session.network, self.session.year
        rows = involvement.of_year(network, year)
        areas = focus.of_year(network, year)
        without = [area.title for area in areas if not involvement.of_area(network, area)]
        made = sum(row.state == InvolvementState.AGREED for row in rows)
        word = f"{made} af {len(rows)} aftalt" if rows else "Ingen aftaler"
        details = f"Uden aftale om inddragelse: {danish.joined(without)}." if without else ""
        self.state.show_state("kept" if rows and made == len(rows) else "open", word, details)
        can_edit = not self.session.is_read_only
        self.add_button.setEnabled(can_edit and bool(areas))
        self._enable(can_edit=can_edit)
        self.lower_pane.renew()

    def _renew_libraries(self) -> None:
        self.lower_pane.renew()
        self._enable(can_edit=not self.session.is_read_only)

    def _enable(self, *, can_edit: bool) -> None:
        has_one = can_edit and self.agreement is not None
        is_agreed = self.agreement is not None and self.agreement.state == InvolvementState.AGREED
        self.agree_button.setEnabled(has_one and not is_agreed)
        for button in (self.library_button, self.consent_button):
            button.setEnabled(has_one)

    def _ticks(self) -> list[Tick]:
        if self.agreement is None:
            return []
        network = self.session.network
        named = {row.organisation_id for row in involvement.libraries(network, self.agreement)}
        of_year = roster.central_libraries_of(network, self.session.year)
        others = [row for row in roster.every_central_library(network) if row.id in named and row not in of_year]
        return [Tick(row.id, row.short_name or row.name, row.id in named) for row in (*of_year, *others)]

    def _libraries_spec(self) -> TableSpec:
        return TableSpec(
            InvolvedLibrary,
            (
                column(
                    InvolvedLibrary,
                    "organisation_id",
                    width=20,
                    is_editable=False,
                    elsewhere="Biblioteker vælges med knappen »Centralbiblioteker«.",
                ),
                Column(
                    "Tilstand",
                    text=lambda _, row: "Samtykke givet" if getattr(row, "consented_on", None) else "Mangler",
                    icon=lambda _, row: "kept" if getattr(row, "consented_on", None) else "open",
                    width=16,
                    elsewhere="Tilstanden følger af dagen for samtykket i rækken.",
                ),
                column(InvolvedLibrary, "consented_on", width=12),
                column(InvolvedLibrary, "consented_by_id", width=24),
            ),
            rows=lambda session: involvement.libraries(session.network, self.agreement) if self.agreement else [],
            title="Inddragede centralbiblioteker",
            empty_text="Sæt flueben ved de centralbiblioteker, som aftalen inddrager, og registrér hvert samtykke.",
            first_action="Centralbiblioteker …",
        )


def _agreements_spec() -> TableSpec:
    return TableSpec(
        Involvement,
        (
            column(Involvement, "focus_area_id", width=30),
            Column(
                "Centralbiblioteker",
                text=_library_names,
                width=26,
                elsewhere="Bibliotekerne vælges i tabellen herunder.",
            ),
            column(Involvement, "content", width=36),
            column(Involvement, "state", width=9, icon=_state_icon),
            column(Involvement, "agreed_on", width=11),
        ),
        rows=lambda session: involvement.of_year(session.network, session.year),
        blank=_blank,
        title="Aftaler om inddragelse",
        empty_text="Her står, hvad et eller flere centralbiblioteker inddrages i, efter nærmere aftale med dem.",
        first_action="Ny aftale om inddragelse",
    )


def _blank(session: Session) -> Values:
    areas = focus.of_year(session.network, session.year)
    return {"focus_area_id": areas[0].id if areas else None}


def _library_names(network: Network, record: Record) -> str:
    rows = involvement.libraries(network, record) if isinstance(record, Involvement) else []
    return danish.joined([name for row in rows if (name := labels.organisation_name(network, row.organisation_id))])


def _state_icon(_: Network, record: Record) -> str:
    return "kept" if getattr(record, "state", "") == InvolvementState.AGREED else "open"
