"""»Opfølgning« while writing minutes: text, owner and deadline in one line under the text."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import follow_ups, meetings
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.owner_input import OwnerInput
from cbnet_desktop.ui.form.quick_line import QuickLine
from cbnet_desktop.ui.widgets.inputs import DateInput, LineInput


class FollowUpLine(QuickLine):
    """Text, owner and deadline; text selected in the minutes becomes the text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Opfølgning", parent)
        self.words = ""
        self.text = LineInput(FollowUp.fields()["text"], self)
        self.owner = OwnerInput(self)
        self.deadline = DateInput(FollowUp.fields()["deadline"], self)
        self.ask("Hvad", self.text, 4)
        self.ask("Hvem", self.owner, 2)
        self.ask("Frist", self.deadline, 1)

    def begin(self, item: AgendaItem) -> None:
        """Takes over the selected text and offers the meeting's attendants first."""
        network = self.session.network
        meeting = network.find(Meeting, item.meeting_id)
        present = [row.person_id for row in meetings.attendances(network, meeting)] if meeting else []
        self.text.setText(self.words)
        self.words = ""
        self.owner.offer(network, present)
        self.deadline.record = follow_ups.blank(item)
        self.deadline.setText("")

    def take(self) -> None:
        """Adds the follow-up to the item."""
        text = " ".join(self.text.text().split())
        if self.item is None or not text:
            raise Invalid("Opfølgning mangler. Skriv, hvad der skal gøres.", field="text")
        values = {**self.owner.owner(), "deadline": self.deadline.value(self.session.network)}
        self.session.write([follow_ups.added(self.item, text, **values)])
