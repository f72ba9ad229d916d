"""»Deltager« while writing minutes: records who came late, left early, sent apologies or is a guest at the item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.words.choices import ATTENDING, Attending
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.person_input import PersonInput
from cbnet_desktop.ui.form.quick_line import QuickLine
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.inputs import ChoiceInput

CAME, LEFT, GUEST = "Kom under punktet", "Gik efter punktet", "Gæst under punktet"
Marking = Callable[[Attendance, AgendaItem], Change]


class AttendanceLine(QuickLine):
    """A name and a status. A person not listed is added, an unknown name only as a guest."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Deltager", parent)
        self.person = PersonInput(Attendance.fields()["person_id"], self)
        self.what = ChoiceInput(
            Field("Hvad", Kind.CHOICE, required=True, choices={what: what for what in _MARKINGS}), self
        )
        self.ask("Navn", self.person, 3)
        self.ask("Hvad", self.what, 2)

    def begin(self, item: AgendaItem) -> None:
        """Empties the name and selects the first status."""
        self.person.show_value(self.session.network, None)
        self.what.show_entry(0)
        del item

    def take(self) -> None:
        """Writes the status as one edit."""
        network, item = self.session.network, self.item
        meeting = network.find(Meeting, item.meeting_id) if item else None
        newcomer = self.person.newcomer(network)
        if item is None or meeting is None or not (newcomer.person_id or newcomer.name):
            raise Invalid("Navn mangler. Skriv, hvem det drejer sig om.", field="person_id")
        self.session.write(self._changes(meeting, item, newcomer.person_id, newcomer.name))

    def _changes(self, meeting: Meeting, item: AgendaItem, person_id: str | None, name: str) -> Iterable[Change]:
        network = self.session.network
        what = str(self.what.value(network))
        if not person_id:
            if what != GUEST:
                raise Invalid(f"»{name}« findes ikke. Vælg »{GUEST}« for at tilføje personen.", field="person_id")
            return attendance.guest_added(meeting, name, item)
        rows = [row for row in meetings.attendances(network, meeting) if row.person_id == person_id]
        if rows:
            return [_MARKINGS[what](rows[0], item)]
        made = attendance.added(network, meeting, person_id)
        row = network.with_changes([made]).get(Attendance, made.row_id)
        return [replace(made, after={**(made.after or {}), **(_MARKINGS[what](row, item).after or {})})]


def _guest(row: Attendance, item: AgendaItem) -> Change:
    values: Values = {
        "is_guest": True,
        "status": str(Attending.PRESENT),
        "from_item_id": item.id,
        "to_item_id": item.id,
    }
    return change_of(row, values)


def _marked(status: Attending) -> Marking:
    return lambda row, _: change_of(row, {"status": str(status)})


_MARKINGS: dict[str, Marking] = {
    CAME: attendance.arrived,
    LEFT: attendance.left,
    GUEST: _guest,
    **{ATTENDING[status]: _marked(status) for status in Attending if status is not Attending.INVITED},
}
