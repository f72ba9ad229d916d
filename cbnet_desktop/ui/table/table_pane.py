"""A table with the message below it, its sums, and a first action while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import uuid4

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table import column_menu
from cbnet_desktop.ui.table.columns import Column, TableSpec
from cbnet_desktop.ui.table.fresh_row import FreshRow
from cbnet_desktop.ui.table.mark_clearing import MarkClearing
from cbnet_desktop.ui.table.table_footer import TableFooter
from cbnet_desktop.ui.table.table_model import RecordTableModel, change_of
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class TablePane(QWidget):
    """A table on a page. It refreshes when the network changes, once it is visible.

    archived returns the changes that archive rows. take_typed may handle a letter typed on a read-only cell, or ""
    for F2, and returns whether it did.
    """

    row_chosen = Signal(object)
    """The record of the current row, None when there is none."""
    asked_for_new = Signal()
    """The button of the empty table was clicked."""

    def __init__(self, session: Session, spec: TableSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.spec = spec
        self.model = RecordTableModel(session, spec, self)
        self.view = RecordTableView(self.model, self)
        column_menu.offer(self.view)
        self.seen = MarkClearing(self.view)
        self._fresh = FreshRow(session, self.view)
        self.strip = MessageStrip(self)
        self.archived: Callable[[Sequence[Record]], Iterable[Change]] = _archived
        self.take_typed: Callable[[Record, Column, str], bool] | None = None
        #: The buttons of actions on this table, for its context menu.
        self.row_buttons: list[QPushButton] = []
        self._is_stale = False
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._empty = _EmptyState(spec, self._stack)
        self._empty.action.clicked.connect(self.asked_for_new)
        self._empty.pasted.connect(self.view.paste)
        self._stack.addWidget(self._empty)
        column = without_margins(QVBoxLayout(self))
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        self.footer = TableFooter(self.view)
        column.addWidget(self.footer)
        self.setFocusProxy(self.view)
        self.model.message_changed.connect(self.strip.show_error)
        self.view.row_chosen.connect(self._note_row)
        self.view.archive_asked.connect(self.archive)
        self.view.typed_on_fixed.connect(self._note_fixed)
        for done in (session.written, session.retraced):
            done.connect(lambda _: self.strip.forget_way_back())
        session.changed.connect(lambda _: self.renew())
        session.year_changed.connect(lambda _: self.renew())
        self._show_empty_state()

    def renew(self) -> None:
        """Reads the rows again, now or when the pane becomes visible."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            chosen = self.view.chosen()
            self.model.refresh()
            self._show_empty_state()
            if chosen != self.view.chosen():
                self.row_chosen.emit(self.view.chosen())

    def showEvent(self, event: QShowEvent) -> None:
        """Reads rows that changed while the pane was hidden; the first row is current at the start."""
        super().showEvent(event)
        if self._is_stale:
            self.renew()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            columns = self.view.selection.columns()
            column = self.view.begins_in if self.view.begins_in in columns else columns[0]
            self.view.setCurrentIndex(self.model.index(0, column))

    def new_row(self) -> Record | None:
        """Adds a row with the spec's blank values and opens its first cell; Esc there takes the row back."""
        if self.spec.blank is None:
            return None
        record = self.spec.record(uuid4().hex, **self.spec.blank(self.session))
        return self.add(record)

    def add(self, record: Record) -> Record | None:
        """Writes a new row and opens its first editable cell, past the number that it got by itself."""
        try:
            self.session.write([Change(record.TABLE, record.id, None, record.values())])
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            return None
        self._fresh.note(record)
        self.begin_editing(record.id)
        return record

    def begin_editing(self, row_id: str, field: str = "") -> None:
        """Makes a row current and opens its cell; clears a filter that hides the row."""
        self.renew()
        if not self.view.choose(row_id, field):
            self.model.filter("")
            if not self.view.choose(row_id, field):
                return
        row = self.view.currentIndex().row()
        columns = self.view.selection.columns()
        # A number in front is given by the program; the row is begun with its text.
        for position in sorted(columns, key=lambda place: self.spec.columns[place].is_number):
            index = self.model.index(row, position)
            if self._opens(index, field):
                self.view.setCurrentIndex(index)
                self.view.setFocus()
                self.view.edit(index)
                return

    def _opens(self, index: QModelIndex, field: str) -> bool:
        """Whether a cell is opened first; a number that puts the rows in order is given by itself."""
        own = self.spec.columns[index.column()].field
        is_meant = own == field if field else own != "position"
        return is_meant and bool(self.model.flags(index) & Qt.ItemFlag.ItemIsEditable)

    def can_archive(self) -> bool:
        """Whether there are selected rows that can be archived."""
        records = self.view.selected_records()
        is_possible = self.spec.is_archivable and not self.session.is_read_only
        return bool(records) and is_possible and hasattr(records[0], "archived")

    def archive(self) -> None:
        """Archives the selected rows as one edit, without asking, and offers to undo it."""
        records = self.view.selected_records()
        if not self.can_archive():
            return
        place = self.view.selection.rows()[0]
        try:
            label = labels.describe(self.session.network, _archived(records))
            edit = self.session.write(self.archived(records), label)
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            return
        if self.model.rowCount():
            place = min(place, self.model.rowCount() - 1)
            self.view.setCurrentIndex(self.model.index(place, max(self.view.currentIndex().column(), 0)))
        if edit:
            from cbnet_desktop.domain.edits import archiving

            sentence = edit.label if edit.label.endswith("…") else f"{edit.label}."
            held = archiving.left_behind(self.session.network, records, self.session.today.isoformat())
            self.strip.show_done(f"{sentence} {held}".rstrip(), "Fortryd", self.session.undo)

    def _note_fixed(self, index: QModelIndex, typed: str) -> None:
        """Says where a read-only cell is edited, unless take_typed handles the letter."""
        record, column = self.model.record_at(index.row()), self.spec.columns[index.column()]
        if record and not (self.take_typed and self.take_typed(record, column, typed)):
            self.strip.show_error(self.model.fixed_because(index))

    def _note_row(self, record: Record | None) -> None:
        index = self.view.currentIndex()
        refusal = self.model.refusal(index) if index.isValid() else None
        self.strip.show_error(refusal.message if refusal else "")
        self.row_chosen.emit(record)

    def _show_empty_state(self) -> None:
        is_empty = not self.model.total and bool(self.spec.empty_text)
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)
        self.setFocusProxy(not_none(self._stack.currentWidget()))


def _archived(records: Sequence[Record]) -> Iterable[Change]:
    return [change_of(record, {"archived": True}) for record in records]


class _EmptyState(QWidget):
    """A sentence about the empty table and a button for its first action; takes a pasted block for its first rows."""

    pasted = Signal()

    def __init__(self, spec: TableSpec, parent: QWidget) -> None:
        super().__init__(parent)
        sentence = wrapped_label(self, spec.empty_text)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence.setMaximumWidth(460)
        self.action = QPushButton(spec.first_action, self)
        self.action.setIcon(icons.icon("new"))
        self.action.setVisible(bool(spec.first_action))
        self.setFocusProxy(self.action)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(sentence, 4)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)
