"""Chooses between the versions of a conflict and a new value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.edits.edit import field_of
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.log.conflicts import CellConflict, Version
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import inputs
from cbnet_desktop.ui.widgets.rich_text import marked, wrapped_label

INDENT = 24


class ConflictChoice(QWidget):
    """A radio button for each version, with author and time, and one for a new value. No button is checked at first."""

    chosen = Signal()

    def __init__(self, session: Session, conflict: CellConflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.conflict = conflict
        self.field = field_of(conflict.table, conflict.field)
        self.input: inputs.Input | None = None
        self.buttons = QButtonGroup(self)
        self.buttons.idToggled.connect(lambda *_: self.chosen.emit())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 8, 0)
        self._column.setSpacing(4)
        network = session.network
        heading = self._label(title(conflict, network))
        heading.setProperty("role", "heading")
        if not conflict.edited:
            before = self._label(f"Før: {sharing_messages.value(self.field, conflict.was, network)}")
            before.setProperty("role", "muted")
        for number, version in enumerate(conflict.versions, 1):
            self._add_version(number, version)
        if not conflict.edited:
            self._add_own()
        self._column.addStretch(1)

    @property
    def is_made(self) -> bool:
        """Whether a button is checked."""
        return self.buttons.checkedButton() is not None

    def value(self) -> Value:
        """The value chosen; raises Invalid where a typed one is invalid."""
        place = self.buttons.checkedId() - 1
        if place < len(self.conflict.versions):
            return self.conflict.versions[place].value
        assert self.input is not None
        value = self.input.value(self._session.network)
        self.field.check(value)
        return value

    def _add_version(self, number: int, version: Version) -> None:
        shown = " (vises nu)" if version is self.conflict.shown else ""
        words = f"{version.by} {sharing_messages.clock(version.at)}{shown}"
        button = self._button(number, words)
        network, text = self._session.network, self._described(version)
        button.setAccessibleName(f"{words}: {text}")
        value = self._label("", indent=INDENT)
        if self.field.kind is Kind.LONG_TEXT and version.value:
            before = sharing_messages.shown(self.field, self.conflict.was, network)
            value.setTextFormat(Qt.TextFormat.RichText)
            value.setText(f"<div style='white-space: pre-wrap'>{marked(text, before)}</div>")
        else:
            value.setText(text)

    def _described(self, version: Version) -> str:
        if self.conflict.edited:
            fields = danish.joined([field_of(self.conflict.table, name).label for name in self.conflict.edited])
            return "Rækken er arkiveret." if version.value else f"Hent rækken frem igen. Rettet: {fields}."
        return sharing_messages.shown(self.field, version.value, self._session.network) or "(tomt)"

    def _add_own(self) -> None:
        number = len(self.conflict.versions) + 1
        own = self._button(number, "En anden værdi")
        made = self.input = inputs.make(self.field, self)
        if isinstance(made, inputs.ReferenceInput | inputs.DateInput):
            made.record = self._session.network.row(self.conflict.table, self.conflict.row_id)
        made.show_value(self._session.network, self.conflict.shown.value)
        made.setAccessibleName(f"En anden værdi for {self.field.label}")
        made.touched.connect(lambda: own.setChecked(True))
        line = QVBoxLayout()
        line.setContentsMargins(INDENT, 0, 0, 0)
        line.addWidget(made)
        self._column.addLayout(line)

    def _button(self, number: int, text: str) -> QRadioButton:
        button = QRadioButton(f"&{number}  {text.replace('&', '&&')}", self)
        self.buttons.addButton(button, number)
        self._column.addSpacing(6)
        self._column.addWidget(button)
        return button

    def _label(self, text: str, indent: int = 0) -> QLabel:
        label = wrapped_label(self, text)
        label.setContentsMargins(indent, 0, 0, 0)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(label)
        return label


def row_title(conflict: CellConflict, network: Network) -> str:
    """The title of the conflict's row."""
    row = network.row(conflict.table, conflict.row_id)
    return labels.row_title(network, row) if row else sharing_messages.noun(conflict.table)


def what(conflict: CellConflict) -> str:
    """The label of the conflict's field, or that the row was edited after it was archived."""
    field: Field = field_of(conflict.table, conflict.field)
    return "Rettet efter arkivering" if conflict.edited else field.label


def title(conflict: CellConflict, network: Network) -> str:
    """The row and the field of a conflict, for example »Mette Holm: Telefon«."""
    return f"{row_title(conflict, network)}: {what(conflict)}"
