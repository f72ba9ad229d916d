"""M1, M2, M3 and M12: the network, its seats and who sits in them; kept, open and broken."""

from __future__ import annotations

from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.records import Appointment, Charter, Organisation, Person, Seat
from cbnet_desktop.domain.roster import roster, seat_names
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


def test_m3_names_the_seat_of_two_representatives_as_it_was_called_then(year: Building) -> None:
    seat = year.seat("Odense")
    year.merge_new(
        Appointment, seat_id=seat.id, person_id=year.person("Vejles repræsentant").id, starts_on="2015-02-01"
    )
    year.apply(seat_names.rename(year.network, seat, "Fyn", "2017-01-01"))
    assert "Odense kan kun have én repræsentant" in messages(year, "M3")


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
    year.set(Appointment, term.id, ends_on="2015-01-05")
    assert year.state("M12", 2014, "2015-02-01") is State.KEPT


def test_m12_is_broken_by_two_representatives_of_one_library(year: Building) -> None:
    year.merge_new(
        Appointment,
        seat_id=year.seat("Aalborg").id,
        person_id=year.add(Person, name="Oda Digtervad"),
        starts_on="2014-02-01",
    )
    assert year.state("M12", 2015, NOVEMBER) is State.BROKEN
    assert "Aalborgs repræsentant og Oda Digtervad" in messages(year, "M12")


def test_m1_is_kept_by_terms_that_begin_on_the_last_day_of_the_year(year: Building) -> None:
    charter_id = next(iter(year.network.rows(Charter))).id
    year.set(Charter, charter_id, valid_from="2015-12-31")
    assert year.state("M1", 2015, NOVEMBER) is State.KEPT


def test_m2_names_what_is_missing_of_libraries_and_regions(year: Building) -> None:
    year.merge_set(Organisation, year.library("Vejle").id, region="")
    (finding,) = year.findings("M2", 2015, NOVEMBER)
    assert (finding.severity, finding.row_id, finding.field) == (Severity.WARNING, year.library("Vejle").id, "region")
    for library in roster.every_central_library(year.network):
        year.merge_set(Organisation, library.id, ends_on="2014-12-31")
    assert messages(year, "M2").startswith("Der er ingen centralbiblioteker i netværket i 2015.")
    assert year.state("M2", 2015, NOVEMBER) is State.BROKEN


def test_m3_looks_for_the_seats_of_today_within_the_year(year: Building) -> None:
    seat = year.seat("Roskilde")
    year.merge_set(Organisation, year.library("Roskilde").id, starts_on="2000-01-01", ends_on="2030-12-31")
    words = "ingen plads til centralbiblioteksområdet Roskilde"
    for values, years in (
        ({"starts_on": "2015-01-01"}, {2014: True, 2015: False}),
        ({"starts_on": None, "ends_on": "2014-11-23"}, {2014: True, 2015: True}),
        ({"starts_on": None, "ends_on": "2013-12-31"}, {2013: False, 2014: True}),
    ):
        year.merge_set(Seat, seat.id, **values)
        assert {number: words in messages(year, "M3", number) for number in years} == years


def test_m3_names_a_library_without_a_short_name_by_its_name(year: Building) -> None:
    library = year.library("Roskilde")
    year.set(Seat, year.seat("Roskilde").id, archived=True)
    year.merge_set(Organisation, library.id, short_name="")
    assert f"ingen plads til centralbiblioteksområdet {library.name}" in messages(year, "M3")
    assert f"{library.name} har ingen plads i netværket." in messages(year, "M12")


def test_m3_and_m12_point_to_the_last_of_several(year: Building) -> None:
    last = year.add(Seat, name="Å-cheferne", kind="directors")
    found = [one for one in year.findings("M3", 2015, NOVEMBER) if one.field == "archived"]
    assert [one.row_id for one in found] == [last]
    term = year.merge_new(
        Appointment, seat_id=year.seat("Aalborg").id, person_id=year.add(Person, name="Oda"), starts_on="2014-02-01"
    )
    (finding,) = year.findings("M12", 2015, NOVEMBER)
    assert (finding.row_id, finding.field) == (term, "ends_on")


def vacancy(building: Building, starts_on: str, ends_on: str | None, today: str) -> str:
    """What M3 says of 2014 where the seat of Vejle was filled for these days alone."""
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Vejle").id)
    building.merge_set(Appointment, term.id, starts_on=starts_on, ends_on=ends_on)
    return messages(building, "M3", 2014, today)


