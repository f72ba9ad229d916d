"""The roster on a day: seats, representatives, vacancies and contact data (M3, M12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import organisation_names, roster, seating
from cbnet_desktop.domain.roster.seating import Seating
from cbnet_desktop.domain.words import danish

TITLE = "Netværkets medlemmer"
INTERNAL = "Intern udgave med kontaktoplysninger"


@dataclass(frozen=True, slots=True)
class SeatText:
    """A seat; name is empty in a vacant one, note says since when it is vacant or its term expired."""

    seat: str
    organisation: str
    name: str
    title: str
    since: str
    note: str
    substitute: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact data of somebody on the roster, for the internal copy only."""

    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class RosterText:
    """The roster of a day; contacts is empty in the public copy."""

    front: Front
    summary: str
    seats: tuple[SeatText, ...]
    is_internal: bool
    contacts: tuple[Contact, ...]


def content(network: Network, day: str, *, is_internal: bool) -> RosterText:
    """The roster of a day (ISO)."""
    found = [seating.seating(network, seat, day) for seat in roster.seats_on(network, day)]
    state = f"Pr. {danish.short_date(day)}"
    return RosterText(
        front=front(
            network,
            TITLE,
            f"Pr. {danish.long_date(day)}",
            f"{state} · {INTERNAL}" if is_internal else state,
            day,
        ),
        summary=_summary(found),
        seats=tuple(_seat(network, one, day) for one in found),
        is_internal=is_internal,
        contacts=tuple(_contacts(found)) if is_internal else (),
    )


def _seat(network: Network, found: Seating, day: str) -> SeatText:
    return SeatText(
        seat=found.name,
        organisation=organisation_names.name(network, found.seat.organisation_id, day),
        name=found.person.name if found.person else "",
        title=found.person.title if found.person else "",
        since=(found.term.starts_on or "") if found.term else "",
        note=_note(found),
        substitute=found.substitute.name if found.substitute else "",
    )


def _note(found: Seating) -> str:
    if found.vacant_since:
        days = danish.counted(found.vacant_days, "dag", "dage")
        note = f"Ubesat i {days}, siden {danish.short_date(found.vacant_since)}"
        return f"{note}; {found.to_come}" if found.to_come else note
    if found.to_come:
        return f"Ubesat; {found.to_come}"
    if found.is_expired and found.term:
        return f"Udpegningen udløb {danish.short_date(found.term.ends_on)}; sidder fortsat"
    return ""


def _summary(found: Sequence[Seating]) -> str:
    if not found:
        return "Netværket har ingen pladser den dag."
    vacant = [one.vacancy for one in found if one.is_vacant]
    seats = danish.counted(len(found), "plads", "pladser")
    if not vacant:
        return f"{seats}, alle besat."
    return f"{seats}, {len(found) - len(vacant)} besat. Ubesat: {danish.sentence(danish.joined(vacant))}"


def _contacts(found: Sequence[Seating]) -> Iterator[Contact]:
    for one in found:
        if one.person:
            yield _contact(one.person, one.name)
        if one.substitute:
            yield _contact(one.substitute, f"Suppleant, {one.name}")


def _contact(person: Person, role: str) -> Contact:
    return Contact(person.name, role, person.phone, person.email)
