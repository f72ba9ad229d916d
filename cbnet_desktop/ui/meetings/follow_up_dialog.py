"""»Ny opfølgning …«: adds a follow-up of an agenda item with owner and deadline (M15)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import follow_ups, meetings
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.form.owner_input import PERSON, OwnerInput
from cbnet_desktop.ui.widgets.inputs import DateInput

FIELDS = FollowUp.fields()


class FollowUpDialog(ActionDialog):
    """Offers the meeting's attendants first as owners."""

    def __init__(self, session: Session, item: AgendaItem, parent: QWidget | None = None) -> None:
        super().__init__(session, "Ny opfølgning", "&Tilføj", parent)
        self.item = self.about = item
        self.text = self.ask(FIELDS["text"], caption="&Opfølgning")
        self.owner = OwnerInput(self)
        self.ask(FIELDS[PERSON], made=self.owner, caption="&Ansvarlig")
        meeting = session.network.find(Meeting, item.meeting_id)
        rows = meetings.attendances(session.network, meeting) if meeting else []
        self.owner.offer(session.network, [row.person_id for row in rows])
        deadline = DateInput(FIELDS["deadline"], self)
        deadline.record = follow_ups.blank(item)
        self.deadline = self.ask(FIELDS["deadline"], made=deadline, caption="&Frist")
        self.text.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The new follow-up; raises Invalid."""
        text = str(self.text.value() or "")
        if not text.strip():
            raise Invalid("Opfølgning mangler. Skriv, hvad der skal gøres.", field="text")
        return (follow_ups.added(self.item, text, **self.owner.owner(), deadline=self.deadline.value()),)

    def label(self) -> str:
        """The label of the edit, for example »Opfølgning tilføjet: Skrive til kommunerne«."""
        return f"Opfølgning tilføjet: {labels.short(str(self.text.value() or ''))}"