def test_m3_tells_a_vacancy_in_the_tense_of_the_day() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2013-01-01")
    later = building.add(Person, name="Anden")
    building.merge_new(Appointment, seat_id=building.seat("Vejle").id, person_id=later, starts_on="2014-06-11")
    for today, words in (
        ("2014-06-11", "Vejle var ubesat i 10 dage, 01.06.2014–10.06.2014"),
        ("2014-06-10", "Vejle har stået ubesat i 10 dage, siden 01.06.2014"),
    ):
        assert words in vacancy(building, "2013-01-01", "2014-05-31", today)
    assert "i 1 dag, 10.06.2014–10.06.2014" in vacancy(building, "2013-01-01", "2014-06-09", "2014-12-31")


def test_m3_tells_a_vacancy_to_come() -> None:
    building = Building.new(2015)
    building.appoint_everybody("2013-01-01")
    term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Vejle").id)
    building.merge_set(Appointment, term.id, starts_on="2015-02-01")
    for today, verb in (("2014-12-31", "bliver"), ("2015-02-01", "var")):
        told = messages(building, "M3", 2015, today)
        assert f"Vejle {verb} ubesat i 31 dage, 01.01.2015–31.01.2015" in told, today


def test_m3_counts_terms_that_touch_the_year_with_one_day() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2014-12-31")
    assert "Vejle var ubesat i 364 dage, 01.01.2014–30.12.2014" in messages(building, "M3", 2014, "2015-06-01")
    other = Building.new(2014)
    other.appoint_everybody("2013-01-01")
    assert "ubesat" not in vacancy(other, "2013-01-01", "2014-01-01", "2014-01-01")
    assert "sidder fortsat på pladsen Vejle" in vacancy(other, "2013-01-01", "2014-01-01", "2014-01-02")


def test_m3_leaves_a_seat_alone_that_was_not_there_in_the_year_and_knows_one_of_a_day(year: Building) -> None:
    library = year.add(
        Organisation, name="Esbjerg Centralbibliotek", kind="central_library", region="Region Syddanmark"
    )
    seat = year.add(Seat, name="Esbjerg", kind="area", organisation_id=library, starts_on="2016-01-01")
    assert "Esbjerg Centralbibliotek" not in messages(year, "M3")
    year.set(Seat, seat, starts_on="2015-06-01", ends_on="2015-06-01")
    assert "Esbjerg Centralbibliotek bliver ubesat i 1 dag, 01.06.2015–01.06.2015" in messages(year, "M3")


def two_seats(building: Building, **values: str | None) -> str:
    """What M3 says of 2015 where Vejle's representative sits in Odense too."""
    for other in building.network.live(Appointment):
        if other.seat_id == building.seat("Odense").id:
            building.merge_set(Appointment, other.id, archived=True)
    given = {"seat_id": building.seat("Odense").id, "person_id": building.person("Vejles repræsentant").id, **values}
    row_id = building.merge_new(Appointment, **given)
    told = " ".join(one.message for one in building.findings("M3", 2015, "2016-02-01") if one.field == "person_id")
    building.merge_set(Appointment, row_id, archived=True)
    return told


def test_m3_sees_a_person_in_two_seats_on_every_day_of_the_year_and_on_no_other(year: Building) -> None:
    words = "Vejles repræsentant sidder på to pladser på samme tid: Vejle og Odense."
    assert words in two_seats(year, starts_on="2015-12-31")
    assert words in two_seats(year, starts_on="2013-01-01", ends_on="2015-01-01")
    assert two_seats(year, starts_on="2016-01-01") == ""
    assert two_seats(year, starts_on="2013-01-01", ends_on="2014-12-31") == ""
    assert two_seats(year, starts_on="2015-01-01", role="substitute") == ""
    assert two_seats(year, starts_on="2015-01-01", person_id="gone") == ""
    assert two_seats(year, starts_on="2015-01-01", person_id=None) == ""
    assert "Vejle og en ukendt plads" in two_seats(year, starts_on="2015-01-01", seat_id="gone")
    assert "Odense og Vejle" in two_seats(year, starts_on="2011-01-01")


def test_m12_names_somebody_who_is_gone_as_unknown(year: Building) -> None:
    year.merge_new(Appointment, seat_id=year.seat("Aalborg").id, person_id="gone", starts_on="2014-02-01")
    assert "Aalborgs repræsentant og en ukendt person" in messages(year, "M12")


def test_m3_asks_only_of_the_terms_that_touch_the_year() -> None:
    building = Building.new(2014)
    building.appoint_everybody("2014-01-01")
    seat, person = building.seat("Vejle"), building.person("Vejles repræsentant")
    for day in ("2012-01-01", "2012-06-01"):
        building.merge_new(
            Appointment,
            seat_id=seat.id,
            person_id=person.id,
            role="representative",
            starts_on=day,
            ends_on="2012-12-31",
        )
    assert building.state("M3", 2014, NOVEMBER) is State.KEPT
