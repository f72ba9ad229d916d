"""The action plan of a year: goals in order, sign-off and content (M16, M17, M23)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.records import Annex, FocusArea, Goal, Meeting, NetworkProfile, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import UNKNOWN_COMPUTER
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingKind, Part

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.plan_content import PlanContent, Revision, SignOff


def of_year(network: Network, year: int) -> Plan | None:
    """The year's plan; where a merge brought two, the one signed last, else the first by id."""
    plans = network.where(Plan, "year", year)
    if len(plans) < 2:
        return plans[0] if plans else None
    signed = {version.plan_id: place for place, version in enumerate(versions(network, year), 1)}
    return min(plans, key=lambda row: (-signed.get(row.id, 0), row.id))


def versions(network: Network, year: int) -> list[PlanVersion]:
    """The signed versions of a year that count, oldest first, whatever has become of the plan row signed (M23)."""
    return [version for version in all_versions(network, year) if not network.is_from_stranger(version)]


def strange_versions(network: Network, year: int) -> list[PlanVersion]:
    """Those that do not count yet, because they were signed on a computer that nobody known knows (M23)."""
    return [version for version in all_versions(network, year) if network.is_from_stranger(version)]


def all_versions(network: Network, year: int) -> list[PlanVersion]:
    """Every signed version of a year, oldest first."""
    found = [row for row in network.rows(PlanVersion) if row.year == year]
    return sorted(found, key=lambda row: (row.number or 0, row.signed_at, row.id))


def require_known(network: Network, version: PlanVersion) -> None:
    """Raises Invalid for a version that does not count yet, which is shown and printed as no signed plan (M23)."""
    if network.is_from_stranger(version):
        raise Invalid(
            f"{strange_sentence(version)} Den vises og udskrives derfor ikke som godkendt.",
            table=PlanVersion.TABLE,
            row_id=version.id,
        )


def strange_sentence(version: PlanVersion) -> str:
    """What is said of a version that does not count yet, and what makes it count."""
    return (
        f"Version {version.number} af handlingsplanen for {version.year} er {UNKNOWN_COMPUTER} af "
        f"{version.signed_by or 'nogen'}. Den gælder først, når en, der er kendt, siger »Kender den« om computeren."
    )


def next_number(network: Network, year: int) -> int:
    """The number of the year's next version (M23)."""
    return max((version.number or 0 for version in all_versions(network, year)), default=0) + 1


def is_signed_twice(network: Network, year: int) -> bool:
    """Whether two people signed off the newest version number separately, so that neither is valid yet (M23)."""
    numbers = [version.number for version in versions(network, year)]
    return numbers.count(max(numbers, key=lambda number: number or 0)) > 1 if numbers else False


def source_meeting(network: Network, plan: Plan) -> Meeting | None:
    """The meeting that the plan is based on (M16)."""
    meeting = network.find(Meeting, plan.meeting_id)
    return None if meeting is None or meeting.archived else meeting


def carried_by(network: Network, meeting: Meeting) -> list[Plan]:
    """The plans based on a meeting, by year; a merge alone can make them more than one (M16)."""
    found = network.where(Plan, "meeting_id", meeting.id)
    return sorted(found, key=lambda row: (row.year or 0, row.id))


def offered_meeting(network: Network, year: int) -> Meeting | None:
    """The annual meeting proposed for a year's plan: of those that fit and carry no other plan, the latest (M16).

    One that was held is preferred.
    """
    free = [
        meeting
        for meeting in meetings.preparing(network, year)
        if all(row.year == year for row in carried_by(network, meeting))
    ]
    held = [meeting for meeting in free if meeting.state in meetings.HELD]
    return next(reversed(held or free), None)


def preparing_meeting(network: Network, year: int) -> Meeting | None:
    """The annual meeting that prepares a year: the plan's own choice, else the one proposed (M9, M13, M16)."""
    made = of_year(network, year)
    source = source_meeting(network, made) if made else None
    if source and source.kind == MeetingKind.ANNUAL:
        return source
    return offered_meeting(network, year)


def preparing_year(network: Network, year: int) -> int:
    """The calendar year of the annual meeting that prepares a year, else by the terms of reference (M9, M13, M16)."""
    meeting = preparing_meeting(network, year)
    return int(meeting.held_on[:4]) if meeting and meeting.held_on else meetings.preparing_year(network, year)


def is_first(network: Network, year: int) -> bool:
    """Whether a year's plan is or would be the network's first, which has no annual meeting before it (M16)."""
    is_earliest = not any(row.year and row.year < year and _is_kept(network, row) for row in network.live(Plan))
    return is_earliest and any(year <= row.first_year for row in network.rows(NetworkProfile) if row.first_year)


