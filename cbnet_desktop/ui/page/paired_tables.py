"""A page with two tables, one below the other, and one form for the table used last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.qt_types import is_entered


class PairedTablePage(TablePage):
    """pane is the upper table, lower the other; new_row, archive, edit and the form apply to the one in use.

    below contains the lower table under lower_bar, a line with its title and a tab's actions.
    """

    def __init__(
        self,
        session: Session,
        upper: TableSpec,
        lower: TableSpec,
        *,
        hidden: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, upper, hidden=hidden, parent=parent)
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
        column = without_margins(QVBoxLayout(self.below))
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
        self.follow_changes()

    def use(self, pane: TablePane) -> None:
        """Makes a table the one that new_row, archive and the form apply to."""
        self.pane = pane
        if self.form.record != pane.view.chosen():
            self.form.show_record(pane.view.chosen())

    def tables_in_order(self) -> Sequence[TablePane]:
        """The upper and the lower one."""
        return self.upper_pane, self.lower_pane

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
        """Filters the rows of both tables."""
        self.upper_pane.model.filter(text)
        self.lower_pane.model.filter(text)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Makes the row current in the table that shows it."""
        for pane in (self.upper_pane, self.lower_pane):
            if table == pane.spec.record.TABLE:
                # Hiding a form's input moves the focus to a table, which would become the one in use.
                pane.setFocus()
                self.use(pane)
        return super().jump_to(table, row_id, field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Makes the table that gets the focus the one in use, unless only a menu was closed."""
        if is_entered(event):
            self.use(self.lower_pane if watched is self.lower_pane.view else self.upper_pane)
        return super().eventFilter(watched, event)

    def _show(self, pane: TablePane, record: Record | None) -> None:
        if pane is self.pane:
            self.form.show_record(record)
