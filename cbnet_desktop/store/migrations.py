"""The schema of the file as a list of migration steps.

Until the first release there is one step, computed from the records. With the release its statements are written out
here; from then on a step is never edited, only followed by new ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.rows import BLOBS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

_LOG = """
create table op (
    replica text not null,
    seq integer not null,
    edit text not null,
    at text not null,
    author text not null,
    label text not null,
    tbl text not null,
    row_id text not null,
    col text not null,
    value text,
    prevs text not null,
    salt text,
    payload_hash text not null,
    hash text not null,
    primary key (replica, seq)
) strict, without rowid;

create index op_by_cell on op (tbl, row_id, col);

create table cell (
    tbl text not null,
    row_id text not null,
    col text not null,
    heads text not null,
    primary key (tbl, row_id, col)
) strict, without rowid;

create index cell_with_several_heads on cell (tbl, row_id, col) where json_array_length(heads) > 1;

create table local (
    key text primary key not null,
    value text not null
) strict, without rowid
"""

_LOG_GUARDS = """
create trigger op_is_never_removed before delete on op
begin select raise(abort, 'the log is never shortened'); end;

create trigger op_is_never_rewritten before update on op
when new.value is not null or new.salt is not null
  or new.replica is not old.replica or new.seq is not old.seq or new.edit is not old.edit or new.at is not old.at
  or new.author is not old.author or new.label is not old.label or new.tbl is not old.tbl
  or new.row_id is not old.row_id or new.col is not old.col or new.prevs is not old.prevs
  or new.payload_hash is not old.payload_hash or new.hash is not old.hash
begin select raise(abort, 'the log is never rewritten'); end;

create trigger op_is_never_replaced before insert on op
when exists (select 1 from op where replica = new.replica and seq = new.seq)
begin select raise(abort, 'the log is never rewritten'); end
"""

#: Frozen rows are never removed, changed or replaced.
_FROZEN_GUARDS = """
create trigger {0}_are_never_removed before delete on {0}
begin select raise(abort, 'a row of {0} is never removed'); end;

create trigger {0}_are_never_changed before update on {0}
begin select raise(abort, 'a row of {0} is never changed'); end;

create trigger {0}_are_never_replaced before insert on {0}
when exists (select 1 from {0} where id = new.id)
begin select raise(abort, 'a row of {0} is never replaced'); end
"""

_WHOLE = {Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.FLAG}


def _table(kind: type[Record]) -> str:
    """The create statement of a record's table; texts and flags are not null."""
    hidden = [f"{name} {'blob' if name in BLOBS else 'text'}" for name in kind.ON_DISK]
    columns = ["id text primary key not null", *map(_column, kind.fields().values()), *hidden]
    separator = ",\n    "
    return f"create table {kind.TABLE} (\n    {separator.join(columns)}\n) strict"


def _column(field: Field) -> str:
    column = f"{field.name} {'integer' if field.kind in _WHOLE else 'text'}"
    if field.is_text:
        return f"{column} not null default ''"
    return f"{column} not null default {int(bool(field.default))}" if field.kind is Kind.FLAG else column


#: Name and statements of each step, oldest first.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "m001_first_tables",
        (
            _LOG,
            *map(_table, RECORDS),
            _LOG_GUARDS,
            *(_FROZEN_GUARDS.format(kind.TABLE) for kind in RECORDS if kind.FROZEN),
        ),
    ),
)


def run(conn: Connection, scripts: tuple[str, ...]) -> None:
    """Runs a step's statements one by one, inside the caller's transaction (executescript would commit)."""
    for script in scripts:
        for statement in script.split(";\n\n"):
            conn.execute(statement)


def ledger() -> Migrations:
    """The steps in the form of sqlite-utils' migrations."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("cbnet")
    for name, scripts in STEPS:

        def step(db: Database, scripts: tuple[str, ...] = scripts) -> None:
            run(db.conn, scripts)

        migrations(name=name)(step)
    return migrations
