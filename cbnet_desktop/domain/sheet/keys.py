"""What tells a row from another where a sheet brings no id: each table's natural keys, the surest first."""

from __future__ import annotations

from collections.abc import Mapping

from cbnet_desktop.domain.fields import Kind, Record

Key = tuple[str, ...]

#: Tables of one row.
SINGLE: Key = ()

KEYS: Mapping[str, tuple[Key, ...]] = {
    "networks": (SINGLE,),
    "charters": (("valid_from",),),
    "organisations": (("name",), ("short_name",)),
    "former_names": (("organisation_id", "name"),),
    "seats": (("name",),),
    "people": (("email",), ("name", "organisation_id"), ("name",)),
    "appointments": (("seat_id", "person_id", "starts_on"),),
    "focus_sets": (("year",),),
    "consultation_answers": (("focus_set_id", "organisation_id"),),
    "focus_areas": (("year", "title"),),
    "involvements": (("focus_area_id", "content"),),
    "involved_libraries": (("involvement_id", "organisation_id"),),
    "disseminations": (("focus_area_id", "organisation_id", "activity"),),
    "assessments": (("focus_area_id", "organisation_id", "region"),),
    "meeting_forms": (("name",),),
    "form_items": (("form_id", "title"),),
    "working_groups": (("name",),),
    "group_members": (("group_id", "person_id"),),
    "meetings": (("held_on", "kind"),),
    "agenda_items": (("meeting_id", "title"),),
    "annexes": (("agenda_item_id", "title"),),
    "attendances": (("meeting_id", "person_id"),),
    "follow_ups": (("meeting_id", "text"),),
    "plans": (("year",),),
    "goals": (("plan_id", "text"),),
    "goal_reports": (("goal_id", "reported_on"),),
    "budget_shares": (("year", "organisation_id"),),
    "allocations": (("year", "purpose", "focus_area_id", "goal_id"),),
    "agreements": (("title",),),
    "agreement_parties": (("agreement_id", "organisation_id"),),
    "extensions": (("agreement_id", "ends_on"),),
    "agreement_clauses": (("agreement_id", "title"),),
    "agreement_tasks": (("agreement_id", "organisation_id", "text"),),
    "committee_members": (("agreement_id", "person_id"),),
    "tasks": (("title",),),
    "task_clauses": (("task_id", "clause_id"),),
    "offers": (("link",), ("title", "host_id", "starts_on")),
    "experiences": (("title", "organisation_id"),),
}

_NAMING = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.YEAR, Kind.REFERENCE, Kind.CHOICE})


def of(kind: type[Record]) -> tuple[Key, ...]:
    """A table's keys; for one without, its required fields, else its first text."""
    if kind.TABLE in KEYS:
        return KEYS[kind.TABLE]
    fields = kind.fields().values()
    required = tuple(field.name for field in fields if field.required and field.kind in _NAMING)
    return (required or tuple(field.name for field in fields if field.kind in (Kind.TEXT, Kind.LONG_TEXT))[:1],)


def is_narrow(kind: type[Record], key: Key) -> bool:
    """Whether a key is part of a longer one before it, and so counts only where the longer one cannot be known."""
    return any(set(key) < set(other) for other in of(kind) if other != key)
