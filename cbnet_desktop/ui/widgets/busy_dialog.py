"""A modal progress dialog that appears only when the work takes a while."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

PATIENCE_MS = 400
BAR_HEIGHT = 6


class BusyDialog(FittedDialog):
    """Opens after PATIENCE_MS and closes when finish is called; the user can close it only if it can be cancelled."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None, *, can_cancel: bool = False) -> None:
        super().__init__(parent)
        self._can_cancel = can_cancel
        self.is_cancelled = False
        self.is_finished = False
        self.setWindowTitle(title)
        self.setMinimumWidth(characters(self, 54))
        label = wrapped_label(self, sentence)
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

    def open_at_once(self) -> None:
        """Opens now and over all windows, where nothing may be edited until the work is done."""
        self._soon.stop()
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.show()

    def show_share(self, share: float) -> None:
        """Shows the progress, from 0 to 1; without a call the bar only shows that something is going on."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(share * 1000))

    def finish(self) -> None:
        """Closes the dialog because the work is done."""
        self.is_finished = True
        self._soon.stop()
        self.done(0)
        self.deleteLater()

    def reject(self) -> None:
        """Esc, the close button and Cancel; ignored where the work cannot be cancelled."""
        if self._can_cancel:
            self.is_cancelled = True
            self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Swallows keys where the work cannot be cancelled, so that Esc does not close the dialog."""
        if self._can_cancel:
            super().keyPressEvent(event)
        else:
            event.accept()
