"""What tells a row from another where a sheet brings no id: each table's natural keys, the surest first."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Kind, Record

Key = tuple[str, ...]

_NAMING = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.YEAR, Kind.REFERENCE})


def of(kind: type[Record]) -> tuple[Key, ...]:
    """A table's keys; for one that says none, its natural key, else its required fields, else its first text."""
    if kind.SHEET_KEYS:
        return kind.SHEET_KEYS
    if kind.UNIQUE is not None:
        return (kind.UNIQUE,)
    fields = kind.fields().values()
    required = tuple(field.name for field in fields if field.required and field.kind in _NAMING)
    return (required or tuple(field.name for field in fields if field.is_text)[:1],)


def is_narrow(kind: type[Record], key: Key) -> bool:
    """Whether a key is part of a longer one before it, and so counts only where the longer one cannot be known."""
    return any(set(key) < set(other) for other in of(kind) if other != key)
