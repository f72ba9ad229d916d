"""Exchanges with the place in a thread of its own, so that the window never waits for a network share."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store import Exchanged, Exchanger

if TYPE_CHECKING:
    from cbnet_desktop.ui.editing.background import Refused

T = TypeVar("T")

EVERY_SECONDS = 5.0
#: Edits made within this time after the first go out as one piece, since a sync client carries each by itself.
TOGETHER_SECONDS = 3.0
#: How long the first exchange leaves the processor to the window, which is painted meanwhile.
FIRST_SECONDS = 0.3
#: How long closing waits for a last exchange; the edits are safe in the replica and go out the next time.
CLOSING_SECONDS = 3.0
#: Bytes of annexes after which edits get their turn again.
MOST_BYTES = 32 << 20
#: The time after which a place that does not answer is not asked by the window.
STUCK_SECONDS = 2.0

_log = logging.getLogger(__name__)


class ExchangeThread(QObject):
    """Exchanges on request and every few seconds. Its signals arrive in the thread it was made in.

    The thread is a daemon: a share that hangs must not keep the program from ending, and a QThread that is still
    running when Qt goes away aborts the process.
    """

    exchanged = Signal(Exchanged)
    failed = Signal(UserError)

    def __init__(self, open_exchanger: Callable[[], Exchanger], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_exchanger
        self._exchanger: Exchanger | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._is_urgent = threading.Event()
        self._is_stopping = threading.Event()
        self._busy_since = 0.0
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        """Starts the thread; its first exchange follows soon, or at once where something is asked."""
        self._thread.start()

    def request(self) -> None:
        """Requests an exchange soon; requests that follow closely share one exchange."""
        self._wake.set()

    def _hurry(self) -> None:
        self._is_urgent.set()
        self._wake.set()

    def ask(self, job: Callable[[Exchanger], T], done: Callable[[T], None], refused: Refused) -> None:
        """Runs a job between two exchanges; done or refused is called in the calling thread."""
        from cbnet_desktop.ui.editing import background

        self._jobs.put(background.prepared(lambda: job(self._opened()), done, refused))
        self._hurry()

    @property
    def is_stuck(self) -> bool:
        """Whether the place has not answered for some seconds: whoever asks it now may wait as long."""
        return self._busy_since > 0 and time.monotonic() - self._busy_since > STUCK_SECONDS

    def finish(self) -> None:
        """Makes a last exchange, lets the keeper write the file, and ends; waits at most CLOSING_SECONDS."""
        self._is_stopping.set()
        self._hurry()
        if self._thread.is_alive():
            self._thread.join(CLOSING_SECONDS)

    def _run(self) -> None:
        is_first = True
        while True:
            if is_first:
                self._is_urgent.wait(FIRST_SECONDS)
            elif self._wake.wait(EVERY_SECONDS):
                self._is_urgent.wait(TOGETHER_SECONDS)
            self._is_urgent.clear()
            self._wake.clear()
            is_last = self._is_stopping.is_set()
            self._busy_since = time.monotonic()
            while not self._jobs.empty():
                self._jobs.get()()
            try:
                exchanger = self._opened()
                result = exchanger.exchange(closely=is_first, most_bytes=MOST_BYTES)
                if result.has_more:
                    self.request()
                if is_last:
                    exchanger.finish()
                else:
                    exchanger.rest()
            except UserError as refusal:
                self._emit(self.failed, refusal, is_last)
            except Exception:
                _log.exception("exchange failed")
            else:
                self._emit(self.exchanged, result, is_last)
            self._busy_since, is_first = 0.0, False
            if is_last:
                break
        if self._exchanger:
            self._exchanger.close()

    def _opened(self) -> Exchanger:
        """The thread's own exchanger, opened at its first use."""
        self._exchanger = self._exchanger or self._open()
        return self._exchanger

    @staticmethod
    def _emit(signal: SignalInstance, value: object, is_last: bool) -> None:
        """Emits a signal, unless the window is closing and no longer listens."""
        if not is_last:
            signal.emit(value)
