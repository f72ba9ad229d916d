"""Exports the list shown as a spreadsheet file, in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.sheets import shown_list
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.file_kinds import with_suffix

XLSX, CSV = "Excel (*.xlsx)", "CSV med semikolon (*.csv)"


def ask_and_export(pane: TablePane) -> None:
    """Asks for a file and writes the list into it."""
    proposed = pane.session.store.path.with_name(shown_list.file_name_of(pane, ".xlsx"))
    target, chosen = QFileDialog.getSaveFileName(
        pane.window(), "Eksportér til regneark", str(proposed), f"{XLSX};;{CSV}"
    )
    if target:
        export(pane, with_suffix(target, ".csv" if chosen == CSV else ".xlsx"))


def export(pane: TablePane, target: Path) -> None:
    """Writes the list as it is shown; the suffix decides the format."""
    sheet = shown_list.sheet_of(pane)

    def work() -> Path:
        from cbnet_desktop.documents.pdf import writing
        from cbnet_desktop.sheets.writing import content

        kind = writing.CSV if target.suffix.lower() == ".csv" else writing.WORKBOOK
        writing.write(target, content(sheet, target.name), kind)
        return target

    background.run(
        work,
        lambda path: pane.strip.show_note(f"{len(sheet.rows)} rækker skrevet i {path}"),
        lambda refusal: pane.strip.show_error(refusal.message),
    )
