"""The agenda of a meeting, its items moved by Alt+Up and Alt+Down (M15, M18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import agenda, meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane
from cbnet_desktop.ui.widgets.qt_types import moving_steps

NEW_TITLE = "Nyt punkt"
CARRY, TEMPLATE = "Hent fra forrige m&øder", "Hent fast dags&orden"
#: The columns hidden while minutes are written.
WIDE_ONLY = ("kind", "minutes_allotted", "closed", "outcome", "decision")
#: The columns shown on the projector.
TITLES = ("position", "title")


class AgendaPane(TitledPane):
    """Shows the items of the meeting returned by meeting()."""

    def __init__(self, session: Session, meeting: Callable[[], Meeting | None], parent: QWidget | None = None) -> None:
        self._meeting = meeting
        self._times: tuple[Network | None, str, dict[str, str]] = (None, "", {})
        spec = TableSpec(
            AgendaItem,
            (
                column(AgendaItem, "position", width=5),
                column(
                    AgendaItem,
                    "title",
                    width=30,
                    icon=lambda _, row: "fixed_topic" if getattr(row, "topic", "") else "",
                ),
                column(AgendaItem, "kind", width=14),
                Column(
                    "Kl.",
                    text=self._begins,
                    width=5,
                    elsewhere="Klokkeslættet følger af mødets begyndelse og punkternes minutter.",
                ),
                column(AgendaItem, "minutes_allotted", title="Min.", width=5),
                column(AgendaItem, "closed", title="Lukket", width=6),
                Column(
                    "Status",
                    text=lambda network, row: {"kept": "Skrevet", "open": "Mangler"}.get(_written(network, row), ""),
                    icon=_written,
                    width=11,
                    elsewhere="Status følger af punktets referat. Skriv det med Ctrl+R.",
                ),
                column(AgendaItem, "outcome", width=24),
                column(AgendaItem, "decision", width=20),
            ),
            rows=self._items,
            blank=self._blank,
            title="Dagsorden",
            empty_text="Her står mødets dagsorden.",
            first_action=NEW_TITLE,
        )
        super().__init__(session, spec, parent, wide_only=WIDE_ONLY)
        self.add_button = self.add_action("Nyt p&unkt", self.add_item)
        self.topics_button = self.add_action(
            "&Tilføj faste emner", self.add_topics, "Et årsmøde skal drøfte tre faste emner (M15)"
        )
        self.carry_button = self.add_action(
            CARRY, self.add_carried, "Referatet, der skal godkendes, og opfølgning fra tidligere møder"
        )
        self.pane.asked_for_new.connect(self.add_item)
        self.pane.archived = self.archived
        self.pane.view.installEventFilter(self)

    def chosen(self) -> AgendaItem | None:
        """The current item, in its current state."""
        chosen = self.pane.view.chosen()
        return self.session.network.find(AgendaItem, chosen.id) if chosen else None

    def add_item(self) -> None:
        """Adds an item before a closing »Eventuelt« and starts editing its title."""
        meeting = self._meeting()
        if meeting and (made := self._write(agenda.added(self.session.network, meeting, NEW_TITLE), "Punkt tilføjet")):
            self.pane.begin_editing(made[0].row_id, "title")

    def add_topics(self) -> None:
        """Adds the mandatory topics that the agenda lacks (M15)."""
        if meeting := self._meeting():
            self._write(agenda.topics_added(self.session.network, meeting), "Faste emner tilføjet")

    def add_carried(self) -> None:
        """Adds the items carried over from earlier meetings."""
        if meeting := self._meeting():
            self._write(agenda.carried_added(self.session.network, meeting), "Punkter fra tidligere møder tilføjet")

    def move_item(self, steps: int) -> None:
        """Moves the current item and renumbers the rest."""
        if item := self.chosen():
            label = f"Punkt flyttet: {quoted(labels.short(item.title))}"
            self._write(agenda.moved(self.session.network, item, steps), label)

    def archived(self, items: Sequence[Record]) -> tuple[Change, ...]:
        """The changes that archive the items and renumber the rest."""
        meeting = self._meeting()
        chosen = [item for item in items if isinstance(item, AgendaItem)]
        return tuple(agenda.archived(self.session.network, meeting, chosen)) if meeting else ()

    def step(self, steps: int) -> bool:
        """Makes another item current, steps rows below; False beyond either end."""
        view = self.pane.view
        row = view.currentIndex().row() + steps
        if not 0 <= row < self.pane.model.rowCount():
            return False
        view.setCurrentIndex(self.pane.model.index(row, max(view.currentIndex().column(), 0)))
        return True

    def choose_undiscussed(self) -> None:
        """Makes the first mandatory topic without minutes current (M15)."""
        empty = [row for row in self._items(self.session) if row.topic and not row.outcome.strip()]
        if empty:
            self.pane.view.choose(empty[0].id)

    def show_titles_only(self, *, is_on: bool) -> None:
        """Shows number and title only for the projector, else the columns for writing minutes."""
        if is_on:
            columns = enumerate(self.pane.spec.columns)
            self.pane.view.show_columns([place for place, one in columns if one.field in TITLES])
        else:
            self.narrow(is_narrow=True)
        for button in (self.add_button, self.topics_button, self.carry_button):
            button.setHidden(is_on)
        self.enable_actions()

    def renew(self) -> None:
        """Shows the items of another meeting, loaded before they are painted."""
        self.pane.model.refresh()
        self.pane.renew()
        self.enable_actions()

    def enable_actions(self) -> None:
        """Shows the meeting's title and enables the actions."""
        meeting = self._meeting()
        can_edit = meeting is not None and not self.session.is_read_only
        is_annual = meeting is not None and meeting.kind == MeetingKind.ANNUAL
        lacks = bool(meeting and is_annual and meetings.lacking_topics(self.session.network, meeting))
        self.details.setText(titles.meeting_title(meeting) if meeting else "")
        self.add_button.setEnabled(can_edit)
        is_open = can_edit and self.add_button.isVisibleTo(self)
        self.topics_button.setVisible(is_open and lacks)
        self.carry_button.setVisible(bool(is_open and meeting and self._is_left_over(meeting)))
        self.carry_button.setText(CARRY if self._items(self.session) else TEMPLATE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves the item on Alt+Up and Alt+Down."""
        if steps := moving_steps(event):
            self.move_item(steps)
            return True
        return super().eventFilter(watched, event)

    def _begins(self, network: Network, record: Record) -> str:
        """The time at which an item begins, from the minutes allotted to those before it; cached."""
        meeting = self._meeting()
        if meeting is None:
            return ""
        if self._times[0] is not network or self._times[1] != meeting.id:
            items = meetings.agenda(network, meeting)
            begins = agenda.begins(meeting, items)
            self._times = network, meeting.id, {item.id: time for item, time in zip(items, begins, strict=True)}
        return danish.clock(self._times[2].get(record.id))

    def _items(self, session: Session) -> list[AgendaItem]:
        meeting = self._meeting()
        return meetings.agenda(session.network, meeting) if meeting else []

    def _is_left_over(self, meeting: Meeting) -> bool:
        is_to_come = meeting.state in (MeetingState.PLANNED, MeetingState.CALLED)
        return is_to_come and bool(agenda.carried_added(self.session.network, meeting))

    def _blank(self, session: Session) -> Values:
        """The values of a new row."""
        meeting = self._meeting()
        last = max((item.position or 0 for item in self._items(session)), default=0)
        return {"meeting_id": meeting.id if meeting else None, "title": NEW_TITLE, "position": last + 1}

    def _write(self, changes: Iterable[Change], label: str) -> tuple[Change, ...]:
        changes = tuple(changes)
        try:
            self.session.write(changes, label)
        except UserError as refusal:
            self.pane.strip.show_error(refusal.message)
            return ()
        return changes


def _written(_: Network, record: Record) -> str:
    """The icon for written minutes, or for a mandatory topic without them (M15)."""
    if not isinstance(record, AgendaItem):
        return ""
    return "kept" if record.outcome.strip() else "open" if record.topic else ""
