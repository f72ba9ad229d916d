"""Tilbud: competence offers as table and calendar, their overlaps and gaps, and experience (M6, M7)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Experience, Offer
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.offers.calendar_page import CalendarPage
from cbnet_desktop.ui.offers.experience_page import ExperiencePage
from cbnet_desktop.ui.offers.offer_gaps_page import OfferGapsPage
from cbnet_desktop.ui.offers.offers_page import OffersPage, blank
from cbnet_desktop.ui.page.choice_tab import ChoiceTab, View
from cbnet_desktop.ui.page.table_page import Page

OFFERS, CALENDAR, GAPS, EXPERIENCE = range(4)
VIEWS = (
    View("Tilbud", (Offer,), OffersPage),
    View("Kalender", (), CalendarPage),
    View("Overlap og huller", (), OfferGapsPage),
    View("Erfaringer", (Experience,), ExperiencePage),
)


class OffersTab(ChoiceTab):
    """Keeps the same offer chosen in table and calendar."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._chosen: Offer | None = None
        super().__init__(session, VIEWS, parent=parent)
        self.choices.idToggled.connect(self._share_choice)

    def prepare(self, page: Page) -> None:
        """Connects the page's signals."""
        if isinstance(page, CalendarPage):
            page.offer_chosen.connect(self._note_offer)
        elif isinstance(page, OfferGapsPage):
            page.offer_asked.connect(self.add_offer)

    def add_offer(self, values: Values) -> None:
        """Adds an offer with these values to the table."""
        self.show_view(OFFERS)
        table = self._pages[OFFERS]
        assert isinstance(table, OffersPage)
        made = Offer(uuid4().hex).replaced({**blank(self.session), **values})
        if table.main.add(made):
            table.main.begin_editing(made.id, "title")

    def _note_offer(self, offer: Offer | None) -> None:
        self._chosen = offer

    def _share_choice(self, place: int, is_chosen: bool) -> None:
        table = self._pages[OFFERS]
        assert isinstance(table, OffersPage)
        if not is_chosen:
            return
        if place == OFFERS and self._chosen:
            table.main.model.refresh()
            table.main.view.choose(self._chosen.id)
        elif isinstance(self.page, CalendarPage):
            chosen = table.main.view.chosen()
            self.page.choose(self.session.network.find(Offer, chosen.id) if chosen else None)
