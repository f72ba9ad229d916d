"""Follow-ups inside a form or beside the minutes: Space says that one is done, or takes that back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain import follow_ups
from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.ui.columns import Column, TableSpec, column
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.form_table import FormTable
from cbnet_desktop.ui.table_model import change_of
from cbnet_desktop.ui.table_pane import TablePane

Rows = Callable[[], Sequence[FollowUp]]


class FollowUpTable(FormTable):
    """done_on gives the day that a tick records; the meeting's own where one is shown."""

    def __init__(
        self, document: Document, title: str, rows: Rows, done_on: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        self._document = document
        self._done_on = done_on
        super().__init__(document, TableSpec(FollowUp, columns(), rows=lambda _: rows(), title=title), rows, parent)
        self.pane.view.setToolTip("Mellemrum markerer som udført, eller fjerner mærket igen")
        self.pane.view.installEventFilter(self)

    def tick(self) -> None:
        """The chosen rows are done, or not done after all."""
        tick(self._document, self.pane, self._done_on())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks, Del archives."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() == Qt.Key.Key_Space:
                self.tick()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.pane.archive()
                return True
        return super().eventFilter(watched, event)


def tick(document: Document, pane: TablePane, day: str) -> None:
    """Marks the chosen follow-ups of a table as done that day, or as open where the current one is done."""
    view, model, strip = pane.view, pane.model, pane.strip
    rows = sorted({index.row() for index in view.selectedIndexes()})
    chosen = [record for row in rows if isinstance(record := model.record_at(row), FollowUp)]
    if not chosen or document.is_read_only:
        return
    is_done = bool(chosen[0].done_on)
    changes = [change_of(row, {"done_on": None}) if is_done else follow_ups.done(row, day) for row in chosen]
    try:
        document.write(changes, "Opfølgning åbnet igen" if is_done else "Opfølgning udført")
    except UserError as refusal:
        strip.tell(refusal.message)
    else:
        strip.tell("")


def columns() -> tuple[Column, ...]:
    """What is to be done, by whom, until when, and when it was done."""
    return (
        column(FollowUp, "text", title="Opfølgning", width=24, icon=state_icon),
        Column("Ansvarlig", text=owner, width=16),
        column(FollowUp, "deadline", width=10),
        column(FollowUp, "done_on", title="Udført", width=10),
    )


def owner(network: Network, record: Record) -> str:
    """Who answers for a follow-up."""
    return follow_ups.owner(network, record) if isinstance(record, FollowUp) else ""


def state_icon(_: Network, record: Record) -> str:
    """Done or open."""
    return "kept" if getattr(record, "done_on", None) else "open"


def of_item(network: Network, item: AgendaItem) -> list[FollowUp]:
    """What an agenda item left to be done."""
    meeting = network.find(Meeting, item.meeting_id)
    return [row for row in follow_ups.of_meeting(network, meeting) if row.agenda_item_id == item.id] if meeting else []
