"""Matching the lines of a sheet with existing rows, by id, else by the table's natural keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets.drafts import Draft, is_same
from cbnet_desktop.domain.words.folding import plain

Key = tuple[str, ...]
_Known = tuple[Hashable, ...]
_NAMING = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.YEAR, Kind.REFERENCE})


def keys_of(kind: type[Record]) -> tuple[Key, ...]:
    """What tells a table's rows apart where a sheet has no ids, the surest key first.

    A table that names none has its natural key, else its required fields, else its first text.
    """
    if kind.SHEET_KEYS:
        return kind.SHEET_KEYS
    if kind.UNIQUE is not None:
        return (kind.UNIQUE,)
    fields = kind.fields().values()
    required = tuple(field.name for field in fields if field.required and field.kind in _NAMING)
    return (required or tuple(field.name for field in fields if field.is_text)[:1],)


def is_narrow(kind: type[Record], key: Key) -> bool:
    """Whether a key is part of a longer one, and so counts only where the longer one cannot be known."""
    return any(set(key) < set(other) for other in keys_of(kind) if other != key)


class Matcher:
    """Finds the rows of one table for the drafts of one sheet."""

    def __init__(
        self,
        network: Network,
        kind: type[Record],
        drafts: Sequence[Draft],
        columns: Iterable[str],
        context: Mapping[str, Value],
    ) -> None:
        self._rows = network.tables[kind.TABLE]
        self._live = network.live(kind)
        self._kind = kind
        self._fields = kind.fields()
        self._context = context
        known = {*columns, *context}
        self._keys = [(key, tuple(name for name in key if name in known)) for key in keys_of(kind)]
        self._indexes: dict[Key, dict[_Known, list[Record]]] = {}
        self._repeated = {
            key: {value for value, count in Counter(self._value(key, draft) for draft in drafts).items() if count > 1}
            for _, key in self._keys
        }

    def rows(self, draft: Draft) -> list[Record]:
        """The rows that match a draft: none for a new row, several where it is ambiguous."""
        if draft.row_id in self._rows:
            return [self._rows[draft.row_id]]
        for place, (whole, key) in enumerate(self._keys):
            if not self._says_enough(whole, key, draft):
                continue
            value = self._value(key, draft)
            if value in self._repeated[key] and self._has_surer_after(place):
                continue
            if found := self._index(key).get(value):
                return self._closest(draft, found)
        return []

    def identity(self, draft: Draft) -> _Known | None:
        """A key shared by lines about the same row; None where the line has too few values."""
        for whole, key in reversed(self._keys):
            if whole and not is_narrow(self._kind, whole) and self._says_enough(whole, key, draft):
                return self._value(key, draft)
        return None

    def _has_surer_after(self, place: int) -> bool:
        """Whether a later key distinguishes lines with the same value here, such as an office's shared address."""
        return any(not is_narrow(self._kind, whole) for whole, _ in self._keys[place + 1 :])

    def _says_enough(self, whole: Key, key: Key, draft: Draft) -> bool:
        """Whether the draft has a value for the key; a narrow key only where it has none for the wider one."""
        if not whole:
            return True
        wider = [other for other, _ in self._keys if set(whole) < set(other)]
        if any(draft.values.get(name) for other in wider for name in set(other) - set(whole)):
            return False
        return any(draft.values.get(name) not in (None, "") for name in key)

    def _value(self, key: Key, draft: Draft) -> _Known:
        return tuple(_comparable(draft.values.get(name, self._context.get(name))) for name in key)

    def _index(self, key: Key) -> dict[_Known, list[Record]]:
        if key not in self._indexes:
            index = self._indexes[key] = {}
            for row in self._live:
                index.setdefault(tuple(_comparable(getattr(row, name)) for name in key), []).append(row)
        return self._indexes[key]

    def _closest(self, draft: Draft, found: list[Record]) -> list[Record]:
        """Of several rows, the first whose values equal the draft's; else all."""
        if len(found) == 1:
            return found
        same = [
            row
            for row in found
            if all(is_same(self._fields[name], getattr(row, name), value) for name, value in draft.values.items())
        ]
        return same[:1] or found


def _comparable(value: Value) -> Hashable:
    if isinstance(value, str):
        return plain(value)
    return "" if value is None else value
