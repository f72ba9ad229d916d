"""What a new network begins with (M1, M2, M3)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.records import Charter, NetworkProfile, Organisation, Seat
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import new_network


def made() -> Network:
    changes = new_network.changes("Kompetencenetværket", 2015, "a" * 32)
    network = edit.applied(Network.empty(), edit.normalised(with_consequences(Network.empty(), changes)))
    charter.require(Network.empty(), network, {change.table for change in changes})
    return network


def test_a_new_network_has_a_profile_with_its_own_id_and_the_texts_numbers_from_the_year_before() -> None:
    network = made()
    assert network.profile == NetworkProfile("a" * 32, name="Kompetencenetværket", first_year=2015)
    (row,) = network.rows(Charter)
    assert (row.valid_from, row.min_annual_meetings, row.max_planning_meetings) == ("2014-01-01", 1, 4)
    assert network.charter_on("2014-06-01") == row


def test_a_new_network_has_eight_seats_each_with_its_organisation() -> None:
    network = made()
    seats = sorted(network.rows(Seat), key=lambda seat: seat.position or 0)
    appointed_by = [network.get(Organisation, seat.organisation_id) for seat in seats]
    assert [(seat.name, seat.kind) for seat in seats] == [
        ("Biblioteksenheden (KBE)", "agency"),
        *((name, "area") for name in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg")),
        ("Centralbibliotekscheferne", "directors"),
    ]
    assert [row.kind for row in appointed_by] == ["agency", *["central_library"] * 6, "directors"]


def test_the_six_libraries_lie_in_five_regions() -> None:
    libraries = [row for row in made().rows(Organisation) if row.kind == "central_library"]
    assert len(libraries) == 6
    assert len({row.region for row in libraries}) == 5
    assert {row.short_name for row in libraries if row.region == "Region Syddanmark"} == {"Odense", "Vejle"}


def agency_of(network: Network) -> tuple[str, str, str]:
    (organisation,) = (row for row in network.rows(Organisation) if row.kind == "agency")
    (seat,) = (row for row in network.rows(Seat) if row.organisation_id == organisation.id)
    return organisation.name, organisation.short_name, seat.name


@pytest.mark.parametrize(
    ("year", "typed", "names"),
    [
        (2015, ("", ""), ("Kulturstyrelsens Biblioteksenhed", "KBE", "Biblioteksenheden (KBE)")),
        (2016, ("", ""), ("Slots- og Kulturstyrelsen", "SLKS", "Slots- og Kulturstyrelsen")),
        (2027, ("  Kultur og  slotte ", "KS"), ("Kultur og slotte", "KS", "Kultur og slotte")),
        (2027, ("Kultur og slotte", ""), ("Kultur og slotte", "", "Kultur og slotte")),
    ],
)
def test_the_agency_and_its_seat_are_called_what_is_typed_or_what_was_usual_in_the_first_year(
    year: int, typed: tuple[str, str], names: tuple[str, str, str]
) -> None:
    called = new_network.agency_in(year, *typed)
    assert agency_of(Network.empty().with_changes(new_network.changes("Navn", year, "a" * 32, called))) == names


def test_no_network_is_born_today_with_the_name_of_2012() -> None:
    changes = new_network.changes("Navn", 2027, "a" * 32)
    assert "KBE" not in str(changes)


def test_two_new_networks_share_no_row() -> None:
    one, other = (new_network.changes("Navn", 2015, uuid4().hex) for _ in range(2))
    assert not {change.row_id for change in one} & {change.row_id for change in other}
