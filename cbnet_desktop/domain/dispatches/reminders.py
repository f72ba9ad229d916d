"""What each person is behind with: goals and follow-ups past their day, answers and consents (M8, M13, M17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.focus import focus, involvement
from cbnet_desktop.domain.meetings import follow_ups
from cbnet_desktop.domain.records import FocusArea, FocusSet, Goal, Involvement, Organisation, Person, Plan
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import SETTLED, FocusState, InvolvementState


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody and what she is behind with, in Danish lines; person is None for what nobody sits for."""

    person: Person | None
    lines: tuple[str, ...]


def of(network: Network, today: str) -> list[Reminder]:
    """One reminder per person by name, last what has nobody who could be reminded."""
    found: dict[str, list[str]] = {}
    for person_id, said in (
        *_goals(network, today),
        *_follow_ups(network, today),
        *_answers(network, today),
        *_consents(network, today),
    ):
        found.setdefault(person_id, []).append(said)
    known = [Reminder(network.find(Person, person_id), tuple(lines)) for person_id, lines in found.items()]
    return sorted(known, key=lambda one: (one.person is None, danish.sort_key(one.person.name if one.person else "")))


def _goals(network: Network, today: str) -> Iterator[tuple[str, str]]:
    plans = {row.id: row for row in network.live(Plan)}
    goals = (goal for goal in network.live(Goal) if goal.plan_id in plans and goal.status not in SETTLED)
    for goal in sorted(goals, key=lambda row: (row.deadline or "", row.id)):
        if goal.deadline and goal.deadline < today:
            who = _whom(network, goal.owner_person_id, goal.owner_organisation_id, today)
            year = plans[goal.plan_id or ""].year
            yield who, f"Mål i handlingsplan {year}: {_short(goal.text)} (frist {danish.short_date(goal.deadline)})"


def _follow_ups(network: Network, today: str) -> Iterator[tuple[str, str]]:
    for row in follow_ups.overdue(network, today):
        who = _whom(network, row.owner_person_id, row.owner_organisation_id, today)
        text = _short(follow_ups.public_text(network, row))
        yield who, f"Opfølgning: {text} (frist {danish.short_date(row.deadline)})"


def _answers(network: Network, today: str) -> Iterator[tuple[str, str]]:
    for row in sorted(network.rows(FocusSet), key=lambda one: one.year):
        if focus.state(network, row.year, today) is FocusState.CONSULTATION and focus.set_of(network, row.year) is row:
            until = f" (frist {danish.short_date(row.deadline)})" if row.deadline else ""
            for library in focus.unanswered(network, row, today):
                who = _whom(network, None, library.id, today)
                yield who, f"Høringssvar om indsatsområderne for {row.year} fra {_named(library)}{until}"


def _consents(network: Network, today: str) -> Iterator[tuple[str, str]]:
    libraries = involvement.grouped(network)
    for row in network.live(Involvement):
        area = network.find(FocusArea, row.focus_area_id)
        if area and row.state == InvolvementState.DRAFT:
            for one in involvement.without_consent(network, row, libraries.get(row.id, ()), today):
                who = _whom(network, None, one.organisation_id, today)
                name = involvement.library_name(network, one)
                yield who, f"Samtykke fra {name} til inddragelsen i {_short(area.title)} ({area.year})"


def _whom(network: Network, person_id: str | None, organisation_id: str | None, day: str) -> str:
    """The id of whoever is responsible: the person, else who sits for the organisation; empty for nobody."""
    if network.find(Person, person_id):
        return person_id or ""
    for seat in roster.seats_on(network, day) if organisation_id else ():
        if seat.organisation_id == organisation_id:
            term = roster.sitting(network, seat, day) or roster.substitute(network, seat, day)
            if person := roster.person_of(network, term):
                return person.id
    return ""


def _named(library: Organisation) -> str:
    return library.short_name or library.name


def _short(text: str) -> str:
    return titles.short(text, 160)
