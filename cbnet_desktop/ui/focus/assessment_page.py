"""Formidling og vurdering: the dissemination and assessment of the year's focus areas (M9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.focus import assessments, focus
from cbnet_desktop.domain.records import Assessment, Dissemination, FocusArea
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paired_tables import PairedTablePage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column, fields_of
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.state_line import StateLine


class AssessmentPage(PairedTablePage):
    """Activities above, assessments below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _disseminations_spec(), _assessments_spec(), parent=parent)
        self.state = StateLine(self)
        self.add_button = action_button(self, "&Ny aktivitet", self.add_above)
        self.add_to_bar(self.state, self.add_button)
        self.bar.setStretch(0, 1)
        self.ask_button = action_button(
            self,
            "Opret &tomme vurderinger",
            self.ask_for_all,
            "En tom vurdering fra hvert centralbibliotek for hvert indsatsområde",
        )
        self.lower_bar.addStretch(1)
        self.lower_bar.addWidget(action_button(self, "Ny v&urdering", self.add_below))
        self.lower_bar.addWidget(self.ask_button)
        self.lower_pane.asked_for_new.disconnect(self.add_below)
        self.lower_pane.asked_for_new.connect(self.ask_for_all)
        self.left.setSizes([260, 340])
        self.splitter.setSizes([930, 436])

    def add_above(self) -> None:
        """Adds an activity on the year's first focus area."""
        self._add(self.upper_pane, Dissemination)

    def add_below(self) -> None:
        """Adds an assessment of the first focus area without one."""
        self.use(self.lower_pane)
        self._add(self.lower_pane, Assessment)

    def ask_for_all(self) -> None:
        """Adds an empty assessment for each library and focus area without one."""
        network = self.session.network
        areas = focus.of_year(network, self.session.year)
        changes = [change for area in areas for change in assessments.asked_for(network, area)]
        if self.session.execute("Tomme vurderinger oprettet", changes):
            self.use(self.lower_pane)
            self.lower_pane.view.setFocus()

    def renew(self) -> None:
        """Shows which areas nobody has assessed (M9)."""
        network, year = self.session.network, self.session.year
        areas = focus.of_year(network, year)
        missing = assessments.unassessed(network, year)
        word = f"{len(areas) - len(missing)} af {len(areas)} vurderet" if areas else "Ingen indsatsområder"
        names = danish.joined([area.title for area in missing])
        icon = "kept" if areas and not missing else "open"
        self.state.show_state(icon, word, f"Uden vurdering: {names}." if missing else "")
        can_edit = not self.session.is_read_only and bool(areas)
        self.add_button.setEnabled(can_edit)
        self.ask_button.setEnabled(can_edit)

    def _add(self, pane: TablePane, kind: type[Record]) -> None:
        areas = focus.of_year(self.session.network, self.session.year)
        if not areas:
            pane.strip.show_error(f"Der er ingen indsatsområder for {self.session.year}. Tilføj mindst ét.")
            return
        missing = assessments.unassessed(self.session.network, self.session.year)
        area = missing[0] if kind is Assessment and missing else areas[0]
        pane.add(kind(uuid4().hex, focus_area_id=area.id))


def _disseminations_spec() -> TableSpec:
    return TableSpec(
        Dissemination,
        (
            column(Dissemination, "focus_area_id", width=28),
            *fields_of(Dissemination, "held_on", "activity", "audience", activity=36, audience=18),
            *fields_of(Dissemination, "level", "organisation_id", "region", organisation_id=14, region=14),
        ),
        rows=lambda session: _of_year(session, assessments.disseminations),
        blank=_blank,
        title="Formidling",
        empty_text="Her står, hvordan årets indsatsområder formidles regionalt og lokalt.",
        first_action="Ny aktivitet",
    )


def _assessments_spec() -> TableSpec:
    return TableSpec(
        Assessment,
        (
            column(Assessment, "focus_area_id", width=28),
            *fields_of(Assessment, "level", "organisation_id", "region", organisation_id=14, region=14),
            Column(
                "Tilstand",
                text=_word,
                icon=_icon,
                width=11,
                elsewhere="Tilstanden følger af vurderingen. Skriv dens dato og tekst i rækken.",
            ),
            *fields_of(Assessment, "assessed_on", "text", text=40),
        ),
        rows=lambda session: _of_year(session, assessments.of_area),
        blank=_blank,
        title="Vurdering",
        empty_text="Før årsmødet vurderes hvert af årets indsatsområder mindst én gang, regionalt eller lokalt.",
        first_action="Opret tomme vurderinger",
    )


def _of_year(session: Session, of_area: Callable[[Network, FocusArea], Iterable[Record]]) -> list[Record]:
    areas = focus.of_year(session.network, session.year)
    return [row for area in areas for row in of_area(session.network, area)]


def _blank(session: Session) -> Values:
    areas = focus.of_year(session.network, session.year)
    return {"focus_area_id": areas[0].id if areas else None}


def _icon(_: Network, record: Record) -> str:
    return "kept" if isinstance(record, Assessment) and assessments.is_made(record) else "open"


def _word(network: Network, record: Record) -> str:
    return "Vurderet" if _icon(network, record) == "kept" else "Mangler"
