"""Covers the window while something is done; shows up only when it takes a while."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets.font_sizes import characters

PATIENCE_MS = 400
BAR_HEIGHT = 6


class BusyDialog(QDialog):
    """Open from PATIENCE_MS on until finish is called; it can be closed before only where it can be cancelled."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None, *, can_cancel: bool = False) -> None:
        super().__init__(parent)
        self._can_cancel = can_cancel
        self.is_cancelled = False
        self.setWindowTitle(title)
        self.setMinimumWidth(characters(self, 54))
        label = QLabel(sentence, self)
        label.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_HEIGHT)
        self.bar.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(label)
        column.addWidget(self.bar)
        if can_cancel:
            box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
            box.rejected.connect(self.reject)
            column.addWidget(box)
        self._soon = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._soon.timeout.connect(self.open)
        self._soon.start()

    def show_share(self, share: float) -> None:
        """How much is done, from 0 to 1, where what is under way can say it."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(share * 1000))

    def finish(self) -> None:
        """It is done."""
        self._soon.stop()
        self.done(0)
        self.deleteLater()

    def reject(self) -> None:
        """Esc, the window's cross and Cancel; they do nothing where what is under way is whole or not at all."""
        if self._can_cancel:
            self.is_cancelled = True
            self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key closes what cannot be cancelled."""
        if self._can_cancel:
            super().keyPressEvent(event)
        else:
            event.accept()
