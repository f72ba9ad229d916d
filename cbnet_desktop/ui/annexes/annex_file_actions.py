"""Files as annexes in the window: taken in, opened and saved, the bytes read and written off the window's thread."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records import AgendaItem, Annex
from cbnet_desktop.domain.records.annexes import is_link
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.store import Store
from cbnet_desktop.store.files.whole_files import private_folder
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import message_box

T = TypeVar("T")


class AnnexFileActions:
    """What can be done with the files of annexes from a widget."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session = session
        self._parent = parent
        self._opened: tempfile.TemporaryDirectory[str] | None = None
        #: Where a document or a link is handed to the system.
        self.hand_over: Callable[[QUrl], object] = QDesktopServices.openUrl

    def take_in(self, item: AgendaItem, paths: Sequence[Path]) -> None:
        """Makes files annexes of an item, all or none, as one edit."""

        def taken(store: Store) -> list[dict[str, Value]]:
            return [store.annexes.taken_in(path) for path in paths]

        self._apart(taken, lambda found: self._add(item, found))

    def _add(self, item: AgendaItem, found: Sequence[dict[str, Value]]) -> None:
        titled = ({"title": Path(str(values["file_name"])).stem, **values} for values in found)
        self._session.execute("", annexes.added(self._session.network, item, *titled))

    def open(self, annex: Annex) -> None:
        """Opens a file of a type that may be opened, or a link; says of any other that it can be saved."""
        if not annex.sha256:
            if is_link(annex.link):
                self.hand_over(QUrl(annex.link))
            return
        if self._opened is None:
            self._opened = private_folder()
        folder = Path(self._opened.name)

        def written(store: Store) -> Path:
            data = store.annexes.content(annex)
            if not annex_files.may_open(annex.file_name, data[: annex_files.BEGINNING]):
                raise Invalid(
                    f"{quoted(annex_files.safe_name(annex.file_name))} er af en type, som CBnet ikke åbner. Gem den i "
                    "stedet, hvis du ved, hvem den er fra."
                )
            return store.annexes.save(annex, Path(tempfile.mkdtemp(dir=folder)))

        def shown(path: Path) -> None:
            self.hand_over(QUrl.fromLocalFile(str(path)))

        self._apart(written, shown)

    def save(self, annex: Annex, target: Path) -> None:
        """Saves a file under a new name."""
        self._apart(lambda store: store.annexes.save(annex, target), lambda _: None)

    def _apart(self, work: Callable[[Store], T], done: Callable[[T], None]) -> None:
        """Works with the store over a connection of its own, in another thread."""
        store = self._session.store

        def job() -> T:
            with background.own(store) as own:
                return work(own)

        background.run(job, done, lambda refusal: message_box.show(self._parent.window(), refusal.message))
