"""The charter check of a year, and the hard rules of an edit, beside twenty years of data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan, wheel
from cbnet_desktop.domain.records import (
    AgendaItem,
    Agreement,
    AgreementClause,
    Appointment,
    Assessment,
    Experience,
    FollowUp,
    Goal,
    GroupMember,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Offer,
    Person,
    Task,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from tests.benchmarks.measuring import LOOK, Figure, look_at_every_cell, reading, report, rounds_of, timed
from tests.building import Building, new_row

TODAY = date(2015, 11, 24)


@pytest.fixture(scope="module")
def everything(twenty_years: Building) -> Building:
    """Twenty years with all that the network agrees, offers, tries and assesses beside."""
    building = Building(twenty_years.network)
    for year in range(1996, 2016):
        building.merge([*_agreed(building, year), *_offered(building, year), *_assessed(building, year)])
    return building


def _agreed(building: Building, year: int) -> Iterator[Change]:
    period = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    meeting_id = next(building.network.rows(Meeting)).id
    yield (agreement := new_row(Agreement, title="Rammeaftale", **period))
    for number in range(20):
        yield (clause := new_row(AgreementClause, agreement_id=agreement.row_id, title=f"Punkt {number}"))
        yield (task := new_row(Task, title="Opgave", **period))
        yield new_row(TaskClause, task_id=task.row_id, clause_id=clause.row_id)
        yield new_row(Agreement, kind="partnership", title="Partner", **period)
        yield new_row(FollowUp, meeting_id=meeting_id, text="Book lokale")
    yield (group := new_row(WorkingGroup, name="Gruppe", **period))
    for person in building.network.live(Person):
        yield new_row(GroupMember, group_id=group.row_id, person_id=person.id)


def _offered(building: Building, year: int) -> Iterator[Change]:
    libraries = roster.every_central_library(building.network)
    for number in range(120):
        day = f"{year}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield new_row(Offer, title=f"Kursus {number % 40}", host_id=libraries[number % 6].id, starts_on=day)
        yield new_row(Experience, title="Prøvet", tried_on=day)


def _assessed(building: Building, year: int) -> Iterator[Change]:
    for area in focus.of_year(building.network, year):
        yield (agreed := new_row(Involvement, focus_area_id=area.id, state="agreed", agreed_on=f"{year}-01-01"))
        for library in roster.every_central_library(building.network):
            yield new_row(Assessment, focus_area_id=area.id, organisation_id=library.id, text="God.")
            yield new_row(InvolvedLibrary, involvement_id=agreed.row_id, organisation_id=library.id)


@pytest.fixture(scope="module")
def plain(everything: Building) -> list[float]:
    """Seconds for looking at every cell once."""
    return reading(everything.network)


@pytest.mark.parametrize("year", [1997, 2006, 2015])
def test_a_year_is_checked_sooner_than_every_cell_is_looked_at(
    everything: Building, capsys: pytest.CaptureFixture[str], year: int
) -> None:
    network = everything.network
    # In turns, since the machine's speed changes between one second and the next.
    rounds = [
        (timed(lambda: look_at_every_cell(network)), timed(lambda: charter.check(Network(network.tables), year, TODAY)))
        for _ in range(20)
    ]
    plain, took = zip(*rounds, strict=True)
    report(capsys, Figure(f"charter check of {year} with twenty years of data", took, 1, LOOK, plain))
    assert min(took) / min(plain) < 1


@pytest.mark.parametrize(
    ("table", "limit"),
    [
        (Person.TABLE, 0.002),
        (Goal.TABLE, 0.002),
        (Offer.TABLE, 0.002),
        (Appointment.TABLE, 0.1),
        (AgendaItem.TABLE, 0.1),
        # Each consent is compared with the text that it was given to.
        (Involvement.TABLE, 0.2),
        (Agreement.TABLE, 0.1),
    ],
)
def test_an_edit_is_judged_in_a_fraction_of_that(
    everything: Building, plain: list[float], capsys: pytest.CaptureFixture[str], table: str, limit: float
) -> None:
    network = everything.network
    took = rounds_of(lambda: charter.require(network, network, {table}))
    report(capsys, Figure(f"hard rules for an edit of {table}", took, limit, LOOK, plain))
    assert min(took) / min(plain) < limit


def test_a_plan_is_put_into_words_sooner_than_every_cell_is_looked_at(
    everything: Building, plain: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    took = rounds_of(lambda: plan.content(everything.network, 2015, TODAY, None))
    report(capsys, Figure("content of a plan", took, 0.5, LOOK, plain))
    assert min(took) / min(plain) < 0.5


@pytest.mark.parametrize(("kind", "field"), [(Goal, "indicator"), (Meeting, "title"), (Person, "phone")])
def test_after_an_edit_check_and_wheel_cost_a_fraction_of_the_work_from_nothing(
    everything: Building, capsys: pytest.CaptureFixture[str], kind: type[Goal | Meeting | Person], field: str
) -> None:
    def reckon(network: Network) -> None:
        charter.check(network, 2015, TODAY)
        wheel.events(network, 2015)

    network = everything.network
    nothing = rounds_of(lambda: reckon(Network(network.tables)), 5)
    reckon(network)
    rounds = []
    for number in range(10):
        row = network.live(kind)[-1]
        network = network.with_changes([row.edited({field: str(number)})])
        rounds.append(timed(partial(reckon, network)))
    what = f"check and wheel after an edit of a row of {kind.TABLE}, twenty years"
    report(capsys, Figure(what, rounds, 0.1, "the same from nothing", nothing))
    assert min(rounds) / min(nothing) < 0.1
