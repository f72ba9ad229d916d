"""The goals of two years side by side: continued, new and ended (M17, M22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.plan import plan, plan_text
from cbnet_desktop.domain.records import FocusArea, Goal, Plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, PARTS
from cbnet_desktop.domain.words.folding import plain


@dataclass(frozen=True, slots=True)
class ComparedGoal:
    """A goal in one of the two years."""

    number: str
    text: str
    part: str
    focus_area: str
    owner: str
    measure: str
    status: str
    result: str


@dataclass(frozen=True, slots=True)
class Continued:
    """A goal of the earlier year and the one that continues it."""

    before: ComparedGoal
    after: ComparedGoal


@dataclass(frozen=True, slots=True)
class ComparisonText:
    """The goals of year beside those of before, the year of the previous plan; each goal is in one group.

    is_first: there is no previous plan.
    """

    front: Front
    before: int
    year: int
    is_first: bool
    continued: tuple[Continued, ...]
    new: tuple[ComparedGoal, ...]
    ended: tuple[ComparedGoal, ...]


def content(network: Network, year: int, today: date) -> ComparisonText:
    """The plan of a year beside the previous one; raises Invalid where the year has no plan."""
    later = plan.of_year(network, year)
    if later is None:
        raise Invalid(f"Der er ingen handlingsplan for {year}. Opret den først.", table=Plan.TABLE)
    earlier = _plan_before(network, year)
    before = earlier.year if earlier else year - 1
    old, new = _goals(network, earlier), _goals(network, later)
    pairs = _pairs(plan.goals(network, earlier) if earlier else [], plan.goals(network, later))
    continuing = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
    day = today.isoformat()
    return ComparisonText(
        front=front(
            network,
            f"Målene i {before} og {year}",
            f"Sammenlignet {danish.long_date(day)}",
            f"Sammenlignet {danish.short_date(day)}",
            day,
        ),
        before=before,
        year=year,
        is_first=earlier is None,
        continued=tuple(Continued(old[one.id], new[other.id]) for one, other in pairs),
        new=tuple(text for goal_id, text in new.items() if goal_id not in continuing[1]),
        ended=tuple(text for goal_id, text in old.items() if goal_id not in continuing[0]),
    )


def _plan_before(network: Network, year: int) -> Plan | None:
    years = {row.year for row in network.live(Plan) if row.year < year}
    return plan.of_year(network, max(years)) if years else None


def _pairs(old: Sequence[Goal], new: Sequence[Goal]) -> list[tuple[Goal, Goal]]:
    """Earlier and later goal, in the later plan's order, by recorded continuation or else by equal text."""
    by_id = {goal.id: goal for goal in old}
    recorded = {goal.id: by_id[goal.continues_id] for goal in new if goal.continues_id in by_id}
    taken = {goal.id for goal in recorded.values()}
    by_words = {plain(goal.text): goal for goal in reversed(old) if goal.id not in taken}
    found = []
    for goal in new:
        earlier = recorded.get(goal.id) or by_words.pop(plain(goal.text), None)
        if earlier:
            found.append((earlier, goal))
    return found


def _goals(network: Network, found: Plan | None) -> dict[str, ComparedGoal]:
    if found is None:
        return {}
    numbers = plan.numbers(network, found)
    return dict(_texts(network, plan.chapters(network, found), numbers))


def _texts(
    network: Network, chapters: Iterable[tuple[str, FocusArea | None, list[Goal]]], numbers: dict[str, str]
) -> Iterable[tuple[str, ComparedGoal]]:
    for part, area, goals in chapters:
        for goal in goals:
            yield (
                goal.id,
                ComparedGoal(
                    number=numbers[goal.id],
                    text=goal.text,
                    part=PARTS[part],
                    focus_area=area.title if area else "",
                    owner=plan_text.owner(network, goal),
                    measure=plan_text.measure(goal),
                    status=GOAL_STATUSES.get(goal.status, goal.status),
                    result=goal.result,
                ),
            )
