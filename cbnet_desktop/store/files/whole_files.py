"""Writing a network to a file that people open: made in a private folder, checked, and then there whole or not at all.

No SQLite file is ever written in a shared folder, not even a draft: sync clients take drafts from under SQLite.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cbnet_desktop.domain.records.errors import Invalid, Unreadable
from cbnet_desktop.domain.words import file_names
from cbnet_desktop.store.log import computers, newer
from cbnet_desktop.store.log.connection import Connection, connect, transaction, translated_errors
from cbnet_desktop.store.places.folder import DRAFT, refused, sync_folder
from cbnet_desktop.system import held

#: The age in seconds of abandoned temporary files.
_ABANDONED = 3600.0
#: How a private folder is called, and after how many seconds it is removed that nobody removed.
_TEMPORARY, _LEFT, _WEEK = "cbnet~", re.compile("cbnet~[a-z0-9_]{8}"), 604_800.0
#: SQLite's limit for paths on Linux and macOS, less room for »-journal«.
_LONGEST_PATH = 500
_LONGEST_NAME = 240
#: What a file must not hold of the replica that it was made from.
_PRIVATE = ("piece", "annex_file", "dropped", "missing")


def _nothing(_: Connection) -> None:
    """Adds nothing."""


def write_new(conn: Connection, target: Path, fill: Callable[[Connection], None] = _nothing) -> None:
    """Writes the network of a replica to a new file; raises Invalid (where it exists), Full or ReadOnly.

    fill adds to it what the replica does not hold.
    """
    require_new(target)
    _write(conn, target, fill, replaces=False)


def replace_whole(conn: Connection, target: Path) -> None:
    """Replaces the file by one with the network of a replica; raises Full, ReadOnly, Busy or Unreadable."""
    _write(conn, target, _nothing, replaces=True)


def _write(conn: Connection, target: Path, fill: Callable[[Connection], None], *, replaces: bool) -> None:
    draft = target.with_name(f"{_stem(target)}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        sweep_drafts(target)
        with private_folder() as folder:
            made = Path(folder) / "network.cbnet"
            with translated_errors(target):
                make(conn, made, fill)
            with made.open("rb") as source, draft.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
        if replaces:
            with suppress(OSError):
                shutil.copymode(target, draft)
            held.replace(draft, target)
        else:
            _place_new(draft, target)
        sync_folder(target.parent)
    except OSError as error:
        raise refused(error, target.parent, target.name) from error
    finally:
        with suppress(OSError):
            held.remove(draft)


def write_bytes_new(target: Path, data: bytes) -> None:
    """Writes bytes to a new file, whole or not at all; raises Invalid (where it exists), Full or ReadOnly."""
    require_new(target)
    draft = target.with_name(f"{DRAFT}{uuid.uuid4().hex[:16]}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _place_new(draft, target)
        sync_folder(target.parent)
    except OSError as error:
        raise refused(error, target.parent, target.name) from error
    finally:
        with suppress(OSError):
            held.remove(draft)


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder of this user's; raises Full, ReadOnly or Unreadable.

    What another program still has open when the folder goes is left to the system: Windows does not remove it.
    """
    try:
        return tempfile.TemporaryDirectory(prefix=_TEMPORARY, ignore_cleanup_errors=True)
    except OSError as error:
        raise refused(error, Path(tempfile.tempdir or error.filename or ".").absolute()) from error


def sweep_private() -> None:
    """Removes such folders that were left a week ago by a program that was killed: they hold documents and mails."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
            with suppress(OSError):
                found = folder.lstat()
                is_ours = _LEFT.fullmatch(folder.name) and stat.S_ISDIR(found.st_mode)
                if is_ours and time.time() - found.st_mtime > _WEEK:
                    shutil.rmtree(folder, ignore_errors=True)


def _place_new(draft: Path, target: Path) -> None:
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise Invalid(f"Filen {target.name} findes allerede. Vælg et andet navn.") from None
    except OSError:
        held.replace(draft, target)


def make(conn: Connection, path: Path, fill: Callable[[Connection], None] = _nothing) -> None:
    """Writes a checked copy of a replica without what belongs to this computer alone; raises Unreadable."""
    conn.execute("vacuum into ?", (str(path),))
    copy = connect(path, durable=False)
    try:
        with transaction(copy):
            for table in _PRIVATE:
                copy.execute(f"delete from {table}")
            copy.execute("delete from local where key not in (?, ?)", (computers.LOCAL_NETWORK, newer.LOCAL_KNOWS))
            copy.execute("update edit set is_own = 0, pieces = 0, lacking_since = null")
            fill(copy)
        copy.execute("pragma journal_mode = delete")
        if copy.execute("pragma quick_check").fetchone()[0] != "ok":
            raise Unreadable("Den nye fil blev ikke skrevet rigtigt. Intet er ændret; prøv igen.")
    finally:
        copy.close()


def require_new(target: Path, platform: str = sys.platform) -> None:
    """Raises Invalid unless a file with this name can be created."""
    if fault := file_names.fault(target.name, platform):
        raise Invalid(fault)
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


def _stem(target: Path) -> str:
    return f"{DRAFT}{hashlib.sha256(target.name.encode()).hexdigest()[:8]}"


def sweep_drafts(target: Path) -> None:
    """Deletes abandoned drafts of a file: a sync client may have carried them to everybody before it was renamed."""
    sweep(target.parent, f"{_stem(target)}.*.tmp")


def sweep(folder: Path, drafts: str) -> None:
    """Deletes temporary files left by programs that were killed while writing."""
    with suppress(OSError):
        for draft in folder.glob(drafts):
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > _ABANDONED:
                    held.remove(draft, 0.0)
