"""The network's meetings: agenda templates, who takes part, and what counts (M14, M15, M19)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from cbnet_desktop.domain import danish, roster
from cbnet_desktop.domain.changes import Change, Value
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting, Person, Seat
from cbnet_desktop.domain.terms import (
    MEETING_KINDS,
    TOPICS,
    Attending,
    ItemKind,
    MeetingKind,
    MeetingState,
    SeatKind,
    Topic,
)

HELD = frozenset({str(MeetingState.HELD), str(MeetingState.APPROVED)})


def name(meeting: Meeting) -> str:
    """The meeting's own title or, without one, its kind."""
    return meeting.title or MEETING_KINDS.get(meeting.kind, meeting.kind)


def title(meeting: Meeting) -> str:
    """»Årsmøde 24.11.2014«: the meeting's name and date."""
    return f"{name(meeting)} {danish.short_date(meeting.held_on)}".strip()


def of_year(network: Network, year: int) -> list[Meeting]:
    """The meetings of a calendar year by date, the cancelled too."""
    prefix = f"{year}-"
    found = [row for row in network.live(Meeting) if (row.held_on or "").startswith(prefix)]
    return sorted(found, key=lambda row: (row.held_on or "", row.starts_at or "", row.id))


def annual_of(network: Network, year: int) -> list[Meeting]:
    """The annual meetings of a calendar year that are not cancelled."""
    return [
        meeting
        for meeting in of_year(network, year)
        if meeting.kind == MeetingKind.ANNUAL and meeting.state != MeetingState.CANCELLED
    ]


def planning_of(network: Network, year: int) -> list[Meeting]:
    """The meetings that count against »op til 4« in a calendar year (M19)."""
    kinds = {str(MeetingKind.PLANNING)}
    if network.charter_on(f"{year}-12-31").annual_counts_as_planning:
        kinds.add(str(MeetingKind.ANNUAL))
    return [row for row in of_year(network, year) if row.kind in kinds and row.state != MeetingState.CANCELLED]


def counted_planning(network: Network, year: int) -> int:
    """How many planning and coordination meetings a calendar year counts (M19)."""
    return len(planning_of(network, year))


def agenda(network: Network, meeting: Meeting) -> list[AgendaItem]:
    """A meeting's agenda in order."""
    items = [row for row in network.live(AgendaItem) if row.meeting_id == meeting.id]
    return sorted(items, key=lambda row: (row.position is None, row.position or 0, danish.sort_key(row.title), row.id))


def topics_without_item(items: Iterable[AgendaItem]) -> list[str]:
    """The mandatory topics that an agenda lacks (M15)."""
    found = {item.topic for item in items}
    return [topic for topic in TOPICS if topic not in found]


def topics_without_outcome(items: Iterable[AgendaItem]) -> list[str]:
    """The mandatory topics that have no minutes (M15)."""
    found = {item.topic for item in items if item.outcome.strip()}
    return [topic for topic in TOPICS if topic not in found]


def attendances(network: Network, meeting: Meeting) -> list[Attendance]:
    """The rows of a meeting's list of attendance, in Danish order of names."""
    rows = [row for row in network.live(Attendance) if row.meeting_id == meeting.id]
    return sorted(rows, key=lambda row: (danish.sort_key(_name(network, row.person_id)), row.id))


def represented_seats(network: Network, meeting: Meeting) -> set[str]:
    """The ids of the seats that were present, substitutes counted as the charter says (M14)."""
    day = meeting.held_on or ""
    present = [row for row in attendances(network, meeting) if row.status == Attending.PRESENT]
    with_substitutes = network.charter_on(day).substitutes_count
    return {
        seat.id
        for seat in roster.seats_on(network, day)
        if any(_speaks(network, row, seat, day, with_substitutes=with_substitutes) for row in present)
    }


def missing_sides(network: Network, meeting: Meeting) -> list[str]:
    """Which kinds of seat nobody represented at a meeting: of agency, directors and area (M14)."""
    represented = represented_seats(network, meeting)
    seats = roster.seats_on(network, meeting.held_on or "")
    kinds = {seat.kind for seat in seats if seat.id in represented}
    return [kind for kind in (SeatKind.AGENCY, SeatKind.DIRECTORS, SeatKind.AREA) if kind not in kinds]


