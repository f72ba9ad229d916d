"""Builds networks for tests: every edit through the domain's own door, or past it as a merge would bring it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.agreed.subjects import SUBJECTS, is_done
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import charter, past_days
from cbnet_desktop.domain.charter.findings import Checked, Finding, State
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import agenda_templates, attendance, meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    AgendaItem,
    Appointment,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    NetworkProfile,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import new_network, roster
from cbnet_desktop.domain.words import dates
from cbnet_desktop.domain.words.choices import Part, Role

#: The day from which the tests see a plan year in preparation.
NOVEMBER = "2014-11-24"


@dataclass
class Edits:
    """A network that grows edit by edit; ids are returned, so that tests name rows and not positions."""

    network: Network = field(default_factory=Network.empty)
    #: The day on which the edits are made; by default so late that everything has been.
    today: str = dates.LAST_DAY

    def apply(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """One edit as the store makes it: consequences, each record's check, hard rules, days that have been."""
        given = edit.normalised(changes)
        whole = with_consequences(self.network, given, lambda: self.day_of(given))
        after = edit.applied(self.network, whole)
        guard.require(self.network, after, whole)
        past_days.require(after, whole, lambda: self.today)
        charter.require(self.network, after, {change.table for change in whole})
        self.network = after
        return whole

    def day_of(self, changes: Iterable[Change]) -> str:
        """The day of an edit: today or, where that is open, November or the day of the meeting that it approves."""
        if self.today != dates.LAST_DAY:
            return self.today
        approved = [change.row_id for change in changes if (change.after or {}).get("state") == "approved"]
        return max([NOVEMBER, *(row.held_on or "" for one in approved if (row := self.network.find(Meeting, one)))])

    def merge(self, changes: Iterable[Change]) -> None:
        """The changes as an exchange brings them: nothing is checked."""
        self.network = self.network.with_changes(changes)

    def add(self, kind: type[Record], /, **values: Value) -> str:
        """A new row's id."""
        change = new_row(kind, **values)
        self.apply([change])
        return change.row_id

    def set(self, kind: type[Record], row_id: str, /, **values: Value) -> tuple[Change, ...]:
        """Changes fields of a row; the changes as written."""
        return self.apply([self.change(kind, row_id, **values)])

    def merge_new(self, kind: type[Record], /, **values: Value) -> str:
        """A new row past every check."""
        change = new_row(kind, **values)
        self.merge([change])
        return change.row_id

    def merge_set(self, kind: type[Record], row_id: str, /, **values: Value) -> None:
        """Changes fields of a row past every check."""
        self.merge([self.change(kind, row_id, **values)])

    def reopen(self, *row_ids: str) -> None:
        """Reopens the approved minutes and the set focus areas: those of these rows, else all."""
        for act in guard.LOCKED:
            for row in list(self.network.rows(SUBJECTS[act].kind)):
                if is_done(act, row) and (not row_ids or row.id in row_ids):
                    self.apply(guard.reopened(self.network, act, row, "En prøve.", min(self.today, NOVEMBER)))

    def change(self, kind: type[Record], row_id: str, /, **values: Value) -> Change:
        """A change of fields of a row that knows what they hold."""
        row = self.network.get(kind, row_id)
        return Change(kind.TABLE, row_id, {name: getattr(row, name) for name in values}, values)


