"""The meetings and deadlines of a year as calendar entries (M14, M19, M22; RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.meetings import follow_ups, meetings
from cbnet_desktop.domain.records import Agreement, Extension, FocusSet, FollowUp, Goal, Meeting, Plan
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.titles.history_text import Entry
from cbnet_desktop.domain.words.choices import SETTLED, MeetingState

#: The fields whose change counts as a new revision of a calendar entry (SEQUENCE, RFC 5545, 3.8.7.4).
REVISED_BY = frozenset({
    "held_on", "starts_at", "ends_at", "place", "state", "archived", "deadline", "ends_on",
    "title", "kind", "text", "is_online", "link", "invitation",
})  # fmt: skip
#: The tables whose history the entries need.
TABLES = (Meeting.TABLE, FocusSet.TABLE, Goal.TABLE, FollowUp.TABLE, Agreement.TABLE, Extension.TABLE)


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision number of a row's entry (SEQUENCE), and the time of the row's last edit (UTC)."""

    number: int
    at: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry: ISO day, times HH:MM or None; without starts_at it lasts all day. until is another last day, or "".

    uid never changes, sequence only rises, edited_at is a UTC time or empty where the history has none.
    """

    uid: str
    title: str
    on: str
    starts_at: str | None = None
    ends_at: str | None = None
    place: str = ""
    text: str = ""
    link: str = ""
    category: str = ""
    sequence: int = 0
    edited_at: str = ""
    is_cancelled: bool = False
    is_deadline: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A year's entries by date."""

    name: str
    entries: tuple[CalendarEntry, ...]


def revisions(history: Iterable[Entry]) -> dict[str, Revision]:
    """The revision of each row by id, from the history of TABLES; the edit that added the row is number 0.

    An edit of an extension counts for its agreement, whose last day it changes.
    """
    entries = list(history)
    extended = {
        entry.row_id: str(entry.value)
        for entry in entries
        if entry.table == Extension.TABLE and entry.field == "agreement_id" and entry.value
    }
    made = {(entry.edit, entry.row_id) for entry in entries if entry.field == "id" and entry.row_id not in extended}
    edits: dict[str, set[str]] = {}
    at: dict[str, str] = {}
    for entry in entries:
        row_id = extended.get(entry.row_id, entry.row_id)
        at[row_id] = max(at.get(row_id, ""), entry.at)
        changed = edits.setdefault(row_id, set())
        is_revision = entry.field in REVISED_BY and entry.before != entry.value
        if is_revision and (entry.edit, row_id) not in made:
            changed.add(entry.edit)
    return {row_id: Revision(len(changed), at[row_id]) for row_id, changed in edits.items()}


def content(network: Network, year: int, known: Mapping[str, Revision], *, with_deadlines: bool = True) -> CalendarText:
    """The meetings of a calendar year, cancelled ones too, and its deadlines; known is the result of revisions."""
    found = [_meeting(network, row, known) for row in meetings.of_year(network, year)]
    if with_deadlines:
        found += [entry for entry in _deadlines(network, known) if entry.on.startswith(f"{year}-")]
    found.sort(key=lambda entry: (entry.on, entry.starts_at or "", entry.uid))
    return CalendarText(f"{network.profile.name} {year}", tuple(found))


def of_meeting(network: Network, row: Meeting, known: Mapping[str, Revision]) -> CalendarText:
    """One meeting alone, for a mail that calls it."""
    return CalendarText(titles.meeting_title(row), (_meeting(network, row, known),))


def _meeting(network: Network, row: Meeting, known: Mapping[str, Revision]) -> CalendarEntry:
    revision = known.get(row.id, Revision(0, ""))
    is_cancelled = row.state == MeetingState.CANCELLED
    name = titles.meeting_name(row)
    return CalendarEntry(
        uid=f"{row.id}@cbnet",
        title=f"Aflyst: {name}" if is_cancelled else name,
        on=row.held_on or "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        until=row.ends_on or "",
        place=", ".join(part for part in (row.place, "online" if row.is_online else "") if part),
        text=row.invitation.strip(),
        link=row.link,
        category=labels.show(row.fields()["kind"], row.kind, network),
        sequence=revision.number,
        edited_at=revision.at,
        is_cancelled=is_cancelled,
    )


def _deadlines(network: Network, known: Mapping[str, Revision]) -> Iterator[CalendarEntry]:
    plans = {row.id for row in network.live(Plan)}
    for row in network.live(FocusSet):
        if row.deadline:
            yield _deadline(row.id, row.deadline, f"Høringsfrist for indsatsområder {row.year}", known)
    for goal in network.live(Goal):
        if goal.deadline and goal.plan_id in plans and goal.status not in SETTLED:
            yield _deadline(goal.id, goal.deadline, f"Frist: {labels.short(goal.text)}", known)
    for task in network.live(FollowUp):
        if task.deadline and not task.done_on:
            text = labels.short(follow_ups.public_text(network, task))
            yield _deadline(task.id, task.deadline, f"Frist: {text}", known)
    for agreement in network.live(Agreement):
        if last := agreements.last_day(network, agreement):
            yield _deadline(agreement.id, last, f"Aftale udløber: {agreement.title}", known)


def _deadline(row_id: str, on: str, title: str, known: Mapping[str, Revision]) -> CalendarEntry:
    revision = known.get(row_id, Revision(0, ""))
    return CalendarEntry(
        uid=f"{row_id}-frist@cbnet",
        title=title,
        on=on,
        category="Frist",
        sequence=revision.number,
        edited_at=revision.at,
        is_deadline=True,
    )
