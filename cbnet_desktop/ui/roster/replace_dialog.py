"""»Udpeg repræsentant« and »Udskift repræsentant«: appoints a person to a seat from a day on (M12)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from cbnet_desktop.domain.records import Person, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.roster import roster, seating, succession
from cbnet_desktop.domain.roster.succession import DETAILS, NOBODY, Newcomer
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.form.person_input import PersonInput
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

SEAT = Field("Plads", Kind.REFERENCE, name="seat_id", refers_to=Seat.TABLE, required=True)
REPRESENTATIVE = Field("Ny repræsentant", Kind.REFERENCE, name="person_id", refers_to=Person.TABLE)
SUBSTITUTE = Field("Ny suppleant", Kind.REFERENCE, name="substitute_id", refers_to=Person.TABLE)
FROM = Field("Fra den", Kind.DATE, name="starts_on", required=True)
LETTER = Field("Udpegningsbrev", Kind.DATE, name="letter_on")


def verb(found: seating.Seating | None) -> str:
    """The Danish verb for the action: appoint to an open seat, or replace the holder."""
    return "Udpeg" if found is None or found.is_open else "Udskift"


class ReplaceDialog(ActionDialog):
    """Asks for representative, substitute and day; old appointments end the day before."""

    def __init__(self, session: Session, seat: Seat | None, from_day: str, parent: QWidget | None = None) -> None:
        super().__init__(session, "", "", parent)
        self.seat = self.ask(SEAT, seat.id if seat else None, caption="&Plads")
        self.now = wrapped_label(self, role="muted")
        self.form.addRow("Sidder nu", self.now)
        self.representative = PersonInput(REPRESENTATIVE, self)
        self.ask(REPRESENTATIVE, made=self.representative, caption="&Ny repræsentant")
        for name in DETAILS:
            self.ask(Person.fields()[name]).setEnabled(False)
        self.ask(FROM, from_day, caption="&Fra den")
        self.ask(LETTER, caption="Udpegnings&brev")
        self.substitute = PersonInput(SUBSTITUTE, self)
        self.ask(SUBSTITUTE, made=self.substitute, caption="Ny &suppleant")
        self.sat_on = QCheckBox(self)
        self.sat_on.setChecked(True)
        self.form.addRow("", self.sat_on)
        self.outcome = wrapped_label(self, role="muted")
        self.outcome.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.column.insertWidget(1, self.outcome)
        for answer in self.answers.values():
            answer.input.touched.connect(self._renew)
            answer.input.left.connect(self._renew)
        self._renew()
        (self.representative if seat else self.seat).setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The ended appointments, new people and new appointments."""
        seat = self.session.network.get(Seat, str(self.seat.value()))
        letter_on = self.answers["letter_on"].value()
        return succession.succeed(
            self.session.network,
            seat,
            str(self.answers["starts_on"].value()),
            representative=self._representative(),
            substitute=self.substitute.newcomer(self.session.network),
            letter_on=str(letter_on) if letter_on else None,
            sat_on=self.sat_on.isVisibleTo(self) and self.sat_on.isChecked(),
        )

    def label(self) -> str:
        """The label of the edit, for example »Repræsentant for Vejle udskiftet: Mette Holm fra 01.12.2014«."""
        network = self.session.network
        seat = network.get(Seat, str(self.seat.value()))
        day = str(self.answers["starts_on"].value())
        found = seating.seating(network, seat, day)
        newcomer = self.representative.newcomer(network)
        role, is_first = ("Repræsentant", found.is_open) if newcomer.is_named else ("Suppleant", not found.substitute)
        name = self._name(newcomer if newcomer.is_named else self.substitute.newcomer(network))
        done = "udpeget" if is_first else "udskiftet"
        return f"{role} for {found.name} {done}: {name} fra {danish.short_date(day)}"

    def go_on(self, typed: str) -> None:
        """Puts text typed before the dialog opened into the name of the representative, with the cursor after it."""
        self.representative.show_typed(typed)
        self.representative.setFocus()
        self.representative.lineEdit().end(False)
        self._renew()

    def _representative(self) -> Newcomer:
        newcomer = self.representative.newcomer(self.session.network)
        if newcomer.person_id or not newcomer.is_named:
            return newcomer
        return Newcomer(name=newcomer.name, details={name: self.answers[name].value() for name in DETAILS})

    def _renew(self) -> None:
        """Shows the present holder, the details of the chosen person, and the outcome."""
        self._show_now()
        self._show_details()
        try:
            self.changes()
        except UserError:
            self.outcome.setText("")
        else:
            self.outcome.setText(self._outcome())

    def _show_now(self) -> None:
        seat, day = self._seat(), self._day() or self.session.today.isoformat()
        found = seating.seating(self.session.network, seat, day) if seat else None
        self.setWindowTitle(f"{verb(found)} repræsentant")
        self.acceptor.setText(f"&{verb(found)}")
        self.now.setText(_now(found) if found else "")
        if found is None:
            self.sat_on.hide()
            return
        if line := self.substitute.lineEdit():
            line.setPlaceholderText(f"Uændret: {found.substitute.name}" if found.substitute else "Ingen suppleant")
        self.sat_on.setVisible(found.is_expired and bool(self._day()))
        if found.person and self._day():
            last = danish.short_date(roster.day_before(day))
            self.sat_on.setText(f"{found.person.name} har siddet til og med {last}: forlæng udpegningen")

    def _show_details(self) -> None:
        newcomer = _who(self.representative, self.session)
        person = self.session.network.find(Person, newcomer.person_id)
        if not newcomer.is_named:
            return
        for name in DETAILS:
            answer = self.answers[name]
            if person:
                answer.show_value(getattr(person, name))
            elif not answer.isEnabled():
                answer.show_value("")
            answer.setEnabled(person is None)

    def _outcome(self) -> str:
        """The outcome of the action in Danish."""
        seat, day = self._seat(), self._day()
        if seat is None or day is None:
            return ""
        network = self.session.network
        found = seating.seating(network, seat, day)
        newcomer, stand_in = (_who(made, self.session) for made in (self.representative, self.substitute))
        parts = []
        if newcomer.is_named:
            if found.person and not found.is_expired:
                last = danish.short_date(roster.day_before(day))
                parts.append(f"{found.person.name} sidder til og med {last}.")
            parts.append(f"{self._name(newcomer)} repræsenterer {found.name} fra {danish.short_date(day)}.")
        if stand_in.is_named:
            parts.append(f"{self._name(stand_in)} er suppleant fra {danish.short_date(day)}.")
        new = [person.name for person in (newcomer, stand_in) if person.name]
        if new:
            parts.append(f"{danish.joined(new)} oprettes som {'ny person' if len(new) == 1 else 'nye personer'}.")
        return " ".join(parts)

    def _name(self, newcomer: Newcomer) -> str:
        person = self.session.network.find(Person, newcomer.person_id)
        return person.name if person else newcomer.name

    def _seat(self) -> Seat | None:
        try:
            return self.session.network.find(Seat, str(self.seat.value() or ""))
        except UserError:
            return None

    def _day(self) -> str | None:
        try:
            return str(self.answers["starts_on"].value())
        except UserError:
            return None


def _who(made: PersonInput, session: Session) -> Newcomer:
    try:
        return made.newcomer(session.network)
    except UserError:
        return NOBODY


def _now(found: seating.Seating) -> str:
    if found.person is None or found.term is None:
        return f"Ingen siden {danish.short_date(found.vacant_since)}" if found.vacant_since else "Ingen"
    if found.is_expired:
        return f"{found.person.name}, udpegningen udløb {danish.short_date(found.term.ends_on)}"
    since = danish.short_date(found.term.starts_on)
    return f"{found.person.name}, siden {since}. En stavefejl i navnet rettes under Personer."
