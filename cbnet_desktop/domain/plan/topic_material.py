"""Background material for agenda items: mandatory topics, follow-ups and earlier minutes (M15, M18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import agenda_templates, follow_ups, meetings, working_groups
from cbnet_desktop.domain.offers import experiences, offers
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, ConsultationAnswer, FocusArea, FocusSet, Meeting
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import (
    FOCUS_STATES,
    LEVELS,
    PARTS,
    STANCES,
    FocusState,
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
        return _earlier_minutes(network, earlier, meeting.held_on or dates.LAST_DAY, is_public=is_public)
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
    years = (row.year for row in plan.carried_by(network, meeting) if row.year)
    return next(years, meetings.plan_year(network, meeting))


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


def _earlier_minutes(network: Network, earlier: Meeting, day: str, *, is_public: bool) -> Material:
    """The decisions in the minutes to be approved on a day."""
    decided = [
        item for item in meetings.agenda(network, earlier) if item.decision.strip() and not (is_public and item.closed)
    ]
    lines = tuple(
        Line(str(item.position or ""), f"{item.title}: {labels.short(item.decision, 100)}") for item in decided
    )
    is_approved = meetings.is_approved(earlier, day)
    state = f"godkendt {danish.short_date(earlier.approved_on)}".strip() if is_approved else "ikke godkendt"
    return Material(f"Referat af {titles.meeting_title(earlier)}, {state}", lines)


def _past_year(network: Network, year: int) -> Material:
    found = plan.of_year(network, year)
    if found is None:
        return Material(f"Der er ingen handlingsplan for {year}.")
    signed = _signed(network, year)
    by_id = plan.numbers(network, found)
    goals = plan.goals(network, found)
    lines = tuple(Line(by_id[goal.id], labels.short(goal.text, 120), goal.status) for goal in goals)
    counted = f": {len(lines)} mål" if lines else ": ingen mål"
    return Material(f"Handlingsplan {year}{signed}{counted}", lines)


def _signed(network: Network, year: int) -> str:
    """The newest signed version of a year's plan, and whether the plan has changed since."""
    versions = plan.versions(network, year)
    if not versions:
        return ", ikke godkendt"
    since = "ændret siden " if plan.has_changed_since(network, versions[-1]) else ""
    return f", {since}version {versions[-1].number}"


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
    lines = tuple(Line(str(number), _area(area)) for number, area in enumerate(areas, 1))
    consulted = tuple(_consultation(network, found)) if found and found.consulted_on else ()
    return Material(f"Indsatsområder {year}: {FOCUS_STATES[state].lower()}{details}", (*lines, *consulted))


def _area(area: FocusArea) -> str:
    """An area's title, part and level; a merge may bring one without."""
    words = [PARTS.get(area.part, "").lower(), LEVELS.get(area.level, "").lower()]
    said = ", ".join(filter(None, words))
    return f"{area.title} ({said})" if said else area.title


def _consultation(network: Network, focus_set: FocusSet) -> Iterator[Line]:
    """The answers to the consultation, and who has not answered."""
    missing = [titles.name_in(network, library.id, focus_set.year) for library in focus.unanswered(network, focus_set)]
    asked = focus.consulted(network, focus_set)
    waiting = f"; mangler {danish.joined(missing)}" if missing else ""
    yield Line("", f"Høringssvar: {len(asked) - len(missing)} af {len(asked)}{waiting}")
    answered = [row for row in focus.answers(network, focus_set).values() if row.answered_on]
    if any(focus.said_of_areas(network, row) for row in answered):
        yield from _counted_stances(network, focus_set)
    for library in asked:
        for answer in answered:
            if answer.organisation_id == library.id:
                yield from _answer(network, answer, titles.name_in(network, library.id, focus_set.year))


def _counted_stances(network: Network, focus_set: FocusSet) -> Iterator[Line]:
    """How many libraries support each focus area, where some have answered for each."""
    counted = focus.stances(network, focus_set)
    for number, area in enumerate(focus.of_year(network, focus_set.year), 1):
        counts = counted[area.id]
        words = [f"{counts[stance]} {word.lower()}" for stance, word in STANCES.items() if counts[stance]]
        yield Line(str(number), f"{area.title}: {danish.joined(words) or 'ingen holdninger'}")


def _answer(network: Network, answer: ConsultationAnswer, name: str) -> Iterator[Line]:
    """A library's answer as a whole, then what it says of single focus areas."""
    rows = focus.said_of_areas(network, answer)
    text = _said(answer.stance, answer.answer)
    yield Line("", f"{name}: {text or ('har svaret for hvert indsatsområde' if rows else 'har svaret')}")
    for row in rows:
        area = network.get(FocusArea, row.focus_area_id)
        yield Line("", f"{name} om {quoted(area.title)}: {_said(row.stance, row.remark)}")


def _said(stance: str | None, text: str) -> str:
    return ". ".join(word for word in (STANCES.get(stance or "", ""), labels.short(text, 100)) if word)


def _other_functions(network: Network, meeting: Meeting) -> Material:
    day = meeting.held_on or ""
    vacant = [
        seat_names.on(network, seat, day)
        for seat in roster.seats_on(network, day)
        if roster.sitting(network, seat, day) is None
    ]
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
