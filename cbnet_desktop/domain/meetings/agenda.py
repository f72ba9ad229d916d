"""Adding, moving and renumbering agenda items (M15, M18)."""

from __future__ import annotations

from collections.abc import Sequence

from cbnet_desktop.domain.meetings import agenda_templates, meetings, postponed
from cbnet_desktop.domain.records import AgendaItem, Meeting, ordering
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network

#: The customary last item; new items go before it.
CLOSING = "eventuelt"


def added(network: Network, meeting: Meeting, title: str) -> tuple[Change, ...]:
    """A new item at the end, or before a closing »Eventuelt«; the first change adds it."""
    items = meetings.agenda(network, meeting)
    place = _end(items)
    return (
        meetings.new_item(meeting.id, place + 1, {"title": title}),
        *ordering.numbered(items[:place], 1),
        *ordering.numbered(items[place:], place + 2),
    )


def topics_added(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that add the mandatory topics an agenda lacks, before a closing »Eventuelt« (M15)."""
    items = meetings.agenda(network, meeting)
    topics = meetings.lacking_topics(network, meeting)
    if not topics:
        return ()
    place = _end(items)
    return (
        *meetings.topic_items(meeting.id, topics, place + 1),
        *ordering.numbered(items[:place], 1),
        *ordering.numbered(items[place:], place + len(topics) + 1),
    )


def carried_added(network: Network, meeting: Meeting) -> tuple[Change, ...]:
    """The changes that add minutes to approve, open follow-ups and postponed items of earlier meetings (M15).

    An empty agenda also gets the fixed items of its form or kind (M18). For meetings planned long before they are held.
    """
    items = meetings.agenda(network, meeting)
    if not items:
        rows = agenda_templates.of_meeting(network, meeting)
        added = [meetings.new_item(meeting.id, position, row) for position, row in enumerate(rows, 1)]
        return (*added, *postponed.annexes_of(network, added))
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
        made += [meetings.new_item(meeting.id, place, draft)] if item is None else _placed(item, place, draft)
    is_left_over = any(change.before is None or "minutes_of_id" in change.before for change in made)
    return (*made, *postponed.annexes_of(network, made)) if is_left_over else ()


def moved(network: Network, item: AgendaItem, steps: int) -> tuple[Change, ...]:
    """The changes that move an item down (up if negative) and renumber; none where it is at that end already."""
    meeting = network.get(Meeting, item.meeting_id)
    return ordering.moved(meetings.agenda(network, meeting), item.id, steps)


def archived(network: Network, meeting: Meeting, chosen: Sequence[AgendaItem]) -> tuple[Change, ...]:
    """The changes that archive items and renumber the rest."""
    return ordering.archived(meetings.agenda(network, meeting), chosen)


def begins(meeting: Meeting, items: Sequence[AgendaItem]) -> list[str]:
    """The start of each item of an ordered agenda as HH:MM; empty where times or minutes are missing."""
    times: list[str] = []
    clock = meeting.starts_at
    minutes = int(clock[:2]) * 60 + int(clock[3:]) if clock else None
    for item in items:
        times.append(f"{minutes // 60 % 24:02}:{minutes % 60:02}" if minutes is not None else "")
        minutes = minutes + item.minutes_allotted if minutes is not None and item.minutes_allotted else None
    return times


def _end(items: Sequence[AgendaItem]) -> int:
    is_closed = bool(items) and items[-1].title.casefold().startswith(CLOSING)
    return len(items) - 1 if is_closed else len(items)


def _placed(item: AgendaItem, position: int, draft: agenda_templates.Item) -> list[Change]:
    values: dict[str, Value] = {"position": position}
    if not item.minutes_of_id and draft.get("minutes_of_id"):
        values["minutes_of_id"] = draft["minutes_of_id"]
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    return [item.edited(changed)] if changed else []
