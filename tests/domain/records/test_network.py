"""The whole network: rows found, and a new network for each change."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Charter, NetworkProfile, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.network import Network

METTE = Change("people", "m", None, {"name": "Mette"})


def test_a_row_comes_is_changed_and_goes_and_every_network_stays_as_it_was() -> None:
    empty = Network.empty()
    one = empty.with_changes([METTE])
    other = one.with_changes([Change("people", "m", {"phone": ""}, {"phone": "1"})])
    gone = other.with_changes([Change("people", "m", {}, None)])
    assert [network.find(Person, "m") for network in (empty, one, other, gone)] == [
        None,
        Person("m", name="Mette"),
        Person("m", name="Mette", phone="1"),
        None,
    ]


def test_a_row_that_is_not_there_is_not_changed_and_may_be_removed_again() -> None:
    with pytest.raises(Missing):
        Network.empty().with_changes([Change("people", "m", {"phone": ""}, {"phone": "1"})])
    assert Network.empty().with_changes([METTE.inverse()]) == Network.empty()


def test_what_was_found_live_is_found_anew_in_the_tables_that_changed_alone() -> None:
    one = Network.empty().with_changes([METTE, Change("charters", "c", None, {"valid_from": "2014-01-01"})])
    assert (len(one.live(Person)), len(one.live(Charter))) == (1, 1)
    other = one.with_changes([Change("people", "m", {"archived": False}, {"archived": True})])
    assert (other.live(Person), other.live(Charter)) == ([], one.live(Charter))
    one.live(Person).clear()
    assert len(one.live(Person)) == 1


def test_no_row_is_found_without_an_id() -> None:
    odd = Network.empty().with_changes([Change("people", "", None, {"name": "Ingen"})])
    assert odd.find(Person, "") is None
    with pytest.raises(Missing):
        odd.get(Person, None)


def test_an_edit_bears_its_own_day_but_none_after_the_network_stands_still() -> None:
    still = Network.empty().with_changes([Change("networks", "n", None, {"name": "Prøve", "today_is": "2014-11-24"})])
    assert still.profile == NetworkProfile("n", name="Prøve", today_is="2014-11-24")
    assert [still.day_of(day) for day in ("2014-11-23", "2014-11-25")] == ["2014-11-23", "2014-11-24"]
    assert Network.empty().day_of("2014-11-25") == "2014-11-25"
