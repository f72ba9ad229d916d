"""The list that a page shows, for export and import: columns, order and filter as on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import context, tables
from cbnet_desktop.domain.sheets.context import Context
from cbnet_desktop.domain.sheets.tables import Sheet, SheetColumn
from cbnet_desktop.domain.sheets.titles import Titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.table.columns import Column, TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane

Cell = Callable[[Record], Value]


def shown_pane(page: QWidget) -> TablePane | None:
    """The table in use on a page: the one with the focus, else the page's own, else the first visible one."""
    widget = QApplication.focusWidget()
    while widget is not None and widget is not page:
        if isinstance(widget, TablePane) and page.isAncestorOf(widget):
            return widget
        widget = widget.parentWidget()
    own = getattr(getattr(page, "page", page), "pane", None)
    if isinstance(own, TablePane) and own.isVisibleTo(page):
        return own
    return next((pane for pane in page.findChildren(TablePane) if pane.isVisibleTo(page)), None)


def name_of(pane: TablePane) -> str:
    """The name of the list, for files and dialogs."""
    return pane.spec.title or tables.title_of(pane.spec.record)


def file_name_of(pane: TablePane, suffix: str) -> str:
    """The name of a file with the list in the plan year."""
    name = f"{name_of(pane).lower()}-{pane.session.year}{suffix}"
    return name.replace(" ", "-").replace("/", "-")


def can_import(pane: TablePane) -> bool:
    """Whether the list can be edited, so that an import makes sense."""
    return pane.spec.record.TABLE not in FROZEN_TABLES and not pane.session.is_read_only


def sheet_of(pane: TablePane) -> Sheet:
    """The rows and columns shown, in the order shown, with the ids in a hidden column."""
    network = pane.model.network
    titles = Titles(network)
    shown = [_shown(pane.spec.columns[place], pane.spec, network, titles) for place in places(pane)]
    rows = tuple((*(cell(record) for _, cell in shown), record.id) for record in pane.model.records())
    return Sheet(name_of(pane), (*(column for column, _ in shown), tables.id_column()), rows)


def titles_of(spec: TableSpec) -> dict[str, str]:
    """The fields of the list's record by column title, without the columns of other records."""
    return {
        column.title: "" if column.of or not column.field else column.field
        for column in spec.columns
        if column.kind in (None, spec.record)
    }


def context_of(pane: TablePane) -> Context:
    """The plan year and the page's selection, which new rows of the list refer to."""
    session = pane.session
    found = context.of_year(session.network, pane.spec.record, session.year)
    fields = pane.spec.record.fields()
    blank = pane.spec.blank(session) if pane.spec.blank else None
    owners = {
        name: value
        for name, value in (blank or {}).items()
        if value is not None and fields[name].kind in (Kind.REFERENCE, Kind.YEAR)
    }
    return Context({**found.values, **owners}, found.changes, found.year)


def places(pane: TablePane) -> list[int]:
    """The columns shown, from left to right, without those that never leave the network's own file."""
    fields = [pane.spec.field(place) for place in range(len(pane.spec.columns))]
    return [place for place in pane.view.selection.columns() if not ((field := fields[place]) and field.is_internal)]


def _shown(column: Column, spec: TableSpec, network: Network, titles: Titles) -> tuple[SheetColumn, Cell]:
    if column.text is None:
        field = (column.kind or spec.record).fields()[column.field]
        return tables.column_of(field, column.title), lambda record: _held(column, field, network, record, titles)
    text, number = column.text, column.sum_of
    kind = Kind.TEXT
    if number is not None:
        kind = Kind.MONEY if column.show_sum is danish.amount else Kind.COUNT
    head = SheetColumn(column.title, kind, max(column.width, len(column.title)) + 4)
    return head, lambda record: (number or text)(network, record)


def _held(column: Column, field: Field, network: Network, record: Record, titles: Titles) -> Value:
    holder = column.holder(network, record)
    return tables.cell(field, getattr(holder, field.name), titles) if holder else None
