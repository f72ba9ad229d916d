"""Waiting for a place that may never answer: the work is done in a thread that keeps nobody from ending."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Generic, TypeVar

from cbnet_desktop.store.exchange.exchanger import Exchanger

T = TypeVar("T")
#: Seconds of the processor's time that tell work from waiting and looking whether it is over.
_WORKING = 0.05


def within(seconds: float, opened: Callable[[], Exchanger], job: Callable[[Exchanger], T]) -> T | None:
    """What a job gives, or None where nothing has moved for so many seconds; raises what the job raises."""
    work = _Work(opened, job)
    thread = threading.Thread(target=work.run, name="exchange", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        work.look()
        if thread.is_alive() and time.monotonic() - work.moved_at > seconds:
            return None
    if work.error is not None:
        raise work.error
    return work.result


class _Work(Generic[T]):
    """A job in its own thread, with an exchanger of its own, and when it last moved."""

    def __init__(self, opened: Callable[[], Exchanger], job: Callable[[Exchanger], T]) -> None:
        self._opened = opened
        self._job = job
        self.moved_at = time.monotonic()
        self.result: T | None = None
        self.error: BaseException | None = None
        self._worked = time.process_time()

    def look(self) -> None:
        """Notes whether the processor has worked: many edits take a slow computer long, and a share that hangs none."""
        if time.process_time() - self._worked > _WORKING:
            self._note_progress(0, 0)

    def run(self) -> None:
        """Does the job."""
        try:
            with closing(self._opened()) as exchanger:
                exchanger.reader.progress = self._note_progress
                self.result = self._job(exchanger)
        except BaseException as error:
            self.error = error

    def _note_progress(self, _done: int, _all: int) -> None:
        self._worked, self.moved_at = time.process_time(), time.monotonic()
