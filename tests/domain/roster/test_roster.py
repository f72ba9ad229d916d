"""Who sits where on a day, and replacing a representative in one action (M3, M12)."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.records import Appointment, Organisation, Person, Seat
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from tests.building import Building


@pytest.fixture
def odense() -> Building:
    """Per sat in Odense in 2012 and 2013, Mette sits since."""
    building = Building.new()
    building.appoint("Odense", "Per Prøvesen", "2012-01-01", "2013-12-31")
    building.appoint("Odense", "Mette Modelholm", "2014-01-01")
    return building


def replace(building: Building, name: str, from_day: str) -> None:
    """Somebody new in Odense from a day."""
    person = building.add(Person, name=name)
    building.apply(roster.replace_holder(building.network, building.seat("Odense"), person, from_day))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2011-12-31", ""),
        ("2012-01-01", "Per Prøvesen"),
        ("2013-12-31", "Per Prøvesen"),
        ("2014-01-01", "Mette Modelholm"),
        ("2030-01-01", "Mette Modelholm"),
    ],
)
def test_the_holder_is_the_one_whose_term_covers_the_day(odense: Building, day: str, name: str) -> None:
    found = roster.holder(odense.network, odense.seat("Odense"), day)
    person = roster.person_of(odense.network, found)
    assert (person.name if person else "") == name


def test_a_representative_sits_on_after_the_term_until_somebody_new_is_appointed(odense: Building) -> None:
    seat = odense.seat("Odense")
    term = roster.appointments(odense.network, seat)[1]
    odense.set(Appointment, term.id, ends_on="2014-06-30")
    assert roster.holder(odense.network, seat, "2014-07-01") is None
    assert odense.sitting("Odense", "2014-07-01") == "Mette Modelholm"
    odense.appoint("Odense", "Ny Nielsen", "2014-09-01")
    assert odense.sitting("Odense", "2014-07-01") == "", "between two terms the seat was vacant"
    assert odense.sitting("Odense", "2014-09-01") == "Ny Nielsen"


def test_a_substitute_is_found_for_the_day_and_is_no_holder(odense: Building) -> None:
    odense.appoint("Vejle", "Sanne Suppleant", "2014-01-01", "2014-12-31", role="substitute")
    seat = odense.seat("Vejle")
    found = roster.substitute(odense.network, seat, "2014-06-01")
    person = roster.person_of(odense.network, found)
    assert person
    assert person.name == "Sanne Suppleant"
    assert roster.substitute(odense.network, seat, "2015-01-01") is None
    assert roster.holder(odense.network, seat, "2014-06-01") is None


def test_the_seats_stand_in_the_networks_order_with_aalborg_last_of_the_areas(odense: Building) -> None:
    names = [seat.name for seat in roster.seats_on(odense.network, "2014-01-01")]
    areas = ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]
    assert names == ["Biblioteksenheden (KBE)", *areas, "Centralbibliotekscheferne"]


def test_a_seat_exists_from_its_first_to_its_last_day(odense: Building) -> None:
    seat = odense.seat("Odense")
    odense.set(Seat, seat.id, starts_on="2012-01-01", ends_on="2012-12-31")
    exists = [
        any(found.id == seat.id for found in roster.seats_on(odense.network, day))
        for day in ("2011-12-31", "2012-01-01", "2012-12-31", "2013-01-01")
    ]
    assert exists == [False, True, True, False]


def test_the_libraries_stand_by_short_name_or_without_one_by_name(odense: Building) -> None:
    first, *_, last = roster.every_central_library(odense.network)
    assert (first.short_name, last.short_name) == ("Gentofte", "Aalborg")
    odense.merge_set(Organisation, last.id, short_name="", name="Biblioteket i nord")
    assert roster.every_central_library(odense.network)[0].id == last.id
    odense.merge_set(Organisation, first.id, short_name="Ø", name="A")
    assert roster.every_central_library(odense.network)[-1].id == first.id


def test_seats_without_a_number_stand_last_by_name(odense: Building) -> None:
    for name in ("B", "A"):
        odense.merge_new(Seat, name=name, kind="area")
    odense.merge_set(Seat, odense.seat("Vejle").id, position=0)
    names = [seat.name for seat in roster.seats(odense.network)]
    assert (names[0], names[-2:]) == ("Vejle", ["A", "B"])


def test_a_term_that_a_merge_left_without_days_is_nobodys(odense: Building) -> None:
    seat = odense.seat("Odense")
    for _ in range(2):
        odense.merge_new(Appointment, seat_id=seat.id, person_id=odense.person("Per Prøvesen").id, ends_on="2011-12-31")
    assert [term.starts_on for term in roster.appointments(odense.network, seat)] == [
        None,
        None,
        "2012-01-01",
        "2014-01-01",
    ]
    assert roster.holder(odense.network, seat, "2011-06-01") is None
    person_id = odense.add(Person, name="Ny Nielsen")
    odense.merge(roster.replace_holder(odense.network, seat, person_id, "2011-06-01"))
    ends = [term.ends_on for term in roster.appointments(odense.network, seat)]
    assert ends == ["2011-05-31", "2011-05-31", "2011-12-31", "2013-12-31", None]


def test_the_last_term_is_the_one_that_is_sat_on_from_the_day_after_its_end(odense: Building) -> None:
    seat = odense.seat("Odense")
    odense.set(Appointment, roster.appointments(odense.network, seat)[1].id, ends_on="2014-06-30")
    assert roster.expired(odense.network, seat, "2014-06-30") is None
    last = roster.expired(odense.network, seat, "2014-07-01")
    assert last
    assert roster.person_of(odense.network, last) == odense.person("Mette Modelholm")
    odense.set(Person, last.person_id or "", archived=True)
    assert roster.expired(odense.network, seat, "2014-07-01") is None


def test_the_latest_begun_of_two_terms_that_a_merge_brought_counts(odense: Building) -> None:
    third, other = odense.add(Person, name="Tredje"), odense.add(Person, name="Anden")
    for person_id, first in ((third, "2014-03-01"), (other, "2014-02-01")):
        odense.merge_new(Appointment, seat_id=odense.seat("Odense").id, person_id=person_id, starts_on=first)
    assert odense.sitting("Odense", "2014-04-01") == "Tredje"


def test_somebody_who_sat_earlier_may_sit_again_and_an_unknown_holder_is_told_as_another(odense: Building) -> None:
    seat, per = odense.seat("Odense"), odense.person("Per Prøvesen")
    odense.apply(roster.replace_holder(odense.network, seat, per.id, "2014-10-01"))
    assert odense.sitting("Odense", "2014-10-01") == "Per Prøvesen"
    odense.merge_set(Appointment, roster.appointments(odense.network, seat)[1].id, person_id="gone")
    with pytest.raises(Invalid, match="En anden er udpeget til pladsen Odense fra samme dag"):
        replace(odense, "Ny Nielsen", "2014-01-01")


def test_replacing_ends_the_old_term_the_day_before(odense: Building) -> None:
    replace(odense, "Ny Nielsen", "2014-10-01")
    terms = roster.appointments(odense.network, odense.seat("Odense"))
    assert [(term.starts_on, term.ends_on) for term in terms] == [
        ("2012-01-01", "2013-12-31"),
        ("2014-01-01", "2014-09-30"),
        ("2014-10-01", None),
    ]


def test_replacing_on_the_last_day_of_a_fixed_term_ends_it_the_day_before(odense: Building) -> None:
    term = roster.appointments(odense.network, odense.seat("Odense"))[1]
    odense.set(Appointment, term.id, ends_on="2014-06-30")
    replace(odense, "Ny Nielsen", "2014-06-30")
    assert [term.ends_on for term in roster.appointments(odense.network, odense.seat("Odense"))] == [
        "2013-12-31",
        "2014-06-29",
        None,
    ]


def test_replacing_in_a_vacant_seat_only_appoints() -> None:
    building = Building.new()
    replace(building, "Ny Nielsen", "2014-10-01")
    assert building.sitting("Odense", "2014-10-01") == "Ny Nielsen"


def test_replacing_before_a_known_successor_lasts_until_that_one_begins(odense: Building) -> None:
    replace(odense, "Ny Nielsen", "2012-07-01")
    terms = roster.appointments(odense.network, odense.seat("Odense"))
    assert [(term.starts_on, term.ends_on) for term in terms] == [
        ("2012-01-01", "2012-06-30"),
        ("2012-07-01", "2013-12-31"),
        ("2014-01-01", None),
    ]


def test_replacing_is_undone_as_one_edit(odense: Building) -> None:
    person = odense.add(Person, name="Ny Nielsen")
    before = odense.network
    written = odense.apply(roster.replace_holder(before, odense.seat("Odense"), person, "2014-10-01"))
    odense.apply([change.inverse() for change in reversed(written)])
    assert odense.network == before


@pytest.mark.parametrize(
    ("from_day", "words"),
    [
        ("2014-01-01", "er udpeget til pladsen Odense fra samme dag, 01.01.2014. Vælg en senere dag"),
        ("01.10.2014", "er ikke en dato"),
        ("", "Fra mangler"),
    ],
)
def test_a_day_on_which_nothing_can_be_replaced_is_refused(odense: Building, from_day: str, words: str) -> None:
    person = odense.add(Person, name="Ny Nielsen")
    with pytest.raises(Invalid, match=words):
        roster.replace_holder(odense.network, odense.seat("Odense"), person, from_day)


def test_nobody_is_replaced_by_themselves_by_an_archived_or_by_an_unknown_person(odense: Building) -> None:
    seat, mette = odense.seat("Odense"), odense.person("Mette Modelholm")
    with pytest.raises(Invalid, match=r"Mette Modelholm sidder allerede på pladsen Odense siden 01\.01\.2014"):
        roster.replace_holder(odense.network, seat, mette.id, "2014-10-01")
    per = odense.person("Per Prøvesen")
    odense.set(Person, per.id, archived=True)
    with pytest.raises(Invalid, match="Per Prøvesen er arkiveret"):
        roster.replace_holder(odense.network, seat, per.id, "2014-10-01")
    with pytest.raises(Missing):
        roster.replace_holder(odense.network, seat, "nobody", "2014-10-01")


@given(st.lists(st.integers(min_value=0, max_value=2000), min_size=1, max_size=8))
def test_however_often_a_seat_changes_hands_it_is_held_once_from_the_first_day_on(offsets: list[int]) -> None:
    building = Building.new()
    first = date(2012, 1, 1)
    for number, offset in enumerate(offsets):
        is_taken = offset in offsets[:number]
        with pytest.raises(Invalid, match="samme dag") if is_taken else nullcontext():
            replace(building, f"Nr. {number}", (first + timedelta(offset)).isoformat())
    assert held_on(building.network, building.seat("Odense"), first + timedelta(min(offsets)), 2100) == {1}


def held_on(network: Network, seat: Seat, first: date, count: int) -> set[int]:
    """How many representatives the seat had on each of the days."""
    terms = roster.appointments(network, seat)
    return {
        sum(roster.is_valid_on(term, (first + timedelta(number)).isoformat()) for term in terms)
        for number in range(count)
    }
