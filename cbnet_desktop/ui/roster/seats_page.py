"""The seats of the network on a day, with holders, substitutes and contact data (M3, M12)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from cbnet_desktop.documents.papers.catalogue import ROSTER
from cbnet_desktop.documents.papers.paper import OfDay, ReadyPaper
from cbnet_desktop.domain.records import Appointment, FormerSeatName, Seat
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.roster import roster, seating
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Role
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.roster.appointments_list import AppointmentsList, person_columns
from cbnet_desktop.ui.roster.former_names import FormerNames
from cbnet_desktop.ui.roster.rename_dialog import ANOTHER_DAY, show_rename_notice
from cbnet_desktop.ui.roster.replace_dialog import verb
from cbnet_desktop.ui.roster.seat_columns import SeatColumns
from cbnet_desktop.ui.table.columns import Column, TableSpec
from cbnet_desktop.ui.widgets.inputs import DateInput
from cbnet_desktop.ui.widgets.state_line import StateLine

REPRESENTATIVE = 1
COMPLETE = (
    "Netværket har de pladser, kommissoriet giver det. Et nyt centralbibliotek oprettes under Organisationer; så kan "
    "dets plads tilføjes her."
)
DAY = Field("Pr. dato", Kind.DATE, name="day", required=True)


class SeatsPage(TablePage):
    """A row per seat of the day; the form lists the seat's earlier holders."""

    replacement_asked = Signal(object, str, str)
    """The seat to fill, None to choose one, the first day (ISO), and the beginning of the name."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.day = session.today.isoformat()
        spec = TableSpec(
            Seat,
            SeatColumns(lambda: self.day).columns(),
            rows=lambda session: roster.seats_on(session.network, self.day),
            title="Pladser",
            empty_text="Her står netværkets pladser og hvem der sidder på dem: én for hvert centralbiblioteksområde, "
            "én for styrelsen og én for centralbibliotekscheferne.",
            first_action="Ny plads",
        )
        super().__init__(session, spec, parent=parent)
        self.holders = self._terms("Repræsentanter på pladsen", Role.REPRESENTATIVE)
        self.substitutes = self._terms("Suppleanter på pladsen", Role.SUBSTITUTE)
        self.tables |= {FormerSeatName.TABLE}
        self.names = FormerNames(self, FormerSeatName, self)
        self.form.add_section(self.names)
        self.state = StateLine(self)
        self.day_input = DateInput(DAY, self)
        self.day_input.setAccessibleName("Pladserne pr. dato")
        self.day_input.setFixedWidth(self.fontMetrics().horizontalAdvance("00.00.0000") + 44)
        self.day_input.left.connect(self._take_day)
        self.replace_button = QPushButton(self)
        self.replace_button.clicked.connect(self.ask_for_replacement)
        self.list_button = self._list_button()
        self.actions_line = self._actions()
        self.pane.take_typed = self._take_typed
        self.pane.row_buttons.append(self.replace_button)
        self.pane.row_chosen.connect(lambda _: self._renew_seat())
        self._is_stale = True
        session.changed.connect(lambda _: self._note_change())
        self.splitter.setSizes([1006, 360])
        self.day_input.show_value(session.network, self.day)
        # Typing then chooses a holder instead of renaming the seat.
        self.pane.view.setCurrentIndex(self.pane.model.index(0, REPRESENTATIVE))
        show_rename_notice(self.pane, ANOTHER_DAY)

    def ask_for_replacement(self) -> None:
        """Asks for a replacement in the chosen seat."""
        self.replacement_asked.emit(self.pane.view.chosen(), self.day, "")

    def show_day(self, day: str) -> None:
        """Shows the seats on a day (ISO)."""
        self.day = day
        self.day_input.show_value(self.session.network, day)
        self.pane.renew()
        self._note_change()

    def can_add(self) -> bool:
        """Whether a seat is missing; in the appointments of a seat a replacement can be asked for."""
        return super().can_add() and (self.used is not self.pane or bool(self._missing()))

    def new_row(self) -> None:
        """Adds the first seat that is missing or, in the appointments of a seat, asks for a replacement."""
        missing = self._missing()
        if self.used is not self.pane:
            self.ask_for_replacement()
        elif missing:
            self.pane.add(Seat(uuid4().hex).replaced(missing[0]))
        else:
            self.pane.strip.show_error(COMPLETE)

    def _missing(self) -> list[dict[str, Value]]:
        return seating.missing_seats(self.session.network, self.day)

    def paper(self, *, is_internal: bool = False) -> ReadyPaper:
        """The list of members on the day shown."""
        session = self.session
        return ROSTER.of(OfDay(session.network, session.today, self.day, is_variant=is_internal))

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a seat; one that does not exist on the day shown is shown on its first or last day."""
        former = self.session.network.find(FormerSeatName, row_id) if table == FormerSeatName.TABLE else None
        if former:
            self.jump_to(Seat.TABLE, former.seat_id or "")
            self.names.show_row(row_id, field)
            return True
        seat = self.session.network.find(Seat, row_id) if table == Seat.TABLE else None
        starts_on, ends_on = roster.seat_period(self.session.network, seat) if seat else (None, None)
        if not dates.overlap(starts_on, ends_on, self.day, self.day):
            self.show_day(ends_on if ends_on and ends_on < self.day else starts_on or self.day)
        return super().jump_to(table, row_id, field)

    def showEvent(self, event: QShowEvent) -> None:
        """Refreshes if the network changed while hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._note_change()

    def _terms(self, title: str, role: Role) -> AppointmentsList:
        def rows() -> Iterable[Appointment]:
            seat = self.pane.view.chosen()
            if not isinstance(seat, Seat):
                return []
            return reversed(roster.appointments(self.session.network, seat, role))

        made = AppointmentsList(self.session, title, person_columns(), rows, self)
        self.form.add_section(made)
        return made

    def _list_button(self) -> QPushButton:
        button = QPushButton("&Medlemsliste", self)
        menu = QMenu(button)
        menu.addAction("Til &offentliggørelse", lambda: papers.show(self, self.session, lambda _: self.paper()))
        menu.addAction(
            "Med &kontaktoplysninger",
            lambda: papers.show(self, self.session, lambda _: self.paper(is_internal=True)),
        )
        button.setMenu(menu)
        return button

    def _actions(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.state, 1)
        caption = QLabel("Pr. da&to", line)
        caption.setBuddy(self.day_input)
        row.addWidget(caption)
        row.addWidget(self.day_input)
        row.addWidget(self.list_button)
        row.addWidget(self.replace_button)
        return line

    def _take_day(self) -> None:
        try:
            day = str(self.day_input.value(self.session.network))
        except Invalid as refusal:
            _mark(self.day_input, refusal.message)
            self.pane.strip.show_error(refusal.message)
            return
        _mark(self.day_input, "")
        self.pane.strip.show_error("")
        self.show_day(day)

    def _note_change(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._renew()

    def _renew(self) -> None:
        network = self.session.network
        found = [seating.seating(network, seat, self.day) for seat in roster.seats_on(network, self.day)]
        self.state.show_state(*_summary(found))
        self.replace_button.setEnabled(bool(found) and not self.session.is_read_only)
        self._renew_seat()

    def _renew_seat(self) -> None:
        """Updates button and lists for the chosen seat."""
        seat = self.pane.view.chosen()
        found = seating.seating(self.session.network, seat, self.day) if isinstance(seat, Seat) else None
        self.replace_button.setText(f"&{verb(found)} repræsentant …")
        self.holders.renew()
        self.substitutes.renew()

    def _take_typed(self, seat: Record, column: Column, typed: str) -> bool:
        """Opens the dialog with the typed letter instead of overwriting the holder's name."""
        opens = column.names_another and not self.session.is_read_only
        if opens:
            self.replacement_asked.emit(seat, self.day, typed)
        return opens


def _summary(found: list[seating.Seating]) -> tuple[str, str, str]:
    """Icon, word and details of the state line: how many seats are filled, and which are not."""
    if not found:
        return "", "", ""
    vacant = [row.vacancy for row in found if row.is_vacant]
    expired = [row.name for row in found if row.is_expired]
    seats = danish.counted(len(found), "plads", "pladser")
    if not (vacant or expired):
        return "kept", "Fuldtalligt", f"{seats}, alle besat"
    parts = [f"Ubesat: {danish.joined(vacant)}"] if vacant else []
    if expired:
        parts.append(f"udløbet udpegning: {danish.joined(expired)}")
    return "open", f"{len(found) - len(vacant)} af {seats} besat", "; ".join(parts)


def _mark(day_input: DateInput, reason: str) -> None:
    day_input.setAccessibleDescription(reason)
    day_input.setProperty("refused", bool(reason))
    day_input.style().unpolish(day_input)
    day_input.style().polish(day_input)
