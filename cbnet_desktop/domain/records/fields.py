"""What a field of a record is: its kind, its Danish label and how its value is checked."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self, dataclass_transform
from uuid import uuid4

from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words import unseen

FIRST_YEAR, LAST_YEAR = 1990, 2199
MAX_TEXT = 200_000
MAX_AMOUNT_ORE = 10**14
MAX_COUNT = 100_000_000


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
    """One field: Danish label, kind, and for choices and references what they may hold.

    is_contact: erased with a person's contact data; synonyms: column headings in other people's spreadsheets;
    limit: the most characters of a text; has_happened: the day of something done, so that it never lies after today;
    is_internal: left out of every sheet.
    """

    label: str
    kind: Kind
    name: str = ""
    required: bool = False
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    refers_to: str = ""
    default: Value = None
    is_contact: bool = False
    synonyms: tuple[str, ...] = ()
    limit: int = MAX_TEXT
    has_happened: bool = False
    is_internal: bool = False

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
        if "\0" in text or _has_surrogates(text):
            raise self.refusal(f"{self.label} indeholder et tegn, der ikke kan gemmes. Skriv teksten igen uden det.")
        if self.kind is Kind.LONG_TEXT:
            return unicodedata.normalize("NFC", unseen.readable(text))
        text = unicodedata.normalize("NFC", unseen.visible(text))
        if self.kind is Kind.TEXT:
            text = " ".join(text.split())
        if not self.is_text and not text:
            return None
        return text

    def check(self, value: Value) -> None:
        """Raises Invalid when the field may not hold this stored value."""
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


def _has_surrogates(text: str) -> bool:
    """Whether the text contains a lone surrogate, which cannot be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def quoted(value: object, limit: int = 60) -> str:
    """The value in Danish quotation marks, cut to limit characters."""
    text = str(value)
    return f"»{text if len(text) <= limit else text[: limit - 1] + '…'}«"


def _check_text(field: Field, value: Any) -> None:
    if len(value) > field.limit:
        raise field.refusal(f"{field.label} er for lang: højst {field.limit:,} tegn.".replace(",", "."))


