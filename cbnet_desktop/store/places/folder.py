"""A folder of pieces: on a disk, on a network drive, or carried by any sync client."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from cbnet_desktop.domain.records.errors import Busy, Full, ReadOnly, Unreadable, UserError
from cbnet_desktop.store.format import annexes, pieces
from cbnet_desktop.store.places.place import Mark
from cbnet_desktop.system import held

#: Beginning of the temporary files, which sync clients leave alone, and the age in seconds of abandoned ones.
DRAFT = ".~"
_DRAFT = re.compile(r"\.~[0-9a-f]{16}\.tmp")
_ABANDONED = 3600.0
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EPERM, errno.EACCES, errno.EROFS)
#: What folders on shares and in FUSE say that cannot be synced; on Windows, EACCES, no folder can.
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF, errno.EACCES)
#: The longest path on Windows, where no policy allows more, and what of it a piece or an annex takes.
_LONGEST, _ROOM = 259, 72
_NAMES = re.compile(f"{pieces.ANY_NAME.pattern}|{annexes.ANY_NAME}")
#: Seconds for which a piece is waited for that another program has open: the next exchange tries again.
_PATIENCE = 0.5
#: A link is not followed, a pipe not waited for, and Windows changes no line ends.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Folder:
    """Pieces as files. A file is never changed; only its writer, or an erasure, drops it."""

    def __init__(self, path: Path, beside: Path | None = None, *, is_private: bool = False) -> None:
        """Beside is what lies with the folder: a missing folder is empty where that is there, else out of reach.

        The files of a private one can be read by this user alone.
        """
        self._mode = 0o600 if is_private else 0o666
        self.path = path.absolute()
        self._beside = beside or self.path.parent
        self._swept = float("-inf")
        #: Names as they are spelled where a client or a system changed their letters to capitals.
        self._spelled: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def identity(self) -> str:
        """The folder's path."""
        return str(self.path)

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names of pieces there, in small letters; none where the folder is yet to be made."""
        found: dict[str, Mark] = {}
        spelled: dict[str, str] = {}
        with self._reading():
            for entry in self._entries():
                name = entry.name.lower()
                if not _NAMES.fullmatch(name) or not entry.is_file(follow_symlinks=False):
                    continue
                if entry.name == name:
                    spelled.pop(name, None)
                elif name in found:
                    continue
                else:
                    spelled[name] = entry.name
                found[name] = _mark(entry) if closely else Mark(-1, 0)
        self._spelled = spelled
        return found

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.path) as entries:
                yield from entries
        except FileNotFoundError:
            # Where what lies beside is away too, the disk or share is: not the same as an empty folder.
            if not self._beside.exists():
                raise

    def get(self, name: str) -> bytes | None:
        """The bytes of a piece; None where it is gone, no ordinary file, or cannot be read though the folder can."""
        try:
            return held.patiently(lambda: _read(self._path(name)), _PATIENCE)
        except FileNotFoundError:
            return None
        except OSError:
            with self._reading(), os.scandir(self.path):
                return None

    def put(self, name: str, data: bytes) -> None:
        """Writes a piece by renaming a synced temporary file; makes the folder where it is missing."""
        with self._writing():
            self.path.mkdir(exist_ok=True)
            if time.monotonic() - self._swept > _ABANDONED:
                self._swept = time.monotonic()
                self.sweep()
            draft = self.path / f"{DRAFT}{secrets.token_hex(8)}.tmp"
            try:
                with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, self._mode)) as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                held.replace(draft, self.path / name, _PATIENCE)
            finally:
                with contextlib.suppress(OSError):
                    held.remove(draft, _PATIENCE)
            sync_folder(self.path)

    def drop(self, name: str) -> None:
        """Removes a piece; a folder of its name is none."""
        path = self._path(name)
        with self._writing(), contextlib.suppress(FileNotFoundError):
            if not stat.S_ISDIR(path.lstat().st_mode):
                held.remove(path, _PATIENCE)

    def sweep(self) -> None:
        """Removes temporary files that were left by programs killed while writing; no other program's."""
        with contextlib.suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if _DRAFT.fullmatch(entry.name) and time.time() - entry.stat().st_mtime > _ABANDONED:
                        held.remove(self.path / entry.name, 0.0)

    def check(self) -> str:
        """Why the folder cannot be written; a missing one is judged by the folder that it would lie in."""
        try:
            with contextlib.suppress(FileNotFoundError):
                return obstacle(self.path)
            return obstacle(self.path.parent)
        except OSError as error:
            return str(_unread(error, self.path))

    def wait(self, seconds: float) -> None:
        """Returns after the time: folders on shares tell nothing by themselves."""
        time.sleep(seconds)

    def _path(self, name: str) -> Path:
        return self.path / self._spelled.get(name, name)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _unread(error, self.path) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise refused(error, self.path) from error


