"""Full-text search in a network, with ranking and Danish spelling folded (see words.folding)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from cbnet_desktop.domain.records import TABLES, AgreedText, AgreementClause
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import parents, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.folding import fold, folded_places

_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_SHOWN: Mapping[Kind, Callable[[int], str]] = {Kind.MONEY: danish.amount}
#: Separates the values of a row, so that no phrase matches across two of them.
_BREAK = "\n"
_EXCERPT = 90
_BEFORE = 30
#: Words at most _NEAR characters apart count as one place; a match past _TITLE characters of a title gets an excerpt.
_NEAR = 30
_TITLE = 60
#: A date as it is typed: in numbers, in words, or a month of a year alone; danish.parse_date has the last word.
_DATE = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{2,4}|\d{1,2}[/-]\d{1,2}[/ -]'?\d{2,4}"
    rf"|\d{{1,2}}(?:\. ?| )(?:{danish.A_MONTH})\.?,? \d{{4}}|(?P<month>(?:{danish.A_MONTH})\.? \d{{4}}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that contains every word; field has most of them, marks are (start, end) of the words found."""

    table: str
    row_id: str
    field: str
    title: str
    title_marks: tuple[tuple[int, int], ...]
    where: str
    """The row's parent, or its year."""
    excerpt: str
    """The field's text around the words; empty where the title has them."""
    excerpt_marks: tuple[tuple[int, int], ...]
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The best hits of a table, and the number of all."""

    table: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """The folded texts of a row, the title first."""

    record: Record
    text: str
    title: str
    fields: tuple[str, ...]
    newest_first: str
    is_archived: bool


class Index:
    """The search index of a network, made at once, or by as many calls of grow() as it takes."""

    def __init__(self, network: Network, *, at_once: bool = True) -> None:
        self.network = network
        # The texts of acts are found in the rows that they keep.
        self._rows = {table: rows for table, rows in network.tables.items() if table != AgreedText.TABLE}
        self._entries: dict[str, dict[str, _Entry]] = {table: {} for table in self._rows}
        self._waiting = iter([row for rows in self._rows.values() for row in rows.values()])
        if at_once:
            self.grow()

    def grow(self, most: int | None = None) -> bool:
        """Reads so many more rows, or all; True where less were left, so that the index is whole."""
        count = 0
        for row in islice(self._waiting, most):
            self._entries[row.TABLE][row.id] = _entry(row)
            count += 1
        return most is None or count < most

    def follow(self, network: Network) -> None:
        """Goes on to another state of the network: the whole index reads the changed rows again."""
        for table, before in self._rows.items():
            rows, entries = network.tables[table], self._entries[table]
            ids = network.changed_ids(table, before)
            for row_id in {*before, *rows} if ids is None else ids:
                row, entry = rows.get(row_id), entries.get(row_id)
                if row is None:
                    entries.pop(row_id, None)
                elif entry is None or entry.record is not row:
                    entries[row_id] = _entry(row)
            self._rows[table] = rows
        self.network = network

    def search(self, query: str, *, per_table: int = 8) -> list[Group]:
        """The rows with every word of the query, best first, grouped by table, the best table first."""
        asked = [tuple(fold(text).split()) for text in (query, _with_short_dates(query))]
        found = []
        for table, entries in self._entries.items():
            ranked = [
                (_rank(entry, words, " ".join(words)), entry, words)
                for entry in entries.values()
                if (words := _held(entry, asked))
            ]
            if ranked:
                best = nsmallest(per_table, ranked, key=lambda one: one[0])
                hits = tuple(_hit(self.network, entry, words, " ".join(words)) for _, entry, words in best)
                found.append((best[0][0][:3], list(TABLES).index(table), Group(table, hits, len(ranked))))
        return [group for _, _, group in sorted(found, key=lambda one: one[:2])]


def _entry(record: Record) -> _Entry:
    title = fold(_own_title(record)).replace(_BREAK, " ")
    names, texts = [], []
    for name, text in _texts(record):
        names.append(name)
        texts.append(fold(text).replace(_BREAK, " "))
    dates = [name for name, field in record.fields().items() if field.kind is Kind.DATE]
    day = max((str(getattr(record, name) or "") for name in dates), default="")
    year = getattr(record, "year", None)
    return _Entry(
        record,
        _BREAK.join([title, *texts]),
        title,
        tuple(names),
        _backwards(day or str(year or "")),
        bool(getattr(record, "archived", False)),
    )


def _own_title(record: Record) -> str:
    if record.TITLE_IS_MADE:
        return titles.row_title(Network.empty(), record)
    return " ".join(str(getattr(record, name)) for name in record.TITLE)


def _named(record: Record) -> tuple[str, ...]:
    """The fields that make up the title, which are not indexed again."""
    return () if record.TITLE_IS_MADE else record.TITLE


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Name and text of every searchable field that is not part of the title."""
    named = _named(record)
    for name, field in record.fields().items():
        value = getattr(record, name)
        if value in (None, "") or name in named:
            continue
        if field.kind in _TEXTS:
            yield name, value
        elif field.kind is Kind.DATE:
            yield name, danish.short_date(value)
        elif field.kind in _SHOWN:
            yield name, _SHOWN[field.kind](value)


