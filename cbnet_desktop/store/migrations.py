"""The file's tables, step by step. A step that has been released is never edited; a new one is added after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cbnet_desktop.store import second_step
from cbnet_desktop.store.connection import Connection

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

_TABLES = """
create table networks (
    id text primary key not null,
    name text not null default '',
    first_year integer,
    today_is text,
    fictional integer not null default 0,
    note text not null default ''
) strict;

create table charters (
    id text primary key not null,
    valid_from text,
    min_annual_meetings integer,
    max_planning_meetings integer,
    annual_counts_as_planning integer not null default 0,
    substitutes_count integer not null default 1,
    note text not null default ''
) strict;

create table organisations (
    id text primary key not null,
    name text not null default '',
    short_name text not null default '',
    kind text,
    municipality text not null default '',
    region text not null default '',
    archived integer not null default 0
) strict;

create table seats (
    id text primary key not null,
    name text not null default '',
    kind text,
    organisation_id text,
    position integer,
    starts_on text,
    ends_on text,
    archived integer not null default 0
) strict;

create table people (
    id text primary key not null,
    name text not null default '',
    title text not null default '',
    organisation_id text,
    phone text not null default '',
    email text not null default '',
    note text not null default '',
    archived integer not null default 0
) strict;

create table appointments (
    id text primary key not null,
    seat_id text,
    person_id text,
    role text,
    starts_on text,
    ends_on text,
    letter_on text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table erasures (
    id text primary key not null,
    person_id text,
    reason text not null default '',
    decided_by text not null default '',
    erased_on text,
    covers text
) strict;

create table focus_sets (
    id text primary key not null,
    year integer,
    consulted_on text,
    deadline text,
    set_on text,
    set_by_id text,
    note text not null default ''
) strict;

create table consultation_answers (
    id text primary key not null,
    focus_set_id text,
    organisation_id text,
    answered_on text,
    answer text not null default '',
    archived integer not null default 0
) strict;

create table focus_areas (
    id text primary key not null,
    year integer,
    title text not null default '',
    part text,
    level text,
    position integer,
    description text not null default '',
    archived integer not null default 0
) strict;

create table meetings (
    id text primary key not null,
    kind text,
    title text not null default '',
    held_on text,
    starts_at text,
    ends_at text,
    place text not null default '',
    state text,
    chair_id text,
    minute_taker text not null default '',
    approved_on text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table agenda_items (
    id text primary key not null,
    meeting_id text,
    position integer,
    title text not null default '',
    kind text,
    topic text,
    presentation text not null default '',
    recommendation text not null default '',
    outcome text not null default '',
    decision text not null default '',
    minutes_allotted integer,
    closed integer not null default 0,
    archived integer not null default 0
) strict;

create table attendances (
    id text primary key not null,
    meeting_id text,
    person_id text,
    status text,
    substitute_for_id text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table plans (
    id text primary key not null,
    year integer,
    title text not null default '',
    meeting_id text,
    foreword text not null default '',
    archived integer not null default 0
) strict;

create table goals (
    id text primary key not null,
    plan_id text,
    text text not null default '',
    audience text not null default '',
    part text,
    level text,
    focus_area_id text,
    position integer,
    owner_person_id text,
    owner_organisation_id text,
    indicator text not null default '',
    baseline text not null default '',
    target text not null default '',
    unit text not null default '',
    deadline text,
    agenda_item_id text,
    status text,
    status_on text,
    result text not null default '',
    archived integer not null default 0
) strict;

create table plan_versions (
    id text primary key not null,
    plan_id text,
    number integer,
    signed_at text not null default '',
    signed_by text not null default '',
    reason text not null default '',
    sha256 text not null default '',
    heads_digest text not null default '',
    document text,
    heads text,
    pdf blob
) strict;

create table budget_shares (
    id text primary key not null,
    year integer,
    organisation_id text,
    earmarked_ore integer,
    share_bp integer,
    share_ore integer,
    library_agreed_on text,
    agency_agreed_on text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table allocations (
    id text primary key not null,
    year integer,
    purpose text not null default '',
    part text,
    focus_area_id text,
    goal_id text,
    amount_ore integer,
    spent_ore integer,
    note text not null default '',
    archived integer not null default 0
) strict
"""

_FROZEN_GUARDS = """
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
begin select raise(abort, 'the log is never rewritten'); end;

create trigger plan_version_is_never_removed before delete on plan_versions
begin select raise(abort, 'a signed-off version is never removed'); end;

create trigger plan_version_is_never_changed before update on plan_versions
begin select raise(abort, 'a signed-off version is never changed'); end;

create trigger plan_version_is_never_replaced before insert on plan_versions
when exists (select 1 from plan_versions where id = new.id)
begin select raise(abort, 'a signed-off version is never replaced'); end
"""

#: Name and statements of each step, oldest first. The file's user_version is the number of steps taken.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("m001_first_tables", (_LOG, _TABLES, _FROZEN_GUARDS)),
    ("m002_whole_terms_of_reference", (second_step.TABLES,)),
)


def run(conn: Connection, scripts: tuple[str, ...]) -> None:
    """Runs a step's statements one by one, so that they stay inside the caller's transaction."""
    for script in scripts:
        for statement in script.split(";\n\n"):
            conn.execute(statement)


def ledger() -> Migrations:
    """The steps as sqlite-utils keeps account of them."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("cbnet")
    for name, scripts in STEPS:

        def step(db: Database, scripts: tuple[str, ...] = scripts) -> None:
            run(db.conn, scripts)

        migrations(name=name)(step)
    return migrations
