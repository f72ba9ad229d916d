"""The table of the year's competence offers, with their overlaps (M6)."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import OFFER_STATES, OfferState
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.offers.offer_overlaps import OfferOverlaps
from cbnet_desktop.ui.page.paned_page import PanedPage, give_form
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.action_button import action_button

STATE_ICONS = {
    OfferState.PLANNED: "calendar",
    OfferState.OPEN: "waiting",
    OfferState.FULL: "agreed",
    OfferState.HELD: "kept",
    OfferState.CANCELLED: "close",
}


class OffersPage(PanedPage):
    """A row per offer of the plan year, undated ones last."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.overlaps = OfferOverlaps(session)
        super().__init__(session, _spec(self.overlaps), parent=parent)
        self.import_button: QPushButton = action_button(self, "&Importér tilbud …", self.ask_for_import)
        self.add_button = action_button(self, "Nyt &tilbud", self.new_row)
        self.action_row.addWidget(self.import_button)
        self.action_row.addWidget(self.add_button)
        give_form(self, 340)

    def ask_for_import(self) -> None:
        """Asks for a spreadsheet of offers and shows a preview of its import."""
        from cbnet_desktop.ui.sheets import import_dialog

        import_dialog.ask_and_preview(self.main)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to an offer in its year."""
        offer = self.session.network.find(Offer, row_id) if table == Offer.TABLE else None
        if offer and offer.starts_on and offer not in shown(self.session):
            self.session.set_year(int(offer.starts_on[:4]))
        return super().jump_to(table, row_id, field)

    def renew(self) -> None:
        """Shows the number of offers and overlaps."""
        network, year = self.session.network, self.session.year
        self.state.show_state(*summary(network, year, self.overlaps))
        can_edit = not self.session.is_read_only
        self.add_button.setEnabled(can_edit)
        self.import_button.setEnabled(can_edit)


def shown(session: Session) -> list[Offer]:
    """The year's offers by date, and after them undated ones."""
    undated = [row for row in session.network.live(Offer) if not row.starts_on]
    return [*offers.of_year(session.network, session.year), *sorted(undated, key=offers.offer_order)]


def blank(session: Session) -> Values:
    """The values of a new offer: today, or in January of another plan year."""
    today = session.today.isoformat()
    is_now = dates.is_in_year(today, today, session.year)
    return {"title": "Nyt tilbud", "starts_on": today if is_now else f"{session.year}-01-15"}


def summary(network: Network, year: int, overlaps: OfferOverlaps) -> tuple[str, str, str]:
    """Icon, word and details of the state line."""
    found = offers.of_year(network, year, with_cancelled=False)
    if not found:
        return "", f"Ingen tilbud i {year}", ""
    pairs = overlaps.found
    counts = ((len(pairs.similar), "med samme emne"), (len(pairs.clashes), "på samme tid"))
    parts = [f"{count} par {what}" for count, what in counts if count]
    parts += [crowd.words for crowd in pairs.crowds[:1]]
    parts += [f"{len(pairs.crowds) - 1} gange til så mange"] if len(pairs.crowds) > 1 else []
    details = f"{danish.joined(parts)}." if parts else "Ingen overlapper i emne eller tid."
    cancelled = len(offers.of_year(network, year)) - len(found)
    details += f" {cancelled} er aflyst." if cancelled else ""
    return "open" if parts else "kept", f"{danish.number(len(found))} tilbud i {year}", details


def _spec(overlaps: OfferOverlaps) -> TableSpec:
    return TableSpec(
        Offer,
        (
            column(Offer, "starts_on", width=10),
            Column(
                "Uge",
                text=week,
                sort_by=lambda _, row: getattr(row, "starts_on", None),
                width=4,
                elsewhere="Ugen følger af datoen.",
            ),
            column(Offer, "ends_on", title="Til", width=10),
            column(Offer, "host_id", width=10),
            column(Offer, "title", width=30, least=24),
            column(Offer, "topic", width=20, least=15),
            Column(
                "Overlap",
                text=overlaps.words,
                icon=overlaps.icon,
                width=24,
                least=22,
                elsewhere="Overlap findes ved at sammenholde tilbuddenes emner og datoer.",
            ),
            column(Offer, "level", width=9),
            column(Offer, "state", width=20, least=19, icon=_state_icon),
            column(Offer, "kind", width=8),
            column(Offer, "focus_area_id", width=24, least=20),
            column(Offer, "seats", width=7),
            column(Offer, "link", width=20, least=16),
        ),
        rows=shown,
        blank=blank,
        title="Tilbud",
        empty_text="Her står centralbibliotekernes samlede kompetencetilbud: kurser, temadage og webinarer med dato, "
        "udbyder og emne.",
        first_action="Nyt tilbud",
    )


def week(_: Network, row: Record) -> str:
    """The ISO week of an offer's first day."""
    starts_on = getattr(row, "starts_on", None)
    return str(danish.week(starts_on)) if starts_on else ""


def _state_icon(_: Network, row: Record) -> str:
    state = getattr(row, "state", "")
    return STATE_ICONS[OfferState(state)] if state in OFFER_STATES else ""
