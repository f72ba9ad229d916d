"""A replica that is damaged: it is put aside, and what lies in the folder and in the newest backup takes its place."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.files import backup, replica_file, schema
from cbnet_desktop.store.log import computers
from cbnet_desktop.store.log.connection import translated_errors
from cbnet_desktop.store.open_network import OpenNetwork
from cbnet_desktop.system import held


def put_aside(damaged: Path, home: Path) -> Path | None:
    """Moves a damaged replica among its backups, and tells where; None for another file or where that fails."""
    if damaged.parent != replica_file.path_of(home, "").parent:
        return None
    with suppress(OSError):
        return backup.put_aside(replica_file.backups_folder(damaged), damaged, datetime.now(UTC))
    return None


def bring_back(store: OpenNetwork, aside: Path) -> None:
    """Takes in what can be read of a replica that was put aside, and of the newest whole backup; notes it to be told.

    Edits that had not been laid in the folder yet are nowhere else.
    """
    whole = [made.path for made in store.backups.listed() if made.reason != backup.DAMAGED]
    for path in (aside, *whole[:1]):
        with suppress(UserError), translated_errors(path), closing(schema.open_ours(path)) as conn:
            store.take_in_file(conn)
    # Nobody else may have what only a backup held: it is laid in the folder at once.
    store.conn.execute("update edit set lacking_since = 0 where pieces = 0")
    for ending in backup.JOURNALS:
        with suppress(OSError):
            held.remove(aside.with_name(f"{aside.name}{ending}"))
    told = (
        "Denne computers data om netværket var beskadiget. Alt, hvad der ligger i mappen og i den nyeste "
        f"sikkerhedskopi, er hentet igen; resten ligger i {aside}."
    )
    computers.set_local(store.conn, computers.LOCAL_UNTOLD, told)
    store.refresh()
