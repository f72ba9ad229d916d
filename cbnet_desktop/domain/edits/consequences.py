"""Consequential changes that an edit always brings, so that no caller has to remember them (M5, M15, M17, M20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreementClause,
    BudgetShare,
    Dispatch,
    FocusArea,
    FormerName,
    FormerSeatName,
    FormItem,
    Goal,
    GoalReport,
    Meeting,
    Organisation,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import former, organisation_names, roster, seat_names
from cbnet_desktop.domain.titles import name_uses
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState
from cbnet_desktop.domain.words.numbering import unnumbered

WORDING = ("title", "text")
#: The titles of rows that their lists and papers number.
_NUMBERED = {AgendaItem.TABLE: "title", FormItem.TABLE: "title", FocusArea.TABLE: "title", Goal.TABLE: "text"}
_DAYS = {str(MeetingState.CALLED): "called_on", str(MeetingState.APPROVED): "approved_on"}
#: The tables whose rows keep the names that they had, and the references of the tables of those.
NAMED = {Organisation.TABLE, Seat.TABLE}
FORMER = {FormerName.TABLE: "organisation_id", FormerSeatName.TABLE: "seat_id"}


def with_consequences(
    network: Network, changes: Iterable[Change], today: Callable[[], str] = str
) -> tuple[Change, ...]:
    """The changes with their consequences, except for fields that the edit itself sets.

    Consequences in a row that the edit changes join its first change, so that nobody sees the row half changed. Those
    with a date use today, called only then, and are left out where it is empty.
    """
    edit = tuple(map(_unnumbered, changes))
    tables = {change.table for change in edit}
    if BudgetShare.TABLE in tables:
        edit = _with_fields(network, edit, BudgetShare, _share_fields)
    if AgreementClause.TABLE in tables and (day := today()):
        edit = _with_fields(network, edit, AgreementClause, partial(_clause_fields, today=day))
    if tables & NAMED and (day := today()):
        edit = (*edit, *_kept_names(network, edit, day))
    if GoalReport.TABLE in tables:
        edit = (*edit, *_goal_consequences(network, edit))
    if Dispatch.TABLE in tables:
        edit = _joined(edit, dispatches.acts(network, edit))
        tables = {change.table for change in edit}
    if Meeting.TABLE in tables:
        edit = (*edit, *_meeting_consequences(network, edit))
        edit = _with_meeting_days(network, edit, today)
    return _with_agreed(network, edit, today)


def _unnumbered(change: Change) -> Change:
    """The change without the number of a pasted title; the list numbers its rows itself."""
    name = _NUMBERED.get(change.table, "")
    typed = (change.after or {}).get(name)
    if not isinstance(typed, str) or typed == unnumbered(typed):
        return change
    return Change(change.table, change.row_id, change.before, {**(change.after or {}), name: unnumbered(typed)})


Following = Callable[[Mapping[str, Value], Mapping[str, Value]], dict[str, Value]]


def _with_fields(
    network: Network, edit: tuple[Change, ...], kind: type[Record], following_of: Following
) -> tuple[Change, ...]:
    following: dict[str, dict[str, Value]] = {}
    for row_id, after in _updates(edit, kind.TABLE).items():
        row = network.find(kind, row_id)
        if row is not None:
            following[row_id] = following_of(row.values(), after)
    return tuple(
        _extended(network, change, following.pop(change.row_id, {})) if change.table == kind.TABLE else change
        for change in edit
    )


def _extended(network: Network, change: Change, following: dict[str, Value]) -> Change:
    row = network.row(change.table, change.row_id)
    if not following or change.before is None or change.after is None or row is None:
        return change
    old = row.values()
    before = {**change.before, **{name: old[name] for name in following}}
    return Change(change.table, change.row_id, before, {**change.after, **following})


def _share_fields(old: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    cleared: list[str] = []
    if after.get("share_bp") is not None:
        cleared.append("share_ore")
    elif after.get("share_ore") is not None:
        cleared.append("share_bp")
    return {name: None for name in cleared if name not in after and old[name] is not None}


def _clause_fields(old: Mapping[str, Value], after: Mapping[str, Value], *, today: str) -> dict[str, Value]:
    """A reworded clause was changed today, unless the edit itself gives the date (M5)."""
    is_reworded = any(name in after and after[name] != old[name] for name in WORDING)
    return {"changed_on": today} if is_reworded and "changed_on" not in after else {}


def _kept_names(network: Network, edit: tuple[Change, ...], today: str) -> Iterator[Change]:
    """The names that are written over, as former names until yesterday where something of the past shows them (M2).

    Not where the edit says itself until when, or where the name is of today only.
    """
    yesterday = roster.day_before(today)
    given = {row_id for change in edit for row_id in _renamed_in(change)}
    for table in sorted(NAMED):
        for row_id, after in _updates(edit, table).items():
            row = network.row(table, row_id)
            if row is None or row_id in given or not name_uses.is_renamed(row.values(), after, table):
                continue
            if not name_uses.is_of_the_past(network, table, row_id, today):
                continue
            if isinstance(row, Organisation) and organisation_names.on(network, row, yesterday) is row:
                yield organisation_names.kept(row, yesterday)
            elif isinstance(row, Seat) and not former.borne_on(seat_names.former_names(network, row), yesterday):
                yield seat_names.kept(row, yesterday)


def _renamed_in(change: Change) -> Iterator[str]:
    """The organisation or seat to which a change of a former name belongs."""
    values = {**(change.before or {}), **(change.after or {})}
    if change.table in FORMER:
        yield str(values.get(FORMER[change.table]))


def _goal_consequences(network: Network, edit: tuple[Change, ...]) -> Iterator[Change]:
    """A goal takes the status of its latest report, unless its own status was set later (M17)."""
    after = network.with_changes(edit)
    touched = {change.row_id for change in edit if change.table == GoalReport.TABLE}
    reports = [report for row_id in touched for net in (network, after) if (report := net.find(GoalReport, row_id))]
    for goal_id in sorted({report.goal_id or "" for report in reports}):
        goal = network.find(Goal, goal_id)
        last, previous = _last_report(after, goal_id), _last_report(network, goal_id)
        if goal is None or last is None or any(_sets_status(change, goal_id) for change in edit):
            continue
        reported_until = max(last.reported_on or "", (previous.reported_on if previous else None) or "")
        values: dict[str, Value] = {"status": last.status, "status_on": last.reported_on}
        change = goal.edited(values)
        if (goal.status_on or "") <= reported_until and change.before != values:
            yield change


def _with_meeting_days(network: Network, edit: tuple[Change, ...], today: Callable[[], str]) -> tuple[Change, ...]:
    """A meeting that is called or approved without saying when was called or approved today, a past one on its day."""
    made: list[Change] = []
    for change in edit:
        old, after = network.row(change.table, change.row_id), dict(change.after or {})
        name = _DAYS.get(str(after.get("state"))) if change.table == Meeting.TABLE else None
        held = old.values() if old else {}
        is_new = name and held.get("state") != after["state"] and not after.get(name, held.get(name))
        if name and is_new and (day := today()):
            held_on = str(after.get("held_on", held.get("held_on")) or day)
            day = min(day, held_on) if name == _DAYS[MeetingState.CALLED] else day
            before = change.before if change.before is None else {**change.before, name: held.get(name)}
            made.append(Change(change.table, change.row_id, before, {**after, name: day}))
        else:
            made.append(change)
    return tuple(made)


def _with_agreed(network: Network, edit: tuple[Change, ...], today: Callable[[], str]) -> tuple[Change, ...]:
    """The edit with what it does to agreed texts: reopened, lapsed, revised, and kept where an act is done."""
    from cbnet_desktop.domain.edits.agreed_papers import paper_of

    if not any(change.table in guard.TABLES for change in edit) or _is_of_gone_rows(network, edit):
        return edit
    edit = _joined(edit, guard.reopening(network, edit))
    edit = _joined(edit, guard.lapsing(network, guard.lapses(network, edit)))
    if day := today():
        edit = _joined(edit, guard.revised(network, edit, day), wins=True)
    after = network.with_changes(edit)
    made = (texts.kept(after, act, row, paper_of(after, act, row)) for act, row in guard.done_now(network, after, edit))
    return (*edit, *(text for text in made if network.row(text.table, text.row_id) is None))


def _is_of_gone_rows(network: Network, edit: tuple[Change, ...]) -> bool:
    """Whether the edit changes a row that does not exist, which is refused later."""
    made = {(change.table, change.row_id) for change in edit if change.before is None}
    return any(
        change.before is not None
        and (change.table, change.row_id) not in made
        and network.row(change.table, change.row_id) is None
        for change in edit
    )


def _joined(edit: tuple[Change, ...], more: Iterable[Change], *, wins: bool = False) -> tuple[Change, ...]:
    """The edit with further fields, each in the first change of its row, so that nobody sees the row half changed.

    Where the edit sets such a field itself, it keeps its own value unless the further field wins.
    """
    joined = list(edit)
    for one in more:
        for place, change in enumerate(joined):
            if (change.table, change.row_id) == (one.table, one.row_id) and change.before and change.after:
                before, more_after = {**(one.before or {}), **change.before}, one.after or {}
                after = {**change.after, **more_after} if wins else {**more_after, **change.after}
                joined[place] = Change(one.table, one.row_id, before, after)
                break
        else:
            joined.append(one)
    return tuple(joined)


def _last_report(network: Network, goal_id: str) -> GoalReport | None:
    reports = network.where(GoalReport, "goal_id", goal_id)
    return max(reports, key=lambda row: (row.reported_on or "", row.id), default=None)


def _sets_status(change: Change, goal_id: str) -> bool:
    sets = {"status", "status_on"} & (change.after or {}).keys()
    return change.table == Goal.TABLE and change.row_id == goal_id and bool(sets)


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
        before = network.find(Meeting, meeting_id)
        if meeting is None or meeting.kind != MeetingKind.ANNUAL or (before and before.kind == MeetingKind.ANNUAL):
            continue
        items = [row for row in after.rows(AgendaItem) if row.meeting_id == meeting_id]
        last = max((item.position or 0 for item in items), default=0)
        missing = meetings.topics_without_item(items, meetings.required_topics(after, meeting.held_on or ""))
        yield from meetings.topic_items(meeting_id, missing, last + 1)


def _updates(edit: tuple[Change, ...], table: str) -> dict[str, dict[str, Value]]:
    """The final values of each row of a table that the edit sets, by row id."""
    touched: dict[str, dict[str, Value]] = {}
    for change in edit:
        if change.table == table and change.after is not None:
            touched.setdefault(change.row_id, {}).update(change.after)
    return touched
