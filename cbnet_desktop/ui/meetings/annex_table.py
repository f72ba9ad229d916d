"""The annexes of the agenda item shown, inside its form: numbered, moved by Alt+Up and Alt+Down (M15)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import AgendaItem, Annex, ordering
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import Column, TableSpec, column

NEW_TITLE = "Nyt bilag"
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnnexTable(FormTable):
    """item gives the agenda item shown."""

    def __init__(self, session: Session, item: Callable[[], AgendaItem | None], parent: QWidget | None = None) -> None:
        self._session = session
        self._item = item
        spec = TableSpec(
            Annex,
            (
                Column(
                    "Nr.",
                    text=_number,
                    width=5,
                    elsewhere="Nummeret følger af rækkefølgen. Alt+Pil op og Alt+Pil ned flytter bilaget.",
                ),
                column(Annex, "title", width=22),
                column(Annex, "link", width=18),
            ),
            rows=lambda _: (),
            title="Bilag",
        )
        super().__init__(session, spec, self._rows, parent)
        self.add_button = self.add_action(NEW_TITLE, self.add)
        self.pane.view.setToolTip("Alt+Pil op og Alt+Pil ned flytter bilaget")
        self.pane.view.installEventFilter(self)

    def add(self) -> None:
        """A new annex whose title is opened."""
        item = self._item()
        if item and self._session.execute("", [made := annexes.added(self._session.network, item, NEW_TITLE)]):
            self.renew()
            self.pane.begin_editing(made.row_id, "title")

    def renew(self) -> None:
        """Reads the rows again."""
        super().renew()
        if hasattr(self, "add_button"):
            self.add_button.setEnabled(not self._session.is_read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Up and Alt+Down move the annex."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = STEPS.get(Qt.Key(event.key()))
            if steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(steps)
                return True
        return super().eventFilter(watched, event)

    def _move(self, steps: int) -> None:
        chosen = self.pane.view.chosen()
        if chosen:
            self._session.execute("Bilag flyttet", ordering.moved(self._rows(), chosen.id, steps))

    def _rows(self) -> list[Annex]:
        item = self._item()
        return annexes.of_item(self._session.network, item) if item else []


def _number(network: Network, record: Record) -> str:
    return annexes.number(network, record) if isinstance(record, Annex) else ""
