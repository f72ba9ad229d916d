"""Opening a file that is not known on this computer: read off the window's thread, with a question where it is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records.errors import Unclear, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Meant, Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window import off_window

ANSWERS = {
    "Det er den fælles &fil": Meant.SHARED,
    "Det er en kopi, jeg kun vil &se": Meant.COPY,
    "&Begynd et nyt mødested her": Meant.PLACE,
}
FIND, BEGIN, READ = "&Find mappen", "&Begynd en ny her", "&Kun læse"


def opened(path: Path, meant: Meant | None, over: QWidget | None) -> Store | None:
    """The store of a file; None where it was refused, which is shown, or given up."""
    open_it = partial(open_store, path, home=paths.home(), user=paths.user_name(), meant=meant)
    found = off_window.made(
        lambda progress: open_it(progress=progress),
        "Åbner",
        f"{path.name} læses. Første gang kan det tage lidt.",
        over,
    )
    if isinstance(found, Unclear):
        answer = asked(found.message, over)
        return opened(path, answer, over) if answer else None
    if isinstance(found, UserError):
        message_box.show(over, found.message)
        return None
    return found


def asked(question: str, over: QWidget | None) -> Meant | None:
    """The user's answer to what a file is; None for none."""
    chosen = message_box.choose(over, question, list(ANSWERS))
    return None if chosen is None else list(ANSWERS.values())[chosen]


def another(path: Path) -> str:
    """The question about a known file that now is of another network than the one shown."""
    return f"{path.name} er nu et andet netværk end det, der vises her. Hvad er filen?"


def asked_alone(store: Store, over: QWidget | None) -> tuple[Path, Meant | None] | None:
    """Asks what to do with a file that lies without its folder; None to read it, else what to open and how."""
    day = danish.long_date(danish.local_time(store.log.newest()).date().isoformat())
    question = f"Mappen {store.lacks_folder} ligger ikke ved siden af filen. Filen er fra {day}."
    chosen = message_box.choose(over, question, [FIND, BEGIN, READ])
    if chosen == 1:
        return store.path, Meant.PLACE
    file = _beside_folder(store, over) if chosen == 0 else None
    return (file, None) if file else None


def _beside_folder(store: Store, over: QWidget | None) -> Path | None:
    """The network's file beside the folder that the user finds; says so where there is none."""
    from PySide6.QtWidgets import QFileDialog

    found = QFileDialog.getExistingDirectory(over, f"Find mappen {store.lacks_folder}", str(Path.home()))
    if not found:
        return None
    folder = Path(found)
    files = sorted(folder.parent.glob("*.cbnet")) if folder.name == store.lacks_folder else []
    if not files:
        message_box.show(
            over,
            f"{folder.name} er ikke mappen {store.lacks_folder} med netværkets fil ved siden af. Læg filen ved siden "
            "af mappen, og åbn den der.",
        )
        return None
    same = [file for file in files if file.name == store.path.name]
    return (same or files)[0]
