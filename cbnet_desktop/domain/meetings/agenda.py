"""The order of an agenda: items added, moved and numbered anew (M15, M18)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from cbnet_desktop.domain.meetings import agenda_templates, meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting, ordering
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import TOPICS, ItemKind

#: By custom the last item; new ones stand before it.
CLOSING = "eventuelt"


def added(network: Network, meeting: Meeting, title: str) -> tuple[Change, ...]:
    """A new item at the end, or before a closing »Eventuelt«; the first change makes it."""
    items = meetings.agenda(network, meeting)
    place = _end(items)
    return (
        _new(meeting, place + 1, {"title": title}),
        *ordering.numbered(items[:place], 1),
        *ordering.numbered(items[place:], place + 2),
    )


def topics_added(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The mandatory topics that the agenda lacks, before a closing »Eventuelt« (M15)."""
    items = meetings.agenda(network, meeting)
    topics = meetings.lacking_topics(network, meeting)
    if not topics:
        return ()
    place = _end(items)
    made = [
        _new(meeting, place + index, {"title": TOPICS[topic], "kind": str(ItemKind.DISCUSSION), "topic": str(topic)})
        for index, topic in enumerate(topics, 1)
    ]
    return (*made, *ordering.numbered(items[:place], 1), *ordering.numbered(items[place:], place + len(topics) + 1))


def carried_added(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """What earlier meetings left and the agenda lacks: minutes to approve, follow-ups still open (M15).

    A meeting planned long before it is held gets them when they are known, and with them, where it has no agenda yet,
    the items that its form or kind begins with (M18).
    """
    items = meetings.agenda(network, meeting)
    if not items:
        rows = agenda_templates.of_meeting(network, meeting)
        return tuple(_new(meeting, position, row) for position, row in enumerate(rows, 1))
    drafts: list[agenda_templates.Item] = [dict(item.values()) for item in items]
    approves = {item.minutes_of_id for item in items} - {None}
    made: list[Change] = []
    kept = iter(items)
    place = 0
    for draft in agenda_templates.with_carried(network, meeting, drafts):
        is_new = "meeting_id" not in draft
        if is_new and draft.get("minutes_of_id") in approves:
            continue
        place += 1
        item = None if is_new else next(kept)
        made += [_new(meeting, place, draft)] if item is None else _placed(item, place, draft)
    is_left_over = any(change.before is None or "minutes_of_id" in change.before for change in made)
    return tuple(made) if is_left_over else ()


def moved(network: Network, item: AgendaItem, steps: int) -> tuple[Change, ...]:
    """The new numbers when an item moves down (up where negative); nothing where it stands at that end already."""
    meeting = network.get(Meeting, item.meeting_id)
    return ordering.moved(meetings.agenda(network, meeting), item.id, steps)


def archived(network: Network, meeting: Meeting, chosen: Sequence[AgendaItem]) -> tuple[Change, ...]:
    """Items taken off the agenda, the rest numbered anew."""
    return ordering.archived(meetings.agenda(network, meeting), chosen)


def begins(meeting: Meeting, items: Sequence[AgendaItem]) -> list[str]:
    """When each item of an agenda in order begins, as HH:MM; empty where the minutes allotted do not tell."""
    times: list[str] = []
    minutes = _minutes(meeting.starts_at)
    for item in items:
        times.append(f"{minutes // 60 % 24:02}:{minutes % 60:02}" if minutes is not None else "")
        minutes = minutes + item.minutes_allotted if minutes is not None and item.minutes_allotted else None
    return times


def _minutes(clock: str | None) -> int | None:
    return int(clock[:2]) * 60 + int(clock[3:]) if clock else None


def _end(items: Sequence[AgendaItem]) -> int:
    is_closed = bool(items) and items[-1].title.casefold().startswith(CLOSING)
    return len(items) - 1 if is_closed else len(items)


def _placed(item: AgendaItem, position: int, draft: agenda_templates.Item) -> list[Change]:
    values: dict[str, Value] = {"position": position}
    if not item.minutes_of_id and draft.get("minutes_of_id"):
        values["minutes_of_id"] = draft["minutes_of_id"]
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    before = {name: getattr(item, name) for name in changed}
    return [Change(AgendaItem.TABLE, item.id, before, changed)] if changed else []


def _new(meeting: Meeting, position: int, values: dict[str, Value]) -> Change:
    return Change(AgendaItem.TABLE, uuid4().hex, None, {"meeting_id": meeting.id, "position": position, **values})
