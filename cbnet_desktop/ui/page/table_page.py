"""The base class of most tabs: a table at the left and the form of its current row at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.page.folding_line import FoldingLine
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.font_sizes import without_margins

__all__ = ["Page", "TablePage"]


class TablePage(Page):
    """A table at the left and the form of its current row at the right.

    A tab passes its spec, adds actions to `bar` (above the table, hidden while empty), widgets to the form by
    `form.add_section`, and widgets below the table to `left`.
    """

    def __init__(
        self,
        session: Session,
        spec: TableSpec,
        *,
        hidden: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, parent)
        self.tables = frozenset({spec.record.TABLE})
        self.pane = TablePane(session, spec, self)
        self.form = RecordForm(session, hidden, self)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 0, 8, 0)
        self.bar.setSpacing(6)
        self.left = QSplitter(Qt.Orientation.Vertical, self)
        self.left.addWidget(self.pane)
        self.left.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.form)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([820, 520])
        self.splitter.setChildrenCollapsible(False)
        column = without_margins(QVBoxLayout(self))
        column.addLayout(self.bar)
        column.addWidget(self.splitter, 1)
        self.setFocusProxy(self.pane)
        self.pane.row_chosen.connect(self.form.show_record)
        self.pane.asked_for_new.connect(self.new_row)

    def add_to_bar(self, *widgets: QWidget) -> None:
        """Adds widgets above the table, at the left."""
        self.bar.setContentsMargins(8, 4, 8, 4)
        for widget in widgets:
            self.bar.addWidget(widget)

    def add_state(self, state: QWidget, *actions: QWidget) -> None:
        """Adds the year's state above the table, with actions beside or below it."""
        self.add_to_bar(FoldingLine(state, actions, self))

    def new_row(self) -> None:
        """Adds a row and opens its first cell."""
        self.pane.new_row()

    @property
    def used(self) -> TablePane:
        """The table that has the focus, also one in the form; else the page's own."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, TablePane):
                return widget
            widget = widget.parentWidget()
        return self.pane

    def archive(self) -> None:
        """Archives the selected rows of the table in use."""
        self.used.archive()

    def edit(self) -> None:
        """Opens the current cell of the table in use."""
        self.used.view.setFocus()
        self.used.view.edit_current()

    def tables_in_order(self) -> Sequence[TablePane]:
        """The tables that F6 goes through."""
        return (self.pane,)

    def change_side(self) -> None:
        """Moves the focus from table to table, to the form and back to the first."""
        places: list[QWidget] = [pane.view for pane in self.tables_in_order() if pane.isVisibleTo(self)]
        focused = QApplication.focusWidget() or self
        now = next((at for at, place in enumerate(places) if place is focused or place.isAncestorOf(focused)), -1)
        if self.form.isAncestorOf(focused):
            places[0].setFocus()
        elif now + 1 < len(places):
            places[now + 1].setFocus()
        else:
            self.form.focus_first()

    def filter(self, text: str) -> None:
        """Filters the rows."""
        self.pane.model.filter(text)

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence below the table."""
        self.pane.strip.show_error(sentence)
        return True

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Makes the row current; focuses the form's field, else the table."""
        if table not in self.tables:
            return False
        self.pane.renew()
        if row_id and not self.pane.view.choose(row_id, field):
            self.pane.model.filter("")
            self.pane.view.choose(row_id, field)
        if not (row_id and field and self.form.focus_field(field)):
            self.pane.setFocus()
        return True
