"""Parsing a signed plan's canonical JSON, whichever version of the program wrote it."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from cbnet_desktop.domain.plan.plan_content import PlanContent

_EMPTY: dict[Any, Any] = {str: "", int: 0, bool: False}


def read(canonical: bytes) -> PlanContent:
    """The content of a signed version; fields missing from it are empty, unknown ones are ignored."""
    found = _read(PlanContent, json.loads(canonical))
    assert isinstance(found, PlanContent)
    return found


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return _empty(kind)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if get_origin(kind) in (Union, UnionType):
        (inner,) = [one for one in get_args(kind) if one is not NoneType]
        return _read(inner, value)
    if is_dataclass(kind):
        return _rebuilt(kind, value)
    return value


def _rebuilt(kind: Any, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{field.name: _read(hints[field.name], value.get(field.name)) for field in fields(kind)})


def _empty(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return ()
    if get_origin(kind) in (Union, UnionType):
        return None
    return _read(kind, {}) if is_dataclass(kind) else _EMPTY[kind]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