def refused(error: OSError, folder: Path, file: str = "") -> UserError:
    """An OSError while writing in a folder as a UserError with one Danish sentence.

    file is the name of the one file that was to be written, where people know it. The error is Full, ReadOnly, Busy or
    Unreadable.
    """
    if error.errno in NO_ROOM:
        return Full(f"Der er ikke plads på disken med mappen {folder}. Gør plads, og prøv igen.")
    if error.filename2 and Path(error.filename2).is_dir():
        return Unreadable(
            f"I mappen {folder} ligger der en mappe med navnet {Path(error.filename2).name}, hvor CBnet skal lægge en "
            f"fil. Giv den et andet navn."
        )
    if held.is_open_elsewhere(error):
        if file:
            return Busy(held.SENTENCE.format(file))
        return Unreadable(f"Et andet program bruger en fil i mappen {folder} lige nu. CBnet prøver igen om lidt.")
    # Where Windows guards a folder against unknown programs, it calls a file missing that is to be made.
    is_guarded = error.errno == errno.ENOENT and error.filename2 is None and folder.is_dir() and not is_too_deep(folder)
    return _denied(folder, file) if error.errno in _FORBIDDEN or is_guarded else _unread(error, folder)


def _denied(folder: Path, file: str) -> ReadOnly:
    if file and held.is_marked_read_only(folder / file):  # Windows replaces no such file
        return ReadOnly(held.MARKED.format(file))
    return ReadOnly(f"Der kan ikke skrives i mappen {folder}. Vælg en anden mappe, eller få adgang til den.")


def _unread(error: OSError, folder: Path) -> Unreadable:
    if error.errno in _FORBIDDEN:
        return Unreadable(f"Mappen {folder} må ikke læses af dig. Få adgang til den.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Unreadable(f"{folder} er ikke en mappe. Giv filen et andet navn.")
    if is_too_deep(folder) and folder.parent.is_dir():
        return Unreadable(f"Stien til mappen {folder} er for lang til Windows. Flyt den tættere på drevets rod.")
    return Unreadable(f"Mappen {folder} kan ikke nås lige nu. Kontrollér forbindelsen til den.")


def is_too_deep(folder: Path, platform: str = sys.platform) -> bool:
    """Whether what lies in a folder may have a longer path than Windows takes, unless a policy allows it."""
    return platform == "win32" and len(str(folder)) + _ROOM > _LONGEST


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def obstacle(folder: Path, platform: str = sys.platform) -> str:
    """Why a folder cannot be written. Windows marks folders with an icon as read-only, which means nothing."""
    mode = folder.stat().st_mode
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if os.access(folder, os.W_OK) and (platform == "win32" or mode & 0o222):
        return ""
    return f"Mappen {folder} er skrivebeskyttet. Gem en kopi et andet sted for at redigere."


def _read(path: Path) -> bytes | None:
    handle = os.open(path, _FLAGS)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return None
        with open(handle, "rb", closefd=False) as file:
            # As much as is asked for is set aside first.
            most = annexes.MAX_ANNEX if annexes.sha256_in(path.name.lower()) else pieces.MAX_PIECE
            return file.read(min(found.st_size, most) + 1)
    finally:
        os.close(handle)


def _mark(entry: os.DirEntry[str]) -> Mark:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return Mark(-1, 0)
    return Mark(found.st_size, found.st_mtime_ns)
