"""A file that another program has open: waited for within bounds, and told as what it is.

Windows lets nobody read, replace or remove what a program opened for itself alone; over a share that reaches to other
computers. A virus scanner or a sync client lets go in a moment, Word and Acrobat when somebody closes the file.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

SENTENCE = "{} er åben i et andet program. Luk den dér, og prøv igen."
MARKED = "{} er skrivebeskyttet. Fjern skrivebeskyttelsen, eller vælg et andet navn."
#: The most seconds that a file is waited for, and those between two tries.
SECONDS = 2.0
_PAUSE = 0.1
#: Windows: access denied, sharing violation, lock violation.
_DENIED, _IN_USE = 5, (32, 33)


def is_open_elsewhere(error: OSError, renamed: Callable[[str, str], object] = os.rename) -> bool:
    """Whether an error comes of another program that has the file open."""
    if _is_in_use(error):
        return True
    path = error.filename2 or error.filename
    if error.errno != errno.EACCES or not isinstance(path, str | os.PathLike):
        return False
    # Opening such a file and replacing it are only called denied. To give a file its own name changes nothing, and asks
    # Windows the same.
    try:
        renamed(os.fspath(path), os.fspath(path))
    except OSError as told:
        return _is_in_use(told)
    return False


def is_marked_read_only(path: Path) -> bool:
    """Whether a file is there and nobody may write it, whoever it is: Windows replaces and removes none that is."""
    try:
        return not path.stat().st_mode & 0o222
    except OSError:
        return False


def patiently(action: Callable[[], T], seconds: float = SECONDS) -> T:
    """What an action gives; tried again while another program has the file open."""
    until = time.monotonic() + seconds
    while True:
        try:
            return action()
        except OSError as error:
            if time.monotonic() >= until or not is_open_elsewhere(error):
                raise
        time.sleep(_PAUSE)


def replace(draft: Path, target: Path, seconds: float = SECONDS) -> None:
    """Puts a file in the place of another; raises OSError."""
    patiently(lambda: draft.replace(target), seconds)


def remove(path: Path, seconds: float = SECONDS, unlink: Callable[[Path], None] = Path.unlink) -> None:
    """Removes a file that may be missing; raises OSError."""
    try:
        patiently(lambda: unlink(path), seconds)
    except FileNotFoundError:
        return
    except OSError as error:
        if _code(error) != _DENIED:
            raise
        # Windows removes no file that is marked read-only.
        path.chmod(0o600)
        unlink(path)


def _is_in_use(error: OSError) -> bool:
    # A share of Windows' that Linux or macOS has mounted calls it busy.
    return _code(error) in _IN_USE or error.errno == errno.EBUSY


def _code(error: OSError) -> int:
    """Windows' own number of an error; elsewhere there is none."""
    return int(getattr(error, "winerror", None) or 0)
