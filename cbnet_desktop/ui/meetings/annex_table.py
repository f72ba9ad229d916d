"""The annexes in the form of an agenda item, moved by Alt+Up and Alt+Down (M15)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import AgendaItem, Annex, ordering
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.qt_types import moving_steps

NEW_TITLE = "Nyt bilag"


class AnnexTable(FormTable):
    """Shows the annexes of the agenda item returned by item()."""

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
            pasted=self._blank,
            title="Bilag",
        )
        super().__init__(session, spec, self._rows, parent)
        self.add_button = self.add_action(NEW_TITLE, self.add)
        self.pane.view.setToolTip("Alt+Pil op og Alt+Pil ned flytter bilaget")
        self.pane.view.installEventFilter(self)

    def add(self) -> None:
        """Adds an annex and starts editing its title."""
        item = self._item()
        if item and self._session.execute("", [made := annexes.added(self._session.network, item, NEW_TITLE)]):
            self.renew()
            self.pane.begin_editing(made.row_id, "title")

    def renew(self) -> None:
        """Reloads the rows."""
        super().renew()
        if hasattr(self, "add_button"):
            self.add_button.setEnabled(not self._session.is_read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves the annex on Alt+Up and Alt+Down."""
        if steps := moving_steps(event):
            if chosen := self.pane.view.chosen():
                self._session.execute("Bilag flyttet", ordering.moved(self._rows(), chosen.id, steps))
            return True
        return super().eventFilter(watched, event)

    def _blank(self, session: Session) -> Values:
        item = self._item()
        return (annexes.added(session.network, item, NEW_TITLE).after if item else None) or {}

    def _rows(self) -> list[Annex]:
        item = self._item()
        return annexes.of(self._session.network, item) if item else []


def _number(network: Network, record: Record) -> str:
    return annexes.number(network, record) if isinstance(record, Annex) else ""
