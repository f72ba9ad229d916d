"""Random libraries that come, go and merge, their people and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.records import (
    AgendaItem,
    Appointment,
    Attendance,
    Charter,
    Meeting,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.roster import closing
from cbnet_desktop.domain.words.choices import Act, GoalStatus
from tests.building import Building
from tests.domain.charter.naive_rows import Rows

T = TypeVar("T")
TOPICS = ("past_year", "coming_focus", "other_functions")
STATUSES = tuple(str(status) for status in GoalStatus)


@dataclass
class People:
    """Makes a network's libraries, people and meetings, most in order and each thing now and then not."""

    rng: Random
    building: Building = field(default_factory=lambda: Building.new(2014))
    signed: dict[str, object] = field(default_factory=dict)
    years: range = range(2014, 2018)
    people: list[str] = field(default_factory=list)
    #: No plan builds on a meeting of before.
    carried_from: str = ""

    # Words of chance.

    def likely(self, probability: float) -> bool:
        """Whether something happens."""
        return self.rng.random() < probability

    def one(self, rows: Sequence[T]) -> T:
        """One of some."""
        return self.rng.choice(rows)

    def day(self, first: str, last: str) -> str:
        """A day of a period."""
        start = date.fromisoformat(first)
        return (start + timedelta(self.rng.randint(0, (date.fromisoformat(last) - start).days))).isoformat()

    def new(self, kind: type[Record], /, **values: Value) -> str:
        """A new row past every check; its id is the seed's alone."""
        row_id = f"{self.rng.getrandbits(128):032x}"
        self.building.merge([Change(kind.TABLE, row_id, None, values)])
        return row_id

    def edit(self, *changes: Change) -> bool:
        """An edit through the domain's door where it lets it in, else as a merge brings it; whether it was let in."""
        try:
            self.building.apply(changes)
        except UserError:
            self.building.merge(changes)
            return False
        return True

    def set(self, kind: type[Record], row_id: str, /, **values: Value) -> bool:
        """The same for fields of a row."""
        return self.edit(self.building.change(kind, row_id, **values))

    # The roster.

    def _charters(self) -> None:
        """Other terms of reference from some year on."""
        if self.likely(0.25):
            self.new(
                Charter,
                valid_from=f"{self.one(self.years)}-01-01",
                max_planning_meetings=self.one((2, 4)),
                min_annual_meetings=self.one((1, 1, 2)),
                annual_counts_as_planning=self.likely(0.3),
                substitutes_count=self.likely(0.5),
                other_functions_required=self.likely(0.7),
                plan_year_offset=self.one((0, 1, 1, 2)),
                annual_meeting_month=self.one((9, 10)),
            )

    def terms(self, seat_id: str, starts_on: str) -> None:
        """Representatives of a seat one after the other, with gaps and overlaps, and perhaps a substitute."""
        day = date.fromisoformat(starts_on)
        if self.likely(0.1):
            day += timedelta(self.rng.randint(1, 900))
        while day < date(self.years.stop, 6, 1):
            length = self.rng.randint(150, 1500)
            end = day + timedelta(length)
            is_last = self.likely(0.55) or end > date(self.years.stop, 1, 1)
            ends_on = None if is_last and self.likely(0.9) else end.isoformat()
            self._term(seat_id, "representative", day.isoformat(), ends_on)
            if is_last:
                break
            step = self.one((1, 1, 1, 1, self.rng.randint(2, 90), -self.rng.randint(1, 60)))
            day = end + timedelta(step)
        if self.likely(0.02):
            self._term(seat_id, "representative", f"{self.one(self.years)}-03-01", None)
        if self.likely(0.4):
            self._term(seat_id, "substitute", starts_on, self.one((None, f"{self.one(self.years)}-06-30")))

    def _term(self, seat_id: str, role: str, starts_on: str, ends_on: str | None) -> None:
        if self.people and self.likely(0.04):
            person = self.one(self.people)
        else:
            person = self.new(Person, name=f"Person {len(self.people)}")
            self.people.append(person)
        self.new(Appointment, seat_id=seat_id, person_id=person, role=role, starts_on=starts_on, ends_on=ends_on)

    def library_joins(self, year: int) -> str:
        """A library that comes or is split from another, with a seat, perhaps without a day of its own."""
        day = self.one((f"{year}-01-01", self.day(f"{year}-01-01", f"{year}-12-31")))
        name = f"Bibliotek {self.rng.randint(0, 10**6)}"
        values: dict[str, Value] = {"name": f"{name} Centralbibliotek", "short_name": name, "kind": "central_library"}
        if own := self.likely(0.8):
            values["starts_on"] = day
            values["split_from_id"] = self.one((None, self.one(self.libraries())))
        library = self.new(Organisation, region=name, **values)
        # Without a day of its own and without a seat it would have been there always.
        if not own or self.likely(0.93):
            starts_on = day if self.likely(0.8) or not own else None
            seat = self.new(Seat, name=name, kind="area", organisation_id=library, starts_on=starts_on)
            self.terms(seat, day)
        return library

    def library_leaves(self, year: int) -> None:
        """A library that is closed or merged into another, in one edit or as a colleague left it half done."""
        network = self.building.network
        library = network.get(Organisation, self.one(self.libraries()))
        day = self.one((f"{year}-12-31", self.day(f"{year}-01-01", f"{year}-12-31")))
        into = self.one((None, *(one for one in self.libraries() if one != library.id)))
        if self.likely(0.75):
            try:
                self.building.merge(closing.closed(network, library, day, into))
            except UserError:
                return
        elif self.likely(0.6) and day >= (library.starts_on or ""):
            self.building.merge_set(Organisation, library.id, ends_on=day)
        elif self.likely(0.5):
            self.building.merge_set(Organisation, library.id, archived=True)
        else:
            for seat in network.live(Seat):
                if seat.organisation_id == library.id:
                    self.building.merge_set(Seat, seat.id, ends_on=day, archived=self.likely(0.3))

    def libraries(self) -> list[str]:
        """The ids of every central library, by name."""
        rows = [row for row in self.building.network.live(Organisation) if row.kind == "central_library"]
        return [row.id for row in sorted(rows, key=lambda row: row.name)]

    def sitting(self, kind: str, day: str, library: str | None = None) -> str | None:
        """Whoever sits in some seat of a kind on a day."""
        now = Rows(self.building.network, {})
        sitters = [now.representative(seat, day) for seat in now.seats_of(kind, day, library)]
        return next(iter(sitters), None)

    def _archived_somebody(self) -> None:
        self.building.merge_set(Person, self.one(self.people), archived=True)

    # Meetings.

    def meetings(self, year: int) -> None:
        """The meetings of a calendar year."""
        for _ in range(self.one((0, 1, 1, 1, 1, 1, 2))):
            autumn = (f"{year}-09-01", f"{year}-12-20")
            self.annual(self.day(*(autumn if self.likely(0.7) else (f"{year}-01-02", f"{year}-12-31"))))
        for _ in range(self.one((0, 1, 2, 3, 4, 4, 5, 6))):
            day = self.day(f"{year}-01-02", f"{year}-12-31")
            state = self.one(("planned", "called", "held", "held", "approved", "cancelled"))
            note = self.one(("", "Der var brug for det."))
            self._approved_or(self.new(Meeting, kind="planning", held_on=day, note=note), state)

    def annual(self, day: str) -> str:
        """An annual meeting, seldom without a topic, a side or its minutes."""
        meeting = self.new(Meeting, kind="annual", held_on=day, place="Odense")
        for position, topic in enumerate(TOPICS, 1):
            if self.likely(0.96):
                outcome = "Drøftet." if self.likely(0.96) else ""
                values: dict[str, Value] = {"topic": topic, "title": topic, "outcome": outcome, "position": position}
                self.new(AgendaItem, meeting_id=meeting, **values)
        self._attendance(meeting, day)
        self._approved_or(meeting, self.one(("planned", "called", "held", "cancelled", *("approved",) * 10)))
        return meeting

    def _attendance(self, meeting: str, day: str) -> None:
        if self.likely(0.03):
            self.new(Attendance, meeting_id=meeting, person_id=self.one(self.people), is_guest=self.likely(0.5))
            return
        now, listed = Rows(self.building.network, {}), set[str]()
        for seat in now.seats:
            substitute = now.in_office(seat, day, "substitute") if self.likely(0.2) else None
            person = substitute or now.representative(seat, day)
            if number_is_missing(person, listed):
                continue
            assert person
            listed.add(person)
            self.new(
                Attendance,
                meeting_id=meeting,
                person_id=person,
                status=self.one(("apologies", "absent", "invited", *("present",) * 17)),
                substitute_for_id=seat.id if substitute and self.likely(0.5) else None,
                is_guest=self.likely(0.04),
            )

    def _approved_or(self, meeting: str, state: str) -> None:
        """Approves the minutes, at times by a colleague alone, before the meeting or with a change afterwards."""
        if state != "approved":
            self.building.merge_set(Meeting, meeting, state=state)
            return
        held_on = date.fromisoformat(self.building.network.get(Meeting, meeting).held_on or "")
        after = self.rng.randint(0, 90) if self.likely(0.96) else -self.rng.randint(1, 40)
        approved_on = (held_on + timedelta(after)).isoformat()
        if self.likely(0.04):
            self.building.merge_set(Meeting, meeting, state=state, approved_on=approved_on)
        else:
            self.set(Meeting, meeting, state=state, approved_on=approved_on)
        if self.likely(0.08):
            self._changed_afterwards(meeting)

    def _changed_afterwards(self, meeting: str) -> None:
        items = [row for row in self.building.network.live(AgendaItem) if row.meeting_id == meeting]
        people = [row for row in self.building.network.live(Attendance) if row.meeting_id == meeting]
        if self.likely(0.3):
            self.reopen(Act.APPROVED, self.building.network.get(Meeting, meeting))
        elif items and self.likely(0.5):
            self.set(AgendaItem, self.one(items).id, outcome="Drøftet igen.")
        elif people and self.likely(0.5):
            self.set(Attendance, self.one(people).id, archived=True)
        else:
            self.set(Meeting, meeting, place="Vejle")

    def reopen(self, act: Act, row: Record) -> None:
        """Reopens minutes or focus areas, where they are locked."""
        try:
            self.building.apply(guard.reopened(self.building.network, act, row, "En prøve.", "2016-01-01"))
        except UserError:
            return


def number_is_missing(person: str | None, listed: set[str]) -> bool:
    """Whether there is nobody to list, or somebody who is listed already."""
    return person is None or person in listed
