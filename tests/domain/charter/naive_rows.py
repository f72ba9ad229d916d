"""What belongs to a year: its plan, meetings, focus areas and money, for the naive reckoning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbnet_desktop.domain.records import (
    Allocation,
    BudgetShare,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    NetworkProfile,
    Plan,
    PlanVersion,
)
from cbnet_desktop.domain.records.network import Network
from tests.domain.charter.naive_days import Ground

PARTS = {"central", "agency"}
OPEN, BROKEN = "open", "broken"
#: Something about a year is agreed at the earliest so many years before it.
YEARS_AHEAD = 5
#: How bad it is, and what is missing.
Fault = tuple[str, str]
Faults = Iterator[Fault]


class Rows(Ground):
    """A network's rows, year by year; signed has what each version of a plan held when it was signed."""

    def __init__(self, network: Network, signed: Mapping[str, object]) -> None:
        super().__init__(network)
        self.signed = signed
        self.firsts = [row.first_year for row in network.rows(NetworkProfile)]

    def plan(self, year: int) -> Plan | None:
        """The plan of a year: the one signed last, else the first."""
        plans = sorted((row for row in self.rows(Plan) if row.year == year), key=lambda row: row.id)
        for version in reversed(self.versions(year)):
            for row in plans:
                if row.id == version.plan_id:
                    return row
        return plans[0] if plans else None

    def versions(self, year: int) -> list[PlanVersion]:
        """The signed versions of a year in order."""
        found = [row for row in self.network.rows(PlanVersion) if row.year == year]
        return sorted(found, key=lambda row: (row.number or 0, row.signed_at, row.id))

    def goals(self, plan: Plan) -> list[Goal]:
        """The goals of a plan that stand in one of its parts."""
        return [row for row in self.rows(Goal) if row.plan_id == plan.id and row.part in PARTS]

    def areas(self, year: int) -> list[FocusArea]:
        """The focus areas of a year."""
        return [row for row in self.rows(FocusArea) if row.year == year]

    def focus_sets(self, year: int) -> list[FocusSet]:
        """The sets of focus areas of a year, the valid one first."""
        return sorted((row for row in self.rows(FocusSet) if row.year == year), key=lambda row: row.id)

    def meetings(self, year: int, *kinds: str) -> list[Meeting]:
        """The meetings of a calendar year that are not cancelled, by date."""
        found = [row for row in self.rows(Meeting) if row.kind in kinds and (row.held_on or "")[:4] == str(year)]
        return sorted(
            (row for row in found if row.state != "cancelled"),
            key=lambda row: (row.held_on or "", row.starts_at or "", row.id),
        )

    def source(self, plan: Plan) -> Meeting | None:
        """The meeting that a plan builds on."""
        meeting = self.network.find(Meeting, plan.meeting_id)
        return meeting if meeting and not meeting.archived else None

    def prepares(self, meeting: Meeting) -> int:
        """The plan year that an annual meeting is for: the coming one, unless the terms of its day say another."""
        day = meeting.held_on or ""
        return int(day[:4]) + self.network.charter_on(day).plan_year_offset

    def preparing(self, year: int) -> Meeting | None:
        """The annual meeting before a plan year: the one the plan names, else the latest free one, held ones first."""
        plan = self.plan(year)
        source = self.source(plan) if plan else None
        if source and source.kind == "annual":
            return source
        taken = {row.meeting_id for row in self.rows(Plan) if row.year != year}
        every = [row for one in range(year - 3, year + 1) for row in self.meetings(one, "annual")]
        free = [row for row in every if self.prepares(row) == year and row.id not in taken]
        return max(free, key=lambda row: (row.state in ("held", "approved"), every.index(row)), default=None)

    def missed_from(self, year: int) -> str:
        """The day from which the annual meeting before a plan year is missed."""
        meeting = self.preparing(year)
        held_in = next(
            (
                one
                for one in range(year, year - 4, -1)
                if one + self.network.charter_on(f"{one}-12-31").plan_year_offset == year
            ),
            year - 1,
        )
        if meeting:
            held_in = int((meeting.held_on or "")[:4])
        return f"{held_in}-{self.network.charter_on(f'{held_in}-12-31').annual_meeting_month:02}-01"

    def joint(self, row: BudgetShare) -> int | None:
        """The joint amount in øre."""
        if row.share_ore is not None:
            return row.share_ore
        if row.share_bp is None or row.earmarked_ore is None:
            return None
        return (2 * row.earmarked_ore * row.share_bp + 10_000) // 20_000

    def shares(self, year: int) -> list[BudgetShare]:
        """The year's shares."""
        return [row for row in self.rows(BudgetShare) if row.year == year]

    def pooled(self, year: int) -> list[BudgetShare]:
        """The year's shares of those who belong to the network in it."""
        return [row for row in self.shares(year) if row.organisation_id in self.libraries_in(year)]

    def decided(self, plan: Plan) -> object:
        """What a plan's signature covers: goals, meeting, focus areas and money, without what is reported later."""
        said = ("text", "part", "focus_area_id", "owner_person_id", "owner_organisation_id", "deadline")
        goals = {
            goal.id: tuple(goal.values()[name] for name in (*said, "indicator", "target")) for goal in self.goals(plan)
        }
        with_goals = {goal.focus_area_id for goal in self.goals(plan)}
        sets = self.focus_sets(plan.year)
        texts = sorted(text.id for row in sets[:1] for text in self.texts("set", row, row.set_on))
        areas = {
            area.id: (area.title, area.part, area.position)
            for area in self.areas(plan.year)
            if area.id in with_goals or not texts
        }
        shares = {
            row.id: (row.earmarked_ore, row.share_bp, self.joint(row), row.library_agreed_on, row.agency_agreed_on)
            for row in self.pooled(plan.year)
        }
        allocations = {
            row.id: (row.purpose, row.part, row.amount_ore) for row in self.rows(Allocation) if row.year == plan.year
        }
        source = self.source(plan)
        built_on = (source.id, source.held_on, source.place) if source else None
        return plan.title, plan.foreword, built_on, goals, texts, areas, shares, allocations


def has_been(day: str | None, today: str) -> bool:
    """Whether something happened by today."""
    return bool(day) and (day or "") <= today


def is_timely(day: str | None, year: int, today: str) -> bool:
    """Whether something about a year can have been agreed on a day, seen from today."""
    return has_been(day, today) and (day or "") >= f"{year - YEARS_AHEAD}-01-01"


def is_held(meeting: Meeting, today: str) -> bool:
    """Whether a meeting has been held by today."""
    return meeting.state in ("held", "approved") and has_been(meeting.held_on, today)


def is_over(year: int, today: str) -> bool:
    """Whether a year is over."""
    return today > f"{year}-12-31"


def late(year: int, today: str) -> str:
    """How bad it is that something of a year is missing: the year's end breaks the clause."""
    return BROKEN if is_over(year, today) else OPEN


def always(*_: object) -> bool:
    """For clauses that are due in every year."""
    return True


def has_plan(net: Rows, year: int, _: str) -> bool:
    """For clauses about a plan."""
    return net.plan(year) is not None
