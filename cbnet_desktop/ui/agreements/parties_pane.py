"""The parties of an agreement: chosen in a menu, new partners added by name (M5, M10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, AgreementParty, Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import OrganisationKind
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec, column
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.text_undo import TextUndo
from cbnet_desktop.ui.widgets.tick_menu import Tick, TickMenu

_KINDS = list(OrganisationKind)


class PartiesPane(TitledPane):
    """Shows the parties of the agreement returned by agreement()."""

    def __init__(
        self, session: Session, agreement: Callable[[], Agreement | None], parent: QWidget | None = None
    ) -> None:
        self._agreement = agreement
        self._unknown = ""
        spec = TableSpec(
            AgreementParty,
            (
                column(
                    AgreementParty,
                    "organisation_id",
                    width=20,
                    is_editable=False,
                    elsewhere="Parter vælges med knappen »Vælg parter«.",
                ),
                column(AgreementParty, "role", width=16),
            ),
            rows=self._rows,
            pasted=lambda _: {"agreement_id": found.id if (found := agreement()) else None},
            title="Parter",
            empty_text="Sæt flueben ved aftalens parter, eller skriv en ny samarbejdspartner.",
        )
        super().__init__(session, spec, parent)
        self.name = QLineEdit(self)
        TextUndo(self.name)
        self.name.setPlaceholderText("Ny partner …")
        self.name.setAccessibleName("Ny partner uden for netværket")
        self.name.setToolTip("Skriv navnet, og tryk Enter")
        self.name.setMinimumWidth(self.name.fontMetrics().averageCharWidth() * 10)
        self.name.returnPressed.connect(self.add_partner)
        self.bar.addWidget(self.name)
        self.button = QPushButton("Væl&g parter", self)
        self.button.setToolTip("Sæt flueben ved dem, der er part i aftalen")
        self.menu = TickMenu(self._ticks, "Vælg først en aftale", self)
        self.menu.ticked.connect(self.set_party)
        self.button.setMenu(self.menu)
        self.bar.addWidget(self.button)

    def set_party(self, organisation_id: str, is_party: bool) -> None:
        """Adds an organisation as a party, or removes it."""
        agreement = self._agreement()
        if agreement is None:
            return
        network = self.session.network
        if is_party:
            self._write(agreements.party_added(network, agreement, organisation_id))
        else:
            rows = agreements.party_rows(network, agreement)
            gone = [row for row in rows if row.organisation_id == organisation_id]
            self._write([change_of(row, {"archived": True}) for row in gone])

    def add_partner(self) -> None:
        """Adds the named organisation; an unknown name becomes a new one when Enter is pressed again."""
        agreement, name = self._agreement(), " ".join(self.name.text().split())
        if agreement is None or not name:
            return
        network, wanted = self.session.network, danish.folded(name)
        known = [
            row
            for row in network.live(Organisation)
            if wanted in (danish.folded(row.name), danish.folded(row.short_name))
        ]
        if known:
            made = agreements.party_added(network, agreement, known[0].id)
            if not made:
                self.pane.strip.show_error(
                    f"{quoted(organisation_name(network, known[0].id))} er allerede part i aftalen."
                )
                return
        elif name != self._unknown:
            self._unknown = name
            self.pane.strip.show_error(f"{quoted(name)} findes ikke. Tryk Enter igen for at oprette organisationen.")
            return
        else:
            fresh = Organisation(uuid4().hex, name=name, kind=str(OrganisationKind.OTHER))
            made = (
                Change(Organisation.TABLE, fresh.id, None, fresh.values()),
                *agreements.party_added(network, agreement, fresh.id),
            )
        if self._write(made, f"Part tilføjet: {name}"):
            self._unknown = ""
            self.name.clear()

    def enable_actions(self) -> None:
        """Enables the actions."""
        can_edit = self._agreement() is not None and not self.session.is_read_only
        self.name.setEnabled(can_edit)
        self.button.setEnabled(can_edit)

    def _rows(self, session: Session) -> list[AgreementParty]:
        agreement = self._agreement()
        return agreements.party_rows(session.network, agreement) if agreement else []

    def _ticks(self) -> list[Tick]:
        agreement = self._agreement()
        if agreement is None:
            return []
        network = self.session.network
        named = {row.organisation_id for row in agreements.party_rows(network, agreement)}
        last = agreements.last_day(network, agreement)

        def meets(row: Organisation) -> bool:
            return not roster.is_central(row) or roster.belongs(network, row, agreement.starts_on, last)

        rows = sorted((row for row in network.live(Organisation) if row.id in named or meets(row)), key=_order)
        return [Tick(row.id, row.short_name or row.name, row.id in named) for row in rows]

    def _write(self, changes: Iterable[Change], label: str = "") -> bool:
        try:
            self.session.write(changes, label)
        except UserError as refusal:
            self.pane.strip.show_error(refusal.message)
            return False
        self.pane.strip.show_error("")
        return True


def _order(row: Organisation) -> tuple[object, ...]:
    return _KINDS.index(OrganisationKind(row.kind)), danish.sort_key(row.short_name or row.name)
