"""The schema of the log as a list of migration steps: a step is never edited, only followed by new ones.

The tables of the records need none: they follow from the log, and are made anew where another version of the program
made them (tables.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cbnet_desktop.store.log.connection import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

_LOG = """
create table key (
    chain text primary key not null,
    public text not null,
    is_founder integer not null default 0
) strict, without rowid;

create table edit (
    rid integer primary key not null,
    id text not null unique,
    chain text not null references key (chain),
    number integer not null,
    at text not null,
    author text not null,
    label text not null,
    act text not null,
    version integer not null,
    body blob not null,
    sealed text not null,
    signature blob not null,
    is_checked integer not null,
    is_tip integer not null,
    is_own integer not null default 0,
    pieces integer not null default 0,
    lacking_since real
) strict;

create index edit_in_no_piece on edit (is_own) where pieces = 0;

create index edit_as_tip on edit (chain) where is_tip = 1;

create index edit_of_newer_program on edit (version) where version > 1;

create index edit_by_time on edit (at);

create table follows (
    before text not null,
    chain text not null,
    primary key (before, chain)
) strict, without rowid;

create table missing (
    id text primary key not null,
    chain text not null
) strict, without rowid;

create table op (
    rid integer not null references edit (rid),
    position integer not null,
    tbl text not null,
    row_id text not null,
    col text not null,
    value text,
    prevs text not null,
    seal integer,
    primary key (rid, position)
) strict, without rowid;

create index op_by_cell on op (tbl, row_id, col);

create table cell (
    tbl text not null,
    row_id text not null,
    col text not null,
    heads text not null,
    awaits text not null default '[]',
    primary key (tbl, row_id, col)
) strict, without rowid;

create index cell_with_several_heads on cell (tbl, row_id, col) where json_array_length(heads) > 1;

create table held_out (
    rid integer primary key not null
) strict;

create table erased (
    op text not null,
    person text not null,
    primary key (op, person)
) strict, without rowid;

create table carried_out (
    erasure text primary key not null,
    unasked text not null,
    at real not null
) strict, without rowid;

create table piece (
    place text not null,
    name text not null,
    edits blob not null,
    size integer not null,
    changed integer not null,
    noted real not null,
    primary key (place, name)
) strict, without rowid;

create table annex_file (
    place text not null,
    name text not null,
    size integer not null,
    changed integer not null,
    primary key (place, name)
) strict, without rowid;

create table annex_bytes (
    sha256 text primary key not null,
    data blob not null
) strict;

create table dropped (
    place text not null,
    name text not null,
    primary key (place, name)
) strict, without rowid;

create table local (
    key text primary key not null,
    value text not null
) strict, without rowid
"""

_LOG_GUARDS = """
create trigger edit_is_never_removed before delete on edit
begin select raise(abort, 'the log is never shortened'); end;

create trigger edit_is_never_rewritten before update on edit
when new.rid is not old.rid or new.id is not old.id or new.chain is not old.chain or new.number is not old.number
  or new.at is not old.at or new.author is not old.author or new.label is not old.label or new.act is not old.act
  or new.version is not old.version or new.body is not old.body
begin select raise(abort, 'the log is never rewritten'); end;

create trigger edit_is_never_replaced before insert on edit
when exists (select 1 from edit where id = new.id or rid = new.rid)
begin select raise(abort, 'the log is never rewritten'); end;

create trigger op_is_never_removed before delete on op
begin select raise(abort, 'the log is never shortened'); end;

create trigger op_is_never_rewritten before update on op
when new.rid is not old.rid or new.position is not old.position or new.tbl is not old.tbl
  or new.row_id is not old.row_id or new.col is not old.col or new.prevs is not old.prevs or new.seal is not old.seal
  or (old.seal is null and new.value is not old.value)
begin select raise(abort, 'the log is never rewritten'); end;

create trigger op_is_never_replaced before insert on op
when exists (select 1 from op where rid = new.rid and position = new.position)
begin select raise(abort, 'the log is never rewritten'); end
"""

#: Edits of which a newer program shows more than this one does (newer.py).
_NOT_SHOWN = """
create table not_shown (
    rid integer primary key not null references edit (rid)
) strict
"""

#: Name and statements of each step, oldest first.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("m001_first_tables", (_LOG, _LOG_GUARDS)),
    ("m002_edits_of_newer_programs", (_NOT_SHOWN,)),
)


def run(conn: Connection, scripts: tuple[str, ...]) -> None:
    """Runs a step's statements one by one, inside the caller's transaction (executescript would commit)."""
    for script in scripts:
        for statement in script.split(";\n\n"):
            conn.execute(statement)


def ledger(count: int) -> Migrations:
    """The first steps in the form of sqlite-utils' migrations."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("cbnet")
    for name, scripts in STEPS[:count]:

        def step(db: Database, scripts: tuple[str, ...] = scripts) -> None:
            run(db.conn, scripts)

        migrations(name=name)(step)
    return migrations
