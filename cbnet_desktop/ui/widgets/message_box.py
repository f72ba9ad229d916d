"""A message box for a sentence that has no better place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show(parent: QWidget | None, sentence: str) -> None:
    """Shows one sentence as plain text and waits until it is closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, "CBnet", "", QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()
