"""The file that a Mac asks a running program to open: there a double-click is an event and no argument."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from cbnet_desktop.ui.window.files import Files

RETRY_MS = 300


class Application(QApplication):
    """Qt's application, which keeps what the system asks it to open: of several files the last."""

    asked = Signal()

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._document: Path | None = None

    def event(self, event: QEvent) -> bool:
        """Takes files; an address that is none is left to Qt."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._document = Path(event.file())
            self.asked.emit()
            return True
        return super().event(event)

    def take_document(self) -> Path | None:
        """What was asked for and is not opened yet; the caller opens it."""
        asked, self._document = self._document, None
        return asked


class DocumentsAskedFor(QObject):
    """Opens what is asked for as File > Open does, once no dialog is in the way."""

    def __init__(self, files: Files, app: Application) -> None:
        super().__init__(files)
        self._files, self._app = files, app
        self._is_opening = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._open)
        app.asked.connect(self._soon.start)
        self._soon.start()

    def close(self) -> None:
        """Opens nothing more."""
        self._app.asked.disconnect(self._soon.start)
        self._soon.stop()

    def _open(self) -> None:
        if self._is_opening or QApplication.activeModalWidget():
            self._soon.start(RETRY_MS)
        elif asked := self._app.take_document():
            self._is_opening = True
            try:
                self._files.open(asked)
            finally:
                self._is_opening = False
