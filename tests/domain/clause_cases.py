"""For each clause of the terms of reference a network that keeps it, one that leaves it open and one that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import assessments, focus, involvement
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    AgendaItem,
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    Allocation,
    Appointment,
    Assessment,
    BudgetShare,
    Charter,
    Experience,
    FocusSet,
    Goal,
    GroupMember,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Offer,
    Organisation,
    Plan,
    Seat,
    Task,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words.choices import Level
from tests.building import NOVEMBER, Building

Step = Callable[[Building], object]
IN_YEAR, AFTER = "2015-11-24", "2016-02-01"


@dataclass(frozen=True, slots=True)
class Case:
    """What is done to plan year 2015 in order, and the state of a clause then, for a year on a day."""

    clause: str
    state: State
    step: Step
    year: int = 2015
    today: str = NOVEMBER

    def __str__(self) -> str:
        return f"{self.clause} {self.state.replace(' ', '-')}"


def nothing(_: Building) -> None:
    """The year stays as it is."""


def first_charter(building: Building) -> Charter:
    return next(building.network.rows(Charter))


def postpone_charter(building: Building) -> None:
    building.set(Charter, first_charter(building).id, valid_from="2016-01-01")


def merge_second_charter(building: Building) -> None:
    building.merge_new(Charter, valid_from=first_charter(building).valid_from)


def end_term_in_odense(building: Building) -> None:
    term = roster.holder(building.network, building.seat("Odense"), NOVEMBER)
    assert term
    building.set(Appointment, term.id, ends_on="2014-06-30")


def merge_second_term_in_odense(building: Building) -> None:
    building.merge_new(
        Appointment,
        seat_id=building.seat("Odense").id,
        person_id=building.person("Vejles repræsentant").id,
        role="representative",
        starts_on="2014-01-01",
    )


def goals(building: Building) -> list[Goal]:
    found = plan.of_year(building.network, 2015)
    assert found
    return plan.goals(building.network, found)


def archive_agency_goals(building: Building) -> None:
    for goal in goals(building):
        if goal.part == "agency":
            building.set(Goal, goal.id, archived=True)


def framework(building: Building, **values: str | None) -> str:
    """A framework agreement between KBE and every central library, with one clause; the clause's id."""
    dates: dict[str, str | None] = {
        "starts_on": "2014-01-01",
        "ends_on": "2017-12-31",
        "signed_on": "2013-12-02",
        **values,
    }
    agreement_id = building.add(Agreement, title="Rammeaftale 2014–2017", **dates)
    for organisation in building.network.live(Organisation):
        if organisation.kind in ("agency", "central_library"):
            building.add(AgreementParty, agreement_id=agreement_id, organisation_id=organisation.id)
    return building.add(AgreementClause, agreement_id=agreement_id, number="3", title="Kompetenceudvikling")


def fitted_portfolio(building: Building) -> str:
    clause_id = framework(building)
    task_id = building.add(Task, title="Fælles temadage", starts_on="2015-01-01", ends_on="2015-12-31")
    building.add(TaskClause, task_id=task_id, clause_id=clause_id)
    return task_id


def offers_in_every_region(building: Building) -> None:
    area, other = focus.of_year(building.network, 2015)
    for number, library in enumerate(roster.every_central_library(building.network), 1):
        area_id = area.id if number % 2 else other.id
        building.add(
            Offer,
            title=f"Kursus {library.short_name}",
            host_id=library.id,
            starts_on=f"2015-{number:02}-10",
            focus_area_id=area_id,
        )


def offer_in_odense_alone(building: Building) -> None:
    building.add(Offer, title="Kursus", host_id=building.library("Odense").id, starts_on="2015-03-10")


def experience_on_every_level(building: Building) -> None:
    for level in Level:
        building.add(Experience, title="Læsecirkel", level=str(level), tried_on="2015-04-01")


def draft(building: Building, *libraries: str) -> str:
    """A draft of an involvement agreement on the central part's focus area; its id."""
    area = focus.of_year(building.network, 2015)[0]
    row_id = building.add(Involvement, focus_area_id=area.id, content="Temadag")
    for name in libraries:
        building.add(InvolvedLibrary, involvement_id=row_id, organisation_id=building.library(name).id)
    return row_id


def involvement_with_consent(building: Building) -> None:
    row_id = draft(building, "Odense", "Vejle")
    row = building.network.get(Involvement, row_id)
    for library in involvement.libraries(building.network, row):
        building.set(InvolvedLibrary, library.id, consented_on="2014-11-20")
    building.apply([involvement.agreed(building.network, row, "2014-11-21")])


