"""The follow-up sheet: the plan's goals with status, and room for notes (M17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.plan import goals as goals_of
from cbnet_desktop.domain.plan import plan, plan_text
from cbnet_desktop.domain.records import Goal, Plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, PARTS, SETTLED


@dataclass(frozen=True, slots=True)
class FollowedGoal:
    """A goal with its current status; dates are ISO text."""

    number: str
    text: str
    measure: str
    owner: str
    deadline: str
    is_overdue: bool
    status: str
    status_on: str
    result: str
    comment: str


@dataclass(frozen=True, slots=True)
class FollowedChapter:
    """The goals of one part and focus area; focus_area is empty for goals without one."""

    part: str
    focus_area: str
    goals: tuple[FollowedGoal, ...]


@dataclass(frozen=True, slots=True)
class FollowUpText:
    """The sheet of a plan year."""

    front: Front
    year: int
    overdue: int
    chapters: tuple[FollowedChapter, ...]


def content(network: Network, year: int, today: date) -> FollowUpText:
    """The plan's goals, as of today; raises Invalid where the year has no plan."""
    found = plan.of_year(network, year)
    if found is None:
        raise Invalid(f"Der er ingen handlingsplan for {year}. Opret den først.", table=Plan.TABLE)
    day = today.isoformat()
    numbers = plan.numbers(network, found)
    chapters = tuple(
        FollowedChapter(
            part=PARTS[part],
            focus_area=area.title if area else "",
            goals=tuple(_goal(network, goal, numbers[goal.id], day) for goal in goals),
        )
        for part, area, goals in plan.chapters(network, found)
    )
    return FollowUpText(
        front=front(
            network,
            f"Opfølgning på handlingsplan {year}",
            f"Status pr. {danish.long_date(day)}",
            f"Planår {year}, status pr. {danish.short_date(day)}",
            day,
        ),
        year=year,
        overdue=sum(goal.is_overdue for chapter in chapters for goal in chapter.goals),
        chapters=chapters,
    )


def _goal(network: Network, goal: Goal, number: str, today: str) -> FollowedGoal:
    return FollowedGoal(
        number=number,
        text=goal.text,
        measure=plan_text.measure(goal),
        owner=plan_text.owner(network, goal),
        deadline=goal.deadline or "",
        is_overdue=bool(goal.deadline) and (goal.deadline or "") < today and goal.status not in SETTLED,
        status=GOAL_STATUSES.get(goal.status, goal.status),
        status_on=goal.status_on or "",
        result=goal.result,
        comment=_comment(network, goal),
    )


def _comment(network: Network, goal: Goal) -> str:
    """The latest comment in the goal's reports; empty where it equals the goal's result."""
    comment = next((report.comment for report in goals_of.reports(network, goal) if report.comment.strip()), "")
    return "" if comment.strip() == goal.result.strip() else comment
