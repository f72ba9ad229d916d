"""This computer's key for a network, in a private file beside the replica, never in backups or copies."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records.errors import Busy, Unreadable
from cbnet_desktop.system import held

if TYPE_CHECKING:
    from cbnet_desktop.store.format.keys import Signer

_LENGTH = 32


class KeyFile:
    """The key file beside a replica; a missing or damaged one is replaced by one with a new key.

    One that cannot be read now is left alone: the computer would become another one.
    """

    def __init__(self, replica_path: Path) -> None:
        self.path = replica_path.with_suffix(".key")
        self._known: Signer | None = None

    def signer(self) -> Signer:
        """The signer with the key in the file; raises Busy or Unreadable, OSError where none can be written."""
        from cbnet_desktop.store.format.keys import Signer

        secret = self._read() or self._written(Signer.new().secret, replaces=False)
        if self._known is None or self._known.secret != secret:
            self._known = Signer(secret)
        return self._known

    def replace(self, signer: Signer) -> None:
        """Makes another key this computer's."""
        self._known = None
        self._written(signer.secret, replaces=True)

    def _read(self) -> bytes:
        try:
            found = held.patiently(self.path.read_bytes)
        except FileNotFoundError:
            return b""
        except OSError as error:
            if held.is_open_elsewhere(error):
                raise Busy(held.SENTENCE.format(self.path)) from error
            raise Unreadable(f"Denne computers nøgle {self.path} kan ikke læses. Få adgang til den.") from error
        return found if len(found) == _LENGTH else b""

    def _written(self, secret: bytes, *, replaces: bool) -> bytes:
        """Writes a key whole or not at all; where another process was first, its key is the computer's."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(secret)
                file.flush()
                os.fsync(file.fileno())
            if replaces or self.path.exists():
                held.replace(draft, self.path)
            else:
                with suppress(FileExistsError):
                    self.path.hardlink_to(draft)
        except OSError:
            # File systems without hard links.
            held.replace(draft, self.path)
        finally:
            with suppress(OSError):
                held.remove(draft)
        return self._read() or secret
