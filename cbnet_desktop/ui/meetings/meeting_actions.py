"""The actions on the chosen meeting: call it, hold it, approve its minutes, print its papers (M14, M15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from cbnet_desktop.documents.papers.catalogue import AGENDA, MEETING_PAPERS, MINUTES, menu_entries
from cbnet_desktop.documents.papers.paper import OfMaterial, OfMeeting, Paper, ReadyPaper
from cbnet_desktop.domain.meetings import decisions, meetings
from cbnet_desktop.domain.records import AgendaItem, Annex, Attendance, Meeting
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import MEETING_STATES, Act, MeetingState
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.form.agreed_buttons import AgreedButtons
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.meetings import meeting_columns
from cbnet_desktop.ui.meetings.meeting_columns import OVER
from cbnet_desktop.ui.meetings.meeting_tables import MeetingTables
from cbnet_desktop.ui.meetings.minutes_mode import MinutesMode
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog
    from cbnet_desktop.ui.dispatches.dispatches_dialog import DispatchesDialog
    from cbnet_desktop.ui.meetings.call_dialog import CallDialog
    from cbnet_desktop.ui.meetings.new_meeting_dialog import NewMeetingDialog


class MeetingActions(QObject):
    """The counter of planning meetings, for example »3 af op til 4«, and the buttons beside it."""

    def __init__(self, page: MeetingTables, writing: MinutesMode) -> None:
        super().__init__(page)
        self._page = page
        self._writing = writing
        self._session = page.session
        self.state = StateLine(page)
        self.new_button = action_button(page, "&Nyt møde …", self.new_meeting)
        self.call_button = action_button(page, "&Indkald …", self.call, "Skriv indkaldelsen, og sæt mødet til indkaldt")
        self.held_button = action_button(page, "&Markér afholdt", self.hold)
        self.approve_button = action_button(page, "&Godkend referat", lambda: self.mark(MeetingState.APPROVED))
        self.agreed = AgreedButtons(page.session, Act.APPROVED, page.meeting, "Gen&åbn referatet …", page)
        self.papers_button = QPushButton("P&apirer", page)
        self.papers_button.setMenu(self._papers_menu())
        writing.turned.connect(lambda _: self.renew())

    def new_meeting(self) -> NewMeetingDialog:
        """Opens the dialog that adds a meeting with the agenda of its kind or form."""
        from cbnet_desktop.ui.meetings.new_meeting_dialog import NewMeetingDialog, likely_kind

        commit_typing()
        dialog = NewMeetingDialog(self._session, likely_kind(self._session), self._page)
        dialog.accepted.connect(lambda: self._page.jump_to(Meeting.TABLE, dialog.made_id))
        return open_dialog(dialog)

    def call(self) -> CallDialog | None:
        """Opens the dialog that calls the chosen meeting."""
        from cbnet_desktop.ui.meetings.call_dialog import CallDialog

        commit_typing()
        meeting = self._page.meeting()
        return open_dialog(CallDialog(self._session, meeting, self._page)) if meeting else None

    def hold(self) -> None:
        """Marks the meeting as held, those still invited as present, and approves the earlier minutes it decided on."""
        meeting = self._ready()
        if meeting is None or meeting.state in OVER:
            return
        network = self._session.network
        changes = decisions.held(network, meeting)
        if self._write(changes, f"{MEETING_STATES[MeetingState.HELD]}: {titles.meeting_title(meeting)}"):
            came = sum(change.table == Attendance.TABLE for change in changes)
            approved = [network.get(Meeting, one.row_id) for one in changes[1:] if one.table == Meeting.TABLE]
            names = danish.joined([titles.meeting_title(row) for row in approved])
            more = f" {danish.counted(came, 'indkaldt', 'indkaldte')} er ført som til stede." if came else ""
            more += f" Referatet af {names} er godkendt." if names else ""
            self._say(f"{titles.meeting_title(meeting)} er afholdt.{more}")

    def _say(self, sentence: str) -> None:
        """Shows what was done where the secretary is looking: beside the minutes, else under the meetings."""
        strip = self._writing.pane.strip if self._writing.is_on else self._page.meetings.strip
        strip.show_note(sentence)

    def mark(self, state: MeetingState) -> None:
        """Sets the meeting's state; refused for an annual meeting without minutes on its topics (M15)."""
        meeting = self._ready()
        if meeting is None:
            return
        after: dict[str, Value] = {"state": str(state)}
        if state is MeetingState.APPROVED and not meeting.approved_on:
            after["approved_on"] = self._session.today.isoformat()
        self._write((change_of(meeting, after),), f"{MEETING_STATES[state]}: {titles.meeting_title(meeting)}")

    def approve_item(self, item: AgendaItem | None) -> None:
        """Approves the minutes that an agenda item is about; shows a refusal if it is about none."""
        network = self._session.network
        item = network.find(AgendaItem, item.id) if item else None
        earlier = network.find(Meeting, item.minutes_of_id) if item else None
        if item is None:
            return
        try:
            changes = decisions.approved_now(network, item)
            self._session.write(changes, f"Referat godkendt: {titles.meeting_title(earlier) if earlier else ''}")
        except UserError as refusal:
            self._page.show_message(refusal.message)
        else:
            self._page.show_message("")
            if earlier:
                self._say(f"Referatet af {titles.meeting_title(earlier)} er godkendt.")

    def paper(self) -> ReadyPaper | None:
        """The agenda before the meeting, the minutes after it."""
        meeting = self._page.meeting()
        return self._of(MINUTES if meeting.state in meetings.HELD else AGENDA, meeting) if meeting else None

    def renew(self) -> None:
        """Updates the counter and enables the actions."""
        session, meeting = self._session, self._page.meeting()
        network, year = session.network, session.year
        counted = meetings.counted_planning(network, year)
        limit = network.charter_on(f"{year}-12-31").max_planning_meetings
        icon = "open" if counted > limit else ""
        details = f"planlægningsmøder {meeting_columns.details(network, year)}"
        self.state.show_state(icon, f"{counted} af op til {limit}", details)
        can_edit = meeting is not None and not session.is_read_only
        state = meeting.state if meeting else ""
        self._writing.button.setEnabled(meeting is not None)
        self.new_button.setEnabled(not session.is_read_only)
        self.call_button.setEnabled(can_edit and state not in OVER)
        has_come = meeting is not None and dates.has_been(meeting.held_on, session.today.isoformat())
        self.held_button.setEnabled(can_edit and has_come and state not in OVER)
        self.approve_button.setEnabled(can_edit and has_come and state == MeetingState.HELD)
        # The line has no room for what is done beside the two buttons of what is agreed.
        is_writing = self._writing.is_on
        for button in (self.held_button, self.approve_button):
            button.setVisible(state != MeetingState.APPROVED)
        self.new_button.setHidden(is_writing)
        self.call_button.setHidden(is_writing or state == MeetingState.APPROVED)
        is_revised = meeting is not None and bool(meeting.revised_on)
        self.call_button.setText("Send rev&ideret …" if is_revised else "&Indkald …")
        self.agreed.renew()
        self.papers_button.setEnabled(meeting is not None)

    def _ready(self) -> Meeting | None:
        """Commits what is being typed and returns the chosen meeting."""
        commit_typing()
        self._writing.pane.commit()
        return self._page.meeting()

    def _write(self, changes: tuple[Change, ...], label: str) -> bool:
        page = self._page
        try:
            self._session.write(changes, label)
        except UserError as refusal:
            page.agenda.choose_undiscussed()
            page.show_message(refusal.message)
            if self._writing.is_on:
                self._writing.pane.begin_writing()
            return False
        page.show_message("")
        return True

    def _papers_menu(self) -> QMenu:
        menu = QMenu(self._page)
        for words, paper, is_variant in menu_entries(MEETING_PAPERS):
            menu.addAction(words, partial(self._show, paper, is_variant=is_variant))
        menu.addSeparator()
        menu.addAction("&Send referat …", self.send_minutes)
        menu.addAction("Fors&endelser …", self.show_dispatches)
        return menu

    def send_minutes(self) -> DispatchDialog | None:
        """Opens the mail with the minutes; shows a refusal before the meeting is held."""
        from cbnet_desktop.domain.dispatches import proposals
        from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog

        meeting, session = self._ready(), self._session
        if meeting is None:
            return None
        try:
            proposal = proposals.minutes(session.network, meeting, session.store.user)
        except UserError as refusal:
            self._page.show_message(refusal.message)
            return None
        return open_dialog(DispatchDialog(session, proposal, self._page))

    def show_dispatches(self) -> DispatchesDialog | None:
        """Opens the list of what was sent about the meeting."""
        from cbnet_desktop.ui.dispatches.dispatches_dialog import DispatchesDialog

        meeting = self._ready()
        return open_dialog(DispatchesDialog(self._session, meeting, self._page)) if meeting else None

    def _show(self, paper: Paper[Any], *, is_variant: bool) -> None:
        from cbnet_desktop.ui.paper import preview

        if meeting := self._ready():
            ready = self._of(paper, meeting, is_variant=is_variant)
            preview.show(self._page, ready, self._session.refused.emit, self._session)

    def _of(self, paper: Paper[Any], meeting: Meeting, *, is_variant: bool = False) -> ReadyPaper:
        store = self._session.store

        def read(annexes: Sequence[Annex]) -> Mapping[str, bytes]:
            with background.own(store) as own:
                return own.annexes.contents(annexes)

        asked = self._session.network, self._session.today, meeting
        if issubclass(paper.asks, OfMaterial):
            return paper.of(OfMaterial(*asked, read, is_variant=is_variant))
        return paper.of(OfMeeting(*asked, is_variant=is_variant))
