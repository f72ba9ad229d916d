"""The dialog »Importér fra regneark«: previews what each line of a sheet would change, then writes one edit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.sheets.layout import Layout
from cbnet_desktop.domain.sheets.verdicts import OUTCOMES, Outcome, Preview, Verdict, summary
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.sheets import shown_list
from cbnet_desktop.ui.sheets.import_columns import ImportColumns
from cbnet_desktop.ui.sheets.import_lines import ICONS, TITLES, ImportLines
from cbnet_desktop.ui.sheets.sheet_import import Judged, SheetInput
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.busy_dialog import BAR_HEIGHT
from cbnet_desktop.ui.widgets.combo_boxes import ListInput
from cbnet_desktop.ui.widgets.file_kinds import SHEETS
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import characters, give_size
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label
from cbnet_desktop.ui.widgets.state_line import StateLine

ALL = "Alle linjer"
_BUTTONS = {0: "&Importér", 1: "&Importér 1 række"}
_PLURALS = {
    Outcome.NEW: "Nye",
    Outcome.UNCHANGED: "Uændrede",
    Outcome.REFUSED: "Afviste",
    Outcome.DUPLICATE: "Gentagne",
}


class ImportDialog(FittedDialog):
    """Previews the import of a file into a list; »Importér« writes all of it as one undoable edit."""

    def __init__(self, pane: TablePane, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pane = pane
        self.preview: Preview | None = None
        self._is_writing = False
        self.setWindowTitle(f"Importér fra regneark: {shown_list.name_of(pane)}")
        give_size(self, 170, 44)
        self.state = StateLine(self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(BAR_HEIGHT)
        self.progress.setAccessibleName("Arket læses")
        self.page = ListInput(self)
        self.page.setAccessibleName("Ark i projektmappen")
        self.page.activated.connect(lambda _: self._judge(self.page.currentText()))
        self.columns = ImportColumns(pane.spec.record, self)
        self.columns.changed.connect(self._judge_anew)
        self.clears = QCheckBox("&Tomme celler tømmer feltet", self)
        self.clears.setToolTip("Ellers lader en tom celle feltet stå, som det er.")
        self.clears.toggled.connect(lambda _: self._judge_anew())
        self.outcome = ListInput(self)
        self.outcome.setAccessibleName("Vis linjer")
        self.outcome.activated.connect(lambda _: self._filter())
        self.lines = ImportLines(self)
        self.view = self._table()
        self.whole = QPlainTextEdit(self)
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName("Hele linjen")
        self.whole.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.notes = wrapped_label(self, "", "muted")
        self.strip = MessageStrip(self)
        self._arrange()
        self._open(path)

    def _open(self, path: Path) -> None:
        self._input = SheetInput(self._pane, path, self)
        self._input.progressed.connect(self._show_progress)
        self._input.judged.connect(self._show)
        self._input.refused.connect(self._refuse)
        self._input.written.connect(self._finish)
        self.page.clear()
        self.preview = None
        self.middle.hide()
        self._judge("")

    def ask_for_another(self) -> None:
        """Asks for another file for the same list."""
        folder = str(self._input.path.parent)
        source, _ = QFileDialog.getOpenFileName(self, "Importér fra regneark", folder, SHEETS)
        if source:
            self._input.stop()
            self._open(Path(source))

    def accept(self) -> None:
        """Writes every line that is not refused, as one edit; a refusal is shown and the dialog stays open."""
        if self.preview is None or not self.preview.changes or self._is_writing:
            return
        self._is_writing = True
        self.middle.setEnabled(False)
        self.another.setEnabled(False)
        self.box.setEnabled(False)
        self._be_busy("Importerer", "Rækkerne skrives som én rettelse …")
        self._input.write(self.preview)

    def reject(self) -> None:
        """Cancels without writing; ignored while the edit is being written."""
        if not self._is_writing:
            self._input.stop()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancels; ignored while the edit is being written."""
        if self._is_writing:
            event.ignore()
        else:
            self._input.stop()
            super().closeEvent(event)

    def _judge(self, page: str, layout: Layout | None = None) -> None:
        self._be_busy("Læser", self._input.path.name)
        self._input.judge(page, layout, clears=self.clears.isChecked())

    def _judge_anew(self, layout: Layout | None = None) -> None:
        if self.preview is not None:
            self._judge(self.page.currentText(), layout or self.preview.layout)

    def _be_busy(self, word: str, details: str) -> None:
        self.strip.show_error("")
        self.state.show_state("waiting", word, details)
        self.progress.setRange(0, 0)
        self.progress.setVisible(True)
        self.importer.setEnabled(False)

    def _show_progress(self, done: int, of: int) -> None:
        if isValid(self) and not self._is_writing:
            self.progress.setRange(0, of)
            self.progress.setValue(done)

    def _show(self, judged: Judged) -> None:
        if not isValid(self):
            return
        preview = self.preview = judged.preview
        self.progress.hide()
        self.middle.setEnabled(True)
        self.middle.show()
        if not self.page.count():
            self.page.addItems([grid.name for grid in judged.grids])
        self.page.setCurrentText(judged.grid.name)
        self.page.setVisible(len(judged.grids) > 1)
        self.columns.show_layout(preview.layout)
        self.state.show_state("broken" if preview.refusal else "kept", self._input.path.name, f"{summary(preview)}.")
        self.notes.setText(" ".join(preview.notes))
        self.notes.setVisible(bool(preview.notes))
        if preview.refusal:
            self.strip.show_error(preview.refusal)
        self._show_counts(preview)
        self.lines.show_verdicts(preview.verdicts)
        self._filter()
        count = preview.count(Outcome.NEW, Outcome.CHANGED)
        self.importer.setText(_BUTTONS.get(count, f"&Importér {danish.number(count)} rækker"))
        self.importer.setEnabled(bool(preview.changes))
        if not self.columns.isAncestorOf(self.focusWidget()):
            (self.importer if preview.changes else self.view).setFocus()

    def _show_counts(self, preview: Preview) -> None:
        chosen = self.outcome.currentData()
        self.outcome.clear()
        self.outcome.addItem(f"{ALL} ({danish.number(len(preview.verdicts))})", None)
        for outcome in Outcome:
            if count := preview.count(outcome):
                word = _PLURALS.get(outcome, OUTCOMES[outcome])
                self.outcome.addItem(
                    QIcon() if not ICONS[outcome] else icons.icon(ICONS[outcome]),
                    f"{word} ({danish.number(count)})",
                    outcome,
                )
        self.outcome.setCurrentIndex(max(self.outcome.findData(chosen), 0))

    def _filter(self) -> None:
        chosen = self.outcome.currentData()
        self.lines.filter(Outcome(chosen) if chosen else None)
        self.view.setCurrentIndex(self.lines.index(0, 0))
        self._show_line(self.lines.verdict(0))

    def _show_line(self, verdict: Verdict | None) -> None:
        if verdict is None:
            self.whole.setPlainText("")
            return
        text = "\n".join(one.description for one in verdict.fields) or verdict.sentence
        self.whole.setPlainText(f"Linje {verdict.number}, {verdict.title}: {OUTCOMES[verdict.outcome].lower()}\n{text}")

    def _refuse(self, refusal: UserError) -> None:
        if not isValid(self):
            return
        was_writing, self._is_writing = self._is_writing, False
        self.another.setEnabled(True)
        self.box.setEnabled(True)
        self.progress.hide()
        self.state.show_state("broken", self._input.path.name, "Intet er importeret.")
        self.strip.show_error(refusal.message)
        if was_writing and self.preview is not None:
            # The network has changed meanwhile, so every line is judged again.
            self._pane.session.store.refresh()
            self._input.judge(self.page.currentText(), self.preview.layout, clears=self.clears.isChecked())

    def _finish(self, edit: Edit | None) -> None:
        if isValid(self):
            self._is_writing = False
            if edit is not None:
                self._pane.strip.show_note(f"{edit.label}. Ctrl+Z fortryder det hele.")
            super().accept()

    def _table(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.lines)
        view.setAccessibleName("Arkets linjer")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(max(24, self.fontMetrics().height() + 8))
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setStretchLastSection(True)
        for place, width in enumerate((len(TITLES[0]) + 2, 13, 30)):
            view.setColumnWidth(place, characters(self, width) + 14)
        view.selectionModel().currentRowChanged.connect(self._note_row)
        return view

    def _note_row(self, current: QModelIndex) -> None:
        self._show_line(self.lines.verdict(current.row()))

    def _arrange(self) -> None:
        self.middle = QSplitter(Qt.Orientation.Horizontal, self)
        self.middle.setChildrenCollapsible(False)
        self.middle.setHandleWidth(1)
        self.middle.addWidget(
            _stacked([self.page, QLabel("Kolonne i arket læses som", self), self.columns, self.clears])
        )
        right = _stacked([self.outcome, self.view, self.whole, self.notes])
        not_none(right.layout()).setContentsMargins(6, 0, 0, 0)
        self.middle.addWidget(right)
        self.middle.setStretchFactor(1, 1)
        self.middle.setSizes([characters(self, 44), characters(self, 126)])
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (self.state, self.progress):
            column.addWidget(widget)
        column.addWidget(self.middle, 1)
        column.addStretch(0)
        column.addWidget(self.strip)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        box = self.box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.importer: QPushButton = box.addButton("&Importér", QDialogButtonBox.ButtonRole.AcceptRole)
        self.importer.setDefault(True)
        self.another = QPushButton("&Vælg en anden fil …", self)
        self.another.setAutoDefault(False)
        self.another.clicked.connect(self.ask_for_another)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.another)
        row.addStretch(1)
        row.addWidget(box)
        return row


def _stacked(widgets: list[QWidget]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 6, 0)
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, ImportColumns | QTableView) else 0)
    return holder


def ask_and_preview(pane: TablePane) -> None:
    """Asks for a file and opens the preview of its import."""
    folder = str(pane.session.store.path.parent)
    source, _ = QFileDialog.getOpenFileName(pane.window(), "Importér fra regneark", folder, SHEETS)
    if source:
        preview(pane, Path(source))


def preview(pane: TablePane, path: Path) -> ImportDialog:
    """Opens the preview of a file's import."""
    dialog = ImportDialog(pane, path, pane.window())
    dialog.open()
    return dialog
