"""What an edit brings along, so that no caller has to remember it (M15, M20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cbnet_desktop.domain import meetings
from cbnet_desktop.domain.changes import Change, Value
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import AgendaItem, BudgetShare, Meeting
from cbnet_desktop.domain.terms import MeetingKind

AMOUNTS = ("earmarked_ore", "share_bp", "share_ore")
AGREEMENTS = ("library_agreed_on", "agency_agreed_on")


def with_consequences(network: Network, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes and what follows from them, except for fields that the edit itself touches.

    Fields of a row that is changed anyway join its first change, so that the row is never seen half changed.
    """
    edit = tuple(changes)
    tables = {change.table for change in edit}
    if BudgetShare.TABLE in tables:
        edit = _with_share_consequences(network, edit)
    if Meeting.TABLE in tables:
        edit = (*edit, *_meeting_consequences(network, edit))
    return edit


def _with_share_consequences(network: Network, edit: tuple[Change, ...]) -> tuple[Change, ...]:
    following: dict[str, dict[str, Value]] = {}
    for row_id, after in _updates(edit, BudgetShare.TABLE).items():
        row = network.find(BudgetShare, row_id)
        if row is not None:
            following[row_id] = _share_fields(row.values(), after)
    return tuple(
        _extended(network, change, following.pop(change.row_id, {})) if change.table == BudgetShare.TABLE else change
        for change in edit
    )


def _extended(network: Network, change: Change, following: dict[str, Value]) -> Change:
    if not following or change.before is None or change.after is None:
        return change
    old = network.get(BudgetShare, change.row_id).values()
    before = {**change.before, **{name: old[name] for name in following}}
    return Change(change.table, change.row_id, before, {**change.after, **following})


def _share_fields(old: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    cleared: list[str] = []
    if after.get("share_bp") is not None:
        cleared.append("share_ore")
    elif after.get("share_ore") is not None:
        cleared.append("share_bp")
    if any(name in after and after[name] != old[name] for name in AMOUNTS):
        cleared.extend(AGREEMENTS)
    return {name: None for name in cleared if name not in after and old[name] is not None}


def _meeting_consequences(network: Network, edit: tuple[Change, ...]) -> Iterator[Change]:
    became_annual = [
        change.row_id
        for change in edit
        if change.table == Meeting.TABLE and change.after and change.after.get("kind") == MeetingKind.ANNUAL
    ]
    if not became_annual:
        return
    after = network.with_changes(edit)
    for meeting_id in became_annual:
        meeting = after.find(Meeting, meeting_id)
        was = network.find(Meeting, meeting_id)
        if meeting is None or meeting.kind != MeetingKind.ANNUAL or (was and was.kind == MeetingKind.ANNUAL):
            continue
        items = [row for row in after.rows(AgendaItem) if row.meeting_id == meeting_id]
        last = max((item.position or 0 for item in items), default=0)
        missing = meetings.topics_without_item(items, meetings.required_topics(after, meeting.held_on or ""))
        yield from meetings.topic_items(meeting_id, missing, last + 1)


def _updates(edit: tuple[Change, ...], table: str) -> dict[str, dict[str, Value]]:
    """What the edit leaves in each row that it changes, all its changes to the row taken together."""
    touched: dict[str, dict[str, Value]] = {}
    for change in edit:
        if change.table == table and change.after is not None:
            touched.setdefault(change.row_id, {}).update(change.after)
    return touched
