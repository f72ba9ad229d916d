"""Starting a plan year from the one before: open goals are carried over, nothing else (M22)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import FocusArea, Goal, Meeting, Organisation, Person, Plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import GoalStatus

OPEN = frozenset({str(GoalStatus.NOT_STARTED), str(GoalStatus.UNDER_WAY)})
#: The fields copied with a goal; its status, result and origin belong to the old year.
CARRIED = ("text", "audience", "part", "level", "indicator", "baseline", "target", "unit")


@dataclass(frozen=True, slots=True)
class NewYear:
    """What starting a year would do; the open goals are proposed, the unmet ones can be chosen as well."""

    year: int
    existing: Plan | None
    source: Meeting | None
    open_goals: tuple[Goal, ...]
    unmet_goals: tuple[Goal, ...]
    carried: int
    """The number of goals of the year before that the year's plan already continues."""
    seats: int
    vacant: tuple[str, ...]

    @property
    def offered(self) -> tuple[Goal, ...]:
        """Every goal that can be carried over."""
        return (*self.open_goals, *self.unmet_goals)


def look(network: Network, year: int) -> NewYear:
    """What starting the year would do; raises Invalid where it has started and nothing is left to carry over."""
    existing, before = plan.of_year(network, year), plan.of_year(network, year - 1)
    old = plan.goals(network, before) if before else []
    known = _continued(network, existing)
    left = [goal for goal in old if goal.id not in known and goal.status != GoalStatus.MET]
    if existing and not left:
        raise Invalid(
            f"Planår {year} er allerede startet, og alle åbne mål fra {year - 1} er ført videre. "
            "Ret handlingsplanen på fanen Handlingsplan."
        )
    first_day = f"{year}-01-01"
    seats = roster.seats_on(network, first_day)
    return NewYear(
        year,
        existing,
        plan.preparing_meeting(network, year),
        tuple(goal for goal in left if goal.status in OPEN),
        tuple(goal for goal in left if goal.status not in OPEN),
        sum(goal.id in known for goal in old),
        len(seats),
        tuple(
            seat_names.on(network, seat, first_day)
            for seat in seats
            if roster.sitting(network, seat, first_day) is None
        ),
    )


def changes(network: Network, year: int, chosen: Collection[str] | None = None) -> tuple[Change, ...]:
    """The changes that add a missing plan, and copies of the goals chosen by id (None: the open ones), not started.

    Raises Invalid where nothing would be done or a goal cannot be carried over.
    """
    found = look(network, year)
    wanted = {goal.id for goal in found.open_goals} if chosen is None else set(chosen)
    if unknown := wanted - {goal.id for goal in found.offered}:
        raise Invalid(
            f"{len(unknown)} af de valgte mål kan ikke føres videre til {year}: de er indfriet, ført videre allerede "
            f"eller hører ikke til {year - 1}. Vælg blandt de åbne mål."
        )
    plan_id, made = plan.ensure(network, year)
    goals = [goal for goal in found.offered if goal.id in wanted]
    if not goals and not made:
        raise Invalid(f"Planår {year} er allerede startet. Vælg mindst ét mål fra {year - 1} at føre videre.")
    last = max((goal.position or 0 for goal in plan.goals(network, found.existing)), default=0) if found.existing else 0
    copies = [
        _copy(network, goal, year, {"plan_id": plan_id, "position": last + number})
        for number, goal in enumerate(goals, 1)
    ]
    return (*made, *copies)


def label(year: int, edit: Collection[Change]) -> str:
    """The label of the edit, for example »Planår 2016 startet, 3 mål ført videre«."""
    goals = sum(change.table == Goal.TABLE for change in edit)
    started = f"Planår {year} startet" if any(change.table == Plan.TABLE for change in edit) else ""
    carried = f"{goals} mål ført videre" + ("" if started else f" til {year}") if goals else ""
    return ", ".join(part for part in (started, carried) if part)


def outlook(found: NewYear, chosen: int) -> tuple[str, ...]:
    """Danish sentences on what will be done with the number of goals chosen, and what will not."""
    year = found.year
    on = f" på baggrund af {titles.meeting_title(found.source)}" if found.source else ""
    if found.existing:
        first = f"Handlingsplanen for {year} findes allerede og bliver, som den er."
    elif on:
        first = f"Handlingsplanen for {year} oprettes{on}."
    else:
        first = f"Handlingsplanen for {year} oprettes. Vælg årsmødet på fanen Handlingsplan, når det er indkaldt."
    goals = f"{chosen} mål føres videre fra {year - 1} som ikke påbegyndt. Frister før {year} flyttes et år."
    vacancy = f" {danish.joined(list(found.vacant))} er ubesat 01.01.{year}." if found.vacant else ""
    return (
        first,
        goals if chosen else f"Ingen mål føres videre fra {year - 1}.",
        f"De {found.seats} pladser følger med efter udpegningernes datoer.{vacancy}",
        f"Indsatsområder, budgetandele og møder i {year} røres ikke.",
    )


def _continued(network: Network, existing: Plan | None) -> set[str]:
    """The ids of the goals that the year's plan continues."""
    rows = [goal for goal in network.live(Goal) if existing and goal.plan_id == existing.id]
    return {goal.continues_id for goal in rows if goal.continues_id}


def _copy(network: Network, goal: Goal, year: int, values: dict[str, Value]) -> Change:
    person = network.find(Person, goal.owner_person_id)
    organisation = network.find(Organisation, goal.owner_organisation_id)
    values |= {name: getattr(goal, name) for name in CARRIED}
    values |= {
        "focus_area_id": _area(network, goal, year),
        "owner_person_id": person.id if person and not person.archived else None,
        "owner_organisation_id": organisation.id if organisation and _is_there(network, organisation, year) else None,
        "deadline": _deadline(goal.deadline, year),
        "continues_id": goal.id,
    }
    return Goal.added(values)


def _is_there(network: Network, organisation: Organisation, year: int) -> bool:
    """Whether an organisation can still own a goal in the year."""
    if roster.is_central(organisation):
        return not organisation.archived and roster.belongs(network, organisation, f"{year}-01-01", f"{year}-12-31")
    return not organisation.archived


def _area(network: Network, goal: Goal, year: int) -> str | None:
    """The id of the year's focus area that continues the goal's or has its title; None where there is none."""
    old = network.find(FocusArea, goal.focus_area_id)
    if old is None:
        return None
    areas = focus.of_year(network, year)
    title = danish.sort_key(old.title)
    continuing = [area for area in areas if area.continues_id == old.id]
    same = [area for area in areas if danish.sort_key(area.title) == title]
    return next((area.id for area in (*continuing, *same)), None)


def _deadline(old: str | None, year: int) -> str | None:
    return dates.months_later(old, 12) if old and old < f"{year}-01-01" else old
