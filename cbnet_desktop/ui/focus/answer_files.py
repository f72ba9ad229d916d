"""Consultation answers as files in the window: forms written for everybody, and taken in one after another (M13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import ConsultationAnswer
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system.foreign import Errand
from cbnet_desktop.ui.editing import busy_work
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.returned_dialogs import AnswerFile, dialog_for
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.widgets import message_box

#: Called with table, row id and field of what is to be shown.
Jump = Callable[[str, str, str], object]
_KINDS = "Svar (*.pdf *.xlsx);;Alle filer (*)"


class AnswerFiles:
    """Takes files in one after another, each in a dialog of its own; they are read off the window's thread."""

    def __init__(self, session: Session, parent: QWidget, jump: Jump) -> None:
        self._session = session
        self._parent = parent
        self._jump = jump
        self._waiting: list[Path] = []
        self._is_busy = False
        #: The dialog of the file that is being taken in.
        self.dialog: QDialog | None = None

    def choose(self) -> None:
        """Asks for files, and takes them in."""
        paths, _ = QFileDialog.getOpenFileNames(self._parent, "Tag høringssvar ind", str(Path.home()), _KINDS)
        self.take_in(map(Path, paths))

    def take_in(self, paths: Iterable[Path]) -> None:
        """Takes files in after those that wait."""
        self._waiting.extend(paths)
        if not self._is_busy:
            self._take_next()

    def _take_next(self) -> None:
        self.dialog, self._is_busy = None, bool(self._waiting)
        if not self._is_busy or self._session.is_closed:
            return
        path, errand = self._waiting.pop(0), Errand()
        name = annex_files.safe_name(path.name)
        texts = "Høringssvar", f"Læser {name} …"
        busy = busy_work.run(self._parent, texts, lambda _: read(path, errand), self._open, self._refuse)
        busy.finished.connect(lambda _: self._give_up(errand) if busy.is_cancelled else None)

    def _give_up(self, errand: Errand) -> None:
        errand.call_off()
        self._waiting.clear()
        self._take_next()

    def _refuse(self, refusal: UserError) -> None:
        message_box.show(self._parent, refusal.message)
        self._take_next()

    def _open(self, file: AnswerFile) -> None:
        try:
            dialog = dialog_for(self._session, file, self._parent)
        except UserError as refusal:
            self._refuse(refusal)
            return

        def closed(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                self._jump(ConsultationAnswer.TABLE, dialog.answer_id, "")
            self._take_next()

        dialog.finished.connect(closed)
        self.dialog = open_dialog(dialog)


def read(path: Path, errand: Errand | None = None) -> AnswerFile:
    """A file that came back, read as a stranger's; raises UserError."""
    from cbnet_desktop.documents.pdf import form_reading
    from cbnet_desktop.sheets import answer_sheet
    from cbnet_desktop.store import annex_shelf

    data = annex_shelf.read(path)
    fields = form_reading.fields if data.startswith(form_reading.START) else answer_sheet.fields
    form = returned_answers.returned(*fields(data, annex_files.safe_name(path.name), errand))
    return AnswerFile(path, data, form)


def ask_and_write(session: Session, parent: QWidget, report: Callable[[str], None]) -> None:
    """Asks for a folder, and writes every library's form into it."""
    folder = QFileDialog.getExistingDirectory(parent, "Gem svarskemaerne i en mappe", str(session.store.path.parent))
    if folder:
        write_forms(session, Path(folder), parent, report)


def write_forms(session: Session, folder: Path, parent: QWidget, report: Callable[[str], None]) -> None:
    """Writes a PDF and a sheet for each library in the background; a refusal is emitted by the session."""
    network, year = session.network, session.year

    def work(progress: busy_work.Report) -> str:
        from cbnet_desktop.documents.papers import answer_forms
        from cbnet_desktop.documents.pdf import writing
        from cbnet_desktop.sheets import answer_sheet

        forms = list(answer_forms.of_year(network, year))
        for number, (name, form) in enumerate(forms):
            progress(number / len(forms))
            writing.write_pdf(folder / f"{name}.pdf", answer_forms.pdf(form))
            writing.write(folder / f"{name}.xlsx", answer_sheet.workbook(form), writing.WORKBOOK)
        return f"{len(forms)} svarskemaer skrevet i {folder}, hvert som PDF og som Excel-ark."

    texts = "Svarskemaer", "Svarskemaerne skrives …"
    busy_work.run(parent.window(), texts, work, report, session.refused.emit)
