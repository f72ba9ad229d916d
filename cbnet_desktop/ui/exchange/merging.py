"""Takes a copy of the network in, off the window's thread, and says what it brought."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Exchanged
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog


def merge(
    session: Session, path: Path, over: QWidget, tell: Callable[[str], None], refuse: Callable[[UserError], None]
) -> None:
    """Merges a file; over is covered while it lasts. tell is given what came of it, refuse why nothing did."""
    busy = BusyDialog("Fletter", "Kopien flettes ind. Det kan tage et øjeblik, hvis den indeholder meget nyt.", over)

    def done(result: Exchanged) -> None:
        busy.finish()
        session.note_exchange(result)
        tell(" ".join([sharing_messages.merged(result), *_at_odds(session, result)]))

    def refused(refusal: UserError) -> None:
        busy.finish()
        refuse(refusal)

    session.sharing.run(lambda exchanger: exchanger.merge_file(path), done, refused)


def _at_odds(session: Session, result: Exchanged) -> list[str]:
    """That there is something to choose, where the copy may have brought it."""
    count = len(session.sharing.conflicts)
    if not (count and result.edits):
        return []
    return [f"{danish.counted(count, 'konflikt', 'konflikter')} venter på dit valg under Rediger ▸ Konflikter."]