def merge_agreed_without_consent(building: Building) -> None:
    building.merge_set(Involvement, draft(building, "Odense"), state="agreed", agreed_on="2014-11-21")


def assess_every_area(building: Building) -> None:
    for area in focus.of_year(building.network, 2015):
        building.apply(assessments.asked_for(building.network, area)[:1])
        row = assessments.of_area(building.network, area)[0]
        building.set(Assessment, row.id, text="Gav nye netværk.", assessed_on="2015-10-01")


def agreement(building: Building, kind: str, *, is_carried: bool = True) -> str:
    """A partnership or a programme of KBE's own, not signed yet; its id."""
    row_id = building.add(
        Agreement, kind=kind, title="Digital dannelse", purpose="Kurser", starts_on="2014-01-01", ends_on="2016-12-31"
    )
    if is_carried:
        odense = building.library("Odense").id
        building.add(AgreementTask, agreement_id=row_id, organisation_id=odense, text="Temadag på Fyn")
    return row_id


def partnership_with_partner(building: Building) -> str:
    row_id = agreement(building, "partnership")
    partner_id = building.add(Organisation, name="Digitaliseringsstyrelsen", kind="other")
    building.add(AgreementParty, agreement_id=row_id, organisation_id=partner_id)
    building.set(Agreement, row_id, signed_on="2013-12-01")
    return row_id


def merge_signed_without_partner(building: Building) -> None:
    building.merge_set(Agreement, agreement(building, "partnership"), signed_on="2013-12-01")


def the_set(building: Building) -> FocusSet:
    found = focus.set_of(building.network, 2015)
    assert found
    return found


def merge_foreign_setter(building: Building) -> None:
    setter = building.person("Odenses repræsentant").id
    building.merge_set(FocusSet, the_set(building).id, set_by_id=setter)


def source(building: Building) -> Meeting:
    found = plan.of_year(building.network, 2015)
    assert found
    meeting = plan.source_meeting(building.network, found)
    assert meeting
    return meeting


def annual_meeting_without_a_topic(building: Building) -> None:
    meeting_id = building.meeting("annual", "2015-11-10")
    meeting = building.network.get(Meeting, meeting_id)
    item = next(row for row in meetings.agenda(building.network, meeting) if row.topic)
    building.set(AgendaItem, item.id, archived=True)


def merge_emptied_minutes(building: Building) -> None:
    item = next(row for row in meetings.agenda(building.network, source(building)) if row.topic)
    building.merge_set(AgendaItem, item.id, outcome="")


def plan_from_a_planning_meeting(building: Building) -> None:
    found = plan.of_year(building.network, 2015)
    assert found
    building.merge_set(Plan, found.id, meeting_id=building.meeting("planning", "2014-06-01"))


def working_group(building: Building, *, has_lead: bool = True, **values: str | None) -> str:
    group_id = building.add(WorkingGroup, name="Fælles kurser", starts_on="2014-01-01", **values)
    member = building.person("Odenses repræsentant").id
    building.add(GroupMember, group_id=group_id, person_id=member, is_lead=has_lead)
    return group_id


def group_decided_without_decision(building: Building) -> None:
    item = meetings.agenda(building.network, source(building))[0]
    working_group(building, decided_item_id=item.id)


def five_planning_meetings(building: Building) -> str:
    return [building.meeting("planning", f"2015-0{month}-03") for month in range(1, 6)][-1]


def five_with_a_reason(building: Building) -> None:
    building.set(Meeting, five_planning_meetings(building), note="Ny rammeaftale krævede et ekstra møde.")


def five_held(building: Building) -> None:
    five_planning_meetings(building)
    for meeting in meetings.planning_of(building.network, 2015):
        building.set(Meeting, meeting.id, state="held")


def share(building: Building) -> BudgetShare:
    return budget.shares(building.network, 2015)[0]


def merge_share_above_earmarked(building: Building) -> None:
    building.merge_set(BudgetShare, share(building).id, share_bp=None, share_ore=60_000_000)


def assess_every_goal(building: Building) -> None:
    for goal in goals(building):
        building.set(Goal, goal.id, status="met")


def merge_version(building: Building, number: int = 1) -> None:
    building.sign(2015, number, signed_at="2014-12-01T10:00:00Z")


def merge_two_first_versions(building: Building) -> None:
    merge_version(building)
    merge_version(building)


def archive_seat(building: Building) -> None:
    building.set(Seat, building.seat("Odense").id, archived=True)


