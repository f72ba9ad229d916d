"""A message box for a sentence that has no better place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show(parent: QWidget | None, sentence: str) -> None:
    """Shows one sentence as plain text and waits until it is closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, "CBnet", "", QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()


def choose(parent: QWidget | None, sentence: str, answers: Sequence[str]) -> int | None:
    """Asks with a button for each answer; returns the place of the one chosen, None where the question is closed."""
    box = QMessageBox(QMessageBox.Icon.Question, "CBnet", "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
    box.setEscapeButton(box.addButton("Fortryd", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    chosen = box.clickedButton()
    return next((place for place, button in enumerate(buttons) if button is chosen), None)


def confirm(parent: QWidget | None, sentence: str, accept: str) -> bool:
    """Asks whether to go on, with a button named for what would be done; the other, »Fortryd«, is the default."""
    box = QMessageBox(QMessageBox.Icon.Question, "CBnet", "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    accepting = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton("Fortryd", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is accepting
