"""Contact data of former members are proposed for erasure after the years that the network has set, never erased."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import (
    Appointment,
    Dispatch,
    DispatchRecipient,
    GroupMember,
    NetworkProfile,
    Person,
    Seat,
    WorkingGroup,
)
from cbnet_desktop.domain.roster import retention
from tests.building import Building

LEFT = "2010-06-30"


@pytest.fixture
def building() -> Building:
    made = Building.new(2014)
    made.set(NetworkProfile, made.network.profile.id, contact_years=5)
    return made


def _former(building: Building, name: str = "Asta Forhen", ends_on: str | None = LEFT, phone: str = "11") -> str:
    person = building.add(Person, name=name, phone=phone)
    seat = building.network.live(Seat)[0].id
    building.merge_new(Appointment, seat_id=seat, person_id=person, starts_on="2009-01-01", ends_on=ends_on)
    return person


def _proposed(building: Building, day: str = "2015-07-01") -> list[str]:
    return [one.person.name for one in retention.proposals(building.network, day)]


def test_a_member_who_left_more_years_ago_than_were_set_is_proposed_from_the_day_after(building: Building) -> None:
    _former(building)
    assert _proposed(building, "2015-06-30") == []
    assert _proposed(building, "2015-07-01") == ["Asta Forhen"]
    (one,) = retention.proposals(building.network, "2015-07-01")
    assert "siden 30.06.2010" in one.sentence


def test_nobody_is_proposed_where_no_years_are_set(building: Building) -> None:
    _former(building)
    building.set(NetworkProfile, building.network.profile.id, contact_years=None)
    assert _proposed(building, "2099-01-01") == []


def test_who_still_sits_came_back_has_no_contact_data_or_never_sat_is_not_proposed(building: Building) -> None:
    _former(building, "Stadig", ends_on=None)
    _former(building, "Uden oplysninger", phone="")
    building.add(Person, name="Aldrig medlem", phone="11")
    back = _former(building, "Kom igen")
    seat = building.network.live(Seat)[0].id
    building.merge_new(Appointment, seat_id=seat, person_id=back, starts_on="2014-01-01", ends_on="2014-12-31")
    assert _proposed(building) == []
    assert _proposed(building, "2020-01-01") == ["Kom igen"]


def test_a_member_of_a_working_group_is_not_proposed(building: Building) -> None:
    person = _former(building)
    group = building.merge_new(WorkingGroup, name="Arbejdsgruppen")
    building.merge_new(GroupMember, group_id=group, person_id=person)
    assert _proposed(building) == []


def test_an_address_that_a_mail_went_to_is_proposed_for_erasure_too(building: Building) -> None:
    person = _former(building, phone="")
    assert _proposed(building) == []
    to = building.add(Dispatch, kind="reminder", person_id=person, subject="Påmindelse", drafted_on=LEFT)
    building.add(DispatchRecipient, dispatch_id=to, person_id=person, name="Asta Forhen", address="asta@bibliotek.dk")
    assert _proposed(building) == ["Asta Forhen"]
