"""An input with the sentence below it that says why it was refused."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.widgets import inputs
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class RefusableInput(QWidget):
    """The input of a field, made for its kind or passed as made, and a sentence that is hidden while it is empty."""

    def __init__(self, field: Field, made: inputs.Input | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.field = field
        self.input: inputs.Input = made or inputs.make(field, self)
        self.reason = wrapped_label(self, "", "error")
        self.reason.hide()
        self.column = without_margins(QVBoxLayout(self), 1)
        self.column.addWidget(self.input)
        self.column.addWidget(self.reason)
        self.setFocusProxy(self.input)

    def refuse(self, sentence: str) -> None:
        """Shows why the input was refused; "" hides the sentence."""
        if sentence != self.reason.text() and self.isVisible():
            announce(self.input, sentence)
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))
        self.input.setAccessibleDescription(sentence or inputs.duty(self.field))
        if bool(self.input.property("refused")) != bool(sentence):
            self.input.setProperty("refused", bool(sentence))
            self.input.style().unpolish(self.input)
            self.input.style().polish(self.input)
