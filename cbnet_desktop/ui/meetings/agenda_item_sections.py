"""The sections of an agenda item's form: material, annexes, follow-ups, and approval of earlier minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words.choices import MeetingState
from cbnet_desktop.ui.annexes.annex_table import AnnexTable
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.meetings.follow_up_table import FollowUpTable, of_item
from cbnet_desktop.ui.meetings.minutes_papers import coming_back, day_of, takes_up
from cbnet_desktop.ui.meetings.topic_material_view import TopicMaterialView
from cbnet_desktop.ui.widgets.action_button import action_button

if TYPE_CHECKING:
    from cbnet_desktop.ui.meetings.follow_up_dialog import FollowUpDialog

NEW_FOLLOW_UP = "Ny opfølgning …"


class AgendaItemSections(QWidget):
    """Hidden for records other than agenda items."""

    asked_for = Signal(str)
    """The id of a follow-up to go to."""

    def __init__(self, session: Session, approve: Callable[[AgendaItem], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._item_id = ""
        self.material = TopicMaterialView(self)
        self.open = FollowUpTable(
            session, "Åbne opfølgninger", lambda: coming_back(session.network, self.item), self._day, self
        )
        self.annexes = AnnexTable(session, lambda: self.item, self)
        self.agreed = FollowUpTable(
            session, "Opfølgning fra punktet", lambda: of_item(session.network, self.item), self._day, self
        )
        self.follow_up_button = self.agreed.add_action(NEW_FOLLOW_UP, self.add_follow_up)
        self.approve_button = action_button(self, "", lambda: self.item and approve(self.item))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.approve_button, self.material, self.open, self.annexes, self.agreed):
            column.addWidget(widget)
        for table in (self.open, self.agreed):
            table.asked_for.connect(self.asked_for)
        session.changed.connect(lambda _: self.renew())
        self.hide()

    @property
    def item(self) -> AgendaItem | None:
        """The item shown, in its current state."""
        return self._session.network.find(AgendaItem, self._item_id)

    def show_record(self, record: Record | None) -> None:
        """Shows the sections of an agenda item; hides for any other record."""
        self._item_id = record.id if isinstance(record, AgendaItem) else ""
        self.renew()

    def add_follow_up(self) -> FollowUpDialog | None:
        """Opens the dialog that adds a follow-up of the item shown."""
        from cbnet_desktop.ui.meetings.follow_up_dialog import FollowUpDialog

        if self.item is None:
            return None
        return open_dialog(FollowUpDialog(self._session, self.item, self))

    def renew(self) -> None:
        """Refreshes from the network."""
        item = self.item
        self.setVisible(item is not None)
        if item is None:
            self.material.hide()
            return
        self.material.show_item(self._session.network, None if takes_up(item) else item)
        for table in (self.open, self.annexes, self.agreed):
            table.renew()
        self.follow_up_button.setEnabled(not self._session.is_read_only)
        self._offer_approval(item)

    def _offer_approval(self, item: AgendaItem) -> None:
        earlier = self._session.network.find(Meeting, item.minutes_of_id)
        is_waiting = earlier is not None and earlier.state == MeetingState.HELD
        self.approve_button.setVisible(is_waiting)
        if earlier and is_waiting:
            title = titles.meeting_title(earlier).replace("&", "&&")
            self.approve_button.setText(f"Godkend referatet af {title}")
            self.approve_button.setEnabled(not self._session.is_read_only)

    def _day(self) -> str:
        return day_of(self._session, self.item)
