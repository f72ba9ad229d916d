"""Random networks over several years: libraries that come, go and merge, and all that a year may lack or say twice."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    Allocation,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Organisation,
    Plan,
    PlanVersion,
    Seat,
)
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import Act, GoalStatus
from tests.domain.charter.naive_rows import Rows
from tests.domain.charter.random_people import People

STATUSES = tuple(str(status) for status in GoalStatus)


@dataclass
class Made:
    """A random network and what its plans' versions held when they were signed."""

    network: Network
    signed: dict[str, object]
    years: range
    people: list[str]


def made(seed: int) -> Made:
    """The random network of a seed."""
    maker = Maker(Random(seed))
    maker.whole()
    return Made(maker.building.network, maker.signed, maker.years, maker.people)


class Maker(People):
    """Makes a network of three or four years, most of it in order and each thing now and then not."""

    def whole(self) -> None:
        """All of it, year by year."""
        self.years = range(2014, 2014 + self.rng.choice((3, 4)))
        self._charters()
        for seat in list(self.building.network.live(Seat)):
            self.terms(seat.id, "2012-01-01")
        for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
            self.library_joins(self.rng.choice(self.years))
        for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
            self.library_leaves(self.rng.choice(self.years))
        for year in range(self.years.start - 1, self.years.stop):
            self.meetings(year)
        for year in self.years:
            self.plan_year(year)
        if self.likely(0.1):
            self._archived_somebody()

    def plan_year(self, year: int) -> None:
        """Focus areas, involvement, money, plan and signature of a year."""
        self.focus(year)
        self.involvements(year)
        self.shares(year)
        self.allocations(year)
        self.plan(year)

    # A plan year.

    def focus(self, year: int) -> None:
        """The year's focus areas, in any stage."""
        for _ in range(self.one((0, 1, 2, 2, 3))):
            self.area(year)
        if self.likely(0.08):
            return
        before = year - 1
        row = self.new(FocusSet, year=year)
        if self.likely(0.03):
            self.new(FocusSet, year=year)
        if not self.likely(0.92):
            return
        asked = self.day(f"{before}-06-01", f"{before}-09-20")
        deadline = self.day(asked, f"{before}-10-01") if self.likely(0.95) else None
        self.set(FocusSet, row, consulted_on=asked, deadline=deadline)
        for library in self.libraries():
            answered = self.day(asked, f"{before}-10-15") if self.likely(0.9) else None
            answered = self.day(f"{before}-05-01", f"{year}-12-31") if self.likely(0.02) else answered
            self.new(ConsultationAnswer, focus_set_id=row, organisation_id=library, answered_on=answered)
        if self.likely(0.93):
            self._set_areas(row, year)

    def _set_areas(self, row: str, year: int) -> None:
        day = (
            self.day(f"{year - 1}-09-20", f"{year - 1}-11-01")
            if self.likely(0.9)
            else self.day(f"{year - 1}-06-01", f"{year}-03-01")
        )
        setter = self.sitting("agency", day) if self.likely(0.95) else self.one((None, self.one(self.people)))
        self.set(FocusSet, row, set_on=day, set_by_id=setter)
        areas = [area for area in self.building.network.live(FocusArea) if area.year == year]
        if self.likely(0.05):
            self.area(year)
        elif areas and self.likely(0.06):
            self.set(FocusArea, self.one(areas).id, title="Noget andet")
        elif self.likely(0.04):
            self.reopen(Act.SET, self.building.network.get(FocusSet, row))

    def area(self, year: int) -> str:
        """A focus area, seldom in neither part."""
        part = self.one(("central", "central", "agency")) if self.likely(0.99) else None
        return self.new(FocusArea, year=year, title=f"Indsats {self.rng.randint(0, 99)}", part=part, position=1)

    def involvements(self, year: int) -> None:
        """Agreements on the year's areas, with and without consent."""
        for area in [row for row in self.building.network.live(FocusArea) if row.year == year]:
            for _ in range(self.one((1, 1, 1, 2)) if self.likely(0.85 if area.part == "central" else 0.2) else 0):
                self.involvement(area.id, year)

    def involvement(self, area: str, year: int) -> None:
        """One agreement on an area."""
        row = self.new(Involvement, focus_area_id=area, content="Et forløb")
        own = self.libraries()
        named = self.rng.sample(own, min(len(own), self.one((0, 1, 1, 2, 3)))) if self.likely(0.95) else []
        ids = [self.new(InvolvedLibrary, involvement_id=row, organisation_id=library) for library in named]
        changes = []
        for one, library in zip(ids, named, strict=True):
            if self.likely(0.93):
                day = self.agreed(year)
                who = self.sitting("area", day, library) if self.likely(0.9) else self.one(self.people)
                changes.append(self.building.change(InvolvedLibrary, one, consented_on=day, consented_by_id=who))
        if self.likely(0.9):
            agreed_on = self.agreed(year) if self.likely(0.95) else None
            changes.append(self.building.change(Involvement, row, state="agreed", agreed_on=agreed_on))
        self.edit(*changes)
        if self.likely(0.06):
            self.set(Involvement, row, content="Et andet forløb")
        elif self.likely(0.04):
            self.building.merge_set(Involvement, row, content="Flettet ind")

    def agreed(self, year: int) -> str:
        """A day on which something about a year may have been agreed, seldom an absurd one."""
        if self.likely(0.015):
            return self.one((f"{year - 7}-03-01", f"{year - 5}-01-01", f"{year + 1}-02-01"))
        return self.day(f"{year - 1}-09-01", f"{year}-05-01")

    def shares(self, year: int) -> None:
        """The libraries' shares of a year, most of them agreed."""
        changes, touched = [], []
        gone = [row.id for row in self.building.network.rows(Organisation) if row.kind == "central_library"]
        for library in sorted(gone):
            if not self.likely(0.97):
                continue
            row = self.new(BudgetShare, year=year, organisation_id=library)
            if self.likely(0.01):
                self.new(BudgetShare, year=year, organisation_id=library)
            values: dict[str, Value] = {"earmarked_ore": self.rng.randint(0, 10**8)}
            values |= {"share_bp": self.rng.randint(0, 10_000)} if self.likely(0.6) else {"share_ore": 1_000}
            values |= {"library_agreed_on": self.agreed(year), "agency_agreed_on": self.agreed(year)}
            for name in list(values):
                if self.likely(0.015):
                    del values[name]
            changes.append(self.building.change(BudgetShare, row, **values))
            touched.append(row)
        if not self.edit(*changes):
            return
        if touched and self.likely(0.1):
            self.set(BudgetShare, self.one(touched), earmarked_ore=self.rng.randint(1, 10**7))
        if touched and self.likely(0.08):
            self.building.merge_set(BudgetShare, self.one(touched), earmarked_ore=self.rng.randint(1, 10**7))

    def allocations(self, year: int) -> None:
        """Money set aside, seldom more than there is."""
        for _ in range(self.one((0, 1, 2, 3))):
            amount = self.rng.randint(0, 10**7) if self.likely(0.95) else self.one((None, 10**10))
            spent = self.rng.randint(0, amount or 0) if self.likely(0.95) else 10**8
            part = self.one(("central", "agency")) if self.likely(0.99) else None
            self.new(Allocation, year=year, purpose="Kursus", part=part, amount_ore=amount, spent_ore=spent)

    def plan(self, year: int) -> None:
        """The year's plan, built on some meeting or none, its goals, and perhaps its signature."""
        if not self.likely(0.92):
            return
        offered = plan.offered_meeting(self.building.network, year)
        every = sorted(
            row.id for row in self.building.network.live(Meeting) if (row.held_on or "") >= self.carried_from
        )
        meeting = offered.id if offered and self.likely(0.85) else self.one((None, *every))
        row = self.new(Plan, year=year, meeting_id=meeting, meeting_reason=self.one(("", "", "Det passede bedst.")))
        if self.likely(0.02):
            self.new(Plan, year=year, meeting_id=self.one((None, *every)))
        for part in (*("central", "agency") * self.one((0, 1, 1, 1, 2)), *(("central",) if self.likely(0.2) else ())):
            if self.likely(0.97):
                self.goal(row, year, part)
        if self.likely(0.7):
            self.sign(year)

    def goal(self, plan_id: str, year: int, part: str) -> str:
        """A goal, most often concrete and assessed."""
        areas = [row.id for row in self.building.network.live(FocusArea) if row.year == year]
        values: dict[str, Value] = {
            "owner_organisation_id": self.one(self.libraries()),
            "owner_person_id": self.one((None, self.one(self.people))),
            "deadline": self.day(f"{year}-01-01", f"{year}-12-31"),
            "indicator": "Deltagere",
            "target": self.one(("", "40")),
            "focus_area_id": self.one((None, *sorted(areas))),
            "status": self.one(STATUSES) if self.likely(0.1) else "met",
        }
        for name in list(values):
            if self.likely(0.02):
                del values[name]
        if self.likely(0.02):
            values["deadline"] = f"{year + 1}-01-15"
        return self.new(Goal, plan_id=plan_id, text="Et mål", part=part if self.likely(0.99) else None, **values)

    def sign(self, year: int) -> None:
        """A signed version, seldom two of one number, and at times a plan that changes or goes afterwards."""
        for number in self.one(((1,), (1,), (1,), (1, 2), (1, 1), (1, 1, 2))):
            self._version(year, number)
        row = plan.of_year(self.building.network, year)
        assert row
        goals = sorted(one.id for one in self.building.network.live(Goal) if one.plan_id == row.id)
        if goals and self.likely(0.1):
            values: dict[str, Value] = self.one(
                ({"text": "Et andet mål"}, {"status": "not_met"}, {"archived": True}, {"deadline": f"{year}-02-02"})
            )
            self.building.merge_set(Goal, self.one(goals), **values)
        if self.likely(0.05):
            self.goal(row.id, year, "agency")
        if self.likely(0.03):
            self.building.merge_set(Plan, row.id, archived=True)
        elif self.likely(0.03):
            self.building.merge_set(Plan, row.id, year=year + 1)

    def _version(self, year: int, number: int) -> None:
        found = plan.of_year(self.building.network, year)
        assert found
        version = self.new(
            PlanVersion,
            plan_id=found.id,
            year=year,
            number=number,
            decided_sha256=plan.decided(self.building.network, found).decided_sha256,
        )
        self.signed[version] = Rows(self.building.network, {}).decided(found)
