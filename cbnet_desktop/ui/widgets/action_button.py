"""A button for an action of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget


def action_button(parent: QWidget, text: str, call: Callable[[], object], tip: str = "") -> QPushButton:
    """A button that calls; the text may contain a mnemonic, and the result of the call is ignored."""
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.clicked.connect(lambda _: call())
    return button
