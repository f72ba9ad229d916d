"""A dialog for an action that needs a few answers; it writes the edit and shows refusals beside the answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.ui.editing.drafts import Key
from cbnet_desktop.ui.editing.pause_saving import Pauses
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.refusable_input import RefusableInput
from cbnet_desktop.ui.widgets import inputs
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog, room_for
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.message_strip import MessageStrip

D = TypeVar("D", bound=QDialog)
AGAIN = "Teksten er den, du skrev sidst, og den er ikke gemt. Ctrl+Z henter den oprindelige frem."


class Answer(RefusableInput):
    """An input of the dialog."""

    def __init__(self, session: Session, field: Field, made: inputs.Input | None, parent: QWidget) -> None:
        super().__init__(field, made, parent)
        self._session = session
        self.input.setAccessibleName(field.label)
        if isinstance(self.input, inputs.DateInput):
            self.input.left.connect(self._spell_out)

    def show_value(self, value: Value) -> None:
        """Shows a stored value."""
        self.input.show_value(self._session.network, value)

    def value(self) -> Value:
        """The parsed value; raises Invalid, naming the field."""
        value: Value = self.input.value(self._session.network)
        self.field.check(value)
        return value

    def _spell_out(self) -> None:
        """Shows the year that was meant."""
        try:
            self.show_value(self.value())
        except UserError:
            return


class ActionDialog(FittedDialog):
    """Subclasses add inputs with `ask` and return in `changes` and `label` what to write.

    A long text that was not written is kept as a draft, in pauses and however the dialog was closed, and shown again
    when the dialog is opened for the same row (`about`).
    """

    def __init__(self, session: Session, title: str, accept_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.about: Record = session.network.profile
        self.answers: dict[str, Answer] = {}
        self._begun: dict[str, str] = {}
        session.ending.connect(self.keep_typed)
        self.setWindowTitle(title)
        self.setMinimumWidth(characters(self, 73))
        self.form = QFormLayout()
        self.form.setVerticalSpacing(6)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.strip = MessageStrip(self)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.acceptor: QPushButton = box.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.acceptor.setDefault(True)
        box.accepted.connect(self.attempt)
        box.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self.column.addLayout(self.form)
        self.column.addStretch(1)
        self.column.addWidget(self.strip)
        self.column.addWidget(box)

    def ask(self, field: Field, value: Value = None, *, made: inputs.Input | None = None, caption: str = "") -> Answer:
        """Adds the input of a field; the caption may contain a mnemonic."""
        answer = self.answers[field.name] = Answer(self.session, field, made, self)
        answer.show_value(value)
        if isinstance(answer.input, inputs.LongTextInput):
            Pauses(answer, answer.input.touched, self.keep_typed)
        label = QLabel(caption or field.label, self)
        label.setBuddy(answer.input)
        self.form.addRow(label, answer)
        return answer

    def showEvent(self, event: QShowEvent) -> None:
        """Restores the drafts of long texts."""
        super().showEvent(event)
        if self._begun or event.spontaneous():
            return
        self._begun = self._texts()
        draft = self.session.drafts.draft(self._place())
        for name in self._begun.keys() & draft.keys():
            self.answers[name].input.show_typed(draft[name])
            self.strip.show_note(AGAIN)

    def done(self, result: int) -> None:
        """Saves the drafts, or drops them where the edit was written."""
        if result == QDialog.DialogCode.Accepted:
            self._begun = self._texts()
        self.keep_typed()
        self._begun = {}
        super().done(result)

    def keep_typed(self) -> None:
        """Saves the long texts that have been changed as drafts."""
        if self._begun:
            typed = {name: text for name, text in self._texts().items() if text != self._begun[name]}
            self.session.drafts.keep(self._place(), typed)

    def changes(self) -> Iterable[Change]:
        """The changes that the action writes; raises UserError."""
        raise NotImplementedError

    def label(self) -> str:
        """The edit's label in the history."""
        raise NotImplementedError

    def attempt(self) -> None:
        """Writes the edit and closes; a refusal is shown and the dialog stays open."""
        for answer in self.answers.values():
            answer.refuse("")
        self.strip.show_error("")
        try:
            changes = tuple(self.changes())
            self.session.write(changes, self.label())
        except UserError as refusal:
            self.show_refusal(refusal)
        else:
            self.accept()

    def _texts(self) -> dict[str, str]:
        long = {name: one.input for name, one in self.answers.items() if isinstance(one.input, inputs.LongTextInput)}
        return {name: text.typed() for name, text in long.items()}

    def _place(self) -> Key:
        return type(self).__name__, self.about.TABLE, self.about.id

    def show_refusal(self, refusal: UserError) -> None:
        """Shows a refusal beside the answer that it names, else below all."""
        answer = self.answers.get(refusal.field)
        if answer is None:
            self.strip.show_error(refusal.message)
        else:
            answer.refuse(refusal.message)
            answer.setFocus()
        self._grow()

    def _grow(self) -> None:
        """Enlarges the dialog for sentences of several lines."""
        self.column.activate()
        wanted = max(self.height(), self.column.heightForWidth(self.width()))
        self.resize(self.width(), min(wanted, room_for(self).height()))


def open_dialog(dialog: D) -> D:
    """Opens a dialog that is deleted when it closes, and returns it."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
