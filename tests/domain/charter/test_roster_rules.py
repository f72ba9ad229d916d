"""M1, M2, M3 and M12: the network, its seats and who sits in them; kept, open and broken."""

from __future__ import annotations

from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.records import Appointment, Charter, Organisation, Person, Seat
from cbnet_desktop.domain.roster import roster
from tests.building import NOVEMBER, Building, messages


def test_m1_is_kept_while_a_charter_is_on_record_and_open_without(year: Building) -> None:
    assert year.state("M1", 2015, NOVEMBER) is State.KEPT
    charter_id = next(iter(year.network.rows(Charter))).id
    year.set(Charter, charter_id, valid_from="2016-01-01")
    assert year.state("M1", 2015, NOVEMBER) is State.OPEN


def test_m2_is_broken_without_an_agency_or_without_a_library(year: Building) -> None:
    assert year.state("M2", 2015, NOVEMBER) is State.KEPT
    year.set(Organisation, year.library("KBE").id, archived=True)
    assert year.state("M2", 2015, NOVEMBER) is State.BROKEN
    assert "biblioteksenhed" in messages(year, "M2")


def test_m3_is_open_with_the_days_of_a_vacancy() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2014-01-01")
    assert building.state("M3", 2014, NOVEMBER) is State.KEPT
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Vejle").id)
    building.set(Appointment, term.id, starts_on="2014-02-01")
    assert building.state("M3", 2014, NOVEMBER) is State.OPEN
    assert "Vejle var ubesat i 31 dage, 01.01.2014–31.01.2014" in messages(building, "M3", 2014)


def test_m3_names_the_vacant_seats_in_the_networks_own_order() -> None:
    building = Building.new(2014)
    told = [building.network.get(Seat, finding.row_id).name for finding in building.findings("M3", 2014, NOVEMBER)]
    assert told == [seat.name for seat in roster.seats_on(building.network, NOVEMBER)]
    assert len(told) == 8


def test_m3_is_not_broken_by_an_overlap_of_another_year(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Odense").id,
        person_id=year.person("Vejles repræsentant").id,
        role="representative",
        starts_on="2016-02-01",
        ends_on="2016-03-01",
    )
    assert year.state("M3", 2016, "2017-01-01") is State.BROKEN
    assert year.state("M3", 2015, "2017-01-01") is not State.BROKEN


def test_m3_counts_a_vacancy_until_today_in_a_running_year() -> None:
    building = Building.new(2014)
    finding = building.findings("M3", 2014, "2014-01-10")[0]
    assert "har stået ubesat i 10 dage, siden 01.01.2014" in finding.message
    assert (finding.table, finding.row_id) == ("seats", building.seat("Bib").id)
    assert finding.severity is Severity.WARNING


def test_m3_counts_the_gap_between_two_terms() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Odense").id)
    building.set(Appointment, term.id, ends_on="2014-03-31")
    building.appoint("Odense", "Ny Person", "2014-04-11")
    assert messages(building, "M3", 2014).count("i 10 dage, 01.04.2014–10.04.2014") == 1
    assert len(building.findings("M3", 2014, NOVEMBER)) == 1


def test_m3_calls_an_expired_term_with_nobody_new_sitting_on_and_no_vacancy() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Herning").id)
    building.set(Appointment, term.id, ends_on="2014-06-30")
    (finding,) = building.findings("M3", 2014, NOVEMBER)
    assert finding.message.startswith("Hernings repræsentant sidder fortsat på pladsen Herning")
    assert "udløb 30.06.2014" in finding.message
    assert finding.severity is Severity.WARNING
    assert (finding.table, finding.row_id, finding.field) == ("appointments", term.id, "ends_on")


def test_m3_calls_the_seat_of_an_archived_person_vacant() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Herning").id)
    building.set(Appointment, term.id, ends_on="2014-06-30")
    building.set(Person, term.person_id or "", archived=True)
    assert "ubesat i 147 dage, siden 01.07.2014" in messages(building, "M3", 2014)


def test_m3_only_notes_a_term_that_will_expire(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Herning").id)
    year.set(Appointment, term.id, ends_on="2015-06-30")
    assert year.state("M3", 2015, NOVEMBER) is State.KEPT
    assert [finding.severity for finding in year.findings("M3", 2015, NOVEMBER)] == [Severity.NOTE]


def test_m3_is_broken_by_two_representatives_a_merge_brought(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Odense").id,
        person_id=year.person("Vejles repræsentant").id,
        starts_on="2015-02-01",
    )
    assert year.state("M3", 2015, NOVEMBER) is State.BROKEN
    found = messages(year, "M3")
    assert "Odenses repræsentant (fra 01.01.2012) og Vejles repræsentant (fra 01.02.2015) overlapper" in found
    assert "Vejles repræsentant sidder på to pladser på samme tid: Vejle og Odense" in found


def test_m3_is_broken_by_a_missing_and_by_a_superfluous_seat(year: Building) -> None:
    year.set(Seat, year.seat("Roskilde").id, archived=True)
    assert year.state("M3", 2015, NOVEMBER) is State.BROKEN
    assert "ingen plads til centralbiblioteksområdet Roskilde" in messages(year, "M3")
    year.set(Seat, next(row.id for row in year.network.rows(Seat) if row.archived), archived=False)
    year.add(Seat, name="Cheferne", kind="directors")
    assert "2 pladser til centralbibliotekscheferne" in messages(year, "M3")


def test_m3_knows_the_days_a_seat_existed(year: Building) -> None:
    library = year.add(Organisation, name="Esbjerg Centralbibliotek", kind="central_library")
    seat = year.add(Seat, name="Esbjerg", kind="area", organisation_id=library, starts_on="2015-12-01")
    year.set(Seat, seat, ends_on="2015-12-10")
    assert "i 10 dage, 01.12.2015–10.12.2015" in messages(year, "M3")


def test_m12_is_open_when_a_library_has_nobody_appointed_today(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Aalborg").id)
    year.set(Appointment, term.id, ends_on="2014-10-31")
    assert year.state("M12", 2015, NOVEMBER) is State.OPEN
    assert "Aalborg har ikke udpeget en repræsentant efter Aalborgs repræsentant" in messages(year, "M12")
    year.set(Appointment, term.id, archived=True)
    assert "Aalborg har ingen udpeget repræsentant 24.11.2014" in messages(year, "M12")


def test_m12_looks_at_the_last_day_of_a_past_year(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Aalborg").id)
    year.set(Appointment, term.id, ends_on="2014-10-31")
    assert year.state("M12", 2013, NOVEMBER) is State.KEPT


def test_m12_is_broken_by_two_representatives_of_one_library(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Aalborg").id,
        person_id=year.add(Person, name="Oda Digtervad"),
        starts_on="2014-02-01",
    )
    assert year.state("M12", 2015, NOVEMBER) is State.BROKEN
    assert "Aalborgs repræsentant og Oda Digtervad" in messages(year, "M12")
