"""Periods that a merge brought the wrong way round: no rule counts a day of them, and each is named."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import period_rules
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.records import RECORDS, Agreement, Appointment, Offer, Organisation, Seat, Task, WorkingGroup
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import dates
from tests.building import NOVEMBER, Building, messages

REVERSED: dict[str, Value] = {"starts_on": "2015-09-01", "ends_on": "2015-03-01"}
TOLD = "har slutdatoen 01.03.2015 før startdatoen 01.09.2015 og tæller ikke med på nogen dag. Ret en af datoerne."


def test_all_rows_with_a_period_are_watched() -> None:
    assert set(period_rules.CLAUSES) == {kind for kind in RECORDS if {"starts_on", "ends_on"} <= kind.fields().keys()}


@pytest.mark.parametrize(
    ("kind", "values", "clause"),
    [
        (Agreement, {"title": "Aftalen", "kind": "framework"}, "M5"),
        (Agreement, {"title": "Aftalen", "kind": "partnership"}, "M10"),
        (Agreement, {"title": "Aftalen", "kind": "own_programme"}, "M11"),
        (Task, {"title": "Opgaven"}, "M5"),
        (Offer, {"title": "Tilbuddet"}, "M6"),
        (WorkingGroup, {"name": "Gruppen"}, "M18"),
    ],
)
def test_each_is_named_in_its_clause_and_its_years(
    year: Building, kind: type[Record], values: dict[str, Value], clause: str
) -> None:
    year.merge_new(kind, **values, **REVERSED)
    assert TOLD in messages(year, clause)
    assert year.state(clause, 2015, NOVEMBER) in (State.OPEN, State.BROKEN)
    assert TOLD not in messages(year, clause, 2014)
    assert TOLD not in messages(year, clause, 2016)


@pytest.mark.parametrize("kind", [Organisation, Seat])
def test_a_library_belongs_by_them_neither_to_a_day_nor_to_a_year(year: Building, kind: type[Record]) -> None:
    library = year.library("Vejle")
    rows = {Organisation: library.id, Seat: roster.area_seats(year.network, library)[0].id}
    year.merge_set(kind, rows[kind], **REVERSED)
    assert TOLD in messages(year, "M2" if kind is Organisation else "M3")
    named = {row.id for row in roster.central_libraries_of(year.network, 2015)}
    for day in ("2015-01-01", "2015-03-01", "2015-06-01", "2015-09-01", "2015-12-31"):
        assert library not in roster.central_libraries(year.network, day)
    assert library.id not in named
    assert library.id not in {row.organisation_id for row in budget.counted(year.network, 2015)}
    assert "Vejle" not in messages(year, "M12")
    assert "Vejle hører ikke til netværket i 2015" in messages(year, "M20")


def test_nobody_sits_by_them(year: Building) -> None:
    seat = year.seat("Vejle")
    (term,) = roster.appointments(year.network, seat)
    year.merge_set(Appointment, term.id, **REVERSED)
    assert TOLD in messages(year, "M3")
    assert messages(year, "M3").count("ubesat") == 1
    for day in ("2015-01-01", "2015-06-01", "2015-12-31"):
        assert roster.sitting(year.network, seat, day) is None
    other = year.merge_new(
        Appointment, seat_id=seat.id, person_id=term.person_id, role="representative", starts_on="2012-01-01"
    )
    assert "på samme tid" not in messages(year, "M3")
    assert [row.id for row in [roster.holder(year.network, seat, "2015-06-01")] if row] == [other]


def test_periods_the_wrong_way_round_have_no_day() -> None:
    assert not dates.overlap("2015-09-01", "2015-03-01", "2015-01-01", "2015-12-31")
    assert not dates.is_in_year("2015-09-01", "2015-03-01", 2015)
    assert dates.gaps("2015-01-01", "2015-12-31", [("2015-09-01", "2015-03-01")]) == [("2015-01-01", "2015-12-31")]
