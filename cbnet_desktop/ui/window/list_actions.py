"""The two sheet actions and the calendar of the window's menu, for the list in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cbnet_desktop.ui.sheets.table_menu import begin_import, export

if TYPE_CHECKING:
    from cbnet_desktop.ui.window.network_window import NetworkWindow

NO_LIST = "Der er ingen liste på denne fane. Vælg en fane med en tabel."


def export_year(window: NetworkWindow) -> None:
    """Asks for a file and writes the plan year's meetings as a calendar."""
    from cbnet_desktop.ui.sheets import calendar_export

    calendar_export.ask_and_export(
        window.session, window, lambda sentence: window.statusBar().showMessage(sentence, 8000)
    )


def export_shown(window: NetworkWindow) -> None:
    """Asks for a file and writes the list in use into it."""
    _with_pane(window, is_import=False)


def import_shown(window: NetworkWindow) -> None:
    """Asks for a sheet and shows what taking it into the list in use would do."""
    _with_pane(window, is_import=True)


def _with_pane(window: NetworkWindow, *, is_import: bool) -> None:
    from cbnet_desktop.ui.form.commit_typing import commit_typing
    from cbnet_desktop.ui.sheets import shown_list

    commit_typing()
    pane = shown_list.shown_pane(window.page)
    if pane is None:
        window.strip.show_error(NO_LIST)
    elif is_import and not shown_list.can_import(pane):
        pane.strip.show_error("Rækkerne i denne liste kan ikke rettes og derfor heller ikke importeres.")
    else:
        (begin_import if is_import else export)(pane)
