"""Writing a network to a new file atomically: it appears complete or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cbnet_desktop.domain.records.errors import Busy, Full, Invalid, ReadOnly, Unreadable
from cbnet_desktop.store import ops, schema
from cbnet_desktop.store.connection import Connection, connect, transaction, translated_errors
from cbnet_desktop.store.rows import take_in

#: Prefix of temporary files, which sync services ignore.
DRAFT = ".~"
#: The age of abandoned temporary files; their ops are in the replica of the computer that wrote them.
_ABANDONED_SECONDS = 3600.0
#: SQLite's limit for paths on Linux and macOS, less room for »-journal«.
_LONGEST_PATH = 500
_LONGEST_NAME = 240
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EPERM, errno.EACCES, errno.EROFS)


def fill(conn: Connection, content: Sequence[ops.Op]) -> None:
    """Adds ops and updates the tables in one transaction; raises Unreadable where they do not continue the log."""
    with transaction(conn):
        _, broken = take_in(conn, content)
        if broken:
            raise Unreadable("Filens historik passer ikke med din. Filen er ikke ændret; kør »cbnet verify« på den.")


def write_new(target: Path, content: Sequence[ops.Op]) -> None:
    """Writes ops to a new file; raises Invalid (where it exists), Full or ReadOnly."""
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
    """Replaces a file that nobody writes in place; raises Busy, Full or ReadOnly."""
    with _drafted(target, content) as draft:
        _require_closed(target)
        with suppress(OSError):
            shutil.copymode(target, draft)
        draft.replace(target)
        _sync_folder(target.parent)


def require_new(target: Path) -> None:
    """Raises Invalid unless a file with this name can be created."""
    if is_too_long(target):
        raise Invalid(f"Stien til {target.name} er for lang. Vælg en mappe tættere på roden eller et kortere navn.")
    if target.exists():
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.")
    if not target.parent.is_dir():
        raise Invalid(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")


def is_too_long(path: Path) -> bool:
    """Whether the path or file name is too long for a database."""
    path = path.absolute()
    return len(os.fsencode(path)) > _LONGEST_PATH or len(os.fsencode(path.name)) > _LONGEST_NAME


def _require_closed(target: Path) -> None:
    """Raises Busy where a journal exists: it would be applied to the new file."""
    for rest in (f"{target.name}-journal", f"{target.name}-wal"):
        with suppress(FileNotFoundError):
            if target.with_name(rest).stat().st_size:
                raise Busy(f"Filen {target.name} er åben i et andet program: {rest} ligger ved siden af den. Luk det.")


@contextmanager
def _drafted(target: Path, content: Sequence[ops.Op]) -> Iterator[Path]:
    """A temporary file for writing, checked and synced to disk, deleted afterwards."""
    stem = f"{DRAFT}{hashlib.sha256(target.name.encode()).hexdigest()[:8]}"
    draft = target.with_name(f"{stem}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        sweep(target.parent, f"{stem}.*.tmp")
        with tempfile.TemporaryDirectory(prefix="cbnet") as folder:
            made = Path(folder) / "network.cbnet"
            with translated_errors(target):
                _write_checked(made, content)
            with made.open("rb") as source, draft.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
        yield draft
    except OSError as error:
        raise refused(error, target) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def sweep(folder: Path, drafts: str) -> None:
    """Deletes temporary files left by programs that were killed while writing."""
    for draft in folder.glob(drafts):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _ABANDONED_SECONDS:
                draft.unlink()


def _write_checked(path: Path, content: Sequence[ops.Op]) -> None:
    conn = connect(path, mode="rwc", durable=False)
    try:
        schema.create(conn)
        fill(conn, content)
        if conn.execute("pragma quick_check").fetchone()[0] != "ok":
            raise Unreadable("Den nye fil blev ikke skrevet rigtigt. Intet er ændret; prøv igen.")
    finally:
        conn.close()


def refused(error: OSError, target: Path) -> Full | ReadOnly | Unreadable:
    """An OSError as a UserError with one Danish sentence."""
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
