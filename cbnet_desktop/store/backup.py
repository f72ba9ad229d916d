"""Backups of a replica: whole files beside it, checked, thinned, and put back only by merging."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.errors import Unreadable, UserError
from cbnet_desktop.store import ops
from cbnet_desktop.store.connection import Connection, connect, told
from cbnet_desktop.store.places import SharedFile

KEPT_NEWEST = 10
_STAMP = "%Y%m%dT%H%M%SZ"
#: Why a backup was made, as it stands in its name, and in Danish.
REASONS = {"opened": "dagens første åbning", "migration": "før opgradering", "sign-off": "før godkendelse"}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: when it was made (UTC) and why."""

    path: Path
    at: datetime
    reason: str

    @property
    def day(self) -> str:
        """The day it was made, as ISO text in UTC."""
        return self.at.date().isoformat()


def make(conn: Connection, folder: Path, reason: str, now: datetime) -> Backup:
    """Writes and checks a backup, then thins the folder; raises UserError and leaves no half file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now.astimezone(UTC):{_STAMP}} {reason}.cbnet"
    draft = path.with_suffix(".tmp")
    try:
        with told(draft):
            conn.execute("vacuum into ?", (str(draft),))
            _check(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    thin(folder)
    return Backup(path, now, reason)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether no backup was made yet on this day."""
    return all(backup.day != now.astimezone(UTC).date().isoformat() for backup in listed(folder))


def listed(folder: Path) -> list[Backup]:
    """The backups of a network, newest first; files of other names are passed over."""
    found = []
    for path in folder.glob("*.cbnet"):
        stamp, _, reason = path.stem.partition(" ")
        with contextlib.suppress(ValueError):
            found.append(Backup(path, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), reason))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def thin(folder: Path) -> None:
    """Keeps the newest ones and the newest of each month."""
    backups = listed(folder)
    months = {f"{backup.at:%Y-%m}": backup for backup in reversed(backups)}
    kept = {backup.path for backup in (*backups[:KEPT_NEWEST], *months.values())}
    for backup in backups:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)


def lacking(conn: Connection, backup: Backup, network_id: str) -> list[ops.Op]:
    """What a backup holds that the replica does not; raises UserError for a backup that cannot be read."""
    return SharedFile(backup.path, network_id).pull(ops.vector(conn))


def carry_out(conn: Connection, made: Backup) -> None:
    """Takes the replica's erasures into a backup, so that it does not bring erased data back."""
    copy = SharedFile(made.path)
    copy.push(ops.since(conn, copy.vector()))


def _check(path: Path) -> None:
    """The copy is whole, and holds nothing that is only this computer's own."""
    conn = connect(path)
    try:
        conn.execute("delete from local")
        if conn.execute("pragma quick_check").fetchone()[0] != "ok":
            raise Unreadable("Sikkerhedskopien blev ikke skrevet rigtigt og er kasseret. Prøv igen.")
    finally:
        conn.close()


def attempt(conn: Connection, folder: Path, reason: str, now: datetime) -> str:
    """Makes a backup where that is possible; a sentence where it is not, for work goes on without one."""
    try:
        make(conn, folder, reason, now)
    except (UserError, OSError) as error:
        return f"Der kunne ikke tages en sikkerhedskopi: {error}"
    return ""
