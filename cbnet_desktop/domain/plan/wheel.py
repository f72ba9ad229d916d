"""The annual wheel: everything with a date in a calendar year (M22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.focus import assessments
from cbnet_desktop.domain.meetings import follow_ups, meetings
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementTask,
    Assessment,
    BudgetShare,
    FocusArea,
    FocusSet,
    FollowUp,
    Goal,
    Plan,
)
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.recall import recalled
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingState


@dataclass(frozen=True, slots=True)
class WheelEvent:
    """Something with a date in the annual wheel (M22); kind is meeting, deadline, consultation, goal or share."""

    on: str
    text: str
    kind: str


#: An event after its place in the wheel.
_Placed = tuple[tuple[object, ...], WheelEvent]


def events(network: Network, year: int) -> tuple[WheelEvent, ...]:
    """All events of the year by date: meetings, consultations, assessments, deadlines, agreements made or ended."""
    return recalled(network, _all_events, year)


def _all_events(network: Network, year: int) -> tuple[WheelEvent, ...]:
    parts = (_meetings, _consultations, _goals, _shares, _agreements, _follow_ups, _assessments)
    found = [event for part in parts for event in recalled(network, _part, part, year)]
    return tuple(event for _, event in sorted(found, key=itemgetter(0)))


def _part(network: Network, part: Callable[[Network, int], Iterator[_Placed]], year: int) -> tuple[_Placed, ...]:
    return tuple(part(network, year))


@lru_cache(maxsize=1_000)
def _placed(on: str, text: str, kind: str) -> _Placed:
    return (on, kind, danish.sort_key(text)), WheelEvent(on, text, kind)


def _meetings(network: Network, year: int) -> Iterator[_Placed]:
    for meeting in meetings.of_year(network, year):
        if meeting.state != MeetingState.CANCELLED:
            yield _placed(meeting.held_on or "", titles.meeting_name(meeting), "meeting")


def _consultations(network: Network, year: int) -> Iterator[_Placed]:
    for row in network.in_year(FocusSet, "consulted_on", year):
        yield _placed(row.consulted_on or "", f"Indsatsområder {row.year} sendt i høring", "consultation")
    for row in network.in_year(FocusSet, "deadline", year):
        yield _placed(row.deadline or "", f"Høringsfrist for indsatsområder {row.year}", "deadline")
    for row in network.in_year(FocusSet, "set_on", year):
        yield _placed(row.set_on or "", f"Indsatsområder {row.year} fastsat", "consultation")


def _goals(network: Network, year: int) -> Iterator[_Placed]:
    plans = {plan.id for plan in network.live(Plan)}
    for goal in network.in_year(Goal, "deadline", year):
        if goal.plan_id in plans:
            yield _placed(goal.deadline or "", f"Frist: {labels.short(goal.text)}", "goal")


def _shares(network: Network, year: int) -> Iterator[_Placed]:
    agreed = [
        row for name in ("library_agreed_on", "agency_agreed_on") for row in network.in_year(BudgetShare, name, year)
    ]
    for row in {row.id: row for row in agreed}.values():
        # The day first: whether an agreement still holds takes a look at its kept text.
        on = max(row.library_agreed_on or "", row.agency_agreed_on or "")
        if on.startswith(f"{year}-") and budget.is_agreed(network, row):
            library = labels.organisation_name(network, row.organisation_id, on)
            yield _placed(on, f"Budgetandel {row.year} aftalt med {library}", "share")


def _agreements(network: Network, year: int) -> Iterator[_Placed]:
    ends = agreements.last_days(network)
    for row in network.live(Agreement):
        if (last := ends[row.id]) and last.startswith(f"{year}-"):
            yield _placed(last, f"Aftale udløber: {row.title}", "deadline")
    for task in network.in_year(AgreementTask, "deadline", year):
        if not task.done_on:
            yield _placed(task.deadline or "", f"Frist: {_task(network, task)}", "deadline")


def _task(network: Network, task: AgreementTask) -> str:
    """The task and its library: an agreement may give the same task to several."""
    library = labels.organisation_name(network, task.organisation_id, task.deadline) if task.organisation_id else ""
    return ", ".join(word for word in (labels.row_title(network, task).removesuffix("."), library) if word)


def _follow_ups(network: Network, year: int) -> Iterator[_Placed]:
    for row in network.in_year(FollowUp, "deadline", year):
        if not row.done_on:
            text = labels.short(follow_ups.public_text(network, row))
            yield _placed(row.deadline or "", f"Frist: {text}", "deadline")


def _assessments(network: Network, year: int) -> Iterator[_Placed]:
    """One event for all assessments of a focus area on one day."""
    found: dict[tuple[str, str], int] = {}
    for row in network.in_year(Assessment, "assessed_on", year):
        if row.assessed_on and row.focus_area_id and assessments.is_made(row):
            key = (row.assessed_on, row.focus_area_id)
            found[key] = found.get(key, 0) + 1
    for (on, area_id), count in found.items():
        area = network.find(FocusArea, area_id)
        if area:
            many = f" ({count})" if count > 1 else ""
            yield _placed(on, f"Vurdering af {area.title}{many}", "consultation")
