"""The file of a private replica: location, opening, creation, migration, and the shared paths it belongs to."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import Full, ReadOnly, UserError
from cbnet_desktop.store import schema
from cbnet_desktop.store.backup import Backups
from cbnet_desktop.store.connection import Connection, connect, transaction, translated_errors
from cbnet_desktop.store.whole_files import refused

_PATHS = "paths"
#: The most remembered paths: a network is opened from few places, such as the share and a copy.
MOST = 10
_ID = re.compile("[0-9a-f]{32}")


def path_of(home: Path, network_id: str) -> Path:
    """The file of a network's replica."""
    return home / "replicas" / f"{network_id}.cbnet"


def backups_of(conn: Connection, path: Path) -> Backups:
    """The backups of the replica at a path."""
    return Backups(conn, path.parent.parent / "backups" / path.stem)


def connect_replica(path: Path) -> Connection:
    """A connection to a replica with write-ahead log, synced at each commit; replicas are on local disks only."""
    conn = schema.open_ours(path)
    conn.execute("pragma synchronous = full")
    return conn


def open_replica(path: Path) -> Connection:
    """The same; creates a missing file, and migrates an older one after a backup.

    Raises Full, ReadOnly, Busy, Unreadable or TooNew.
    """
    _make_folder(path.parent)
    conn = connect(path, mode="rwc")
    try:
        with translated_errors(path):
            _bring_up_to_date(conn, path)
            schema.require_ours(conn, path)
            conn.execute("pragma synchronous = full")
    except BaseException:
        conn.close()
        raise
    return conn


def _make_folder(folder: Path) -> None:
    home = folder.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refusal = refused(error, home)
        if isinstance(refusal, Full):
            raise refusal from error
        raise ReadOnly(f"Programmet kan ikke skrive i sin egen mappe {home}. Vælg en anden med CBNET_HOME.") from error


def _bring_up_to_date(conn: Connection, path: Path) -> None:
    found = schema.version(conn)
    if 0 < found < schema.VERSION:
        schema.require_ours(conn, path)
        try:
            backups_of(conn, path).make("migration", datetime.now(UTC))
        except OSError as error:
            raise refused(error, path) from error
    if found < schema.VERSION:
        schema.create(conn)
    # Checked each time: a program killed after creating the tables left the default journal.
    if conn.execute("pragma journal_mode").fetchone()[0] != "wal":
        _write_ahead(conn)


def _write_ahead(conn: Connection) -> None:
    """Switches to write-ahead logging, with retries: it needs exclusive access, for which SQLite does not wait."""
    for _ in range(200):
        with suppress(dbapi2.OperationalError):
            conn.execute("pragma journal_mode = wal")
            return
        time.sleep(0.05)


def remember_path(conn: Connection, replica_path: Path, path: Path) -> None:
    """Remembers the path of a shared file opened with a replica; raises UserError."""
    place = str(path.absolute())
    known = _paths(conn)
    if known[:1] != [place]:
        kept = json.dumps([place, *(other for other in known if other != place)][:MOST])
        with translated_errors(replica_path), transaction(conn):
            conn.execute("insert or replace into local (key, value) values (?, ?)", (_PATHS, kept))


def network_at(home: Path, path: Path) -> str:
    """The uuid of the network last opened at a path; empty for none."""
    place = str(path.absolute())
    found = [replica for replica in path_of(home, "*").parent.glob("*.cbnet") if _ID.fullmatch(replica.stem)]
    for replica in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True):
        with suppress(UserError), translated_errors(replica):
            conn = schema.open_ours(replica)
            try:
                if place in _paths(conn):
                    return replica.stem
            finally:
                conn.close()
    return ""


def _paths(conn: Connection) -> list[str]:
    row = conn.execute("select value from local where key = ?", (_PATHS,)).fetchone()
    return [str(path) for path in json.loads(row[0])] if row else []
