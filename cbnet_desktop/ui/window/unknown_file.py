"""Opening a file that is not known on this computer: read off the window's thread, with a question where it is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import Unclear, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Meant, Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

ANSWERS = {
    "Det er den fælles &fil": Meant.SHARED,
    "Det er en kopi, jeg kun vil &se": Meant.COPY,
    "&Begynd et nyt mødested her": Meant.PLACE,
}
FIND, BEGIN, READ = "&Find mappen", "&Begynd en ny her", "&Kun læse"


class _Opening(QObject):
    """The opening of one file in a thread of its own; a share that hangs hangs that thread alone."""

    progressed = Signal(int, int)

    def __init__(self, path: Path, meant: Meant | None, over: QWidget | None) -> None:
        super().__init__()
        self._path = path
        self._meant = meant
        self._home, self._user = paths.home(), paths.user_name()
        self._waiting = QEventLoop(self)
        self._busy = BusyDialog("Åbner", f"{path.name} læses. Første gang kan det tage lidt.", over, can_cancel=True)
        self._busy.finished.connect(self._waiting.quit)
        self.progressed.connect(self._show)
        self.store: Store | None = None
        self.refusal: UserError | None = None

    def run(self) -> None:
        """Waits until the file is open, refused or given up; the window stays alive meanwhile."""
        background.run(self._open, self._note, self._refuse)
        self._waiting.exec()

    def _open(self) -> Store:
        store = open_store(self._path, home=self._home, user=self._user, meant=self._meant, progress=self._progress)
        store.let_go()
        return store

    def _progress(self, done: int, of: int) -> None:
        if isValid(self):
            self.progressed.emit(done, of)

    def _show(self, done: int, of: int) -> None:
        if of and not self._busy.is_cancelled:
            self._busy.show_share(done / of)

    def _note(self, store: Store) -> None:
        if not self._busy.is_cancelled:
            self.store = store.opened_anew()
            self._busy.finish()

    def _refuse(self, refusal: UserError) -> None:
        if not self._busy.is_cancelled:
            self.refusal = refusal
            self._busy.finish()


def opened(path: Path, meant: Meant | None, over: QWidget | None) -> Store | None:
    """The store of a file; None where it was refused, which is shown, or given up."""
    opening = _Opening(path, meant, over)
    opening.run()
    if isinstance(opening.refusal, Unclear):
        answer = asked(opening.refusal.message, over)
        return opened(path, answer, over) if answer else None
    if opening.refusal:
        message_box.show(over, opening.refusal.message)
    return opening.store


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