def has_begun(network: Network, year: int) -> bool:
    """Whether the network is kept here in a plan year: from its first year on, or earlier where its plan is."""
    firsts = [row.first_year for row in network.rows(NetworkProfile) if row.first_year]
    found = of_year(network, year)
    return all(year >= first for first in firsts) or (found is not None and _is_kept(network, found))


def _is_kept(network: Network, row: Plan) -> bool:
    """Whether a plan of a year before the network's first is kept here, and is not only a place for its old paper."""
    if any(row.year >= profile.first_year for profile in network.rows(NetworkProfile)):
        return True
    is_named = bool(network.where(Goal, "plan_id", row.id) or all_versions(network, row.year))
    return is_named or not network.where(Annex, "plan_id", row.id)


def ensure(network: Network, year: int) -> tuple[str, tuple[Change, ...]]:
    """The id of the year's plan and, where it is missing, the change that adds it for the meeting proposed."""
    existing = of_year(network, year)
    if existing:
        return existing.id, ()
    offered = offered_meeting(network, year)
    made = Plan.added({"year": year, "meeting_id": offered.id if offered else None})
    return made.row_id, (made,)


def chapters(network: Network, plan: Plan) -> list[tuple[str, FocusArea | None, list[Goal]]]:
    """The plan's goals by part and focus area, in order; goals without focus area are the last chapter of a part."""
    areas = focus.of_year(network, plan.year)
    known = {area.id for area in areas}
    grouped: dict[tuple[str, str], list[Goal]] = {}
    for goal in network.where(Goal, "plan_id", plan.id):
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


LACKING = {"owner_person_id": "ingen ansvarlig", "deadline": "ingen frist"}


def content(
    network: Network, year: int, today: date, sign_off: SignOff | None, revision: Revision | None = None
) -> PlanContent:
    """The content of the year's plan, without archived rows; raises Invalid where there is no plan.

    The members are those of today or, outside the plan year, of its first or last day.
    """
    from cbnet_desktop.domain.plan import plan_text

    plan = of_year(network, year)
    if plan is None:
        raise Invalid(f"Der er ingen handlingsplan for {year}. Opret den først.", table=Plan.TABLE)
    day = today.isoformat()
    return replace(
        decided(network, plan),
        focus_areas_set=plan_text.focus_areas_set(network, focus.set_of(network, year), day),
        budget=plan_text.budget(network, year, day),
        members=plan_text.members(network, plan_text.members_day(year, today)),
        wheel=wheel.events(network, year),
        sign_off=sign_off,
        revision=revision,
    )


def decided(network: Network, plan: Plan) -> PlanContent:
    """The content of a plan without its members and annual wheel, which nobody decides on."""
    from cbnet_desktop.domain.plan import plan_text
    from cbnet_desktop.domain.plan.plan_content import PlanContent

    source, focus_set = source_meeting(network, plan), focus.set_of(network, plan.year)
    return PlanContent(
        network=network.profile.name,
        is_fictional=network.profile.fictional,
        year=plan.year,
        title=plan.title or f"Handlingsplan {plan.year}",
        foreword=plan.foreword,
        source_meeting=plan_text.source_meeting(source),
        source_meeting_key=" ".join((source.id, source.held_on or "-")) if source else "",
        focus_areas_set=plan_text.focus_areas_set(network, focus_set),
        focus_areas_set_key=plan_text.focus_set_key(focus_set),
        members=(),
        focus_areas=plan_text.set_focus_areas(network, plan.year),
        parts=plan_text.parts(network, chapters(network, plan), numbers(network, plan)),
        budget=plan_text.budget(network, plan.year),
        wheel=(),
        sign_off=None,
    )


def revision(network: Network, year: int, today: date, version: PlanVersion, signed: PlanContent) -> Revision:
    """What a draft says of itself beside the newest signed version and its content (M23)."""
    from cbnet_desktop.domain.plan import plan_differences
    from cbnet_desktop.domain.plan.plan_content import Revision

    has_changed = has_changed_since(network, version)
    found = plan_differences.differences(signed, content(network, year, today, None)) if has_changed else []
    return Revision(version.number or 0, version.signed_at, version.signed_by, has_changed, tuple(found))


def has_changed_since(network: Network, version: PlanVersion) -> bool:
    """Whether the year's plan differs from a signed version, or that version number was signed off twice (M23).

    Follow-up (status, results, spending), the roster, the calendar and new names do not count.
    """
    plan = of_year(network, version.year)
    if plan is None or is_signed_twice(network, version.year):
        return True
    return decided(network, plan).decided_sha256 != version.decided_sha256


def _goal_order(goal: Goal) -> tuple[object, ...]:
    return (goal.position is None, goal.position or 0, goal.deadline or "9", danish.sort_key(goal.text[:200]), goal.id)
