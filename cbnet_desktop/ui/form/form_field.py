"""A field of the form: committed when it is left and, for long texts, at pauses; refused in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.pause_saving import PauseSaving
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.conflict_note import ConflictNote
from cbnet_desktop.ui.form.refusable_input import RefusableInput
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets import inputs, text_undo


class FormField(RefusableInput):
    """The input of a field of the record shown."""

    def __init__(
        self, session: Session, field: Field, parent: QWidget | None = None, *, made: inputs.Input | None = None
    ) -> None:
        super().__init__(field, made, parent)
        self._session = session
        self._record: Record | None = None
        self._is_dirty = False
        self._is_leaving = False
        self._conflict: ConflictNote | None = None
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
        """Shows the field of a record, but keeps uncommitted typing in the same record's field."""
        is_same = self._record is not None and self._record.id == record.id
        self._show_conflict(record)
        if is_same and self._is_dirty:
            return
        if not is_same:
            text_undo.forget(self.input)
        self._record = record
        self.input.setEnabled(not self._session.is_read_only)
        if isinstance(self.input, inputs.ReferenceInput | inputs.DateInput):
            self.input.record = record
        refusal = self._session.refusals.of(record.TABLE, record.id, self.field.name)
        if not (is_same and refusal and refusal.typed == self.input.typed()):
            self.input.show_value(self._session.network, getattr(record, self.field.name))
        self._show_refusal()

    def shows(self, table: str, row_id: str, field: str) -> bool:
        """Whether this is the field of that row."""
        record = self._record
        return record is not None and (record.TABLE, record.id, self.field.name) == (table, row_id, field)

    def commit(self) -> None:
        """Writes what was typed; a refused text stays with its reason."""
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
        """Writes a value, with the record from before the typing as the expected state; raises UserError."""
        self._session.write([change_of(record, {self.field.name: value})])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc discards what was typed into a line; a long text can only be undone."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.saving is None
        if is_escape and event.type() == QEvent.Type.KeyPress and (self._is_dirty or self.reason.isVisible()):
            self.give_up()
            return True
        return super().eventFilter(watched, event)

    def give_up(self) -> None:
        """Discards the typing and shows the stored value."""
        self._end_typing()
        if self._record is not None:
            self._session.refusals.forget(self._record.TABLE, self._record.id, self.field.name)
        self._show_stored()

    def end_typing(self) -> None:
        """Commits and ends the undo history of the typing; what Ctrl+Y would have retyped can be redone as an edit."""
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
        """Ends the typing, or only commits where another window or a menu took the focus from a long text."""
        is_there = self.window().focusWidget() is self.input
        self.commit() if self.saving and is_there else self.end_typing()

    def _taken_back(self) -> Value:
        """The value that Ctrl+Y would restore; None where there is nothing to redo."""
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
        """Shows a conflict; the note is made only for the first one, since hardly any field has one."""
        if self._conflict is None and self._session.sharing.conflict(record.TABLE, record.id, self.field.name):
            self._conflict = ConflictNote(self._session, self.field.name, self)
            self.column.addWidget(self._conflict)
        if self._conflict:
            self._conflict.show_record(record)

    def _note_refusal(self, table: str, row_id: str, field: str) -> None:
        if not self.shows(table, row_id, field):
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
        self.refuse(refusal.message if refusal else "")


def caption(field: Field, target: QWidget) -> QLabel:
    """The label in front of a field's input."""
    duty = inputs.duty(field)
    label = QLabel(field.label + (" *" if duty else ""))
    label.setAccessibleName(field.label)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(target)
    label.setProperty("role", "muted")
    label.setToolTip(duty)
    return label


def shown_value(session: Session, field: Field, value: Value) -> str:
    """A stored value as Danish text, or a dash where it is empty."""
    return labels.show(field, value, session.network) or "–"
