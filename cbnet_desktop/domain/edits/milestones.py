"""What an edit decided that undo must not pass: an approval, set focus areas, a signed plan, a year, a dispatch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.records import Dispatch, FocusSet, Goal, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words.choices import Act, MeetingState


@dataclass(frozen=True, slots=True)
class Milestone:
    """A decision: the row decided on, in Danish what was done, and what to do instead of undoing it, if anything.

    act is what can be reopened now; None where nothing can.
    """

    table: str
    row_id: str
    done: str
    instead: str = ""
    act: Act | None = None


def of(network: Network, changes: Iterable[Change]) -> Milestone | None:
    """The first decision on a row that an edit, as it was written, holds; None where it only edited or imported."""
    changes = tuple(changes)
    found = (
        _signed(change) or _approved(network, change) or _set(network, change) or _sent(network, change)
        for change in changes
    )
    return next(filter(None, found), None) or _year_begun(changes)


def is_reached(changes: Iterable[Change]) -> bool:
    """Whether an edit holds a decision."""
    return of(Network.empty(), changes) is not None


def _signed(change: Change) -> Milestone | None:
    values = change.after or {}
    if change.table != PlanVersion.TABLE:
        return None
    done = f"godkendelsen af handlingsplanen for {values.get('year')}, version {values.get('number')}"
    return Milestone(change.table, change.row_id, done, "Ret planen, og godkend en ny version.")


def _approved(network: Network, change: Change) -> Milestone | None:
    if change.table != Meeting.TABLE or not change.before or (change.after or {}).get("state") != MeetingState.APPROVED:
        return None
    meeting = network.find(Meeting, change.row_id)
    done = f"godkendelsen af referatet af {titles.meeting_title(meeting)}" if meeting else "godkendelsen af et referat"
    if not _is_locked(network, Act.APPROVED, meeting):
        return Milestone(change.table, change.row_id, done)
    return Milestone(change.table, change.row_id, done, "Skal referatet rettes, så genåbn det.", Act.APPROVED)


def _set(network: Network, change: Change) -> Milestone | None:
    if change.table != FocusSet.TABLE or not change.before or not (change.after or {}).get("set_on"):
        return None
    areas = network.find(FocusSet, change.row_id)
    year = f" for {areas.year}" if areas else ""
    done = f"fastsættelsen af indsatsområderne{year}"
    if not _is_locked(network, Act.SET, areas):
        return Milestone(change.table, change.row_id, done)
    return Milestone(change.table, change.row_id, done, "Skal de rettes, så genåbn fastsættelsen.", Act.SET)


def _sent(network: Network, change: Change) -> Milestone | None:
    if change.table != Dispatch.TABLE or not change.before or not (change.after or {}).get("sent_on"):
        return None
    dispatch = network.find(Dispatch, change.row_id)
    named = f" {quoted(dispatch.subject)}" if dispatch else ""
    done = f"markeringen af forsendelsen{named} som sendt"
    return Milestone(change.table, change.row_id, done, "Skal noget rettes, så skriv en ny forsendelse.")


def _is_locked(network: Network, act: Act, row: Meeting | FocusSet | None) -> bool:
    """Whether the decision stands, so that it can be reopened."""
    held = texts.standing(network, act, row) if row else None
    return held is not None and held.text is not None


def _year_begun(changes: tuple[Change, ...]) -> Milestone | None:
    """A plan added alone or with goals that go on; one added with its first goal is only an edit."""
    added = [change for change in changes if change.before is None and change.after is not None]
    plans = [change for change in added if change.table == Plan.TABLE]
    goals = [change.after or {} for change in added if change.table == Goal.TABLE]
    if not plans or not all(goal.get("continues_id") for goal in goals):
        return None
    year = (plans[0].after or {}).get("year")
    return Milestone(Plan.TABLE, plans[0].row_id, f"starten på planår {year}", "Året kan fjernes igen som helhed.")
