"""Beslutninger: the decisions of all meetings, searchable (M15, M18)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cbnet_desktop.domain.meetings import decisions
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.state_line import StateLine
from cbnet_desktop.ui.widgets.text_undo import TextUndo

HIDDEN = {AgendaItem.TABLE: ("position", "minutes_allotted", "topic")}


class DecisionsPage(TablePage):
    """The decisions, newest first, read-only; they are edited in the minutes of their meeting."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session, _spec(), hidden={AgendaItem.TABLE: ("position", "minutes_allotted", "topic")}, parent=parent
        )
        self.tables = frozenset()
        self.state = StateLine(self)
        self.search = QLineEdit(self)
        TextUndo(self.search)
        self.search.setPlaceholderText("Søg i beslutninger")
        self.search.setAccessibleName("Søg i beslutninger")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.filter)
        self.search.setMinimumWidth(240)
        self.go_button = action_button(self, "&Gå til mødet", self.go, "Viser punktet på dets møde")
        self.actions_line = QWidget(self)
        row = QHBoxLayout(self.actions_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.state, 1)
        row.addWidget(self.search)
        row.addWidget(self.go_button)
        self.pane.asked_for_new.connect(self.go)
        model = self.pane.model
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(lambda *_: self._count())
        self.splitter.setSizes([960, 406])
        self._count()

    def new_row(self) -> None:
        """Puts the cursor into the search, since decisions are added in minutes only."""
        self.search.setFocus()

    def filter(self, text: str) -> None:
        """Shows the decisions that contain the words."""
        if self.search.text() != text:
            self.search.setText(text)
            return
        self.pane.model.filter(text)
        self._count()

    def go(self) -> None:
        """Goes to the agenda item of the decision."""
        if chosen := self.pane.view.chosen():
            self.jump_asked.emit(AgendaItem.TABLE, chosen.id, "decision")

    def _count(self) -> None:
        shown, total = self.pane.model.rowCount(), self.pane.model.total
        self.go_button.setEnabled(bool(shown))
        words = danish.counted(total, "beslutning", "beslutninger")
        self.state.show_state("", words if shown == total else f"{shown} af {words}", "på alle møder")


def _spec() -> TableSpec:
    return TableSpec(
        AgendaItem,
        (
            Column("Dato", text=_day, sort_by=_sortable_day, width=10),
            Column("Møde", text=_meeting, width=24),
            column(AgendaItem, "position", width=5, is_editable=False),
            column(AgendaItem, "title", width=30, is_editable=False),
            column(AgendaItem, "decision", width=46, is_editable=False),
        ),
        rows=lambda session: decisions.taken(session.network),
        title="Beslutninger",
        empty_text="Her samles, hvad møderne har besluttet, når beslutningen er skrevet i et referat.",
        elsewhere="Beslutningen rettes på sit møde. »Gå til mødet« viser den.",
        is_archivable=False,
    )


def _of(network: Network, record: Record) -> Meeting | None:
    return network.find(Meeting, getattr(record, "meeting_id", None))


def _day(network: Network, record: Record) -> str:
    meeting = _of(network, record)
    return danish.short_date(meeting.held_on) if meeting else ""


def _sortable_day(network: Network, record: Record) -> str | None:
    meeting = _of(network, record)
    return meeting.held_on if meeting else None


def _meeting(network: Network, record: Record) -> str:
    meeting = _of(network, record)
    return titles.meeting_name(meeting) if meeting else ""
