"""All data stored about a person, for a subject access request (GDPR Art. 15; domain section 5)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cbnet_desktop.domain.records import RECORDS, TABLES, AgreedText, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import history_text, labels
from cbnet_desktop.domain.titles.history_text import Entry
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.unseen import visible


@dataclass(frozen=True, slots=True)
class Names:
    """A person's present and former names. Only names of several words are searched for inside texts."""

    known: tuple[str, ...]
    inside: re.Pattern[str] | None

    @classmethod
    def of(cls, person: Person, history: Iterable[Entry]) -> Names:
        """The name in the row and the former names in the history."""
        former = [
            value
            for entry in history
            if (entry.table, entry.row_id, entry.field) == (Person.TABLE, person.id, "name")
            for value in (entry.value, entry.before)
            if isinstance(value, str)
        ]
        known = tuple(dict.fromkeys(_plain(name) for name in (person.name, *former) if name.strip()))
        found = [r"\s+".join(map(re.escape, name.split())) for name in known if " " in name]
        pattern = rf"(?<!\w)(?:{'|'.join(found)})(?:['’]?s)?(?!\w)"
        return cls(known, re.compile(pattern, re.IGNORECASE) if found else None)

    def are(self, text: str) -> bool:
        """Whether the text is one of the names."""
        return _plain(text).casefold() in {name.casefold() for name in self.known}

    def are_in(self, value: Value) -> bool:
        """Whether a value contains one of the names."""
        if not isinstance(value, str):
            return False
        return self.are(value) or bool(self.inside and self.inside.search(unicodedata.normalize("NFC", visible(value))))


@dataclass(frozen=True, slots=True)
class Concerning:
    """A row and the fields that concern the person; is_own where one of them is a reference to the person."""

    record: Record
    title: str
    fields: tuple[str, ...]
    is_own: bool

    @property
    def values(self) -> dict[str, Value]:
        """All values of an own row, else only those that name the person."""
        return {name: value for name, value in self.record.values().items() if self.is_own or name in self.fields}


