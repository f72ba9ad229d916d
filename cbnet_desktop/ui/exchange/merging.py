"""Merges a copy of the network in the background, and says what it brought."""

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
    session: Session, path: Path, over: QWidget, report: Callable[[str], None], refuse: Callable[[UserError], None]
) -> None:
    """Merges a file with a busy dialog over a widget; calls report with the result, or refuse with the reason."""
    busy = BusyDialog("Fletter", "Kopien flettes ind. Det kan tage et øjeblik, hvis den indeholder meget nyt.", over)

    def done(result: Exchanged) -> None:
        busy.finish()
        session.note_exchange(result)
        report(" ".join([sharing_messages.merged(result), *_at_odds(session, result)]))

    def refused(refusal: UserError) -> None:
        busy.finish()
        refuse(refusal)

    session.sharing.run(lambda exchanger: exchanger.merge_file(path), done, refused)


def _at_odds(session: Session, result: Exchanged) -> list[str]:
    """A hint that there are conflicts, where the copy may have brought them."""
    count = len(session.sharing.conflicts)
    if not (count and result.pulled):
        return []
    return [f"{danish.counted(count, 'konflikt', 'konflikter')} venter på dit valg under Rediger ▸ Konflikter."]
