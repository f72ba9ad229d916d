"""A page with several tables and one form for the row used last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.font_sizes import characters, without_margins
from cbnet_desktop.ui.widgets.qt_types import is_entered
from cbnet_desktop.ui.widgets.state_line import StateLine

#: Minimum width of a page with choices, state and actions on one line, in characters.
NARROW = 172
#: Minimum width of a form, in characters.
FORM = 40


class PanedPage(TablePage):
    """main is the first table, pane the one used last; new_row, archive, edit and the form apply to pane.

    Details are tables of the rows that refer to the current row of main by a field. Nested tables are inside the
    form: their rows are added, archived and edited there, and the form keeps its row. actions_line is shown beside
    the tab's choices; where that line is too narrow, the state gets a line of its own.
    """

    def __init__(
        self,
        session: Session,
        spec: TableSpec,
        *,
        hidden: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, spec, hidden=hidden, parent=parent)
        self.main = self.pane
        self.panes: list[TablePane] = []
        self._nested: list[TablePane] = []
        self._owners: dict[str, tuple[TablePane, str]] = {}
        self.actions_line = QWidget(self)
        self.action_row = without_margins(QHBoxLayout(self.actions_line), 6)
        self.state = StateLine(self)
        self.action_row.addWidget(self.state, 1)
        self.action_row.addStretch(0)
        self.left.setHandleWidth(1)
        self.main.row_chosen.disconnect(self.form.show_record)
        self.main.asked_for_new.disconnect(self.new_row)
        self.add_pane(self.main)
        self.follow_changes()

    def add_pane(self, pane: TablePane) -> None:
        """Registers a table that does not depend on main."""
        self.tables |= {pane.spec.record.TABLE}
        self.panes.append(pane)
        pane.view.installEventFilter(self)
        pane.row_chosen.connect(lambda record: self._show(pane, record))
        pane.asked_for_new.connect(lambda: self.use(pane))
        pane.asked_for_new.connect(self.new_row)

    def add_detail(self, pane: TablePane, owner_field: str, *, is_nested: bool = False) -> None:
        """Registers a table about the current row of main; nested where it is inside the form."""
        self._owners[pane.spec.record.TABLE] = pane, owner_field
        if is_nested:
            self.tables |= {pane.spec.record.TABLE}
            self._nested.append(pane)
        else:
            self.add_pane(pane)

    def renew_details(self) -> None:
        """A hook that is called when another row of main is current, or when that row changed."""
        for pane in self.panes:
            if pane is not self.main:
                pane.model.refresh()
                pane.renew()

    def owner(self) -> Record | None:
        """The current row of main, read again."""
        chosen = self.main.view.chosen()
        return self.session.network.row(chosen.TABLE, chosen.id) if chosen else None

    def use(self, pane: TablePane) -> None:
        """Makes a table the one used last."""
        self.pane = pane
        if self.form.record != pane.view.chosen():
            self.form.show_record(pane.view.chosen())

    def new_row(self) -> None:
        """Adds a row to the table in use and opens its first cell."""
        pane = self._used
        if pane.spec.record.TABLE not in self._owners or self.owner() is not None:
            pane.new_row()

    def tables_in_order(self) -> Sequence[TablePane]:
        """All of them but the nested ones."""
        return self.panes

    def filter(self, text: str) -> None:
        """Filters the rows of the first table."""
        self.main.model.filter(text)

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence below the table in use."""
        self._used.strip.show_error(sentence)
        return True

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Makes the row current, and before that the row of main that it belongs to."""
        if table not in self.tables:
            return False
        own = self.pane if table == self.pane.spec.record.TABLE else self.main
        pane, owner_field = self._owners.get(table, (own, ""))
        row = self.session.network.row(table, row_id) if row_id else None
        if owner_field and row is not None:
            _choose(self.main, str(getattr(row, owner_field)))
            self.renew_details()
        if pane in self._nested:
            pane.view.choose(row_id, field)
            pane.view.setFocus()
            return True
        pane.setFocus()
        self.use(pane)
        return super().jump_to(table, row_id, field) if table == pane.spec.record.TABLE else True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Makes the table that gets the focus the one in use, unless only a menu was closed."""
        if is_entered(event):
            for pane in self.panes:
                if watched is pane.view:
                    self.use(pane)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the state above the table where there is no room beside the actions."""
        super().resizeEvent(event)
        is_narrow = self.width() < characters(self, NARROW)
        wanted, other = (self.bar, self.action_row) if is_narrow else (self.action_row, self.bar)
        if wanted.indexOf(self.state) < 0:
            other.removeWidget(self.state)
            wanted.insertWidget(0, self.state, 1)
            edge = 4 if is_narrow else 0
            self.bar.setContentsMargins(8, edge, 8, edge)

    @property
    def _used(self) -> TablePane:
        """The nested table that has the focus, else the table used last."""
        return next((pane for pane in self._nested if pane.view.hasFocus()), self.pane)

    def _note_change(self) -> None:
        if self.isVisible():
            self.renew_details()
        super()._note_change()

    def _show(self, pane: TablePane, record: Record | None) -> None:
        if pane is self.main:
            self.renew_details()
        if pane is self.pane:
            self.form.show_record(record)


def _choose(pane: TablePane, row_id: str) -> None:
    """Makes a row current; clears a filter that hides it."""
    pane.renew()
    if not pane.view.choose(row_id):
        pane.model.filter("")
        pane.view.choose(row_id)


def give_form(page: TablePage, width: int) -> None:
    """Sets the splitter for a window 1366 pixels wide; a form with large fonts gets the width it needs."""
    wanted = max(width, characters(page, FORM))
    page.splitter.setSizes([1366 - wanted, wanted])
