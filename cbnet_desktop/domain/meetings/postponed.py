"""Agenda items that were postponed come back on the next agenda, with their texts and annexes (M15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cbnet_desktop.domain.meetings import annexes, meetings
from cbnet_desktop.domain.records import AgendaItem, Annex, Meeting
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingState

#: What a decision or the minutes say of an item that is to come back.
PHRASES = ("Sagen udsættes", "Punktet udsættes", "Beslutningen udsættes", "Til drøftelse på næste møde")
_TAKEN_ALONG = ("title", "kind", "recommendation", "minutes_allotted", "closed")


def is_postponed(item: AgendaItem) -> bool:
    """Whether the item's decision or minutes say that it is to come back, and no »ikke« follows."""
    said = danish.folded(f"{item.decision} {item.outcome}")
    return any(f"{phrase} " in f"{said} " and f"{phrase} ikke" not in said for phrase in map(danish.folded, PHRASES))


def drafts(network: Network, earlier: Iterable[Meeting]) -> list[dict[str, Value]]:
    """The values of new items for what earlier meetings postponed and no other meeting has taken up yet, in order."""
    taken = {item.postponed_from_id for item in network.live(AgendaItem) if _is_going_on(network, item)}
    held = sorted(earlier, key=lambda row: (row.held_on or "", row.id))
    items = (item for meeting in held for item in meetings.agenda(network, meeting))
    return [_draft(network, item) for item in items if item.id not in taken and is_postponed(item)]


def annexes_of(network: Network, made: Iterable[Change]) -> Iterator[Change]:
    """The changes that add the annexes of postponed items to the new items that take them up."""
    for change in made:
        former = network.find(AgendaItem, str((change.after or {}).get("postponed_from_id") or ""))
        if change.before is None and former:
            for annex in annexes.of(network, former):
                kept = {name: value for name, value in annex.values().items() if name != "archived"}
                yield Annex.added({**kept, "agenda_item_id": change.row_id})


def _is_going_on(network: Network, item: AgendaItem) -> bool:
    meeting = network.find(Meeting, item.meeting_id)
    return meeting is not None and not meeting.archived and meeting.state != MeetingState.CANCELLED


def _draft(network: Network, item: AgendaItem) -> dict[str, Value]:
    meeting = network.get(Meeting, item.meeting_id)
    place = f", pkt. {item.position}" if item.position is not None else ""
    told = f"Udsat fra mødet {danish.short_date(meeting.held_on)}{place}."
    values = {name: getattr(item, name) for name in _TAKEN_ALONG}
    return {
        **values,
        "presentation": f"{told}\n\n{item.presentation}".strip(),
        "postponed_from_id": item.id,
    }
