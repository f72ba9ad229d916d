"""The door for files that others wrote: read within bounds, and handed to libraries in a process apart.

A library can be made to run for ever or to eat the memory by a file of a few bytes. So it runs in a process of its own
(cbnet_desktop/system/apart.py), which is given seconds and megabytes and ends with the file. What we make ourselves and
is large is made there too, since its seconds would be the window's and its memory would stay.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cbnet_desktop.system import apart, held

if TYPE_CHECKING:
    import subprocess

T = TypeVar("T")
#: Told the share that is done, from 0 to 1.
Report = Callable[[float], None]

#: By the clock for each second of computing: a process that waits or cannot count is ended after these.
PATIENCE = 5
#: What our own work is given: a book of all years takes half a minute and a gigabyte.
OWN_SECONDS, OWN_BYTES = 3600, 8 * 2**30
_LOOK_EVERY_S = 0.1
#: CREATE_NO_WINDOW of winbase.h.
_UNSEEN = 0x0800_0000
_ROOT = Path(__file__).resolve().parents[2]


class Unread(Exception):
    """A file was not read."""


class Missing(Unread):
    """There is no such file."""


class NoFile(Unread):
    """It is a folder, a device or a pipe."""


class TooLarge(Unread):
    """It has more bytes than are read."""


class Denied(Unread):
    """The system does not let it be read."""


class OpenElsewhere(Unread):
    """Another program has it open and lets nobody read it."""


class Overrun(Unread):
    """A library took too long or too much memory, or did not survive."""


class CalledOff(Unread):
    """Nobody waits for it any more."""


class Failed(Unread):
    """A library raised something that is not meant for people."""


def content(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most this size; raises Unread."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise NoFile
        if found.st_size > most:
            raise TooLarge
        with held.patiently(lambda: path.open("rb")) as file:
            read = file.read(most + 1)  # it may have grown since
    except FileNotFoundError:
        raise Missing from None
    except OSError as error:
        raise (OpenElsewhere if held.is_open_elsewhere(error) else Denied) from None
    except ValueError:
        raise Denied from None
    if len(read) > most:
        raise TooLarge
    return read


def apart_from_here(work: Callable[[], T], passing: type[Exception]) -> T:
    """What work returns in a process of its own; raises Overrun and Failed, and lets errors of a kind pass.

    Work and result must be picklable: work is a partial of a function at the top of a module.
    """
    return Errand().do(work, passing)


class Errand:
    """What is asked apart for somebody who may stop waiting: called off in one thread, it ends in the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Apart | None = None
        self.is_off = False

    def do(self, work: Callable[[], T], passing: type[Exception], seconds: int = apart.MOST_SECONDS) -> T:
        """What work returns in a process of its own; raises as apart_from_here does, and CalledOff."""
        with self._lock:
            self._require_wanted()
            process = self._process = Apart(passing)
        with closing(process):
            try:
                return process.do(work, seconds)
            except Overrun:
                self._require_wanted()
                raise

    def call_off(self) -> None:
        """Ends what is asked, now and later."""
        with self._lock:
            self.is_off = True
            if self._process:
                self._process.close()

    def _require_wanted(self) -> None:
        if self.is_off:
            raise CalledOff


def paced(work: Callable[[Report], T], report: Report, passing: type[Exception]) -> T:
    """What work of our own returns in a process of its own, given time and memory; report is told how far it is.

    report may raise, which ends the process. Raises Overrun where the process is ended by others, and Failed.
    """
    with closing(Apart(passing)) as process:
        return process.pace(work, report)


class Apart:
    """A process that can be asked several times; another thread may close it, which ends what it is asked."""

    def __init__(self, passing: type[Exception]) -> None:
        self._passing = passing
        self._process = started()

    def do(self, work: Callable[[], T], seconds: int = apart.MOST_SECONDS) -> T:
        """What work returns there; raises as apart_from_here does."""
        found: T = self._asked(apart.Order(work, self._passing, seconds))
        return found

    def keep(self, make: Callable[[], object]) -> None:
        """Makes something there and keeps it there."""
        self._asked(apart.Order(make, self._passing, keeps=True))

    def ask(self, work: Callable[[Any], T]) -> T:
        """What work returns there of what is kept."""
        found: T = self._asked(apart.Order(work, self._passing, is_on_kept=True))
        return found

    def pace(self, work: Callable[[Report], T], report: Report) -> T:
        """What work returns there. report is told now and again how far it is; where it raises, the process ends."""
        order = apart.Order(work, self._passing, OWN_SECONDS, most_bytes=OWN_BYTES, reports=True)
        shares, ended, raised = [0.0], threading.Event(), list[Exception]()

        def look() -> None:
            while not ended.wait(_LOOK_EVERY_S):
                try:
                    report(shares[-1])
                except Exception as error:  # raised again below, in the thread that waits for the work
                    raised.append(error)
                    self._process.kill()
                    return

        threading.Thread(target=look, daemon=True).start()
        try:
            found: T = self._asked(order, shares.append)
        except Overrun:
            raise (raised or [Overrun()])[0] from None
        finally:
            ended.set()
        return found

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if pipe and not pipe.closed:
                    pipe.close()

    def _asked(self, order: apart.Order, report: Report | None = None) -> Any:
        reply = self._reply(order, report)
        if reply is None:
            raise Overrun
        if reply.error is not None:
            raise reply.error
        if reply.failure:
            logging.getLogger("cbnet").info("A file could not be read\n%s", reply.failure)
            raise Failed(reply.failure)
        return reply.results[0]

    def _reply(self, order: apart.Order, report: Report | None) -> apart.Reply[Any] | None:
        """The reply; None where the process did not survive the order, or took too long."""
        assert self._process.stdin
        assert self._process.stdout
        limit = threading.Timer(PATIENCE * order.seconds, self._process.kill)
        limit.daemon = True
        limit.start()
        try:
            apart.write(self._process.stdin, order)
            reply: apart.Reply[Any] | None = apart.read(self._process.stdout)
            while reply is not None and reply.share is not None and report:
                report(reply.share)
                reply = apart.read(self._process.stdout)
        except (OSError, ValueError):  # it ended, or was closed, while it was asked
            return None
        finally:
            limit.cancel()
        return reply


def started() -> subprocess.Popen[bytes]:
    """The process, which waits for its first order."""
    import subprocess  # not before: the program starts without a foreign file

    return subprocess.Popen(
        command(Path(sys.executable), is_built=getattr(sys, "frozen", False)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *_own_paths()])},
        creationflags=flags(),
    )


def _own_paths() -> list[str]:
    """Where this process was told to find modules; an empty entry would be the folder that it was started in."""
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def command(executable: Path, *, is_built: bool, platform: str = sys.platform) -> list[str]:
    """The console of a built program, which lies beside the desktop program; else this Python without the folder."""
    if is_built:
        return [str(executable.with_name("cbnet.exe" if platform == "win32" else "cbnet")), apart.COMMAND]
    return [str(executable), "-P", "-c", "from cbnet_desktop.system.apart import serve; raise SystemExit(serve())"]


def flags(platform: str = sys.platform) -> int:
    """What Windows is told of the process: a console of its own would flash up in the desktop program."""
    return _UNSEEN if platform == "win32" else 0
