"""The tables of the meetings page: meetings, and agenda and attendance of the chosen one (M14, M15)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import AgendaItem, Annex, Attendance, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings import meeting_columns
from cbnet_desktop.ui.meetings.agenda_pane import AgendaPane
from cbnet_desktop.ui.meetings.attendance_pane import AttendancePane
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.table_pane import TablePane

HIDDEN = {AgendaItem.TABLE: ("meeting_id", "position"), Attendance.TABLE: ("meeting_id",)}


class MeetingTables(TablePage):
    """Three tables below each other; `pane` is the one used last."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, meeting_columns.spec(), hidden=HIDDEN, parent=parent)
        self.tables = frozenset({Meeting.TABLE, AgendaItem.TABLE, Attendance.TABLE, Annex.TABLE})
        self.meetings = self.pane
        self.agenda = AgendaPane(session, self.meeting, self)
        self.attendance = AttendancePane(session, self.meeting, self.agenda.chosen, self)
        for pane in (self.agenda, self.attendance):
            self.left.addWidget(pane)
        self.left.setHandleWidth(1)
        self.left.setSizes([180, 240, 220])

    def meeting(self) -> Meeting | None:
        """The chosen meeting, in its current state."""
        chosen = self.meetings.view.chosen()
        return self.session.network.find(Meeting, chosen.id) if chosen else None

    def filter(self, text: str) -> None:
        """Shows the meetings that contain the words."""
        self.meetings.model.filter(text)

    def use(self, pane: TablePane) -> None:
        """Makes a table the target of new_row, archive and the form."""
        if self.pane is not pane:
            self.pane = pane
            self.show_chosen(pane, pane.view.chosen())

    def show_chosen(self, pane: TablePane, record: Record | None) -> None:
        """Called when a row is chosen in a table, or another table is used."""
