"""Follow-ups: what is to be done after a meeting, until it is done (M15, M17)."""

from __future__ import annotations

from cbnet_desktop.domain.records import AgendaItem, FollowUp, Meeting
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates

#: The public text of a follow-up of a closed item, in the annual wheel and the calendar.
CLOSED = "opfølgning på et lukket punkt"


def of_meeting(network: Network, meeting: Meeting) -> list[FollowUp]:
    """The follow-ups of a meeting by deadline."""
    return sorted(network.where(FollowUp, "meeting_id", meeting.id), key=_order)


def open_before(network: Network, meeting: Meeting) -> list[FollowUp]:
    """The follow-ups of earlier meetings that are still open at a meeting, by deadline.

    A working group has its own; every other meeting has the network's.
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
    """The open follow-ups whose deadline is before a day."""
    found = (row for row in network.live(FollowUp) if not row.done_on and (row.deadline or day) < day)
    return sorted(found, key=_order)


def owner(network: Network, row: FollowUp) -> str:
    """The responsible person and organisation as named on the meeting's day, for example »Mette Holm, Gentofte«."""
    meeting = network.find(Meeting, row.meeting_id)
    return titles.owner(network, row.owner_person_id, row.owner_organisation_id, meeting.held_on if meeting else None)


def is_closed(network: Network, row: FollowUp) -> bool:
    """Whether it belongs to a closed item, so that public papers must not show its text."""
    item = network.find(AgendaItem, row.agenda_item_id)
    return item is not None and item.closed


def public_text(network: Network, row: FollowUp) -> str:
    """The text for public papers; CLOSED for a follow-up of a closed item."""
    return CLOSED if is_closed(network, row) else row.text


def blank(item: AgendaItem) -> FollowUp:
    """A follow-up of an agenda item without text."""
    return FollowUp("", meeting_id=item.meeting_id, agenda_item_id=item.id)


def added(item: AgendaItem, text: str, **values: Value) -> Change:
    """The change that adds a follow-up to an agenda item."""
    return FollowUp.added({"meeting_id": item.meeting_id, "agenda_item_id": item.id, "text": text, **values})


def done(row: FollowUp, on: str) -> Change:
    """The change that marks a follow-up as done on a day."""
    return row.edited({"done_on": on})


def _order(row: FollowUp) -> tuple[object, ...]:
    return (row.deadline or dates.LAST_DAY, danish.sort_key(row.text[:200]), row.id)
