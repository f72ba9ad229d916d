"""Rows, values and edits as Danish text, and typed Danish text parsed to stored values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from cbnet_desktop.domain.records import TABLES, FocusSet
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import is_phrase, organisation_name, person_name, row_title, short
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.domain.words.unseen import visible

__all__ = [
    "NO_VALUE",
    "counted",
    "describe",
    "is_phrase",
    "named_fields",
    "organisation_name",
    "parse",
    "person_name",
    "quoted_value",
    "row_title",
    "short",
    "show",
]

YES, NO = "ja", "nej"
_YES_WORDS = frozenset({YES, "j", "sand", "true", "1", "x"})
_NO_WORDS = frozenset({NO, "n", "falsk", "false", "0"})


def describe(network: Network, changes: Iterable[Change]) -> str:
    """The label of an edit in the history and after »Fortryd«; network is the one before the edit."""
    edit = tuple(changes)
    if not edit:
        return "Ingen ændring"
    rows = {(change.table, change.row_id) for change in edit}
    if len(rows) == 1:
        return _described_row(network, edit)
    counts = Counter(table for table, _ in rows)
    if edit[0].before is None and counts[edit[0].table] == 1:
        return _described_row(network, edit[:1])
    tables = dict.fromkeys(change.table for change in edit)
    return f"{danish.joined([counted(table, counts[table]) for table in tables])} {_verb(edit)}"


def counted(table: str, count: int) -> str:
    """A number of rows of a table, for example »1 møde« or »4 møder«."""
    kind = TABLES[table]
    return danish.counted(count, kind.PLURAL if kind is FocusSet else kind.NOUN, kind.PLURAL)


def named_fields(kind: type[Record], names: Iterable[str]) -> str:
    """The labels of fields for the start of a sentence, for example »Telefon, e-mail og bemærkning«."""
    first, *more = [kind.fields()[name].label for name in names] or [""]
    return danish.joined([first, *(label[0].lower() + label[1:] for label in more)])


def show(field: Field, value: Value, network: Network) -> str:
    """A stored value as the user reads it; a reference as the row's title."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.REFERENCE:
        row = network.row(field.refers_to, str(value))
        return row_title(network, row) if row else str(value)
    if field.kind is Kind.CHOICE:
        return field.choices.get(str(value), str(value))
    shower = _SHOWN.get(field.kind)
    return shower(value) if shower else str(value)


def quoted_value(field: Field, value: Value, network: Network) -> str:
    """A stored value inside a sentence, for example »230.000 kr.«, »ja« or »30.09.2014«; tomt where empty."""
    text = show(field, value, network)
    if field.is_text:
        text = " ".join(text.split())
    elif text and field.kind is Kind.MONEY:
        text += "\u00a0kr."
    return quoted(text) if text else "tomt"


def parse(field: Field, text: str, network: Network | None = None, *, since: str = "") -> Value:
    """Typed Danish text as the stored value; raises Invalid.

    A reference is an id or, where the network is given, the exact title of a row that is not archived. A date without a
    year is the first such day from since on.
    """
    if field.kind is not Kind.LONG_TEXT:
        text = visible(text)
    if not text.strip():
        value = NO_VALUE[field.kind] if field.kind in NO_VALUE else field.normalised(None)
    elif field.kind is Kind.DATE:
        value = danish.parse_date(text, since) or text.strip()
    else:
        reader = _READERS.get(field.kind)
        value = reader(field, text.strip()) if reader else field.normalised(text)
        if field.kind is Kind.REFERENCE and network is not None:
            value = _referred(field, str(value), network)
    field.check(value)
    return value


#: The value of an emptied field, for the kinds where it is not None or the empty string.
NO_VALUE: dict[Kind, Value] = {Kind.FLAG: False}


def _referred(field: Field, text: str, network: Network) -> str:
    if network.row(field.refers_to, text) is not None:
        return text
    rows = network.live(TABLES[field.refers_to])
    found = [row.id for row in rows if plain(row_title(network, row)) == plain(text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise field.refusal(f"{field.label}: der er flere, der hedder {quoted(text)}. Vælg en på listen.")
    raise field.refusal(f"{field.label}: {quoted(text)} findes ikke. Vælg en på listen, eller opret den først.")


def _read_number(field: Field, text: str) -> Value:
    digits = text.replace(".", "") if field.kind is Kind.COUNT else text
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        raise field.refusal(f"{field.label} skal være et helt tal, ikke {quoted(text)}.")
    return int(digits)


def _read_money(field: Field, text: str) -> Value:
    amount = danish.parse_amount(text)
    if amount is None:
        raise field.refusal(
            f"{field.label}: {quoted(text)} er ikke et beløb. Skriv det i kroner som 125.000 eller 125.000,50."
        )
    return amount


def _read_share(field: Field, text: str) -> Value:
    share = danish.parse_percent(text)
    if share is None:
        raise field.refusal(f"{field.label}: {quoted(text)} er ikke en andel. Skriv procent som 25 eller 25,5.")
    return share


def _read_choice(field: Field, text: str) -> Value:
    for value, label in field.choices.items():
        if plain(text) in (value.casefold(), label.casefold()):
            return value
    raise field.refusal(
        f"{field.label} kan ikke være {quoted(text)}. Vælg mellem: {', '.join(field.choices.values())}."
    )


def _read_flag(field: Field, text: str) -> Value:
    word = text.casefold()
    if word in _YES_WORDS or word in _NO_WORDS:
        return word in _YES_WORDS
    raise field.refusal(f"{field.label} skal være ja eller nej, ikke {quoted(text)}.")


_READERS: dict[Kind, Callable[[Field, str], Value]] = {
    Kind.TIME: lambda _, text: danish.parse_time(text) or text,
    Kind.YEAR: _read_number,
    Kind.COUNT: _read_number,
    Kind.MONEY: _read_money,
    Kind.SHARE: _read_share,
    Kind.CHOICE: _read_choice,
    Kind.FLAG: _read_flag,
}

_SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: danish.short_date,
    Kind.TIME: danish.clock,
    Kind.COUNT: danish.number,
    Kind.MONEY: danish.amount,
    Kind.SHARE: danish.percent,
    Kind.FLAG: lambda value: YES if value else NO,
}


def _verb(edit: tuple[Change, ...]) -> str:
    if all(change.before is None for change in edit):
        return "tilføjet"
    if all(change.after is None for change in edit):
        return "fjernet"
    if all(change.after is not None and change.after.get("archived") is True for change in edit):
        return "arkiveret"
    if all(change.after is not None and change.after.get("archived") is False for change in edit):
        return "hentet frem igen"
    return "rettet"


def _described_row(network: Network, edit: tuple[Change, ...]) -> str:
    first = edit[0]
    kind = TABLES[first.table]
    record = network.row(first.table, first.row_id)
    if record is None:
        record = kind(first.row_id, **{**kind("").values(), **(first.after or {})})
    title = row_title(network, record)
    verb = _verb(edit)
    noun = kind.NOUN.capitalize()
    what = _touched_fields(kind, edit)
    if verb == "rettet" and what != noun:
        return f"{what} for {quoted(title) if is_phrase(kind) else title} rettet"
    return f"{noun} {verb}: {title}" if title != noun else f"{noun} {verb}"


def _touched_fields(kind: type[Record], edit: tuple[Change, ...]) -> str:
    names = list(dict.fromkeys(name for change in edit for name in change.after or {}))
    if len(names) > 2:
        return f"{len(names)} felter"
    return named_fields(kind, names) or kind.NOUN.capitalize()
