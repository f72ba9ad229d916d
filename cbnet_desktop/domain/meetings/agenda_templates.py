"""The agenda of a new meeting, from its kind or from a form that the network has decided on (M15, M18)."""

from __future__ import annotations

from collections.abc import Sequence

from cbnet_desktop.domain.meetings import follow_ups, meetings, postponed
from cbnet_desktop.domain.records import FormItem, Meeting, MeetingForm, WorkingGroup
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import TOPICS, ItemKind, MeetingKind, MeetingState

Item = dict[str, Value]

#: The fixed items of an agenda are recognised by how their titles begin.
AGENDA_APPROVAL, MINUTES_APPROVAL, FOLLOW_UP, CLOSING = (
    "godkendelse af dagsorden",
    "godkendelse af referat",
    "opfølgning",
    "eventuelt",
)
FOLLOW_UP_TITLE = "Opfølgning fra tidligere møder"
PLAN_TITLE = "Opfølgning på handlingsplanen"


def new_meeting(
    network: Network, kind: str, held_on: str, *, form: MeetingForm | None = None, group: WorkingGroup | None = None
) -> tuple[Change, ...]:
    """A new meeting on a day, the first change, with the agenda of its kind or form (M15, M18).

    A form sets the kind, the times and whether the meeting is online.
    """
    values: dict[str, Value] = {"kind": str(kind), "held_on": held_on}
    if form:
        values |= {"kind": form.kind, "form_id": form.id, "is_online": form.is_online}
        values |= {"starts_at": form.starts_at, "ends_at": form.ends_at}
        values |= {"title": form.name} if form.kind == MeetingKind.OTHER else {}
    if group:
        values |= {"kind": str(MeetingKind.WORKING_GROUP), "group_id": group.id, "title": group.name}
    made = Meeting.added(values)
    meeting = network.with_changes([made]).get(Meeting, made.row_id)
    rows = of_meeting(network, meeting)
    items = [meetings.new_item(meeting.id, position, row) for position, row in enumerate(rows, 1)]
    return (made, *items, *postponed.annexes_of(network, items))


def of_meeting(network: Network, meeting: Meeting) -> list[Item]:
    """The first agenda of a meeting, in order: the items of its form or kind.

    It includes minutes to approve and open follow-ups, and for an annual meeting the mandatory topics.
    """
    form = network.find(MeetingForm, meeting.form_id)
    items = [_of_form(row) for row in form_items(network, form)] if form else []
    items = items or _of_kind(meeting)
    if meeting.kind == MeetingKind.ANNUAL:
        items = _with_topics(items, meetings.required_topics(network, meeting.held_on or ""))
    return with_carried(network, meeting, items)


def form_items(network: Network, form: MeetingForm) -> list[FormItem]:
    """The fixed items of a form, in order."""
    return sorted(network.where(FormItem, "form_id", form.id), key=by_position)


def series(network: Network, meeting: Meeting) -> list[Meeting]:
    """The earlier meetings held by the same body."""
    return [
        row
        for row in network.live(Meeting)
        if row.state in meetings.HELD
        and (row.held_on or "") < (meeting.held_on or "")
        and meetings.body(row) == meetings.body(meeting)
    ]


def minutes_to_approve(network: Network, meeting: Meeting) -> Meeting | None:
    """The last meeting of the same body whose minutes are not approved yet."""
    waiting = [row for row in series(network, meeting) if row.state == MeetingState.HELD]
    return max(waiting, key=lambda row: (row.held_on or "", row.id), default=None)


def is_follow_up(title: str) -> bool:
    """Whether an item with this title is about follow-ups of earlier meetings."""
    return title.casefold().startswith(FOLLOW_UP) and not is_plan_follow_up(title)


def is_plan_follow_up(title: str) -> bool:
    """Whether an item with this title is about the goals of the year's plan."""
    return danish.folded(title) == danish.folded(PLAN_TITLE)


def _of_kind(meeting: Meeting) -> list[Item]:
    is_annual = meeting.kind == MeetingKind.ANNUAL
    welcome = "Velkomst og godkendelse af dagsorden" if is_annual else "Godkendelse af dagsorden"
    items: list[Item] = [{"title": welcome, "kind": str(ItemKind.DECISION)}]
    if meeting.kind == MeetingKind.PLANNING:
        items.append({"title": PLAN_TITLE, "kind": str(ItemKind.DISCUSSION)})
    return [*items, {"title": "Eventuelt", "kind": str(ItemKind.INFORMATION)}]


def _of_form(row: FormItem) -> Item:
    return {
        "title": row.title,
        "kind": row.kind,
        "minutes_allotted": row.minutes_allotted,
        "presentation": row.presentation,
    }


def _with_topics(items: Sequence[Item], required: Sequence[str]) -> list[Item]:
    """Marks items that bear a topic's title, and adds the missing topics before »Eventuelt«."""
    topics = {danish.folded(TOPICS[topic]): topic for topic in required}
    named = [
        {**item, "topic": topic} if (topic := topics.get(danish.folded(str(item["title"])))) else item for item in items
    ]
    known = {item.get("topic") for item in named}
    missing: list[Item] = [meetings.topic_values(topic) for topic in required if topic not in known]
    place = len(named) - 1 if named and _begins(named[-1], CLOSING) else len(named)
    return [*named[:place], *missing, *named[place:]]


def with_carried(network: Network, meeting: Meeting, items: list[Item]) -> list[Item]:
    """The items, with minutes to approve, open follow-ups and what earlier meetings postponed added."""
    carried: list[Item] = []
    waiting = minutes_to_approve(network, meeting)
    own = next((index for index, item in enumerate(items) if _begins(item, MINUTES_APPROVAL)), None)
    if waiting and own is not None:
        items[own] = {**items[own], "minutes_of_id": waiting.id}
    elif waiting:
        title = f"Godkendelse af referat fra {danish.short_date(waiting.held_on)}"
        carried.append({"title": title, "kind": str(ItemKind.DECISION), "minutes_of_id": waiting.id})
    has_own = any(is_follow_up(str(item["title"])) for item in items)
    if not has_own and follow_ups.open_before(network, meeting):
        carried.append({"title": FOLLOW_UP_TITLE, "kind": str(ItemKind.DISCUSSION)})
    carried += postponed.drafts(network, series(network, meeting))
    place = next((index + 1 for index, item in enumerate(items) if AGENDA_APPROVAL in _title(item)), 0)
    return [*items[:place], *carried, *items[place:]]


def _begins(item: Item, word: str) -> bool:
    return _title(item).startswith(word)


def _title(item: Item) -> str:
    return str(item["title"]).casefold()
