"""The file of a private replica: location, opening, creation, migration, and the shared paths it belongs to."""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import Full, ReadOnly, TooNew, UserError
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.backup import Backups
from cbnet_desktop.store.log import computers
from cbnet_desktop.store.log.connection import Connection, connect, transaction, translated_errors
from cbnet_desktop.store.places.folder import refused
from cbnet_desktop.system import machine, paths

_PATHS = "paths"
#: The most remembered paths: a network is opened from few places, such as the share and a copy.
MOST = 10
_ID = re.compile("[0-9a-f]{32}")


def path_of(home: Path, network_id: str) -> Path:
    """The file of a network's replica."""
    return home / "replicas" / f"{network_id}.cbnet"


def backups_of(conn: Connection, path: Path) -> Backups:
    """The backups of the replica at a path, where this computer's settings have them; also those made before."""
    own, set_here = backups_folder(path), machine.settings()
    if set_here.backups_folder is None or path.parent.parent != paths.home():
        return Backups(conn, own, newest=set_here.backups_kept)
    chosen = machine.own_folder(set_here.backups_folder) / path.stem
    return Backups(conn, chosen, own, newest=set_here.backups_kept)


def backups_folder(path: Path) -> Path:
    """The folder beside the replica at a path, for its backups and for what was damaged."""
    return path.parent.parent / "backups" / path.stem


def connect_replica(path: Path) -> Connection:
    """A connection to a replica with write-ahead log, synced at each commit; replicas are on local disks only."""
    conn = schema.open_ours(path)
    conn.execute("pragma synchronous = full")
    return conn


def open_replica(path: Path, network: str) -> Connection:
    """The same; creates a missing file for a network, and brings one of another version up to date after a backup.

    Raises Full, ReadOnly, Busy, Unreadable or TooNew.
    """
    _make_folder(path.parent)
    _make_private(path)
    conn = connect(path, mode="rwc")
    try:
        with translated_errors(path):
            _bring_up_to_date(conn, path)
            schema.require_ours(conn, path)
            if not computers.local(conn, computers.LOCAL_NETWORK):
                computers.set_local(conn, computers.LOCAL_NETWORK, network)
            conn.execute("pragma synchronous = full")
    except BaseException:
        conn.close()
        raise
    return conn


def _make_folder(folder: Path) -> None:
    home = folder.parent
    try:
        for one in (home, folder):  # parents that mkdir makes by itself are open to all
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        refusal = refused(error, home)
        if isinstance(refusal, Full):
            raise refusal from error
        raise ReadOnly(f"Programmet kan ikke skrive i sin egen mappe {home}. Vælg en anden med CBNET_HOME.") from error


def _make_private(path: Path) -> None:
    """Makes the file readable for this user alone; SQLite gives its journals the same permissions."""
    with suppress(OSError):
        # Never opened where it is there: closing it again would drop the locks that SQLite holds in this process.
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        path.chmod(0o600)


def _bring_up_to_date(conn: Connection, path: Path) -> None:
    is_new = schema.version(conn) == 0
    if schema.version(conn) > schema.VERSION:
        raise TooNew(
            "En nyere udgave af CBnet har brugt denne computers data om netværket. Opdatér programmet for at gå "
            "videre; intet er ændret."
        )
    if not is_new:
        schema.require_ours(conn, path)
    if is_new or not schema.is_up_to_date(conn):
        if not is_new:
            _back_up(conn, path)
        schema.create(conn)
    # Checked each time: a program killed after creating the tables left the default journal.
    if conn.execute("pragma journal_mode").fetchone()[0] != "wal":
        _write_ahead(conn)


def _back_up(conn: Connection, path: Path) -> None:
    """Keeps the file as it was: beside it where the folder set for the computer is away, so that work goes on."""
    now, chosen = datetime.now(UTC), backups_of(conn, path)
    own = Backups(conn, backups_folder(path), newest=machine.settings().backups_kept)
    try:
        try:
            chosen.make("migration", now)
        except (OSError, UserError):
            if chosen.folder == own.folder:
                raise
            own.make("migration", now)
    except OSError as error:
        raise refused(error, own.folder) from error


def _write_ahead(conn: Connection) -> None:
    """Switches to write-ahead logging, with retries: it needs exclusive access, for which SQLite does not wait."""
    for _ in range(200):
        with suppress(dbapi2.OperationalError):
            conn.execute("pragma journal_mode = wal")
            return
        time.sleep(0.05)


def remember_path(conn: Connection, replica_path: Path, path: Path) -> None:
    """Remembers that a path leads to this replica's network, and to no other; raises UserError."""
    place = str(path.absolute())
    if known_paths(conn)[:1] == [place]:
        return
    for replica in _replicas(replica_path.parent):
        if replica != replica_path:
            with suppress(UserError), translated_errors(replica), closing(schema.open_ours(replica)) as other:
                _keep_paths(other, replica, [one for one in known_paths(other) if one != place])
    _keep_paths(conn, replica_path, [place, *(one for one in known_paths(conn) if one != place)])


def _keep_paths(conn: Connection, replica_path: Path, paths: list[str]) -> None:
    if paths != known_paths(conn):
        with translated_errors(replica_path), transaction(conn):
            computers.set_local(conn, _PATHS, json.dumps(paths[:MOST]))


def _replicas(folder: Path) -> list[Path]:
    return [replica for replica in folder.glob("*.cbnet") if _ID.fullmatch(replica.stem)]


def network_at(home: Path, path: Path) -> str:
    """The uuid of the network last opened at a path; empty for none."""
    place = str(path.absolute())
    for replica in _replicas(path_of(home, "*").parent):
        with suppress(UserError), translated_errors(replica):
            conn = schema.open_ours(replica)
            try:
                if place in known_paths(conn):
                    return replica.stem
            finally:
                conn.close()
    return ""


def known_paths(conn: Connection) -> list[str]:
    """The paths under which a network was opened as the shared one, the last first."""
    return [str(path) for path in json.loads(computers.local(conn, _PATHS) or "[]")]
