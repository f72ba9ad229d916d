"""Exports the year's meetings as a calendar file, in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.file_kinds import require_suffix, with_suffix

ALL, MEETINGS_ONLY = "Møder og frister (*.ics)", "Kun møder (*.ics)"


def ask_and_export(session: Session, parent: QWidget, report: Callable[[str], None]) -> None:
    """Asks for a file and whether to include deadlines, and writes the plan year's meetings into it."""
    proposed = session.store.path.with_name(f"møder-{session.year}.ics")
    target, chosen = QFileDialog.getSaveFileName(parent, "Eksportér kalender", str(proposed), f"{ALL};;{MEETINGS_ONLY}")
    if target:
        export(session, with_suffix(target, ".ics"), report, with_deadlines=chosen != MEETINGS_ONLY)


def export(session: Session, target: Path, report: Callable[[str], None], *, with_deadlines: bool = True) -> None:
    """Writes the calendar in the background; a refusal is emitted by the session."""
    network, year, log = session.network, session.year, session.store.log

    def work() -> str:
        from cbnet_desktop.documents.papers.calendar import render
        from cbnet_desktop.documents.pdf import writing
        from cbnet_desktop.domain.papers import calendar

        require_suffix(target, ".ics")
        with closing(log.opened_anew()) as own:
            known = calendar.revisions(entry for table in calendar.TABLES for entry in own.history(table))
        text = calendar.content(network, year, known, with_deadlines=with_deadlines)
        writing.write(target, render(text), writing.CALENDAR)
        return f"{len(text.entries)} kalenderaftaler skrevet i {target}"

    background.run(work, report, session.refused.emit)
