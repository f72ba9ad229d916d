"""How many seconds of computing and bytes of memory the system lets this process have.

Linux keeps both itself (getrlimit(2)), Windows too (job objects); macOS keeps the seconds and counts the bytes, so
there the process must look for itself.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_int64, c_size_t, c_uint32

_TIME, _MEMORY = 0x2, 0x100  # JOB_OBJECT_LIMIT_PROCESS_TIME, JOB_OBJECT_LIMIT_PROCESS_MEMORY
_EXTENDED = 9  # JobObjectExtendedLimitInformation
_TICKS = 10_000_000  # of 100 nanoseconds
#: What getrusage(2) counts memory in.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


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


if sys.platform == "win32":
    from ctypes import wintypes

    _jobs: list[int] = []

    def keep(seconds: int, memory: int) -> None:
        """Ends this process after so many seconds of computing in all; it gets no more memory than these bytes."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
        if not _jobs:
            _jobs.append(kernel.CreateJobObjectW(None, None))
            kernel.AssignProcessToJobObject(_jobs[0], kernel.GetCurrentProcess())
        limits = job_limits(seconds, memory)
        kernel.SetInformationJobObject(_jobs[0], _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))

    def peak() -> int:
        """Nothing: the system keeps to its limit."""
        return 0

else:
    import resource

    def keep(seconds: int, memory: int) -> None:
        """Ends this process after so many seconds of computing in all; it gets no more memory than these bytes."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        if sys.platform == "linux":  # elsewhere the system does not keep to it
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

    def peak() -> int:
        """The most bytes that the process has held; nothing where the system keeps to its limit."""
        # On Linux what it counts begins with the parent's.
        return 0 if sys.platform == "linux" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