def new_meeting(network: Network, kind: str, held_on: str) -> tuple[Change, ...]:
    """A meeting on a day with the agenda that its kind usually has (M15, M18)."""
    meeting_id = uuid4().hex
    meeting = Change(Meeting.TABLE, meeting_id, None, {"kind": str(kind), "held_on": held_on})
    rows = _annual_template() if kind == MeetingKind.ANNUAL else _template(network, kind, held_on)
    return (meeting, *(_item(meeting_id, position, row) for position, row in enumerate(rows, 1)))


def topic_items(meeting_id: str, topics: Iterable[str], first_position: int) -> tuple[Change, ...]:
    """Agenda items for mandatory topics (M15)."""
    return tuple(_item(meeting_id, first_position + index, _topic(topic)) for index, topic in enumerate(topics))


def call_members(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """A row of attendance for each holder of a seat that day not listed yet; for a vacant seat, its substitute.

    Everybody starts as present: in the meeting the secretary marks those who are not.
    """
    day = meeting.held_on or ""
    listed = {row.person_id for row in attendances(network, meeting)}
    made: list[Change] = []
    for seat in roster.seats_on(network, day):
        term = roster.sitting(network, seat, day)
        stand_in = None if term else roster.substitute(network, seat, day)
        person_id = (term or stand_in).person_id if term or stand_in else None  # type: ignore[union-attr]
        if person_id and person_id not in listed:
            listed.add(person_id)
            values: dict[str, Value] = {
                "meeting_id": meeting.id,
                "person_id": person_id,
                "status": str(Attending.PRESENT),
                "substitute_for_id": seat.id if stand_in else None,
            }
            made.append(Change(Attendance.TABLE, uuid4().hex, None, values))
    return tuple(made)


def _speaks(network: Network, row: Attendance, seat: Seat, day: str, *, with_substitutes: bool) -> bool:
    if roster.is_speaking_for(network, row.person_id, seat, day):
        return True
    if not with_substitutes:
        return False
    stand_in = roster.substitute(network, seat, day)
    return row.substitute_for_id == seat.id or (stand_in is not None and stand_in.person_id == row.person_id)


def _name(network: Network, person_id: str | None) -> str:
    person = network.find(Person, person_id)
    return person.name if person else ""


def _annual_template() -> list[dict[str, Value]]:
    return [
        {"title": "Velkomst og godkendelse af dagsorden", "kind": str(ItemKind.DECISION)},
        *(_topic(topic) for topic in Topic),
        {"title": "Eventuelt", "kind": str(ItemKind.INFORMATION)},
    ]


def _template(network: Network, kind: str, held_on: str) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = [{"title": "Godkendelse af dagsorden", "kind": str(ItemKind.DECISION)}]
    earlier = [
        row
        for row in network.live(Meeting)
        if row.state in HELD
        and row.kind in (MeetingKind.ANNUAL, MeetingKind.PLANNING)
        and (row.held_on or "") < held_on
    ]
    if kind == MeetingKind.PLANNING and earlier:
        last = max(earlier, key=lambda row: row.held_on or "")
        day = danish.short_date(last.held_on)
        rows.append({"title": f"Godkendelse af referat fra {day}", "kind": str(ItemKind.DECISION)})
    if kind == MeetingKind.PLANNING:
        rows.append({"title": "Opfølgning på handlingsplanen", "kind": str(ItemKind.DISCUSSION)})
    return [*rows, {"title": "Eventuelt", "kind": str(ItemKind.INFORMATION)}]


def _topic(topic: str) -> dict[str, Value]:
    return {"title": TOPICS[topic], "kind": str(ItemKind.DISCUSSION), "topic": str(topic)}


def _item(meeting_id: str, position: int, values: dict[str, Value]) -> Change:
    return Change(AgendaItem.TABLE, uuid4().hex, None, {"meeting_id": meeting_id, "position": position, **values})
