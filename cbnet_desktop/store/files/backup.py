"""Backups of a replica: complete files beside it, checked and rotated; they are restored only by merging."""

from __future__ import annotations

import contextlib
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.foreign_file import opened
from cbnet_desktop.store.files.schema import open_ours
from cbnet_desktop.store.files.whole_files import make, sweep
from cbnet_desktop.store.log import computers, erasure, rows
from cbnet_desktop.store.log.connection import Connection, rewrite, transaction, translated_errors
from cbnet_desktop.store.places.folder import refused
from cbnet_desktop.system import held

KEPT_NEWEST = 10
#: Seconds after which a backup that failed is tried again.
_RETRY = 3600.0
_STAMP = "%Y%m%dT%H%M%SZ"
DAMAGED = "damaged"
#: What SQLite keeps beside a database.
JOURNALS = ("-wal", "-shm")
#: The reasons for a backup, as in its file name and in Danish.
REASONS = {
    "opened": "dagens første åbning",
    "migration": "før opgradering",
    "sign-off": "før godkendelse",
    DAMAGED: "beskadigede data, der blev lagt til side",
}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: when it was made (UTC) and why."""

    path: Path
    at: datetime
    reason: str

    @property
    def day(self) -> str:
        """The ISO date of the backup, in UTC."""
        return self.at.date().isoformat()


class Backups:
    """The backups of one replica, in a folder of their own."""

    def __init__(self, conn: Connection, folder: Path, *older: Path, newest: int | None = None) -> None:
        """older are other folders that have some; newest is how many are kept where that is set, 0 to make none."""
        self._conn = conn
        self.folder = folder
        self._folders = tuple(dict.fromkeys((folder, *older)))
        self._newest = newest
        self._failed_at = float("-inf")
        self.not_erased: list[Path] = []

    def make(self, reason: str, now: datetime) -> Backup:
        """Writes and checks a backup, then rotates; raises UserError or OSError and leaves no partial file."""
        # Parents that mkdir makes by itself are open to all.
        for folder in (self.folder.parent, self.folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{now.astimezone(UTC):{_STAMP}} {reason}.cbnet"
        draft = self.folder / f"{uuid.uuid4().hex}.tmp"
        sweep(self.folder, "*.tmp")
        try:
            with translated_errors(draft):
                make(self._conn, draft)
            draft.chmod(0o600)
            held.replace(draft, path)
        finally:
            with contextlib.suppress(OSError):
                held.remove(draft)
        self.thin()
        return Backup(path, now, reason)

    def attempt(self, reason: str, now: datetime) -> str:
        """Makes a backup; returns a Danish sentence where that fails, because work can go on without one."""
        if self._newest == 0:
            return ""
        try:
            self.make(reason, now)
        except (UserError, OSError) as error:
            self._failed_at = time.monotonic()
            told = error if isinstance(error, UserError) else refused(error, self.folder)
            return f"Der kunne ikke tages en sikkerhedskopi. {told}"
        return ""

    def is_due(self, now: datetime) -> bool:
        """Whether there is no backup of this day yet; one that failed is tried again after an hour."""
        if time.monotonic() - self._failed_at < _RETRY:
            return False
        day = now.astimezone(UTC).date().isoformat()
        return all(made.day != day or made.reason == DAMAGED for made in self.listed())

    def listed(self) -> list[Backup]:
        """The backups, newest first; files with other names are ignored."""
        found = []
        for path in self._files():
            stamp, _, reason = path.stem.partition(" ")
            with contextlib.suppress(ValueError):
                found.append(Backup(path, datetime.fromisoformat(stamp).replace(tzinfo=UTC), reason))
        return sorted(found, key=lambda made: made.at, reverse=True)

    def _files(self) -> list[Path]:
        found: list[Path] = []
        for folder in self._folders:
            with contextlib.suppress(OSError):  # a share that is away has none now
                found += folder.glob("*.cbnet")
        return found

    def _is_away(self) -> bool:
        """Whether the folder cannot be seen in which users have theirs; making a backup makes it."""
        try:
            return self._newest != 0 and not self.folder.parent.parent.is_dir()
        except OSError:
            return True

    def thin(self) -> None:
        """Deletes all but the newest backups and the newest of each month, or but as many as are set."""
        if self._newest == 0:
            return
        backups = self.listed()
        months = {f"{made.at:%Y-%m}": made for made in reversed(backups) if made.reason != DAMAGED}
        kept = {made.path for made in (*backups[:KEPT_NEWEST], *months.values())}
        if self._newest is not None:
            kept = {made.path for made in backups[: self._newest]}
        for made in backups:
            if made.path not in kept:
                with contextlib.suppress(OSError):  # one that is open elsewhere goes another day
                    held.remove(made.path, 0.0)

    def lacking(self, made: Backup) -> int:
        """The number of edits in a backup that the replica lacks; raises UserError for an unreadable backup."""
        with opened(made.path) as conn:
            found = {edit for (edit,) in conn.execute("select id from edit").fetchall()}
        return len(found - {edit for (edit,) in self._conn.execute("select id from edit").fetchall()})

    @property
    def unerased(self) -> str:
        """Which backups may hold erased data still, as a Danish sentence; empty where none does."""
        told = "Oplysninger, der er slettet, kan stadig stå i"
        if self.folder in self.not_erased:
            return f"{told} sikkerhedskopierne i mappen {self.folder}, som ikke kan nås. CBnet prøver igen."
        names = danish.joined([path.name for path in self.not_erased])
        folders = danish.joined(list(dict.fromkeys(str(path.parent) for path in self.not_erased)))
        which = "filerne" if len(self.not_erased) > 1 else "filen"
        return f"{told} {names} i mappen {folders}. Slet selv {which}." if names else ""

    def carry_out_erasures(self) -> None:
        """Takes what was erased here out of the backups too, so that they do not bring it back.

        Those that cannot be written are named in not_erased, or their folder: they may hold the data still.
        """
        self.not_erased = [self.folder] if self._is_away() else []
        erased = self._conn.execute("select op, person from erased").fetchall()
        for made in self.listed():
            try:
                with translated_errors(made.path), closing(open_ours(made.path)) as conn:
                    _erase(conn, erased)
            except (UserError, OSError):
                self.not_erased.append(made.path)


def _erase(conn: Connection, erased: list[tuple[str, str]]) -> None:
    with transaction(conn):
        conn.executemany("insert or ignore into erased (op, person) values (?, ?)", erased)
        # One that an older program made lacks tables and columns that its log may fill.
        schema.bring_up_to_date(conn)
        cells = erasure.blank(conn)
        conn.execute("delete from local where key = ?", (erasure.UNCLEAN,))
        rows.materialise(conn, cells)
    if computers.local(conn, erasure.UNWRITTEN):
        rewrite(conn)
        computers.set_local(conn, erasure.UNWRITTEN, "")


def put_aside(folder: Path, replica: Path, now: datetime) -> Path:
    """Moves a damaged replica, with what was not written into it yet, into its folder of backups; raises OSError."""
    for made in (folder.parent, folder):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{now.astimezone(UTC):{_STAMP}} {DAMAGED}.cbnet"
    held.replace(replica, path)
    for ending in JOURNALS:
        with contextlib.suppress(FileNotFoundError):
            replica.with_name(f"{replica.name}{ending}").replace(path.with_name(f"{path.name}{ending}"))
    return path
