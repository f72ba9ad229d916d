"""Under which paths this computer has opened a network: it can go on with it where the file is out of reach."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.store import schema
from cbnet_desktop.store.connection import Connection, told, transaction
from cbnet_desktop.store.replica_file import path_of

_PATHS = "paths"
#: A network is opened from few places: the share, a copy on the way home.
MOST = 10
_ID = re.compile("[0-9a-f]{32}")


def remember(conn: Connection, replica_path: Path, path: Path) -> None:
    """Keeps the path of a file that was opened over a replica; raises UserError."""
    place = str(path.absolute())
    known = _paths(conn)
    if known[:1] != [place]:
        kept = json.dumps([place, *(other for other in known if other != place)][:MOST])
        with told(replica_path), transaction(conn):
            conn.execute("insert or replace into local (key, value) values (?, ?)", (_PATHS, kept))


def network_at(home: Path, path: Path) -> str:
    """The uuid of the network that this computer opened last under a path; empty where it never did."""
    place = str(path.absolute())
    found = [replica for replica in path_of(home, "*").parent.glob("*.cbnet") if _ID.fullmatch(replica.stem)]
    for replica in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True):
        with suppress(UserError), told(replica):
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
