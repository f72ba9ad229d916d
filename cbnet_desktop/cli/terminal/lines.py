"""Lines of a pipe or a file, read by a thread so that the caller can wait for one with a timeout."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import BinaryIO

from cbnet_desktop.domain.records.errors import Unreadable

_CHUNK = 65_536
_READ_AHEAD = 1_000


class WaitingLines:
    """The lines of a stream in order, read ahead."""

    def __init__(self, stream: BinaryIO) -> None:
        self._queue: Queue[bytes | OSError | None] = Queue(_READ_AHEAD)
        self._is_over = False
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether the stream has ended and every line was returned."""
        return self._is_over

    def next(self, timeout: float | None) -> bytes | None:
        """The next line; None when none came within timeout seconds, or at the end. Raises OSError."""
        try:
            line = self._queue.get(timeout=timeout)
        except Empty:
            return None
        if isinstance(line, OSError):
            raise line
        self._is_over = line is None
        return line

    def _read(self, stream: BinaryIO) -> None:
        try:
            for line in _split(stream):
                self._queue.put(line)
        except OSError as error:
            self._queue.put(error)
        except ValueError:
            return  # the stream was closed by a caller that no longer wants the rest
        self._queue.put(None)


def _split(stream: BinaryIO) -> Iterator[bytes]:
    """Yields lines as they arrive; a buffered reader would hold a lock that keeps the program from exiting."""
    rest: list[bytes] = []
    while chunk := stream.read(_CHUNK):
        first, *more = chunk.split(b"\n")
        rest.append(first)
        for part in more:
            yield b"".join(rest)
            rest = [part]
    if last := b"".join(rest):
        yield last


def opened_stream(path: Path) -> BinaryIO:
    """Standard input for -, else the file; raises Unreadable."""
    if str(path) == "-":
        return _standard_input()
    try:
        return io.FileIO(path)
    except IsADirectoryError:
        raise Unreadable(f"{path} er en mappe. Angiv en fil med JSON-linjer, eller - for standardinddata.") from None
    except OSError:
        raise Unreadable(f"Filen {path} findes ikke, eller du har ikke adgang til den.") from None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        return io.BytesIO()
    try:
        return io.FileIO(sys.stdin.fileno(), closefd=False)
    except (OSError, io.UnsupportedOperation):
        return sys.stdin.buffer
