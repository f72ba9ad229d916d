"""Random edits of a network's last year: what they say of the years before must not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Meeting, Organisation, Plan, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.roster import closing, roster
from tests.domain.charter.naive_days import number
from tests.domain.charter.naive_rows import Rows
from tests.domain.charter.random_networks import Maker


@dataclass
class Later(Maker):
    """Edits a year of a network, and what follows it."""

    def edit_year(self, year: int) -> None:
        """Some of all that can be done in a year."""
        self.building.today = f"{year}-12-31"
        # An earlier year without a plan would lose its meeting to a plan that takes it.
        self.carried_from = f"{year - 1}-01-01"
        edits: tuple[Callable[[], object], ...] = (
            lambda: self.library_joins(year),
            lambda: self._library_leaves(year),
            lambda: self._library_renamed(year),
            self._seat_renamed,
            lambda: self._successor(year),
            lambda: self.meetings(year),
            lambda: self.annual(self.day(f"{year}-01-01", f"{year}-12-31")),
            lambda: self.plan_year(year),
            lambda: self.plan_year(year + 1),
            lambda: self._rows_edited(year),
        )
        for _ in range(self.rng.randint(3, 8)):
            self.one(edits)()

    def _sits_alone(self, seat: Seat, day: str) -> bool:
        """Whether one person is in office, whose term is told of in no year before as one of two.

        Where nobody is, a successor would say so of the days before: the last one then no longer sits on.
        """
        terms = Rows(self.building.network, {}).terms_of(seat)
        in_office = [days for _, days in terms if number(day) in days]
        return len(in_office) == 1 and not any(days & in_office[0] for _, days in terms if days is not in_office[0])

    def _library_leaves(self, year: int) -> None:
        network = self.building.network
        day = self.day(f"{year}-01-01", f"{year}-12-31")
        library = network.get(Organisation, self.one(self.libraries()))
        into = self.one((None, *(one for one in self.libraries() if one != library.id)))
        if not all(self._sits_alone(seat, day) for seat in roster.area_seats(network, library)):
            return
        try:
            changes = closing.closed(network, library, day, into)
        except UserError:
            return
        self.edit(*changes)

    def _library_renamed(self, year: int) -> None:
        library = self.one(self.libraries())
        name = f"Bibliotek {year} {self.rng.randint(0, 999)}"
        self.set(Organisation, library, name=f"{name} Centralbibliotek", short_name=name)

    def _seat_renamed(self) -> None:
        seat = self.one(sorted(self.building.network.live(Seat), key=lambda row: row.name))
        self.set(Seat, seat.id, name=f"{seat.name} (nyt navn)")

    def _successor(self, year: int) -> None:
        """A new representative of a seat from a day of the year."""
        network = self.building.network
        seat = self.one(sorted(network.live(Seat), key=lambda row: row.name))
        day = self.day(f"{year}-01-02", f"{year}-12-31")
        person = self.one(self.people)
        if not self._sits_alone(seat, day):
            return
        try:
            changes = roster.replace_holder(network, seat, person, day)
        except UserError:
            return
        self.edit(*changes)

    def _rows_edited(self, year: int) -> None:
        """Numbers, titles and dates of the year's rows."""
        network = self.building.network
        earlier = {row.meeting_id for row in network.live(Plan) if row.year < year}
        changes: list[Change] = []
        changes += [row.edited({"earmarked_ore": 10**6}) for row in network.live(BudgetShare) if row.year == year]
        changes += [row.edited({"amount_ore": 10**9}) for row in network.live(Allocation) if row.year == year]
        changes += [row.edited({"title": "Et nyt navn"}) for row in network.live(FocusArea) if row.year == year]
        changes += [
            row.edited({"state": "held"})
            for row in network.live(Meeting)
            if (row.held_on or "")[:4] == str(year) and row.id not in earlier
        ]
        self.edit(*self.rng.sample(changes, min(len(changes), 3)))
