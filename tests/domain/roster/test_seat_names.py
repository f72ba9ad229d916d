"""M3: seats are renamed; what speaks of a day says the name of that day."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.papers import roster as roster_paper
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Appointment, FormerSeatName, Meeting, Seat
from cbnet_desktop.domain.records.changes import inverted
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import seat_names
from cbnet_desktop.domain.titles import titles
from tests.building import Building, messages

OLD, NEW = "Biblioteksenheden (KBE)", "Slots- og Kulturstyrelsen"


@pytest.fixture
def renamed(year: Building) -> Building:
    """The agency's seat is called otherwise from 2016."""
    year.apply(seat_names.rename(year.network, year.seat(OLD), f" {NEW} ", "2016-01-01"))
    return year


@pytest.mark.parametrize(("day", "name"), [("2013-05-01", OLD), ("2015-12-31", OLD), ("2016-01-01", NEW), ("", NEW)])
def test_a_renamed_seat_has_each_days_own_name(renamed: Building, day: str, name: str) -> None:
    assert seat_names.on(renamed.network, renamed.seat(NEW), day) == name


def test_renaming_is_one_edit_and_taken_back_as_one(year: Building) -> None:
    before = year.network
    year.apply(inverted(year.apply(seat_names.rename(year.network, year.seat(OLD), NEW, "2016-01-01"))))
    assert year.network.tables == before.tables


@pytest.mark.parametrize(
    ("new", "day", "refusal"),
    [
        ("", "2017-01-01", "mangler"),
        (NEW, "2017-01-01", "hedder allerede"),
        ("Andet", "2016-01-01", r"brugt til og med 31\.12\.2015"),
        ("Andet", "i morgen", "er ikke en dato"),
    ],
)
def test_a_name_that_cannot_be_is_refused(renamed: Building, new: str, day: str, refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal):
        seat_names.rename(renamed.network, renamed.seat(NEW), new, day)


def test_the_list_of_members_the_plan_and_the_minutes_say_the_name_of_their_day(renamed: Building) -> None:
    network = renamed.network
    for day, name in (("2014-11-24", OLD), ("2016-02-01", NEW)):
        assert name in [seat.seat for seat in roster_paper.content(network, day, is_internal=False).seats]
    assert OLD in [member.seat for member in plan.content(network, 2015, date(2017, 5, 1), None).members]
    meeting = next(row for row in network.live(Meeting) if row.kind == "annual")
    represented = [attendance.represents(network, row) for row in meetings.attendances(network, meeting)]
    assert OLD in represented
    assert NEW not in represented


def test_a_substitute_stands_in_for_the_seat_by_its_name_of_that_day(renamed: Building) -> None:
    meeting = next(row for row in renamed.network.live(Meeting) if row.kind == "annual")
    row = meetings.attendances(renamed.network, meeting)[0]
    renamed.merge_set(type(row), row.id, substitute_for_id=renamed.seat(NEW).id)
    assert attendance.represents(renamed.network, renamed.network.get(type(row), row.id)) == f"{OLD} (suppleant)"


def test_a_vacancy_is_told_of_the_seat_by_the_name_it_had(renamed: Building) -> None:
    for term in renamed.network.live(Appointment):
        if term.seat_id == renamed.seat(NEW).id:
            renamed.merge_set(Appointment, term.id, archived=True)
    assert f"Pladsen {OLD} var ubesat" in messages(renamed, "M3", 2015, "2017-05-01")
    assert f"Pladsen {NEW} var ubesat" in messages(renamed, "M3", 2016, "2017-05-01")


def test_an_appointment_that_has_ended_is_called_by_the_seats_name_at_its_end(renamed: Building) -> None:
    term = next(row for row in renamed.network.live(Appointment) if row.seat_id == renamed.seat(NEW).id)
    assert titles.row_title(renamed.network, term).endswith(NEW)
    renamed.set(Appointment, term.id, ends_on="2015-12-31")
    assert titles.row_title(renamed.network, renamed.network.get(Appointment, term.id)).endswith(OLD)


def test_a_former_name_of_no_day_counts_for_none(renamed: Building) -> None:
    seat = renamed.network.get(Seat, renamed.seat(NEW).id)
    renamed.merge_new(FormerSeatName, seat_id=seat.id, name="Uden dag")
    assert [row.name for row in seat_names.former_names(renamed.network, seat)] == [OLD]
