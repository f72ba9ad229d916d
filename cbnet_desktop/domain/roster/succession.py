"""Replacing a seat's representative and substitute, also by people new to the network, as one edit (M12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cbnet_desktop.domain.records import Person, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Role, SeatKind

#: The fields that are asked for a new person.
DETAILS = tuple(one.name for one in Person.fields().values() if one.kind is Kind.TEXT and one.name not in Person.TITLE)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to appoint: a person on record (person_id), else a new person with this name."""

    person_id: str = ""
    name: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    """Values of a new person, by the fields of DETAILS."""

    @property
    def is_named(self) -> bool:
        """Whether anybody is given."""
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
    """The changes that appoint a representative, a substitute or both to a seat from a day; NOBODY leaves a role as is.

    Terms that are replaced end the day before. With sat_on, an expired term is prolonged until then. A substitute who
    becomes the representative stops being the substitute. Raises Invalid, naming the field to correct.
    """
    if not (representative.is_named or substitute.is_named):
        raise Invalid("Vælg en person, eller skriv navnet på en ny.", field="person_id")
    made: list[Change] = []
    if representative.is_named:
        person_id, created = _known(seat, representative)
        made += created
        made += _prolonged(network, seat, from_day) if sat_on else ()
        after = network.with_changes(made)
        made += roster.replace_holder(after, seat, person_id, from_day, letter_on=letter_on)
        if not substitute.is_named:
            made += _ended_substitute(network, seat, from_day, person_id)
    if substitute.is_named:
        made += _stand_in(network.with_changes(made), seat, substitute, from_day, letter_on)
    return tuple(made)


def _known(seat: Seat, newcomer: Newcomer) -> tuple[str, tuple[Change, ...]]:
    """The person's id and, for a new one, the change that adds the person."""
    if newcomer.person_id:
        return newcomer.person_id, ()
    values: dict[str, Value] = {
        "name": newcomer.name,
        **newcomer.details,
        # The directors' seat is filled by somebody who works at one of the libraries.
        "organisation_id": None if seat.kind == SeatKind.DIRECTORS else seat.organisation_id,
    }
    made = Person.added(values)
    return made.row_id, (made,)


def _prolonged(network: Network, seat: Seat, from_day: str) -> tuple[Change, ...]:
    last_day = roster.day_before(from_day)
    term = roster.expired(network, seat, last_day)
    return (term.edited({"ends_on": last_day}),) if term else ()


def _ended_substitute(network: Network, seat: Seat, from_day: str, person_id: str) -> tuple[Change, ...]:
    """Ends the substitute's term of a person who becomes the representative."""
    return tuple(
        term.edited({"ends_on": roster.day_before(from_day)})
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
    valid = [term for term in roster.appointments(network, seat, Role.SUBSTITUTE) if roster.is_valid_on(term, from_day)]
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
    ended = [term.edited({"ends_on": roster.day_before(from_day)}) for term in valid]
    return (
        *created,
        *ended,
        roster.new_term(network, seat, Role.SUBSTITUTE, person_id, from_day, letter_on=letter_on),
    )
