"""The menu's exports and imports of the list in use and of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cbnet_desktop.ui.table.table_pane import TablePane
    from cbnet_desktop.ui.window.network_window import NetworkWindow

NO_LIST = "Der er ingen liste på denne fane. Vælg en fane med en tabel."


def export_year(window: NetworkWindow) -> None:
    """Asks for a file and writes the plan year's meetings as a calendar."""
    from cbnet_desktop.ui.sheets import calendar_export

    calendar_export.ask_and_export(window.session, window, lambda text: window.statusBar().showMessage(text, 8000))


def export_shown(window: NetworkWindow) -> None:
    """Asks for a file and writes the list in use into it."""
    if pane := _pane(window):
        from cbnet_desktop.ui.sheets import table_menu

        table_menu.export(pane)


def print_shown(window: NetworkWindow) -> None:
    """Previews the list in use as it is shown, to be printed."""
    if pane := _pane(window):
        from cbnet_desktop.ui.sheets import table_menu

        table_menu.print_list(pane)


def import_shown(window: NetworkWindow) -> None:
    """Asks for a sheet and previews its import into the list in use."""
    from cbnet_desktop.ui.sheets import shown_list, table_menu

    if pane := _pane(window):
        if shown_list.can_import(pane):
            table_menu.begin_import(pane)
        else:
            pane.strip.show_error("Rækkerne i denne liste kan ikke rettes og derfor heller ikke importeres.")


def choose_columns(window: NetworkWindow) -> None:
    """Opens the menu of columns of the list in use."""
    if pane := _pane(window):
        from cbnet_desktop.ui.table import column_menu

        pane.view.setFocus()
        column_menu.open_at(pane.view)


def _pane(window: NetworkWindow) -> TablePane | None:
    """Commits typing and returns the list in use; says so where there is none."""
    from cbnet_desktop.ui.form.commit_typing import commit_typing
    from cbnet_desktop.ui.sheets import shown_list

    commit_typing()
    pane = shown_list.shown_pane(window.page)
    if pane is None:
        window.strip.show_error(NO_LIST)
    return pane
