"""Opening and making networks off the window's thread: a share that hangs hangs a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Store
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

Progress = Callable[[int, int], None]


class _Making(QObject):
    progressed = Signal(int, int)

    def __init__(self, make: Callable[[Progress], Store], title: str, sentence: str, over: QWidget | None) -> None:
        super().__init__()
        self._make = make
        self._waiting = QEventLoop(self)
        self._busy = BusyDialog(title, sentence, over, can_cancel=True)
        self._busy.finished.connect(self._waiting.quit)
        self._is_given_up = False
        self.progressed.connect(self._show)
        self.found: Store | UserError | None = None

    def run(self) -> None:
        background.run(self._work, self._note, self._refuse)
        self._waiting.exec()
        self._is_given_up = self._busy.is_cancelled

    def _work(self) -> Store:
        store = self._make(self._progress)
        store.let_go()
        return store

    def _progress(self, done: int, of: int) -> None:
        if self._is_given_up:
            raise UserError("Ingen venter på filen mere.")
        if isValid(self):
            self.progressed.emit(done, of)

    def _show(self, done: int, of: int) -> None:
        if of and not self._busy.is_cancelled:
            self._busy.show_share(done / of)

    def _note(self, store: Store) -> None:
        if not self._busy.is_cancelled:
            self.found = store.opened_anew()
            self._busy.finish()

    def _refuse(self, refusal: UserError) -> None:
        if not self._busy.is_cancelled:
            self.found = refusal
            self._busy.finish()


def made(
    make: Callable[[Progress], Store], title: str, sentence: str, over: QWidget | None
) -> Store | UserError | None:
    """What make opens or creates, or why it refused; None where it was given up. The window stays alive meanwhile.

    What is given up ends at its next step.
    """
    making = _Making(make, title, sentence, over)
    making.run()
    return making.found
