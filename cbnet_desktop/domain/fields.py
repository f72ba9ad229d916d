"""What a field of a record is: its kind, its Danish label and how its value is checked."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from cbnet_desktop.domain.changes import Value
from cbnet_desktop.domain.errors import Invalid

FIRST_YEAR, LAST_YEAR = 1990, 2199
MAX_TEXT = 200_000
MAX_AMOUNT_ORE = 10**14


class Kind(StrEnum):
    """How a value is stored and typed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TIME = "time"
    YEAR = "year"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    CHOICE = "choice"
    REFERENCE = "reference"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: Danish label, kind, and for choices and references what they may hold."""

    label: str
    kind: Kind
    name: str = ""
    required: bool = False
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    refers_to: str = ""
    default: Value = None

    @property
    def is_text(self) -> bool:
        """Whether an absent value is the empty string rather than None."""
        return self.kind in (Kind.TEXT, Kind.LONG_TEXT)

    def normalised(self, value: object) -> Value:
        """The value as it is stored: NFC text, plain str, int, bool or None. Raises Invalid on another type."""
        if value is None:
            return "" if self.is_text else None
        if self.kind is Kind.FLAG and (isinstance(value, bool) or value in (0, 1)):
            return bool(value)
        if self.kind in (Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE):
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            raise self.refusal(f"{self.label} skal være et helt tal, ikke {quoted(value)}.")
        if self.kind is not Kind.FLAG and isinstance(value, str):
            return self._normalised_text(value)
        raise self.refusal(f"{self.label} kan ikke være {quoted(value)}.")

    def _normalised_text(self, text: str) -> Value:
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text) or "\0" in text:
            raise self.refusal(f"{self.label} indeholder et tegn, der ikke kan gemmes. Skriv teksten igen uden det.")
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        if self.kind is Kind.TEXT:
            text = " ".join(text.split())
        if not self.is_text and not text:
            return None
        return text

    def check(self, value: Value) -> None:
        """Raises Invalid, in one Danish sentence, when the stored value is not one this field may hold."""
        if value is None or value == "":
            if self.required:
                raise self.refusal(f"{self.label} mangler. Udfyld feltet.")
            return
        checker = _CHECKS.get(self.kind)
        if checker:
            checker(self, value)

    def refusal(self, message: str) -> Invalid:
        """An Invalid that names this field."""
        return Invalid(message, field=self.name)


def quoted(value: object, limit: int = 60) -> str:
    """The value in Danish quotation marks, shortened for a sentence."""
    text = str(value)
    return f"»{text if len(text) <= limit else text[: limit - 1] + '…'}«"


def _check_text(field: Field, value: Any) -> None:
    if len(value) > MAX_TEXT:
        raise field.refusal(f"{field.label} er for lang: højst 200.000 tegn.")


def _check_date(field: Field, value: Any) -> None:
    if not _is_iso_date(value):
        raise field.refusal(
            f"{field.label}: {quoted(value)} er ikke en dato. Skriv den som 24.11.2014 eller 2014-11-24."
        )
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise field.refusal(f"{field.label}: året skal ligge mellem {FIRST_YEAR} og {LAST_YEAR}.")


def _is_iso_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _check_time(field: Field, value: Any) -> None:
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", value):
        raise field.refusal(f"{field.label}: {quoted(value)} er ikke et klokkeslæt. Skriv det som 10.30.")


def _check_year(field: Field, value: Any) -> None:
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise field.refusal(f"{field.label}: {value} er ikke et år mellem {FIRST_YEAR} og {LAST_YEAR}.")


def _check_count(field: Field, value: Any) -> None:
    if not 0 <= value <= 1_000_000:
        raise field.refusal(f"{field.label} skal være et helt tal fra 0 og op, ikke {value}.")


def _check_money(field: Field, value: Any) -> None:
    if not 0 <= value <= MAX_AMOUNT_ORE:
        raise field.refusal(f"{field.label} skal være et beløb fra 0 kr. og op.")


def _check_share(field: Field, value: Any) -> None:
    if not 0 <= value <= 10_000:
        percent = f"{value / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        raise field.refusal(f"{field.label} skal ligge mellem 0 og 100 %, ikke {percent} %.")


def _check_choice(field: Field, value: Any) -> None:
    if value not in field.choices:
        allowed = ", ".join(f"{key} ({label})" for key, label in field.choices.items())
        raise field.refusal(f"{field.label} kan ikke være {quoted(value)}. Vælg mellem: {allowed}.")


_CHECKS = {
    Kind.TEXT: _check_text,
    Kind.LONG_TEXT: _check_text,
    Kind.DATE: _check_date,
    Kind.TIME: _check_time,
    Kind.YEAR: _check_year,
    Kind.COUNT: _check_count,
    Kind.MONEY: _check_money,
    Kind.SHARE: _check_share,
    Kind.CHOICE: _check_choice,
}


def _declare(field: Field) -> Any:
    return dataclasses.field(default=field.default, metadata={"field": field})


def line(label: str, *, required: bool = False) -> Any:
    """A single line of text."""
    return _declare(Field(label, Kind.TEXT, required=required, default=""))


def long_text(label: str) -> Any:
    """Text of several lines."""
    return _declare(Field(label, Kind.LONG_TEXT, default=""))


def day(label: str, *, required: bool = False) -> Any:
    """A date as ISO text, or None."""
    return _declare(Field(label, Kind.DATE, required=required))


def time(label: str) -> Any:
    """A time of day as HH:MM, or None."""
    return _declare(Field(label, Kind.TIME))


def year(label: str, *, required: bool = True) -> Any:
    """A calendar year."""
    return _declare(Field(label, Kind.YEAR, required=required))


def count(label: str, default: int | None = None) -> Any:
    """A whole number from 0."""
    return _declare(Field(label, Kind.COUNT, default=default, required=default is not None))


def money(label: str) -> Any:
    """An amount in integer øre, or None."""
    return _declare(Field(label, Kind.MONEY))


def share(label: str) -> Any:
    """A share in basis points (10,000 is the whole), or None."""
    return _declare(Field(label, Kind.SHARE))


def choice(label: str, choices: type[StrEnum], labels: Mapping[str, str], default: str | None = None) -> Any:
    """One of the enum's values; labels are what the user reads."""
    assert set(labels) == {str(member) for member in choices}
    return _declare(Field(label, Kind.CHOICE, choices=dict(labels), default=default, required=default is not None))


