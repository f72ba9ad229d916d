"""The tab Overblik: the annual wheel, the next deadlines, and the terms of reference as a checklist."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.plan.wheel import WheelEvent
from cbnet_desktop.domain.records import NetworkProfile, Person
from cbnet_desktop.domain.roster import retention
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.overview.checklist import Checklist
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.picture_view import PictureView
from cbnet_desktop.ui.widgets.rich_text import escape, wrapped_label

DEADLINES_SHOWN = 10
#: The most letters of a deadline.
LETTERS_SHOWN = 60
#: The height below which the letters of the wheel cannot be read, in pixels; a small window scrolls instead.
LEAST_WHEEL = 260
#: The narrowest column in which the terms of reference are read well, in characters.
CHECKLIST = 36
#: The most people who are named where their contact data are proposed for erasure.
NAMED = 3


class OverviewTab(Page):
    """Shows what is missing at a glance."""

    tables = frozenset({NetworkProfile.TABLE, "charters"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent=parent)
        self._is_painted = False
        self.wheel = PictureView(self, width=420)
        self.wheel.setMinimumHeight(LEAST_WHEEL)
        self.deadlines = QLabel(self)
        self.deadlines.setTextFormat(Qt.TextFormat.RichText)
        self.deadlines.setContentsMargins(12, 0, 12, 8)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.wheel, 1)
        column.addWidget(self.deadlines)
        self.erasures = wrapped_label(self)
        tip = "Viser den første af dem under Netværk ▸ Personer, hvor oplysningerne kan slettes"
        self.erasures_shower = action_button(self, "Se &dem", self._show_proposed, tip)
        proposed = QHBoxLayout()
        proposed.setContentsMargins(12, 0, 12, 8)
        proposed.addWidget(self.erasures, 1)
        proposed.addWidget(self.erasures_shower, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(proposed)
        tip = "Fører de åbne mål videre til et nyt planår"
        self.new_year = action_button(self, "Start et &nyt år …", self._start_year, tip)
        self.new_year.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 8)
        line.addWidget(self.new_year)
        line.addStretch(1)
        column.addLayout(line)
        self.checklist = Checklist(self)
        self.checklist.jump_asked.connect(self.jump_asked)
        self.checklist.setMinimumHeight(LEAST_WHEEL)
        self._left = left
        splitter = self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.checklist)
        splitter.setSizes([520, 760])
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setFocusProxy(self.checklist)
        self.follow_changes()

    def can_add(self) -> bool:
        """There are no rows of its own here."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the checklist below the dates where there is no room beside them, as with large letters."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._left.minimumSizeHint().width() + characters(self, CHECKLIST)
        self._splitter.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills itself after the first paint, so that the window opens sooner."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.renew)

    def changeEvent(self, event: QEvent) -> None:
        """Renders the texts again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "checklist"):
            self._note_change()

    def renew(self) -> None:
        """Refreshes wheel, deadlines and checklist."""
        self._fill_year()
        self._fill_checklist()

    def _note_change(self) -> None:
        if self._is_painted:  # else the first paint brings everything
            super()._note_change()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:  # noqa: ARG002 - there is only one place
        """Focuses the checklist."""
        self.checklist.setFocus()
        return table in self.tables

    def _start_year(self) -> None:
        from cbnet_desktop.ui.overview import new_year_dialog

        new_year_dialog.show(self, self.session, self.jump_asked.emit)

    def _fill_year(self) -> None:
        from cbnet_desktop.documents.pictures.wheel import marks, wheel_picture

        network, year, today = self.session.network, self.session.year, self.session.today
        events = wheel.events(network, year)
        self.wheel.show_picture(wheel_picture(events, year))
        numbers = {event: mark.number for mark in marks(events, year) for event in mark.events}
        years = sorted({today.year, today.year + 1, year})
        coming = [event for each in years for event in wheel.events(network, each) if event.on >= today.isoformat()]
        self.deadlines.setText(_deadlines(coming[:DEADLINES_SHOWN], numbers))
        names = [one.person.name for one in self._proposed()]
        more = [f"{len(names) - NAMED} andre"] if len(names) > NAMED else []
        self.erasures.setText(
            f"Foreslået sletning: kontaktoplysninger for {danish.joined([*names[:NAMED], *more])}, der ikke har siddet "
            f"i netværket i {network.profile.contact_years} år."
        )
        for widget in (self.erasures, self.erasures_shower):
            widget.setVisible(bool(names))

    def _proposed(self) -> list[retention.Proposal]:
        return retention.proposals(self.session.network, self.session.today.isoformat())

    def _show_proposed(self) -> None:
        for one in self._proposed()[:1]:
            self.jump_asked.emit(Person.TABLE, one.person.id, "")

    def _fill_checklist(self) -> None:
        self.checklist.show_clauses(f"Kommissoriet i planår {self.session.year}", self.session.checked())


def _deadlines(events: list[WheelEvent], numbers: dict[WheelEvent, int]) -> str:
    """The deadlines as an HTML table: dates, weeks and texts, numbered as on the wheel."""
    muted = theme.colour("muted").name()
    rows = "".join(
        f'<tr><td align="right" style="color: {muted}">{numbers.get(event, "")}</td>'
        f'<td>&nbsp;{danish.short_date(event.on)}&nbsp;</td><td style="color: {muted}">uge&nbsp;{danish.week(event.on)}'
        f"&nbsp;</td><td>{escape(labels.short(event.text, LETTERS_SHOWN))}</td></tr>"
        for event in events
    )
    return f"<b>De næste frister</b><table>{rows}</table>" if rows else "<b>De næste frister</b><br>Der er ingen."