@dataclass(frozen=True, slots=True)
class Kept:
    """A signed version or an agreed text, which stays as it is, and its passages that name the person."""

    record: PlanVersion | AgreedText
    title: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person's row, and the rows, signed plans and history that concern the person.

    Matches by name may belong to another person with the same name; namesakes is their number. is_behind tells that a
    newer program says more of the person than this one shows.
    """

    person: Person
    names: tuple[str, ...]
    namesakes: int
    rows: tuple[Concerning, ...]
    plans: tuple[Kept, ...]
    agreed: tuple[Kept, ...]
    history: tuple[Entry, ...]
    is_behind: bool

    def to_json(self) -> dict[str, Any]:
        """The data as JSON values; rows by table."""
        tables: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            values = {"id": row.record.id, "row": row.title, "concerns": list(row.fields), **row.values}
            tables.setdefault(row.record.TABLE, []).append(values)
        return {
            "person": {"id": self.person.id, **self.person.values()},
            "names": list(self.names),
            "namesakes": self.namesakes,
            "is_behind": self.is_behind,
            "rows": tables,
            "plan_versions": [{**_kept_as_json(one), **one.record.values()} for one in self.plans],
            "agreed_texts": [_kept_as_json(one) for one in self.agreed],
            "history": [_entry_as_json(entry) for entry in self.history],
        }


def collect(network: Network, person_id: str, history: Iterable[Entry], documents: Mapping[str, bytes]) -> PersonData:
    """All data about a person; history is the whole log, documents the signed versions' JSON by id. Raises Missing.

    Found by reference, by present and former names in texts, and by the author of edits.
    """
    person = network.get(Person, person_id)
    log = tuple(history)
    names = Names.of(person, log)
    rows = tuple(_concerning_rows(network, person, names))
    own = {(Person.TABLE, person.id), *((row.record.TABLE, row.record.id) for row in rows if row.is_own)}
    own |= {(entry.table, entry.row_id) for entry in log if entry.table not in TABLES and person.id == entry.value}
    return PersonData(
        person,
        names.known,
        sum(names.are(other.name) for other in network.rows(Person) if other.id != person.id),
        rows,
        tuple(_signed_plans(network, names, documents)),
        tuple(_agreed_texts(network, names)),
        tuple(entry for entry in log if (entry.table, entry.row_id) in own or _is_about(entry, person, names)),
        any((entry.table, entry.row_id) in own and not _is_known(entry) for entry in log),
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", visible(text)).split())


def _concerning_rows(network: Network, person: Person, names: Names) -> Iterator[Concerning]:
    for kind in RECORDS:
        if kind not in (PlanVersion, AgreedText):
            found = [_concerning(network, row, person, names) for row in network.rows(kind) if row.id != person.id]
            yield from sorted((row for row in found if row.fields), key=_order)


def _order(row: Concerning) -> tuple[object, ...]:
    """By the first year or date of the row, then by title."""
    dated = (name for name, field in row.record.fields().items() if field.kind in (Kind.YEAR, Kind.DATE))
    return str(row.record.values().get(next(dated, "")) or ""), danish.sort_key(row.title)


def _concerning(network: Network, row: Record, person: Person, names: Names) -> Concerning:
    fields = row.fields()
    values = row.values()
    own = [name for name, field in fields.items() if field.refers_to == Person.TABLE and values[name] == person.id]
    named = [name for name, field in fields.items() if field.is_text and names.are_in(values[name])]
    title = labels.row_title(network, row) if own or named else ""
    return Concerning(row, title, (*own, *named), bool(own))


def _signed_plans(network: Network, names: Names, documents: Mapping[str, bytes]) -> Iterator[Kept]:
    for version in sorted(network.rows(PlanVersion), key=lambda row: (row.signed_at, row.id)):
        texts = [*_texts(documents.get(version.id, b"")), version.signed_by, version.reason]
        if passages := tuple(dict.fromkeys(text for text in texts if names.are_in(text))):
            yield Kept(version, labels.row_title(network, version), passages)


def _agreed_texts(network: Network, names: Names) -> Iterator[Kept]:
    for text in sorted(network.rows(AgreedText), key=lambda row: (row.agreed_on or "", row.id)):
        if passages := tuple(dict.fromkeys(one for one in _texts(text.content.encode()) if names.are_in(one))):
            yield Kept(text, labels.row_title(network, text), passages)


def _kept_as_json(kept: Kept) -> dict[str, Any]:
    return {"id": kept.record.id, "row": kept.title, "passages": list(kept.passages)}


def _texts(document: bytes) -> Iterator[str]:
    """All strings of a signed document; the whole document where it is not valid JSON."""
    text = document.decode(errors="replace")
    try:
        waiting = [json.loads(text)]
    except ValueError:
        waiting = [text]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            waiting[:0] = value.values() if isinstance(value, dict) else value


def _is_about(entry: Entry, person: Person, names: Names) -> bool:
    """Whether the person made the edit, or its label, old or new value concerns the person."""
    values = (entry.before, entry.value)
    return names.are(entry.by) or person.id in values or any(map(names.are_in, (entry.label, *values)))


def _is_known(entry: Entry) -> bool:
    """Whether this program has the field of an entry."""
    kind = TABLES.get(entry.table)
    return kind is not None and entry.field in ("id", *kind.fields(), *kind.ON_DISK)


def _entry_as_json(entry: Entry) -> dict[str, Any]:
    names = ("edit", "at", "by", "label", "table", "row_id", "field", "before")
    return {**{name: getattr(entry, name) for name in names}, "after": entry.value}


def as_text(data: PersonData, network: Network) -> str:
    """The data as Danish text for the person to read."""
    lines = [f"Oplysninger om {data.person.name}", f"Netværk: {network.profile.name}"]
    lines.append(f"Der er søgt på: {danish.joined(list(data.names))}")
    if data.namesakes:
        others = danish.counted(data.namesakes, "anden person", "andre personer")
        lines.append(f"{others} har samme navn; det, der er fundet ved navn, kan gælde dem.")
    if data.is_behind:
        lines.append("En nyere CBnet viser mere om personen end denne. Opdatér programmet, og hent svaret igen.")
    lines += ["", "Personen", *_value_lines(data.person, data.person.values(), network)]
    for table, rows in groupby(data.rows, key=lambda row: row.record.TABLE):
        lines += ["", _heading(table)]
        for row in rows:
            lines += [f"  {row.title}", *(f"  {line}" for line in _value_lines(row.record, row.values, network))]
    for kept in (data.plans, data.agreed):
        lines += ["", _heading(kept[0].record.TABLE)] if kept else []
        for one in kept:
            signed = one.record.signed_at if isinstance(one.record, PlanVersion) else ""
            lines.append(f"  {one.title}" + (f", godkendt {history_text.moment(signed)}" if signed else ""))
            lines += [f"    »{' '.join(passage.split())}«" for passage in one.passages]
    lines += ["", "Historik", *(f"  {line}" for line in history_text.lines(data.history, network))]
    return "\n".join(lines)


def _heading(table: str) -> str:
    name = TABLES[table].PLURAL
    return f"{name[0].upper()}{name[1:]}"


def _value_lines(record: Record, values: Mapping[str, Value], network: Network) -> Iterator[str]:
    for name, value in values.items():
        field = record.fields()[name]
        if value is not False and (text := history_text.shown(field, value, network)):
            first, *rest = text.split("\n")
            yield f"  {field.label}: {first}"
            yield from (f"    {line}" for line in rest)
