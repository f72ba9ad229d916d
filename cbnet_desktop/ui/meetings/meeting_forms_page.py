"""Mødeformer: the forms of meetings that the network has decided on, with their fixed items (M18)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import agenda_templates, decisions
from cbnet_desktop.domain.records import AgendaItem, FormItem, Meeting, MeetingForm, ordering
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.meetings.new_meeting_dialog import FORM, NewMeetingDialog
from cbnet_desktop.ui.page.paned_page import PanedPage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.qt_types import moving_steps

NEW_TITLE = "Nyt punkt"


class MeetingFormsPage(PanedPage):
    """Forms above, the fixed items of the chosen one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hidden = {FormItem.TABLE: ("form_id", "position")}
        super().__init__(session, _spec(), hidden=hidden, parent=parent)
        self.items = TitledPane(session, self._items_spec(), self)
        self.items.pane.view.setToolTip("Alt+Pil op og Alt+Pil ned flytter punktet")
        self.items.pane.archived = lambda chosen: ordering.archived(self._items(), chosen)
        self.add_detail(self.items.pane, "form_id")
        self.item_button = self.items.add_action("Nyt p&unkt", self.add_item)
        self.left.addWidget(self.items)
        self.left.setSizes([280, 320])
        self.new_button = action_button(self, "&Ny mødeform", self.add_form)
        self.meeting_button = action_button(self, "Nyt &møde …", self.new_meeting, "Et møde af den valgte form")
        self.decision_button = action_button(
            self, "&Gå til beslutningen", self.go, "Viser det punkt, hvor mødeformen blev besluttet"
        )
        for button in (self.new_button, self.meeting_button, self.decision_button):
            self.action_row.addWidget(button)
        self.splitter.setSizes([900, 466])

    @property
    def meeting_form(self) -> MeetingForm | None:
        """The chosen form, in its current state."""
        found = self.owner()
        return found if isinstance(found, MeetingForm) else None

    def new_row(self) -> None:
        """Adds a form, or an item if the items were used last."""
        if self.pane is self.items.pane and self.meeting_form:
            self.add_item()
        else:
            self.add_form()

    def add_form(self) -> None:
        """Adds a form and starts editing its name."""
        self.use(self.main)
        self.main.new_row()

    def add_item(self) -> None:
        """Adds an item to the chosen form and starts editing its title."""
        if self.meeting_form:
            self.use(self.items.pane)
            made = Change(FormItem.TABLE, uuid4().hex, None, self._blank(self.session))
            if self.session.execute("", [made]):
                self.items.pane.begin_editing(made.row_id, "title")

    def new_meeting(self) -> NewMeetingDialog | None:
        """Opens the dialog that adds a meeting of the chosen form."""
        if self.meeting_form is None:
            return None
        dialog = NewMeetingDialog(self.session, f"{FORM}{self.meeting_form.id}", self)
        dialog.accepted.connect(lambda: self.jump_asked.emit(Meeting.TABLE, dialog.made_id, ""))
        return open_dialog(dialog)

    def go(self) -> None:
        """Goes to the agenda item under which the form was decided."""
        if self.meeting_form and self.meeting_form.decided_item_id:
            self.jump_asked.emit(AgendaItem.TABLE, self.meeting_form.decided_item_id, "decision")

    def renew(self) -> None:
        """Updates the state line and enables the actions."""
        count = danish.counted(len(_forms(self.session)), "mødeform", "mødeformer")
        self.state.show_state("", count, "besluttet af netværket")
        chosen, can_edit = self.meeting_form, not self.session.is_read_only
        self.new_button.setEnabled(can_edit)
        self.items.setVisible(chosen is not None)
        for button in (self.item_button, self.meeting_button):
            button.setEnabled(can_edit and chosen is not None)
        self.decision_button.setEnabled(bool(chosen and chosen.decided_item_id))

    def renew_details(self) -> None:
        """Refreshes for another form."""
        super().renew_details()
        if hasattr(self, "decision_button"):
            self.items.details.setText(self.meeting_form.name if self.meeting_form else "")
            self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves the item on Alt+Up and Alt+Down."""
        if watched is self.items.pane.view and (steps := moving_steps(event)):
            if chosen := self.items.pane.view.chosen():
                self.session.execute("Fast punkt flyttet", ordering.moved(self._items(), chosen.id, steps))
            return True
        return super().eventFilter(watched, event)

    def _items(self) -> list[FormItem]:
        return agenda_templates.form_items(self.session.network, self.meeting_form) if self.meeting_form else []

    def _blank(self, _: Session) -> Values:
        chosen = self.meeting_form
        last = max((row.position or 0 for row in self._items()), default=0)
        return {"form_id": chosen.id if chosen else None, "title": NEW_TITLE, "position": last + 1}

    def _items_spec(self) -> TableSpec:
        return TableSpec(
            FormItem,
            (
                column(FormItem, "position", width=5),
                column(FormItem, "title", width=34),
                column(FormItem, "kind", width=15),
                column(FormItem, "minutes_allotted", title="Min.", width=6),
                column(FormItem, "presentation", width=28),
            ),
            rows=lambda _: self._items(),
            blank=self._blank,
            title="Faste punkter",
            empty_text="Her står de punkter, som hvert møde af formen begynder med.",
            first_action=NEW_TITLE,
        )


def _spec() -> TableSpec:
    return TableSpec(
        MeetingForm,
        (
            column(MeetingForm, "name", width=30),
            column(MeetingForm, "kind", width=30),
            column(MeetingForm, "is_online", width=7),
            column(MeetingForm, "starts_at", width=7),
            column(MeetingForm, "ends_at", width=7),
            Column("Møder", text=_count, width=6, is_number=True, elsewhere="Antallet tælles i årets møder af formen."),
            Column("Besluttet", text=_decision, width=24, elsewhere="Beslutningen vælges i formularen til højre (F6)."),
        ),
        rows=_forms,
        blank=lambda _: {"name": "Ny mødeform"},
        title="Mødeformer",
        empty_text="Netværket organiserer selv sin mødeform. Her står de former, det har besluttet, med faste punkter.",
        first_action="Ny mødeform",
    )


def _forms(session: Session) -> list[MeetingForm]:
    return sorted(session.network.live(MeetingForm), key=lambda row: (danish.sort_key(row.name), row.id))


def _decision(network: Network, record: Record) -> str:
    item = network.find(AgendaItem, getattr(record, "decided_item_id", None))
    return decisions.public_title(network, item) if item else ""


def _count(network: Network, record: Record) -> str:
    return str(sum(row.form_id == record.id for row in network.live(Meeting)))
