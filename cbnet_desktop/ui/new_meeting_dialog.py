"""»Nyt møde …«: kind and date, and the agenda that follows from them (M14, M15, M18)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cbnet_desktop.domain import danish, labels, meetings
from cbnet_desktop.domain.changes import Change
from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.terms import MeetingKind
from cbnet_desktop.ui.action_dialog import ActionDialog
from cbnet_desktop.ui.document import Document

FIELDS = Meeting.fields()
#: What is asked after kind and date.
MORE = {"starts_at": "&Fra kl.", "ends_at": "T&il kl.", "place": "&Sted", "title": "Tit&el"}


class NewMeetingDialog(ActionDialog):
    """The agenda is shown before it is made; made_id names the meeting afterwards."""

    def __init__(self, document: Document, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(document, "Nyt møde", "&Opret mødet", parent)
        self._made: Change | None = None
        self.kind = self.ask(FIELDS["kind"], kind, caption="&Mødetype")
        self.held_on = self.ask(replace(FIELDS["held_on"], required=True), caption="&Dato")
        for name, text in MORE.items():
            self.ask(FIELDS[name], caption=text)
        self.outlook = QLabel(self)
        self.outlook.setTextFormat(Qt.TextFormat.PlainText)
        self.outlook.setWordWrap(True)
        self.outlook.setProperty("role", "muted")
        self.outlook.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        self.outlook.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.insertWidget(1, self.outlook)
        for answer in (self.kind, self.held_on):
            answer.input.touched.connect(self._look_ahead)  # type: ignore[attr-defined]
        self._look_ahead()
        self.held_on.setFocus()

    @property
    def made_id(self) -> str:
        """The id of the meeting written."""
        return self._made.row_id if self._made else ""

    def changes(self) -> tuple[Change, ...]:
        """The meeting with its agenda; raises Invalid."""
        made, *items = meetings.new_meeting(self.document.network, str(self.kind.value()), str(self.held_on.value()))
        more = {name: self.answers[name].value() for name in MORE}
        self._made = replace(made, after={**(made.after or {}), **more})
        return (self._made, *items)

    def label(self) -> str:
        """»Møde tilføjet: Årsmøde 03.12.2014«."""
        return labels.describe(self.document.network, [self._made] if self._made else [])

    def _look_ahead(self) -> None:
        """Which weekday and week the date is, and what the agenda will be."""
        try:
            held_on = str(self.held_on.value())
            weekday = danish.weekday(held_on)
            day = f"{weekday.capitalize()} i uge {danish.week(held_on)}. "
        except UserError:
            held_on, day = "9999", ""
        made = meetings.new_meeting(self.document.network, str(self.kind.value()), held_on)
        titles = [str(change.after["title"]) for change in made if change.table == AgendaItem.TABLE and change.after]
        self.outlook.setText(f"{day}Dagsordenen bliver: {'; '.join(titles)}.")


def likely_kind(document: Document) -> str:
    """An annual meeting where the plan year has none to build on, else a planning meeting."""
    has_annual = meetings.annual_of(document.network, document.year - 1)
    return str(MeetingKind.PLANNING if has_annual else MeetingKind.ANNUAL)
