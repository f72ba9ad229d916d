"""What an annual meeting has before it at each of its three mandatory topics (M15)."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain import danish, focus, labels, meetings, plan, roster
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import Meeting, Plan
from cbnet_desktop.domain.terms import FOCUS_STATES, GOAL_STATUSES, LEVELS, PARTS, FocusState, Topic


@dataclass(frozen=True, slots=True)
class Line:
    """A line of material: its number, its text and, for a goal, the enum value of its status."""

    number: str
    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A heading and the lines under it."""

    heading: str
    lines: tuple[Line, ...] = ()


def of_topic(network: Network, meeting: Meeting, topic: str | None) -> Material | None:
    """The material of a mandatory topic; None for any other item."""
    if topic == Topic.PAST_YEAR:
        return _past_year(network, coming_year(network, meeting) - 1)
    if topic == Topic.COMING_FOCUS:
        return _coming_focus(network, coming_year(network, meeting))
    return _other_functions(network, meeting) if topic == Topic.OTHER_FUNCTIONS else None


def coming_year(network: Network, meeting: Meeting) -> int:
    """The year that an annual meeting prepares: of the plan made from it, else the one after the meeting (M16)."""
    years = [row.year for row in network.live(Plan) if row.meeting_id == meeting.id]
    return min(years, default=int((meeting.held_on or "0")[:4]) + 1)


def _past_year(network: Network, year: int) -> Material:
    found = plan.of_year(network, year)
    if found is None:
        return Material(f"Der er ingen handlingsplan for {year}.")
    versions = plan.versions(network, found)
    signed = f", version {versions[-1].number}" if versions else ", ikke godkendt"
    by_id = plan.numbers(network, found)
    goals = plan.goals(network, found)
    lines = tuple(Line(by_id[goal.id], labels.short(goal.text, 120), goal.status) for goal in goals)
    counted = f": {len(lines)} mål" if lines else ": ingen mål"
    return Material(f"Handlingsplan {year}{signed}{counted}", lines)


def status_words(material: Material) -> list[str]:
    """The statuses of the material's goals, in Danish."""
    return [GOAL_STATUSES.get(line.status, line.status) for line in material.lines if line.status]


def _coming_focus(network: Network, year: int) -> Material:
    areas = focus.of_year(network, year)
    if not areas:
        return Material(f"Der er ingen forslag til indsatsområder for {year}.")
    found, state = focus.set_of(network, year), focus.state(network, year)
    details = ""
    if found and state == FocusState.SET:
        details = f" {danish.short_date(found.set_on)}"
    elif found and state == FocusState.CONSULTATION and found.deadline:
        details = f", frist {danish.short_date(found.deadline)}"
    lines = tuple(
        Line(str(number), f"{area.title} ({PARTS[area.part].lower()}, {LEVELS[area.level].lower()})")
        for number, area in enumerate(areas, 1)
    )
    return Material(f"Indsatsområder {year}: {FOCUS_STATES[state].lower()}{details}", lines)


def _other_functions(network: Network, meeting: Meeting) -> Material:
    day = meeting.held_on or ""
    vacant = [seat.name for seat in roster.seats_on(network, day) if roster.sitting(network, seat, day) is None]
    year = int(day[:4] or 0)
    counted, limit = meetings.counted_planning(network, year), network.charter_on(day).max_planning_meetings
    lines = (
        Line("", f"Ubesatte pladser: {danish.joined(vacant)}" if vacant else "Alle pladser er besat."),
        Line("", f"{counted} af op til {limit} planlægningsmøder i {year}"),
    )
    return Material("Netværket på mødedagen", lines)
