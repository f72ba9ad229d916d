"""The pages of Netværk with people, organisations and appointments."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cbnet_desktop.domain.records import Appointment, FormerName, Organisation, Person, Seat
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.titles import name_uses, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import OrganisationKind, Role
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.roster.appointments_list import APPOINTED, AppointmentsList, seat_columns
from cbnet_desktop.ui.roster.closing_dialog import ClosingDialog
from cbnet_desktop.ui.roster.former_names import FormerNames
from cbnet_desktop.ui.roster.person_actions import PersonActions
from cbnet_desktop.ui.roster.rename_dialog import ANOTHER_DAY, show_rename_notice
from cbnet_desktop.ui.table.columns import Column, TableSpec, column, fields_of
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

KINDS = list(OrganisationKind)


class RosterPage(TablePage):
    """A page with a table and a line of actions above it."""

    replacement_asked = Signal(object, str)
    """The seat to fill, None to choose one, and the first day (ISO)."""

    def __init__(self, session: Session, spec: TableSpec, new_text: str, parent: QWidget | None) -> None:
        super().__init__(session, spec, parent=parent)
        self.add_button = QPushButton(new_text, self)
        self.add_button.clicked.connect(self.new_row)
        self.actions_line = QWidget(self)
        row = self.action_row = QHBoxLayout(self.actions_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.add_button)
        self.splitter.setSizes([960, 406])


class PeoplePage(RosterPage):
    """All people by name, with today's seats."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        def seats(network: Network, record: Record) -> str:
            return _seats_of(network, record.id, session.today.isoformat())

        spec = TableSpec(
            Person,
            (
                *fields_of(Person, "name", "title", name=18, title=18),
                *fields_of(Person, "organisation_id", "phone", "email", organisation_id=12, phone=11, email=26),
                Column(
                    "Plads i dag",
                    text=seats,
                    width=22,
                    elsewhere="Hvem der sidder på en plads, vælges under Netværk ▸ Pladser.",
                ),
            ),
            rows=lambda session: sorted(session.network.live(Person), key=lambda row: danish.sort_key(row.name)),
            blank=lambda _: {"name": "Ny person"},
            title="Personer",
            empty_text="Her står de personer, der sidder i netværket, er suppleanter eller har påtaget sig en opgave.",
            first_action="Ny person",
        )
        super().__init__(session, spec, "Ny per&son", parent=parent)
        self.places = wrapped_label(self, role="muted")
        self.form.add_section(self.places)
        self.terms = AppointmentsList(session, "Udpegninger", seat_columns(), self._terms, self)
        self.form.add_section(self.terms)
        self.data = PersonActions(session, self.pane.view.chosen, self)
        self.pane.row_buttons += [self.data.shower, self.data.eraser]
        self.form.add_section(self.data)
        self.form.record_shown.connect(self._show_places)
        self.pane.row_chosen.connect(lambda _: self.terms.renew())
        self.pane.row_chosen.connect(lambda _: self.data.renew())
        session.changed.connect(lambda _: self.terms.renew())
        session.changed.connect(lambda _: self.data.renew())
        show_rename_notice(self.pane)

    def _show_places(self, person: Record | None) -> None:
        found = name_uses.places(self.session.network, Person.TABLE, {person.id}) if person else ""
        self.places.setText(f"Navnet står i {found}." if found else "")
        self.places.setVisible(bool(found))

    def _terms(self) -> Iterable[Appointment]:
        person = self.pane.view.chosen()
        found = [row for row in self.session.network.live(Appointment) if person and row.person_id == person.id]
        return sorted(found, key=lambda row: (row.starts_on or "", row.id), reverse=True)


