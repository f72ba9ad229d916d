"""The network's meetings: years, agendas, attendance and approval of minutes (M14, M15, M18, M19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position
from cbnet_desktop.domain.records.people import MAX_PLAN_YEAR_OFFSET
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import TOPICS, Attending, ItemKind, MeetingKind, MeetingState, SeatKind

HELD = frozenset({str(MeetingState.HELD), str(MeetingState.APPROVED)})
#: Who must be at an annual meeting, each in the person of somebody else (M14).
SIDES = (SeatKind.AGENCY, SeatKind.DIRECTORS, SeatKind.AREA)


def is_called(meeting: Meeting) -> bool:
    """Whether a meeting has been called, or held since, and not cancelled (M9, M13)."""
    return meeting.state not in (MeetingState.PLANNED, MeetingState.CANCELLED)


def is_held(meeting: Meeting, today: str) -> bool:
    """Whether a meeting has been held by a day; a merge may bring a held one that lies ahead (M14)."""
    return meeting.state in HELD and dates.has_been(meeting.held_on, today)


def is_approved(meeting: Meeting, today: str) -> bool:
    """Whether a held meeting's minutes have been approved by a day, and not before the meeting (M16)."""
    approved_on = meeting.approved_on or meeting.held_on or ""
    is_after = (meeting.held_on or "") <= approved_on <= today
    return meeting.state == MeetingState.APPROVED and is_held(meeting, today) and is_after


def state_by(meeting: Meeting, today: str) -> str:
    """What a meeting's state is by a day, where a merge brought an approval or a meeting that is still to come."""
    if meeting.state not in HELD or is_approved(meeting, today):
        return meeting.state
    ahead = MeetingState.CALLED if meeting.called_on else MeetingState.PLANNED
    return str(MeetingState.HELD if is_held(meeting, today) else ahead)


def untimely(network: Network, meeting: Meeting, today: str) -> str:
    """Why a state that a merge brought does not count by today, as a sentence; empty where it does (M14, M16)."""
    title = titles.meeting_title(meeting)
    locked = guard.reopen_first(network, meeting)
    if meeting.state in HELD and not is_held(meeting, today):
        return (
            f"{title} står som afholdt, men dagen er ikke kommet endnu, så mødet tæller ikke."
            f"{' Genåbn referatet.' if locked else ' Sæt det tilbage til »Indkaldt«, eller ret datoen.'}"
        )
    if meeting.state == MeetingState.APPROVED and not is_approved(meeting, today):
        why = "den dag er ikke kommet endnu" if (meeting.approved_on or "") > today else "da var mødet ikke holdt"
        day = danish.short_date(meeting.approved_on)
        return f"Referatet af {title} står som godkendt {day}, men {why}, så det tæller ikke. Ret datoen.{locked}"
    return ""


def of_year(network: Network, year: int) -> list[Meeting]:
    """The meetings of a calendar year by date, the cancelled too."""
    found = network.in_year(Meeting, "held_on", year)
    return sorted(found, key=lambda row: (row.held_on or "", row.starts_at or "", row.id))


def annual_of(network: Network, year: int) -> list[Meeting]:
    """The annual meetings of a calendar year that are not cancelled."""
    return [
        meeting
        for meeting in of_year(network, year)
        if meeting.kind == MeetingKind.ANNUAL and meeting.state != MeetingState.CANCELLED
    ]


def plan_year(network: Network, meeting: Meeting) -> int:
    """The year whose plan an annual meeting prepares, by the terms of reference valid then (M1, M16)."""
    day = meeting.held_on or ""
    offset = network.charter_on(day).plan_year_offset
    return int(day[:4] or 0) + (1 if offset is None else offset)


def preparing(network: Network, year: int) -> list[Meeting]:
    """The annual meetings whose year and offset give a plan year, by date, without cancelled ones (M16).

    Which of them a plan builds on is the plan's own choice: plan.preparing_meeting.
    """
    return [
        meeting
        for row_year in range(year - MAX_PLAN_YEAR_OFFSET, year + 1)
        for meeting in annual_of(network, row_year)
        if plan_year(network, meeting) == year
    ]


