"""Attendance at a meeting, and who represents whom (M14)."""

from __future__ import annotations

from collections import Counter

from cbnet_desktop.domain.meetings import meetings, working_groups
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting, Person, Seat, WorkingGroup
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import ATTENDING, Attending

GUEST, LEAD, MEMBER = "Gæst", "Tovholder", "Medlem af arbejdsgruppen"
ORDER = tuple(Attending)


def expected(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that list everybody expected and not yet listed: a group's members, else the seats' holders."""
    group = network.find(WorkingGroup, meeting.group_id)
    if group is None:
        return meetings.call_members(network, meeting)
    listed = {row.person_id for row in meetings.attendances(network, meeting)}
    members = working_groups.members(network, group, meeting.held_on or "")
    people = dict.fromkeys(row.person_id for row in members if row.person_id and row.person_id not in listed)
    status = meetings.usual_status(meeting)
    return tuple(
        Attendance.added({"meeting_id": meeting.id, "person_id": person_id, "status": status}) for person_id in people
    )


def arrived(row: Attendance, item: AgendaItem) -> Change:
    """The change that marks somebody as arriving at an item; for the same item again it is undone."""
    came = None if row.from_item_id == item.id else item.id
    return row.edited({"from_item_id": came, "status": str(Attending.PRESENT)})


def left(row: Attendance, item: AgendaItem) -> Change:
    """The change that marks somebody as leaving after an item; for the same item again it is undone."""
    return row.edited({"to_item_id": None if row.to_item_id == item.id else item.id})


def added(network: Network, meeting: Meeting, person_id: str) -> Change:
    """The change that lists a person; a substitute represents the seat unless its holder is to be present."""
    seat = _seat_to_stand_in_for(network, meeting, person_id)
    return Attendance.added(
        {
            "meeting_id": meeting.id,
            "person_id": person_id,
            "status": meetings.usual_status(meeting),
            "substitute_for_id": seat.id if seat else None,
            "is_guest": seat is None and not _belongs(network, meeting, person_id),
        }
    )


def guest_added(meeting: Meeting, name: str, item: AgendaItem | None = None) -> tuple[Change, ...]:
    """Adds a new person as a guest, at a meeting or present at one item; the last change is the attendance."""
    person = Person.added({"name": name})
    at_item = item.id if item else None
    values: dict[str, Value] = {
        "meeting_id": meeting.id,
        "person_id": person.row_id,
        "status": str(Attending.PRESENT) if item else meetings.usual_status(meeting),
        "is_guest": True,
        "from_item_id": at_item,
        "to_item_id": at_item,
    }
    return person, Attendance.added(values)


def next_status(meeting: Meeting, status: str) -> str:
    """The next status in the cycle of invited (present once the meeting is held), apologies, absent."""
    cycle = (meetings.usual_status(meeting), str(Attending.APOLOGIES), str(Attending.ABSENT))
    place = cycle.index(status) if status in cycle else -1
    return cycle[(place + 1) % len(cycle)]


def came(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that record everybody still invited to a meeting as present."""
    return tuple(
        row.edited({"status": str(Attending.PRESENT)})
        for row in meetings.attendances(network, meeting)
        if row.status == Attending.INVITED
    )


def represents(network: Network, row: Attendance) -> str:
    """What an attendee represents, in Danish: a seat, a role in the working group, or guest."""
    meeting = network.find(Meeting, row.meeting_id)
    if row.is_guest:
        return GUEST
    seat = network.find(Seat, row.substitute_for_id)
    day = (meeting.held_on if meeting else None) or ""
    if seat:
        return f"{seat_names.on(network, seat, day)} (suppleant)"
    group = network.find(WorkingGroup, meeting.group_id) if meeting else None
    if group and meeting:
        return _role_in(network, group, row.person_id, day)
    seats = [one for one in roster.seats_on(network, day) if roster.is_speaking_for(network, row.person_id, one, day)]
    return danish.joined([seat_names.on(network, one, day) for one in seats]) or GUEST


def summary(network: Network, meeting: Meeting) -> str:
    """The attendance in numbers, for example »7 til stede, 1 afbud«; empty where nobody is listed."""
    counts = Counter(row.status for row in meetings.attendances(network, meeting))
    words = [f"{counts[status]} {ATTENDING[status].lower()}" for status in ORDER if counts[status]]
    return ", ".join(words)


def _role_in(network: Network, group: WorkingGroup, person_id: str | None, day: str) -> str:
    found = next((row for row in working_groups.members(network, group, day) if row.person_id == person_id), None)
    return GUEST if found is None else LEAD if found.is_lead else MEMBER


def _belongs(network: Network, meeting: Meeting, person_id: str) -> bool:
    """Whether a person is a member of the network, or of the group that meets, on that day."""
    day = meeting.held_on or ""
    group = network.find(WorkingGroup, meeting.group_id)
    if group:
        return _role_in(network, group, person_id, day) != GUEST
    return any(roster.is_speaking_for(network, person_id, seat, day) for seat in roster.seats_on(network, day))


def _seat_to_stand_in_for(network: Network, meeting: Meeting, person_id: str) -> Seat | None:
    day = meeting.held_on or ""
    coming = (Attending.PRESENT, Attending.INVITED)
    present = {row.person_id for row in meetings.attendances(network, meeting) if row.status in coming}
    for seat in roster.seats_on(network, day):
        stand_in, term = roster.substitute(network, seat, day), roster.sitting(network, seat, day)
        is_filled = term is not None and term.person_id in present
        if stand_in and stand_in.person_id == person_id and not is_filled:
            return seat
    return None
