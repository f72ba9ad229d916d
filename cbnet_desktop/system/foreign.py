"""The door for files that others wrote: read within bounds, and handed to libraries in a process apart.

A library can be made to run for ever or to eat the memory by a file of a few bytes. So it runs in a process of its own
(cbnet_desktop/system/apart.py), which is given seconds and megabytes and ends with the file.
"""

from __future__ import annotations

import logging
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cbnet_desktop.system import apart

T = TypeVar("T")

#: Beside the seconds of computing that apart.py counts: a process that waits or cannot count is ended after these.
LONGEST_S = 20
#: A console of its own would flash up in the desktop program.
if sys.platform == "win32":
    _UNSEEN = subprocess.CREATE_NO_WINDOW
else:
    _UNSEEN = 0
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


class Overrun(Unread):
    """A library took too long or too much memory, or did not survive."""


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
        with path.open("rb") as file:
            read = file.read(most + 1)  # it may have grown since
    except FileNotFoundError:
        raise Missing from None
    except (OSError, ValueError):
        raise Denied from None
    if len(read) > most:
        raise TooLarge
    return read


def apart_from_here(work: Callable[[], T], passing: type[Exception]) -> T:
    """What work returns in a process of its own; raises Overrun and Failed, and lets errors of a kind pass.

    Work and result must be picklable: work is a partial of a function at the top of a module.
    """
    asked = pickle.dumps((work, passing), pickle.HIGHEST_PROTOCOL)
    try:
        done = subprocess.run(
            _command(),
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_S,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *_own_paths()])},
            creationflags=_UNSEEN,
        )
    except subprocess.TimeoutExpired:
        raise Overrun from None
    if done.returncode != 0:
        raise Overrun
    reply: apart.Reply[T] = pickle.loads(done.stdout)
    if reply.error is not None:
        raise reply.error
    if reply.failure:
        logging.getLogger("cbnet").info("A file could not be read\n%s", reply.failure)
        raise Failed
    assert reply.results
    return reply.results[0]


def _own_paths() -> list[str]:
    """Where this process was told to find modules; an empty entry would be the folder that it was started in."""
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _command() -> list[str]:
    """The console of a built program, which lies beside the desktop program; else this Python without the folder."""
    if getattr(sys, "frozen", False):
        console = "cbnet.exe" if sys.platform == "win32" else "cbnet"
        return [str(Path(sys.executable).with_name(console)), apart.COMMAND]
    return [sys.executable, "-P", "-c", "from cbnet_desktop.system.apart import serve; raise SystemExit(serve())"]
