"""The action plan of a year: goals in order, sign-off and content (M16, M17, M23)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.records import FocusArea, Goal, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState, Part

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.plan_content import PlanContent, SignOff

NAMED_GOALS = 5
#: Content that changes during the year without making a signed plan out of date.
FOLLOW_UP = frozenset({"sign_off", "members", "wheel", "network", "is_fictional", "status", "result", "spent_ore"})


def of_year(network: Network, year: int) -> Plan | None:
    """The year's plan; the first by id where a merge brought two."""
    plans = [row for row in network.live(Plan) if row.year == year]
    return min(plans, key=lambda row: row.id, default=None)


def versions(network: Network, plan: Plan) -> list[PlanVersion]:
    """The plan's signed versions, oldest first."""
    found = [row for row in network.rows(PlanVersion) if row.plan_id == plan.id]
    return sorted(found, key=lambda row: (row.number or 0, row.signed_at, row.id))


def is_signed_twice(network: Network, plan: Plan) -> bool:
    """Whether two people signed off the newest version number separately, so that neither is valid yet (M23)."""
    numbers = [version.number for version in versions(network, plan)]
    return numbers.count(max(numbers, key=lambda number: number or 0)) > 1 if numbers else False


def source_meeting(network: Network, plan: Plan) -> Meeting | None:
    """The meeting that the plan is based on (M16)."""
    meeting = network.find(Meeting, plan.meeting_id)
    return None if meeting is None or meeting.archived else meeting


def preparing_meeting(network: Network, year: int) -> Meeting | None:
    """The annual meeting that the year's plan is based on, else the first that prepares the year (M16)."""
    made = of_year(network, year)
    source = source_meeting(network, made) if made else None
    if source and source.kind == MeetingKind.ANNUAL:
        return source
    return next(iter(meetings.preparing(network, year)), None)


def ensure(network: Network, year: int) -> tuple[str, tuple[Change, ...]]:
    """The id of the year's plan and, where it is missing, the change that adds it for the last annual meeting."""
    existing = of_year(network, year)
    if existing:
        return existing.id, ()
    candidates = meetings.preparing(network, year)
    held = [row for row in candidates if row.state in meetings.HELD] or candidates
    made = Plan.added({"year": year, "meeting_id": held[-1].id if held else None})
    return made.row_id, (made,)


def chapters(network: Network, plan: Plan) -> list[tuple[str, FocusArea | None, list[Goal]]]:
    """The plan's goals by part and focus area, in order; goals without focus area are the last chapter of a part."""
    areas = focus.of_year(network, plan.year)
    known = {area.id for area in areas}
    grouped: dict[tuple[str, str], list[Goal]] = {}
    for goal in network.live(Goal):
        if goal.plan_id == plan.id:
            area_id = goal.focus_area_id if goal.focus_area_id in known else None
            grouped.setdefault((goal.part, area_id or ""), []).append(goal)
    return [
        (part, area, sorted(grouped[key], key=_goal_order))
        for part in Part
        for area in (*areas, None)
        if (key := (str(part), area.id if area else "")) in grouped
    ]


def goals(network: Network, plan: Plan) -> list[Goal]:
    """The plan's goals in the order of the printed plan."""
    return [goal for _, _, found in chapters(network, plan) for goal in found]


def numbers(network: Network, plan: Plan) -> dict[str, str]:
    """By goal id the number of focus area and goal, for example »2.3«; goals without area follow the last area."""
    areas = focus.of_year(network, plan.year)
    heads = {area.id: index for index, area in enumerate(areas, 1)}
    counted: Counter[int] = Counter()
    found: dict[str, str] = {}
    outside = len(areas)
    for _, area, in_chapter in chapters(network, plan):
        if area is None:
            outside += 1
        head = heads[area.id] if area else outside
        for goal in in_chapter:
            counted[head] += 1
            found[goal.id] = f"{head}.{counted[head]}"
    return found


def lacks(goal: Goal) -> list[str]:
    """The fields that a goal lacks before sign-off, of owner and deadline (M17)."""
    missing = [] if goal.owner_person_id or goal.owner_organisation_id else ["owner_person_id"]
    return missing if goal.deadline else [*missing, "deadline"]


LACKING = {"owner_person_id": "ansvarlig", "deadline": "frist"}


def require_signable(network: Network, year: int) -> Plan:
    """The year's plan, complete for sign-off; raises Invalid with what is missing (M16, M17)."""
    plan = of_year(network, year)
    if plan is None:
        raise Invalid(
            f"Der er ingen handlingsplan for {year}. Opret planen og dens mål, før den godkendes.", table=Plan.TABLE
        )
    _require_goals(network, plan)
    _require_source(network, plan)
    return plan


