"""Danish words for rows, values and edits, and typed Danish back to stored values."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from cbnet_desktop.domain import danish, meetings
from cbnet_desktop.domain.changes import Change, Value
from cbnet_desktop.domain.fields import Field, Kind, Record, quoted
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import (
    TABLES,
    AgendaItem,
    Allocation,
    Appointment,
    Attendance,
    BudgetShare,
    Charter,
    ConsultationAnswer,
    Erasure,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    NetworkProfile,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)

YES, NO = "ja", "nej"
_YES_WORDS = frozenset({YES, "j", "sand", "true", "1", "x"})
_NO_WORDS = frozenset({NO, "n", "falsk", "false", "0"})

#: What several rows of a table are called.
PLURALS = {
    NetworkProfile.TABLE: "netværksoplysninger",
    Charter.TABLE: "kommissorier",
    Organisation.TABLE: "organisationer",
    Seat.TABLE: "pladser",
    Person.TABLE: "personer",
    Appointment.TABLE: "udpegninger",
    FocusSet.TABLE: "sæt indsatsområder",
    ConsultationAnswer.TABLE: "høringssvar",
    FocusArea.TABLE: "indsatsområder",
    Meeting.TABLE: "møder",
    AgendaItem.TABLE: "dagsordenspunkter",
    Attendance.TABLE: "deltagere",
    Plan.TABLE: "handlingsplaner",
    Goal.TABLE: "mål",
    PlanVersion.TABLE: "godkendte versioner",
    BudgetShare.TABLE: "budgetandele",
    Allocation.TABLE: "bevillinger",
    Erasure.TABLE: "sletninger",
}


#: Rows whose title is a phrase of the user's own, quoted inside a sentence.
FREELY_TITLED = frozenset({AgendaItem, Allocation, FocusArea, Goal})


def row_title(network: Network, record: Record) -> str:
    """What a row is called in a list, a sentence or an edit's label; never empty."""
    title = _TITLES[type(record)](network, record)
    return title or record.NOUN.capitalize()


def short(text: str, limit: int = 60) -> str:
    """The text on one line, cut at a word where it is longer than limit."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def organisation_name(network: Network, row_id: str | None) -> str:
    """An organisation's short name, or its name where it has none."""
    organisation = network.find(Organisation, row_id)
    return (organisation.short_name or organisation.name) if organisation else ""


def describe(network: Network, changes: Iterable[Change]) -> str:
    """What an edit is called in the history and after »Fortryd«; network is the one before the edit."""
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
    return f"{danish.joined([_counted(table, counts[table]) for table in tables])} {_verb(edit)}"


def _counted(table: str, count: int) -> str:
    noun = TABLES[table].NOUN
    return f"{count} {noun if count == 1 and table != FocusSet.TABLE else PLURALS[table]}"


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


def parse(field: Field, text: str, network: Network | None = None) -> Value:
    """Typed Danish text as the stored value; raises Invalid with one sentence.

    A reference is an id, or, where the network is given, the exact title of a row that is not archived.
    """
    if not text.strip():
        value = NO_VALUE[field.kind] if field.kind in NO_VALUE else field.normalised(None)
    else:
        reader = _READERS.get(field.kind)
        value = reader(field, text.strip()) if reader else field.normalised(text)
        if field.kind is Kind.REFERENCE and network is not None:
            value = _referred(field, str(value), network)
    field.check(value)
    return value


#: What an emptied field holds where that is not simply nothing.
NO_VALUE: dict[Kind, Value] = {Kind.FLAG: False}


