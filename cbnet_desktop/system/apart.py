"""The process that reads one foreign file: bounded in seconds and megabytes, it ends with what it was asked.

It is asked on its standard input and answers on its standard output, both pickled, for both ends are this program.
"""

from __future__ import annotations

import gc
import os
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Generic, TypeVar

from cbnet_desktop.system import bounds

T = TypeVar("T")

#: With this one argument the console is this process; a built program has no other Python.
COMMAND = "--apart"
#: Seconds of computing for each order, in the first those for starting and loading the libraries included: a slow
#: computer is given more time.
MOST_SECONDS = 4
MOST_BYTES = 450 * 2**20
OVERRUN = 75
_LOOK_EVERY_S = 0.02
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: work is called without arguments, or on what was kept; keeps that its result stays there.

    seconds of computing are given to it.
    """

    work: Callable[..., Any]
    passing: type[Exception]
    seconds: int = MOST_SECONDS
    keeps: bool = False
    is_on_kept: bool = False


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """The one result, an error that is meant to pass, or the report of any other."""

    results: tuple[T, ...] = ()
    error: Exception | None = None
    failure: str = ""


def write(stream: IO[bytes], said: Order | Reply[Any]) -> None:
    """Sends an order or a reply."""
    import pickle

    content = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read(stream: IO[bytes]) -> Any:
    """The next order or reply; None where there is none, because the other end has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    import pickle

    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return pickle.loads(content) if len(content) == length else None


def serve(keep: Callable[[int, int], None] = bounds.keep, peak: Callable[[], int] = bounds.peak) -> int:
    """Answers until nobody asks any more; exit code OVERRUN where an order takes too much.

    keep and peak are how the system is told the bounds and says what the process has held.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no part of the answer
    watch = _Watch(keep, peak)
    gc.disable()  # the process ends with its file
    kept: list[Any] = []
    try:
        while (order := read(sys.stdin.buffer)) is not None:
            watch.allow(order.seconds)
            write(answers, _done(order, kept))
    except (MemoryError, RecursionError):
        return OVERRUN
    return 0


def _done(order: Order, kept: list[Any]) -> Reply[Any]:
    try:
        result = order.work(*kept) if order.is_on_kept else order.work()
    except (order.passing, ImportError) as error:  # a library that is missing is not the fault of the file
        return Reply(error=error)
    except MemoryError:
        raise
    except Exception:
        return Reply(failure=traceback.format_exc())
    if order.keeps:
        gc.enable()
        kept[:] = [result]
        return Reply((None,))
    return Reply((result,))


class _Watch:
    """Ends the process where an order takes too much; where a library holds the interpreter, the system does."""

    def __init__(self, keep: Callable[[int, int], None], peak: Callable[[], int]) -> None:
        self._keep, self._peak = keep, peak
        self.allow(MOST_SECONDS)
        threading.Thread(target=self._look, daemon=True).start()

    def allow(self, seconds: int) -> None:
        """Begins to count for an order."""
        used = time.process_time()
        self._until = used + seconds
        self._keep(round(used) + seconds, MOST_BYTES)

    def _look(self) -> None:
        while time.process_time() < self._until and self._peak() < MOST_BYTES:
            time.sleep(_LOOK_EVERY_S)
        os._exit(OVERRUN)
