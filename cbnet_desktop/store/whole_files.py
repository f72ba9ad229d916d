"""Writing a network to a whole file, which appears under its name complete or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cbnet_desktop.domain.errors import Full, Invalid, ReadOnly, Unreadable
from cbnet_desktop.store import ops, schema
from cbnet_desktop.store.connection import Connection, connect, told, transaction
from cbnet_desktop.store.union import take_in

#: errno of a full disk or quota, and of a folder that must not be written.
_NO_ROOM = (28, 122)
_FORBIDDEN = (1, 13, 30)


def fill(conn: Connection, content: Sequence[ops.Op]) -> None:
    """Adds ops and what they add up to in one transaction; raises Unreadable where they do not continue the log."""
    with transaction(conn):
        _, broken = take_in(conn, content)
        if broken:
            raise Unreadable("Filens historik passer ikke med din. Filen er ikke ændret; kør »cbnet verify« på den.")


def write_new(target: Path, content: Sequence[ops.Op]) -> None:
    """Writes ops to a file that must not exist yet; raises Invalid, Full or ReadOnly."""
    require_new(target)
    with _drafted(target, content) as draft:
        try:
            target.hardlink_to(draft)
        except FileExistsError:
            raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.") from None
        except OSError:
            draft.replace(target)
        _sync_folder(target.parent)


def replace_whole(target: Path, content: Sequence[ops.Op]) -> None:
    """Puts a new whole file in the place of one that nobody writes in place; raises Full or ReadOnly."""
    with _drafted(target, content) as draft:
        draft.replace(target)
        _sync_folder(target.parent)


def require_new(target: Path) -> None:
    """Raises Invalid unless a file of this name can be made."""
    if target.exists():
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.")
    if not target.parent.is_dir():
        raise Invalid(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")


@contextmanager
def _drafted(target: Path, content: Sequence[ops.Op]) -> Iterator[Path]:
    """The file under a name that sync services pass over, checked and synced to disk; gone afterwards."""
    draft = target.with_name(f".~{target.name[:100]}.{uuid.uuid4().hex[:8]}.tmp")
    with tempfile.TemporaryDirectory(prefix="cbnet") as folder:
        made = Path(folder) / "network.cbnet"
        with told(target):
            _write_checked(made, content)
        try:
            with made.open("rb") as source, draft.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            yield draft
        except OSError as error:
            raise _refusal(error, target) from error
        finally:
            draft.unlink(missing_ok=True)


def _write_checked(path: Path, content: Sequence[ops.Op]) -> None:
    conn = connect(path, mode="rwc", durable=False)
    try:
        schema.create(conn)
        fill(conn, content)
        if conn.execute("pragma quick_check").fetchone()[0] != "ok":
            raise Unreadable("Den nye fil blev ikke skrevet rigtigt. Intet er ændret; prøv igen.")
    finally:
        conn.close()


def _refusal(error: OSError, target: Path) -> Full | ReadOnly | Unreadable:
    if error.errno in _NO_ROOM:
        return Full(f"Der er ikke plads til {target.name} på disken. Intet er ændret; gør plads, og prøv igen.")
    if error.errno in _FORBIDDEN:
        return ReadOnly(f"Der kan ikke skrives i mappen {target.parent}. Vælg en anden mappe.")
    return Unreadable(f"Filen {target.name} kan ikke skrives lige nu. Kontrollér forbindelsen til mappen.")


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
