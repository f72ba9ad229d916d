"""The process that reads one foreign file, or makes one large one: bounded, it ends with what it was asked.

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

    seconds of computing and bytes of memory are given to it. reports: work takes a function to tell how far it is.
    """

    work: Callable[..., Any]
    passing: type[Exception]
    seconds: int = MOST_SECONDS
    keeps: bool = False
    is_on_kept: bool = False
    most_bytes: int = MOST_BYTES
    reports: bool = False


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """The one result, an error that is meant to pass, or the report of any other; before it the share done."""

    results: tuple[T, ...] = ()
    error: Exception | None = None
    failure: str = ""
    share: float | None = None


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
            watch.allow(order)
            write(answers, _done(order, kept, _Reporting(answers).report))
    except (MemoryError, RecursionError):
        return OVERRUN
    return 0


class _Reporting:
    """Tells the other end each hundredth that is done."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._told = 0.0

    def report(self, share: float) -> None:
        """Tells a share from 0 to 1."""
        if share >= self._told + 0.01:
            self._told = share
            write(self._answers, Reply(share=share))


def _done(order: Order, kept: list[Any], report: Callable[[float], None]) -> Reply[Any]:
    given = kept if order.is_on_kept else [report] if order.reports else []
    try:
        result = order.work(*given)
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
        self._until: float = MOST_SECONDS
        self._most_bytes = MOST_BYTES
        threading.Thread(target=self._look, daemon=True).start()

    def allow(self, order: Order) -> None:
        """Begins to count for an order; the system lets bounds of memory be told once, and never be raised."""
        used = time.process_time()
        self._until, self._most_bytes = used + order.seconds, order.most_bytes
        self._keep(round(used) + order.seconds, order.most_bytes)

    def _look(self) -> None:
        while time.process_time() < self._until and self._peak() < self._most_bytes:
            time.sleep(_LOOK_EVERY_S)
        os._exit(OVERRUN)
