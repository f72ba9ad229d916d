"""Places where replicas exchange ops, with four calls (vector, pull, push, snapshot); here a shared file.

The file is open only for one transaction at a time, so that it can be copied, moved or replaced.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import Busy, ReadOnly, Unreadable
from cbnet_desktop.store import ops, schema
from cbnet_desktop.store.connection import Connection, translated_errors
from cbnet_desktop.store.whole_files import fill, is_too_long, replace_whole, write_new


class Place(Protocol):
    """A place where replicas exchange ops."""

    def vector(self) -> ops.Vector:
        """The last op of each chain it holds."""

    def pull(self, known: ops.Vector) -> list[ops.Op]:
        """The ops after a vector."""

    def push(self, outgoing: Sequence[ops.Op]) -> None:
        """Adds ops; on return they are durable there, but only a new vector() proves it."""

    def snapshot(self, target: Path) -> None:
        """Writes all ops to a new file."""


class SharedFile:
    """A SQLite file in a folder with working locks; vfs unix-excl where only whole files can be locked."""

    def __init__(self, path: Path, expected_id: str = "", *, vfs: str = "") -> None:
        self.path = path
        self.expected_id = expected_id
        self._vfs = vfs
        self._is_written_in_place = True

    @property
    def is_read_only(self) -> bool:
        """Whether the file or its folder is write-protected, also for root."""
        return not (_may_write(self.path) and _may_write(self.path.parent))

    def network_id(self) -> str:
        """The uuid of the network in the file; raises Unreadable or TooNew."""
        with self.opened() as conn:
            found = conn.execute(
                "select row_id from op where tbl = 'networks' and col = 'id' order by at, replica, seq limit 1"
            ).fetchone()
        # The id becomes part of a path, so only hexadecimal digits are allowed.
        if found is None or not re.fullmatch(r"[0-9a-f]{32}", found[0]):
            raise Unreadable(f"Filen {self.path.name} beskriver ikke noget netværk. Åbn en anden fil.")
        return str(found[0])

    def vector(self) -> ops.Vector:
        """The last op of each chain in the file."""
        with self.opened() as conn:
            self._require_expected(conn)
            return ops.vector(conn)

    def pull(self, known: ops.Vector) -> list[ops.Op]:
        """The ops of the file after a vector."""
        with self.opened() as conn:
            self._require_expected(conn)
            return ops.since(conn, known)

    def push(self, outgoing: Sequence[ops.Op]) -> None:
        """Adds ops and updates the file's own tables; raises UserError when the file cannot be written."""
        self._require_writable()
        with self.opened() as conn:
            self._require_expected(conn)
            if schema.version(conn) < schema.VERSION:
                schema.create(conn)
            if changed := schema.differences(conn):
                raise Unreadable(
                    f"Filens opbygning er ændret uden om programmet ({', '.join(sorted(changed))}). "
                    "Der skrives ikke i den; gem en kopi af netværket."
                )
            _leave_wal(conn)
            self._require_continued(ops.vector(conn), outgoing)
            fill(conn, outgoing)

    def snapshot(self, target: Path) -> None:
        """Writes all ops to a new file; raises Invalid where it exists."""
        write_new(target, self.pull({}))

    def _require_writable(self) -> None:
        if self.is_read_only:
            raise ReadOnly(f"Filen {self.path.name} er skrivebeskyttet. Gem en kopi et andet sted for at redigere.")

    def _require_continued(self, held: ops.Vector, outgoing: Sequence[ops.Op]) -> None:
        """Raises where the file was replaced, since the last look, by one with fewer ops."""
        last = {replica: seq for replica, (seq, _) in held.items()}
        for op in outgoing:
            if op.seq > last.get(op.replica, 0) + 1:
                raise Busy(f"Filen {self.path.name} blev skiftet ud imens. Der prøves igen om lidt.")
            last[op.replica] = max(op.seq, last.get(op.replica, 0))

    def _require_expected(self, conn: Connection) -> None:
        query = "select 1 from op where tbl = 'networks' and row_id = ? limit 1"
        if self.expected_id and conn.execute(query, (self.expected_id,)).fetchone() is None:
            raise Unreadable(
                f"Filen {self.path.name} hører nu til et andet netværk. Dine ændringer er bevaret på denne computer; "
                "gem en kopi af netværket."
            )

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """A connection to the file, checked to be ours, for one transaction."""
        require_file(self.path)
        with translated_errors(self.path):
            conn = self._connected()
            try:
                _require_plain_log(conn, self.path)
                yield conn
            finally:
                conn.close()

    def _connected(self) -> Connection:
        may_write = self._is_written_in_place and not self.is_read_only
        try:
            return schema.open_ours(self.path, mode="rw" if may_write else "ro", vfs=self._vfs)
        except ReadOnly as refusal:
            # Opening writes nothing except to roll back a hot journal.
            raise Unreadable(
                f"Filen {self.path.name} er ikke skrevet færdig af et andet program: {self.path.name}-journal ligger "
                "ved siden af den. Luk det andet program, eller åbn en sikkerhedskopi."
            ) from refusal


class PublishedFile(SharedFile):
    """A file in a folder without locks (a sync service, nobrl): never written in place, only replaced.

    Two concurrent writers overwrite each other; lost ops are pushed again at the next exchange.
    """

    def __init__(self, path: Path, expected_id: str = "") -> None:
        super().__init__(path, expected_id)
        self._is_written_in_place = False

    def push(self, outgoing: Sequence[ops.Op]) -> None:
        """Replaces the file by one with its ops and the new ones."""
        self._require_writable()
        held = self.pull({})
        self._require_continued({op.replica: (op.seq, op.hash) for op in held}, outgoing)
        replace_whole(self.path, [*held, *outgoing])


def require_file(path: Path) -> None:
    """Raises Unreadable unless the path is a non-empty file."""
    if is_too_long(path):
        raise Unreadable(f"Stien til {path.name} er for lang. Læg filen i en mappe tættere på roden.")
    try:
        found = path.stat()
    except OSError:
        raise Unreadable(f"Filen {path} findes ikke, eller du har ikke adgang til den.") from None
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable(f"{path} er en mappe. Vælg en CBnet-fil.")
    if found.st_size == 0:
        raise Unreadable(f"Filen {path.name} er tom. Åbn en CBnet-fil, eller opret et nyt netværk i en ny fil.")
    # SQLite treats a file shorter than its smallest page as an empty database.
    if found.st_size < 512:
        raise Unreadable(f"Filen {path.name} er ikke en CBnet-fil. Vælg en anden fil.")
    # Page sizes are multiples of 512 bytes.
    if found.st_size % 512:
        refusal = Unreadable(f"Filen {path.name} er ikke en CBnet-fil, eller den er kun hentet halvt.")
        refusal.is_transient = True
        raise refusal


def _require_plain_log(conn: Connection, path: Path) -> None:
    """Raises unless the log is exactly the program's table: a view or an altered table could return anything."""
    if schema.differences(conn).get("table op") is not None:
        raise Unreadable(f"Filen {path.name} har ikke den historik, som CBnet skriver. Åbn en sikkerhedskopi.")


def _leave_wal(conn: Connection) -> None:
    """Leaves write-ahead logging, which another program may have set and no network drive can share."""
    if conn.execute("pragma journal_mode").fetchone()[0] == "wal":
        with suppress(dbapi2.OperationalError):
            conn.execute("pragma journal_mode = delete")


def _may_write(path: Path) -> bool:
    """Whether permissions allow writing; also for an unreachable path, because edits wait until it is back."""
    try:
        return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)
    except PermissionError:
        return False
    except OSError:
        return True