def preparing_year(network: Network, year: int) -> int:
    """The latest calendar year whose annual meetings prepare a plan year, by the terms of reference then (M16)."""
    years = range(year, year - MAX_PLAN_YEAR_OFFSET - 1, -1)
    offsets = ((one, network.charter_on(f"{one}-12-31").plan_year_offset) for one in years)
    return next((one for one, offset in offsets if one + (1 if offset is None else offset) == year), year - 1)


def planning_of(network: Network, year: int) -> list[Meeting]:
    """The meetings that count against »op til 4« in a calendar year (M19)."""
    kinds = {str(MeetingKind.PLANNING)}
    if network.charter_on(f"{year}-12-31").annual_counts_as_planning:
        kinds.add(str(MeetingKind.ANNUAL))
    return [row for row in of_year(network, year) if row.kind in kinds and row.state != MeetingState.CANCELLED]


def counted_planning(network: Network, year: int) -> int:
    """The number of planning and coordination meetings in a calendar year (M19)."""
    return len(planning_of(network, year))


def agenda(network: Network, meeting: Meeting) -> list[AgendaItem]:
    """A meeting's agenda in order."""
    return sorted(network.where(AgendaItem, "meeting_id", meeting.id), key=by_position)


def required_topics(network: Network, day: str) -> list[str]:
    """The topics mandatory for an annual meeting on a day, by the terms of reference valid then (M1, M15)."""
    charter = network.charter_on(day)
    flags = (charter.past_year_required, charter.coming_focus_required, charter.other_functions_required)
    return [topic for topic, is_required in zip(TOPICS, flags, strict=True) if is_required is not False]


def lacking_topics(network: Network, meeting: Meeting) -> list[str]:
    """The mandatory topics that a meeting's agenda lacks (M15)."""
    return topics_without_item(agenda(network, meeting), required_topics(network, meeting.held_on or ""))


def topics_without_item(items: Iterable[AgendaItem], required: Iterable[str] = tuple(TOPICS)) -> list[str]:
    """The required topics that an agenda lacks (M15)."""
    found = {item.topic for item in items}
    return [topic for topic in required if topic not in found]


def topics_without_outcome(items: Iterable[AgendaItem], required: Iterable[str] = tuple(TOPICS)) -> list[str]:
    """The required topics that have no minutes (M15)."""
    found = {item.topic for item in items if item.outcome.strip()}
    return [topic for topic in required if topic not in found]


def attendances(network: Network, meeting: Meeting) -> list[Attendance]:
    """A meeting's attendance list, in Danish order of names."""
    rows = network.where(Attendance, "meeting_id", meeting.id)
    return sorted(rows, key=lambda row: (danish.sort_key(titles.person_name(network, row.person_id)), row.id))


def speakers(network: Network, meeting: Meeting) -> dict[str, set[str]]:
    """By seat id, those present who speak for it, where anybody does; the charter may count no substitutes (M14)."""
    day = meeting.held_on or ""
    with_substitutes = network.charter_on(day).substitutes_count
    found: dict[str, set[str]] = {}
    for row in attendances(network, meeting):
        for seat in roster.seats_on(network, day) if row.status == Attending.PRESENT else ():
            if _speaks(network, row, seat, day, with_substitutes=with_substitutes):
                found.setdefault(seat.id, set()).add(row.person_id or "")
    return found


def represented_seats(network: Network, meeting: Meeting) -> set[str]:
    """The ids of the seats that somebody present at a meeting speaks for (M14)."""
    return set(speakers(network, meeting))


def missing_sides(network: Network, meeting: Meeting) -> list[str]:
    """The kinds of seat, of agency, directors and area, without a person of their own at a meeting (M14)."""
    found = speakers(network, meeting)
    people: dict[SeatKind, set[str]] = {side: set() for side in SIDES}
    for seat in roster.seats_on(network, meeting.held_on or ""):
        if seat.kind in SIDES:
            people[SeatKind(seat.kind)] |= found.get(seat.id, set())
    present = _with_own_person(people)
    return [side for side in SIDES if side not in present]


def _with_own_person(people: Mapping[SeatKind, set[str]]) -> tuple[SeatKind, ...]:
    """The most sides that can be spoken for at once, each by somebody else; the first sides before the later."""
    for count in range(len(people), 0, -1):
        for sides in combinations(people, count):
            if any(len(set(chosen)) == count for chosen in product(*(people[side] for side in sides))):
                return sides
    return ()


