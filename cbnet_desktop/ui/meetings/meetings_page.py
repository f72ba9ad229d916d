"""Møder: the meetings of the plan year, their agenda, attendance and minutes (M14, M15, M18, M19)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.records import AgendaItem, Annex, FollowUp, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.annexes.annex_section import AnnexSection
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings import meeting_columns
from cbnet_desktop.ui.meetings.agenda_item_sections import AgendaItemSections
from cbnet_desktop.ui.meetings.meeting_actions import MeetingActions
from cbnet_desktop.ui.meetings.meeting_tables import MeetingTables
from cbnet_desktop.ui.meetings.minutes_mode import MinutesMode
from cbnet_desktop.ui.page.folding_line import FoldingLine
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.qt_types import is_entered


class MeetingsPage(MeetingTables):
    """Tables at the left; at the right the form of the table used last, or the minutes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent=parent)
        self.writing = MinutesMode(self)
        self.steps = MeetingActions(self, self.writing)
        self.writing.approve_asked.connect(self.steps.approve_item)
        self.writing.end_asked.connect(self.steps.hold)
        self.sections = AgendaItemSections(session, self.steps.approve_item, self)
        self.sections.asked_for.connect(lambda row_id: self.jump_asked.emit(FollowUp.TABLE, row_id, ""))
        self.form.add_section(self.sections)
        self.annexes = AnnexSection(session, self.form, Meeting)
        self.actions_line = self._line()
        self._listen()
        self._choose_next()
        self._renew()

    def new_row(self) -> None:
        """Adds a meeting, item, annex, follow-up or attendant, depending on the table used last."""
        focused = QApplication.focusWidget() or self
        if own := next((one for one in (self.sections.annexes, self.annexes) if one.isAncestorOf(focused)), None):
            own.add()
        elif self.sections.agreed.isAncestorOf(focused):
            self.sections.add_follow_up()
        elif self.pane is self.agenda.pane:
            self.agenda.add_item()
        elif self.pane is self.attendance.pane:
            self.attendance.person.setFocus()
        else:
            self.steps.new_meeting()

    def paper(self) -> ReadyPaper | None:
        """The agenda before the meeting, the minutes after it."""
        return self.steps.paper()

    def change_side(self) -> None:
        """Moves the focus from table to table, to the form or the minutes, and around."""
        focused = QApplication.focusWidget() or self
        places = [place for place in self._places() if place.isVisibleTo(self)]
        now = [index for index, place in enumerate(places) if place is focused or place.isAncestorOf(focused)]
        target = places[(now[-1] + 1 if now else 0) % len(places)]
        if target is self.form:
            self.form.focus_first()
        elif target is self.writing.pane:
            self.writing.pane.begin_writing()
        else:
            target.setFocus()

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence under the meetings, or under the agenda while writing minutes."""
        pane = self.agenda.pane if self.writing.is_on else self.meetings
        pane.strip.show_error(sentence)
        return True

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to the row's meeting in its year, and then to the row."""
        if table not in self.tables:
            return False
        self.writing.turn(is_on=False)
        if meeting := meeting_columns.meeting_of(self.session, table, row_id):
            self._turn_to(meeting)
        if table == Annex.TABLE:
            return self._show_annex(row_id, field)
        panes = {Meeting.TABLE: self.meetings, AgendaItem.TABLE: self.agenda.pane}
        self.use(panes.get(table, self.attendance.pane))
        super().jump_to(table, row_id, field)
        if field == "topic" and not row_id and self.agenda.topics_button.isVisibleTo(self):
            self.agenda.topics_button.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Makes the table that gets the focus the one in use."""
        if is_entered(event):
            for pane in (self.meetings, self.agenda.pane, self.attendance.pane):
                if watched is pane.view:
                    self.use(pane)
        return super().eventFilter(watched, event)

    def _places(self) -> list[QWidget]:
        """The targets of F6, in order."""
        agenda, attendance = self.agenda.pane.view, self.attendance.pane.view
        if self.writing.is_on:
            return [self.writing.pane, self.writing.pane.papers.open.pane.view, attendance, agenda]
        return [self.meetings.view, agenda, attendance, self.form]

    def _line(self) -> QWidget:
        steps, writing = self.steps, self.writing
        first = (steps.new_button, steps.call_button, writing.button, writing.projector_button)
        then = (steps.held_button, steps.approve_button, *steps.agreed.buttons, steps.papers_button)
        return FoldingLine(steps.state, (*first, *then), self)

    def _listen(self) -> None:
        self.meetings.row_chosen.disconnect(self.form.show_record)
        for pane in (self.meetings, self.agenda.pane, self.attendance.pane):
            pane.view.installEventFilter(self)
            pane.row_chosen.connect(lambda record, pane=pane: self.show_chosen(pane, record))
        self.session.changed.connect(lambda _: self._renew())
        self.session.year_changed.connect(lambda _: self.writing.turn(is_on=False))
        self.session.year_changed.connect(lambda _: self._choose_next())
        self.session.year_changed.connect(lambda _: self._renew())

    def show_chosen(self, pane: TablePane, record: Record | None) -> None:
        """Shows what depends on the row chosen in a table."""
        if pane is self.meetings:
            self.agenda.renew()
            self.attendance.renew()
            self._renew()
        if pane is self.pane:
            self.form.show_record(record)
            self.sections.show_record(record)
        if pane is self.agenda.pane and self.writing.is_on:
            self.writing.pane.show_item(record if isinstance(record, AgendaItem) else None)

    def _show_annex(self, row_id: str, field: str) -> bool:
        annex = self.session.network.find(Annex, row_id)
        if annex and annex.meeting_id:
            self.use(self.meetings)
            self.annexes.choose(row_id, field)
            return True
        self.use(self.agenda.pane)
        super().jump_to(AgendaItem.TABLE, (annex.agenda_item_id if annex else "") or "")
        self.sections.annexes.renew()
        view = self.sections.annexes.pane.view
        view.choose(row_id, field)
        view.setFocus()
        self.form.ensureWidgetVisible(view)
        return True

    def _turn_to(self, meeting: Meeting) -> None:
        if meeting.id not in {row.id for row in meeting_columns.shown(self.session)}:
            self.session.set_year(int((meeting.held_on or "")[:4]))
        self.meetings.model.filter("")
        self.meetings.model.refresh()
        self.meetings.view.choose(meeting.id)

    def _choose_next(self) -> None:
        """Chooses the next meeting, or else the last one."""
        shown = meeting_columns.shown(self.session)
        coming = [row for row in shown if row.state not in meeting_columns.OVER] or shown[-1:]
        if coming:
            view = self.meetings.view
            self.meetings.model.refresh()
            view.choose(coming[0].id)
            QTimer.singleShot(0, view, lambda: view.scrollTo(view.currentIndex()))

    def _renew(self) -> None:
        self.steps.renew()
        has_meeting = self.meeting() is not None
        self.agenda.setVisible(has_meeting)
        self.attendance.setVisible(has_meeting and not self.writing.is_projected)
        for pane in (self.agenda, self.attendance):
            pane.enable_actions()
