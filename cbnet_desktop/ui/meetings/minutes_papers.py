"""The papers beside the minutes of an item: case, recommendation, annexes, material and follow-ups (M15)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cbnet_desktop.domain.meetings import agenda_templates, annexes, follow_ups
from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings.follow_up_table import FollowUpTable, of_item
from cbnet_desktop.ui.meetings.topic_material_view import TopicMaterialView
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

TEXTS = ("presentation", "recommendation")


class MinutesPapers(QWidget):
    """Read-only, except that follow-ups can be marked as done."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._item: AgendaItem | None = None
        self.material = TopicMaterialView(self)
        self._captions = {name: wrapped_label(self, role="muted") for name in (*TEXTS, "annexes")}
        self._texts = {name: wrapped_label(self) for name in self._captions}
        self.open = FollowUpTable(
            session, "Åbne opfølgninger", lambda: coming_back(session.network, self._item), self._day, self
        )
        self.agreed = FollowUpTable(
            session, "Opfølgning fra punktet", lambda: of_item(session.network, self._item), self._day, self
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, label in self._texts.items():
            self._captions[name].setText("Bilag" if name == "annexes" else AgendaItem.fields()[name].label)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(self._captions[name])
            column.addWidget(label)
        for widget in (self.material, self.open, self.agreed):
            column.addWidget(widget)
        column.addStretch(1)

    @property
    def is_empty(self) -> bool:
        """Whether the item has no papers at all."""
        return all(part.isHidden() for part in (*self._texts.values(), self.material, self.open, self.agreed))

    def show_item(self, item: AgendaItem | None) -> None:
        """Shows the papers of an item."""
        self._item = item
        network = self._session.network
        texts = {name: getattr(item, name) if item else "" for name in TEXTS}
        texts["annexes"] = _annexes(network, item)
        for name, label in self._texts.items():
            label.setText(texts[name])
            for widget in (label, self._captions[name]):
                widget.setVisible(bool(texts[name]))
        is_follow_up = item is not None and takes_up(item)
        self.material.show_item(network, None if is_follow_up else item)
        for table in (self.open, self.agreed):
            table.renew()

    def _day(self) -> str:
        return day_of(self._session, self._item)


def takes_up(item: AgendaItem) -> bool:
    """Whether the item is the one that takes up open follow-ups."""
    return not item.topic and not item.minutes_of_id and agenda_templates.is_follow_up(item.title)


def coming_back(network: Network, item: AgendaItem | None) -> list[FollowUp]:
    """The open follow-ups of earlier meetings, for the item that takes them up."""
    meeting = network.find(Meeting, item.meeting_id) if item else None
    return follow_ups.open_before(network, meeting) if item and meeting and takes_up(item) else []


def day_of(session: Session, item: AgendaItem | None) -> str:
    """The day (ISO) to record for a follow-up that is done: the meeting's, or today before it."""
    meeting = session.network.find(Meeting, item.meeting_id) if item else None
    today = session.today.isoformat()
    return min(meeting.held_on, today) if meeting and meeting.held_on else today


def _annexes(network: Network, item: AgendaItem | None) -> str:
    rows = annexes.of(network, item) if item else []
    lines = (f"{annexes.number(network, row)}  {annexes.told(row)}" for row in rows)
    return "\n".join(lines)
