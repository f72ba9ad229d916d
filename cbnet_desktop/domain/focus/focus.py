"""The joint focus areas of a year: proposal, consultation and decision (M13)."""

from __future__ import annotations

from collections import Counter

from cbnet_desktop.domain.records import (
    AreaAnswer,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import PART_ORDER, FocusState, SeatKind


def set_of(network: Network, year: int) -> FocusSet | None:
    """The year's set; the first by id where a merge brought two."""
    sets = network.where(FocusSet, "year", year)
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
    return sorted(network.where(FocusArea, "year", year), key=area_order)


def area_order(area: FocusArea) -> tuple[object, ...]:
    """Sort key: part, number (none last), title."""
    return (
        PART_ORDER.get(area.part, 9),
        area.position is None,
        area.position or 0,
        danish.sort_key(area.title),
        area.id,
    )


def state(network: Network, year: int, today: str = dates.LAST_DAY) -> FocusState:
    """The state of the year's set by today."""
    focus_set = set_of(network, year)
    if focus_set and dates.has_been(focus_set.set_on, today):
        return FocusState.SET
    if focus_set and dates.has_been(focus_set.consulted_on, today):
        return FocusState.CONSULTATION
    return FocusState.PROPOSED


def answers(network: Network, focus_set: FocusSet) -> dict[str, ConsultationAnswer]:
    """The consultation's answers by library, pending ones too; the last by id where a merge brought two."""
    rows = network.where(ConsultationAnswer, "focus_set_id", focus_set.id)
    return {row.organisation_id: row for row in sorted(rows, key=lambda row: row.id) if row.organisation_id}


def has_answered(focus_set: FocusSet, answer: ConsultationAnswer | None, today: str = dates.LAST_DAY) -> bool:
    """Whether a library has answered by today, and not before it was asked."""
    if answer is None or not dates.has_been(answer.answered_on, today):
        return False
    return (answer.answered_on or "") >= (focus_set.consulted_on or "")


def consulted(network: Network, focus_set: FocusSet) -> list[Organisation]:
    """The central libraries that are asked: those of the day of dispatch, before it those of the set's year (M13)."""
    if focus_set.consulted_on:
        return roster.central_libraries(network, focus_set.consulted_on)
    return roster.central_libraries_of(network, focus_set.year)


def unanswered(network: Network, focus_set: FocusSet, today: str = dates.LAST_DAY) -> list[Organisation]:
    """The central libraries that have not answered the consultation by today."""
    known = answers(network, focus_set)
    return [
        library
        for library in consulted(network, focus_set)
        if not has_answered(focus_set, known.get(library.id), today)
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
        for library in consulted(network, focus_set)
        if library.id not in known
    )


def areas_of(network: Network, answer: ConsultationAnswer) -> list[FocusArea]:
    """The focus areas that a consultation answer is about."""
    focus_set = network.find(FocusSet, answer.focus_set_id)
    return of_year(network, focus_set.year) if focus_set else []


def area_answers(network: Network, answer: ConsultationAnswer) -> list[AreaAnswer]:
    """A library's rows on single focus areas, empty ones too, in the areas' order."""
    rows = network.where(AreaAnswer, "consultation_answer_id", answer.id)
    by_area = {row.focus_area_id: row for row in sorted(rows, key=lambda row: row.id)}
    return [by_area[area.id] for area in areas_of(network, answer) if area.id in by_area]


def said_of_areas(network: Network, answer: ConsultationAnswer) -> list[AreaAnswer]:
    """A library's answers on single focus areas; a library that has any needs no stance on all of them."""
    return [row for row in area_answers(network, answer) if row.stance or row.remark.strip()]


def asked_by_area(network: Network, answer: ConsultationAnswer) -> tuple[Change, ...]:
    """The changes that add an empty row for each focus area on which an answer has none."""
    known = {row.focus_area_id for row in area_answers(network, answer)}
    return tuple(
        AreaAnswer.added({"consultation_answer_id": answer.id, "focus_area_id": area.id})
        for area in areas_of(network, answer)
        if area.id not in known
    )


def stances(network: Network, focus_set: FocusSet) -> dict[str, Counter[str]]:
    """By focus area the stances of the libraries that have answered: their own on the area, else that on all."""
    found: dict[str, Counter[str]] = {area.id: Counter() for area in of_year(network, focus_set.year)}
    for answer in answers(network, focus_set).values():
        if answer.answered_on:
            own = {row.focus_area_id: row.stance for row in area_answers(network, answer)}
            for area_id, counts in found.items():
                if stance := own.get(area_id) or answer.stance:
                    counts[stance] += 1
    return found
