"""The annexes in the form of an agenda item, moved by Alt+Up and Alt+Down (M15)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records import AgendaItem, Annex, ordering
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.annexes.annex_file_actions import AnnexFileActions
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.qt_types import moving_steps

NEW_TITLE = "Nyt bilag"


class AnnexTable(FormTable):
    """Shows the annexes of the agenda item returned by item()."""

    def __init__(self, session: Session, item: Callable[[], AgendaItem | None], parent: QWidget | None = None) -> None:
        self._session = session
        self._item = item
        spec = TableSpec(
            Annex,
            (
                Column(
                    "Nr.",
                    text=_number,
                    width=5,
                    elsewhere="Nummeret følger af rækkefølgen. Alt+Pil op og Alt+Pil ned flytter bilaget.",
                ),
                column(Annex, "title", width=22),
                Column(
                    "Fil",
                    text=_file_name,
                    width=18,
                    elsewhere="Filen følger bilaget. »Tilføj filer« eller slip filer her for at lægge andre ind.",
                ),
                column(Annex, "link", width=12),
            ),
            rows=lambda _: (),
            pasted=self._blank,
            title="Bilag",
        )
        super().__init__(session, spec, self._rows, parent)
        self.files = AnnexFileActions(session, self)
        self.add_button = self.add_action(NEW_TITLE, self.add)
        self.add_files_button = self.add_action("Tilføj filer …", self.choose_files)
        self.open_button = self.add_action("Åbn", self.open)
        self.save_button = self.add_action("Gem …", self.choose_target)
        self.setAcceptDrops(True)
        self.pane.view.setToolTip("Alt+Pil op og Alt+Pil ned flytter bilaget")
        self.pane.view.installEventFilter(self)

    def add(self) -> None:
        """Adds an annex and starts editing its title."""
        item = self._item()
        changes = annexes.added(self._session.network, item, {"title": NEW_TITLE}) if item else []
        if changes and self._session.execute("", changes):
            self.renew()
            self.pane.begin_editing(changes[0].row_id, "title")

    def choose_files(self) -> None:
        """Asks for files, and takes them in."""
        from PySide6.QtWidgets import QFileDialog

        paths, _ = QFileDialog.getOpenFileNames(self.window(), "Tilføj filer som bilag", str(Path.home()))
        self._take_in([Path(path) for path in paths])

    def open(self) -> None:
        """Opens the chosen annex."""
        if annex := self._chosen():
            self.files.open(annex)

    def choose_target(self) -> None:
        """Asks where to save the chosen annex, and saves it."""
        from PySide6.QtWidgets import QFileDialog

        annex = self._chosen()
        if annex and annex.sha256:
            name = str(Path.home() / annex_files.safe_name(annex.file_name))
            path, _ = QFileDialog.getSaveFileName(self.window(), "Gem bilaget som", name)
            if path:
                self.files.save(annex, Path(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accepts files of this computer."""
        if _files_in(event.mimeData()) and not self._session.is_read_only:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the files in; they stay where they are."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take_in(_files_in(event.mimeData()))

    def _take_in(self, paths: list[Path]) -> None:
        item = self._item()
        if item and paths:
            self.files.take_in(item, paths)

    def _chosen(self) -> Annex | None:
        found = self.pane.view.chosen()
        return self._session.network.find(Annex, found.id) if found else None

    def renew(self) -> None:
        """Reloads the rows."""
        super().renew()
        if hasattr(self, "save_button"):
            for button in (self.add_button, self.add_files_button):
                button.setEnabled(not self._session.is_read_only)
            has_rows = bool(self._rows())
            for button in (self.open_button, self.save_button):
                button.setVisible(has_rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves the annex on Alt+Up and Alt+Down."""
        if steps := moving_steps(event):
            if chosen := self.pane.view.chosen():
                self._session.execute("Bilag flyttet", ordering.moved(self._rows(), chosen.id, steps))
            return True
        return super().eventFilter(watched, event)

    def _blank(self, session: Session) -> Values:
        item = self._item()
        return (annexes.added(session.network, item, {"title": NEW_TITLE})[0].after if item else None) or {}

    def _rows(self) -> list[Annex]:
        item = self._item()
        return annexes.of(self._session.network, item) if item else []


def _files_in(data: QMimeData) -> list[Path]:
    """The files of this computer that are dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _file_name(_: Network, record: Record) -> str:
    return annex_files.safe_name(record.file_name) if isinstance(record, Annex) and record.sha256 else ""


def _number(network: Network, record: Record) -> str:
    return annexes.number(network, record) if isinstance(record, Annex) else ""
