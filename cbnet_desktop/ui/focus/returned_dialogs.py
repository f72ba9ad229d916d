"""Dialogs that take in a consultation answer from a file: old beside new, or typed in beside a scan (M13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFormLayout, QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QWidget
from shiboken6 import isValid

from cbnet_desktop.documents.annexes.judging import Judge
from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.domain.edits.returned_answers import Comparison, Question, Returned
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import Annex, ConsultationAnswer, Organisation
from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.store.format.annexes import digest
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog, Answer
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.inputs import ReferenceInput
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip, wrapped_label
from cbnet_desktop.ui.widgets.state_line import StateLine

TITLES = ("Tag med", "Står nu", "I svaret")
#: The tallest row of the table in pixels, and its share of the dialog's room.
_TALLEST, _ALL_ROOM = 150, 1000
FIELDS = ConsultationAnswer.fields()


@dataclass(frozen=True)
class AnswerFile:
    """A file that came back: where it lies, its bytes, and what it says where it is a form."""

    path: Path
    data: bytes
    form: Returned | None

    @property
    def name(self) -> str:
        """Its name, as it may be shown."""
        return annex_files.safe_name(self.path.name)


class EvidenceDialog(ActionDialog):
    """Keeps the bytes off the window's thread before the edit that names them is written."""

    def __init__(self, session: Session, file: AnswerFile, title: str, parent: QWidget | None) -> None:
        super().__init__(session, title, "&Tag ind", parent)
        self.file = file
        self.about = Annex(digest(file.data))  # what was typed belongs to this file alone
        self.answer_id = ""
        self._kept: Values = {}

    def attempt(self) -> None:
        """Keeps the file and writes the edit; a refusal is shown and the dialog stays open."""
        store, file = self.session.store, self.file
        self.acceptor.setEnabled(False)

        def work() -> Values:
            with closing(Judge()) as judge, background.own(store) as own:
                return own.annexes.kept(file.name, file.data, judge)

        background.run(work, self._go_on, self._stay)

    def _go_on(self, kept: Values) -> None:
        if not isValid(self) or not self.isVisible():
            self.session.store.annexes.let_go([digest(self.file.data)])
            return
        self._kept = kept
        super().attempt()
        self.acceptor.setEnabled(True)

    def done(self, result: int) -> None:
        """Closes; what was kept for an edit that was refused goes with it."""
        super().done(result)
        if self._kept and result != QDialog.DialogCode.Accepted:
            self.session.store.annexes.let_go([digest(self.file.data)])

    def _stay(self, refusal: UserError) -> None:
        if isValid(self):
            self.acceptor.setEnabled(True)
            self.show_refusal(refusal)

    def _taken_in(self, year: int, library: Organisation, values: Iterable[tuple[Question, Value]]) -> list[Change]:
        changes = returned_answers.taken_in(self.session.network, year, library, values, self._kept)
        self.answer_id = str((changes[-1].after or {}).get("consultation_answer_id", ""))
        return changes


class ReturnedDialog(EvidenceDialog):
    """What a form says beside what is known; what is ticked is taken in."""

    def __init__(self, session: Session, file: AnswerFile, found: Comparison, parent: QWidget | None = None) -> None:
        name = titles.organisation_name(session.network, found.library.id)
        super().__init__(session, file, f"Høringssvar {found.year} fra {name}", parent)
        give_size(self, 110, 30)
        self.found = found
        self._offered = [row for row in found.rows if row.is_offered]
        self.warnings = [StateLine(self) for _ in found.warnings]
        for line, sentence in zip(self.warnings, found.warnings, strict=True):
            line.show_state("open", "", sentence)
        self.ticks: list[QTableWidgetItem] = []
        self.table = self._filled()
        said = "Sæt flueben ved det, der skal tages med. Filen gemmes som bilag til svaret."
        if not self._offered:
            said = "Svaret siger det, der allerede står. Filen gemmes som bilag til svaret."
        for place, widget in enumerate([wrapped_label(self, f"{file.name}. {said}"), *self.warnings, self.table]):
            self.column.insertWidget(place, widget, _ALL_ROOM if widget is self.table else 0)
        self.table.setVisible(bool(self._offered))
        (self.table if self._offered else self.acceptor).setFocus()

    def changes(self) -> list[Change]:
        """What is ticked, and the file."""
        chosen = [
            (row.question, row.new)
            for row, tick in zip(self._offered, self.ticks, strict=True)
            if tick.checkState() == Qt.CheckState.Checked
        ]
        return self._taken_in(self.found.year, self.found.library, chosen)

    def label(self) -> str:
        """The label of the edit, for example »Høringssvar 2015 fra Odense taget ind fra fil«."""
        return returned_answers.label(self.session.network, self.found.year, self.found.library)

    def _filled(self) -> QTableWidget:
        network = self.session.network
        table = QTableWidget(len(self._offered), len(TITLES), self)
        table.setHorizontalHeaderLabels(TITLES)
        table.setAccessibleName("Svaret, og hvad der står nu")
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setMaximumSectionSize(_TALLEST)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for place, row in enumerate(self._offered):
            old, new = (returned_answers.told(network, row.question, value) for value in (row.old, row.new))
            cells = [QTableWidgetItem(text) for text in (row.question.words, old or "–", new)]
            for column, cell in enumerate(cells):
                cell.setToolTip(plain_tooltip(cell.text()))
                table.setItem(place, column, cell)
            cells[0].setCheckState(Qt.CheckState.Checked)
            self.ticks.append(cells[0])
        table.setCurrentCell(0, 0)
        return table


