"""A page with several tables and one form for the row that was used last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.qt_types import is_entered
from cbnet_desktop.ui.widgets.state_line import StateLine

#: With fewer characters than this across, choices, state and actions have no room on one line.
NARROW = 172
#: What a form needs at least, in characters.
FORM = 40


class PanedPage(TablePage):
    """main is the first table, pane the one used last; new_row, archive, edit and the form are about that one.

    Details are tables about the row chosen in main, found by the field that names it. Nested tables stand inside the
    form: their rows are added, archived and edited there, and the form stays with the row it shows.
    actions_line is for the tab's line of choices; where that is too short, the state has a line of its own.
    """

    def __init__(self, session: Session, spec: TableSpec, *, hidden: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(session, spec, hidden=hidden)
        self.main = self.pane
        self.panes: list[TablePane] = []
        self._nested: list[TablePane] = []
        self._owners: dict[str, tuple[TablePane, str]] = {}
        self._is_stale = True
        self.actions_line = QWidget(self)
        self.action_row = QHBoxLayout(self.actions_line)
        self.action_row.setContentsMargins(0, 0, 0, 0)
        self.action_row.setSpacing(6)
        self.state = StateLine(self)
        self.action_row.addWidget(self.state, 1)
        self.action_row.addStretch(0)
        self.left.setHandleWidth(1)
        self.main.row_chosen.disconnect(self.form.show_record)
        self.main.asked_for_new.disconnect(self.new_row)
        self.add_pane(self.main)
        session.changed.connect(lambda _: self._note_change())
        session.year_changed.connect(lambda _: self._note_change())

    def add_pane(self, pane: TablePane) -> None:
        """Registers a table of its own."""
        self.tables |= {pane.spec.record.TABLE}
        self.panes.append(pane)
        pane.view.installEventFilter(self)
        pane.row_chosen.connect(lambda record: self._show(pane, record))
        pane.asked_for_new.connect(lambda: self.use(pane))
        pane.asked_for_new.connect(self.new_row)

    def add_detail(self, pane: TablePane, owner_field: str, *, is_nested: bool = False) -> None:
        """Registers a table about the row chosen in main; nested where it stands inside the form."""
        self._owners[pane.spec.record.TABLE] = pane, owner_field
        if is_nested:
            self.tables |= {pane.spec.record.TABLE}
            self._nested.append(pane)
        else:
            self.add_pane(pane)

    def renew(self) -> None:
        """Shows what a page puts around its tables as it is now; called when it changed and can be seen."""

    def renew_details(self) -> None:
        """Another row of main is current, or what is known of it changed."""
        for pane in self.panes:
            if pane is not self.main:
                pane.model.refresh()
                pane.renew()

    def owner(self) -> Record | None:
        """The row chosen in main as it is now."""
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

    def change_side(self) -> None:
        """From table to table, to the form and round again."""
        places: list[QWidget] = [pane.view for pane in self.panes if pane.isVisibleTo(self)]
        focused = QApplication.focusWidget() or self
        now = next((at for at, place in enumerate(places) if place is focused or place.isAncestorOf(focused)), -1)
        if self.form.isAncestorOf(focused):
            places[0].setFocus()
        elif now + 1 < len(places):
            places[now + 1].setFocus()
        else:
            self.form.focus_first()

    def filter(self, text: str) -> None:
        """Shows the rows of the first table that hold the words."""
        self.main.model.filter(text)

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence under the table in use."""
        self._used.strip.show_error(sentence)
        return True

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Chooses the row, and before that the row of main that it belongs to."""
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
        """The table that gets the focus is the one in use, unless it is only a menu that closes."""
        if is_entered(event):
            for pane in self.panes:
                if watched is pane.view:
                    self.use(pane)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is read before it is seen."""
        super().showEvent(event)
        if self._is_stale:
            self._note_change()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window, or with large letters, the state stands above the table."""
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
        """The table inside the form that has the focus, else the one used last."""
        return next((pane for pane in self._nested if pane.view.hasFocus()), self.pane)

    def _note_change(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.renew_details()
            self.renew()

    def _show(self, pane: TablePane, record: Record | None) -> None:
        if pane is self.main:
            self.renew_details()
        if pane is self.pane:
            self.form.show_record(record)


def _choose(pane: TablePane, row_id: str) -> None:
    """Makes a row current; a filter that hides it is taken off."""
    pane.renew()
    if not pane.view.choose(row_id):
        pane.model.filter("")
        pane.view.choose(row_id)


def give_form(page: TablePage, width: int) -> None:
    """Gives the form its share of a window 1366 pixels wide; with large letters as much as they need."""
    wanted = max(width, characters(page, FORM))
    page.splitter.setSizes([1366 - wanted, wanted])
