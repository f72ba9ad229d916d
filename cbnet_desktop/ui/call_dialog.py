"""»Indkald …«: the day and the words of the notice; the members are put on the list of attendance (M14)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain import meetings, notice
from cbnet_desktop.domain.changes import Change
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.ui.action_dialog import ActionDialog
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.inputs import LongTextInput

FIELDS = Meeting.fields()
LINES = 10


class CallDialog(ActionDialog):
    """Begins with today and a wording that names day, time and place."""

    def __init__(self, document: Document, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(document, f"Indkald til {meetings.title(meeting)}", "&Indkald", parent)
        self.meeting = meeting
        self.setMinimumWidth(560)
        on = meeting.called_on or document.today.isoformat()
        self.called_on = self.ask(replace(FIELDS["called_on"], required=True), on, caption="Indkaldt &den")
        text = LongTextInput(FIELDS["invitation"], self)
        text.set_lines(LINES, LINES)
        wording = meeting.invitation or notice.invitation(document.network, meeting)
        self.text = self.ask(FIELDS["invitation"], wording, made=text, caption="&Tekst")
        self.text.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The meeting called, with its members; raises Invalid."""
        on, text = str(self.called_on.value()), str(self.text.value() or "")
        return notice.called(self.document.network, self.document.network.get(Meeting, self.meeting.id), on, text)

    def label(self) -> str:
        """»Indkaldt: Årsmøde 03.12.2014«."""
        return f"Indkaldt: {meetings.title(self.meeting)}"
