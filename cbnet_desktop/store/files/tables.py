"""The tables of the records: they follow from the log, so that a new field or record needs no migration step.

Where another version of the program made them, they are made anew in this one's form, and filled from the log.
"""

from __future__ import annotations

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import RECORDS, TABLES
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.store.files import migrations
from cbnet_desktop.store.log import computers, newer, rows
from cbnet_desktop.store.log.connection import Connection

#: Frozen rows are never removed, but with the edits of a computer that is held out, and never changed or replaced.
_FROZEN_GUARDS = """
create trigger {0}_are_never_removed before delete on {0}
when exists (
    select 1 from op where tbl = '{0}' and row_id = old.id and col = 'id' and rid not in (select rid from held_out)
)
begin select raise(abort, 'a row of {0} is never removed'); end;

create trigger {0}_are_never_changed before update on {0}
begin select raise(abort, 'a row of {0} is never changed'); end;

create trigger {0}_are_never_replaced before insert on {0}
when exists (select 1 from {0} where id = new.id)
begin select raise(abort, 'a row of {0} is never replaced'); end
"""

_WHOLE = {Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.FLAG}


def are_current(conn: Connection) -> bool:
    """Whether a program that knows what this one knows made the tables; not where a forged file cannot say."""
    try:
        return computers.local(conn, newer.LOCAL_KNOWS) == newer.knows()
    except dbapi2.OperationalError:
        return False


def is_of_records(name: str) -> bool:
    """Whether an object of a file (»table people«) is a record's table or its guard."""
    _, _, name = name.partition(" ")
    return name in TABLES or name.partition("_are_never_")[0] in TABLES


def renew(conn: Connection) -> None:
    """Makes the tables as this program has them, inside the caller's transaction."""
    if are_current(conn):
        return
    touched = newer.cells(conn)
    newer.note_all(conn)
    touched |= newer.cells(conn)
    for name in computers.local(conn, newer.LOCAL_KNOWS).split()[1:]:
        if name not in TABLES:
            conn.execute(f"drop table if exists {name}")
    for kind in RECORDS:
        if not _is_as_here(conn, kind):
            _make(conn, kind)
            cells = conn.execute("select tbl, row_id, col from cell where tbl = ?", (kind.TABLE,)).fetchall()
            touched.update((table, row_id, column) for table, row_id, column in cells)
    if touched:
        rows.materialise(conn, touched)
    computers.note_rewritten(conn)
    computers.set_local(conn, newer.LOCAL_KNOWS, newer.knows())


def _is_as_here(conn: Connection, kind: type[Record]) -> bool:
    row = conn.execute("select sql from sqlite_master where type = 'table' and name = ?", (kind.TABLE,)).fetchone()
    # SQLite keeps the statement but for its first words, which it writes in capitals.
    return row is not None and row[0].lower() == _table(kind).lower()


def _make(conn: Connection, kind: type[Record]) -> None:
    conn.execute(f"drop table if exists {kind.TABLE}")
    migrations.run(conn, (_table(kind), *([_FROZEN_GUARDS.format(kind.TABLE)] if kind.FROZEN else [])))


def _table(kind: type[Record]) -> str:
    """The create statement of a record's table; texts and flags are not null."""
    hidden = [f"{name} {'blob' if name in rows.BLOBS else 'text'}" for name in kind.ON_DISK]
    columns = ["id text primary key not null", *map(_column, kind.fields().values()), *hidden]
    separator = ",\n    "
    return f"create table {kind.TABLE} (\n    {separator.join(columns)}\n) strict"


def _column(field: Field) -> str:
    column = f"{field.name} {'integer' if field.kind in _WHOLE else 'text'}"
    if field.is_text:
        return f"{column} not null default ''"
    return f"{column} not null default {int(bool(field.default))}" if field.kind is Kind.FLAG else column