class TypedDialog(EvidenceDialog):
    """A file that is no form is kept at the library that is chosen, and what it says is typed in beside it.

    The inputs show what is known of the library's answer, so that what is typed is old beside new as well.
    """

    def __init__(self, session: Session, file: AnswerFile, parent: QWidget | None = None) -> None:
        self._set = returned_answers.consultation(session.network, session.year)
        super().__init__(session, file, f"Høringssvar {session.year} skrives ind", parent)
        self.hand_over: Callable[[QUrl], object] = QDesktopServices.openUrl
        self.column.insertWidget(0, wrapped_label(self, returned_answers.NO_FORM.format(name=file.name)))
        self.open_button = QPushButton("Å&bn filen", self)
        self.open_button.clicked.connect(lambda: self.hand_over(QUrl.fromLocalFile(str(file.path))))
        self.open_button.setEnabled(annex_files.may_open(file.name, file.data[: annex_files.BEGINNING]))
        self.column.insertWidget(1, self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        give_size(self, 84, 40)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        libraries = ReferenceInput(FIELDS["organisation_id"], self)
        libraries.record = ConsultationAnswer("", focus_set_id=self._set.id)
        self.library = self.ask(FIELDS["organisation_id"], made=libraries, caption="&Centralbibliotek")
        self._inputs: list[tuple[Question, Answer]] = []
        for question in sorted(returned_answers.questions(session.network, session.year), key=_order):
            name = f"{question.area_id}{question.name}"
            field = replace(question.field, name=name, label=question.words)
            self._inputs.append((question, self.ask(field)))
        self._known: dict[Question, Value] = {}
        self._show_known()
        libraries.touched.connect(self._show_known)
        self.library.setFocus()

    def changes(self) -> list[Change]:
        """What was typed, and the file; raises Invalid."""
        library = self.session.network.get(Organisation, str(self.library.value()))
        return self._taken_in(self._set.year, library, [(question, one.value()) for question, one in self._inputs])

    def label(self) -> str:
        """The label of the edit."""
        library = self.session.network.get(Organisation, str(self.library.value()))
        return returned_answers.label(self.session.network, self._set.year, library)

    def _show_known(self) -> None:
        """Shows what is known of the library's answer in each input that was not typed into."""
        network = self.session.network
        try:
            library = network.find(Organisation, str(self.library.value()))
        except UserError:
            library = None
        for question, one in self._inputs:
            known = returned_answers.known(network, self._set, library, question) if library else question.field.default
            if question.name == "answered_on":
                known = known or self.session.today.isoformat()
            if _shown(one) == self._known.get(question, question.field.default):
                one.show_value(known)
                self._known[question] = known


def _shown(answer: Answer) -> Value:
    try:
        return answer.value()
    except UserError:
        return answer.input.typed()


def _order(question: Question) -> int:
    """Who answered and when comes first, then each area, all of them last."""
    return ("answered_on", "answered_by").index(question.name) if question.name.startswith("answered") else 2


def dialog_for(session: Session, file: AnswerFile, parent: QWidget) -> ReturnedDialog | TypedDialog:
    """The dialog in which a file is taken in; raises UserError for one that is not of this network."""
    if file.form is None:
        return TypedDialog(session, file, parent)
    found = returned_answers.compared(session.network, file.form, session.today.isoformat())
    return ReturnedDialog(session, file, found, parent)
