"""Netværk: seats, people, organisations and appointments, one choice at a time (M3, M12)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout

from cbnet_desktop.domain.records import Appointment, Organisation, Person, Seat
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import Page, TablePage
from cbnet_desktop.ui.replace_dialog import ReplaceDialog
from cbnet_desktop.ui.roster_pages import AppointmentsPage, OrganisationsPage, PeoplePage
from cbnet_desktop.ui.seats_page import SeatsPage

SEATS, PEOPLE, ORGANISATIONS, APPOINTMENTS = range(4)
VIEWS: tuple[tuple[str, str, Callable[[Document], TablePage]], ...] = (
    ("Pladser", Seat.TABLE, SeatsPage),
    ("Personer", Person.TABLE, PeoplePage),
    ("Organisationer", Organisation.TABLE, OrganisationsPage),
    ("Udpegninger", Appointment.TABLE, AppointmentsPage),
)


class RosterTab(Page):
    """Four tables under one line of choices; each is made when it is first looked at."""

    tables = frozenset(table for _, table, _ in VIEWS)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._pages: dict[int, TablePage] = {}
        self._words = ""
        self.choices = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._lines = QStackedWidget(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(2)
        for place, (title, _, _) in enumerate(VIEWS):
            button = self._choice(title)
            self.choices.addButton(button, place)
            bar.addWidget(button)
        bar.addSpacing(14)
        bar.addWidget(self._lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.choices.idToggled.connect(self._note_choice)
        self.show_view(SEATS)

    @property
    def page(self) -> TablePage:
        """The table and form shown."""
        return self._pages[self.choices.checkedId()]

    def show_view(self, place: int) -> None:
        """Shows one of the four tables."""
        self.choices.button(place).setChecked(True)

    def replace(self, seat: Seat | None, from_day: str) -> ReplaceDialog:
        """Opens the dialog that replaces a representative."""
        dialog = ReplaceDialog(self.document, seat, from_day, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def new_row(self) -> None:
        """Adds a row to the table shown."""
        self.page.new_row()

    def archive(self) -> None:
        """Archives the selected rows."""
        self.page.archive()

    def edit(self) -> None:
        """Opens the current cell."""
        self.page.edit()

    def change_side(self) -> None:
        """From the table to the form and back."""
        self.page.change_side()

    def filter(self, text: str) -> None:
        """Shows the rows that hold the words, in whichever table is chosen."""
        self._words = text
        self.page.filter(text)

    def tell(self, sentence: str) -> bool:
        """Shows the sentence under the table."""
        return self.page.tell(sentence)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Shows the table that holds the row, and the row in it."""
        for place, (_, shown, _) in enumerate(VIEWS):
            if shown == table:
                self.show_view(place)
                return self.page.jump_to(table, row_id, field)
        return False

    def _note_choice(self, place: int, is_chosen: bool) -> None:
        if not is_chosen:
            return
        if place not in self._pages:
            self._add(place)
        page = self._pages[place]
        page.filter(self._words)
        self._stack.setCurrentWidget(page)
        self._lines.setCurrentWidget(page.actions_line)  # type: ignore[attr-defined]
        self.setFocusProxy(page)

    def _add(self, place: int) -> None:
        page = self._pages[place] = VIEWS[place][2](self.document)
        page.jump_asked.connect(self.jump_asked)
        page.replacement_asked.connect(self.replace)  # type: ignore[attr-defined]
        self._stack.addWidget(page)
        self._lines.addWidget(page.actions_line)  # type: ignore[attr-defined]

    def _choice(self, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
