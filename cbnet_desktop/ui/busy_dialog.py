"""Covers the window while something is done that must not be edited into; shows up only when it takes a while."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from cbnet_desktop.ui.measures import characters

PATIENCE_MS = 400
BAR_HEIGHT = 6


class BusyDialog(QDialog):
    """Open from PATIENCE_MS on until finish is called; it cannot be closed meanwhile."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(characters(self, 54))
        label = QLabel(sentence, self)
        label.setWordWrap(True)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(BAR_HEIGHT)
        bar.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(label)
        column.addWidget(bar)
        self._soon = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._soon.timeout.connect(self.open)
        self._soon.start()

    def finish(self) -> None:
        """It is done."""
        self._soon.stop()
        self.done(0)
        self.deleteLater()

    def reject(self) -> None:
        """Esc and the window's cross do nothing: what is under way is whole or not at all."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key closes it."""
        event.accept()
