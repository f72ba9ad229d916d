"""The file that people open: written whole by one computer, so that no two ever write it at once."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.files import foreign_file, whole_files
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection

#: Seconds without an edit after which the keeper writes the file.
IDLE = 600.0
#: Key of what the file said when it was last written here.
_WRITTEN = "file"


class Keeper:
    """Writes the file where this computer keeps it, and where it has something new to say."""

    def __init__(self, conn: Connection, file: Path) -> None:
        self._conn = conn
        self._file = file
        self._seen = ""
        self._since = 0.0

    def rest(self, now: float) -> None:
        """Writes the file when nothing has happened for a while."""
        state = self._state()
        if state != self._seen:
            self._seen, self._since = state, now
        elif now - self._since >= IDLE:
            self.write()

    def write(self) -> str:
        """Writes the file now; returns a Danish sentence where that fails, since the pieces hold everything."""
        state = self._state()
        if self._is_written(state) or computers.keeper(self._conn) != self._chain():
            return ""
        if foreign_file.is_another(self._file, computers.local(self._conn, computers.LOCAL_NETWORK)):
            return f"{self._file.name} er nu et andet netværks fil og er ladt i fred."
        try:
            whole_files.replace_whole(self._conn, self._file)
        except UserError as refusal:
            return refusal.message
        self._note(state)
        return ""

    def note_written(self) -> None:
        """Notes that the file was just written."""
        self._note(self._state())

    def _note(self, state: str) -> None:
        computers.set_local(self._conn, _WRITTEN, f"{state} {self._mark()}")

    def _is_written(self, state: str) -> bool:
        return computers.local(self._conn, _WRITTEN) == f"{state} {self._mark()}"

    def _mark(self) -> str:
        """What shows that somebody else wrote the file since: a copy of this computer, or an older file put back."""
        try:
            found = self._file.stat()
        except OSError:
            return ""
        return f"{found.st_size} {found.st_mtime_ns}"

    def _chain(self) -> str:
        return computers.local(self._conn, computers.LOCAL_CHAIN)

    def _state(self) -> str:
        """What the file says, in short: it changes with every edit and every row computed anew."""
        return f"{ops.last(self._conn)} {computers.local(self._conn, computers.LOCAL_REWRITTEN)} {self._file}"
