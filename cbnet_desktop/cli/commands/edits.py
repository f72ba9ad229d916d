"""Parses a line of JSON as an edit: {"label", "changes": [{"table", "row_id", "before", "after"}]}."""

from __future__ import annotations

import json
from typing import Any

from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.records.fields import Field, Kind, quoted

_LABEL = Field("Betegnelsen", Kind.TEXT)
_ROW_ID = Field("Rækkens id", Kind.TEXT)
_LONGEST_ID = 100


def parsed(line: bytes) -> tuple[str, tuple[Change, ...]]:
    """The label, empty where there is none, and the changes; raises Invalid or Frozen in one Danish sentence."""
    data = _loaded(line)
    if not isinstance(data, dict) or not isinstance(data.get("changes"), list) or not data["changes"]:
        raise Invalid('Linjen skal være et objekt med mindst én ændring i listen "changes".')
    label = data.get("label")
    if label is not None and not isinstance(label, str):
        raise Invalid('"label" skal være en tekst.')
    changes = tuple(_change(item) for item in data["changes"])
    try:
        return str(_LABEL.normalised(label)), edit.normalised(changes)
    except Missing as refusal:
        raise Invalid(refusal.message, table=refusal.table) from None


def _loaded(line: bytes) -> Any:
    try:
        return json.loads(line.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise Invalid("Linjen er ikke gyldig UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Invalid(f"Linjen er ikke gyldig JSON (tegn {error.pos + 1}).") from None
    except (ValueError, RecursionError):
        raise Invalid("Linjen har tal eller lister, som ingen rettelse kan have.") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _change(item: Any) -> Change:
    if not isinstance(item, dict) or not {"table", "row_id", "before", "after"} <= item.keys():
        raise Invalid('Hver ændring skal være et objekt med "table", "row_id", "before" og "after".')
    table, row_id, before, after = (item[name] for name in ("table", "row_id", "before", "after"))
    if not isinstance(table, str) or not (isinstance(row_id, str) and _is_id(row_id)):
        raise Invalid(f'"table" skal være en tekst, og "row_id" en tekst på 1-{_LONGEST_ID} tegn uden mellemrum om.')
    if not all(side is None or isinstance(side, dict) for side in (before, after)) or before is after:
        raise Invalid('"before" og "after" skal være objekter med felter; højst én af dem må være null.')
    if before is not None and after is not None and (unseen := after.keys() - before.keys()):
        raise Invalid(f'"before" mangler {quoted(min(unseen))}: skriv den værdi, som feltet havde før.', table=table)
    return Change(table, row_id, before, after)


def _is_id(text: str) -> bool:
    try:
        return 0 < len(text) <= _LONGEST_ID and _ROW_ID.normalised(text) == text
    except Invalid:
        return False