def hindrances(network: Network, year: int) -> list[Invalid]:
    """All obstacles to signing off, one error for each thing to correct (M16, M17)."""
    plan = of_year(network, year)
    by_id = numbers(network, plan) if plan else {}
    found = [
        Invalid(
            f"Mål {by_id[goal.id]} {quoted(labels.short(goal.text, 50))} mangler {LACKING[name]}.",
            table=Goal.TABLE,
            row_id=goal.id,
            field=name,
        )
        for goal in (goals(network, plan) if plan else ())
        for name in lacks(goal)
    ]
    try:
        if plan and found:
            _require_source(network, plan)
        else:
            require_signable(network, year)
    except Invalid as refusal:
        found.append(refusal)
    return found


def _require_goals(network: Network, plan: Plan) -> None:
    ordered = goals(network, plan)
    if not ordered:
        raise Invalid(
            f"Handlingsplanen for {plan.year} har ingen mål. Skriv mindst ét mål, før planen godkendes.",
            table=Plan.TABLE,
            row_id=plan.id,
        )
    unready = [goal for goal in ordered if lacks(goal)]
    if not unready:
        return
    by_id = numbers(network, plan)
    named = [
        f"mål {by_id[goal.id]} {quoted(labels.short(goal.text, 40))} mangler "
        f"{danish.joined([LACKING[name] for name in lacks(goal)])}"
        for goal in unready[:NAMED_GOALS]
    ]
    rest = len(unready) - len(named)
    if rest:
        named.append(f"{rest} andre mål mangler også ansvarlig eller frist")
    sentence = "; ".join(named)
    raise Invalid(
        f"{sentence[0].upper()}{sentence[1:]}. Udfyld det, før planen godkendes.",
        table=Goal.TABLE,
        row_id=unready[0].id,
        field=lacks(unready[0])[0],
    )


def _require_source(network: Network, plan: Plan) -> None:
    meeting = source_meeting(network, plan)
    if meeting is None:
        message = (
            f"Handlingsplanen for {plan.year} mangler det årsmøde, den er udarbejdet på baggrund af. "
            "Vælg årsmødet på planen, før den godkendes."
        )
    elif meeting.kind != MeetingKind.ANNUAL:
        message = (
            f"Handlingsplanen bygger på {titles.meeting_title(meeting)}, som ikke er et årsmøde. "
            "Vælg årsmødet på planen, før den godkendes."
        )
    elif meeting.state != MeetingState.APPROVED:
        message = (
            f"Handlingsplanen bygger på {titles.meeting_title(meeting)}, hvis referat ikke er godkendt. "
            "Sæt mødets tilstand til »Referat godkendt«, før planen godkendes."
        )
    else:
        return
    raise Invalid(message, table=Plan.TABLE, row_id=plan.id, field="meeting_id")


def content(network: Network, year: int, today: date, sign_off: SignOff | None) -> PlanContent:
    """The content of the year's plan, without archived rows; raises Invalid where there is no plan.

    The members are those of today or, outside the plan year, of its first or last day.
    """
    from cbnet_desktop.domain.plan import plan_text
    from cbnet_desktop.domain.plan.plan_content import PlanContent

    plan = of_year(network, year)
    if plan is None:
        raise Invalid(f"Der er ingen handlingsplan for {year}. Opret den først.", table=Plan.TABLE)
    day = plan_text.members_day(year, today)
    by_id = numbers(network, plan)
    return PlanContent(
        network=network.profile.name,
        is_fictional=network.profile.fictional,
        year=year,
        title=plan.title or f"Handlingsplan {year}",
        foreword=plan.foreword,
        source_meeting=plan_text.source_meeting(source_meeting(network, plan)),
        focus_areas_set=plan_text.focus_areas_set(network, focus.set_of(network, year)),
        members=plan_text.members(network, day),
        focus_areas=plan_text.set_focus_areas(network, year),
        parts=plan_text.parts(network, chapters(network, plan), by_id),
        budget=plan_text.budget(network, year),
        wheel=wheel.events(network, year),
        sign_off=sign_off,
    )


def has_changed_since(network: Network, year: int, today: date, canonical: bytes) -> bool:
    """Whether the plan differs from a signed version's canonical JSON, or that version number was signed off twice.

    Follow-up (status, results, spending), the roster and the calendar change during the year and do not count.
    """
    plan = of_year(network, year)
    if plan and is_signed_twice(network, plan):
        return True
    now = json.loads(content(network, year, today, None).canonical())
    return bool(_decided(now) != _decided(json.loads(canonical)))


def _decided(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _decided(item) for key, item in value.items() if key not in FOLLOW_UP}
    if isinstance(value, list):
        return [_decided(item) for item in value]
    return value


def _goal_order(goal: Goal) -> tuple[object, ...]:
    return (goal.position is None, goal.position or 0, goal.deadline or "9", danish.sort_key(goal.text[:200]), goal.id)
