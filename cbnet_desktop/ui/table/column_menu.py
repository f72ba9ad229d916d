"""The menu of a table's columns: by a right click on a title, from the table's menu, or from »Vis«."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets.tick_menu import Tick, TickMenu

TITLE, RESET = "K&olonner", "&Nulstil kolonnerne"


class ColumnMenu(TickMenu):
    """Shows and hides the columns of a view; the last one shown stays."""

    def __init__(self, view: RecordTableView, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _ticks(view), "", parent or view)
        self._view = view
        self.setTitle(TITLE)
        self.ticked.connect(self._choose)

    def renew(self) -> None:
        """Reads the columns again."""
        super().renew()
        self._keep_one()
        self.addSeparator()
        self.addAction(RESET, self._view.columns.reset)

    def _choose(self, place: str, is_shown: bool) -> None:
        self._view.widths.choose(int(place), is_shown=is_shown)
        self._keep_one()

    def _keep_one(self) -> None:
        ticked = [action for action in self.actions() if action.isChecked()]
        for action in self.actions():
            if action.isCheckable():
                action.setEnabled(len(ticked) > 1 or action not in ticked)


def offer(view: RecordTableView) -> None:
    """Opens the menu by a right click on a title."""
    header = view.horizontalHeader()
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    header.customContextMenuRequested.connect(lambda place: open_at(view, header.mapToGlobal(place)))


def open_at(view: RecordTableView, place: QPoint | None = None) -> None:
    """Opens the menu at a place on the screen, by default below the titles."""
    menu = ColumnMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place or view.viewport().mapToGlobal(QPoint(0, 0)))
    if place is None:
        menu.setActiveAction(menu.actions()[0])


def _ticks(view: RecordTableView) -> Iterator[Tick]:
    """The columns that the page offers, from left to right as they stand."""
    header, shown = view.horizontalHeader(), view.widths.shown
    for place in sorted(view.widths.offered, key=header.visualIndex):
        yield Tick(str(place), view.records.spec.columns[place].title, place in shown)
