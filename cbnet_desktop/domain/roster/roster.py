"""Seats, representatives and substitutes on a day (M3, M12)."""

from __future__ import annotations

from cbnet_desktop.domain.records import Appointment, BudgetShare, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import organisation_names, seat_names
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import OrganisationKind, Role, SeatKind

LAST_DAY = dates.LAST_DAY


Period = tuple[str | None, str | None]


def central_libraries(network: Network, day: str) -> list[Organisation]:
    """The central libraries that belong to the network on a day (ISO), in Danish alphabetical order (M3, M12)."""
    return _central_libraries(network, day, day)


def central_libraries_of(network: Network, year: int) -> list[Organisation]:
    """The central libraries that belong to the network on any day of a year (M20, M21)."""
    return _central_libraries(network, f"{year}-01-01", f"{year}-12-31")


def every_central_library(network: Network) -> list[Organisation]:
    """The central libraries of all times, the archived left out; to choose from where no day is meant."""
    rows = (row for row in network.live(Organisation) if is_central(row))
    return sorted(rows, key=lambda row: (danish.sort_key(row.short_name or row.name), row.id))


def is_central(row: Organisation) -> bool:
    """Whether an organisation is a central library, of whatever time."""
    return row.kind == OrganisationKind.CENTRAL_LIBRARY


def period(network: Network, library: Organisation) -> Period:
    """A central library's first and last day in the network, None where that end is open.

    Its own dates; where one is missing, that of its seats, unless it has none or one without date.
    """
    own = area_seats(network, library)
    first = min((seat.starts_on or dates.FIRST_DAY for seat in own), default=dates.FIRST_DAY)
    last = max((seat.ends_on or LAST_DAY for seat in own), default=LAST_DAY)
    return library.starts_on or first or None, library.ends_on or (last if last < LAST_DAY else None)


def belongs(network: Network, library: Organisation, first: str | None, last: str | None) -> bool:
    """Whether a central library belongs to the network on any day of a period (None: open).

    Archiving one does not take it out of its time: without a recorded period it then belongs while it has a seat, and
    to the years in which it has a budget share.
    """
    if not dates.overlap(*period(network, library), first, last):
        return False
    if not library.archived or library.starts_on or library.ends_on or area_seats(network, library):
        return True
    years = {row.year for row in network.live(BudgetShare) if row.organisation_id == library.id}
    return any(dates.is_in_year(first, last, year) for year in years)


def is_outside(network: Network, row: Organisation, year: int) -> bool:
    """Whether an organisation is a central library that belongs to the network on no day of a year."""
    return is_central(row) and not belongs(network, row, f"{year}-01-01", f"{year}-12-31")


def area_seats(network: Network, library: Organisation) -> list[Seat]:
    """The seats of a central library's area, of all times."""
    own = (seat for seat in network.live(Seat) if seat.kind == SeatKind.AREA and seat.organisation_id == library.id)
    return sorted(own, key=_seat_order)


def _central_libraries(network: Network, first: str, last: str) -> list[Organisation]:
    """By their names of the last day, so that a new name changes the order of no past year."""
    libraries = [row for row in network.rows(Organisation) if is_central(row) and belongs(network, row, first, last)]
    names = {row.id: organisation_names.short_name(network, row.id, last) for row in libraries}
    return sorted(libraries, key=lambda row: (danish.sort_key(names[row.id]), row.id))


def seats(network: Network) -> list[Seat]:
    """The seats of all times, in the network's own order."""
    return sorted(network.live(Seat), key=_seat_order)


def seats_on(network: Network, day: str) -> list[Seat]:
    """The seats that exist on a day, in the network's own order."""
    return [seat for seat in seats(network) if dates.overlap(*seat_period(network, seat), day, day)]


def seat_period(network: Network, seat: Seat) -> Period:
    """A seat's first and last day, None: open; a seat of an area is there within its library's own dates only (M3)."""
    library = network.find(Organisation, seat.organisation_id) if seat.kind == SeatKind.AREA else None
    if library is None or not is_central(library):
        return seat.starts_on, seat.ends_on
    starts_on = max(seat.starts_on or "", library.starts_on or "")
    ends_on = min(seat.ends_on or LAST_DAY, library.ends_on or LAST_DAY)
    return starts_on or None, ends_on if ends_on < LAST_DAY else None


def seats_of(network: Network, kind: str, day: str) -> list[Seat]:
    """The seats of one kind on a day."""
    return [seat for seat in seats_on(network, day) if seat.kind == kind]


def appointments(network: Network, seat: Seat, role: str = Role.REPRESENTATIVE) -> list[Appointment]:
    """All appointments to a seat in a role, oldest first."""
    found = [row for row in network.where(Appointment, "seat_id", seat.id) if row.role == role]
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
    terms = [term for term in appointments(network, seat) if (term.starts_on or "") <= (term.ends_on or LAST_DAY)]
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
        place = seat_names.on(network, seat, from_day)
        if term.person_id == person.id:
            raise Invalid(f"{name} sidder allerede på pladsen {place} siden {since}.", field="person_id")
        if term.starts_on == from_day:
            raise Invalid(
                f"{name} er udpeget til pladsen {place} fra samme dag, {since}. "
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
