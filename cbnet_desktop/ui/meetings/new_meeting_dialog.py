"""»Nyt møde …«: adds a meeting of a kind, form or group with its agenda (M14, M15, M18, M19)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from cbnet_desktop.domain.meetings import agenda_templates, meeting_days, working_groups
from cbnet_desktop.domain.meetings.meeting_days import Suggestion
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, Meeting, MeetingForm, WorkingGroup
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_KINDS, MeetingKind
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.inputs import DateInput
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

FIELDS = Meeting.fields()
#: The fields after kind and date.
MORE = {
    "starts_at": "&Fra kl.",
    "ends_at": "T&il kl.",
    "ends_on": "Sl&utter den",
    "place": "&Sted",
    "is_online": "O&nline",
    "link": "Lin&k",
    "title": "Tit&el",
}
#: The fields that a form fills in.
OF_FORM = ("starts_at", "ends_at", "is_online")
#: The prefix of a choice that is a form or a group instead of a kind.
FORM, GROUP = "form:", "group:"
ISO = Qt.ItemDataRole.UserRole


class NewMeetingDialog(ActionDialog):
    """Shows the agenda in advance; made_id is the meeting's id afterwards."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, "Nyt møde", "&Opret mødet", parent)
        self._made: Change | None = None
        self.kind = self.ask(replace(FIELDS["kind"], choices=_choices(session)), kind, caption="&Mødeform")
        self._day = DateInput(FIELDS["held_on"], self)
        self.held_on = self.ask(FIELDS["held_on"], made=self._day, caption="&Dato")
        self.days = _Days(self)
        self.days.setAccessibleName("Forslag til dato")
        self.days.setToolTip("Dage uden for ferierne, fordelt på kvartalerne. Pil op og ned vælger")
        self.days.setSizePolicy(self.days.sizePolicy().horizontalPolicy(), self.days.sizePolicy().Policy.Fixed)
        self.days.currentItemChanged.connect(lambda item, _: self._take_day(item))
        self.days.itemClicked.connect(self._take_day)
        label = QLabel("Fo&rslag", self)
        label.setBuddy(self.days)
        self.form.addRow(label, self.days)
        self._last_day = DateInput(FIELDS["ends_on"], self)
        for name, text in MORE.items():
            self.ask(FIELDS[name], made=self._last_day if name == "ends_on" else None, caption=text)
        self.outlook = wrapped_label(self, role="muted")
        self.outlook.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        self.outlook.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.insertWidget(1, self.outlook)
        self.kind.input.touched.connect(self._note_kind)
        self.held_on.input.touched.connect(self._look_ahead)
        self._note_kind()
        self.held_on.setFocus()

    @property
    def made_id(self) -> str:
        """The id of the meeting that was added."""
        return self._made.row_id if self._made else ""

    def changes(self) -> tuple[Change, ...]:
        """The meeting with its agenda; raises Invalid."""
        made, *items = self._meeting(str(self.held_on.value()))
        more = {name: self.answers[name].value() for name in MORE}
        named = (made.after or {}).get("title")
        more["title"] = more["title"] or named or ""
        self._made = replace(made, after={**(made.after or {}), **more})
        return (self._made, *items)

    def label(self) -> str:
        """The label of the edit, for example »Møde tilføjet: Årsmøde 03.12.2014«."""
        return labels.describe(self.session.network, [self._made] if self._made else [])

    def _meeting(self, held_on: str) -> tuple[Change, ...]:
        network, chosen = self.session.network, str(self.kind.value())
        form = network.find(MeetingForm, chosen.removeprefix(FORM)) if chosen.startswith(FORM) else None
        group = network.find(WorkingGroup, chosen.removeprefix(GROUP)) if chosen.startswith(GROUP) else None
        if group:
            form = _form_of_groups(network)
        kind = form.kind if form else str(MeetingKind.WORKING_GROUP) if group else chosen
        return agenda_templates.new_meeting(network, kind, held_on, form=form, group=group)

    def _note_kind(self) -> None:
        """Fills in the times of a form, and suggests days for the kind."""
        try:
            made = self._meeting("9999-01-01")[0].after or {}
        except UserError:
            return
        for name in OF_FORM:
            if "form_id" in made:
                self.answers[name].show_value(made.get(name))
        self._suggest(str(made.get("kind")))
        self._look_ahead()

    def _suggest(self, kind: str) -> None:
        network, year, today = self.session.network, self.session.year, self.session.today.isoformat()
        is_annual = kind == MeetingKind.ANNUAL
        if is_annual:
            found = meeting_days.suggested_annual(network, year - 1, today)
            found = found or meeting_days.suggested_annual(network, year, today)
        else:
            found = meeting_days.suggested(network, year, today)
        self._day.since = max(today, f"{found[0].on[:4]}-01-01") if found else f"{year - is_annual}-01-01"
        self.days.blockSignals(True)
        self.days.clear()
        for one in found:
            item = QListWidgetItem(_day_words(one))
            item.setData(ISO, one.on)
            self.days.addItem(item)
        self.days.blockSignals(False)
        self.form.setRowVisible(self.days, bool(found))
        self.days.setFixedHeight(self.days.sizeHintForRow(0) * max(1, len(found)) + 2 * self.days.frameWidth() + 2)

    def _take_day(self, item: QListWidgetItem | None) -> None:
        if item:
            self.held_on.show_value(item.data(ISO))
            self._look_ahead()

    def _look_ahead(self) -> None:
        """Shows weekday and week of the date, a warning about it, and the agenda."""
        try:
            held_on = self._last_day.since = str(self.held_on.value())
            day = f"{danish.weekday(held_on).capitalize()} {danish.short_date(held_on)} i uge {danish.week(held_on)}. "
            if reason := meeting_days.reason_against(held_on):
                day += f"Bemærk: {reason}. "
        except UserError:
            held_on, day = "9999-01-01", ""
        try:
            made = self._meeting(held_on)
        except UserError as refusal:
            self.outlook.setText(refusal.message)
            return
        titles = [str(change.after["title"]) for change in made if change.table == AgendaItem.TABLE and change.after]
        self.outlook.setText(f"{day}Dagsordenen bliver: {'; '.join(titles)}.")


