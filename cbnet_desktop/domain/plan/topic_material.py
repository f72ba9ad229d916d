"""Background material for agenda items: mandatory topics, follow-ups and earlier minutes (M15, M18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import agenda_templates, follow_ups, meetings, working_groups
from cbnet_desktop.domain.offers import experiences, offers
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, FocusSet, Meeting, Plan
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import (
    FOCUS_STATES,
    LEVELS,
    PARTS,
    STANCES,
    FocusState,
    MeetingState,
    Topic,
)

#: Agreements that end within so many months are listed (M10).
MONTHS_AHEAD = 6


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


def of_item(network: Network, meeting: Meeting, item: AgendaItem, *, is_public: bool = False) -> Material | None:
    """The material of an agenda item, by its topic, title or the minutes to approve; None for an ordinary item.

    A public copy leaves out the closed items of earlier meetings.
    """
    if item.topic:
        return of_topic(network, meeting, item.topic)
    earlier = network.find(Meeting, item.minutes_of_id)
    if earlier:
        return _earlier_minutes(network, earlier, is_public=is_public)
    if agenda_templates.is_plan_follow_up(item.title):
        return _past_year(network, int((meeting.held_on or "0")[:4]))
    if agenda_templates.is_follow_up(item.title):
        return _follow_ups(network, meeting, is_public=is_public)
    return None


def of_topic(network: Network, meeting: Meeting, topic: str | None) -> Material | None:
    """The material of a mandatory topic; None for any other item."""
    if topic == Topic.PAST_YEAR:
        return _past_year(network, coming_year(network, meeting) - 1)
    if topic == Topic.COMING_FOCUS:
        return _coming_focus(network, coming_year(network, meeting))
    return _other_functions(network, meeting) if topic == Topic.OTHER_FUNCTIONS else None


def coming_year(network: Network, meeting: Meeting) -> int:
    """The plan year that an annual meeting prepares: that of the plan based on it, else by the charter (M16)."""
    years = [row.year for row in network.live(Plan) if row.meeting_id == meeting.id]
    return min(years, default=meetings.plan_year(network, meeting))


def _follow_ups(network: Network, meeting: Meeting, *, is_public: bool) -> Material:
    found = [
        row
        for row in follow_ups.open_before(network, meeting)
        if not (is_public and follow_ups.is_closed(network, row))
    ]
    if not found:
        return Material("Ingen åbne opfølgninger fra tidligere møder.")
    lines = []
    for row in found:
        owner = follow_ups.owner(network, row)
        deadline = f"frist {danish.short_date(row.deadline)}" if row.deadline else ""
        details = ", ".join(part for part in (owner, deadline) if part)
        text = labels.short(row.text, 120)
        lines.append(Line("", f"{text} ({details})" if details else text))
    counted = danish.counted(len(found), "åben opfølgning", "åbne opfølgninger")
    return Material(f"{counted} fra tidligere møder", tuple(lines))


def _earlier_minutes(network: Network, earlier: Meeting, *, is_public: bool) -> Material:
    """The decisions in the minutes to be approved."""
    decided = [
        item for item in meetings.agenda(network, earlier) if item.decision.strip() and not (is_public and item.closed)
    ]
    lines = tuple(
        Line(str(item.position or ""), f"{item.title}: {labels.short(item.decision, 100)}") for item in decided
    )
    is_approved = earlier.state == MeetingState.APPROVED
    state = f"godkendt {danish.short_date(earlier.approved_on)}".strip() if is_approved else "ikke godkendt"
    return Material(f"Referat af {titles.meeting_title(earlier)}, {state}", lines)


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
    consulted = tuple(_consultation(network, found)) if found and found.consulted_on else ()
    return Material(f"Indsatsområder {year}: {FOCUS_STATES[state].lower()}{details}", (*lines, *consulted))


def _consultation(network: Network, focus_set: FocusSet) -> Iterator[Line]:
    """The answers to the consultation, and who has not answered."""
    missing = [titles.name_in(network, library.id, focus_set.year) for library in focus.unanswered(network, focus_set)]
    count = len(roster.central_libraries(network))
    waiting = f"; mangler {danish.joined(missing)}" if missing else ""
    yield Line("", f"Høringssvar: {count - len(missing)} af {count}{waiting}")
    answers = focus.answers(network, focus_set)
    for library in roster.central_libraries(network):
        answer = answers.get(library.id)
        if answer and answer.answered_on:
            words = (STANCES.get(answer.stance or "", ""), labels.short(answer.answer, 100))
            text = ". ".join(word for word in words if word)
            yield Line("", f"{titles.name_in(network, library.id, focus_set.year)}: {text or 'har svaret'}")


def _other_functions(network: Network, meeting: Meeting) -> Material:
    day = meeting.held_on or ""
    vacant = [seat.name for seat in roster.seats_on(network, day) if roster.sitting(network, seat, day) is None]
    year = int(day[:4] or 0)
    counted, limit = meetings.counted_planning(network, year), network.charter_on(day).max_planning_meetings
    lines = (
        Line("", f"Ubesatte pladser: {danish.joined(vacant)}" if vacant else "Alle pladser er besat."),
        Line("", f"{counted} af op til {limit} planlægningsmøder i {year}"),
        *_groups(network, day),
        *_agreements(network, day),
        *_tried(network, year),
    )
    return Material("Netværket på mødedagen", lines)


def _groups(network: Network, day: str) -> Iterator[Line]:
    for group in working_groups.on(network, day):
        lead = working_groups.lead(network, group, day)
        led_by = f", tovholder {lead.name}" if lead else ", uden tovholder"
        yield Line("", f"{group.name}{led_by}")


def _agreements(network: Network, day: str) -> Iterator[Line]:
    for agreement in agreements.ending(network, day, MONTHS_AHEAD) if day else ():
        until = danish.short_date(agreements.last_day(network, agreement))
        yield Line("", f"{agreements.title(network, agreement)} udløber {until}")


def _tried(network: Network, year: int) -> Iterator[Line]:
    """The number of the year's offers and experience, where there are any."""
    held, tried = len(offers.of_year(network, year, with_cancelled=False)), len(experiences.of_year(network, year))
    if held or tried:
        words = (
            f"{held} kompetencetilbud" if held else "",
            danish.counted(tried, "erfaring", "erfaringer") if tried else "",
        )
        yield Line("", f"{danish.joined([word for word in words if word])} i {year}")
