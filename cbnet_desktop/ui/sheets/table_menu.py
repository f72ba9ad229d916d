"""The context menu of a table, with the actions on the table as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.ui.table.column_menu import ColumnMenu
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets import icons

EXPORT, IMPORT = "Eksportér &listen til regneark …", "I&mportér fra regneark …"
PRINT = "Forhåndsvis og udskriv lis&ten"


@dataclass(frozen=True)
class Own:
    """What the page does with the table's own rows."""

    new: Callable[[], object]
    edit: Callable[[], object]
    archive: Callable[[], object]
    can_add: bool


def open_at(widget: QWidget | None, place: QPoint, own: Own) -> None:
    """Opens the context menu of the table that a widget is part of, if it is part of one."""
    while widget is not None and not isinstance(widget, TablePane):
        widget = widget.parentWidget()
    if widget is not None:
        menu = made(widget, own)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def made(pane: TablePane, own: Own) -> QMenu:
    """Builds the context menu of a table: its rows, the actions of its page, the clipboard and sheets."""
    from cbnet_desktop.ui.sheets import shown_list

    menu = QMenu(pane)
    has_cells = bool(pane.view.selection.cells())
    _add(menu, "&Ny række", "Ctrl+N", own.new, is_enabled=own.can_add)
    _add(menu, "&Ret cellen", "F2", own.edit, is_enabled=has_cells)
    _add(menu, "&Arkivér", "Ctrl+Del", own.archive, is_enabled=pane.can_archive())
    menu.addSeparator()
    for button in pane.row_buttons:
        if not button.isHidden() and button.menu() is None:
            _add(menu, button.text(), "", button.click, is_enabled=button.isEnabled())
    menu.addSeparator()
    copy = menu.addAction("&Kopiér", pane.view.copy)
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.setEnabled(has_cells)
    paste = menu.addAction("Sæt &ind", pane.view.paste)
    paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
    paste.setEnabled(not pane.session.is_read_only)
    _add(menu, "&Fyld nedad", "Ctrl+D", pane.view.fill_down, is_enabled=has_cells and not pane.session.is_read_only)
    menu.addSeparator()
    menu.addAction(icons.icon("export"), EXPORT, lambda: export(pane))
    menu.addAction(icons.icon("print"), PRINT, lambda: print_list(pane))
    menu.addAction(IMPORT, lambda: begin_import(pane)).setEnabled(shown_list.can_import(pane))
    if pane.spec.record is Meeting:
        menu.addAction(icons.icon("calendar"), "Eksportér kalen&der …", lambda: export_calendar(pane))
    menu.addMenu(ColumnMenu(pane.view, menu))
    return menu


def _add(menu: QMenu, text: str, keys: str, call: Callable[[], object], *, is_enabled: bool) -> None:
    action = menu.addAction(text, call)
    action.setShortcut(QKeySequence(keys))
    action.setEnabled(is_enabled)


def export(pane: TablePane) -> None:
    """Asks for a file and writes the list into it."""
    from cbnet_desktop.ui.sheets import sheet_export

    sheet_export.ask_and_export(pane)


def print_list(pane: TablePane) -> None:
    """Previews the list as it is shown, to be printed."""
    from cbnet_desktop.ui.sheets import list_paper

    list_paper.show(pane)


def begin_import(pane: TablePane) -> None:
    """Asks for a sheet and previews its import."""
    from cbnet_desktop.ui.sheets import import_dialog

    import_dialog.ask_and_preview(pane)


def export_calendar(pane: TablePane) -> None:
    """Asks for a file and writes the plan year's meetings as a calendar."""
    from cbnet_desktop.ui.sheets import calendar_export

    calendar_export.ask_and_export(pane.session, pane.window(), pane.strip.show_note)
