"""Overblik: the year's wheel, the terms of reference as a checklist, and the next deadlines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from cbnet_desktop.domain import danish, wheel
from cbnet_desktop.domain.findings import STATES, Checked, State
from cbnet_desktop.domain.plan_content import WheelEvent
from cbnet_desktop.ui import icons
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.finding_list import FindingList
from cbnet_desktop.ui.page import Page
from cbnet_desktop.ui.picture_view import PictureView

DEADLINES_SHOWN = 10
STATE_ICONS = {State.KEPT: "kept", State.OPEN: "open", State.BROKEN: "broken", State.NOT_DUE: "not_due"}
#: What must be mended stands first.
_ORDER = (State.BROKEN, State.OPEN, State.NOT_DUE, State.KEPT)


class OverviewTab(Page):
    """What is missing, seen in five seconds."""

    tables = frozenset({"networks", "charters"})

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._is_stale = True
        self.wheel = PictureView(self, width=420)
        self.deadlines = QWidget(self)
        self._dates = QGridLayout(self.deadlines)
        self._dates.setContentsMargins(12, 4, 12, 8)
        self._dates.setHorizontalSpacing(10)
        self._dates.setVerticalSpacing(3)
        self._dates.setColumnStretch(2, 1)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.wheel, 1)
        column.addWidget(_heading("De næste frister", left))
        column.addWidget(self.deadlines)
        self.checklist = QScrollArea(self)
        self.checklist.setWidgetResizable(True)
        self.checklist.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.checklist.setAccessibleName("Kommissoriet som tjekliste")
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.checklist)
        splitter.setSizes([520, 760])
        splitter.setStretchFactor(1, 1)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setFocusProxy(self.checklist)
        document.changed.connect(lambda _: self.renew())
        document.year_changed.connect(lambda _: self.renew())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is read before it is seen."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._fill()

    def renew(self) -> None:
        """Shows the network as it is now, or when the page is seen next."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._fill()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:  # noqa: ARG002 - there is one place here
        """The checklist itself."""
        self.checklist.setFocus()
        return table in self.tables

    def _fill(self) -> None:
        from cbnet_desktop.documents.wheel import wheel_picture

        network, year = self.document.network, self.document.year
        events = wheel.events(network, year)
        self.wheel.show_picture(wheel_picture(events, year))
        self._fill_deadlines(events)
        self._fill_checklist(self.document.checked())

    def _fill_deadlines(self, events: tuple[WheelEvent, ...]) -> None:
        _clear(self._dates)
        today = self.document.today.isoformat()
        coming = sorted((event for event in events if event.on >= today), key=lambda event: event.on)
        for row, event in enumerate(coming[:DEADLINES_SHOWN]):
            texts = (danish.short_date(event.on), f"uge {danish.week(event.on)}", event.text)
            for column, text in enumerate(texts):
                label = _plain(text, self.deadlines)
                label.setProperty("role", "muted" if column == 1 else "")
                label.setToolTip(danish.long_date(event.on))
                self._dates.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        if not coming:
            self._dates.addWidget(_plain("Der er ingen frister tilbage i planåret.", self.deadlines), 0, 0, 1, 3)

    def _fill_checklist(self, checked: list[Checked]) -> None:
        place = self.checklist.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(0)
        title = f"Kommissoriet i planår {self.document.year}"
        column.addWidget(_heading(title, page))
        for item in sorted(checked, key=lambda item: _ORDER.index(item.verdict.state)):
            column.addWidget(self._clause(item, page))
        column.addStretch(1)
        self.checklist.setWidget(page)
        self.checklist.verticalScrollBar().setValue(place)

    def _clause(self, item: Checked, page: QWidget) -> QWidget:
        state = item.verdict.state
        body = QFrame(page)
        body.setAccessibleName(f"{item.clause.title}: {STATES[state]}")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 5, 0, 5)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        icon = QLabel(body)
        icon.setPixmap(icons.icon(STATE_ICONS[state]).pixmap(18, 18))
        grid.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        name = _plain(item.clause.title, body)
        name.setProperty("role", "heading")
        grid.addWidget(name, 0, 1)
        word = _plain(f"{STATES[state]}  ·  {item.clause.id}", body)
        word.setProperty("role", "muted")
        grid.addWidget(word, 0, 2)
        quote = _plain(f"»{item.clause.quote}«", body)
        quote.setWordWrap(True)
        quote.setProperty("role", "muted")
        grid.addWidget(quote, 1, 1, 1, 2)
        findings = FindingList(self.document, body, has_jumps=True)
        findings.jump_asked.connect(self.jump_asked)
        findings.show_findings(item.verdict.findings)
        grid.addWidget(findings, 2, 1, 1, 2)
        return body


def _plain(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _heading(text: str, parent: QWidget) -> QLabel:
    label = _plain(text, parent)
    label.setProperty("role", "heading")
    label.setContentsMargins(12, 6, 12, 2)
    return label


def _clear(grid: QGridLayout) -> None:
    while item := grid.takeAt(0):
        item.widget().deleteLater()
