"""Follow-ups in a form or beside the minutes; Space toggles whether one is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import follow_ups
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.table.table_pane import TablePane

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Rows = Callable[[], Sequence[FollowUp]]


class FollowUpTable(FormTable):
    """A table of follow-ups; done_on() returns the day (ISO) that is recorded for one that is done."""

    asked_for = Signal(str)
    """The id of a follow-up to go to."""

    def __init__(
        self, session: Session, title: str, rows: Rows, done_on: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        self._session = session
        self._done_on = done_on
        super().__init__(session, TableSpec(FollowUp, columns(), rows=lambda _: rows(), title=title), rows, parent)
        self.pane.view.setToolTip(
            "Mellemrum markerer som udført, eller fjerner mærket igen. Enter viser hele opfølgningen"
        )
        self.pane.view.installEventFilter(self)

    def tick(self) -> None:
        """Toggles whether the selected rows are done."""
        tick(self._session, self.pane, self._done_on())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Toggles done on Space, goes to the follow-up on Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() == Qt.Key.Key_Space and not self.pane.view.is_typed_on:
                self.tick()
                return True
            if event.key() in ENTER and (chosen := self.pane.view.chosen()):
                self.asked_for.emit(chosen.id)
                return True
        return super().eventFilter(watched, event)


def tick(session: Session, pane: TablePane, day: str) -> None:
    """Marks the selected follow-ups as done that day, or as open if the first one is done."""
    chosen = [record for record in pane.view.selected_records() if isinstance(record, FollowUp)]
    if not chosen or session.is_read_only:
        return
    is_done = bool(chosen[0].done_on)
    changes = [change_of(row, {"done_on": None}) if is_done else follow_ups.done(row, day) for row in chosen]
    try:
        session.write(changes, "Opfølgning åbnet igen" if is_done else "Opfølgning udført")
    except UserError as refusal:
        pane.strip.show_error(refusal.message)
    else:
        pane.strip.show_error("")


def columns() -> tuple[Column, ...]:
    """Text, and owner with deadline or the day it was done."""
    return (
        column(FollowUp, "text", title="Opfølgning", width=26, icon=state_icon),
        Column(
            "Hvem og hvornår",
            text=_who_and_when,
            sort_by=lambda _, row: getattr(row, "deadline", None),
            width=20,
            elsewhere="Ansvarlig og frist rettes i Opfølgning, som Enter viser.",
        ),
    )


def _who_and_when(network: Network, record: Record) -> str:
    if not isinstance(record, FollowUp):
        return ""
    if record.done_on:
        return f"Udført {danish.short_date(record.done_on)}"
    name = labels.person_name(network, record.owner_person_id) or owner(network, record)
    return ", ".join(filter(None, (danish.short_date(record.deadline), name)))


def owner(network: Network, record: Record) -> str:
    """The owner of a follow-up."""
    return follow_ups.owner(network, record) if isinstance(record, FollowUp) else ""


def state_icon(_: Network, record: Record) -> str:
    """The icon for done or open."""
    return "kept" if getattr(record, "done_on", None) else "open"


def of_item(network: Network, item: AgendaItem | None) -> list[FollowUp]:
    """The follow-ups of an agenda item."""
    meeting = network.find(Meeting, item.meeting_id) if item else None
    rows = follow_ups.of_meeting(network, meeting) if meeting else []
    return [row for row in rows if item and row.agenda_item_id == item.id]
