"""Experience and inspiration on the three levels (M7)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.offers import experiences
from cbnet_desktop.domain.records import Experience
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import LEVELS, Level
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.paned_page import PanedPage, give_form
from cbnet_desktop.ui.table.columns import TableSpec, column
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.action_button import action_button


class ExperiencePage(PanedPage):
    """A table for each level, below each other."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _spec(Level.NATIONAL), parent=parent)
        self.main.footer.hide()
        self.left.insertWidget(0, self._titled(self.main, Level.NATIONAL))
        for level in (Level.REGIONAL, Level.LOCAL):
            pane = TablePane(session, _spec(level), self)
            pane.footer.hide()
            self.add_pane(pane)
            self.left.addWidget(self._titled(pane, level))
        give_form(self, 406)

    def showEvent(self, event: QShowEvent) -> None:
        """Uses the first level with rows."""
        super().showEvent(event)
        if not self.pane.model.rowCount():
            self.use(next((pane for pane in self.panes if pane.model.rowCount()), self.pane))

    def filter(self, text: str) -> None:
        """Shows the rows that contain the words, on every level."""
        for pane in self.panes:
            pane.model.filter(text)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to an experience in its year; without a row, to the first empty level."""
        row = self.session.network.find(Experience, row_id) if table == Experience.TABLE else None
        if row and row.tried_on and not row.tried_on.startswith(f"{self.session.year}-"):
            self.session.set_year(int(row.tried_on[:4]))
        level = Level(row.level) if row else next(iter(self._empty()), Level.NATIONAL)
        pane = self.panes[list(Level).index(level)]
        pane.setFocus()
        self.use(pane)
        return super().jump_to(table, row_id, field)

    def renew(self) -> None:
        """Shows how many there are, and which levels are empty."""
        year = self.session.year
        count = sum(len(pane.model.records()) for pane in self.panes)
        empty = [LEVELS[level].lower() for level in self._empty()]
        levels = danish.joined(empty).replace(" og ", " eller ")
        details = f"Ingen på {levels} niveau endnu." if empty else "Alle tre niveauer er med."
        words = danish.counted(count, "erfaring", "erfaringer")
        self.state.show_state("open" if empty else "kept", f"{words} i {year}", details)

    def _empty(self) -> list[Level]:
        return experiences.empty_levels(self.session.network, self.session.year)

    def _titled(self, pane: TablePane, level: Level) -> QWidget:
        holder = QWidget(self)
        title = QLabel(LEVELS[level], holder)
        title.setProperty("role", "heading")
        title.setBuddy(pane.view)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 5, 8, 4)
        bar.addWidget(title)
        bar.addStretch(1)
        bar.addWidget(self._adder(pane, level))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(pane, 1)
        return holder

    def _adder(self, pane: TablePane, level: Level) -> QPushButton:
        def add() -> None:
            self.use(pane)
            self.new_row()

        button = action_button(self, _ADDERS[level], add)
        button.setEnabled(not self.session.is_read_only)
        return button


#: Their mnemonics differ from those of the menu.
_ADDERS = {
    Level.NATIONAL: "Ny &national erfaring",
    Level.REGIONAL: "Ny re&gional erfaring",
    Level.LOCAL: "Ny &lokal erfaring",
}


def _spec(level: Level) -> TableSpec:
    return TableSpec(
        Experience,
        (
            column(Experience, "title", width=28),
            column(Experience, "organisation_id", width=14),
            column(Experience, "person_id", width=18),
            column(Experience, "tried_on", width=10),
            column(Experience, "focus_area_id", width=20),
            column(Experience, "text", width=30),
            column(Experience, "link", width=10),
        ),
        rows=_rows(level),
        blank=lambda session: _blank(session, level),
        title=f"Erfaringer, {LEVELS[level].lower()}",
        empty_text=f"Her står, hvad der er prøvet på {LEVELS[level].lower()} niveau.",
        first_action="Ny erfaring",
    )


def _rows(level: Level) -> Callable[[Session], list[Experience]]:
    """The function that returns the year's experience on a level, and undated experience after it."""

    def found(session: Session) -> list[Experience]:
        undated = [row for row in session.network.live(Experience) if not row.tried_on and row.level == level]
        return [*experiences.by_level(session.network, session.year)[level], *undated]

    return found


def _blank(session: Session, level: Level) -> Values:
    today = session.today.isoformat()
    is_now = dates.is_in_year(today, today, session.year)
    return {"title": "Ny erfaring", "level": str(level), "tried_on": today if is_now else f"{session.year}-01-15"}
