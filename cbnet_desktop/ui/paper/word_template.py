"""»Skabelon til Word …«: a file chosen once, in which everybody who shares the network writes papers for Word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import message_box

NONE = (
    "Papirer til Word skrives med CBnets eget udseende. Vælg en Word-skabelon med netværkets sidehoved, sidefod og "
    "skrifttyper, så bruges den af alle, der deler netværket."
)
_CHOOSE, _REMOVE = "&Vælg skabelon …", "Fjern &skabelonen"


def ask(window: QWidget, session: Session) -> None:
    """Says which template there is, and lets another be chosen or it be removed."""
    found = annexes.template(session.network)
    name = quoted(annex_files.safe_name(found.file_name)) if found else ""
    sentence = f"Papirer til Word skrives i skabelonen {name}, hos alle, der deler netværket." if found else NONE
    answer = message_box.choose(window, sentence, [_CHOOSE, *([_REMOVE] if found else [])])
    if answer == 0:
        chosen, _ = QFileDialog.getOpenFileName(
            window, "Skabelon til Word", str(Path.home()), "Word (*.dotx *.docx);;Alle filer (*)"
        )
        if chosen:
            take_in(session, Path(chosen))
    elif answer == 1:
        session.execute("", annexes.with_template(session.network, None))


def take_in(session: Session, path: Path) -> None:
    """Makes a file the template, once it has been tried."""
    store = session.store

    def tried() -> dict[str, Value]:
        from cbnet_desktop.documents.word import templates

        templates.require_usable(templates.read(path))
        with background.own(store) as own:
            return own.annexes.taken_in(path)

    def taken(values: dict[str, Value]) -> None:
        session.execute("", annexes.with_template(session.network, values))

    background.run(tried, taken, session.refused.emit)
