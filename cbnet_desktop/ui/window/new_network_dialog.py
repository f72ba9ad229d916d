"""The dialog that creates a network: its name, first plan year, and what the agency is called."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.domain.records import Appointment, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import new_network
from cbnet_desktop.domain.roster.agency import UNNAMED
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import OrganisationKind, SeatKind
from cbnet_desktop.store import Store, create
from cbnet_desktop.system import paths
from cbnet_desktop.ui.widgets.file_kinds import NETWORKS, with_suffix
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.inputs import DateInput, LineInput
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import plain_label, wrapped_label
from cbnet_desktop.ui.window import off_window

DEFAULT_NAME = "Kompetencenetværket"
APPOINTED_ON = Field("Udpeget den", Kind.DATE, name="starts_on")
YEAR = Field("Første planår", Kind.YEAR, name="year", required=True)


class NewNetworkDialog(FittedDialog):
    """Creates the file itself, so that a refusal is shown beside the input."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store: Store | None = None
        self.setWindowTitle("Nyt netværk")
        self.name = QLineEdit(DEFAULT_NAME, self)
        self.first_year = LineInput(YEAR, self)
        self.first_year.setText(str(date.today().year + 1))
        self.agency = QLineEdit(self)
        self.agency_short = QLineEdit(self)
        areas = wrapped_label(self, danish.joined(sorted(new_network.LIBRARIES, key=danish.sort_key)))
        self.agency_person = QLineEdit(self)
        self.agency_person.setPlaceholderText("Kan udfyldes senere")
        self.appointed_on = DateInput(APPOINTED_ON, self)
        self.path = QLineEdit(str(folder / "netværk.cbnet"), self)
        self.path.setMinimumWidth(320)
        chooser = QPushButton("&Vælg …", self)
        chooser.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(chooser)
        form = QFormLayout()
        form.addRow("&Navn", self.name)
        form.addRow("&Første planår", self.first_year)
        form.addRow("Områder", areas)
        form.addRow("&Styrelse", self.agency)
        form.addRow("&Kort navn", self.agency_short)
        self.person_caption = QLabel(self)
        self.person_caption.setBuddy(self.agency_person)
        form.addRow(self.person_caption, self.agency_person)
        form.addRow("U&dpeget den", self.appointed_on)
        file_label = QLabel("F&il", self)
        file_label.setBuddy(self.path)
        form.addRow(file_label, place)
        self.strip = MessageStrip(self)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        maker = box.addButton("&Opret", QDialogButtonBox.ButtonRole.AcceptRole)
        maker.setDefault(True)
        box.accepted.connect(self._create)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        self.intro = plain_label(self)
        column.addWidget(self.intro)
        column.addLayout(form)
        column.addWidget(self.strip)
        column.addWidget(box)
        self._follow_year()
        self.first_year.textChanged.connect(self._follow_year)
        for line in (self.agency, self.agency_short):
            line.textChanged.connect(self._show_agency)

    def _follow_year(self) -> None:
        """Says what the agency is called in the first year, until the user has said it."""
        try:
            year = self._year()
        except UserError:
            return
        if not (self.agency.isModified() or self.agency_short.isModified()):
            usual = new_network.agency_in(year)
            self.agency.setText(usual.name)
            self.agency_short.setText(usual.short_name)
        self._show_agency()

    def _show_agency(self) -> None:
        name = self.agency_short.text().strip() or self.agency.text().strip() or UNNAMED
        self.intro.setText(f"De seks centralbiblioteker, {name} og centralbibliotekscheferne får hver en plads.")
        self.person_caption.setText(f"&Repræsentant for {name.replace('&', '&&')}")

    def _year(self) -> int:
        year = labels.parse(YEAR, self.first_year.text())
        assert isinstance(year, int)
        return year

    def changes(self) -> tuple[Change, ...]:
        """The changes of the first edit, with the agency's representative where one was named."""
        year = self._year()
        called = new_network.agency_in(year, self.agency.text(), self.agency_short.text())
        made = new_network.changes(self.name.text(), year, uuid4().hex, called)
        name = " ".join(self.agency_person.text().split())
        if not name:
            return made
        agency = next(change.row_id for change in made if _is(change, Organisation.TABLE, OrganisationKind.AGENCY))
        seat = next(change.row_id for change in made if _is(change, Seat.TABLE, SeatKind.AGENCY))
        person = Change(Person.TABLE, uuid4().hex, None, {"name": name, "organisation_id": agency})
        term = {"seat_id": seat, "person_id": person.row_id, "starts_on": self._appointed_on(name)}
        return (*made, person, Change(Appointment.TABLE, uuid4().hex, None, term))

    def _appointed_on(self, name: str) -> Value:
        day = self.appointed_on.value(Network.empty())
        if day is None:
            raise APPOINTED_ON.refusal(f"Skriv også den dag, {name} blev udpeget.")
        return day

    def _choose(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Hvor skal netværket ligge", self.path.text(), NETWORKS)
        if path:
            self.path.setText(path)

    def _create(self) -> None:
        path = with_suffix(Path(self.path.text().strip()).expanduser())
        try:
            changes = self.changes()
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            return
        make = partial(create, path, changes, home=paths.home(), user=paths.user_name(), label="Netværket oprettet")
        found = off_window.made(lambda _: make(), "Opretter", f"{path.name} oprettes.", self)
        if isinstance(found, UserError):
            self.strip.show_error(found.message)
        elif found:
            self.store = found
            self.accept()


def _is(change: Change, table: str, kind: str) -> bool:
    return change.table == table and (change.after or {}).get("kind") == kind
