"""Opfølgning: the follow-ups of all meetings (M15, M17)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from cbnet_desktop.domain.meetings import follow_ups
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import MeetingState
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings import follow_up_table
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.qt_types import is_key
from cbnet_desktop.ui.widgets.state_line import StateLine


class FollowUpsPage(TablePage):
    """Open follow-ups by deadline; done ones are shown on request."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.with_done = QCheckBox("Vis &også udførte")
        super().__init__(session, self._spec(), parent=parent)
        self.state = StateLine(self)
        self.with_done.setParent(self)
        self.with_done.toggled.connect(lambda _: self.pane.renew())
        self.done_button = action_button(self, "&Udført i dag", self.tick, "Mellemrum")
        self.go_button = action_button(self, "&Gå til mødet", self.go, "Viser punktet, som opfølgningen kommer fra")
        self.new_button = action_button(self, "&Ny opfølgning", self.new_row)
        self.actions_line = QWidget(self)
        row = QHBoxLayout(self.actions_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.state, 1)
        for widget in (self.with_done, self.new_button, self.done_button, self.go_button):
            row.addWidget(widget)
        self.pane.view.installEventFilter(self)
        self.pane.view.setToolTip("Mellemrum markerer som udført, eller fjerner mærket igen")
        self.splitter.setSizes([960, 406])
        session.changed.connect(lambda _: self.renew())
        self.renew()

    def new_row(self) -> None:
        """Adds a follow-up of the last meeting with open minutes; shows why it cannot without one."""
        if self.pane.spec.blank and self._last_meeting() is None:
            self.show_message("Intet møde har åbent referat til en opfølgning. Opret et møde, eller genåbn et referat.")
        else:
            super().new_row()

    def tick(self) -> None:
        """Toggles whether the selected follow-ups are done."""
        follow_up_table.tick(self.session, self.pane, self.session.today.isoformat())

    def go(self) -> None:
        """Goes to the agenda item of the follow-up, or to its meeting."""
        chosen = self.pane.view.chosen()
        if isinstance(chosen, FollowUp) and chosen.agenda_item_id:
            self.jump_asked.emit(AgendaItem.TABLE, chosen.agenda_item_id, "")
        elif isinstance(chosen, FollowUp):
            self.jump_asked.emit(Meeting.TABLE, chosen.meeting_id or "", "")

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a follow-up, also to one that is done."""
        row = self.session.network.find(FollowUp, row_id) if table == FollowUp.TABLE else None
        if row and row.done_on:
            self.with_done.setChecked(True)
        return super().jump_to(table, row_id, field)

    def renew(self) -> None:
        """Shows how many are open and overdue."""
        network, today = self.session.network, self.session.today.isoformat()
        count = sum(not row.done_on for row in network.live(FollowUp))
        late = len(follow_ups.overdue(network, today))
        words = danish.counted(count, "åben opfølgning", "åbne opfølgninger") if count else "Alt er fulgt op"
        self.state.show_state("open" if late else "kept", words, f"{late} over fristen" if late else "")
        can_edit = not self.session.is_read_only
        for button in (self.new_button, self.done_button):
            button.setEnabled(can_edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Toggles done on Space."""
        is_space = is_key(event, QEvent.Type.KeyPress) and event.key() == Qt.Key.Key_Space and not event.modifiers()
        if is_space and not self.pane.view.is_typed_on:
            self.tick()
            return True
        return super().eventFilter(watched, event)

    def _rows(self, session: Session) -> list[FollowUp]:
        rows = [row for row in session.network.live(FollowUp) if self.with_done.isChecked() or not row.done_on]
        rows.sort(key=lambda row: (row.deadline or dates.LAST_DAY, danish.sort_key(row.text[:200]), row.id))
        return sorted(rows, key=lambda row: row.done_on is not None)

    def _last_meeting(self) -> Meeting | None:
        """The last meeting held whose minutes are not approved, for those are locked; else the next one."""
        rows = sorted(self.session.network.live(Meeting), key=lambda row: (row.held_on or "", row.id))
        held = [row for row in rows if row.state == MeetingState.HELD]
        coming = [row for row in rows if row.state in (MeetingState.PLANNED, MeetingState.CALLED)]
        return next(iter([*held[-1:], *coming]), None)

    def _blank(self, _: Session) -> Values:
        meeting = self._last_meeting()
        return {"meeting_id": meeting.id if meeting else None, "text": "Ny opfølgning"}

    def _state(self, _: Network, record: Record) -> str:
        return {"kept": "Udført", "broken": "Over fristen", "open": "Åben"}[self._icon(_, record)]

    def _icon(self, _: Network, record: Record) -> str:
        if getattr(record, "done_on", None):
            return "kept"
        today = self.session.today.isoformat()
        return "broken" if (getattr(record, "deadline", None) or today) < today else "open"

    def _spec(self) -> TableSpec:
        return TableSpec(
            FollowUp,
            (
                column(FollowUp, "text", width=44),
                Column(
                    "Ansvarlig",
                    text=follow_up_table.owner,
                    width=20,
                    elsewhere="Den ansvarlige vælges i formularen til højre (F6).",
                ),
                column(FollowUp, "deadline", width=10),
                Column(
                    "Tilstand",
                    text=self._state,
                    icon=self._icon,
                    width=13,
                    elsewhere="Tilstanden følger af fristen og af, hvornår det blev udført.",
                ),
                column(FollowUp, "done_on", title="Udført", width=10),
                Column(
                    "Fra",
                    text=_place,
                    width=24,
                    elsewhere="Opfølgningen hører til sit punkt på mødet. »Gå til mødet« viser det.",
                ),
            ),
            rows=self._rows,
            blank=self._blank,
            title="Opfølgning",
            empty_text="Her står, hvad møderne har aftalt, at nogen skal gøre, til det er gjort.",
            first_action="Ny opfølgning",
        )


def _place(network: Network, record: Record) -> str:
    item = network.find(AgendaItem, getattr(record, "agenda_item_id", None))
    meeting = network.find(Meeting, getattr(record, "meeting_id", None))
    title = titles.meeting_title(meeting) if meeting else ""
    number = f", pkt. {item.position}" if item and item.position is not None else ""
    return labels.short(f"{title}{number}")