@dataclass
class Building(Edits):
    """A network in the words of its trade."""

    @classmethod
    def new(cls, first_year: int = 2014) -> Building:
        """What »new network« makes: eight empty seats."""
        building = cls()
        building.apply(new_network.changes("Prøvenetværket", first_year, uuid4().hex))
        return building

    def seat(self, name: str) -> Seat:
        """The seat whose name begins so."""
        return next(seat for seat in self.network.live(Seat) if seat.name.startswith(name))

    def library(self, name: str) -> Organisation:
        """The organisation with this short name or name."""
        return next(row for row in self.network.live(Organisation) if name in (row.short_name, row.name))

    def person(self, name: str) -> Person:
        """The person of this name."""
        return next(row for row in self.network.live(Person) if row.name == name)

    def appoint(
        self,
        seat: str,
        name: str,
        starts_on: str = "2012-01-01",
        ends_on: str | None = None,
        role: str = "representative",
    ) -> str:
        """A new person in a seat; the appointment's id."""
        place = self.seat(seat)
        person_id = self.add(Person, name=name, organisation_id=place.organisation_id)
        return self.add(
            Appointment,
            seat_id=place.id,
            person_id=person_id,
            role=str(Role(role)),
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def appoint_everybody(self, starts_on: str = "2012-01-01") -> None:
        """A representative in each seat; the one of Gentofte is called »Gentoftes repræsentant«."""
        for seat in list(self.network.live(Seat)):
            self.appoint(seat.name, f"{seat.name}s repræsentant", starts_on)

    def meeting(self, kind: str, held_on: str, **values: Value) -> str:
        """A meeting with its agenda template."""
        made = agenda_templates.new_meeting(self.network, kind, held_on)
        self.apply(made)
        if values:
            self.set(Meeting, made[0].row_id, **values)
        return made[0].row_id

    def write_minutes(self, meeting_id: str, text: str = "Drøftet.") -> None:
        """An outcome under every item of the agenda."""
        meeting = self.network.get(Meeting, meeting_id)
        items = meetings.agenda(self.network, meeting)
        self.apply([self.change(AgendaItem, item.id, outcome=text) for item in items])

    def attend(self, meeting_id: str, *people: str) -> None:
        """The people take part; without names, every holder of a seat does."""
        if not people:
            meeting = self.network.get(Meeting, meeting_id)
            self.apply(meetings.call_members(self.network, meeting))
            self.apply(attendance.came(self.network, meeting))
        for name in people:
            self.add(Attendance, meeting_id=meeting_id, person_id=self.person(name).id)

    def annual_meeting(self, held_on: str, state: str = "approved") -> str:
        """An annual meeting of the whole network, minutes written."""
        meeting_id = self.meeting("annual", held_on)
        self.attend(meeting_id)
        self.write_minutes(meeting_id)
        self.set(Meeting, meeting_id, state=state)
        return meeting_id

    def focus_areas(self, year: int, *, set_on: str | None, deadline: str, consulted_on: str) -> str:
        """Two focus areas, one in each part, answered by every library and set by KBE; the set's id."""
        for part in Part:
            self.add(FocusArea, year=year, title=f"Indsats i {part} {year}", part=str(part), position=1)
        setter = focus.agency_representative(self.network, set_on) if set_on else None
        set_id = self.add(
            FocusSet,
            year=year,
            consulted_on=consulted_on,
            deadline=deadline,
            set_on=set_on,
            set_by_id=setter.id if setter else None,
        )
        self.apply(focus.consult(self.network, self.network.get(FocusSet, set_id)))
        answers = focus.answers(self.network, self.network.get(FocusSet, set_id)).values()
        self.apply([self.change(ConsultationAnswer, answer.id, answered_on=deadline) for answer in answers])
        return set_id

    def set_areas(self, year: int, set_on: str) -> None:
        """The agency's representative of the day sets the year's focus areas."""
        row, setter = focus.set_of(self.network, year), focus.agency_representative(self.network, set_on)
        assert row
        assert setter
        self.set(FocusSet, row.id, set_on=set_on, set_by_id=setter.id)

    def agree_shares(self, year: int, agreed_on: str, earmarked_ore: int = 50_000_000) -> None:
        """A fourth of the same earmarked amount from each library, agreed by both."""
        self.apply(budget.ensure_shares(self.network, year))
        values: dict[str, Value] = {
            "earmarked_ore": earmarked_ore,
            "share_bp": 2_500,
            "library_agreed_on": agreed_on,
            "agency_agreed_on": agreed_on,
        }
        self.apply([self.change(BudgetShare, row.id, **values) for row in budget.shares(self.network, year)])

    def plan(self, year: int) -> str:
        """The year's plan, made from the annual meeting of the year before."""
        plan_id, changes = plan.ensure(self.network, year)
        self.apply(changes)
        return plan_id

    def sign(self, year: int, number: int | None = 1, **values: Value) -> str:
        """A signed version of the year's plan as it is now, past every check; its id."""
        found = plan.of_year(self.network, year)
        assert found
        decided = plan.decided(self.network, found).decided_sha256
        return self.merge_new(PlanVersion, plan_id=found.id, year=year, number=number, decided_sha256=decided, **values)

    def goal(self, plan_id: str, text: str, **values: Value) -> str:
        """A concrete goal: owner, deadline in the plan's year and an indicator, unless told otherwise."""
        year = self.network.get(Plan, plan_id).year
        concrete: dict[str, Value] = {
            "owner_organisation_id": self.library("Gentofte").id,
            "deadline": f"{year}-06-01",
            "indicator": "Antal deltagere",
        }
        return self.add(Goal, plan_id=plan_id, text=text, **{**concrete, **values})

    def goals_in_both_parts(self, plan_id: str) -> list[str]:
        """One concrete goal for each focus area of the plan's year."""
        year = self.network.get(Plan, plan_id).year
        return [
            self.goal(plan_id, f"Mål for {area.title}", part=area.part, focus_area_id=area.id)
            for area in focus.of_year(self.network, year)
        ]

    def checked(self, clause: str, year: int, today: str) -> Checked:
        """What one clause says."""
        found = charter.check(self.network, year, date.fromisoformat(today))
        return next(item for item in found if item.clause.id == clause)

    def state(self, clause: str, year: int, today: str) -> State:
        """Where one clause stands."""
        return self.checked(clause, year, today).verdict.state

    def findings(self, clause: str, year: int, today: str) -> tuple[Finding, ...]:
        """What one clause finds."""
        return self.checked(clause, year, today).verdict.findings

    def sitting(self, seat: str, day: str) -> str:
        """The name of who speaks for a seat, or nothing."""
        person = roster.person_of(self.network, roster.sitting(self.network, self.seat(seat), day))
        return person.name if person else ""


def messages(building: Building, clause: str, year: int = 2015, today: str = NOVEMBER) -> str:
    """All that one clause finds, in one text."""
    return " ".join(finding.message for finding in building.findings(clause, year, today))


def new_row(kind: type[Record], /, **values: Value) -> Change:
    """The change that makes a row."""
    return Change(kind.TABLE, uuid4().hex, None, values)


def whole_year(year: int = 2015) -> Building:
    """A network in which everything of a plan year is in order, seen from the November before."""
    building = Building.new(year - 1)
    building.appoint_everybody(f"{year - 3}-01-01")
    prepare(building, year)
    return building


def prepare(building: Building, year: int) -> str:
    """All that a plan year takes, from its focus areas to its goals; the plan's id."""
    before = year - 1
    building.focus_areas(year, consulted_on=f"{before}-08-20", deadline=f"{before}-09-20", set_on=f"{before}-10-10")
    building.annual_meeting(f"{before}-11-05")
    building.agree_shares(year, f"{before}-11-10")
    plan_id = building.plan(year)
    building.goals_in_both_parts(plan_id)
    return plan_id


def many_years(first: int, count: int) -> Building:
    """Plan years in a row, each with four planning meetings: what twenty years of the network's work leave."""
    building = Building.new(first)
    building.appoint_everybody(f"{first - 2}-01-01")
    for year in range(first, first + count):
        plan_id = prepare(building, year)
        for number in range(20):
            building.goal(plan_id, f"Mål {number}", part=str(list(Part)[number % 2]), position=number)
        for month in (2, 4, 6, 9):
            meeting_id = building.meeting("planning", f"{year}-{month:02}-12")
            building.attend(meeting_id)
            building.write_minutes(meeting_id, "Referat. " * 100)
            building.set(Meeting, meeting_id, state="approved")
    return building


def profile_id(network: Network) -> str:
    """The id of the network's own row."""
    return next(iter(network.rows(NetworkProfile))).id
