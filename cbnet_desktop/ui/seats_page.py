"""The seats of the network on a day: who sits, since when, and who could be reached (M3, M12)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cbnet_desktop.domain import danish, roster, seating
from cbnet_desktop.domain.errors import Invalid
from cbnet_desktop.domain.fields import Field, Kind, Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import Appointment, Person, Seat
from cbnet_desktop.domain.terms import Role
from cbnet_desktop.ui.columns import Column, TableSpec, column
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.inputs import DateInput
from cbnet_desktop.ui.page import TablePage
from cbnet_desktop.ui.state_line import StateLine
from cbnet_desktop.ui.table_pane import TablePane
from cbnet_desktop.ui.terms_list import TermsList, person_columns

DAY = Field("Pr. dato", Kind.DATE, name="day", required=True)


class SeatsPage(TablePage):
    """One row for each seat of the day; the seat's earlier holders stand in the form."""

    replacement_asked = Signal(object, str)
    """The seat to fill (None: not chosen yet) and the day from which."""

    def __init__(self, document: Document) -> None:
        self.day = document.today.isoformat()
        spec = TableSpec(
            Seat,
            self._columns(),
            rows=lambda document: roster.seats_on(document.network, self.day),
            blank=lambda _: {"name": "Ny plads"},
            title="Pladser",
            empty_text="Her står netværkets pladser og hvem der sidder på dem: én for hvert centralbiblioteksområde, "
            "én for KBE og én for centralbibliotekscheferne.",
            first_action="Ny plads",
        )
        super().__init__(document, spec)
        self.holders = self._terms("Repræsentanter på pladsen", Role.REPRESENTATIVE)
        self.substitutes = self._terms("Suppleanter på pladsen", Role.SUBSTITUTE)
        self.state = StateLine(self)
        self.day_input = DateInput(DAY, self)
        self.day_input.setAccessibleName("Pladserne pr. dato")
        self.day_input.setFixedWidth(self.fontMetrics().horizontalAdvance("00.00.0000") + 44)
        self.day_input.left.connect(self._take_day)
        self.replacer = QPushButton("&Udskift repræsentant …", self)
        self.replacer.clicked.connect(self.ask_for_replacement)
        self.actions_line = self._actions()
        self.pane.row_chosen.connect(lambda _: self._renew_terms())
        document.changed.connect(lambda _: self._renew())
        self.splitter.setSizes([1006, 360])
        self._renew()

    def ask_for_replacement(self) -> None:
        """Asks for the dialog that fills the chosen seat."""
        seat = self.pane.view.chosen()
        self.replacement_asked.emit(seat if isinstance(seat, Seat) else None, self.day)

    def show_day(self, day: str) -> None:
        """Shows the seats as they are on a day (ISO)."""
        self.day = day
        self.pane.renew()
        self._renew()

    def new_row(self) -> None:
        """A new seat; in the terms of a seat, the dialog that begins one."""
        if self._used is self.pane:
            super().new_row()
        else:
            self.ask_for_replacement()

    def archive(self) -> None:
        """Archives the chosen seats, or the chosen terms in the form."""
        self._used.archive()

    def edit(self) -> None:
        """Opens the current cell of the table in use."""
        self._used.view.setFocus()
        self._used.view.edit(self._used.view.currentIndex())

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """A seat that does not exist on the day shown is shown on its first or last one."""
        seat = self.document.network.find(Seat, row_id) if table == Seat.TABLE else None
        if seat and not (seat.starts_on or "") <= self.day <= (seat.ends_on or roster.LAST_DAY):
            self.show_day(seat.ends_on if seat.ends_on and seat.ends_on < self.day else seat.starts_on or self.day)
        return super().jump_to(table, row_id, field)

    @property
    def _used(self) -> TablePane:
        """The table with the focus, else the seats."""
        nested = (self.holders.pane, self.substitutes.pane)
        return next((pane for pane in nested if pane.view.hasFocus()), self.pane)

    def _columns(self) -> tuple[Column, ...]:
        def person(network: Network, record: Record) -> Record | None:
            return self._seating(network, record).person

        def of_person(name: str, width: int, title: str = "") -> Column:
            return column(Person, name, of=person, width=width, title=title)

        return (
            column(Seat, "name", width=22),
            column(Person, "name", title="Repræsentant", of=person, width=17, text=self._holder, icon=self._icon),
            Column("Siden", text=self._since, sort_by=self._since_day, width=15),
            of_person("organisation_id", 10, "Ansat ved"),
            of_person("phone", 11),
            of_person("email", 26),
            Column("Suppleant", text=self._substitute, width=17),
        )

    def _seating(self, network: Network, record: Record) -> seating.Seating:
        return seating.seating(network, record, self.day)  # type: ignore[arg-type]

    def _holder(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        if found.person:
            return found.person.name
        return f"Ledig i {counted(found.vacant_days, 'dag', 'dage')}" if found.vacant_days else "Ledig"

    def _icon(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        return "vacant" if found.is_vacant else "waiting" if found.is_expired else ""

    def _since(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        if found.is_expired and found.term:
            return f"Udløb {danish.short_date(found.term.ends_on)}"
        return danish.short_date(found.term.starts_on if found.term else found.vacant_since)

    def _since_day(self, network: Network, record: Record) -> str | None:
        found = self._seating(network, record)
        return found.term.starts_on if found.term else found.vacant_since

    def _substitute(self, network: Network, record: Record) -> str:
        substitute = self._seating(network, record).substitute
        return substitute.name if substitute else ""

    def _terms(self, title: str, role: Role) -> TermsList:
        def rows() -> Iterable[Appointment]:
            seat = self.pane.view.chosen()
            if not isinstance(seat, Seat):
                return []
            return reversed(roster.appointments(self.document.network, seat, role))

        made = TermsList(self.document, title, person_columns(), rows, self)
        self.form.add_section(made)
        return made

    def _actions(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.state, 1)
        caption = QLabel("Pr. &dato", line)
        caption.setBuddy(self.day_input)
        row.addWidget(caption)
        row.addWidget(self.day_input)
        row.addWidget(self.replacer)
        return line

    def _take_day(self) -> None:
        try:
            day = str(self.day_input.value(self.document.network))
        except Invalid as refusal:
            _mark(self.day_input, refusal.message)
            self.pane.strip.tell(refusal.message)
            return
        _mark(self.day_input, "")
        self.pane.strip.tell("")
        self.show_day(day)

    def _renew(self) -> None:
        network = self.document.network
        self.day_input.show_value(network, self.day)
        found = [seating.seating(network, seat, self.day) for seat in roster.seats_on(network, self.day)]
        self.state.show_state(*_summary(found))
        self.replacer.setEnabled(bool(found) and not self.document.is_read_only)
        self._renew_terms()

    def _renew_terms(self) -> None:
        self.holders.renew()
        self.substitutes.renew()


def counted(count: int, one: str, several: str) -> str:
    """»1 dag«, »54 dage«."""
    return f"{danish.number(count)} {one if count == 1 else several}"


def _summary(found: list[seating.Seating]) -> tuple[str, str, str]:
    """Icon, word and details: how many seats are filled, and which are not."""
    if not found:
        return "", "", ""
    vacant = [row.seat.name for row in found if row.is_vacant]
    expired = [row.seat.name for row in found if row.is_expired]
    seats = counted(len(found), "plads", "pladser")
    if not (vacant or expired):
        return "kept", "Fuldtalligt", f"{seats}, alle besat"
    parts = [f"{len(vacant)} ledig{'e' if len(vacant) > 1 else ''}: {danish.joined(vacant)}"] if vacant else []
    if expired:
        parts.append(f"udløbet udpegning: {danish.joined(expired)}")
    return "open", f"{len(found) - len(vacant)} af {seats} besat", "; ".join(parts)


def _mark(day_input: DateInput, reason: str) -> None:
    day_input.setAccessibleDescription(reason)
    day_input.setProperty("refused", bool(reason))
    day_input.style().unpolish(day_input)
    day_input.style().polish(day_input)