def body(meeting: Meeting) -> str:
    """A key for the body that meets: the network, a working group, or the circle of another form of meeting (M18)."""
    if meeting.group_id or meeting.kind == MeetingKind.WORKING_GROUP:
        return f"group {meeting.group_id or ''}"
    return f"other {meeting.form_id or meeting.title}" if meeting.kind == MeetingKind.OTHER else "network"


def approve_minutes(network: Network, item: AgendaItem) -> tuple[Change, ...]:
    """The change that approves an earlier meeting's minutes by an agenda item decided in a held meeting.

    Raises Invalid where the item is about no minutes, has no decision, or one of the two meetings is not held.
    """
    meeting, earlier = network.find(Meeting, item.meeting_id), network.find(Meeting, item.minutes_of_id)
    if meeting is None or earlier is None or earlier.id == meeting.id:
        raise Invalid("Punktet siger ikke, hvilket mødes referat det godkender. Vælg mødet.", field="minutes_of_id")
    if not item.decision.strip():
        raise Invalid("Punktet har ingen beslutning. Skriv, at referatet godkendes.", field="decision")
    for row in (meeting, earlier):
        if row.state not in HELD:
            raise Invalid(
                f"{titles.meeting_title(row)} er ikke afholdt. Hold mødet, og markér det som afholdt.", field="state"
            )
    approval = {"state": str(MeetingState.APPROVED), "approved_on": meeting.held_on, "approved_at_id": meeting.id}
    return (earlier.edited(approval),)


def approving_items(network: Network, meeting: Meeting) -> list[AgendaItem]:
    """The decided items of a held meeting by which an earlier meeting's minutes can be approved."""
    if meeting.state not in HELD:
        return []
    return [
        item
        for item in agenda(network, meeting)
        if item.decision.strip()
        and (earlier := network.find(Meeting, item.minutes_of_id))
        and earlier.state == MeetingState.HELD
    ]


def topic_items(meeting_id: str, topics: Iterable[str], first_position: int) -> tuple[Change, ...]:
    """The changes that add agenda items for mandatory topics (M15)."""
    return tuple(
        new_item(meeting_id, first_position + index, topic_values(topic)) for index, topic in enumerate(topics)
    )


def topic_values(topic: str) -> dict[str, Value]:
    """The values of a new agenda item for a mandatory topic (M15)."""
    return {"title": TOPICS[topic], "kind": str(ItemKind.DISCUSSION), "topic": str(topic)}


def call_members(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that list each seat's holder, or a vacant seat's substitute, who is not listed yet."""
    day = meeting.held_on or ""
    listed = {row.person_id for row in attendances(network, meeting)}
    made: list[Change] = []
    for seat in roster.seats_on(network, day):
        term = roster.sitting(network, seat, day)
        stand_in = None if term else roster.substitute(network, seat, day)
        attendee = term or stand_in
        person_id = attendee.person_id if attendee else None
        if person_id and person_id not in listed:
            listed.add(person_id)
            values: dict[str, Value] = {
                "meeting_id": meeting.id,
                "person_id": person_id,
                "status": usual_status(meeting),
                "substitute_for_id": seat.id if stand_in else None,
            }
            made.append(Attendance.added(values))
    return tuple(made)


def usual_status(meeting: Meeting) -> str:
    """The status of whoever is listed: invited, and present once the meeting is held, but for those marked as away."""
    return str(Attending.PRESENT if meeting.state in HELD else Attending.INVITED)


def _speaks(network: Network, row: Attendance, seat: Seat, day: str, *, with_substitutes: bool) -> bool:
    """A guest speaks for nobody, and who is listed as substitute that day only for that seat."""
    if row.is_guest:
        return False
    if row.substitute_for_id:
        return with_substitutes and row.substitute_for_id == seat.id
    if roster.is_speaking_for(network, row.person_id, seat, day):
        return True
    stand_in = roster.substitute(network, seat, day) if with_substitutes else None
    return stand_in is not None and stand_in.person_id == row.person_id


def new_item(meeting_id: str, position: int, values: Mapping[str, Value]) -> Change:
    """The change that adds an item at a position of a meeting's agenda."""
    return AgendaItem.added({"meeting_id": meeting_id, "position": position, **values})
