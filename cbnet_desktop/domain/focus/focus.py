"""The joint focus areas of a year: proposal, consultation and decision (M13)."""

from __future__ import annotations

from cbnet_desktop.domain.records import ConsultationAnswer, FocusArea, FocusSet, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import PART_ORDER, FocusState, SeatKind


def set_of(network: Network, year: int) -> FocusSet | None:
    """The year's set; the first by id where a merge brought two."""
    sets = [row for row in network.live(FocusSet) if row.year == year]
    return min(sets, key=lambda row: row.id, default=None)


def ensure(network: Network, year: int) -> tuple[str, tuple[Change, ...]]:
    """The id of the year's set and, where it is missing, the change that adds it."""
    existing = set_of(network, year)
    if existing:
        return existing.id, ()
    made = FocusSet.added({"year": year})
    return made.row_id, (made,)


def of_year(network: Network, year: int) -> list[FocusArea]:
    """The year's focus areas by part and number."""
    return sorted((row for row in network.live(FocusArea) if row.year == year), key=area_order)


def area_order(area: FocusArea) -> tuple[object, ...]:
    """Sort key: part, number (none last), title."""
    return (
        PART_ORDER.get(area.part, 9),
        area.position is None,
        area.position or 0,
        danish.sort_key(area.title),
        area.id,
    )


def state(network: Network, year: int) -> FocusState:
    """The state of the year's set."""
    focus_set = set_of(network, year)
    if focus_set and focus_set.set_on:
        return FocusState.SET
    if focus_set and focus_set.consulted_on:
        return FocusState.CONSULTATION
    return FocusState.PROPOSED


def answers(network: Network, focus_set: FocusSet) -> dict[str, ConsultationAnswer]:
    """The consultation's answers by library, pending ones too; the last by id where a merge brought two."""
    rows = [row for row in network.live(ConsultationAnswer) if row.focus_set_id == focus_set.id]
    return {row.organisation_id: row for row in sorted(rows, key=lambda row: row.id) if row.organisation_id}


def unanswered(network: Network, focus_set: FocusSet) -> list[Organisation]:
    """The central libraries that have not answered the consultation."""
    known = answers(network, focus_set)
    return [
        library
        for library in roster.central_libraries(network)
        if library.id not in known or not known[library.id].answered_on
    ]


def agency_seats(network: Network, day: str) -> list[Seat]:
    """KBE's seat on a day; several or none only in an invalid roster (M3)."""
    return roster.seats_of(network, SeatKind.AGENCY, day)


def agency_representative(network: Network, day: str) -> Person | None:
    """KBE's representative on a day, the only one who can set the focus areas (M13)."""
    for seat in agency_seats(network, day):
        person = roster.person_of(network, roster.sitting(network, seat, day))
        if person:
            return person
    return None


def is_set_by_agency(network: Network, focus_set: FocusSet) -> bool:
    """Whether the person who set the focus areas represented KBE on that day."""
    if not focus_set.set_on:
        return False
    return any(
        roster.is_speaking_for(network, focus_set.set_by_id, seat, focus_set.set_on)
        for seat in agency_seats(network, focus_set.set_on)
    )


def consult(network: Network, focus_set: FocusSet) -> tuple[Change, ...]:
    """The changes that add a pending answer for each central library without one."""
    known = answers(network, focus_set)
    return tuple(
        ConsultationAnswer.added({"focus_set_id": focus_set.id, "organisation_id": library.id})
        for library in roster.central_libraries(network)
        if library.id not in known
    )
