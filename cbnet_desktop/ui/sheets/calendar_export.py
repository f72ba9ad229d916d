"""The year's meetings as a calendar file: asked for, made in a thread, written whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session

ALL, MEETINGS_ONLY = "Møder og frister (*.ics)", "Kun møder (*.ics)"


def ask_and_export(session: Session, parent: QWidget, tell: Callable[[str], None]) -> None:
    """Asks for a file, with or without the deadlines, and writes the plan year's meetings into it."""
    proposed = session.store.path.with_name(f"møder-{session.year}.ics")
    target, chosen = QFileDialog.getSaveFileName(parent, "Eksportér kalender", str(proposed), f"{ALL};;{MEETINGS_ONLY}")
    if target:
        path = Path(target)
        path = path if path.suffix else path.with_suffix(".ics")
        export(session, path, tell, with_deadlines=chosen != MEETINGS_ONLY)


def export(session: Session, target: Path, tell: Callable[[str], None], *, with_deadlines: bool = True) -> None:
    """Writes the calendar; a refusal goes out as the document's."""
    network, year, log = session.network, session.year, session.store.log

    def work() -> str:
        from cbnet_desktop.documents.papers.calendar import render
        from cbnet_desktop.documents.pdf import writing
        from cbnet_desktop.domain.papers import calendar

        if target.suffix.lower() != ".ics":
            raise Invalid(f"{target.name} kan ikke skrives. Brug et navn, der ender på .ics.")
        with closing(log.opened_anew()) as own:
            known = calendar.revisions(entry for table in calendar.TABLES for entry in own.history(table))
        text = calendar.content(network, year, known, with_deadlines=with_deadlines)
        writing.write(target, render(text), writing.CALENDAR)
        return f"{len(text.entries)} kalenderaftaler skrevet i {target}"

    def refused(refusal: UserError) -> None:
        session.refused.emit(refusal)

    background.run(work, tell, refused)
