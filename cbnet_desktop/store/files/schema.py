"""Recognising the program's files, their version, and changes to their tables and triggers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records.errors import TooNew, Unreadable
from cbnet_desktop.store.files import migrations, tables
from cbnet_desktop.store.log.connection import Connection, connect, transaction

APPLICATION_ID = 0x43424E54
#: The highest version of pre-release files, which are not read any more.
TRIALS = 3
VERSION = TRIALS + len(migrations.STEPS)


def create(conn: Connection) -> None:
    """Initialises an empty file, or brings one of another version up to this one, in one transaction."""
    with transaction(conn):
        bring_up_to_date(conn)


def bring_up_to_date(conn: Connection) -> None:
    """Takes the steps that a file lacks, and makes its tables as this program has them; inside a transaction."""
    if version(conn) < VERSION:
        _take_steps(conn, VERSION)
        conn.execute(f"pragma application_id = {APPLICATION_ID}")
        conn.execute(f"pragma user_version = {VERSION}")
    tables.renew(conn)


def _take_steps(conn: Connection, until: int) -> None:
    from sqlite_utils import Database

    migrations.ledger(until - TRIALS).apply(Database(conn, execute_plugins=False))


def is_up_to_date(conn: Connection) -> bool:
    """Whether this program, or one that knows the same, was the last to bring a file up to date."""
    return version(conn) == VERSION and tables.are_current(conn)


def version(conn: Connection) -> int:
    """The file's schema version; 0 for an empty file."""
    return int(conn.execute("pragma user_version").fetchone()[0])


def require_ours(conn: Connection, path: Path) -> None:
    """Raises Unreadable for a foreign, empty or pre-release file, TooNew for one of a later program."""
    if not conn.execute("select name from sqlite_master limit 1").fetchone():
        raise Unreadable(f"Filen {path.name} er tom. Åbn en CBnet-fil, eller opret et nyt netværk i en ny fil.")
    if conn.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        raise Unreadable(f"Filen {path.name} er en database, men ikke en CBnet-fil. Vælg en anden fil.")
    if version(conn) <= TRIALS:
        raise Unreadable(
            f"Filen {path.name} er fra en prøveudgave af CBnet og kan ikke åbnes. Opret netværket igen i en ny fil."
        )
    if version(conn) > VERSION:
        raise TooNew(
            f"Filen {path.name} er skrevet af en nyere udgave af CBnet. Opdatér programmet for at åbne den; "
            "filen er ikke ændret."
        )


def objects(conn: Connection) -> dict[str, str]:
    """All tables, indexes, triggers and views of the file with their definitions, but for SQLite's own indexes."""
    rows = conn.execute("select type || ' ' || name, coalesce(sql, '') from sqlite_master").fetchall()
    return {name: sql for name, sql in rows if sql or not name.startswith("index sqlite_autoindex_")}


@cache
def _own_objects(of: int) -> dict[str, str]:
    """What a file of a version holds as this program writes it; of an earlier one the log alone."""
    conn = dbapi2.connect(":memory:", isolation_level=None)
    if of == VERSION:
        create(conn)
    else:
        with transaction(conn):
            _take_steps(conn, of)
    found = objects(conn)
    conn.close()
    return found


def differences(conn: Connection) -> dict[str, str]:
    """The differences from the program's own definitions: object name to missing, changed or added.

    In a file that another version of the program wrote, those of the log alone.
    """
    own, found = _own_objects(version(conn)), objects(conn)
    if not is_up_to_date(conn):
        own = {name: sql for name, sql in own.items() if not tables.is_of_records(name)}
        found = {name: sql for name, sql in found.items() if name in own}
    result = {name: "missing" for name in own if name not in found}
    result |= {name: "changed" for name in own if name in found and found[name] != own[name]}
    result |= {name: "added" for name in found if name not in own}
    return result


def open_ours(path: Path, *, mode: str = "rw", steps: int = 0) -> Connection:
    """A connection to a file that is checked to be ours, as connect gives it; raises Unreadable or TooNew."""
    conn = connect(path, mode=mode, steps=steps)
    try:
        require_ours(conn, path)
    except BaseException:
        conn.close()
        raise
    return conn
