"""Parses FIELD=VALUE: ISO or Danish dates, øre or kroner, basis points or percent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cbnet_desktop.cli.terminal.language import WrongCall
from cbnet_desktop.domain.edits.edit import field_of
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, meant_days
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.unseen import visible

VALUES_HELP = """Datoer skrives 2014-11-24, 24.11.2014 eller uden år som 24.11. Beløb skrives som hele øre
(12500000) eller som kroner med »kr.« eller komma (»125.000 kr.«). Andele skrives som basispoint (2550) eller procent
(»25,5 %«). Ja og nej skrives ja/nej, true/false eller 1/0. En tom værdi rydder feltet."""
_YES = ("true", "ja", "sand", "1")
_NO = ("false", "nej", "falsk", "0")


def assigned(kind: type[Record], assignments: Iterable[str]) -> dict[str, str]:
    """The texts by field name; raises WrongCall for what is no assignment."""
    texts: dict[str, str] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        if not sign:
            raise WrongCall(f"{quoted(assignment)} er ikke et felt og en værdi. Skriv FELT=VÆRDI.")
        if name in texts:
            raise WrongCall(f"Feltet {quoted(name)} er angivet to gange.")
        try:
            field_of(kind.TABLE, name)
        except Missing as refusal:
            raise WrongCall(refusal.message) from None
        texts[name] = text
    return texts


def values_of(
    network: Network, kind: type[Record], texts: Mapping[str, str], record: Record | None = None
) -> dict[str, Value]:
    """The stored values of a row's fields; record is the row, None for a new one. Raises Invalid."""
    values: dict[str, Value] = {}
    for name in sorted(texts, key=lambda name: kind.fields()[name].kind is Kind.DATE):
        values[name] = stored(network, kind.fields()[name], texts[name], record or kind("", **values))
    return {name: values[name] for name in texts}


def stored(network: Network, field: Field, text: str, record: Record | None) -> Value:
    """Parses a text as a value of the record's field, None where it is empty; raises Invalid."""
    parse = _PARSERS.get(field.kind)
    if field.kind is not Kind.LONG_TEXT:
        text = visible(text)
    if field.kind is Kind.DATE:
        since = meant_days.since(network, field, record, date.today().isoformat())
        return labels.parse(field, text, since=since)
    if parse is None or not text.strip():
        value = field.normalised(text if text.strip() else None)
    else:
        value = parse(field, text.strip())
    field.check(value)
    return value


def _whole(field: Field, text: str) -> Value:
    number = _integer(text)
    if number is None:
        raise field.refusal(f"{field.label} skal være et helt tal, ikke {quoted(text)}.")
    return number


def _money(field: Field, text: str) -> Value:
    amount = _integer(text)
    if amount is None and ("," in text or "kr" in text.casefold()):
        amount = danish.parse_amount(text)
    if amount is None:
        raise field.refusal(
            f"{field.label}: {quoted(text)} er ikke et beløb. "
            "Skriv hele øre som 12500000 eller kroner som »125.000 kr.«."
        )
    return amount


def _share(field: Field, text: str) -> Value:
    share = _integer(text)
    if share is None:
        share = danish.parse_percent(text)
    if share is None:
        raise field.refusal(
            f"{field.label}: {quoted(text)} er ikke en andel. Skriv basispoint som 2550 eller procent som »25,5 %«."
        )
    return share


def _choice(field: Field, text: str) -> Value:
    for value, label in field.choices.items():
        if text.casefold() in (value.casefold(), label.casefold()):
            return value
    return text


def _flag(field: Field, text: str) -> Value:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise field.refusal(f"{field.label} skal være ja eller nej, ikke {quoted(text)}.")


def _integer(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


_PARSERS: dict[Kind, Callable[[Field, str], Value]] = {
    Kind.TIME: lambda _, text: danish.parse_time(text) or text,
    Kind.YEAR: _whole,
    Kind.COUNT: _whole,
    Kind.MONEY: _money,
    Kind.SHARE: _share,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}
