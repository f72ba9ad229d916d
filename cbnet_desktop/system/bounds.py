"""How many seconds of computing and bytes of memory the system lets this process have.

Linux keeps both itself (getrlimit(2)), Windows too (job objects); macOS keeps the seconds and counts the bytes, so
there the process must look for itself.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_int64, c_size_t, c_uint32
from typing import Any

_TIME, _MEMORY = 0x2, 0x100  # JOB_OBJECT_LIMIT_PROCESS_TIME, JOB_OBJECT_LIMIT_PROCESS_MEMORY
_EXTENDED = 9  # JobObjectExtendedLimitInformation
_TICKS = 10_000_000  # of 100 nanoseconds


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION of winnt.h."""

    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h."""

    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


def job_limits(seconds: int, memory: int) -> JobLimits:
    """What Windows is told: the process ends after so many seconds in all, and gets no more bytes than these."""
    limits = JobLimits()
    limits.BasicLimitInformation.LimitFlags = _TIME | _MEMORY
    limits.BasicLimitInformation.PerProcessUserTimeLimit = seconds * _TICKS
    limits.ProcessMemoryLimit = memory
    return limits


def tell(kernel: Any, jobs: list[Any], limits: JobLimits) -> None:
    """Tells Windows' kernel32 the limits of this process, by the one job in jobs, which is made at the first call."""
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, c_uint32)
    if not jobs:
        jobs.append(kernel.CreateJobObjectW(None, None))
        kernel.AssignProcessToJobObject(jobs[0], kernel.GetCurrentProcess())
    kernel.SetInformationJobObject(jobs[0], _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))


if sys.platform == "win32":
    _jobs: list[Any] = []

    def keep(seconds: int, memory: int) -> None:
        """Ends this process after so many seconds of computing in all; it gets no more memory than these bytes."""
        tell(ctypes.WinDLL("kernel32", use_last_error=True), _jobs, job_limits(seconds, memory))

    def peak() -> int:
        """Nothing: the system keeps to its limit."""
        return 0

else:
    import resource

    def keep(seconds: int, memory: int, platform: str = sys.platform) -> None:
        """Ends this process after so many seconds of computing in all; it gets no more memory than these bytes."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        if platform == "linux":  # elsewhere the system does not keep to it
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

    def peak(platform: str = sys.platform) -> int:
        """The most bytes that the process has held; nothing where the system keeps to its limit."""
        # On Linux what it counts begins with the parent's.
        if platform == "linux":
            return 0
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if platform == "darwin" else 1024)
