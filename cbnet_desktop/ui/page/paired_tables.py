"""A page with two tables, one below the other, and one form for whichever was used last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.qt_types import is_entered


class PairedTablePage(TablePage):
    """pane is the upper table, lower the other; new_row, archive, edit and the form follow the one in use.

    below holds the lower table under lower_bar, a line with its title and the actions a tab puts there.
    """

    def __init__(
        self,
        session: Session,
        upper: TableSpec,
        lower: TableSpec,
        *,
        hidden: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(session, upper, hidden=hidden)
        self.tables = frozenset({upper.record.TABLE, lower.record.TABLE})
        self.upper_pane = self.pane
        self.lower_pane = TablePane(session, lower, self)
        self.lower_bar = QHBoxLayout()
        self.lower_bar.setContentsMargins(8, 6, 8, 4)
        self.lower_bar.setSpacing(6)
        title = QLabel(lower.title, self)
        title.setProperty("role", "heading")
        title.setBuddy(self.lower_pane.view)
        self.lower_bar.addWidget(title)
        self.below = QWidget(self)
        column = QVBoxLayout(self.below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.lower_bar)
        column.addWidget(self.lower_pane, 1)
        self.left.addWidget(self.below)
        self.left.setHandleWidth(1)
        self.upper_pane.row_chosen.disconnect(self.form.show_record)
        for pane in (self.upper_pane, self.lower_pane):
            pane.view.installEventFilter(self)
            pane.row_chosen.connect(lambda record, pane=pane: self._show(pane, record))
        self.upper_pane.asked_for_new.disconnect(self.new_row)
        self.upper_pane.asked_for_new.connect(lambda: self.use(self.upper_pane))
        self.upper_pane.asked_for_new.connect(self.add_above)
        self.lower_pane.asked_for_new.connect(self.add_below)
        self._is_stale = True
        session.changed.connect(lambda _: self._note_change())
        session.year_changed.connect(lambda _: self._note_change())

    def renew(self) -> None:
        """Shows what a tab puts around the tables as it is now; called when it changed and can be seen."""

    def use(self, pane: TablePane) -> None:
        """Makes a table the one that new_row, archive and the form are about."""
        self.pane = pane
        if self.form.record != pane.view.chosen():
            self.form.show_record(pane.view.chosen())

    def new_row(self) -> None:
        """Adds a row to the table in use."""
        if self.pane is self.lower_pane:
            self.add_below()
        else:
            self.add_above()

    def add_above(self) -> None:
        """Adds a row to the upper table."""
        self.upper_pane.new_row()

    def add_below(self) -> None:
        """Adds a row to the lower table."""
        self.use(self.lower_pane)
        self.lower_pane.new_row()

    def filter(self, text: str) -> None:
        """Shows the rows that hold the words, in both tables."""
        self.upper_pane.model.filter(text)
        self.lower_pane.model.filter(text)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Chooses the row in the table that shows it."""
        for pane in (self.upper_pane, self.lower_pane):
            if table == pane.spec.record.TABLE:
                # A form's input that is hidden passes the focus on, and the table that gets it would be the one in use.
                pane.setFocus()
                self.use(pane)
        return super().jump_to(table, row_id, field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table that gets the focus is the one in use, unless it is only a menu that closes."""
        if is_entered(event):
            self.use(self.lower_pane if watched is self.lower_pane.view else self.upper_pane)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is read before it is seen."""
        super().showEvent(event)
        if self._is_stale:
            self._note_change()

    def _note_change(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.renew()

    def _show(self, pane: TablePane, record: Record | None) -> None:
        if pane is self.pane:
            self.form.show_record(record)
