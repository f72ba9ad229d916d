"""Adding goals to a year's plan, and their progress reports (M16, M17)."""

from __future__ import annotations

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, Goal, GoalReport, Plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network

NEW_TEXT = "Nyt mål"


def added(
    network: Network, year: int, *, like: Goal | None = None, item: AgendaItem | None = None
) -> tuple[Change, ...]:
    """The change that adds a goal, last, in the chapter of like or derived from an item; before it a missing plan.

    The decision of a closed item is not copied, because the plan is public.
    """
    plan_id, made = plan.ensure(network, year)
    values = {"plan_id": plan_id, **new_values(network, year, like)}
    if item is not None:
        values |= {"agenda_item_id": item.id, "text": (not item.closed and item.decision.strip()) or NEW_TEXT}
    return (*made, Goal.added(values))


def new_values(network: Network, year: int, like: Goal | None) -> dict[str, Value]:
    """The values of a new goal of a year's plan, last, in the chapter of like or else in the first one."""
    found = plan.of_year(network, year)
    values: dict[str, Value] = {"text": NEW_TEXT, "position": _next_position(network, found)}
    if like is not None and found is not None and like.plan_id == found.id:
        values |= {"part": like.part, "level": like.level, "focus_area_id": like.focus_area_id}
    elif areas := focus.of_year(network, year):
        first = areas[0]
        values |= {"part": first.part, "level": first.level, "focus_area_id": first.id}
    return values


def reports(network: Network, goal: Goal) -> list[GoalReport]:
    """The progress reports on a goal, newest first (M17)."""
    found = network.where(GoalReport, "goal_id", goal.id)
    return sorted(found, key=lambda row: (row.reported_on or "", row.id), reverse=True)


def _next_position(network: Network, found: Plan | None) -> int | None:
    """The position after all goals; None where some have none, because those are sorted last."""
    positions = [goal.position for goal in plan.goals(network, found)] if found else []
    numbers = [position for position in positions if position is not None]
    return max(numbers, default=0) + 1 if len(numbers) == len(positions) else None
