"""A seat on a day: filled, sat on after expiry, or vacant since a day."""

from __future__ import annotations

from cbnet_desktop.domain.records import Appointment, Person, Seat
from cbnet_desktop.domain.roster import seating
from tests.building import Building


def on(building: Building, seat: str, day: str) -> seating.Seating:
    return seating.seating(building.network, building.seat(seat), day)


def test_a_filled_seat_names_its_holder_and_substitute(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01")
    building.appoint("Odense", "Bo Friis", "2013-01-01", role="substitute")
    found = on(building, "Odense", "2014-05-01")
    assert (found.person and found.person.name, found.substitute and found.substitute.name) == (
        "Mette Holm",
        "Bo Friis",
    )
    assert (found.is_vacant, found.is_expired, found.vacant_since, found.vacant_days) == (False, False, None, 0)


def test_an_expired_term_is_sat_on_until_somebody_new_is_appointed(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01", "2014-03-31")
    assert not on(building, "Odense", "2014-03-31").is_expired
    found = on(building, "Odense", "2014-04-01")
    assert (found.is_expired, found.person and found.person.name) == (True, "Mette Holm")


def test_a_seat_is_vacant_from_the_day_after_the_last_term_of_somebody_gone(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01", "2014-09-30")
    building.set(Person, building.person("Mette Holm").id, archived=True)
    found = on(building, "Odense", "2014-11-24")
    assert (found.is_vacant, found.vacant_since, found.vacant_days) == (True, "2014-10-01", 55)
    assert on(building, "Odense", "2014-10-01").vacant_days == 1


def test_a_gap_between_two_terms_counts_from_the_earlier_one(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01", "2013-12-31")
    building.appoint("Odense", "Bo Friis", "2014-03-01")
    found = on(building, "Odense", "2014-02-28")
    assert (found.is_vacant, found.vacant_since, found.vacant_days) == (True, "2014-01-01", 59)


def test_a_vacant_seat_tells_who_is_appointed_from_a_later_day(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01", "2013-12-31")
    building.appoint("Odense", "Bo Friis", "2014-03-01", "2015-02-28")
    building.appoint("Odense", "Ida Ravn", "2015-03-01")
    found = on(building, "Odense", "2014-02-28")
    assert (found.to_come, found.vacancy) == ("Bo Friis fra 01.03.2014", "Odense (Bo Friis fra 01.03.2014)")
    assert on(building, "Odense", "2014-03-01").to_come == on(building, "Vejle", "2014-03-01").to_come == ""


def test_a_seat_nobody_ever_had_is_vacant_since_it_was_made_if_that_is_known(building: Building) -> None:
    assert (on(building, "Odense", "2014-11-24").vacant_since, on(building, "Odense", "2014-11-24").vacant_days) == (
        None,
        0,
    )
    building.set(Seat, building.seat("Odense").id, starts_on="2014-11-01")
    assert on(building, "Odense", "2014-11-24").vacant_days == 24


def test_a_seat_is_open_while_nobody_sits_there_or_only_after_an_expired_term(building: Building) -> None:
    building.appoint("Odense", "Mette Holm", "2013-01-01", "2014-03-31")
    assert [on(building, seat, day).is_open for seat, day in (
        ("Odense", "2014-03-31"), ("Odense", "2014-04-01"), ("Vejle", "2014-04-01"),
    )] == [False, True, True]  # fmt: skip


def test_a_vacancy_begins_after_the_last_of_all_terms_before_the_day(building: Building) -> None:
    seat = building.seat("Odense")
    for ends_on in ("2013-12-31", "2012-12-31", "2014-06-30"):
        building.merge_new(Appointment, seat_id=seat.id, person_id="gone", starts_on="2012-01-01", ends_on=ends_on)
    assert seating.vacant_since(building.network, seat, "2014-06-30") == "2014-01-01"
    assert seating.vacant_since(building.network, seat, "2014-07-01") == "2014-07-01"
