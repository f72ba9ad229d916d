"""Replacing who represents a seat and who stands in, people new to the network included, as one edit (M12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from cbnet_desktop.domain.records import Appointment, Person, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Role, SeatKind

#: What is asked of a person who is new.
DETAILS = tuple(one.name for one in Person.fields().values() if one.kind is Kind.TEXT and one.name not in Person.TITLE)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to appoint: a person on record (person_id), or else a new one of this name."""

    person_id: str = ""
    name: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    """What was said of a new person, by the fields of DETAILS."""

    @property
    def is_named(self) -> bool:
        """Whether this is anybody at all."""
        return bool(self.person_id or self.name)


NOBODY = Newcomer()


def succeed(
    network: Network,
    seat: Seat,
    from_day: str,
    *,
    representative: Newcomer = NOBODY,
    substitute: Newcomer = NOBODY,
    letter_on: str | None = None,
    sat_on: bool = False,
) -> tuple[Change, ...]:
    """The changes that put a representative, a substitute or both into a seat from a day; nobody named: unchanged.

    Terms that are replaced end the day before. With sat_on, an expired term is prolonged until then. A substitute who
    becomes the representative stops being the substitute. Raises Invalid, the field naming what to mend.
    """
    if not (representative.is_named or substitute.is_named):
        raise Invalid("Vælg en person, eller skriv navnet på en ny.", field="person_id")
    made: list[Change] = []
    if representative.is_named:
        person_id, created = _known(seat, representative)
        made += created
        made += _prolonged(network, seat, from_day) if sat_on else ()
        after = network.with_changes(made)
        made += _with_letter(roster.replace_holder(after, seat, person_id, from_day), letter_on)
        if not substitute.is_named:
            made += _ended_substitute(network, seat, from_day, person_id)
    if substitute.is_named:
        made += _stand_in(network.with_changes(made), seat, substitute, from_day, letter_on)
    return tuple(made)


def _known(seat: Seat, newcomer: Newcomer) -> tuple[str, tuple[Change, ...]]:
    """The person's id and, for a new one, the change that makes the person."""
    if newcomer.person_id:
        return newcomer.person_id, ()
    values: dict[str, Value] = {
        "name": newcomer.name,
        **newcomer.details,
        # The directors' seat is filled by somebody who works at one of the libraries.
        "organisation_id": None if seat.kind == SeatKind.DIRECTORS else seat.organisation_id,
    }
    row_id = uuid4().hex
    return row_id, (Change(Person.TABLE, row_id, None, values),)


def _prolonged(network: Network, seat: Seat, from_day: str) -> tuple[Change, ...]:
    last_day = roster.day_before(from_day)
    term = roster.expired(network, seat, last_day)
    return (Change(Appointment.TABLE, term.id, {"ends_on": term.ends_on}, {"ends_on": last_day}),) if term else ()


def _with_letter(changes: tuple[Change, ...], letter_on: str | None) -> tuple[Change, ...]:
    *before, made = changes
    return (*before, Change(made.table, made.row_id, None, {**(made.after or {}), "letter_on": letter_on}))


def _ended_substitute(network: Network, seat: Seat, from_day: str, person_id: str) -> tuple[Change, ...]:
    """Ends the time as substitute of whoever moves up."""
    return tuple(
        _ended(term, from_day)
        for term in roster.appointments(network, seat, Role.SUBSTITUTE)
        if term.person_id == person_id and (term.starts_on or "") < from_day <= (term.ends_on or roster.LAST_DAY)
    )


def _stand_in(
    network: Network, seat: Seat, substitute: Newcomer, from_day: str, letter_on: str | None
) -> tuple[Change, ...]:
    person_id, created = _known(seat, substitute)
    holder = roster.holder(network, seat, from_day)
    if holder and holder.person_id == person_id:
        raise Invalid("Repræsentanten kan ikke være sin egen suppleant. Vælg en anden.", field="substitute_id")
    terms = roster.appointments(network, seat, Role.SUBSTITUTE)
    valid = [term for term in terms if roster.is_valid_on(term, from_day)]
    if any(term.person_id == person_id for term in valid):
        return ()
    for term in valid:
        if term.starts_on == from_day:
            sitter = roster.person_of(network, term)
            raise Invalid(
                f"{sitter.name if sitter else 'En anden'} er suppleant fra samme dag, "
                f"{danish.short_date(from_day)}. Vælg en senere dag, eller ret den udpegning.",
                field="starts_on",
            )
    later = min((term.starts_on for term in terms if term.starts_on and term.starts_on > from_day), default=None)
    values: dict[str, Value] = {
        "seat_id": seat.id,
        "person_id": person_id,
        "role": str(Role.SUBSTITUTE),
        "starts_on": from_day,
        "ends_on": roster.day_before(later) if later else None,
        "letter_on": letter_on,
    }
    ended = [_ended(term, from_day) for term in valid]
    return (*created, *ended, Change(Appointment.TABLE, uuid4().hex, None, values))


def _ended(term: Appointment, from_day: str) -> Change:
    return Change(Appointment.TABLE, term.id, {"ends_on": term.ends_on}, {"ends_on": roster.day_before(from_day)})
