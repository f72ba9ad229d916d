"""Saves a long text while it is written: at each pause, and at the latest after half a minute."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cbnet_desktop.ui.form_field import FormField

PAUSE_MS = 5_000
MOST_MS = 30_000


class PauseSaving(QObject):
    """Commits a form field without taking the cursor out of it. A pause shorter than PAUSE_MS is still typing."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        self._field = field
        self.pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.limit = QTimer(self, interval=MOST_MS, singleShot=True)
        for timer in (self.pause, self.limit):
            timer.timeout.connect(self._save)
        field.input.touched.connect(self._note)  # type: ignore[attr-defined]

    def _note(self) -> None:
        self.pause.start()
        if not self.limit.isActive():
            self.limit.start()

    def _save(self) -> None:
        self.pause.stop()
        self.limit.stop()
        self._field.commit()
