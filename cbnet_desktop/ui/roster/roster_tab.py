"""Netværk: seats, people, organisations, appointments and the terms of reference (M1, M2, M3, M12)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import (
    Appointment,
    Charter,
    FormerName,
    FormerSeatName,
    KnownWord,
    NetworkProfile,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.ui.editing import type_ahead
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.choice_tab import ChoiceTab, View
from cbnet_desktop.ui.page.table_page import Page
from cbnet_desktop.ui.roster.charter_page import CharterPage
from cbnet_desktop.ui.roster.replace_dialog import ReplaceDialog
from cbnet_desktop.ui.roster.roster_pages import AppointmentsPage, OrganisationsPage, PeoplePage, RosterPage
from cbnet_desktop.ui.roster.seats_page import SeatsPage
from cbnet_desktop.ui.roster.words_page import WordsPage

SEATS, PEOPLE, ORGANISATIONS, APPOINTMENTS, CHARTER, WORDS = range(6)
VIEWS = (
    View("Pladser", (Seat, FormerSeatName), SeatsPage),
    View("Personer", (Person,), PeoplePage),
    View("Organisationer", (Organisation, FormerName), OrganisationsPage),
    View("Udpegninger", (Appointment,), AppointmentsPage),
    View("Kommissorium", (Charter, NetworkProfile), CharterPage),
    View("Ordliste", (KnownWord,), WordsPage),
)


class RosterTab(ChoiceTab):
    """The pages about the network's seats, people and rules."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, VIEWS, parent=parent)

    def prepare(self, page: Page) -> None:
        """Connects the page's requests for a replacement."""
        assert isinstance(page, SeatsPage | RosterPage)
        page.replacement_asked.connect(self.replace)

    def replace(self, seat: Seat | None, from_day: str, typed: str = "") -> ReplaceDialog:
        """Opens the dialog that appoints or replaces a representative; typed is the beginning of the name."""
        dialog = ReplaceDialog(self.session, seat, from_day, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        type_ahead.show(dialog, self.session)
        if typed:
            dialog.go_on(typed)
        return dialog
