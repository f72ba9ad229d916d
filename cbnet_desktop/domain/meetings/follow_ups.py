"""What is to be done after a meeting, until it is done (M15, M17)."""

from __future__ import annotations

from uuid import uuid4

from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates

#: What the annual wheel and the calendar, which everybody sees, say of a follow-up of a closed item.
CLOSED = "opfølgning på et lukket punkt"


def of_meeting(network: Network, meeting: Meeting) -> list[FollowUp]:
    """What a meeting left to be done, the first deadline first."""
    return sorted((row for row in network.live(FollowUp) if row.meeting_id == meeting.id), key=_order)


def open_before(network: Network, meeting: Meeting) -> list[FollowUp]:
    """What comes back on a meeting's agenda: left to be done by earlier meetings and not done by then.

    A working group takes up its own, every other meeting the network's. The first deadline comes first.
    """
    day = meeting.held_on or dates.FIRST_DAY
    earlier = {
        row.id
        for row in network.live(Meeting)
        if (row.held_on or dates.LAST_DAY) < day and row.group_id == meeting.group_id
    }
    found = (row for row in network.live(FollowUp) if row.meeting_id in earlier and (row.done_on or day) >= day)
    return sorted(found, key=_order)


def overdue(network: Network, day: str) -> list[FollowUp]:
    """What is not done although its deadline lies before a day."""
    found = (row for row in network.live(FollowUp) if not row.done_on and (row.deadline or day) < day)
    return sorted(found, key=_order)


def owner(network: Network, row: FollowUp) -> str:
    """»Mette Holm, Gentofte«: the responsible person and organisation, as called on the meeting's day."""
    meeting = network.find(Meeting, row.meeting_id)
    return titles.owner(network, row.owner_person_id, row.owner_organisation_id, meeting.held_on if meeting else None)


def is_closed(network: Network, row: FollowUp) -> bool:
    """Whether it follows from a closed item, so that public papers must not tell what it is."""
    item = network.find(AgendaItem, row.agenda_item_id)
    return item is not None and item.closed


def public_text(network: Network, row: FollowUp) -> str:
    """What is to be done, or only that something is where it follows from a closed item."""
    return CLOSED if is_closed(network, row) else row.text


def added(item: AgendaItem, text: str, **values: Value) -> Change:
    """A follow-up of an agenda item."""
    given: dict[str, Value] = {"meeting_id": item.meeting_id, "agenda_item_id": item.id, "text": text, **values}
    return Change(FollowUp.TABLE, uuid4().hex, None, given)


def done(row: FollowUp, on: str) -> Change:
    """The change that records a follow-up as done on a day."""
    return Change(FollowUp.TABLE, row.id, {"done_on": row.done_on}, {"done_on": on})


def _order(row: FollowUp) -> tuple[object, ...]:
    return (row.deadline or dates.LAST_DAY, danish.sort_key(row.text[:200]), row.id)
