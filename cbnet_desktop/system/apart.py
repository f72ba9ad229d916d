"""The process that reads one foreign file: bounded in seconds and megabytes, it ends with what it was asked.

It is asked on its standard input and answers on its standard output, both pickled, for both ends are this program.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

#: With this one argument the console is this process; a built program has no other Python.
COMMAND = "--apart"
#: Seconds of computing, those for starting and loading the libraries included: a slow computer is given more time.
MOST_SECONDS = 4
MOST_BYTES = 450 * 2**20
OVERRUN = 75
_LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """The one result, an error that is meant to pass, or the report of any other."""

    results: tuple[T, ...] = ()
    error: Exception | None = None
    failure: str = ""


def serve() -> int:
    """Does the one piece of work and answers; exit code OVERRUN where it takes too much."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no part of the answer
    _limit()
    threading.Thread(target=_watch, daemon=True).start()
    gc.disable()  # the process ends with its file
    try:
        reply = _done(*pickle.loads(sys.stdin.buffer.read()))
        answers.write(pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))
        answers.flush()
    except (MemoryError, RecursionError):
        return OVERRUN
    return 0


def _done(work: Any, passing: type[Exception]) -> Reply[Any]:
    try:
        return Reply((work(),))
    except passing as error:
        return Reply(error=error)
    except MemoryError:
        raise
    except Exception:
        return Reply(failure=traceback.format_exc())


def _limit() -> None:
    """Lets the system end the process where its own watch cannot run, because a library holds the interpreter."""
    if sys.platform == "win32":
        return
    import resource

    bounds = {resource.RLIMIT_CPU: MOST_SECONDS, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # elsewhere the system does not keep to it
        bounds[resource.RLIMIT_DATA] = MOST_BYTES
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))


def _watch() -> None:
    while time.process_time() < MOST_SECONDS and _most_memory() < MOST_BYTES:
        time.sleep(_LOOK_EVERY_S)
    os._exit(OVERRUN)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("QuotaPagedPoolUsage", "QuotaPeakNonPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("QuotaNonPagedPoolUsage", "PagefileUsage", "PeakPagefileUsage")),
        )

    def _most_memory() -> int:
        """The most bytes that the process has held."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        asked = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        kernel.K32GetProcessMemoryInfo.argtypes = asked
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
        return int(max(counters.PeakWorkingSetSize, counters.PeakPagefileUsage))

elif sys.platform == "darwin":

    def _most_memory() -> int:
        """The most bytes that the process has held."""
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

else:

    def _most_memory() -> int:
        """Nothing: here the system keeps to its limit, and what it counts begins with the parent's."""
        return 0