def _referred(field: Field, text: str, network: Network) -> str:
    if network.row(field.refers_to, text) is not None:
        return text
    wanted = unicodedata.normalize("NFC", text).casefold()
    rows = network.live(TABLES[field.refers_to])
    found = [row.id for row in rows if row_title(network, row).casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise field.refusal(f"{field.label}: der er flere, der hedder {quoted(text)}. Vælg en på listen.")
    raise field.refusal(f"{field.label}: {quoted(text)} findes ikke. Vælg en på listen, eller opret den først.")


def _read_date(_: Field, text: str) -> Value:
    return danish.parse_date(text) or text


def _read_time(_: Field, text: str) -> Value:
    return danish.parse_time(text) or text


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
    wanted = unicodedata.normalize("NFC", " ".join(text.split())).casefold()
    for value, label in field.choices.items():
        if wanted in (value.casefold(), label.casefold()):
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
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
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
        return f"{what} for {quoted(title) if kind in FREELY_TITLED else title} rettet"
    return f"{noun} {verb}: {title}" if title != noun else f"{noun} {verb}"


def _touched_fields(kind: type[Record], edit: tuple[Change, ...]) -> str:
    names = list(dict.fromkeys(name for change in edit for name in change.after or {}))
    if len(names) > 2:
        return f"{len(names)} felter"
    first, *second = [kind.fields()[name].label for name in names] or [kind.NOUN.capitalize()]
    return danish.joined([first, *(label[0].lower() + label[1:] for label in second)])


def _year_of_set(network: Network, row_id: str | None) -> str:
    focus_set = network.find(FocusSet, row_id)
    return f" {focus_set.year}" if focus_set else ""


def _name_of(network: Network, person_id: str | None) -> str:
    person = network.find(Person, person_id)
    return person.name if person else ""


def _meeting_title(network: Network, row_id: str | None) -> str:
    meeting = network.find(Meeting, row_id)
    return meetings.title(meeting) if meeting else ""


def _seat_name(network: Network, row_id: str | None) -> str:
    seat = network.find(Seat, row_id)
    return seat.name if seat else ""


def _plan_title(network: Network, row_id: str | None) -> str:
    plan = network.find(Plan, row_id)
    return row_title(network, plan) if plan else "Handlingsplan"


def _paired(first: str, second: str) -> str:
    return ", ".join(part for part in (first, second) if part)


def _allocation_title(network: Network, row: Allocation) -> str:
    area, goal = network.find(FocusArea, row.focus_area_id), network.find(Goal, row.goal_id)
    return row.purpose or (area.title if area else "") or (short(goal.text) if goal else "")


def _item_title(row: AgendaItem) -> str:
    return f"Pkt. {row.position}: {row.title}" if row.position is not None else row.title


_TITLES: dict[type[Record], Callable[[Network, Any], str]] = {
    NetworkProfile: lambda _, row: row.name,
    Charter: lambda _, row: f"Kommissorium fra {danish.short_date(row.valid_from)}",
    Organisation: lambda _, row: row.short_name or row.name,
    Seat: lambda _, row: row.name,
    Person: lambda _, row: row.name,
    Appointment: lambda net, row: _paired(_name_of(net, row.person_id), _seat_name(net, row.seat_id)),
    FocusSet: lambda _, row: f"Indsatsområder {row.year}",
    ConsultationAnswer: lambda net, row: (
        f"{organisation_name(net, row.organisation_id)}{_year_of_set(net, row.focus_set_id)}"
    ),
    FocusArea: lambda _, row: row.title,
    Meeting: lambda _, row: meetings.title(row),
    AgendaItem: lambda _, row: _item_title(row),
    Attendance: lambda net, row: _paired(_name_of(net, row.person_id), _meeting_title(net, row.meeting_id)),
    Plan: lambda _, row: row.title or f"Handlingsplan {row.year}",
    Goal: lambda _, row: short(row.text),
    PlanVersion: lambda net, row: f"{_plan_title(net, row.plan_id)}, version {row.number}",
    BudgetShare: lambda net, row: f"{organisation_name(net, row.organisation_id)} {row.year}",
    Allocation: _allocation_title,
    Erasure: lambda net, row: _name_of(net, row.person_id),
}
