"""Files as annexes in the window: taken in, opened, dragged out and saved, all of it off the window's thread."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cbnet_desktop.documents.annexes.judging import Judge
from cbnet_desktop.domain.meetings import annex_files, annex_titles, annexes
from cbnet_desktop.domain.records import Annex
from cbnet_desktop.domain.records.annexes import is_link
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.store import Store
from cbnet_desktop.store.files.whole_files import private_folder
from cbnet_desktop.system import machine
from cbnet_desktop.ui.editing import background, busy_work
from cbnet_desktop.ui.editing.busy_work import Report
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

T = TypeVar("T")
#: The most files that are taken in at once.
MOST_AT_ONCE = 200


class AnnexFileActions:
    """What can be done with the files of annexes from a widget."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session = session
        self._parent = parent
        self._busy: BusyDialog | None = None
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        #: Where a document or a link is handed to the system, and where a drag is begun.
        self.hand_over: Callable[[QUrl], object] = QDesktopServices.openUrl
        self.begin_drag: Callable[[QMimeData], object] = self._drag

    def take_in(self, owner: Record, paths: Sequence[Path]) -> None:
        """Makes files annexes of a row, all or none, as one edit."""
        self.read(paths, lambda found: self._add(owner, found))

    def read(self, paths: Sequence[Path], done: Callable[[list[dict[str, Value]]], object]) -> None:
        """Keeps the bytes of files, and calls done with the fields of an annex for each; says what is refused."""
        if len(paths) > MOST_AT_ONCE:
            self._refuse(Invalid(f"Det er {len(paths)} filer. Læg højst {MOST_AT_ONCE} filer ind ad gangen."))
            return

        def taken(store: Store, report: Report) -> list[dict[str, Value]]:
            found = []
            with closing(Judge()) as judge:
                for place, path in enumerate(paths):
                    report(place / len(paths))
                    found.append(store.annexes.taken_in(path, judge))
            return found

        self._apart("Filerne lægges ind …", taken, done)

    def _add(self, owner: Record, found: Sequence[dict[str, Value]]) -> None:
        titled = ({**annex_titles.said_by(str(values["file_name"]))._asdict(), **values} for values in found)
        self._session.execute("", annexes.added(self._session.network, owner, *titled))

    def open(self, annex: Annex) -> None:
        """Opens a file of a type that may be opened, or a link; says of any other that it can be saved."""
        if annex.sha256:
            self._copied(annex, self._shown, is_opened=True)
        elif is_link(annex.link) and machine.settings().no_network:
            told = "Links åbnes ikke på denne computer. Skriv selv adressen i et andet program"
            self._refuse(Invalid(f"{told}: {annex.link}"))
        elif is_link(annex.link):
            self.hand_over(QUrl(annex.link))

    def drag(self, annex: Annex) -> None:
        """Begins to drag a copy of the file, once it is there and if the button is still held."""
        if annex.sha256:
            self._copied(annex, self._dragged, is_opened=False)

    def save(self, annex: Annex, target: Path) -> None:
        """Saves a file under a new name."""
        self._apart("Filen gemmes …", lambda store, _: store.annexes.save(annex, target), lambda _: None)

    def _copied(self, annex: Annex, done: Callable[[Path], object], *, is_opened: bool) -> None:
        """Makes a private copy under the file's own name; one that is opened cannot be changed."""
        if self._copies is None or not Path(self._copies.name).is_dir():  # systems clear temporary files away
            self._copies = private_folder()
        folder = Path(self._copies.name)

        def written(store: Store, _: Report) -> Path:
            data = store.annexes.content(annex)
            if is_opened:
                _require_opened(annex, data)
            path = store.annexes.save(annex, Path(tempfile.mkdtemp(dir=folder)))
            # What is dragged out belongs to who drags it; Windows would mark his copy read-only too.
            path.chmod(0o400 if is_opened else 0o600)
            return path

        self._apart("Filen hentes …", written, done)

    def _shown(self, path: Path) -> None:
        self.hand_over(QUrl.fromLocalFile(str(path)))

    def _dragged(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        self.begin_drag(data)

    def _drag(self, data: QMimeData) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self._parent)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)

    def _apart(self, sentence: str, work: Callable[[Store, Report], T], done: Callable[[T], object]) -> None:
        """Works with the store over a connection of its own, in another thread."""
        store = self._session.store

        def job(report: Report) -> T:
            with background.own(store) as own:
                return work(own, report)

        self._busy = busy_work.run(self._parent.window(), ("Bilag", sentence), job, done, self._refuse)

    def is_busy(self) -> bool:
        """Whether what was begun last is still being done, though its dialog may not be seen yet."""
        return self._busy is not None and isValid(self._busy) and not self._busy.is_finished

    def _refuse(self, refusal: UserError) -> None:
        message_box.show(self._parent.window(), refusal.message)


def _require_opened(annex: Annex, data: bytes) -> None:
    """Raises Invalid for a file that may only be saved, whatever its row says: somebody else may have written it."""
    name = quoted(annex_files.safe_name(annex.file_name))
    otherwise = "Gem den i stedet, hvis du ved, hvem den er fra."
    if not annex_files.may_open(annex.file_name, data[: annex_files.BEGINNING]):
        raise Invalid(f"{name} er af en type, som CBnet ikke åbner. {otherwise}")
    with closing(Judge()) as judge:
        if reason := judge(annex.file_name, data):
            raise Invalid(f"{name} åbnes ikke herfra: {reason}. {otherwise}")
