"""Who took part in a meeting, and for whom (M14)."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

from cbnet_desktop.domain import danish, meetings, roster
from cbnet_desktop.domain.changes import Change, Value
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import Attendance, Meeting, Person, Seat
from cbnet_desktop.domain.terms import ATTENDING, Attending

GUEST = "Gæst"
ORDER = tuple(Attending)


def added(network: Network, meeting: Meeting, person_id: str) -> Change:
    """A person present at a meeting; a substitute speaks for the seat unless its representative is present."""
    seat = _seat_to_stand_in_for(network, meeting, person_id)
    values: dict[str, Value] = {
        "meeting_id": meeting.id,
        "person_id": person_id,
        "status": str(Attending.PRESENT),
        "substitute_for_id": seat.id if seat else None,
    }
    return Change(Attendance.TABLE, uuid4().hex, None, values)


def guest_added(meeting: Meeting, name: str) -> tuple[Change, ...]:
    """Somebody who is not on record yet, present at a meeting; the last change is the attendance."""
    person_id = uuid4().hex
    values: dict[str, Value] = {"meeting_id": meeting.id, "person_id": person_id, "status": str(Attending.PRESENT)}
    return (
        Change(Person.TABLE, person_id, None, {"name": name}),
        Change(Attendance.TABLE, uuid4().hex, None, values),
    )


def next_status(status: str) -> str:
    """Present, apologies, absent, and round again."""
    place = ORDER.index(Attending(status)) if status in ATTENDING else -1
    return str(ORDER[(place + 1) % len(ORDER)])


def represents(network: Network, row: Attendance) -> str:
    """The seat that a row of attendance speaks for, or that it is a guest's."""
    meeting = network.find(Meeting, row.meeting_id)
    seat = network.find(Seat, row.substitute_for_id)
    if seat:
        return f"{seat.name} (suppleant)"
    day = (meeting.held_on if meeting else None) or ""
    seats = [one for one in roster.seats_on(network, day) if roster.is_speaking_for(network, row.person_id, one, day)]
    return danish.joined([one.name for one in seats]) or GUEST


def summary(network: Network, meeting: Meeting) -> str:
    """»7 til stede, 1 afbud«; empty where nobody is listed."""
    counts = Counter(row.status for row in meetings.attendances(network, meeting))
    words = [f"{counts[status]} {ATTENDING[status].lower()}" for status in ORDER if counts[status]]
    return ", ".join(words)


def _seat_to_stand_in_for(network: Network, meeting: Meeting, person_id: str) -> Seat | None:
    day = meeting.held_on or ""
    present = {row.person_id for row in meetings.attendances(network, meeting) if row.status == Attending.PRESENT}
    for seat in roster.seats_on(network, day):
        stand_in, term = roster.substitute(network, seat, day), roster.sitting(network, seat, day)
        is_filled = term is not None and term.person_id in present
        if stand_in and stand_in.person_id == person_id and not is_filled:
            return seat
    return None
