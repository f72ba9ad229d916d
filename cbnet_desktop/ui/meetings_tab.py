"""Møder: the meetings of the plan year, their agenda, attendance and minutes (M14, M15, M18, M19)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain import danish, meetings, plan
from cbnet_desktop.domain.changes import Value, Values
from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting
from cbnet_desktop.domain.terms import MEETING_STATES, MeetingKind, MeetingState
from cbnet_desktop.ui.action_button import action_button
from cbnet_desktop.ui.agenda_pane import AgendaPane
from cbnet_desktop.ui.attendance_pane import AttendancePane
from cbnet_desktop.ui.columns import Column, TableSpec, column
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.finishing import finish_typing
from cbnet_desktop.ui.minutes_mode import MinutesMode
from cbnet_desktop.ui.new_meeting_dialog import NewMeetingDialog, likely_kind
from cbnet_desktop.ui.page import TablePage
from cbnet_desktop.ui.pause_saving import PauseSaving
from cbnet_desktop.ui.state_line import StateLine
from cbnet_desktop.ui.table_model import change_of
from cbnet_desktop.ui.table_pane import TablePane
from cbnet_desktop.ui.topic_material_view import TopicMaterialView

STATE_ICONS = {
    MeetingState.PLANNED: "calendar",
    MeetingState.CALLED: "apologies",
    MeetingState.HELD: "kept",
    MeetingState.APPROVED: "signed",
    MeetingState.CANCELLED: "close",
}
#: States after which a meeting is over.
OVER = (MeetingState.HELD, MeetingState.APPROVED, MeetingState.CANCELLED)
HIDDEN = {AgendaItem.TABLE: ("meeting_id", "position"), Attendance.TABLE: ("meeting_id",)}


class MeetingsTab(TablePage):
    """Meetings, agenda and attendance at the left; at the right the form of what was used last, or the minutes."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, _spec(), hidden=HIDDEN)
        self.tables = frozenset({Meeting.TABLE, AgendaItem.TABLE, Attendance.TABLE})
        self.meetings = self.pane
        self.agenda = AgendaPane(document, self.meeting, self)
        self.attendance = AttendancePane(document, self.meeting, self)
        self.writing = MinutesMode(self)
        self.material = TopicMaterialView(self)
        self.form.add_section(self.material)
        self.left.addWidget(self.agenda)
        self.left.addWidget(self.attendance)
        self.left.setHandleWidth(1)
        self.left.setSizes([180, 240, 220])
        self._saving: list[PauseSaving] = []
        self.state = StateLine(self)
        self.held_button = action_button(self, "&Markér afholdt", lambda: self.mark(MeetingState.HELD))
        self.approve_button = action_button(self, "&Godkend referat", lambda: self.mark(MeetingState.APPROVED))
        self.add_to_bar(self.state, action_button(self, "&Nyt møde …", self.new_meeting))
        self.add_to_bar(self.writing.button, self.held_button, self.approve_button)
        self.bar.setStretch(0, 1)
        self._listen()
        self._choose_next()
        self._renew()

    def meeting(self) -> Meeting | None:
        """The chosen meeting as it is now."""
        chosen = self.meetings.view.chosen()
        return self.document.network.find(Meeting, chosen.id) if chosen else None

    def new_row(self) -> None:
        """A new meeting, item or participant, depending on the table used last."""
        if self.pane is self.agenda.pane:
            self.agenda.add_item()
        elif self.pane is self.attendance.pane:
            self.attendance.person.setFocus()
        else:
            self.new_meeting()

    def new_meeting(self) -> NewMeetingDialog:
        """Opens the dialog that makes a meeting with the agenda of its kind."""
        finish_typing()
        dialog = NewMeetingDialog(self.document, likely_kind(self.document), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.jump_to(Meeting.TABLE, dialog.made_id))
        dialog.open()
        return dialog

    def mark(self, state: MeetingState) -> None:
        """Gives the meeting a state; an annual meeting without minutes on its topics is refused here (M15)."""
        finish_typing()
        self.writing.pane.commit()
        meeting = self.meeting()
        if meeting is None:
            return
        after: dict[str, Value] = {"state": str(state)}
        if state is MeetingState.APPROVED and not meeting.approved_on:
            after["approved_on"] = self.document.today.isoformat()
        try:
            self.document.write([change_of(meeting, after)], f"{MEETING_STATES[state]}: {meetings.title(meeting)}")
        except UserError as refusal:
            self.agenda.choose_undiscussed()
            self.tell(refusal.message)
            if self.writing.is_on:
                self.writing.pane.begin_writing()
        else:
            self.tell("")

    def archive(self) -> None:
        """Archives what is selected; an agenda is numbered anew."""
        if self.pane is self.agenda.pane:
            self.agenda.archive()
        else:
            super().archive()

    def filter(self, text: str) -> None:
        """Shows the meetings that hold the words."""
        self.meetings.model.filter(text)

    def use(self, pane: TablePane) -> None:
        """Makes a table the one that new_row, archive and the form are about."""
        if self.pane is not pane:
            self.pane = pane
            self._show(pane, pane.view.chosen())

    def change_side(self) -> None:
        """From table to table, to the form or the minutes, and round again."""
        agenda, attendance = self.agenda.pane.view, self.attendance.pane.view
        places = [self.meetings.view, agenda, attendance, self.form]
        if self.writing.is_on:
            places = [self.writing.pane, attendance, agenda]
        focused = QApplication.focusWidget() or self
        now = [index for index, place in enumerate(places) if place is focused or place.isAncestorOf(focused)]
        target = places[(now[0] + 1 if now else 0) % len(places)]
        if target is self.form:
            self.form.focus_first()
        elif target is self.writing.pane:
            self.writing.pane.begin_writing()
        else:
            target.setFocus()

    def tell(self, sentence: str) -> bool:
        """Shows the sentence under the meetings, or under the agenda while minutes are written."""
        pane = self.agenda.pane if self.writing.is_on else self.meetings
        pane.strip.tell(sentence)
        return True

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Chooses the meeting that the row belongs to, in its own year, and then the row."""
        panes = {
            Meeting.TABLE: self.meetings,
            AgendaItem.TABLE: self.agenda.pane,
            Attendance.TABLE: self.attendance.pane,
        }
        if table not in panes:
            return False
        self.writing.turn(is_on=False)
        if meeting := _meeting_of(self.document, table, row_id):
            self._turn_to(meeting)
        self.use(panes[table])
        super().jump_to(table, row_id, field)
        if field == "topic" and not row_id and self.agenda.topics_button.isVisibleTo(self):
            self.agenda.topics_button.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table that gets the focus is the one in use, unless it is only a menu that closes."""
        if event.type() == QEvent.Type.FocusIn and event.reason() is not Qt.FocusReason.PopupFocusReason:  # type: ignore[attr-defined]
            for pane in (self.meetings, self.agenda.pane, self.attendance.pane):
                if watched is pane.view:
                    self.use(pane)
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        self.meetings.row_chosen.disconnect(self.form.show_record)
        for pane in (self.meetings, self.agenda.pane, self.attendance.pane):
            pane.view.installEventFilter(self)
            pane.row_chosen.connect(lambda record, pane=pane: self._show(pane, record))
        for keys, call in (
            ("Ctrl+R", self.writing.button.click),
            ("Ctrl+PgDown", lambda: self.writing.step(1)),
            ("Ctrl+PgUp", lambda: self.writing.step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)
        self.document.changed.connect(lambda _: self._renew())
        self.document.year_changed.connect(lambda _: self.writing.turn(is_on=False))
        self.document.year_changed.connect(lambda _: self._choose_next())
        self.document.year_changed.connect(lambda _: self._renew())

    def _show(self, pane: TablePane, record: Record | None) -> None:
        if pane is self.meetings:
            self.agenda.renew()
            self.attendance.renew()
            self._renew()
        if pane is self.pane:
            self.form.show_record(record)
            self.material.show_item(self.document.network, record if isinstance(record, AgendaItem) else None)
            if isinstance(record, AgendaItem) and not self._saving:
                self._saving = [PauseSaving(self.form.field(name)) for name in ("outcome", "decision")]
        if pane is self.agenda.pane and self.writing.is_on:
            self.writing.pane.show_item(record if isinstance(record, AgendaItem) else None)

    def _turn_to(self, meeting: Meeting) -> None:
        if meeting.id not in {row.id for row in _shown(self.document)}:
            self.document.set_year(int((meeting.held_on or "")[:4]))
        self.meetings.model.filter("")
        self.meetings.model.refresh()
        self.meetings.view.choose(meeting.id)

    def _choose_next(self) -> None:
        """The meeting that comes next is the one to work on, or else the last one."""
        shown = _shown(self.document)
        coming = [row for row in shown if row.state not in OVER] or shown[-1:]
        if coming:
            view = self.meetings.view
            self.meetings.model.refresh()
            view.choose(coming[0].id)
            QTimer.singleShot(0, view, lambda: view.scrollTo(view.currentIndex()))

    def _renew(self) -> None:
        document, meeting = self.document, self.meeting()
        network, year = document.network, document.year
        counted, limit = (
            meetings.counted_planning(network, year),
            network.charter_on(f"{year}-12-31").max_planning_meetings,
        )
        icon = "open" if counted > limit else ""
        self.state.show_state(icon, f"{counted} af op til {limit} planlægningsmøder", _details(network, year))
        can_edit = meeting is not None and not document.is_read_only
        state = meeting.state if meeting else ""
        self.writing.button.setEnabled(meeting is not None)
        self.held_button.setEnabled(can_edit and state not in OVER)
        self.approve_button.setEnabled(can_edit and state not in (MeetingState.APPROVED, MeetingState.CANCELLED))
        for pane in (self.agenda, self.attendance):
            pane.setVisible(meeting is not None)
            pane.tell()


def _spec() -> TableSpec:
    return TableSpec(
        Meeting,
        (
            column(Meeting, "held_on", width=10),
            Column("Uge", text=_week, sort_by=lambda _, row: getattr(row, "held_on", None), width=6),
            column(Meeting, "starts_at", title="Kl.", width=5),
            column(Meeting, "kind", width=33),
            column(Meeting, "title", width=18),
            column(Meeting, "place", width=21),
            column(Meeting, "state", width=19, icon=_state_icon),
        ),
        rows=_shown,
        blank=_blank,
        title="Møder",
        empty_text="Her står årets møder med dagsorden, fremmøde og referat, og det årsmøde, som årets plan bygger på.",
        first_action="Nyt møde …",
    )


def _shown(document: Document) -> list[Meeting]:
    """The meetings of the calendar year and, before them, the annual meeting that its plan builds on (M16)."""
    network, year = document.network, document.year
    found = plan.of_year(network, year)
    source = plan.source_meeting(network, found) if found else None
    before = [source] if source else meetings.annual_of(network, year - 1)
    of_year = meetings.of_year(network, year)
    return [row for row in before if row not in of_year] + of_year


def _blank(document: Document) -> Values:
    return {"held_on": f"{document.year}-01-15"}


def _week(_: Network, row: Record) -> str:
    held_on = getattr(row, "held_on", None)
    return f"uge {danish.week(held_on)}" if held_on else ""


def _state_icon(_: Network, row: Record) -> str:
    state = getattr(row, "state", "")
    return STATE_ICONS[MeetingState(state)] if state in MEETING_STATES else ""


def _details(network: Network, year: int) -> str:
    """The year that is counted, and whether it has its annual meeting (M14)."""
    annual = meetings.annual_of(network, year)
    if not annual:
        return f"i {year}. Intet årsmøde i {year} endnu."
    words = [f"{danish.short_date(row.held_on)} ({MEETING_STATES[row.state].lower()})" for row in annual]
    return f"i {year}. Årsmøde {danish.joined(words)}."


def _meeting_of(document: Document, table: str, row_id: str) -> Meeting | None:
    """The meeting that a row belongs to; without a row, the annual meeting whose agenda lacks a topic (M15)."""
    network = document.network
    if row_id:
        row = network.row(table, row_id)
        return network.find(Meeting, row_id if table == Meeting.TABLE else getattr(row, "meeting_id", None))
    if table != AgendaItem.TABLE:
        return None
    annual = [row for row in _shown(document) if row.kind == MeetingKind.ANNUAL]
    return next((row for row in annual if meetings.lacking_topics(network, row)), None)
