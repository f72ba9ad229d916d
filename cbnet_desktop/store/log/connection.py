"""Opening SQLite files safely, and translating SQLite's errors into Danish sentences."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import Busy, Damaged, Full, ReadOnly, Unreadable, UserError

Connection = Any
BUSY_MS = 10_000
#: Free bytes below which a read error means that a journal could not be written.
LEAST_ROOM = 1 << 20
#: SQLite's steps between two looks at how many are left.
_AT_A_TIME = 100_000

_COMMON = """
pragma foreign_keys = on;
pragma recursive_triggers = on;
pragma trusted_schema = off;
pragma cell_size_check = on;
pragma mmap_size = 0;
pragma fullfsync = on;
pragma checkpoint_fullfsync = on;
pragma secure_delete = on;
"""


def connect(path: Path, *, mode: str = "rw", durable: bool = True, steps: int = 0) -> Connection:
    """A connection in autocommit; mode is ro, rw or rwc. Raises UserError when the file cannot be opened.

    steps are the most of SQLite's that all its queries may take, where the file may be forged to have no end.
    """
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    with translated_errors(path):
        conn = dbapi2.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
        try:
            if steps:
                left = iter(range(steps // _AT_A_TIME))
                conn.set_progress_handler(lambda: next(left, None) is None, _AT_A_TIME)
            conn.executescript(_COMMON)
            conn.execute(f"pragma synchronous = {'extra' if durable else 'off'}")
            conn.execute("select name from sqlite_master limit 1").fetchone()
        except BaseException:
            conn.close()
            raise
    return conn


@contextmanager
def transaction(conn: Connection) -> Iterator[None]:
    """A transaction that takes the write lock before reading (begin immediate)."""
    conn.execute("begin immediate")
    try:
        yield
        conn.execute("commit")
    except BaseException:
        if conn.in_transaction:
            conn.execute("rollback")
        raise


def rewrite(conn: Connection) -> bool:
    """Writes a file anew after an erasure; whether its journal is empty too, which another connection may hinder.

    SQLite leaves copies of rows that it moved in unused parts of pages, where secure_delete reaches none of them.
    """
    conn.execute("vacuum")
    hindered, *_ = conn.execute("pragma wal_checkpoint(truncate)").fetchone()
    return not hindered


@contextmanager
def snapshot(conn: Connection) -> Iterator[None]:
    """A read transaction: several reads of one state; inside a transaction, part of that one."""
    if conn.in_transaction:
        yield
        return
    conn.execute("begin")
    try:
        yield
    finally:
        if conn.in_transaction:
            conn.execute("rollback")


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Translates SQLite's errors about a file into UserErrors with one Danish sentence."""
    try:
        yield
    except (dbapi2.Error, UnicodeDecodeError) as error:
        refusal = _refusal(error, path)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: Any, path: Path) -> UserError | None:
    name = str(getattr(error, "sqlite_errorname", ""))
    # The binding's own errors for invalid text have no SQLite error name.
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode"):
        name = "SQLITE_CORRUPT"
    # A full disk for the journal's shared memory is reported as a read error.
    if name.startswith("SQLITE_IOERR") and _is_full(path):
        name = "SQLITE_FULL"
    for start, kind, sentence in _SENTENCES:
        if name.startswith(start):
            refusal = kind(sentence.format(name=path.name, path=path))
            if isinstance(refusal, Damaged):
                refusal.file = str(path)
            return refusal
    return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < LEAST_ROOM
    except OSError:
        return False


_SENTENCES: tuple[tuple[str, type[UserError], str], ...] = (
    ("SQLITE_BUSY", Busy, "Filen {name} er optaget af en anden. Prøv igen om lidt."),
    ("SQLITE_LOCKED", Busy, "Filen {name} er optaget af en anden. Prøv igen om lidt."),
    ("SQLITE_FULL", Full, "Der er ikke plads på disken. Intet er ændret; gør plads, og prøv igen."),
    ("SQLITE_READONLY", ReadOnly, "Filen {name} er skrivebeskyttet. Gem en kopi et andet sted for at redigere."),
    ("SQLITE_PERM", ReadOnly, "Filen {name} er skrivebeskyttet. Gem en kopi et andet sted for at redigere."),
    ("SQLITE_CANTOPEN", Unreadable, "Filen {path} kan ikke åbnes. Kontrollér, at den findes, og at du har adgang."),
    ("SQLITE_NOTADB", Damaged, "Filen {name} er ikke en CBnet-fil, eller den er beskadiget. Vælg en anden fil."),
    ("SQLITE_CORRUPT", Damaged, "Filen {name} er beskadiget. Åbn en sikkerhedskopi."),
    ("SQLITE_INTERRUPT", Unreadable, "Filen {name} er beskadiget eller ikke skrevet af CBnet. Vælg en anden fil."),
    ("SQLITE_IOERR", Unreadable, "Filen {name} kan ikke læses lige nu. Kontrollér forbindelsen til mappen."),
)
