"""Frozen dataclasses from the JSON values they were written as, whichever version of the program wrote them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_EMPTY: dict[Any, Any] = {str: "", int: 0, bool: False}


def rebuilt(kind: Any, value: Any) -> Any:
    """A value of a type, made of frozen dataclasses and tuples of them, from its JSON values.

    Fields missing from it are empty, unknown ones are ignored. Raises TypeError for a value of another type.
    """
    if value is None:
        return _empty(kind)
    if get_origin(kind) is tuple:
        return _items(kind, value)
    if get_origin(kind) in (Union, UnionType):
        (inner,) = [one for one in get_args(kind) if one is not NoneType]
        return rebuilt(inner, value)
    if not isinstance(value, dict if is_dataclass(kind) else kind):
        raise TypeError(f"not a {kind.__name__}: {value!r:.40}")
    return _made(kind, value) if is_dataclass(kind) else value


def _items(kind: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"not a list: {value!r:.40}")
    first, *others = get_args(kind)
    kinds = [first] * len(value) if others == [Ellipsis] else [first, *others]
    return tuple(rebuilt(one, item) for one, item in zip(kinds, value, strict=True))


def _made(kind: Any, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{field.name: rebuilt(hints[field.name], value.get(field.name)) for field in fields(kind)})


def _empty(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return ()
    if get_origin(kind) in (Union, UnionType):
        return None
    return rebuilt(kind, {}) if is_dataclass(kind) else _EMPTY[kind]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