def _check_date(field: Field, value: Any) -> None:
    if not _is_iso_date(value):
        raise field.refusal(
            f"{field.label}: {quoted(value)} er ikke en dato. Skriv den som dd.mm.åååå, eller som dd.mm. uden år."
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
    if not 0 <= value <= MAX_COUNT:
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


def line(
    label: str,
    *,
    required: bool = False,
    is_contact: bool = False,
    is_internal: bool = False,
    synonyms: tuple[str, ...] = (),
) -> Any:
    """A single line of text."""
    return Field(
        label,
        Kind.TEXT,
        required=required,
        default="",
        is_contact=is_contact,
        is_internal=is_internal,
        synonyms=synonyms,
    )


def long_text(label: str, *, is_contact: bool = False, limit: int = MAX_TEXT) -> Any:
    """Text of several lines."""
    return Field(label, Kind.LONG_TEXT, default="", is_contact=is_contact, limit=limit)


def day(label: str, *, required: bool = False, happened: bool = False) -> Any:
    """A date as ISO text, or None; happened: of something done, never after today."""
    return Field(label, Kind.DATE, required=required, has_happened=happened)


def time(label: str) -> Any:
    """A time of day as HH:MM, or None."""
    return Field(label, Kind.TIME)


def year(label: str, *, required: bool = True) -> Any:
    """A calendar year."""
    return Field(label, Kind.YEAR, required=required)


def count(label: str, default: int | None = None, *, synonyms: tuple[str, ...] = ()) -> Any:
    """A whole number from 0."""
    return Field(label, Kind.COUNT, default=default, required=default is not None, synonyms=synonyms)


def money(label: str, *, synonyms: tuple[str, ...] = ()) -> Any:
    """An amount in integer øre, or None."""
    return Field(label, Kind.MONEY, synonyms=synonyms)


def share(label: str, *, synonyms: tuple[str, ...] = ()) -> Any:
    """A share in basis points (10,000 is the whole), or None."""
    return Field(label, Kind.SHARE, synonyms=synonyms)


def choice(label: str, choices: type[StrEnum], labels: Mapping[str, str], default: str | None = None) -> Any:
    """One of the enum's values; labels are what the user reads."""
    assert set(labels) == {str(member) for member in choices}
    return Field(label, Kind.CHOICE, choices=dict(labels), default=default, required=default is not None)


def reference(label: str, table: str, *, required: bool = False, synonyms: tuple[str, ...] = ()) -> Any:
    """The id of a row in another table, or None."""
    return Field(label, Kind.REFERENCE, refers_to=table, required=required, synonyms=synonyms)


def flag(label: str, *, default: bool = False) -> Any:
    """Yes or no."""
    return Field(label, Kind.FLAG, default=default, required=True)


@dataclass_transform(frozen_default=True)
class _Constructed:
    """Lets type checkers derive a record's constructor from its fields, as for a dataclass, at no run-time cost."""


class Record(_Constructed):
    """A row of a table. Subclasses give the table's name and the Danish nouns for one row and for several.

    Not a dataclass: forty dataclasses would take a tenth of the time until the window is shown.
    """

    TABLE: ClassVar[str] = ""
    NOUN: ClassVar[str] = ""
    #: The article before the noun; empty where the noun is definite.
    ARTICLE: ClassVar[str] = "en"
    PLURAL: ClassVar[str] = ""
    #: The fields that name a row, none where its title comes from other rows; the cursor goes to the first of them.
    TITLE: ClassVar[tuple[str, ...]] = ()
    #: Whether the title contains more than the text of these fields.
    TITLE_IS_MADE: ClassVar[bool] = False
    #: The natural key that no two rows may share (empty: the table has one row); None where rows may be equal.
    UNIQUE: ClassVar[tuple[str, ...] | None] = None
    #: Keys that identify the rows of a sheet, the surest first, where the required fields do not.
    SHEET_KEYS: ClassVar[tuple[tuple[str, ...], ...]] = ()
    #: The references of which one says what a row is a part of, where no required one does.
    PARENTS: ClassVar[tuple[str, ...]] = ()
    #: The date field that decides a row's year where neither a year field nor the parent row does.
    DATED_BY: ClassVar[str] = ""
    #: Columns that are never loaded into memory with the record, only fetched on demand.
    ON_DISK: ClassVar[tuple[str, ...]] = ()
    #: Those of them with bytes rather than text.
    BLOBS: ClassVar[tuple[str, ...]] = ()
    #: Whether a row never changes once it is written, neither by edits nor by merges. Its id is the hash of its content
    #: (name_of); a row with another id is not taken in.
    FROZEN: ClassVar[bool] = False
    _FIELDS: ClassVar[Mapping[str, Field]] = {}
    _DEFAULTS: ClassVar[Mapping[str, Value]] = {}

    id: str

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls._FIELDS = {name: dataclasses.replace(field, name=name) for name, field in own.items()}
        cls._DEFAULTS = {name: field.default for name, field in own.items()}
        for name, default in cls._DEFAULTS.items():
            setattr(cls, name, default)

    def __init__(self, id: str, *values: Any, **named: Any) -> None:
        cells = self.__dict__
        cells["id"] = id
        cells.update(self._DEFAULTS)
        if values:
            cells.update(zip(self._DEFAULTS, values, strict=len(values) > len(self._DEFAULTS)))
        if named:
            if unknown := named.keys() - self._DEFAULTS.keys():
                raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
            cells.update(named)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a record is never changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a record is never changed: {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.TABLE, self.id))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{tuple(self.__dict__.values())}"

    @classmethod
    def fields(cls) -> Mapping[str, Field]:
        """The record's fields by name, in order, without id."""
        return cls._FIELDS

    @classmethod
    def contact_fields(cls) -> tuple[str, ...]:
        """The names of the fields that hold contact data."""
        return tuple(name for name, field in cls._FIELDS.items() if field.is_contact)

    @classmethod
    def name_of(cls, values: Mapping[str, Value]) -> str:
        """The id of a frozen row: the SHA-256 of the values that are not the default, as canonical JSON (RFC 8785)."""
        said = {"table": cls.TABLE, **cls.said(values)}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def said(cls, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values that are not the default."""
        return {name: value for name, value in values.items() if value != cls._DEFAULTS.get(name)}

    def values(self) -> dict[str, Value]:
        """All field values by name, without id."""
        return {name: value for name, value in self.__dict__.items() if name != "id"}

    def replaced(self, values: Mapping[str, Value]) -> Self:
        """A copy of the row with some fields replaced."""
        return type(self)(self.id, **{**self.values(), **values})

    @classmethod
    def added(cls, values: Mapping[str, Value]) -> Change:
        """The change that adds a row with these values under a new id."""
        return Change(cls.TABLE, uuid4().hex, None, values)

    def edited(self, values: Mapping[str, Value]) -> Change:
        """The change that gives some of the row's fields other values."""
        return Change(self.TABLE, self.id, {name: getattr(self, name) for name in values}, values)

    def check(self) -> None:
        """Raises Invalid when the record alone breaks a hard rule."""
        for name, field in self.fields().items():
            field.check(getattr(self, name))