def reference(label: str, table: str, *, required: bool = False) -> Any:
    """The id of a row in another table, or None."""
    return _declare(Field(label, Kind.REFERENCE, refers_to=table, required=required))


def flag(label: str, *, default: bool = False) -> Any:
    """Yes or no."""
    return _declare(Field(label, Kind.FLAG, default=default, required=True))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """A row of a table. Subclasses name their table and say in Danish what one row is called."""

    TABLE: ClassVar[str] = ""
    NOUN: ClassVar[str] = ""
    #: Columns that exist in the file only; they are fetched when asked for.
    ON_DISK: ClassVar[tuple[str, ...]] = ()

    id: str

    # One comparison and one text for all records: made anew for each class they would cost a third of the import.
    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._cells() == other._cells()

    def __hash__(self) -> int:
        return hash((self.TABLE, self.id))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._cells()}"

    def _cells(self) -> tuple[Value, ...]:
        return (self.id, *self.values().values())

    @classmethod
    def fields(cls) -> Mapping[str, Field]:
        """The record's fields by name, in order, without id."""
        return _fields_of(cls)

    def values(self) -> dict[str, Value]:
        """All field values by name, without id."""
        return {name: getattr(self, name) for name in self.fields()}

    def check(self) -> None:
        """Raises Invalid when the record alone breaks a hard rule."""
        for name, field in self.fields().items():
            field.check(getattr(self, name))


_FIELDS: dict[type[Record], Mapping[str, Field]] = {}


def _fields_of(cls: type[Record]) -> Mapping[str, Field]:
    known = _FIELDS.get(cls)
    if known is None:
        known = _FIELDS[cls] = {
            item.name: dataclasses.replace(item.metadata["field"], name=item.name)
            for item in dataclasses.fields(cls)
            if item.name != "id"
        }
    return known
