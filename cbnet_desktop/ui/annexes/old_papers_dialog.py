"""»Læg ældre papirer ind«: papers of years before the program, many at a time, each with a title and a day to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.meetings.annex_files import safe_name
from cbnet_desktop.domain.plan import old_papers
from cbnet_desktop.domain.plan.old_papers import OldPaper
from cbnet_desktop.domain.records import Annex
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.annexes.annex_file_actions import AnnexFileActions
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table import clipboard
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.inputs import DateInput, LineInput
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

COLUMNS = (("Fil", 34), ("Titel", 34), ("Dato", 12), ("Hører til", 0))
FIRST = (
    "Vælg referater, dagsordener og planer fra før CBnet, eller slip dem her. Titel og dato læses i filens navn og kan "
    "rettes. Papirerne bliver bilag til mødet den dag eller til årets plan og findes med Søg."
)


@dataclass
class _Row:
    path: Path
    paper: OldPaper


class OldPapersDialog(FittedDialog):
    """Lists the files with what their names say, and takes them in as one edit."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the first paper taken in, to go to."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[_Row] = []
        self.files = AnnexFileActions(session, self)
        self.setWindowTitle("Læg ældre papirer ind")
        self.setAcceptDrops(True)
        give_size(self, 130, 32)
        self.list = Listing("Ældre papirer", COLUMNS, self)
        self.list.currentItemChanged.connect(lambda *_: self._show_row())
        fields = Annex.fields()
        self.title = LineInput(fields["title"], self)
        self.day = DateInput(fields["dated_on"], self)
        self.is_plan = QCheckBox("Hører til årets &handlingsplan", self)
        self.title.touched.connect(self._take)
        self.day.touched.connect(self._take)
        self.is_plan.clicked.connect(self._take)
        self.strip = MessageStrip(self)
        self._arrange()
        self._show_row()

    def _arrange(self) -> None:
        form = QFormLayout()
        for text, made in (("&Titel", self.title), ("&Dato", self.day)):
            label = QLabel(text, self)
            label.setBuddy(made)
            form.addRow(label, made)
        form.addRow("", self.is_plan)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.taker: QPushButton = box.addButton("&Læg ind", QDialogButtonBox.ButtonRole.AcceptRole)
        self.taker.setDefault(True)
        adder = box.addButton("Tilføj &filer …", QDialogButtonBox.ButtonRole.ActionRole)
        self.remover: QPushButton = box.addButton("Fjern fra li&sten", QDialogButtonBox.ButtonRole.ActionRole)
        adder.clicked.connect(self.choose_files)
        self.remover.clicked.connect(self.remove)
        box.accepted.connect(self.attempt)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(wrapped_label(self, FIRST))
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addWidget(self.strip)
        column.addWidget(box)

    def choose_files(self) -> None:
        """Asks for files, and lists them."""
        from PySide6.QtWidgets import QFileDialog

        paths, _ = QFileDialog.getOpenFileNames(self, "Vælg ældre papirer", str(Path.home()))
        self.add([Path(path) for path in paths])

    def add(self, paths: Sequence[Path]) -> None:
        """Lists files with what their names say; one that is listed already stays as it is."""
        known = {row.path for row in self._rows}
        found = [_Row(path, old_papers.suggested(path.name)) for path in dict.fromkeys(paths) if path not in known]
        self._rows += found
        for row in found:
            self.list.add(self._words(row), row)
        if found:
            self.list.choose(len(known))
            self.title.setFocus()
        self._show_row()

    def remove(self) -> None:
        """Takes the chosen file off the list."""
        place = self.list.place()
        if self._rows:
            del self._rows[place]
            self.list.takeTopLevelItem(place)
            self.list.choose(place)
            self._show_row()

    def attempt(self) -> None:
        """Takes all files in and closes, or shows what lacks; a second click begins nothing."""
        if self.files.is_busy():
            return
        self.strip.show_error("")
        for place, row in enumerate(self._rows):
            try:
                old_papers.check(row.paper)
            except Invalid as refusal:
                self.list.choose(place)
                (self.title if refusal.field == "title" else self.day).setFocus()
                self.strip.show_error(refusal.message)
                return
        papers = [row.paper for row in self._rows]  # as they are now, whatever is done to the list meanwhile
        self.files.read([row.path for row in self._rows], lambda kept: self._write(papers, kept))

    def _write(self, papers: Sequence[OldPaper], kept: Sequence[dict[str, Value]]) -> None:
        try:
            changes = old_papers.added(self._session.network, zip(papers, kept, strict=True))
            self._session.write(changes, old_papers.label(changes))
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            return
        self.accept()
        first = next(change.row_id for change in changes if change.table == Annex.TABLE)
        self.jump_asked.emit(Annex.TABLE, first, "title")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accepts files of this computer."""
        if clipboard.files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Lists the files; they stay where they are."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add(clipboard.files_in(event.mimeData()))

    def _show_row(self) -> None:
        row = self._chosen()
        for widget in (self.title, self.day, self.is_plan, self.remover):
            widget.setEnabled(row is not None)
        self.taker.setEnabled(bool(self._rows))
        paper = row.paper if row else OldPaper("", None, is_plan=False)
        self.title.show_value(self._session.network, paper.title)
        self.day.show_value(self._session.network, paper.dated_on)
        self.is_plan.setChecked(paper.is_plan)

    def _take(self) -> None:
        """Takes over what is typed about the chosen file, and shows where it will go."""
        row, item = self._chosen(), self.list.currentItem()
        if row is None or item is None:
            return
        day = danish.parse_date(self.day.text())
        row.paper = replace(row.paper, title=self.title.text(), dated_on=day, is_plan=self.is_plan.isChecked())
        for position, word in enumerate(self._words(row)):
            item.setText(position, word)

    def _chosen(self) -> _Row | None:
        found = self.list.chosen()
        return found if isinstance(found, _Row) else None

    def _words(self, row: _Row) -> tuple[str, str, str, str]:
        paper = row.paper
        place = old_papers.place_told(self._session.network, paper) or "Skriv datoen"
        return safe_name(row.path.name), paper.title, danish.short_date(paper.dated_on), place
