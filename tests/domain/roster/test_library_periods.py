"""Which central libraries belong to the network on a day and in a year, and how one leaves it (M2, M3, M12)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Appointment, BudgetShare, Organisation, Seat
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import closing, roster, seating
from tests.building import Building


def on(building: Building, day: str) -> set[str]:
    return {row.short_name or row.name for row in roster.central_libraries(building.network, day)}


def of(building: Building, year: int) -> set[str]:
    return {row.short_name or row.name for row in roster.central_libraries_of(building.network, year)}


def esbjerg(building: Building, **values: str | None) -> str:
    """A seventh library; its id."""
    return building.add(
        Organisation,
        name="Esbjerg Centralbibliotek",
        short_name="Esbjerg",
        kind="central_library",
        region="Region Syddanmark",
        **values,
    )


def close(building: Building, name: str, day: str, successor: str = "") -> None:
    other = building.library(successor).id if successor else None
    building.apply(closing.closed(building.network, building.library(name), day, other))


def terms(building: Building, seat: str) -> list[tuple[str | None, str | None, bool]]:
    rows = [row for row in building.network.rows(Appointment) if row.seat_id == building.seat(seat).id]
    return sorted((row.starts_on, row.ends_on, row.archived) for row in rows)


def test_a_library_belongs_from_its_first_day_to_its_last_one(building: Building) -> None:
    esbjerg(building, starts_on="2015-03-01", ends_on="2016-06-30")
    days = ("2015-02-28", "2015-03-01", "2016-06-30", "2016-07-01")
    assert ["Esbjerg" in on(building, day) for day in days] == [False, True, True, False]
    assert ["Esbjerg" in of(building, year) for year in (2014, 2015, 2016, 2017)] == [False, True, True, False]


def test_a_library_touches_a_year_with_one_day(building: Building) -> None:
    esbjerg(building, starts_on="2015-12-31", ends_on="2016-01-01")
    assert ["Esbjerg" in of(building, year) for year in (2014, 2015, 2016, 2017)] == [False, True, True, False]


def test_without_dates_a_library_belongs_while_its_seats_are_there(building: Building) -> None:
    library = esbjerg(building)
    assert "Esbjerg" in on(building, "1999-01-01"), "without a seat, at all times"
    first = building.add(Seat, name="E", kind="area", organisation_id=library, starts_on="2015-01-01")
    assert ["Esbjerg" in of(building, year) for year in (2014, 2015, 2030)] == [False, True, True]
    building.set(Seat, first, ends_on="2015-12-31")
    second = building.add(Seat, name="E", kind="area", organisation_id=library, starts_on="2017-01-01")
    assert ["Esbjerg" in of(building, year) for year in (2014, 2015, 2016, 2030)] == [False, True, True, True]
    building.set(Seat, second, starts_on=None)
    assert "Esbjerg" in of(building, 2014)


def test_one_date_of_its_own_leaves_the_other_to_the_seat(building: Building) -> None:
    library = esbjerg(building, ends_on="2016-12-31")
    building.add(Seat, name="E", kind="area", organisation_id=library, starts_on="2015-01-01", ends_on="2015-12-31")
    row = building.network.get(Organisation, library)
    assert roster.period(building.network, row) == ("2015-01-01", "2016-12-31")


def test_an_undated_seat_is_there_while_its_library_belongs(building: Building) -> None:
    library = esbjerg(building, starts_on="2015-03-01", ends_on="2016-06-30")
    seat_id = building.add(Seat, name="Esbjerg", kind="area", organisation_id=library)
    seat = building.network.get(Seat, seat_id)
    found = [seat in roster.seats_on(building.network, day) for day in ("2015-02-28", "2015-03-01", "2016-07-01")]
    assert found == [False, True, False]
    assert seating.vacant_since(building.network, seat, "2015-04-01") == "2015-03-01"
    building.set(Seat, seat_id, starts_on="2015-04-01", ends_on="2017-01-01")
    assert roster.seat_period(building.network, building.network.get(Seat, seat_id)) == ("2015-04-01", "2016-06-30")


def test_the_directors_seat_does_not_depend_on_a_library(building: Building) -> None:
    close(building, "Vejle", "2015-12-31")
    building.merge_set(
        Seat, building.seat("Centralbibliotekscheferne").id, organisation_id=building.library("Vejle").id
    )
    assert len(roster.seats_on(building.network, "2016-01-01")) == 7


class TestArchived:
    """A library that is archived does not leave its own past."""

    def test_it_still_belongs_while_it_has_a_seat(self, building: Building) -> None:
        vejle = building.library("Vejle").id
        building.merge_set(Organisation, vejle, archived=True)
        assert "Vejle" in on(building, "2015-06-01")
        building.set(Seat, building.seat("Vejle").id, ends_on="2014-12-31")
        assert ["Vejle" in of(building, year) for year in (2014, 2015)] == [True, False]

    def test_without_a_seat_it_belongs_to_the_years_of_its_shares(self, building: Building) -> None:
        library = esbjerg(building)
        building.merge_set(Organisation, library, archived=True)
        assert "Esbjerg" not in of(building, 2015)
        building.merge_new(BudgetShare, year=2015, organisation_id=library)
        assert ["Esbjerg" in of(building, year) for year in (2014, 2015, 2016)] == [False, True, False]
        assert "Esbjerg" in on(building, "2015-07-01")

    def test_one_with_a_seat_or_a_share_needs_a_last_day_instead(self, building: Building) -> None:
        vejle = building.library("Vejle").id
        with pytest.raises(Invalid, match="Skriv »Med i netværket til og med« i stedet for at arkivere"):
            building.set(Organisation, vejle, archived=True)
        close(building, "Vejle", "2014-12-31")
        building.set(Organisation, vejle, archived=True)
        assert ["Vejle" in of(building, year) for year in (2014, 2015)] == [True, False]

    def test_one_that_was_added_by_mistake_goes(self, building: Building) -> None:
        library = esbjerg(building)
        building.set(Organisation, library, archived=True)
        assert "Esbjerg" not in of(building, 2015)

    def test_one_that_a_merge_hid_is_named_in_the_years_it_belongs_to(self, building: Building) -> None:
        building.merge_set(Organisation, building.library("Vejle").id, archived=True)
        (finding,) = building.findings("M2", 2014, "2014-11-24")
        assert "Vejle Centralbibliotek er eller har været med i netværket" in finding.message


class TestRelatives:
    """Mergers and splits are between central libraries, each with its day."""

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"starts_on": "2015-01-01", "ends_on": "2014-12-31"}, "Slutdatoen ligger før startdatoen"),
            ({"merged_into_id": "Odense"}, "Skriv først »Med i netværket til og med«"),
            ({"split_from_id": "Odense"}, "Skriv først »Med i netværket fra«"),
            ({"merged_into_id": "Vejle", "ends_on": "2015-12-31"}, "fra sig selv"),
            ({"split_from_id": "Vejle", "starts_on": "2015-12-31"}, "fra sig selv"),
            ({"merged_into_id": "KBE", "ends_on": "2015-12-31"}, "er ikke et centralbibliotek. Vælg et af dem."),
            ({"split_from_id": "KBE", "starts_on": "2015-12-31"}, "er ikke et centralbibliotek. Vælg et af dem."),
        ],
    )
    def test_what_is_refused(self, building: Building, values: dict[str, str], words: str) -> None:
        named = {name: building.library(one).id if name.endswith("_id") else one for name, one in values.items()}
        with pytest.raises(Invalid, match=words):
            building.set(Organisation, building.library("Vejle").id, **named)

    def test_the_agency_is_merged_with_no_library(self, building: Building) -> None:
        values = {"ends_on": "2015-12-31", "merged_into_id": building.library("Odense").id}
        with pytest.raises(Invalid, match="Kun et centralbibliotek"):
            building.set(Organisation, building.library("KBE").id, **values)

    def test_a_library_is_split_from_another_on_a_day(self, building: Building) -> None:
        library = esbjerg(building, starts_on="2015-01-01", split_from_id=building.library("Vejle").id)
        assert building.network.get(Organisation, library).split_from_id == building.library("Vejle").id


class TestClosing:
    """A library leaves after a day; one edit ends it, its seat and its terms."""

    @pytest.fixture
    def vejle(self, building: Building) -> Building:
        building.appoint("Vejle", "Mette Holm", "2012-01-01")
        building.appoint("Vejle", "Per Prøvesen", "2012-01-01", "2013-12-31", role="substitute")
        building.appoint("Vejle", "Karla Sagnholm", "2014-01-01", role="substitute")
        return building

    def test_library_seat_and_terms_end_the_same_day(self, vejle: Building) -> None:
        close(vejle, "Vejle", "2015-06-30", "Odense")
        library = vejle.library("Vejle")
        assert (library.ends_on, library.merged_into_id) == ("2015-06-30", vejle.library("Odense").id)
        assert vejle.seat("Vejle").ends_on == "2015-06-30"
        assert terms(vejle, "Vejle") == [
            ("2012-01-01", "2013-12-31", False),
            ("2012-01-01", "2015-06-30", False),
            ("2014-01-01", "2015-06-30", False),
        ]
        assert vejle.sitting("Vejle", "2015-06-30") == "Mette Holm"

    def test_a_term_to_come_is_archived(self, vejle: Building) -> None:
        vejle.set(Appointment, next(row.id for row in vejle.network.live(Appointment)), ends_on="2015-12-31")
        vejle.appoint("Vejle", "Ny Nielsen", "2016-01-01")
        close(vejle, "Vejle", "2015-12-31")
        assert ("2016-01-01", None, True) in terms(vejle, "Vejle")

    def test_a_successor_that_has_left_itself_is_refused(self, vejle: Building) -> None:
        close(vejle, "Odense", "2015-06-30")
        with pytest.raises(Invalid, match=r"Odense Centralbibliotek hører ikke til netværket 01\.07\.2015"):
            close(vejle, "Vejle", "2015-06-30", "Odense")
        close(vejle, "Vejle", "2015-06-29", "Odense")

    def test_a_day_on_which_it_is_not_there_is_refused(self, vejle: Building) -> None:
        close(vejle, "Vejle", "2015-06-30")
        with pytest.raises(Invalid, match=r"hører ikke til netværket 01\.07\.2015"):
            close(vejle, "Vejle", "2015-07-01")
        close(vejle, "Vejle", "2015-03-31")
        assert vejle.seat("Vejle").ends_on == "2015-03-31"

    def test_the_edit_says_what_was_done(self, vejle: Building) -> None:
        library, odense = vejle.library("Vejle"), vejle.library("Odense")
        told = "Vejle Centralbibliotek sammenlagt med Odense, sidste dag 30.06.2015"
        assert closing.label(library, "2015-06-30", odense) == told
        assert closing.label(library, "2015-06-30", None) == "Vejle Centralbibliotek nedlagt, sidste dag 30.06.2015"
