"""A new representative and substitute from a day: one edit, no gap, no overlap (M12)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Appointment, Person
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.roster.succession import Newcomer, succeed
from cbnet_desktop.domain.words.choices import Role
from tests.building import Building


@pytest.fixture
def building() -> Building:
    made = Building.new(2014)
    made.appoint("Herning", "Karla Sagnholm", "2012-09-01")
    made.appoint("Herning", "Mie Påfundsen", "2014-02-01", role="substitute")
    return made


def succeeded(building: Building, day: str, seat: str = "Herning", **who: object) -> None:
    building.apply(succeed(building.network, building.seat(seat), day, **who))


def stand_in(building: Building, day: str) -> str:
    person = roster.person_of(building.network, roster.substitute(building.network, building.seat("Herning"), day))
    return person.name if person else ""


def known(building: Building, name: str) -> Newcomer:
    return Newcomer(person_id=building.person(name).id)


def test_a_new_person_works_where_the_seat_is_appointed(building: Building) -> None:
    newcomer = Newcomer(name="Mette Holm", details={"title": "Konsulent", "phone": "12", "email": "mh@x.dk"})
    succeeded(building, "2014-12-01", representative=newcomer, letter_on="2014-11-20")
    assert building.sitting("Herning", "2014-11-30") == "Karla Sagnholm"
    assert building.sitting("Herning", "2014-12-01") == "Mette Holm"
    person = building.person("Mette Holm")
    assert (person.title, person.phone, person.email) == ("Konsulent", "12", "mh@x.dk")
    assert person.organisation_id == building.seat("Herning").organisation_id
    terms = roster.appointments(building.network, building.seat("Herning"))
    assert [(term.starts_on, term.ends_on, term.letter_on) for term in terms] == [
        ("2012-09-01", "2014-11-30", None),
        ("2014-12-01", None, "2014-11-20"),
    ]


def test_the_directors_new_representative_works_at_none_of_their_own(building: Building) -> None:
    succeeded(building, "2014-12-01", "Centralbibliotekscheferne", representative=Newcomer(name="Aage"))
    assert building.person("Aage").organisation_id is None


def test_the_substitute_stays_when_only_the_representative_changes(building: Building) -> None:
    succeeded(building, "2014-12-01", representative=Newcomer(name="Mette Holm"))
    assert stand_in(building, "2015-01-01") == "Mie Påfundsen"


def test_a_substitute_who_moves_up_leaves_the_old_place(building: Building) -> None:
    succeeded(building, "2014-12-01", representative=known(building, "Mie Påfundsen"))
    assert (stand_in(building, "2014-11-30"), stand_in(building, "2014-12-01")) == ("Mie Påfundsen", "")


def test_a_new_substitute_ends_the_old_ones_term_the_day_before(building: Building) -> None:
    succeeded(building, "2014-12-01", substitute=Newcomer(name="Bo Friis"))
    terms = roster.appointments(building.network, building.seat("Herning"), Role.SUBSTITUTE)
    assert [(term.starts_on, term.ends_on) for term in terms] == [("2014-02-01", "2014-11-30"), ("2014-12-01", None)]
    assert building.sitting("Herning", "2014-12-01") == "Karla Sagnholm"


def test_a_substitute_before_one_already_appointed_ends_where_that_one_begins(building: Building) -> None:
    succeeded(building, "2013-01-01", substitute=Newcomer(name="Bo Friis"))
    assert (stand_in(building, "2014-01-31"), stand_in(building, "2014-02-01")) == ("Bo Friis", "Mie Påfundsen")


def test_naming_the_same_substitute_again_changes_nothing(building: Building) -> None:
    again = succeed(
        building.network, building.seat("Herning"), "2014-12-01", substitute=known(building, "Mie Påfundsen")
    )
    assert again == ()


def test_an_expired_term_is_prolonged_to_the_day_before_when_the_person_sat_on(building: Building) -> None:
    term = roster.appointments(building.network, building.seat("Herning"))[0]
    building.set(Appointment, term.id, ends_on="2014-06-30")
    succeeded(building, "2014-12-01", representative=Newcomer(name="Mette Holm"), sat_on=True)
    assert building.network.get(Appointment, term.id).ends_on == "2014-11-30"


def test_an_expired_term_stands_when_the_seat_was_left(building: Building) -> None:
    term = roster.appointments(building.network, building.seat("Herning"))[0]
    building.set(Appointment, term.id, ends_on="2014-06-30")
    succeeded(building, "2014-12-01", representative=Newcomer(name="Mette Holm"))
    assert building.network.get(Appointment, term.id).ends_on == "2014-06-30"


@pytest.mark.parametrize(
    ("day", "names", "field", "message"),
    [
        ("2014-12-01", ("", ""), "person_id", "Vælg en person"),
        ("2014-12-01", ("Karla Sagnholm", ""), "person_id", "sidder allerede"),
        ("2012-09-01", ("Ny", ""), "starts_on", "fra samme dag"),
        ("2014-12-01", ("", "Karla Sagnholm"), "substitute_id", "sin egen suppleant"),
        ("2014-02-01", ("", "Ny"), "starts_on", "er suppleant fra samme dag, 01.02.2014"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field_to_mend(
    building: Building, day: str, names: tuple[str, str], field: str, message: str
) -> None:
    def who(name: str) -> Newcomer:
        known_ids = {row.name: row.id for row in building.network.live(Person)}
        return Newcomer(person_id=known_ids[name]) if name in known_ids else Newcomer(name=name)

    with pytest.raises(Invalid, match=message) as refusal:
        succeed(
            building.network,
            building.seat("Herning"),
            day,
            representative=who(names[0]),
            substitute=who(names[1]),
        )
    assert refusal.value.field == field


def substitutes(building: Building) -> list[tuple[str | None, str | None]]:
    terms = roster.appointments(building.network, building.seat("Herning"), Role.SUBSTITUTE)
    return [(term.starts_on, term.ends_on) for term in terms]


def test_a_substitute_named_for_the_seat_of_a_substitute_who_moves_up_takes_it_at_once(building: Building) -> None:
    mie = known(building, "Mie Påfundsen")
    succeeded(building, "2014-12-01", representative=mie, substitute=Newcomer(name="Bo Friis"))
    assert substitutes(building) == [("2014-02-01", "2014-11-30"), ("2014-12-01", None)]
    assert stand_in(building, "2014-12-01") == "Bo Friis"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "left"),
    [
        ("2013-01-01", "2013-12-31", "2013-12-31"),
        ("2013-01-01", "2014-11-30", "2014-11-30"),
        ("2013-01-01", "2014-12-01", "2014-11-30"),
        ("2014-12-01", None, None),
        (None, None, "2014-11-30"),
    ],
)
def test_only_the_time_as_substitute_that_runs_is_ended_when_somebody_moves_up(
    starts_on: str | None, ends_on: str | None, left: str | None
) -> None:
    building = Building.new(2014)
    person = building.add(Person, name="Mie")
    seat = building.seat("Herning")
    building.merge_new(
        Appointment, seat_id=seat.id, person_id=person, role="substitute", starts_on=starts_on, ends_on=ends_on
    )
    building.merge(succeed(building.network, seat, "2014-12-01", representative=Newcomer(person_id=person)))
    assert substitutes(building) == [(starts_on, left)]


def test_nothing_is_prolonged_where_nobody_sat_on(building: Building) -> None:
    succeeded(building, "2014-12-01", "Vejle", representative=Newcomer(name="Mette Holm"), sat_on=True)
    assert building.sitting("Vejle", "2014-12-01") == "Mette Holm"


def test_a_substitute_before_a_known_successor_lasts_until_the_first_of_them_begins(building: Building) -> None:
    for name, day in (("Anden", "2015-06-01"), ("Første", "2015-03-01")):
        building.appoint("Herning", name, day, role="substitute")
    building.merge_new(Appointment, seat_id=building.seat("Herning").id, role="substitute")
    succeeded(building, "2014-12-01", substitute=Newcomer(name="Bo Friis"))
    assert ("2014-12-01", "2015-02-28") in substitutes(building)


def test_two_substitutes_from_one_day_are_refused_by_the_name_that_is_known(building: Building) -> None:
    with pytest.raises(Invalid, match="Mie Påfundsen er suppleant fra samme dag"):
        succeeded(building, "2014-02-01", substitute=Newcomer(name="Bo Friis"))
    term = roster.appointments(building.network, building.seat("Herning"), Role.SUBSTITUTE)[0]
    building.merge_set(Appointment, term.id, person_id="gone")
    with pytest.raises(Invalid, match="En anden er suppleant fra samme dag"):
        succeeded(building, "2014-02-01", substitute=Newcomer(name="Bo Friis"))


def test_a_vacant_seat_gets_a_substitute(building: Building) -> None:
    succeeded(building, "2014-12-01", "Vejle", substitute=Newcomer(name="Bo Friis"))
    found = roster.substitute(building.network, building.seat("Vejle"), "2014-12-01")
    assert found
