"""Who belonged, sat and spoke on which day, and what was agreed: by sets of days, for the naive reckoning.

Written from the terms of reference and read from the rows alone, so that it shares no code with the rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from datetime import date
from functools import cache
from typing import TypeVar

from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Appointment,
    Attendance,
    BudgetShare,
    FocusArea,
    FocusSet,
    FollowUp,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Organisation,
    Person,
    Reopening,
    Seat,
)
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network

R = TypeVar("R", bound=Record)
Days = Set[int]

#: The years in which the reckoning looks; no network of the tests has a period that begins or ends outside them.
FIRST, LAST = date(2010, 1, 1).toordinal(), date(2021, 12, 31).toordinal()
LOCKED = {"approved", "set"}


@cache
def number(day: str) -> int:
    """A day's number in the calendar."""
    return date.fromisoformat(day).toordinal()


@cache
def span(first: str | None, last: str | None) -> Days:
    """The days from one to another, both included; a missing one leaves that end open."""
    return frozenset(range(number(first) if first else FIRST, (number(last) if last else LAST) + 1))


@cache
def days_of(year: int) -> Days:
    """The days of a calendar year."""
    return span(f"{year}-01-01", f"{year}-12-31")


class Ground:
    """A network's rows, day by day."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.seats = self.rows(Seat)
        self.terms = [(row, span(row.starts_on, row.ends_on)) for row in self.rows(Appointment)]
        self.libraries = {
            row.id: self._membership(row) for row in network.rows(Organisation) if row.kind == "central_library"
        }
        self.seat_days = {seat.id: self._existence(seat) for seat in self.seats}
        self.reopened = {row.text_id for row in network.rows(Reopening)}

    def rows(self, kind: type[R]) -> list[R]:
        """The rows of a table that are not archived."""
        return self.network.live(kind)

    def _membership(self, library: Organisation) -> Days:
        """The days on which a library belongs: by its own dates or, where one is missing, by its seats."""
        own = [seat for seat in self.seats if seat.kind == "area" and seat.organisation_id == library.id]
        has_period = library.starts_on or library.ends_on
        if library.archived and not own and not has_period:
            shares = [row.year for row in self.rows(BudgetShare) if row.organisation_id == library.id]
            return frozenset().union(*(days_of(year) for year in shares))
        starts = [seat.starts_on for seat in own]
        ends = [seat.ends_on for seat in own]
        first = library.starts_on or (min(filter(None, starts)) if starts and all(starts) else None)
        last = library.ends_on or (max(filter(None, ends)) if ends and all(ends) else None)
        return span(first, last)

    def _existence(self, seat: Seat) -> Days:
        """The days on which there is a seat: an area's never outside its library's own dates."""
        library = self.network.find(Organisation, seat.organisation_id)
        if library and seat.kind == "area" and library.kind == "central_library":
            return span(seat.starts_on, seat.ends_on) & span(library.starts_on, library.ends_on)
        return span(seat.starts_on, seat.ends_on)

    def libraries_on(self, day: str) -> list[str]:
        """The libraries that belong on a day."""
        return [library for library, days in self.libraries.items() if number(day) in days]

    def libraries_in(self, year: int) -> list[str]:
        """The libraries that belong on any day of a year."""
        return [library for library, days in self.libraries.items() if days & days_of(year)]

    def is_outside(self, library: str | None, year: int) -> bool:
        """Whether a library belongs on no day of a year."""
        return library in self.libraries and library not in self.libraries_in(year)

    def seats_of(self, kind: str, day: str, library: str | None = None) -> list[Seat]:
        """The seats of one kind, perhaps of one library, that exist on a day."""
        return [
            seat
            for seat in self.seats
            if seat.kind == kind and number(day) in self.seat_days[seat.id] and library in (None, seat.organisation_id)
        ]

    def terms_of(self, seat: Seat, role: str = "representative") -> list[tuple[Appointment, Days]]:
        """The terms in a seat, each with its days."""
        return [(row, days) for row, days in self.terms if row.seat_id == seat.id and row.role == role]

    def in_office(self, seat: Seat, day: str, role: str = "representative") -> str | None:
        """Who was appointed to a seat on a day, the newest where a merge brought two."""
        terms = [row for row, days in self.terms_of(seat, role) if number(day) in days]
        return max(terms, key=lambda row: (row.starts_on or "", row.id)).person_id if terms else None

    def left_over(self, seat: Seat, day: str) -> str | None:
        """Who sat last, where every term is over and nobody has been appointed since: they go on meanwhile."""
        terms = self.terms_of(seat)
        if not terms or any(row.ends_on is None or row.ends_on >= day for row, _ in terms):
            return None
        last = max((row for row, _ in terms), key=lambda row: row.ends_on or "")
        person = self.network.find(Person, last.person_id)
        return person.id if person and not person.archived else None

    def representative(self, seat: Seat, day: str) -> str | None:
        """Who represents a seat on a day."""
        return self.in_office(seat, day) or self.left_over(seat, day)

    def represents(self, person_id: str | None, kind: str, day: str, library: str | None = None) -> bool:
        """Whether a person represents a seat of a kind on a day."""
        seats = self.seats_of(kind, day, library)
        return person_id is not None and person_id in {self.representative(seat, day) for seat in seats}

    def side(self, meeting: Meeting, kind: str) -> set[str]:
        """The people at a meeting who can speak for a kind of seat; guests and those who were not there cannot."""
        day = meeting.held_on or ""
        with_substitutes = self.network.charter_on(day).substitutes_count
        found = set()
        for row in self.rows(Attendance):
            if row.meeting_id != meeting.id or row.status != "present" or row.is_guest:
                continue
            for seat in self.seats_of(kind, day):
                stands_in = with_substitutes and (
                    row.substitute_for_id == seat.id
                    or (not row.substitute_for_id and self.in_office(seat, day, "substitute") == row.person_id)
                )
                is_self = not row.substitute_for_id and self.representative(seat, day) == row.person_id
                if row.person_id and (stands_in or is_self):
                    found.add(row.person_id)
        return found

    def has_all_sides(self, meeting: Meeting) -> bool:
        """Whether agency, directors and network met, each in a person of its own."""
        agency, directors, areas = (self.side(meeting, kind) for kind in ("agency", "directors", "area"))
        return any(len({one, two, three}) == 3 for one in agency for two in directors for three in areas)

    def texts(self, act: str, row: Record, day: str | None) -> list[AgreedText]:
        """What was agreed on a row and still stands: until it is reopened, or the row names another day."""
        own = [text for text in self.network.rows(AgreedText) if text.subject_id == row.id and text.act == act]
        if act in LOCKED:
            return [text for text in own if text.id not in self.reopened]
        return [text for text in own if day and text.agreed_on == day]

    def is_as_agreed(self, act: str, row: Record, day: str | None) -> bool:
        """Whether the rows say what was agreed about them."""
        return any(self._says(text, row) for text in self.texts(act, row, day))

    def is_changed(self, act: str, row: Record, day: str | None) -> bool:
        """Whether something was agreed, or is said to be, and the rows say something else."""
        return bool(day or self.texts(act, row, day)) and not self.is_as_agreed(act, row, day)

    def _says(self, text: AgreedText, row: Record) -> bool:
        kept = {
            (table, row_id): values
            for table, rows in json.loads(text.content)["rows"].items()
            for row_id, values in rows.items()
        }
        for (table, row_id), values in kept.items():
            now = self.network.row(table, row_id)
            if now is None or any(now.values()[name] != value for name, value in values.items()):
                return False
        belonging = set(self._belonging(row))
        return belonging <= kept.keys() and not any(
            key not in belonging for key in kept if key[0] not in {row.TABLE, "involvements", "annexes"}
        )

    def _belonging(self, row: Record) -> Iterator[tuple[str, str]]:
        """The rows beside the row itself that a text about it is made of."""
        if isinstance(row, FocusSet):
            yield from ((area.TABLE, area.id) for area in self.rows(FocusArea) if area.year == row.year)
        elif isinstance(row, Meeting):
            rows: list[AgendaItem | Attendance | FollowUp] = [*self.rows(AgendaItem)]
            rows += [*self.rows(Attendance), *self.rows(FollowUp)]
            yield from ((one.TABLE, one.id) for one in rows if one.meeting_id == row.id)
        elif isinstance(row, InvolvedLibrary):
            involvement = self.network.find(Involvement, row.involvement_id)
            if involvement and involvement.focus_area_id:
                yield FocusArea.TABLE, involvement.focus_area_id
