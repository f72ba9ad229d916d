"""»Forsendelser«: what was sent and what is a draft, and the papers that went out, as they went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from cbnet_desktop.documents.mail import drafting
from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records import Annex, Dispatch, DispatchRecipient
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import DISPATCH_KINDS
from cbnet_desktop.store import Store
from cbnet_desktop.ui.annexes.annex_file_actions import AnnexFileActions
from cbnet_desktop.ui.dispatches.sent_dialog import SentDialog
from cbnet_desktop.ui.editing import background, mail_folder
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.paper import preview
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

T = TypeVar("T")
COLUMNS = (("Art", 16), ("Emne", 60), ("Tilstand", 0))
FILE_COLUMNS = (("Fil", 62), ("kB", 0))
TABLES = frozenset({Dispatch.TABLE, DispatchRecipient.TABLE, Annex.TABLE})


class DispatchesDialog(FittedDialog):
    """The dispatches about a row, else all; those that were sent can only be looked at."""

    def __init__(self, session: Session, about: Record | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._about = about
        self.hand_over: Callable[[QUrl], object] = QDesktopServices.openUrl
        self._files = AnnexFileActions(session, self)
        name = labels.row_title(session.network, about) if about else ""
        self.setWindowTitle(f"Forsendelser: {name}" if name else "Forsendelser")
        give_size(self, 144, 32)
        self.list = Listing("Forsendelser", COLUMNS, self)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.to = wrapped_label(self, "", "muted")
        self.files = Listing("Filer", FILE_COLUMNS, self)
        self.files.setMaximumHeight(self.fontMetrics().height() * 9)
        self.files.itemActivated.connect(lambda *_: self.open_file())
        self.files.currentItemChanged.connect(lambda *_: self._enable())
        self.strip = MessageStrip(self)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.open_button = self._add("&Åbn filen", self.open_file)
        self.save_button = self._add("&Gem filerne i en mappe …", self.ask_for_folder)
        self.mail_button = self._add("Åbn &kladden", self.open_mail)
        self.sent_button = self._add("&Er den sendt? …", self.ask_whether_sent)
        self.remove_button = self._add("&Fjern kladden", self.remove)
        self._box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        for widget in (self.to, self.files, self.strip, self._box):
            column.addWidget(widget)
        session.changed.connect(self._renew)
        self._fill()
        self.list.choose(0)
        self.list.setFocus()

    def chosen(self) -> Dispatch | None:
        """The chosen dispatch, as it is now."""
        found = self.list.chosen()
        return self._session.network.find(Dispatch, found.id) if isinstance(found, Dispatch) else None

    def open_file(self) -> None:
        """Shows the chosen file: a PDF in the program, as it went out, another type with the system's program."""
        file = self.files.chosen()
        if not isinstance(file, Annex):
            return
        if file.media_type != "application/pdf":
            self._files.open(file)
            return
        store = self._session.store

        def content(_: object) -> tuple[bytes, tuple[str, ...]]:
            with background.own(store) as own:
                return own.annexes.content(file), ()

        paper = ReadyPaper(file.title, annex_files.safe_name(file.file_name), content, is_foreign=True)
        preview.show(self, paper, lambda refusal: self.strip.show_error(refusal.message))

    def ask_for_folder(self) -> None:
        """Asks for a folder and saves all files there, as they went out."""
        folder = QFileDialog.getExistingDirectory(self, "Gem filerne i en mappe", str(Path.home()))
        if folder:
            self.save_into(Path(folder))

    def save_into(self, folder: Path) -> None:
        """Saves all files of the chosen dispatch; a file that is there already is never replaced."""
        dispatch = self.chosen()
        files = annexes.of(self._session.network, dispatch) if dispatch else []
        words = f"{danish.counted(len(files), 'fil', 'filer')} gemt i {folder}"

        def saved(store: Store) -> str:
            for file in files:
                store.annexes.save(file, folder)
            return words

        self._apart(saved, self.strip.show_note)

    def open_mail(self) -> None:
        """Opens the mail again in the mail program, the same bytes as before."""
        dispatch, network = self.chosen(), self._session.network
        if dispatch is None:
            return

        def made(store: Store) -> Path:
            mail = drafting.mail_of(network, dispatch, store.annexes)
            return mail_folder.written(drafting.file_name(dispatch.kind, dispatch.id), mail)

        self._apart(made, lambda path: self.hand_over(QUrl.fromLocalFile(str(path))))

    def ask_whether_sent(self) -> SentDialog | None:
        """Opens the question whether the draft was sent."""
        dispatch = self.chosen()
        return open_dialog(SentDialog(self._session, dispatch, self)) if dispatch and not dispatch.sent_on else None

    def remove(self) -> None:
        """Removes a draft that was not sent."""
        dispatch = self.chosen()
        if dispatch is None:
            return
        try:
            self._session.write(
                dispatches.removed(self._session.network, dispatch), f"Kladde fjernet: {dispatch.subject}"
            )
        except UserError as refusal:
            self.strip.show_error(refusal.message)

    def _apart(self, work: Callable[[Store], T], done: Callable[[T], object]) -> None:
        """Works with the store in another thread."""
        store = self._session.store

        def job() -> T:
            with background.own(store) as own:
                return work(own)

        def shown(found: T) -> None:
            if isValid(self):
                done(found)

        def refused(refusal: UserError) -> None:
            if isValid(self):
                self.strip.show_error(refusal.message)

        background.run(job, shown, refused)

    def _add(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = self._box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda _: pressed())
        button.setAutoDefault(False)
        return button

    def _renew(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._fill()

    def _fill(self) -> None:
        network, place = self._session.network, self.list.place()
        found = dispatches.of(network, self._about) if self._about else dispatches.newest_first(network.rows(Dispatch))
        self.list.clear()
        for row in found:
            self.list.add((DISPATCH_KINDS[row.kind], row.subject, dispatches.told(network, row)), row)
        self.list.choose(place)
        self.strip.show_note("" if found else "Der er ikke sendt noget endnu.")
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Shows to whom the chosen dispatch goes, and its files."""
        dispatch, network = self.chosen(), self._session.network
        to = dispatches.recipients(network, dispatch) if dispatch else []
        told = (f"{one.name} ({one.address})" if one.address else one.name for one in to)
        self.to.setText(f"Til {danish.joined(list(told))}" if to else "")
        self.files.clear()
        for file in annexes.of(network, dispatch) if dispatch else ():
            self.files.add((file.file_name, danish.number(-(-(file.size or 0) // 1000))), file)
        self.files.choose(0)
        self._enable()

    def _enable(self) -> None:
        dispatch, is_draft = self.chosen(), False
        if dispatch:
            is_draft = not dispatch.sent_on and not self._session.is_read_only
        self.open_button.setEnabled(self.files.chosen() is not None)
        self.save_button.setEnabled(self.files.topLevelItemCount() > 0)
        self.mail_button.setEnabled(dispatch is not None)
        self.sent_button.setEnabled(is_draft)
        self.remove_button.setEnabled(is_draft)
