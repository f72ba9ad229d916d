"""»Nyt mål fra årsmødets punkt«: a menu of the agenda items of the plan's source meeting (M16)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.plan.plan_state import likely_source

LONGEST = 80


class DeriveMenu(QMenu):
    """Filled on opening; without an agenda it offers to choose the meeting."""

    item_chosen = Signal(object)
    """The AgendaItem to derive a goal from."""
    meeting_asked = Signal()
    """A request to choose the plan's source meeting."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        network, year = self._session.network, self._session.year
        source = likely_source(network, year)
        self.clear()
        for item in meetings.agenda(network, source) if source else ():
            text = labels.short(labels.row_title(network, item), LONGEST).replace("&", "&&")
            text += " (lukket)" if item.closed else ""
            self.addAction(text).triggered.connect(lambda _=False, item=item: self.item_chosen.emit(item))
        if self.isEmpty() and plan.of_year(network, year):
            self.addAction("Vælg årsmødet, som planen bygger på …", self.meeting_asked.emit)
        elif self.isEmpty():
            held_in = plan.preparing_year(network, year)
            self.addAction(f"Der er intet årsmøde med dagsorden i {held_in}").setEnabled(False)