class _Days(QListWidget):
    """A list that does not choose its first entry when it gets the focus, as Qt's does."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keeps the current entry unset."""
        with QSignalBlocker(self):
            super().focusInEvent(event)
            if not self.selectedItems():
                self.setCurrentRow(-1)


def likely_kind(session: Session) -> str:
    """An annual meeting if the plan year has none to build on, else a planning meeting."""
    is_prepared = plan.preparing_meeting(session.network, session.year)
    return str(MeetingKind.PLANNING if is_prepared else MeetingKind.ANNUAL)


def _choices(session: Session) -> dict[str, str]:
    """The kinds in the terms of reference, then the network's own forms, then its working groups."""
    network = session.network
    forms = sorted(network.live(MeetingForm), key=lambda row: danish.sort_key(row.name))
    groups = working_groups.on(network, session.today.isoformat())
    return {
        **{str(kind): title for kind, title in MEETING_KINDS.items()},
        **{f"{FORM}{row.id}": row.name for row in forms},
        **{f"{GROUP}{row.id}": row.name for row in groups},
    }


def _form_of_groups(network: Network) -> MeetingForm | None:
    """The network's form for meetings of working groups, if it has exactly one."""
    found = [row for row in network.live(MeetingForm) if row.kind == MeetingKind.WORKING_GROUP]
    return found[0] if len(found) == 1 else None


def _day_words(one: Suggestion) -> str:
    return f"{danish.weekday(one.on)} {danish.long_date(one.on)}, uge {danish.week(one.on)} ({one.quarter}. kvartal)"
