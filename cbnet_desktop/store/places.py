"""Where replicas meet: four calls (vector, pull, push, snapshot), here over one shared file with working locks.

The file is opened for one transaction at a time and closed again, so that it can be copied, moved or replaced.
"""

from __future__ import annotations

import os
import re
import stat
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from cbnet_desktop.domain.errors import Invalid, ReadOnly, Unreadable
from cbnet_desktop.store import ops, rows, schema
from cbnet_desktop.store.connection import Connection, connect, told, transaction


class Place(Protocol):
    """A meeting place of replicas."""

    def vector(self) -> ops.Vector:
        """The last op of each chain it holds."""

    def pull(self, known: ops.Vector) -> list[ops.Op]:
        """The ops it holds beyond a vector."""

    def push(self, outgoing: Sequence[ops.Op]) -> None:
        """Adds ops; on return they are durable there, but only vector() read anew proves it."""

    def snapshot(self, target: Path) -> None:
        """Writes everything it holds to a new file."""


class SharedFile:
    """A SQLite file whose folder has working locks."""

    def __init__(self, path: Path, expected_id: str = "") -> None:
        self.path = path
        self.expected_id = expected_id

    @property
    def is_read_only(self) -> bool:
        """Whether the file or its folder must not be written, for root too."""
        return not (_may_write(self.path) and _may_write(self.path.parent))

    def network_id(self) -> str:
        """The uuid of the network in the file; raises Unreadable or TooNew."""
        with self.opened() as conn:
            found = conn.execute("select id from networks order by id limit 1").fetchone()
        # The id becomes part of a path, so nothing but hexadecimal digits may be in it.
        if found is None or not re.fullmatch(r"[0-9a-f]{32}", found[0]):
            raise Unreadable(f"Filen {self.path.name} beskriver ikke noget netværk. Åbn en anden fil.")
        return str(found[0])

    def vector(self) -> ops.Vector:
        """The last op of each chain in the file."""
        with self.opened() as conn:
            self._require_expected(conn)
            return ops.vector(conn)

    def pull(self, known: ops.Vector) -> list[ops.Op]:
        """The ops of the file beyond a vector."""
        with self.opened() as conn:
            return ops.since(conn, known)

    def push(self, outgoing: Sequence[ops.Op]) -> None:
        """Adds ops and brings the file's own tables up to date; raises UserError when the file cannot be written."""
        if self.is_read_only:
            raise ReadOnly(f"Filen {self.path.name} er skrivebeskyttet. Gem en kopi et andet sted for at redigere.")
        with self.opened() as conn:
            if changed := schema.differences(conn):
                raise Unreadable(
                    f"Filens opbygning er ændret uden om programmet ({', '.join(sorted(changed))}). "
                    "Der skrives ikke i den; gem en kopi af netværket."
                )
            _fill(conn, outgoing)

    def snapshot(self, target: Path) -> None:
        """Writes a new file with everything this one holds; raises Invalid where the target exists."""
        write_new(target, self.pull({}))

    def _require_expected(self, conn: Connection) -> None:
        found = conn.execute("select id from networks order by id limit 1").fetchone()
        if self.expected_id and (found is None or found[0] != self.expected_id):
            raise Unreadable(
                f"Filen {self.path.name} hører nu til et andet netværk. Dine ændringer er bevaret på denne computer; "
                "gem en kopi af netværket."
            )

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """The file for one visit, known to be ours."""
        require_file(self.path)
        with told(self.path):
            conn = schema.open_ours(self.path, mode="ro" if self.is_read_only else "rw")
            try:
                _require_plain_log(conn, self.path)
                yield conn
            finally:
                conn.close()


def write_new(target: Path, content: Sequence[ops.Op]) -> None:
    """Writes ops to a file that must not exist yet; it appears whole or not at all."""
    require_new(target)
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        with told(target):
            conn = connect(draft, mode="rwc")
            try:
                schema.create(conn)
                _fill(conn, content)
            finally:
                conn.close()
        _publish(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def require_new(target: Path) -> None:
    """Raises Invalid unless a file of this name can be made."""
    if target.exists():
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.")
    if not target.parent.is_dir():
        raise Invalid(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")


def _publish(draft: Path, target: Path) -> None:
    """Gives the draft its name without replacing a file that came in between, where the file system can."""
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.") from None
    except OSError:
        draft.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _fill(conn: Connection, content: Sequence[ops.Op]) -> None:
    with transaction(conn):
        touched, broken = ops.absorb(conn, content)
        if broken:
            raise Unreadable("Filens historik passer ikke med din. Filen er ikke ændret; kør »cbnet verify« på den.")
        rows.materialise(conn, touched)


def require_file(path: Path) -> None:
    """Raises Unreadable unless the path names a file with something in it."""
    try:
        found = path.stat()
    except OSError:
        raise Unreadable(f"Filen {path} findes ikke, eller du har ikke adgang til den.") from None
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable(f"{path} er en mappe. Vælg en CBnet-fil.")
    if found.st_size == 0:
        raise Unreadable(f"Filen {path.name} er tom. Åbn en CBnet-fil, eller opret et nyt netværk i en ny fil.")
    # SQLite takes a file shorter than its smallest page for an empty database.
    if found.st_size < 512:
        raise Unreadable(f"Filen {path.name} er ikke en CBnet-fil. Vælg en anden fil.")


def _require_plain_log(conn: Connection, path: Path) -> None:
    """The log must be the very table the program makes: a view or an altered table could say anything."""
    if schema.differences(conn).get("table op") is not None:
        raise Unreadable(f"Filen {path.name} har ikke den historik, som CBnet skriver. Åbn en sikkerhedskopi.")


def _may_write(path: Path) -> bool:
    """Whether nothing forbids it; a path out of reach forbids nothing, for the edits wait until it is back."""
    try:
        return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)
    except PermissionError:
        return False
    except OSError:
        return True
