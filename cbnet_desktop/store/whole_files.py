"""Writing a network to a whole file, which appears under its name complete or not at all."""

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

#: How the names of files begin that are being written; sync services pass over them.
DRAFT = ".~"
#: A draft this old was left by a program that was stopped; what it holds is in that computer's replica.
_ABANDONED_SECONDS = 3600.0
#: SQLite opens no longer path on Linux and macOS, and needs room for »-journal«.
_LONGEST_PATH = 500
_LONGEST_NAME = 240
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EPERM, errno.EACCES, errno.EROFS)


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
    """Puts a new whole file in the place of one that nobody writes in place; raises Busy, Full or ReadOnly."""
    with _drafted(target, content) as draft:
        _require_closed(target)
        with suppress(OSError):
            shutil.copymode(target, draft)
        draft.replace(target)
        _sync_folder(target.parent)


def require_new(target: Path) -> None:
    """Raises Invalid unless a file of this name can be made."""
    if is_too_long(target):
        raise Invalid(f"Stien til {target.name} er for lang. Vælg en mappe tættere på roden eller et kortere navn.")
    if target.exists():
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.")
    if not target.parent.is_dir():
        raise Invalid(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")


def is_too_long(path: Path) -> bool:
    """Whether the path or its name is longer than a database's may be."""
    path = path.absolute()
    return len(os.fsencode(path)) > _LONGEST_PATH or len(os.fsencode(path.name)) > _LONGEST_NAME


def _require_closed(target: Path) -> None:
    """What another program has not written into the file yet would be taken for part of the new one."""
    for rest in (f"{target.name}-journal", f"{target.name}-wal"):
        with suppress(FileNotFoundError):
            if target.with_name(rest).stat().st_size:
                raise Busy(f"Filen {target.name} er åben i et andet program: {rest} ligger ved siden af den. Luk det.")


@contextmanager
def _drafted(target: Path, content: Sequence[ops.Op]) -> Iterator[Path]:
    """The file under the name of a draft, checked and synced to disk; gone afterwards."""
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
    """Removes the drafts that programs left which were stopped while they wrote them."""
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
    """What the system refused, in words."""
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
