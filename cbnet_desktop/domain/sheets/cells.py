"""Parsing the cells of foreign sheets, typed or text, to stored values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.sheets.folding import folded
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.unseen import readable, visible


@dataclass(frozen=True, slots=True)
class Percent:
    """A cell formatted as percent: 42 for the stored 0.42."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell in which a spreadsheet shows something instead of a value: an error such as #N/A, or a bare formula."""

    text: str


Cell = str | int | bool | Decimal | Percent | Fault | date | datetime | time | None

#: What spreadsheets show instead of a value, in English and Danish: errors, a column that is too narrow, and a long
#: number of which only the first digits are left.
FAULT = r"#(?:N/A|I/T|GETTING_DATA|[A-ZÆØÅ]{3,}(?:/0)?[!?]|##+)|Err:5\d\d|\d+[.,]\d+E[+-]?\d+"

#: Day 0 of spreadsheets' date serials, and the serials of the years 1990 to 2199.
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(32_874, 109_574)
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅙": "1/6", "⅛": "1/8"}
_PERCENT = re.compile(r"(\d{1,3})?\s*(?:(\d{1,2})/(\d{1,2}))?\s*(?:%|pct\.?|procent)?", re.IGNORECASE)
#: As a number: nobody's share is under one percent, unless a percent sign says so.
_FRACTION = re.compile(r"0[.,]0*+[1-9]\d*+")
_QUOTIENT = re.compile(r"(\d{1,2})/(\d{1,2})")
_WEEKDAY = re.compile(rf"^(?:{'|'.join(danish.WEEKDAYS)})\s*,?\s*(?:den\s+)?", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[T ]00[:.]00(?:[:.]00(?:\.0+)?)?Z?$")
_CLOCK_WITH_SECONDS = re.compile(r"(\d{1,2}[:.]\d{2})[:.]\d{2}")
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_TICKS = {"✓": "x", "✔": "x", "☑": "x", "☒": "x", "☐": "0"}


def is_empty(cell: Cell) -> bool:
    """Whether the cell is blank."""
    return cell is None or (isinstance(cell, str) and not visible(cell).strip(_SPACES))


def stored(field: Field, cell: Cell, since: str = "") -> Value:
    """The stored value of a filled cell, for a field that is not a reference; raises Invalid.

    A date without a year is the first such day from since on.
    """
    if isinstance(cell, str):
        cell = (cell if field.kind is Kind.LONG_TEXT else visible(cell)).rstrip(_SPACES)
    value = _date(cell, since) if field.kind is Kind.DATE else _READERS[field.kind](field, cell)
    field.check(value)
    return value


def is_part(cell: Cell) -> bool:
    """Whether a share is written as a part of one, »0,25« or »1/4«: nobody's share is under one percent."""
    if isinstance(cell, str):
        text = _spelled_out(cell)
        found = _QUOTIENT.fullmatch(text)
        return bool(_FRACTION.fullmatch(text)) or bool(found and 0 < int(found[1]) < int(found[2]))
    return isinstance(cell, Decimal) and 0 < cell < 1


def text_of(cell: Cell) -> str:
    """The cell as Danish text."""
    if isinstance(cell, bool):
        return labels.YES if cell else labels.NO
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}".replace(".", ",")
    if isinstance(cell, Percent):
        return f"{text_of(cell.value)} %"
    if isinstance(cell, Fault):
        return cell.text
    if isinstance(cell, date | time):
        return _moment(cell)
    return "" if cell is None else str(cell)


def _moment(cell: date | time) -> str:
    if isinstance(cell, time):
        return f"{cell:%H.%M}"
    day = danish.short_date(cell.isoformat()[:10])
    return f"{day} {cell:%H.%M}" if isinstance(cell, datetime) and cell.time() != time() else day


def _text(field: Field, cell: Cell) -> Value:
    text = text_of(cell)
    if field.kind is Kind.LONG_TEXT:
        text = "\n".join(line.rstrip() for line in readable(text).split("\n")).strip("\n")
    return field.normalised(text)


def _date(cell: Cell, since: str) -> Value:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if (serial := _whole(cell)) is not None and serial in _SERIALS:
        return (_DAY_ZERO + timedelta(days=serial)).isoformat()
    text = " ".join(text_of(cell).split())
    return danish.parse_date(_MIDNIGHT.sub("", text), since) or text


def _time(_: Field, cell: Cell) -> Value:
    if isinstance(cell, datetime | time):
        return f"{cell:%H:%M}"
    if isinstance(cell, Decimal) and 0 <= cell < 1:
        minutes = int((cell * 24 * 60).quantize(Decimal(1), ROUND_HALF_UP))
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    text = text_of(cell).strip()
    if match := _CLOCK_WITH_SECONDS.fullmatch(text):
        text = match[1]
    return danish.parse_time(text) or text


def _number(field: Field, cell: Cell) -> Value:
    whole = _whole(cell)
    return whole if whole is not None else labels.parse(field, re.sub(r"\s", "", text_of(cell)))


def _money(field: Field, cell: Cell) -> Value:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return int((Decimal(cell) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    text = re.sub(r"^DKK\s*|\s*DKK$", "", " ".join(text_of(cell).split()), flags=re.IGNORECASE)
    if re.fullmatch(r"\d+\.\d{1,2}", text):
        text = text.replace(".", ",")
    return labels.parse(field, text)


def _share(field: Field, cell: Cell) -> Value:
    if isinstance(cell, Percent):
        return _basis_points(cell.value)
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        # Nobody's share is under one percent: a number between 0 and 1 is a fraction of the whole.
        return _basis_points(Decimal(cell) * (100 if 0 < cell < 1 else 1))
    text = _spelled_out(text_of(cell))
    if _FRACTION.fullmatch(text):
        return _basis_points(Decimal(text.replace(",", ".")) * 100)
    match = _PERCENT.fullmatch(text.strip())
    if match and match[2] and int(match[3]):
        part = Decimal(int(match[2])) / int(match[3])
        return _basis_points(part * 100 if is_part(cell) else int(match[1] or 0) + part)
    return labels.parse(field, re.sub(r"(?<=\d)\.(?=\d{1,2}\b)", ",", text))


def _spelled_out(text: str) -> str:
    for sign, written in _VULGAR.items():
        text = text.replace(sign, f" {written}")
    return " ".join(text.split())


def _basis_points(percent: Decimal) -> int:
    return int((percent * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _choice(field: Field, cell: Cell) -> Value:
    wanted = folded(text_of(cell))
    for value, label in field.choices.items():
        if wanted in (folded(value), folded(label)):
            return value
    return labels.parse(field, text_of(cell))


def _flag(field: Field, cell: Cell) -> Value:
    if isinstance(cell, bool):
        return cell
    text = text_of(cell).strip()
    return labels.parse(field, _TICKS.get(text, text))


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    return int(cell) if isinstance(cell, Decimal) and cell == cell.to_integral_value() else None


_READERS: dict[Kind, Callable[[Field, Cell], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.TIME: _time,
    Kind.YEAR: _number,
    Kind.COUNT: _number,
    Kind.MONEY: _money,
    Kind.SHARE: _share,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}
