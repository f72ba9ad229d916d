"""The bytes of annexes on this computer: beside the replica, by hash, for this user alone to read."""

from __future__ import annotations

import time
from collections.abc import Collection
from pathlib import Path

from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.store.format.annexes import digest, name_of, sha256_in
from cbnet_desktop.store.places.folder import Folder, refused

#: The age in seconds of bytes that were to become an annex and did not.
_ABANDONED = 86_400.0


class AnnexFiles:
    """The private folder of a network's annexes; a file is whole or not there, and never believed but by its hash."""

    def __init__(self, replica: Path) -> None:
        self.path = replica.parent.parent / "annexes" / replica.stem
        self._folder = Folder(self.path, replica.parent, is_private=True)

    def held(self) -> set[str]:
        """The hashes of the files here, whatever their bytes are."""
        return {sha256 for name in self._folder.look() if (sha256 := sha256_in(name))}

    def keep(self, data: bytes) -> str:
        """Writes bytes durably, reads them back, and returns their hash; raises Full, ReadOnly or Unreadable."""
        sha256 = digest(data)
        if self.content(sha256) != data:
            try:
                for folder in (self.path.parent, self.path):
                    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise refused(error, self.path) from error
            self._folder.put(name_of(sha256), data)
            if self.content(sha256) != data:
                raise Unreadable(f"Bilaget blev ikke skrevet rigtigt i mappen {self.path}. Prøv igen.")
        return sha256

    def content(self, sha256: str) -> bytes | None:
        """The bytes of this hash; None where they are not here, or are others."""
        data = self._folder.get(name_of(sha256))
        return data if data is not None and digest(data) == sha256 else None

    def drop(self, sha256: str) -> None:
        """Removes what is erased or damaged; raises ReadOnly or Unreadable."""
        self._folder.drop(name_of(sha256))

    def sweep(self, named: Collection[str]) -> None:
        """Removes what no row has ever named, a day after it was written."""
        for name, mark in self._folder.look(closely=True).items():
            if sha256_in(name) not in named and time.time() - mark.changed / 1e9 > _ABANDONED:
                self._folder.drop(name)