def _held(entry: _Entry, asked: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first of these lists of words that are all in the row; empty for none."""
    text = entry.text
    for words in asked:
        if all(word in text for word in words):
            return words
    return ()


def _with_short_dates(query: str) -> str:
    """The query with dates as rows have them: 23. november 2011, 23/11 2011 and 2011-11-23 are 23.11.2011.

    A month and its year are the end of such a date.
    """

    def short(found: re.Match[str]) -> str:
        if found["month"]:
            return danish.short_date(danish.parse_date(f"1. {found[0]}"))[2:] or found[0]
        return danish.short_date(danish.parse_date(found[0])) or found[0]

    return _DATE.sub(short, query)


def _rank(entry: _Entry, words: Sequence[str], phrase: str) -> tuple[int, int, int, str, str]:
    """Sort key: live before archived, title before text, phrase before words, starts of words, then newest."""
    title, text = entry.title, entry.text
    if title == phrase:
        place = 0
    elif title.startswith(phrase) and _starts_word(title, phrase):
        place = 1
    elif phrase in title:
        place = 2
    elif all(word in title for word in words):
        place = 3
    elif phrase in text:
        place = 4
    else:
        place = 5
    loose = sum(not _starts_word(text, word) for word in words)
    return (int(entry.is_archived), place, loose, entry.newest_first, entry.record.id)


def _starts_word(text: str, word: str) -> bool:
    """Whether some word of the text starts with this one."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0


def _backwards(day: str) -> str:
    """A sort key that puts the newest day first, and rows without a day last."""
    return "".join(chr(0x7F - ord(char)) for char in day) or "\x7f"


def _hit(network: Network, entry: _Entry, words: Sequence[str], phrase: str) -> Hit:
    record = entry.record
    title = _shown_title(network, record)
    field, text = "", ""
    if not all(word in entry.title for word in words):
        field, text = _best_field(entry, words, phrase)
    elif len(title) > _TITLE and max((start for start, _ in _marks(title, words)), default=_TITLE) >= _TITLE:
        text = title
    excerpt, marks = _excerpt(text, words)
    return Hit(
        record.TABLE,
        record.id,
        field or next(iter(record.TITLE), ""),
        title,
        _marks(title, words),
        _where(network, record),
        excerpt,
        marks,
        entry.is_archived,
    )


def _shown_title(network: Network, record: Record) -> str:
    named = _named(record)
    own = getattr(record, named[0]) if named and record.TABLE != AgreementClause.TABLE else ""
    return titles.short(own, 2 * _EXCERPT) if own else titles.row_title(network, record)


def _best_field(entry: _Entry, words: Sequence[str], phrase: str) -> tuple[str, str]:
    """Name and text of the field with the phrase, else with most of the words."""
    folded = entry.text.split(_BREAK)[1:]
    scores = [(phrase in text, sum(word in text for word in words)) for text in folded]
    place = scores.index(max(scores))
    name = entry.fields[place]
    return name, dict(_texts(entry.record))[name]


def _where(network: Network, record: Record) -> str:
    above = parents.parent(network, record)
    if above is not None:
        who = titles.organisation_name(network, getattr(record, "organisation_id", None))
        name = titles.row_title(network, above)
        names = [text for text in (who, name) if text and text not in titles.row_title(network, record)]
        return ", ".join(dict.fromkeys(names))
    year = getattr(record, "year", None)
    return str(year) if year and str(year) not in titles.row_title(network, record) else ""


def _excerpt(text: str, words: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text around the densest place of the words, and the marks in it."""
    line = " ".join(text.split())
    marks = _marks(line, words)
    start = 0
    if marks and len(line) > _EXCERPT:
        densest = max(marks, key=lambda mark: sum(0 <= other[0] - mark[0] < _NEAR for other in marks))
        start = max(0, densest[0] - _BEFORE)
        start = start and (line.find(" ", start, densest[0]) + 1 or start)
    piece = line[start : start + _EXCERPT]
    if start + _EXCERPT < len(line):
        piece = piece.rsplit(" ", 1)[0].rstrip(" .,;:") + "…"
    shown = ("…" if start else "") + piece
    return shown, _marks(shown, words)


def _marks(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Start and end of the words in the original text, in order, overlaps merged."""
    folded, places = folded_places(text)
    spans = sorted((places[at][0], places[at + len(word) - 1][1]) for word in set(words) for at in _finds(folded, word))
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return tuple(kept)


def _finds(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
