"""The second step: the rest of the terms of reference (M1, M2, M5-M11, M13-M15, M17, M18, M20)."""

TABLES = """
alter table charters add column past_year_required integer not null default 1;

alter table charters add column coming_focus_required integer not null default 1;

alter table charters add column other_functions_required integer not null default 1;

alter table charters add column plan_year_offset integer default 1;

alter table charters add column annual_meeting_month integer default 10;

alter table charters add column expiry_warning_months integer default 6;

alter table charters add column similar_offer_weeks integer default 8;

alter table charters add column decided_item_id text;

alter table charters add column text text not null default '';

alter table focus_sets add column letter text not null default '';

alter table consultation_answers add column stance text;

alter table focus_areas add column proposed_by_id text;

alter table focus_areas add column continues_id text;

alter table meetings add column is_online integer not null default 0;

alter table meetings add column link text not null default '';

alter table meetings add column form_id text;

alter table meetings add column group_id text;

alter table meetings add column called_on text;

alter table meetings add column invitation text not null default '';

alter table meetings add column approved_at_id text;

alter table agenda_items add column minutes_of_id text;

alter table attendances add column is_guest integer not null default 0;

alter table attendances add column from_item_id text;

alter table attendances add column to_item_id text;

alter table goals add column continues_id text;

alter table budget_shares add column agreement_id text;

create table former_names (
    id text primary key not null,
    organisation_id text,
    name text not null default '',
    short_name text not null default '',
    ends_on text,
    archived integer not null default 0
) strict;

create table involvements (
    id text primary key not null,
    focus_area_id text,
    content text not null default '',
    state text,
    agreed_on text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table involved_libraries (
    id text primary key not null,
    involvement_id text,
    organisation_id text,
    consented_on text,
    consented_by_id text,
    archived integer not null default 0
) strict;

create table disseminations (
    id text primary key not null,
    focus_area_id text,
    level text,
    organisation_id text,
    region text not null default '',
    held_on text,
    activity text not null default '',
    audience text not null default '',
    archived integer not null default 0
) strict;

create table assessments (
    id text primary key not null,
    focus_area_id text,
    level text,
    organisation_id text,
    region text not null default '',
    assessed_on text,
    text text not null default '',
    archived integer not null default 0
) strict;

create table meeting_forms (
    id text primary key not null,
    name text not null default '',
    kind text,
    is_online integer not null default 0,
    starts_at text,
    ends_at text,
    decided_item_id text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table form_items (
    id text primary key not null,
    form_id text,
    position integer,
    title text not null default '',
    kind text,
    minutes_allotted integer,
    presentation text not null default '',
    archived integer not null default 0
) strict;

create table working_groups (
    id text primary key not null,
    name text not null default '',
    purpose text not null default '',
    starts_on text,
    ends_on text,
    decided_item_id text,
    archived integer not null default 0
) strict;

create table group_members (
    id text primary key not null,
    group_id text,
    person_id text,
    is_lead integer not null default 0,
    starts_on text,
    ends_on text,
    archived integer not null default 0
) strict;

create table annexes (
    id text primary key not null,
    agenda_item_id text,
    position integer,
    title text not null default '',
    link text not null default '',
    archived integer not null default 0
) strict;

create table follow_ups (
    id text primary key not null,
    meeting_id text,
    agenda_item_id text,
    text text not null default '',
    owner_person_id text,
    owner_organisation_id text,
    deadline text,
    done_on text,
    result text not null default '',
    archived integer not null default 0
) strict;

create table goal_reports (
    id text primary key not null,
    goal_id text,
    reported_on text,
    status text,
    reported_by text not null default '',
    comment text not null default '',
    archived integer not null default 0
) strict;

create table agreements (
    id text primary key not null,
    kind text,
    title text not null default '',
    purpose text not null default '',
    level text,
    starts_on text,
    ends_on text,
    signed_on text,
    signed_by text not null default '',
    link text not null default '',
    note text not null default '',
    archived integer not null default 0
) strict;

create table agreement_parties (
    id text primary key not null,
    agreement_id text,
    organisation_id text,
    role text not null default '',
    archived integer not null default 0
) strict;

create table extensions (
    id text primary key not null,
    agreement_id text,
    ends_on text,
    agreed_on text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table agreement_clauses (
    id text primary key not null,
    agreement_id text,
    kind text,
    number text not null default '',
    title text not null default '',
    text text not null default '',
    changed_on text,
    archived integer not null default 0
) strict;

create table agreement_tasks (
    id text primary key not null,
    agreement_id text,
    organisation_id text,
    level text,
    text text not null default '',
    deadline text,
    done_on text,
    archived integer not null default 0
) strict;

create table committee_members (
    id text primary key not null,
    agreement_id text,
    person_id text,
    role text not null default '',
    archived integer not null default 0
) strict;

create table tasks (
    id text primary key not null,
    title text not null default '',
    description text not null default '',
    part text,
    level text,
    owner_organisation_id text,
    owner_person_id text,
    starts_on text,
    ends_on text,
    reviewed_on text,
    archived integer not null default 0
) strict;

create table task_clauses (
    id text primary key not null,
    task_id text,
    clause_id text,
    archived integer not null default 0
) strict;

create table offers (
    id text primary key not null,
    title text not null default '',
    topic text not null default '',
    kind text,
    host_id text,
    starts_on text,
    ends_on text,
    starts_at text,
    ends_at text,
    place text not null default '',
    level text,
    focus_area_id text,
    seats integer,
    link text not null default '',
    state text,
    note text not null default '',
    archived integer not null default 0
) strict;

create table experiences (
    id text primary key not null,
    title text not null default '',
    level text,
    organisation_id text,
    person_id text,
    tried_on text,
    focus_area_id text,
    text text not null default '',
    link text not null default '',
    archived integer not null default 0
) strict
"""
