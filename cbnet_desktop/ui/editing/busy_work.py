"""Work off the window's thread, with progress and Cancel where it takes a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

T = TypeVar("T")
#: Called with the share that is done, from 0 to 1; raises Cancelled once nobody waits any more.
Report = Callable[[float], None]


class Cancelled(Exception):
    """The user cancelled the work."""


def run(
    window: QWidget,
    texts: tuple[str, str],
    work: Callable[[Report], T],
    done: Callable[[T], object],
    refused: Callable[[UserError], object],
) -> BusyDialog:
    """Calls work in another thread under a dialog of this title and sentence, then done or refused unless cancelled."""
    busy = BusyDialog(*texts, window, can_cancel=True)
    progress = _Progress(busy)

    def job() -> tuple[T] | Exception:
        try:
            return (work(progress.report),)
        except UserError:
            raise
        except Exception as fault:  # reported below, after the dialog is closed
            return fault

    def ended(made: tuple[T] | Exception) -> None:
        if not _is_awaited(busy):
            return
        busy.finish()
        if isinstance(made, Exception):
            FAILURES.handle(made)
        else:
            done(*made)

    def ended_refused(refusal: UserError) -> None:
        if _is_awaited(busy):
            busy.finish()
            refused(refusal)

    background.run(job, ended, ended_refused)
    return busy


class _Progress(QObject):
    """Passes the progress from the other thread to the dialog."""

    moved = Signal(float)

    def __init__(self, busy: BusyDialog) -> None:
        super().__init__()
        self._busy = busy
        self.moved.connect(busy.show_share)

    def report(self, share: float) -> None:
        """Shows the progress; raises Cancelled where the dialog was cancelled, which ends the work."""
        if self._busy.is_cancelled:
            raise Cancelled
        self.moved.emit(share)


def _is_awaited(busy: BusyDialog) -> bool:
    return isValid(busy) and not busy.is_cancelled
