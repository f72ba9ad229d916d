"""»Indkald …«: writes the mail that calls a meeting, or records that it was called in another way (M14)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.dispatches import proposals
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.meetings import agenda, notice
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.ui.dispatches.dispatch_dialog import offer_mail
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.inputs import LongTextInput
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

FIELDS = Meeting.fields()
LINES = 10


class CallDialog(ActionDialog):
    """Proposes today and a text with day, time and place; says which items will be added to the agenda."""

    def __init__(self, session: Session, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Indkald til {titles.meeting_title(meeting)}", "&Indkald uden mail", parent)
        self.meeting = self.about = meeting
        self.setMinimumWidth(characters(self, 92))
        latest = min(session.today.isoformat(), meeting.held_on or dates.LAST_DAY)
        on = (not meeting.revised_on and meeting.called_on) or latest
        self.called_on = self.ask(replace(FIELDS["called_on"], required=True), on, caption="Indkaldt &den")
        text = LongTextInput(FIELDS["invitation"], self)
        text.set_lines(LINES, LINES)
        wording = meeting.invitation or notice.invitation(session.network, meeting)
        self.text = self.ask(FIELDS["invitation"], wording, made=text, caption="&Tekst")
        carried = agenda.carried_added(session.network, meeting)
        added = [change.after for change in carried if change.before is None and change.table == AgendaItem.TABLE]
        items = [quoted(str(values["title"])) for values in added if values]
        outlook = wrapped_label(self, f"På dagsordenen kommer også {danish.joined(items)}." if items else "", "muted")
        outlook.setVisible(bool(items))
        self.column.insertWidget(1, outlook)
        self.mail_button = offer_mail(self, self.proposal)
        self.text.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The called meeting and its members; raises Invalid."""
        on, text = str(self.called_on.value()), str(self.text.value() or "")
        return notice.called(self.session.network, self.session.network.get(Meeting, self.meeting.id), on, text)

    def proposal(self) -> Proposal:
        """The mail that calls the meeting when it is sent; raises Invalid where there is nobody to call."""
        network, text = self.session.network, str(self.text.value() or "")
        return proposals.notice(network, network.get(Meeting, self.meeting.id), text, self.session.store.user)

    def label(self) -> str:
        """The label of the edit, for example »Indkaldt: Årsmøde 03.12.2014«."""
        return f"Indkaldt: {titles.meeting_title(self.meeting)}"