KEPT, OPEN, BROKEN = State.KEPT, State.OPEN, State.BROKEN
CASES = (
    Case("M1", KEPT, nothing),
    Case("M1", OPEN, postpone_charter),
    Case("M1", BROKEN, merge_second_charter),
    Case("M2", KEPT, nothing),
    Case("M2", OPEN, lambda one: one.set(Organisation, one.library("Odense").id, region="")),
    Case("M2", BROKEN, lambda one: one.set(Organisation, one.library("KBE").id, archived=True)),
    Case("M3", KEPT, nothing),
    Case("M3", OPEN, end_term_in_odense, today=IN_YEAR),
    Case("M3", BROKEN, archive_seat),
    Case("M4", KEPT, nothing),
    Case("M4", OPEN, archive_agency_goals),
    Case("M4", BROKEN, lambda one: one.merge_set(Goal, goals(one)[0].id, part="")),
    Case("M5", KEPT, fitted_portfolio),
    Case("M5", OPEN, framework),
    Case("M5", BROKEN, nothing, today=AFTER),
    Case("M6", KEPT, offers_in_every_region),
    Case("M6", OPEN, offer_in_odense_alone, today=IN_YEAR),
    Case("M6", BROKEN, offer_in_odense_alone, today=AFTER),
    Case("M7", KEPT, experience_on_every_level, today=IN_YEAR),
    Case("M7", OPEN, nothing, today=IN_YEAR),
    Case("M7", BROKEN, nothing, today=AFTER),
    Case("M8", KEPT, involvement_with_consent, today=IN_YEAR),
    Case("M8", OPEN, draft),
    Case("M8", BROKEN, merge_agreed_without_consent),
    Case("M9", KEPT, assess_every_area, year=2016, today=IN_YEAR),
    Case("M9", OPEN, nothing, year=2016, today=IN_YEAR),
    Case("M9", BROKEN, nothing, year=2016, today=AFTER),
    Case("M10", KEPT, partnership_with_partner),
    Case("M10", OPEN, lambda one: agreement(one, "partnership")),
    Case("M10", BROKEN, merge_signed_without_partner),
    Case("M11", KEPT, lambda one: agreement(one, "own_programme")),
    Case("M11", OPEN, lambda one: agreement(one, "own_programme", is_carried=False)),
    Case("M11", BROKEN, lambda one: agreement(one, "own_programme", is_carried=False), today=AFTER),
    Case("M12", KEPT, nothing),
    Case("M12", OPEN, end_term_in_odense),
    Case("M12", BROKEN, merge_second_term_in_odense),
    Case("M13", KEPT, nothing),
    Case("M13", OPEN, lambda one: one.reopen(the_set(one).id)),
    Case("M13", BROKEN, merge_foreign_setter),
    Case("M14", KEPT, nothing, year=2014),
    Case("M14", OPEN, nothing, today=IN_YEAR),
    Case("M14", BROKEN, nothing, today=AFTER),
    Case("M15", KEPT, nothing),
    Case("M15", OPEN, annual_meeting_without_a_topic),
    Case("M15", BROKEN, merge_emptied_minutes),
    Case("M16", KEPT, nothing),
    Case("M16", OPEN, lambda one: one.reopen(source(one).id)),
    Case("M16", BROKEN, plan_from_a_planning_meeting),
    Case("M17", KEPT, nothing),
    Case("M17", OPEN, lambda one: one.set(Goal, goals(one)[0].id, deadline=None)),
    Case("M17", BROKEN, lambda one: one.set(Goal, goals(one)[0].id, deadline=None), today=AFTER),
    Case("M18", KEPT, working_group),
    Case("M18", OPEN, lambda one: working_group(one, has_lead=False)),
    Case("M18", BROKEN, group_decided_without_decision),
    Case("M19", KEPT, five_with_a_reason),
    Case("M19", OPEN, five_planning_meetings),
    Case("M19", BROKEN, five_held, today=AFTER),
    Case("M20", KEPT, nothing),
    Case("M20", OPEN, lambda one: one.set(BudgetShare, share(one).id, library_agreed_on=None)),
    Case("M20", BROKEN, merge_share_above_earmarked),
    Case("M21", KEPT, nothing),
    Case("M21", OPEN, lambda one: one.add(Allocation, year=2015, purpose="Kurser")),
    Case("M21", BROKEN, lambda one: one.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=10**10)),
    Case("M22", KEPT, assess_every_goal, year=2016, today=AFTER),
    Case("M22", OPEN, nothing, year=2016, today=AFTER),
    Case("M22", BROKEN, nothing, year=2016, today="2017-01-02"),
    Case("M23", KEPT, merge_version, today=IN_YEAR),
    Case("M23", OPEN, nothing, today=IN_YEAR),
    Case("M23", BROKEN, merge_two_first_versions),
)
