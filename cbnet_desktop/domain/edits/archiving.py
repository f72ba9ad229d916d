"""What archived rows still hold: seats, goals, groups and follow-ups that somebody has to take over."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.domain.meetings import working_groups
from cbnet_desktop.domain.plan.new_year import OPEN
from cbnet_desktop.domain.records import (
    FocusArea,
    FollowUp,
    Goal,
    Organisation,
    Person,
    Plan,
    Seat,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Role

#: The most rows that are spoken of one by one.
NAMED = 3


def left_behind(network: Network, rows: Iterable[Record], day: str) -> str:
    """Sentences on what archived rows still hold on a day (ISO); empty where they hold nothing."""
    held = [(row, found) for row in rows if (found := _held(network, row, day))]
    sentences = []
    for row, found in held[:NAMED]:
        title = labels.row_title(network, row)
        name = quoted(labels.short(title)) if labels.is_phrase(type(row)) else title
        sentences.append(f"{name} {danish.joined(found)}.")
    if len(held) > NAMED:
        sentences.append(f"Det samme gælder {danish.counted(len(held) - NAMED, 'anden', 'andre')}.")
    return danish.sentence(" ".join(sentences)) if sentences else ""


def _held(network: Network, row: Record, day: str) -> list[str]:
    """What one row holds, as ends of a sentence that begins with its name."""
    if isinstance(row, Person):
        return _of_person(network, row, day)
    if isinstance(row, Organisation):
        seats = [seat for seat in roster.seats_on(network, day) if seat.organisation_id == row.id]
        people = network.where(Person, "organisation_id", row.id)
        goals = [goal for goal in _open_goals(network, day) if goal.owner_organisation_id == row.id]
        return [
            *([f"udpeger stadig til {_named(network, seats, day)}"] if seats else []),
            *([f"er stadig arbejdssted for {labels.counted(Person.TABLE, len(people))}"] if people else []),
            *_answers_for(goals),
        ]
    if isinstance(row, Seat):
        sitting = roster.sitting(network, row, day)
        person = roster.person_of(network, sitting)
        return [f"er stadig besat af {person.name}"] if person else []
    if isinstance(row, FocusArea):
        goals = network.where(Goal, "focus_area_id", row.id)
        return [f"har stadig {labels.counted(Goal.TABLE, len(goals))}"] if goals else []
    if isinstance(row, WorkingGroup):
        members = working_groups.members(network, row, day)
        return [f"har stadig {danish.counted(len(members), 'medlem', 'medlemmer')}"] if members else []
    return []


def _of_person(network: Network, person: Person, day: str) -> list[str]:
    found = []
    for role, verb in ((Role.REPRESENTATIVE, "sidder stadig på"), (Role.SUBSTITUTE, "er stadig suppleant på")):
        seats = [seat for seat in roster.seats(network) if _is_in(network, person, seat, role, day)]
        if seats:
            found.append(f"{verb} {_named(network, seats, day)}")
    found += _answers_for([goal for goal in _open_goals(network, day) if goal.owner_person_id == person.id])
    groups = [
        group.name
        for group in working_groups.on(network, day)
        if any(row.person_id == person.id for row in working_groups.members(network, group, day))
    ]
    if groups:
        found.append(f"er stadig med i {danish.joined(groups)}")
    follow_ups = [row for row in network.where(FollowUp, "owner_person_id", person.id) if not row.done_on]
    if follow_ups:
        found.append(f"skal stadig udføre {labels.counted(FollowUp.TABLE, len(follow_ups))}")
    return found


def _is_in(network: Network, person: Person, seat: Seat, role: Role, day: str) -> bool:
    """Whether a person is appointed to a seat, now or later."""
    terms = roster.appointments(network, seat, role)
    return any(term.person_id == person.id and (term.ends_on or dates.LAST_DAY) >= day for term in terms)


def _open_goals(network: Network, day: str) -> list[Goal]:
    plans = {row.id for row in network.live(Plan) if row.year >= int(day[:4])}
    return [goal for goal in network.live(Goal) if goal.plan_id in plans and goal.status in OPEN]


def _answers_for(goals: list[Goal]) -> list[str]:
    return [f"er stadig ansvarlig for {labels.counted(Goal.TABLE, len(goals))}"] if goals else []


def _named(network: Network, seats: list[Seat], day: str) -> str:
    names = danish.joined([seat_names.on(network, seat, day) for seat in seats])
    return f"pladsen {names}" if len(seats) == 1 else f"pladserne {names}"
