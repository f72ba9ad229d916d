"""One sentence over a window that has no better place for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show(parent: QWidget | None, sentence: str) -> None:
    """One sentence over a window that has no better place for it, as plain text."""
    box = QMessageBox(QMessageBox.Icon.Warning, "CBnet", "", QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()
