"""A seat on a day: who represents it, or since when it is vacant (M3, M12)."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.records import Appointment, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import SEAT_KINDS, OrganisationKind, SeatKind


@dataclass(frozen=True, slots=True)
class Seating:
    """A seat's holder and substitute on a day.

    An expired term goes on until somebody new is appointed; vacant_since is the first vacant day, None where the seat
    is filled or never was.
    """

    seat: Seat
    name: str
    """What the seat was called on the day."""
    term: Appointment | None
    person: Person | None
    is_expired: bool
    substitute: Person | None
    vacant_since: str | None
    vacant_days: int
    comer: str
    """Who is appointed to a vacant seat from a later day; else empty."""
    comes_on: str
    """That day (ISO); else empty."""

    @property
    def is_vacant(self) -> bool:
        """Whether nobody represents the seat."""
        return self.person is None

    @property
    def to_come(self) -> str:
        """Who comes and when, for example »Mette Holm fra 01.01.2015«; empty for nobody."""
        return f"{self.comer} fra {danish.short_date(self.comes_on)}" if self.comer else ""

    @property
    def vacancy(self) -> str:
        """The vacant seat's name, and who is appointed from a later day."""
        return f"{self.name} ({self.to_come})" if self.to_come else self.name

    @property
    def is_open(self) -> bool:
        """Whether an appointment is due: the seat is vacant or its term has expired."""
        return self.is_vacant or self.is_expired


def seating(network: Network, seat: Seat, day: str) -> Seating:
    """The seat on a day (ISO)."""
    term = roster.sitting(network, seat, day)
    person = roster.person_of(network, term)
    since = vacant_since(network, seat, day) if person is None else None
    coming = _coming(network, seat, day) if person is None else None
    comer = roster.person_of(network, coming)
    return Seating(
        seat=seat,
        name=seat_names.on(network, seat, day),
        term=term,
        person=person,
        is_expired=term is not None and not roster.is_valid_on(term, day),
        substitute=roster.person_of(network, roster.substitute(network, seat, day)),
        vacant_since=since,
        vacant_days=dates.days_between(since, day) + 1 if since else 0,
        comer=comer.name if comer else "",
        comes_on=coming.starts_on or "" if coming and comer else "",
    )


def _coming(network: Network, seat: Seat, day: str) -> Appointment | None:
    """The next term after a day."""
    terms = roster.appointments(network, seat)
    return next((term for term in terms if (term.starts_on or "") > day and roster.person_of(network, term)), None)


def missing_seats(network: Network, day: str) -> list[dict[str, Value]]:
    """The values of the seats that the network lacks on a day: the agency's, the directors' and each library's (M3)."""
    missing: list[dict[str, Value]] = []
    for kind, of in ((SeatKind.AGENCY, OrganisationKind.AGENCY), (SeatKind.DIRECTORS, OrganisationKind.DIRECTORS)):
        if not roster.seats_of(network, kind, day):
            own = [row.id for row in network.live(Organisation) if row.kind == of]
            missing.append({"name": SEAT_KINDS[kind], "kind": str(kind), "organisation_id": own[0] if own else None})
    taken = {seat.organisation_id for seat in roster.seats_of(network, SeatKind.AREA, day)}
    for library in roster.central_libraries(network, day):
        if library.id not in taken:
            name = library.short_name or library.name
            missing.append({"name": name, "kind": str(SeatKind.AREA), "organisation_id": library.id})
    return missing


def vacant_since(network: Network, seat: Seat, day: str) -> str | None:
    """The first day of a vacancy: the day after the last term before day, else the seat's own first day."""
    ended = [term.ends_on for term in roster.appointments(network, seat) if term.ends_on and term.ends_on < day]
    return roster.day_after(max(ended)) if ended else roster.seat_period(network, seat)[0]