class OrganisationsPage(RosterPage):
    """All organisations by kind and name, with former names in the form."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        spec = TableSpec(
            Organisation,
            (
                *fields_of(Organisation, "name", "short_name", "kind", "municipality", "region", name=28, kind=18),
                column(Organisation, "starts_on", title="Med fra", width=10),
                column(Organisation, "ends_on", title="Til og med", width=10),
            ),
            rows=lambda session: sorted(session.network.live(Organisation), key=_organisation_order),
            blank=lambda _: {"name": "Ny organisation"},
            title="Organisationer",
            empty_text="Her står styrelsen, centralbibliotekerne og de andre, netværket har med at gøre.",
            first_action="Ny organisation",
        )
        super().__init__(session, spec, "Ny &organisation", parent=parent)
        self.tables |= {FormerName.TABLE}
        self.names = FormerNames(self, FormerName, self)
        self.form.add_section(self.names)
        self.close_button = QPushButton("Ned&læg eller sammenlæg …", self)
        self.close_button.clicked.connect(self.close_library)
        self.action_row.insertWidget(1, self.close_button)
        self.pane.row_buttons.append(self.close_button)
        self.pane.row_chosen.connect(lambda _: self._renew_close())
        session.changed.connect(lambda _: self._renew_close())
        show_rename_notice(self.pane, ANOTHER_DAY)

    def close_library(self) -> ClosingDialog | None:
        """Opens the dialog with which the chosen central library leaves the network."""
        chosen = self.pane.view.chosen()
        if not isinstance(chosen, Organisation):
            return None
        return open_dialog(ClosingDialog(self.session, chosen, self))

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a row; to a former name in the form of its organisation."""
        if table != FormerName.TABLE:
            return super().jump_to(table, row_id, field)
        found = self.session.network.find(FormerName, row_id)
        super().jump_to(Organisation.TABLE, (found.organisation_id or "") if found else "")
        self.names.show_row(row_id, field)
        return True

    def _renew_close(self) -> None:
        chosen, can_edit = self.pane.view.chosen(), not self.session.is_read_only
        self.close_button.setEnabled(isinstance(chosen, Organisation) and roster.is_central(chosen) and can_edit)


class AppointmentsPage(RosterPage):
    """All appointments by seat, the newest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        spec = TableSpec(
            Appointment,
            (
                column(Appointment, "seat_id", width=24, text=_place, is_editable=False, elsewhere=APPOINTED),
                column(Appointment, "person_id", width=20, is_editable=False, elsewhere=APPOINTED),
                *fields_of(Appointment, "role", "starts_on", "ends_on", "letter_on", "note", note=20),
            ),
            rows=lambda session: _terms_by_seat(session.network),
            pasted=lambda _: {},
            title="Udpegninger",
            empty_text="Her står, hvem der er udpeget til hvilken plads, fra hvornår og til hvornår.",
            first_action="Ny udpegning …",
        )
        super().__init__(session, spec, "&Ny udpegning …", parent=parent)

    def new_row(self) -> None:
        """Asks for a replacement in the seat of the chosen appointment."""
        chosen = self.pane.view.chosen()
        seat = self.session.network.find(Seat, chosen.seat_id) if isinstance(chosen, Appointment) else None
        self.replacement_asked.emit(seat, self.session.today.isoformat())


def _place(network: Network, record: Record) -> str:
    assert isinstance(record, Appointment)
    return titles.seat_name(network, record)


def _seats_of(network: Network, person_id: str, day: str) -> str:
    names = []
    for seat in roster.seats_on(network, day):
        if roster.is_speaking_for(network, person_id, seat, day):
            names.append(seat_names.on(network, seat, day))
        term = roster.substitute(network, seat, day)
        if term and term.person_id == person_id:
            names.append(f"{seat_names.on(network, seat, day)} (suppleant)")
    return ", ".join(names)


def _organisation_order(row: Organisation) -> tuple[object, ...]:
    return (KINDS.index(OrganisationKind(row.kind)), danish.sort_key(row.short_name or row.name))


def _terms_by_seat(network: Network) -> list[Appointment]:
    seats = {seat.id: place for place, seat in enumerate(sorted(network.rows(Seat), key=_seat_order))}
    found = sorted(network.live(Appointment), key=lambda row: row.starts_on or "", reverse=True)
    return sorted(found, key=lambda row: (seats.get(row.seat_id or "", len(seats)), row.role != Role.REPRESENTATIVE))


def _seat_order(seat: Seat) -> tuple[object, ...]:
    return (seat.position is None, seat.position or 0, danish.sort_key(seat.name))
