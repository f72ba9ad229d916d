"""One labelled field of the form: typed, committed when left and at a long text's pauses, refused in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.pause_saving import PauseSaving
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.conflict_note import ConflictNote
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets import inputs, text_undo


class FormField(QWidget):
    """The input of a field and the sentence that says why it was refused."""

    def __init__(
        self, session: Session, field: Field, parent: QWidget | None = None, *, made: inputs.Input | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.field = field
        self._record: Record | None = None
        self._is_dirty = False
        self._is_leaving = False
        self.input: inputs.Input = made or inputs.make(field, self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setProperty("role", "error")
        self.reason.hide()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.input)
        column.addWidget(self.reason)
        self._conflict: ConflictNote | None = None
        self.setFocusProxy(self.input)
        self.input.installEventFilter(self)
        self.input.touched.connect(self._note_typing)
        self.input.left.connect(self._leave)
        long = self.input if isinstance(self.input, inputs.LongTextInput) else None
        self.saving = PauseSaving(session, long, self.commit) if long else None
        key = self._key = id(self)
        self.destroyed.connect(lambda: session.release(key))
        session.refusals.changed.connect(self._note_refusal)
        session.ending.connect(self.commit)

    def show_record(self, record: Record) -> None:
        """Shows the field of a record; what is being typed into the same record's field stays."""
        is_same = self._record is not None and self._record.id == record.id
        self._show_conflict(record)
        if is_same and self._is_dirty:
            return
        if not is_same:
            text_undo.forget(self.input)
        self._record = record
        self.input.setEnabled(not self._session.is_read_only)
        if isinstance(self.input, inputs.ReferenceInput):
            self.input.record = record
        refusal = self._session.refusals.of(record.TABLE, record.id, self.field.name)
        if not (is_same and refusal and refusal.typed == self.input.typed()):
            self.input.show_value(self._session.network, getattr(record, self.field.name))
        self._show_refusal()

    def commit(self) -> None:
        """Writes what was typed; what is refused stays with its reason."""
        record = self._record
        if record is None or not self._is_dirty or self._is_leaving:
            return
        self._is_leaving = True
        self._end_typing()
        typed = self.input.typed()
        place = record.TABLE, record.id, self.field.name
        try:
            value = self.input.value(self._session.network)
            self.write(record, value)
        except UserError as refusal:
            self._session.refusals.keep(*place, Refusal(typed, refusal.message))
        else:
            self._session.refusals.forget(*place)
            self._show_stored()
        finally:
            self._is_leaving = False

    def write(self, record: Record, value: Value) -> None:
        """Writes a value into the record as it was when the typing began; raises UserError."""
        self._session.write([change_of(record, {self.field.name: value})])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives up what was typed into a line; a long text loses nothing but by »Fortryd«."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.saving is None
        if is_escape and event.type() == QEvent.Type.KeyPress and (self._is_dirty or self.reason.isVisible()):
            self.give_up()
            return True
        return super().eventFilter(watched, event)

    def give_up(self) -> None:
        """Shows again what is stored."""
        self._end_typing()
        if self._record is not None:
            self._session.refusals.forget(self._record.TABLE, self._record.id, self.field.name)
        self._show_stored()

    def end_typing(self) -> None:
        """Writes what was typed; »Fortryd« takes back edits from here on, and what it took of the typing is an edit."""
        taken_back = self._taken_back()
        self.commit()
        if self.reason.text():
            return
        stack, record = self._session.undo_stack, self._record
        stack.leave_open(is_open=False)
        row = record and self._session.network.row(record.TABLE, record.id)
        if row and taken_back not in (None, getattr(row, self.field.name)):
            change = change_of(row, {self.field.name: taken_back})
            stack.put_aside(change, labels.describe(self._session.network, [change]))
            self._session.stack_changed.emit()
        text_undo.forget(self.input)

    def _leave(self) -> None:
        """A long text from which only another window or a menu took the cursor is still being written."""
        is_there = self.window().focusWidget() is self.input
        self.commit() if self.saving and is_there else self.end_typing()

    def _taken_back(self) -> Value:
        """What Ctrl+Y would type again as a stored value; None where that is nothing."""
        if not text_undo.can_redo(self.input):
            return None
        steps = 0
        with QSignalBlocker(self.input):
            while text_undo.redo(self.input):
                steps += 1
            try:
                return self.input.value(self._session.network)
            except UserError:
                return None
            finally:
                for _ in range(steps):
                    text_undo.undo(self.input)

    def _show_stored(self) -> None:
        if self._record is not None:
            row = self._session.network.row(self._record.TABLE, self._record.id)
            self.show_record(row or self._record)

    def _note_typing(self) -> None:
        self._is_dirty = True
        self._session.hold(self._key)

    def _end_typing(self) -> None:
        self._is_dirty = False
        self._session.release(self._key)

    def _show_conflict(self, record: Record) -> None:
        """The note is made for the first conflict: hardly a field ever has one."""
        if self._conflict is None and self._session.sharing.conflict(record.TABLE, record.id, self.field.name):
            self._conflict = ConflictNote(self._session, self.field.name, self)
            self._column.addWidget(self._conflict)
        if self._conflict:
            self._conflict.show_record(record)

    def _note_refusal(self, table: str, row_id: str, field: str) -> None:
        record = self._record
        if record is None or (record.TABLE, record.id, self.field.name) != (table, row_id, field):
            return
        if self._is_dirty or self._is_leaving or self._session.refusals.of(table, row_id, field):
            self._show_refusal()
        else:
            self._show_stored()

    def _show_refusal(self) -> None:
        record = self._record
        refusal = record and self._session.refusals.of(record.TABLE, record.id, self.field.name)
        if refusal and refusal.typed != self.input.typed():
            self.input.show_typed(refusal.typed)
        self.reason.setText(refusal.message if refusal else "")
        self.reason.setVisible(bool(refusal))
        self.input.setAccessibleDescription(refusal.message if refusal else "")
        if bool(self.input.property("refused")) != bool(refusal):
            self.input.setProperty("refused", bool(refusal))
            self.input.style().unpolish(self.input)
            self.input.style().polish(self.input)


def caption(field: Field, target: QWidget) -> QLabel:
    """The field's label, in front of its input."""
    must_be_typed = field.required and field.kind is not Kind.FLAG
    label = QLabel(field.label + (" *" if must_be_typed else ""))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(target)
    label.setProperty("role", "muted")
    label.setToolTip("Skal udfyldes" if must_be_typed else "")
    return label


def shown_value(session: Session, field: Field, value: Value) -> str:
    """A stored value as the user reads it, or a dash where there is none."""
    return labels.show(field, value, session.network) or "–"
