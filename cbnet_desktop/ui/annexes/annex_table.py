"""The annexes in the form of an agenda item, a meeting or a plan, moved by Alt+Up and Alt+Down (M15)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records import Annex, ordering
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.annexes.annex_file_actions import AnnexFileActions
from cbnet_desktop.ui.annexes.erase_annex_dialog import EraseAnnexDialog
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table import clipboard
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets.qt_types import is_mouse, moving_steps

NEW_TITLE = "Nyt bilag"
_FILE = "Fil"


class AnnexTable(FormTable):
    """Shows the annexes of the row returned by owner()."""

    def __init__(self, session: Session, owner: Callable[[], Record | None], parent: QWidget | None = None) -> None:
        self._session = session
        self._owner = owner
        self._pressed: QPoint | None = None
        super().__init__(session, _spec(self._blank), self._rows, parent)
        self.files = AnnexFileActions(session, self)
        self.add_button = self.add_action(NEW_TITLE, self.add)
        self.add_files_button = self.add_action("Tilføj filer …", self.choose_files)
        self.open_button = self.add_action("Åbn", self.open)
        self.save_button = self.add_action("Gem …", self.choose_target)
        self.erase_button = self.add_action("Slet for alle …", self.ask_to_erase)
        self.setAcceptDrops(True)
        view = self.pane.view
        view.setToolTip("Alt+Pil op og Alt+Pil ned flytter bilaget. Filen kan trækkes ud herfra")
        view.take_files = self._take_in
        self.pane.take_typed = self._take_typed
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def add(self) -> None:
        """Adds an annex and starts editing its title."""
        owner = self._owner()
        changes = annexes.added(self._session.network, owner, {"title": NEW_TITLE}) if owner else []
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

    def ask_to_erase(self) -> EraseAnnexDialog | None:
        """Opens the dialog that erases the chosen annex's file everywhere."""
        annex = self._chosen()
        return open_dialog(EraseAnnexDialog(self._session, annex, self)) if annex and annex.sha256 else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accepts files of this computer."""
        if clipboard.files_in(event.mimeData()) and not self._session.is_read_only and event.source() is not self:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the files in; they stay where they are."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take_in(clipboard.files_in(event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V takes in copied files, also while there is no row yet."""
        is_paste = event.matches(QKeySequence.StandardKey.Paste)
        if not (is_paste and self._take_in(clipboard.files_in(QGuiApplication.clipboard().mimeData()))):
            super().keyPressEvent(event)

    def renew(self) -> None:
        """Reloads the rows."""
        super().renew()
        if hasattr(self, "erase_button"):
            can_edit = not self._session.is_read_only
            has_rows = bool(self._rows())
            for button in (self.add_button, self.add_files_button, self.erase_button):
                button.setEnabled(can_edit)
            for button in (self.open_button, self.save_button, self.erase_button):
                button.setVisible(has_rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves the annex on Alt+Up and Alt+Down; drags the file out of its cell."""
        if steps := moving_steps(event):
            if chosen := self.pane.view.chosen():
                self._session.execute("Bilag flyttet", ordering.moved(self._rows(), chosen.id, steps))
            return True
        if watched is self.pane.view.viewport() and is_mouse(event):
            return self._note_mouse(event.type(), event.position().toPoint())
        return super().eventFilter(watched, event)

    def _note_mouse(self, kind: QEvent.Type, place: QPoint) -> bool:
        """Begins to drag the file out of its cell; True where the table must not see it."""
        if kind == QEvent.Type.MouseButtonPress:
            index = self.pane.view.indexAt(place)
            is_file = index.isValid() and self.pane.spec.columns[index.column()].title == _FILE and index.data()
            self._pressed = place if is_file else None
        elif kind == QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif kind == QEvent.Type.MouseMove and self._pressed:
            is_dragged = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if is_dragged and (annex := self._chosen()):
                self._pressed = None
                self.files.drag(annex)
            return True
        return False

    def _take_typed(self, record: Record, column: Column, typed: str) -> bool:
        """Opens the file on a double click or F2 on its name."""
        if column.title != _FILE or typed or not isinstance(record, Annex) or not record.sha256:
            return False
        self.open()
        return True

    def _take_in(self, paths: list[Path]) -> bool:
        owner = self._owner()
        if not (owner and paths) or self._session.is_read_only:
            return False
        self.files.take_in(owner, paths)
        return True

    def _chosen(self) -> Annex | None:
        found = self.pane.view.chosen()
        return self._session.network.find(Annex, found.id) if found else None

    def _blank(self, session: Session) -> Values:
        owner = self._owner()
        return (annexes.added(session.network, owner, {"title": NEW_TITLE})[0].after if owner else None) or {}

    def _rows(self) -> list[Annex]:
        owner = self._owner()
        return annexes.of(self._session.network, owner) if owner else []


def _spec(blank: Callable[[Session], Values]) -> TableSpec:
    number = "Nummeret følger af rækkefølgen. Alt+Pil op og Alt+Pil ned flytter bilaget."
    file = "Filen følger bilaget. »Tilføj filer« eller slip filer her for at lægge andre ind."
    columns = (
        Column("Nr.", text=_number, width=5, least=4, elsewhere=number),
        column(Annex, "title", width=22, least=15),
        Column(_FILE, text=_file_name, width=18, least=15, elsewhere=file),
        column(Annex, "dated_on", width=10),
        column(Annex, "link", width=12),
        column(Annex, "closed", title="Lukket", width=7),
    )
    return TableSpec(Annex, columns, rows=lambda _: (), pasted=blank, title="Bilag")


def _file_name(_: Network, record: Record) -> str:
    return annex_files.safe_name(record.file_name) if isinstance(record, Annex) and record.sha256 else ""


def _number(network: Network, record: Record) -> str:
    if not isinstance(record, Annex):
        return ""
    return annexes.number(network, record) or str(record.position or "")
