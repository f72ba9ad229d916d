"""Arbejdsgrupper: the network's working groups with members, lead and meetings (M18)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import working_groups
from cbnet_desktop.domain.records import GroupMember, Meeting, WorkingGroup
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_STATES
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.form.person_input import add_person_input
from cbnet_desktop.ui.meetings.new_meeting_dialog import GROUP, NewMeetingDialog
from cbnet_desktop.ui.page.paned_page import PanedPage
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.action_button import action_button


class WorkingGroupsPage(PanedPage):
    """Groups above, the members of the chosen one below, its meetings in the form."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self._spec(session), hidden={GroupMember.TABLE: ("group_id",)}, parent=parent)
        self.members = TitledPane(session, self._members_spec(), self)
        field = GroupMember.fields()["person_id"]
        self.person = add_person_input(field, "Tilføj medlem", "Tilføj medlem …", self.add_member, self)
        self.person.setMinimumContentsLength(16)
        self.members.bar.addWidget(self.person)
        self.add_detail(self.members.pane, "group_id")
        self.left.addWidget(self.members)
        self.left.setSizes([300, 300])
        self.meetings = FormTable(session, _meetings_spec(), self._meetings, self)
        self.meetings.pane.view.doubleClicked.connect(lambda _: self.go())
        self.form.add_section(self.meetings)
        self.new_button = action_button(self, "&Ny arbejdsgruppe", self.new_group)
        self.meeting_button = action_button(self, "Nyt &møde …", self.new_meeting, "Et møde i den valgte gruppe")
        self.go_button = action_button(self, "&Gå til mødet", self.go, "Viser det valgte møde i gruppen")
        for button in (self.new_button, self.meeting_button, self.go_button):
            self.action_row.addWidget(button)
        self.splitter.setSizes([900, 466])

    @property
    def group(self) -> WorkingGroup | None:
        """The chosen group, in its current state."""
        found = self.owner()
        return found if isinstance(found, WorkingGroup) else None

    def new_row(self) -> None:
        """Adds a group, or puts the cursor in the field for a new member."""
        if self.pane is self.members.pane and self.group:
            self.person.setFocus()
        else:
            self.new_group()

    def new_group(self) -> None:
        """Adds a group and starts editing its name."""
        self.use(self.main)
        self.main.new_row()

    def add_member(self) -> None:
        """Adds the named person; the first member becomes the lead."""
        network, group = self.session.network, self.group
        if group is None or not self.person.currentText().strip() or self.session.is_read_only:
            return
        try:
            newcomer = self.person.newcomer(network)
            self.session.write([self._member(group, newcomer.person_id, newcomer.name)])
        except UserError as refusal:
            self.members.pane.strip.show_error(refusal.message)
        else:
            self.members.pane.strip.show_error("")
            self.person.show_value(self.session.network, None)

    def new_meeting(self) -> NewMeetingDialog | None:
        """Opens the dialog that adds a meeting of the chosen group."""
        if self.group is None:
            return None
        dialog = NewMeetingDialog(self.session, f"{GROUP}{self.group.id}", self)
        dialog.accepted.connect(lambda: self.jump_asked.emit(Meeting.TABLE, dialog.made_id, ""))
        return open_dialog(dialog)

    def go(self) -> None:
        """Goes to the meeting chosen in the form."""
        if chosen := self.meetings.pane.view.chosen():
            self.jump_asked.emit(Meeting.TABLE, chosen.id, "")

    def renew(self) -> None:
        """Shows the number of active groups and enables the actions."""
        active = working_groups.on(self.session.network, self.session.today.isoformat())
        self.state.show_state("", danish.counted(len(active), "arbejdsgruppe", "arbejdsgrupper"), "i gang")
        can_edit = not self.session.is_read_only
        self.new_button.setEnabled(can_edit)
        self.meeting_button.setEnabled(can_edit and self.group is not None)
        self.person.setEnabled(can_edit and self.group is not None)
        self.members.setVisible(self.group is not None)
        self.go_button.setEnabled(bool(self._meetings()))

    def renew_details(self) -> None:
        """Refreshes for another group."""
        super().renew_details()
        if hasattr(self, "meetings"):
            self.meetings.renew()
            self.members.details.setText(self.group.name if self.group else "")
            self.renew()
            if not self.person.lineEdit().hasFocus():
                self.person.show_value(self.session.network, None)

    def _member(self, group: WorkingGroup, person_id: str | None, name: str) -> Change:
        if not person_id:
            raise Invalid(f"{quoted(name)} findes ikke. Opret først personen under Netværk, Personer.")
        values: dict[str, Value] = {"group_id": group.id, "person_id": person_id, "starts_on": group.starts_on}
        values["is_lead"] = not working_groups.all_members(self.session.network, group)
        return Change(GroupMember.TABLE, uuid4().hex, None, values)

    def _meetings(self) -> list[Meeting]:
        return working_groups.meetings_of(self.session.network, self.group) if self.group else []

    def _spec(self, session: Session) -> TableSpec:
        def day(row: Record) -> str:
            today = session.today.isoformat()
            return min(today, getattr(row, "ends_on", None) or today)

        def lead(network: Network, row: Record) -> str:
            found = working_groups.lead(network, row, day(row)) if isinstance(row, WorkingGroup) else None
            return found.name if found else ""

        def count(network: Network, row: Record) -> str:
            return str(len(working_groups.members(network, row, day(row)))) if isinstance(row, WorkingGroup) else ""

        return TableSpec(
            WorkingGroup,
            (
                column(WorkingGroup, "name", width=28),
                column(WorkingGroup, "purpose", width=34),
                Column("Tovholder", text=lead, width=18, elsewhere="Tovholderen vælges blandt medlemmerne herunder."),
                Column(
                    "Medlemmer",
                    text=count,
                    width=6,
                    is_number=True,
                    elsewhere="Antallet tælles blandt medlemmerne herunder.",
                ),
                column(WorkingGroup, "starts_on", width=10),
                column(WorkingGroup, "ends_on", width=10),
            ),
            rows=_groups,
            blank=lambda session: {"name": "Ny arbejdsgruppe", "starts_on": session.today.isoformat()},
            title="Arbejdsgrupper",
            empty_text="Her står de arbejdsgrupper, som netværket har nedsat, med medlemmer og tovholder.",
            first_action="Ny arbejdsgruppe",
        )

    def _members_spec(self) -> TableSpec:
        return TableSpec(
            GroupMember,
            (
                column(
                    GroupMember,
                    "person_id",
                    width=24,
                    is_editable=False,
                    elsewhere="Et medlem skiftes ud ved at arkivere rækken og tilføje en anden.",
                ),
                column(GroupMember, "is_lead", width=9),
                column(GroupMember, "starts_on", width=10),
                column(GroupMember, "ends_on", width=10),
            ),
            rows=lambda session: working_groups.all_members(session.network, self.group) if self.group else [],
            pasted=lambda _: {"group_id": self.group.id if self.group else None},
            title="Medlemmer",
            empty_text="Her står gruppens medlemmer. Én af dem er tovholder.",
            first_action="Tilføj medlem …",
        )


def _groups(session: Session) -> list[WorkingGroup]:
    """Active groups first, then ended ones."""
    today = session.today.isoformat()
    rows = session.network.live(WorkingGroup)
    return sorted(rows, key=lambda row: ((row.ends_on or today) < today, danish.sort_key(row.name), row.id))


def _meetings_spec() -> TableSpec:
    return TableSpec(
        Meeting,
        (
            column(Meeting, "held_on", width=10, is_editable=False),
            column(Meeting, "place", width=16, is_editable=False),
            Column("Tilstand", text=lambda _, row: MEETING_STATES.get(getattr(row, "state", ""), ""), width=14),
        ),
        rows=lambda _: (),
        title="Gruppens møder",
        elsewhere="Mødet rettes under Møder. »Gå til mødet« viser det.",
        is_archivable=False,
    )
