"""Conflict copies that a sync service left beside the shared file, recognised by content, not by name."""

from __future__ import annotations

import contextlib
import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.store import schema
from cbnet_desktop.store.places import PublishedFile, SharedFile
from cbnet_desktop.store.whole_files import DRAFT

ASIDE = "Flettede kopier"
_HEADER = b"SQLite format 3\0"
#: Longer than the time stamp granularity of any file system.
_SETTLED_NS = 3 * 10**9


class Copies:
    """The other files of the same network in the shared file's folder."""

    def __init__(self, path: Path, network_id: str) -> None:
        self._path = path
        self._network_id = network_id
        self._own_names = {_name(path), _name(path.resolve())}
        self._seen: dict[Path, tuple[int, int]] = {}
        self._ours: set[Path] = set()
        self._listed_at: int | None = None
        self.unusable: dict[Path, str] = {}

    def changed(self) -> Iterator[SharedFile]:
        """The copies that are new or changed since the last look."""
        files = dict(self._files())
        self.unusable = {path: refusal for path, refusal in self.unusable.items() if path in files}
        for path, signature in files.items():
            if self._seen.get(path) != signature:
                self._seen[path] = signature
                self.unusable.pop(path, None)
                if copy := self._copy(path):
                    yield copy

    def forget(self, path: Path) -> None:
        """Makes the next look include a copy again."""
        self._seen.pop(path, None)

    def name_unusable(self, path: Path, refusal: Unreadable) -> None:
        """Remembers the message about a copy that cannot be used, until it changes."""
        if path.exists():
            self.unusable[path] = f"Kopien {path.name} kan ikke bruges og er ladt urørt: {refusal.message}"

    def set_aside(self, path: Path) -> Path:
        """Moves a copy whose ops are all in the shared file into a subfolder; raises OSError."""
        folder = path.parent / ASIDE
        folder.mkdir(exist_ok=True)
        target = folder / path.name
        number = 2
        while target.exists():
            target = folder / f"{path.stem} {number}{path.suffix}"
            number += 1
        return path.rename(target)

    def _files(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        with contextlib.suppress(OSError):
            own = self._path.stat()
            for path in self._listed():
                if path.name.startswith((DRAFT, f".{self._path.name}.")) or _name(path) in self._own_names:
                    continue
                with contextlib.suppress(OSError):
                    found = path.stat()
                    # The shared file itself may appear under another name; it is not a copy of itself.
                    if stat.S_ISREG(found.st_mode) and found.st_size >= 512 and not os.path.samestat(found, own):
                        yield path, (found.st_size, found.st_mtime_ns)

    def _listed(self) -> Iterable[Path]:
        """The files to look at: all where the folder changed, else known copies, because stat is slow on a share."""
        changed_at = self._path.parent.stat().st_mtime_ns
        if changed_at == self._listed_at:
            return sorted(self._ours)
        # A folder that has just changed may change again within the same time stamp.
        self._listed_at = changed_at if time.time_ns() - changed_at > _SETTLED_NS else None
        return self._path.parent.iterdir()

    def _copy(self, path: Path) -> SharedFile | None:
        """The copy as a place; None for a file of another kind or network."""
        copy = PublishedFile(path)
        try:
            if not _is_ours(path):
                return None
            self._ours.add(path)
            return copy if copy.network_id() == self._network_id else None
        except Unreadable as refusal:
            self.name_unusable(path, refusal)
        except (UserError, OSError):
            self.forget(path)
        return None


def _name(path: Path) -> str:
    """A file name as compared by file systems that ignore case and Unicode composition."""
    return unicodedata.normalize("NFC", path.name).casefold()


def _is_ours(path: Path) -> bool:
    """Whether the first bytes are CBnet's; opening could roll back another program's journal. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(72)
    return start.startswith(_HEADER) and start[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
