"""A folder of pieces: on a disk, on a network drive, or carried by any sync client."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from cbnet_desktop.domain.records.errors import Full, ReadOnly, Unreadable
from cbnet_desktop.store.format.pieces import ANY_NAME, MAX_PIECE
from cbnet_desktop.store.places.place import Mark

#: Beginning of the temporary files, which sync clients leave alone, and the age in seconds of abandoned ones.
DRAFT = ".~"
_ABANDONED = 3600.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EPERM, errno.EACCES, errno.EROFS)


class Folder:
    """Pieces as files. A file is never changed; only its writer, or an erasure, drops it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def identity(self) -> str:
        """The folder's path."""
        return str(self.path)

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names of pieces there; none where the folder is missing."""
        with self._translated(), contextlib.suppress(FileNotFoundError), os.scandir(self.path) as found:
            return {
                entry.name: _mark(entry) if closely else Mark(-1, 0)
                for entry in found
                if ANY_NAME.fullmatch(entry.name)
            }
        return {}

    def get(self, name: str) -> bytes | None:
        """The bytes of a piece; None where it is gone or no ordinary file."""
        path = self.path / name
        with self._translated(), contextlib.suppress(FileNotFoundError, IsADirectoryError):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    return file.read(MAX_PIECE + 1)
        return None

    def put(self, name: str, data: bytes) -> None:
        """Writes a piece by renaming a synced temporary file; makes the folder where it is missing."""
        with self._translated():
            self.path.mkdir(exist_ok=True)
            draft = self.path / f"{DRAFT}{secrets.token_hex(8)}.tmp"
            try:
                with draft.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self.path / name)
            finally:
                with contextlib.suppress(OSError):
                    draft.unlink(missing_ok=True)
            sync_folder(self.path)

    def drop(self, name: str) -> None:
        """Removes a piece."""
        with self._translated():
            (self.path / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes temporary files that were left by programs killed while writing."""
        with contextlib.suppress(OSError):
            for draft in self.path.glob(f"{DRAFT}*.tmp"):
                with contextlib.suppress(OSError):
                    if time.time() - draft.stat().st_mtime > _ABANDONED:
                        draft.unlink()

    def check(self) -> str:
        """Why the folder cannot be written; a missing one is judged by the folder that it would lie in."""
        folder = self.path if self.path.exists() else self.path.parent
        try:
            is_writable = bool(folder.stat().st_mode & 0o222) and os.access(folder, os.W_OK)
        except OSError:
            return ""
        if is_writable:
            return ""
        return f"Mappen {folder} er skrivebeskyttet. Gem en kopi et andet sted for at redigere."

    def wait(self, seconds: float) -> None:
        """Returns after the time: folders on shares tell nothing by themselves."""
        time.sleep(seconds)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise refused(error, self.path) from error


def refused(error: OSError, folder: Path) -> Full | ReadOnly | Unreadable:
    """An OSError of a folder as a UserError with one Danish sentence."""
    if error.errno in _NO_ROOM:
        return Full(f"Der er ikke plads på disken med mappen {folder}. Gør plads, og prøv igen.")
    if error.errno in _FORBIDDEN:
        return ReadOnly(f"Der kan ikke skrives i mappen {folder}. Vælg en anden mappe, eller få adgang til den.")
    return Unreadable(f"Mappen {folder} kan ikke nås lige nu. Kontrollér forbindelsen til den.")


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system can."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mark(entry: os.DirEntry[str]) -> Mark:
    try:
        found = entry.stat()
    except OSError:
        return Mark(-1, 0)
    return Mark(found.st_size, found.st_mtime_ns)
