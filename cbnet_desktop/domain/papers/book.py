"""The book of all years: signed plans, members, decisions and budgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.papers import roster
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.papers.roster import RosterText
from cbnet_desktop.domain.plan import plan, plan_text
from cbnet_desktop.domain.plan.plan_content import BudgetText, PlanContent
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_STATES

TITLE = "Alle år"


@dataclass(frozen=True, slots=True)
class DecisionText:
    """An agenda item and its decision."""

    number: str
    title: str
    decision: str


@dataclass(frozen=True, slots=True)
class MeetingText:
    """A meeting and its decisions; closed is the number of closed items left out."""

    title: str
    state: str
    is_held: bool
    decisions: tuple[DecisionText, ...]
    closed: int


@dataclass(frozen=True, slots=True)
class BookYear:
    """One year; plan is None where there is none."""

    year: int
    plan: PlanContent | None
    roster: RosterText
    meetings: tuple[MeetingText, ...]
    budget: BudgetText


@dataclass(frozen=True, slots=True)
class BookText:
    """Every year of the network, first to last."""

    front: Front
    years: tuple[BookYear, ...]


def content(network: Network, today: date, signed: Mapping[int, PlanContent], until: int | None = None) -> BookText:
    """All years until one, by default the last; signed has the newest signed plan by year.

    A plan that is not signed off is shown as of today. Raises Invalid where the network begins later.
    """
    known = years_of(network)
    years = [year for year in known if until is None or year <= until]
    if known and not years:
        raise Invalid(f"Der er ingen år til og med {until}. Netværkets første år er {known[0]}.")
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else "Ingen år endnu"
    day = today.isoformat()
    return BookText(
        front=front(
            network,
            f"{TITLE}: planer, medlemmer, beslutninger og budget",
            span,
            f"{span}, samlet {danish.short_date(day)}",
            day,
        ),
        years=tuple(_year(network, year, today, signed.get(year)) for year in years),
    )


def newest_versions(network: Network) -> dict[int, PlanVersion]:
    """The newest signed version of each year's plan, by year."""
    signed = {year: plan.versions(network, year) for year in years_of(network)}
    return {year: versions[-1] for year, versions in signed.items() if versions}


def years_of(network: Network) -> list[int]:
    """The years with a plan or a signed version of one, focus areas, meetings, shares or allocations."""
    found = {row.year for row in network.live(Plan)} | {row.year for row in network.live(FocusArea)}
    found |= {row.year for row in network.rows(PlanVersion) if row.year}
    found |= {row.year for row in network.live(BudgetShare)} | {row.year for row in network.live(Allocation)}
    found |= {int(row.held_on[:4]) for row in network.live(Meeting) if row.held_on}
    return sorted(found)


def _year(network: Network, year: int, today: date, signed: PlanContent | None) -> BookYear:
    found = signed
    if found is None and plan.of_year(network, year):
        found = plan.content(network, year, today, None)
    return BookYear(
        year=year,
        plan=found,
        roster=roster.content(network, plan_text.members_day(year, today), is_internal=False),
        meetings=tuple(_meeting(network, meeting, today.isoformat()) for meeting in meetings.of_year(network, year)),
        budget=plan_text.budget(network, year, today.isoformat()),
    )


def _meeting(network: Network, meeting: Meeting, day: str) -> MeetingText:
    items = meetings.agenda(network, meeting)
    return MeetingText(
        title=titles.meeting_title(meeting),
        state=MEETING_STATES.get(meetings.state_by(meeting, day), meeting.state),
        is_held=meetings.is_held(meeting, day),
        decisions=tuple(
            DecisionText("" if item.position is None else str(item.position), item.title, item.decision)
            for item in items
            if item.decision.strip() and not item.closed
        ),
        closed=sum(item.closed for item in items),
    )
