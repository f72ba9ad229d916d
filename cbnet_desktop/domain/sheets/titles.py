"""Rows by name: unique titles for references in a sheet, and the rows that a typed name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from cbnet_desktop.domain.records import AgendaItem, FormerName, Meeting, Organisation, Person
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets.folding import folded
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.titles.titles import public_title
from cbnet_desktop.domain.words.folding import plain

_MARK_LENGTH = 8
_LEAST = 3
_MARKED = re.compile(rf"(?s)(.*) \[([0-9a-zA-Z-]{{{_MARK_LENGTH},}})\]\s*")


class Titles:
    """The names of a network's rows; each table is indexed on first use."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._texts: dict[str, dict[str, str]] = {}
        self._found: dict[str, list[dict[str, list[str]]]] = {}

    def text(self, table: str, row_id: str) -> str:
        """The row's title, made unique by its year or parent, else by part of its id; no closed item is named."""
        if table not in self._texts:
            self._texts[table] = self._distinct(table)
        return self._texts[table].get(row_id, row_id)

    def ids(self, table: str, text: str) -> list[str]:
        """The ids of the rows that a typed name means, by the strictest match; archived rows only without others."""
        if self._network.row(table, text.strip()) is not None:
            return [text.strip()]
        if (marked := self._marked(table, text)) is not None:
            return [marked]
        for reading, index in zip((plain, plain, folded, folded), self._indexes(table), strict=True):
            if found := index.get(reading(text)):
                return self._current(table, found)
        return []

    def near(self, table: str, text: str) -> str:
        """The title of the only row whose name contains the typed text or is contained in it; else empty."""
        wanted = folded(text)
        names = self._indexes(table)[-1]
        found = [ids for name, ids in names.items() if len(name) >= _LEAST and (name in wanted or wanted in name)]
        rows = set(self._current(table, (row_id for ids in found for row_id in ids)))
        return self.text(table, rows.pop()) if len(rows) == 1 and len(wanted) >= _LEAST else ""

    def _distinct(self, table: str) -> dict[str, str]:
        rows = list(self._network.tables[table].values())
        own = {row.id: public_title(self._network, row) for row in rows}
        shared = _shared(own.values())
        texts = {
            row.id: self._placed(row, own[row.id]) if plain(own[row.id]) in shared else own[row.id] for row in rows
        }
        for length in (_MARK_LENGTH, None):
            shared = _shared(texts.values())
            texts = {
                row_id: f"{own[row_id]} [{row_id[:length]}]" if plain(text) in shared else text
                for row_id, text in texts.items()
            }
        return texts

    def _placed(self, row: Record, title: str) -> str:
        """The title with the row's year or the first row that it refers to."""
        if year := getattr(row, "year", None):
            return f"{title}, {year}"
        for field in row.fields().values():
            owner = self._network.row(field.refers_to, getattr(row, field.name) or "") if field.refers_to else None
            if owner is not None:
                return f"{title}, {public_title(self._network, owner)}"
        return title

    def _marked(self, table: str, text: str) -> str | None:
        """The id of the row meant by a title with part of its id."""
        match = _MARKED.fullmatch(text)
        if not match:
            return None
        rows = [row for row_id, row in self._network.tables[table].items() if row_id.startswith(match[2])]
        wanted = plain(match[1])
        found = [row.id for row in rows if plain(public_title(self._network, row)) == wanted]
        return found[0] if len(found) == 1 else None

    def _indexes(self, table: str) -> list[dict[str, list[str]]]:
        """Ids by unique title and by every name, first exact, then folded."""
        if table not in self._found:
            rows = self._network.tables[table].values()
            whole = [(self.text(table, row.id), row.id) for row in rows]
            names = [(name, row.id) for row in rows for name in _names(self._network, row) if name]
            self._found[table] = [_index(pairs, key) for key in (plain, folded) for pairs in (whole, names)]
        return self._found[table]

    def _current(self, table: str, ids: Iterable[str]) -> list[str]:
        ids = list(dict.fromkeys(ids))
        rows = self._network.tables[table]
        return [row_id for row_id in ids if not getattr(rows[row_id], "archived", False)] or ids


def _names(network: Network, row: Record) -> list[str]:
    """All names that people may use for a row in a sheet."""
    names = [labels.row_title(network, row)]
    if isinstance(row, Organisation):
        former = network.where(FormerName, "organisation_id", row.id)
        names += [row.name, row.short_name, *(old.name for old in former), *(old.short_name for old in former)]
    elif isinstance(row, Person):
        names += [row.email, f"{row.name} ({labels.organisation_name(network, row.organisation_id)})"]
    elif isinstance(row, AgendaItem):
        names.append(row.title)
    elif isinstance(row, Meeting):
        names += [row.title, labels.show(row.fields()["held_on"], row.held_on, network)]
    else:
        first = next((field.name for field in row.fields().values() if field.kind in _TEXTS), None)
        names.append(getattr(row, first) if first else "")
    return names


def _index(pairs: Iterable[tuple[str, str]], key: Callable[[str], str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name, row_id in pairs:
        index.setdefault(key(name), []).append(row_id)
    return index


def _shared(texts: Iterable[str]) -> set[str]:
    return {text for text, count in Counter(map(plain, texts)).items() if count > 1}


_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
