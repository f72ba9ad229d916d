"""»Indkald …«: the day and the words of the notice; the members are put on the list of attendance (M14)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cbnet_desktop.domain.meetings import agenda, notice
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.inputs import LongTextInput

FIELDS = Meeting.fields()
LINES = 10


def _outlook(session: Session, meeting: Meeting, parent: QWidget) -> QLabel:
    """Which items the agenda gets besides those it has."""
    added = [change.after for change in agenda.carried_added(session.network, meeting) if change.before is None]
    titles = [quoted(str(values["title"])) for values in added if values]
    label = QLabel(f"På dagsordenen kommer også {danish.joined(titles)}." if titles else "", parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    label.setVisible(bool(titles))
    return label


class CallDialog(ActionDialog):
    """Begins with today and a wording that names day, time and place."""

    def __init__(self, session: Session, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Indkald til {titles.meeting_title(meeting)}", "&Indkald", parent)
        self.meeting = self.about = meeting
        self.setMinimumWidth(characters(self, 92))
        on = meeting.called_on or session.today.isoformat()
        self.called_on = self.ask(replace(FIELDS["called_on"], required=True), on, caption="Indkaldt &den")
        text = LongTextInput(FIELDS["invitation"], self)
        text.set_lines(LINES, LINES)
        wording = meeting.invitation or notice.invitation(session.network, meeting)
        self.text = self.ask(FIELDS["invitation"], wording, made=text, caption="&Tekst")
        self.column.insertWidget(1, _outlook(session, meeting, self))
        self.text.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The meeting called, with its members; raises Invalid."""
        on, text = str(self.called_on.value()), str(self.text.value() or "")
        return notice.called(self.session.network, self.session.network.get(Meeting, self.meeting.id), on, text)

    def label(self) -> str:
        """»Indkaldt: Årsmøde 03.12.2014«."""
        return f"Indkaldt: {titles.meeting_title(self.meeting)}"
