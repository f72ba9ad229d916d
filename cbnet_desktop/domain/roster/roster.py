"""Seats, representatives and substitutes on a day (M3, M12)."""

from __future__ import annotations

from cbnet_desktop.domain.records import Appointment, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import OrganisationKind, Role

LAST_DAY = dates.LAST_DAY


def central_libraries(network: Network) -> list[Organisation]:
    """The central libraries in Danish alphabetical order."""
    libraries = [row for row in network.live(Organisation) if row.kind == OrganisationKind.CENTRAL_LIBRARY]
    return sorted(libraries, key=lambda row: (danish.sort_key(row.short_name or row.name), row.id))


def seats(network: Network) -> list[Seat]:
    """The seats of all times, in the network's own order."""
    return sorted(network.live(Seat), key=_seat_order)


def seats_on(network: Network, day: str) -> list[Seat]:
    """The seats that exist on a day, in the network's own order."""
    return [seat for seat in seats(network) if (seat.starts_on or "") <= day <= (seat.ends_on or LAST_DAY)]


def seats_of(network: Network, kind: str, day: str) -> list[Seat]:
    """The seats of one kind on a day."""
    return [seat for seat in seats_on(network, day) if seat.kind == kind]


def appointments(network: Network, seat: Seat, role: str = Role.REPRESENTATIVE) -> list[Appointment]:
    """All appointments to a seat in a role, oldest first."""
    found = [row for row in network.live(Appointment) if row.seat_id == seat.id and row.role == role]
    return sorted(found, key=lambda row: (row.starts_on or "", row.id))


def is_valid_on(appointment: Appointment, day: str) -> bool:
    """Whether a term covers a day, its first and last day included."""
    return (appointment.starts_on or LAST_DAY) <= day <= (appointment.ends_on or LAST_DAY)


def holder(network: Network, seat: Seat, day: str) -> Appointment | None:
    """The representative's term that covers a day; the latest where a merge brought two."""
    return _latest(appointments(network, seat), day)


def substitute(network: Network, seat: Seat, day: str) -> Appointment | None:
    """The substitute's term that covers a day."""
    return _latest(appointments(network, seat, Role.SUBSTITUTE), day)


def expired(network: Network, seat: Seat, day: str) -> Appointment | None:
    """The last term of a seat where it has ended and nobody new has been appointed."""
    terms = appointments(network, seat)
    if any((term.ends_on or LAST_DAY) >= day for term in terms):
        return None
    last = max(terms, key=lambda term: term.ends_on or "", default=None)
    person = network.find(Person, last.person_id) if last else None
    return None if person is None or person.archived else last


def sitting(network: Network, seat: Seat, day: str) -> Appointment | None:
    """The term of whoever represents a seat on a day: its holder, else the expired term."""
    return holder(network, seat, day) or expired(network, seat, day)


def person_of(network: Network, appointment: Appointment | None) -> Person | None:
    """The appointed person."""
    return network.find(Person, appointment.person_id) if appointment else None


def is_speaking_for(network: Network, person_id: str | None, seat: Seat, day: str) -> bool:
    """Whether a person represents a seat on a day."""
    term = sitting(network, seat, day)
    return term is not None and term.person_id == person_id


def replace_holder(network: Network, seat: Seat, person_id: str, from_day: str, **values: Value) -> tuple[Change, ...]:
    """The changes that end the holder's term the day before and begin a new one: no gap, no overlap (M12).

    values are further fields of the new term. Raises Invalid for a wrong date, for the day on which the holder's term
    begins, and for a person who already holds the seat.
    """
    Appointment.fields()["starts_on"].check(from_day)
    person = network.get(Person, person_id)
    _require_new_term(network, seat, person, from_day)
    ended = [
        term.edited({"ends_on": day_before(from_day)})
        for term in appointments(network, seat)
        if (term.starts_on or "") < from_day <= (term.ends_on or LAST_DAY)
    ]
    return (*ended, new_term(network, seat, Role.REPRESENTATIVE, person.id, from_day, **values))


def new_term(network: Network, seat: Seat, role: Role, person_id: str, from_day: str, **values: Value) -> Change:
    """The change that appoints a person from a day, up to the next term of the role that is on record already."""
    starts = (term.starts_on for term in appointments(network, seat, role))
    later = min((day for day in starts if day and day > from_day), default=None)
    term: dict[str, Value] = {
        "seat_id": seat.id,
        "person_id": person_id,
        "role": str(role),
        "starts_on": from_day,
        "ends_on": day_before(later) if later else None,
    }
    return Appointment.added({**term, **values})


def _require_new_term(network: Network, seat: Seat, person: Person, from_day: str) -> None:
    if person.archived:
        raise Invalid(f"{person.name} er arkiveret. Hent personen frem igen, eller vælg en anden.", field="person_id")
    for term in appointments(network, seat):
        if not is_valid_on(term, from_day):
            continue
        sitter = person_of(network, term)
        name = sitter.name if sitter else "En anden"
        since = danish.short_date(term.starts_on)
        if term.person_id == person.id:
            raise Invalid(f"{name} sidder allerede på pladsen {seat.name} siden {since}.", field="person_id")
        if term.starts_on == from_day:
            raise Invalid(
                f"{name} er udpeget til pladsen {seat.name} fra samme dag, {since}. "
                "Vælg en senere dag, eller ret den udpegning.",
                field="starts_on",
            )


def day_before(iso: str) -> str:
    """The ISO date one day earlier."""
    return dates.days_later(iso, -1)


def day_after(iso: str) -> str:
    """The ISO date one day later."""
    return dates.days_later(iso, 1)


def _latest(terms: list[Appointment], day: str) -> Appointment | None:
    valid = [term for term in terms if is_valid_on(term, day)]
    return valid[-1] if valid else None


def _seat_order(seat: Seat) -> tuple[object, ...]:
    return (seat.position is None, seat.position or 0, danish.sort_key(seat.name), seat.id)
