"""The attendance of a meeting: members added by one action, statuses by one key, guests by name (M14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import ATTENDING, Attending
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.person_input import add_person_input
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.table.titled_pane import TitledPane

STATUS_ICONS = {
    Attending.PRESENT: "kept",
    Attending.APOLOGIES: "apologies",
    Attending.ABSENT: "vacant",
    Attending.INVITED: "waiting",
}
#: Keys for arriving and leaving at the current agenda item; no status begins with these letters.
SPAN_KEYS = {Qt.Key.Key_K: attendance.arrived, Qt.Key.Key_G: attendance.left}
#: The index of the status column.
STATUS = 2
#: The columns hidden while minutes are written.
WIDE_ONLY = ("Repræsenterer", "substitute_for_id", "is_guest", "note")


class AttendancePane(TitledPane):
    """Shows the attendance of the meeting returned by meeting(); Space cycles through the statuses."""

    def __init__(
        self,
        session: Session,
        meeting: Callable[[], Meeting | None],
        item: Callable[[], AgendaItem | None],
        parent: QWidget | None = None,
    ) -> None:
        self._meeting = meeting
        self._item = item
        self._unknown = ""
        spec = TableSpec(
            Attendance,
            (
                column(
                    Attendance,
                    "person_id",
                    width=22,
                    is_editable=False,
                    elsewhere="Arkivér rækken, og skriv den rigtige deltager i feltet over listen.",
                ),
                Column(
                    "Repræsenterer",
                    text=_represents,
                    width=22,
                    elsewhere="Hvem deltageren repræsenterer, følger af pladserne i Netværk på mødedagen.",
                ),
                column(Attendance, "status", width=14, icon=_icon),
                column(Attendance, "from_item_id", title="Fra pkt.", width=8, least=5),
                column(Attendance, "to_item_id", title="Til pkt.", width=8, least=5),
                column(Attendance, "substitute_for_id", width=16),
                column(Attendance, "is_guest", width=6),
                column(Attendance, "note", width=18),
            ),
            rows=self._rows,
            pasted=self._blank,
            title="Deltagere",
            empty_text="Her står, hvem der er indkaldt, og efter mødet hvem der var til stede eller meldte afbud.",
            first_action="Hent deltagere",
        )
        super().__init__(session, spec, parent, wide_only=WIDE_ONLY)
        field = Attendance.fields()["person_id"]
        self.person = add_person_input(field, "Tilføj deltager eller gæst", "Tilføj deltager …", self.add_person, self)
        self.person.setMinimumContentsLength(14)
        self.bar.addWidget(self.person)
        self.call_button = self.add_action(
            "H&ent deltagere",
            self.call_members,
            "Alle, der sidder på en plads på mødedagen, eller arbejdsgruppens medlemmer",
        )
        self.pane.asked_for_new.connect(self.call_members)
        self.pane.view.setToolTip(
            "Mellemrum skifter mellem indkaldt (til stede, når mødet er afholdt), afbud og fraværende. "
            "I Fremmøde vælger I, T, A eller F og Enter; "
            "K: kom under det valgte punkt. G: gik efter det"
        )
        self.pane.view.begins_in = STATUS
        self.pane.view.installEventFilter(self)

    def call_members(self) -> None:
        """Adds all members of the day who are not listed yet, as one edit."""
        if meeting := self._meeting():
            self._write(attendance.expected(self.session.network, meeting), "Deltagere hentet")

    def add_person(self) -> None:
        """Adds the named person; an unknown name is added as a guest when Enter is pressed again."""
        network, meeting = self.session.network, self._meeting()
        name = " ".join(self.person.currentText().split())
        if meeting is None or not name:
            return
        try:
            known = self.person.newcomer(network).person_id
        except UserError as refusal:
            self.pane.strip.show_error(refusal.message)
            return
        if known:
            self._take([attendance.added(network, meeting, known)], "")
        elif name == self._unknown:
            self._take(attendance.guest_added(meeting, name), f"Gæst tilføjet: {name}")
        else:
            self._unknown = name
            self.pane.strip.show_error(f"{quoted(name)} findes ikke. Tryk Enter igen for at tilføje personen som gæst.")

    def toggle(self) -> None:
        """Gives the selected rows the status after that of the first one."""
        meeting, chosen = self._meeting(), self._chosen()
        if meeting and chosen:
            wanted = attendance.next_status(meeting, chosen[0].status)
            self._write([change_of(row, {"status": wanted}) for row in chosen], "")

    def renew(self) -> None:
        """Shows the attendance of another meeting, loaded before it is painted."""
        self.pane.model.refresh()
        self.pane.renew()
        self.enable_actions()

    def enable_actions(self) -> None:
        """Shows how many are invited or were present, and enables the actions."""
        network, meeting = self.session.network, self._meeting()
        can_edit = meeting is not None and not self.session.is_read_only
        self.details.setText(attendance.summary(network, meeting) if meeting else "")
        self.call_button.setEnabled(bool(can_edit and meeting and attendance.expected(network, meeting)))
        self.person.setEnabled(can_edit)
        if not self.person.lineEdit().hasFocus():
            self._clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space changes the status, except on checkboxes and while typing; K and G act in the status column."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            view = self.pane.view
            key, index = Qt.Key(event.key()), view.currentIndex()
            is_free = not (view.is_typed_on or index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
            if key == Qt.Key.Key_Space and is_free:
                self.toggle()
                return True
            if index.column() == STATUS and key in SPAN_KEYS and (item := self._item()):
                self._write([SPAN_KEYS[key](row, item) for row in self._chosen()], "")
                return True
        return super().eventFilter(watched, event)

    def _chosen(self) -> list[Attendance]:
        return [record for record in self.pane.view.selected_records() if isinstance(record, Attendance)]

    def _rows(self, session: Session) -> list[Attendance]:
        meeting = self._meeting()
        return meetings.attendances(session.network, meeting) if meeting else []

    def _blank(self, _: Session) -> Values:
        meeting = self._meeting()
        return {"meeting_id": meeting.id, "status": meetings.usual_status(meeting)} if meeting else {}

    def _take(self, changes: Iterable[Change], label: str) -> None:
        made = tuple(changes)
        if self._write(made, label):
            self._clear()
            self.pane.view.choose(made[-1].row_id)

    def _clear(self) -> None:
        self._unknown = ""
        self.person.show_value(self.session.network, None)

    def _write(self, changes: Iterable[Change], label: str) -> bool:
        if self.session.is_read_only:
            return False
        try:
            self.session.write(changes, label)
        except UserError as refusal:
            self.pane.strip.show_error(refusal.message)
            return False
        self.pane.strip.show_error("")
        return True


def _represents(network: Network, record: Record) -> str:
    return attendance.represents(network, record) if isinstance(record, Attendance) else ""


def _icon(_: Network, record: Record) -> str:
    status = getattr(record, "status", "")
    return STATUS_ICONS[Attending(status)] if status in ATTENDING else ""
