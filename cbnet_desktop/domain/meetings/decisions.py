"""The network's decisions, over all its meetings (M15, M18)."""

from __future__ import annotations

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingState

#: Standard phrases of minutes in the sector, the most usual first.
PHRASES = (
    "Godkendes",
    "Taget til efterretning",
    "Tiltrådt",
    "Sagen udsættes",
    "Drøftet",
    "Indstillingen følges",
    "Til drøftelse på næste møde",
    "Intet at bemærke",
)
_GOING_ON = frozenset({str(MeetingState.PLANNED), str(MeetingState.CALLED)})
_APPROVED, _DENIED = ("godkend",), "ikke"


def taken(network: Network) -> list[AgendaItem]:
    """All items with a decision, newest meeting first, in agenda order; without cancelled meetings."""
    found = [
        (meeting, item)
        for item in network.live(AgendaItem)
        if item.decision.strip()
        and (meeting := network.find(Meeting, item.meeting_id))
        and not meeting.archived
        and meeting.state != MeetingState.CANCELLED
    ]
    found.sort(key=lambda pair: (pair[1].position or 0, pair[1].id))
    found.sort(key=lambda pair: (pair[0].held_on or "", pair[0].starts_at or "", pair[0].id), reverse=True)
    return [item for _, item in found]


def title(network: Network, item: AgendaItem) -> str:
    """A decision's date and item, for example »20.09.2012, pkt. 4: Mødeform«."""
    place = f"pkt. {item.position}: " if item.position is not None else ""
    return _dated(network, item, f"{place}{item.title}")


def public_title(network: Network, item: AgendaItem) -> str:
    """The title of a decision for a list that may leave the network; a closed item is not named."""
    return _dated(network, item, titles.CLOSED_ITEM) if item.closed else title(network, item)


def _dated(network: Network, item: AgendaItem, text: str) -> str:
    meeting = network.find(Meeting, item.meeting_id)
    return f"{danish.short_date(meeting.held_on) if meeting else ''}, {text}".removeprefix(", ")


def is_approval(text: str) -> bool:
    """Whether the text of a decision approves something."""
    words = danish.folded(text).split()
    return any(word.startswith(_APPROVED) for word in words) and _DENIED not in words


def held(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that mark a meeting as held, those still invited as present, and approve earlier minutes.

    Those are approved that the meeting decided to approve.
    """
    made = meeting.edited({"state": str(MeetingState.HELD)})
    after = network.with_changes([made])
    ended = after.get(Meeting, meeting.id)
    approved = [
        change
        for item in meetings.approving_items(after, ended)
        if is_approval(item.decision)
        for change in meetings.approve_minutes(after, item)
    ]
    return (made, *attendance.came(network, meeting), *approved)


def approved_now(network: Network, item: AgendaItem) -> tuple[Change, ...]:
    """Approves the minutes that an item is about, and writes the decision if it is blank; raises Invalid.

    Before the meeting is marked as held only the decision is written; held() approves then.
    """
    written = () if item.decision.strip() else (item.edited({"decision": PHRASES[0]}),)
    after = network.with_changes(written)
    meeting = network.find(Meeting, item.meeting_id)
    if meeting and item.minutes_of_id and meeting.state in _GOING_ON:
        return written
    return (*written, *meetings.approve_minutes(after, after.get(AgendaItem, item.id)))
