"""Stored values as Danish text and back, and the rows that a reference may point to."""

from __future__ import annotations

from datetime import date

from cbnet_desktop.domain.edits import reference_choices
from cbnet_desktop.domain.meetings import decisions
from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, meant_days, namesakes
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.domain.words.unseen import visible

NUMBERS = frozenset({Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.YEAR})


def shown(network: Network, record: Record, name: str) -> str:
    """A field of a record as Danish text."""
    return labels.show(record.fields()[name], getattr(record, name), network)


def parsed(network: Network, field: Field, text: str, record: Record | None = None, shown: Value = None) -> Value:
    """Typed text as the stored value; a reference by a title among those record may refer to. Raises Invalid.

    A date without a year is one near shown, what the field showed before, or what else record tells of it.
    """
    if field.kind is Kind.DATE:
        since = meant_days.since(network, field, record, date.today().isoformat(), shown)
        return labels.parse(field, text, since=since)
    if field.kind is Kind.REFERENCE:
        return _referred(network, field, " ".join(visible(text).split()), record)
    return labels.parse(field, text)


def candidates(
    network: Network, field: Field, record: Record | None = None, held: Value = None
) -> list[tuple[str, str]]:
    """Different titles and ids of the rows that a reference may point to, in Danish order; decisions newest first.

    The row that it points to now, held, is one of them.
    """
    rows = reference_choices.rows(network, field, record)
    pointed = network.row(field.refers_to, str(held)) if held else None
    if pointed and pointed not in rows:
        rows.append(pointed)
    if field.name == "decided_item_id":
        return [(decisions.title(network, row), row.id) for row in rows if isinstance(row, AgendaItem)]
    pairs = [(title, row_id) for row_id, title in namesakes.apart(network, rows).items()]
    return sorted(pairs, key=lambda pair: danish.sort_key(pair[0]))


def sort_key(network: Network, record: Record, name: str) -> tuple[object, ...]:
    """Sorts texts in Danish order, numbers and dates by value, choices in their fixed order; empty last."""
    field, value = record.fields()[name], getattr(record, name)
    if value is None or value == "":
        return (1,)
    if field.kind is Kind.CHOICE:
        return (0, list(field.choices).index(value) if value in field.choices else len(field.choices))
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE):
        return (0, danish.sort_key(shown(network, record, name)))
    return (0, value)


def _referred(network: Network, field: Field, text: str, record: Record | None) -> str | None:
    if not text:
        return None
    pairs = candidates(network, field, record)
    exact = [row_id for title, row_id in pairs if plain(title) == plain(text)]
    near = exact or [row_id for title, row_id in pairs if plain(title).startswith(plain(text))]
    if len(near) == 1:
        return near[0]
    if near:
        raise field.refusal(f"{field.label}: {quoted(text)} passer på flere. Vælg en på listen.")
    raise field.refusal(f"{field.label}: {quoted(text)} findes ikke. Vælg en på listen, eller opret den først.")
