"""Networks of one to forty years with everything that a year leaves: python -m tests.benchmarks.years YEARS FILE HOME.

A year is 150 goals, the annual meeting and twelve others with fifteen items of 1,500 letters each, 120 offers, the
shares, 60 follow-ups, 40 experiences, and a signed plan. Texts are Danish words; the same years are always the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from cbnet_desktop.documents.papers.plan import render
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    AgendaItem,
    Attendance,
    Experience,
    FollowUp,
    Goal,
    Meeting,
    NetworkProfile,
    Offer,
    Organisation,
    Person,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import new_network, roster
from cbnet_desktop.store.opening import create
from cbnet_desktop.store.replica import Store
from tests.building import Building, new_row, prepare

#: The last plan year, in preparation; the years before it are signed. Forty years before it, clocks may tell the time.
LAST = 2045
TODAY = f"{LAST - 1}-11-24"
WORDS = [
    "bibliotek",
    "kompetence",
    "netværk",
    "formidling",
    "børn",
    "læsning",
    "strategi",
    "digital",
    "dannelse",
    "kursus",
    "central",
    "indsats",
    "region",
    "kommune",
    "lånere",
    "samarbejde",
    "evaluering",
    "plan",
    "budget",
    "møde",
    "ændring",
    "års",
    "høring",
    "øvelse",
    "åben",
]
#: When the meetings of the year before are held; the first four are planning meetings.
HELD = ("02-12", "04-12", "06-12", "09-11", *(f"{month:02}-16" for month in (1, 3, 5, 7, 8, 10, 11)), "10-02")
GOALS, ITEMS, OFFERS, FOLLOW_UPS, EXPERIENCES = 148, 15, 120, 5, 40


@dataclass
class Kept(Building):
    """A network whose every edit is a store's, made on one November day of each year."""

    kept: Store | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def apply(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """One edit of the store."""
        assert self.kept
        given = tuple(changes)
        self.kept.apply("Rettet", given)
        self.network = self.kept.read()
        return given

    def words(self, letters: int) -> str:
        """So many letters of Danish words."""
        words: list[str] = []
        while sum(map(len, words)) + len(words) < letters:
            words.append(self.chance.choice(WORDS))
        return " ".join(words).capitalize()[:letters]


def build(path: Path, years: int, home: Path) -> Store:
    """Makes the file; the store is open."""
    first = LAST - years + 1

    def fill(store: Store) -> None:
        made = Kept(network=store.read(), kept=store)
        made.appoint_everybody(f"{first - 3}-01-01")
        for year in range(first, LAST + 1):
            store.clock = partial(datetime, year - 1, 11, 24, 12, tzinfo=UTC)
            prepare(made, year)
            made.apply(_rows(made, year))
            made.apply(_approvals(made, year))
            if year < LAST:
                store.sign_off(year, "", render, today=date(year - 1, 12, 1), exchanges=False)

    changes = [*new_network.changes("Prøvenetværket", first, "0" * 32)]
    changes.append(Change(NetworkProfile.TABLE, "0" * 32, {"today_is": ""}, {"today_is": TODAY}))
    return create(
        path,
        changes,
        home=home,
        user="anna",
        label="Nyt netværk",
        fill=fill,
        clock=partial(datetime, first - 2, 1, 1, tzinfo=UTC),
    )


def _rows(made: Kept, year: int) -> Iterator[Change]:
    found = plan.of_year(made.network, year)
    assert found
    areas, libraries = focus.of_year(made.network, year), roster.central_libraries(made.network, TODAY)
    for n in range(GOALS):
        area, is_done = areas[n % 2], n % 3 == 2
        yield new_row(
            Goal,
            plan_id=found.id,
            text=made.words(140),
            part=area.part,
            focus_area_id=area.id,
            position=n + 3,
            owner_organisation_id=libraries[n % 6].id,
            deadline=f"{year}-{1 + n % 12:02}-15",
            indicator=made.words(30),
            target=str(n),
            unit="stk.",
            status=("not_started", "under_way", "met")[n % 3],
            result=made.words(80) if is_done else "",
        )
    for held_on in HELD:
        yield from _meeting(made, f"{year - 1}-{held_on}", libraries)
    for n in range(OFFERS):
        day = f"{year}-{1 + n % 12:02}-{1 + n % 28:02}"
        yield new_row(
            Offer,
            title=f"Kursus {made.words(25)}",
            topic=made.words(12),
            host_id=libraries[n % 6].id,
            starts_on=day,
            ends_on=day,
            place="Aarhus",
            seats=20,
            focus_area_id=areas[n % 2].id,
        )
    for n in range(EXPERIENCES):
        yield new_row(
            Experience,
            title=made.words(40),
            organisation_id=libraries[n % 6].id,
            tried_on=f"{year - 1}-{1 + n % 11:02}-05",
            text=made.words(300),
            focus_area_id=areas[n % 2].id,
        )


def _meeting(made: Kept, held_on: str, libraries: list[Organisation]) -> Iterator[Change]:
    meeting = new_row(
        Meeting,
        kind="planning" if held_on[5:] in HELD[:4] else "working_group",
        title=made.words(30),
        held_on=held_on,
        starts_at="10:00",
        ends_at="14:00",
        place="Gentofte",
        minute_taker="Asta",
    )
    yield meeting
    for person in list(made.network.live(Person))[:8]:
        yield new_row(Attendance, meeting_id=meeting.row_id, person_id=person.id)
    for n in range(ITEMS):
        yield new_row(
            AgendaItem,
            meeting_id=meeting.row_id,
            position=n + 1,
            title=made.words(40),
            presentation=made.words(200),
            outcome=made.words(1_500),
            decision=made.words(120) if n % 3 == 0 else "",
        )
    for n in range(FOLLOW_UPS):
        yield new_row(
            FollowUp,
            meeting_id=meeting.row_id,
            text=made.words(80),
            owner_organisation_id=libraries[n].id,
            deadline=f"{held_on[:8]}28",
            done_on=held_on if n < 4 else None,
        )


def _approvals(made: Kept, year: int) -> Iterator[Change]:
    for meeting in made.network.live(Meeting):
        if (meeting.held_on or "").startswith(str(year - 1)) and meeting.state != "approved":
            yield made.change(Meeting, meeting.id, state="approved")


if __name__ == "__main__":
    build(Path(sys.argv[2]), int(sys.argv[1]), Path(sys.argv[3])).close()
