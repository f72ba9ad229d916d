"""Autosaves a text while it is typed: at each pause, and at least every half minute."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.inputs import LongTextInput

PAUSE_MS = 5_000
MOST_MS = 30_000


class Pauses(QObject):
    """Calls save PAUSE_MS after the last touch or MOST_MS after the first."""

    def __init__(self, parent: QObject, touched: SignalInstance, save: Callable[[], object]) -> None:
        super().__init__(parent)
        self._save_typed = save
        self.pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.limit = QTimer(self, interval=MOST_MS, singleShot=True)
        for timer in (self.pause, self.limit):
            timer.timeout.connect(self._save)
        touched.connect(self._note)

    def _note(self) -> None:
        self.pause.start()
        if not self.limit.isActive():
            self.limit.start()

    def _save(self) -> None:
        self.pause.stop()
        self.limit.stop()
        self._save_typed()


class PauseSaving(Pauses):
    """Writes a long text in pauses; save must leave the focus in the input."""

    def __init__(self, session: Session, made: LongTextInput, save: Callable[[], object]) -> None:
        super().__init__(made, made.touched, save)
        self._session = session

    def _save(self) -> None:
        """All saves of a text before its input is left form one undo step."""
        super()._save()
        self._session.undo_stack.leave_open(is_open=True)
