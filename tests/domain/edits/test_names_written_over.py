"""A name that is written over stays the name of the days before (M2, M3)."""

from __future__ import annotations

from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.records import FormerName, FormerSeatName, Organisation, Person, Seat
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.roster import organisation_names, seat_names
from cbnet_desktop.domain.titles import name_uses
from tests.building import Building

TODAY = "2014-11-24"


def written(building: Building, *changes: Change, today: str = TODAY) -> tuple[Change, ...]:
    """The changes with what follows from them on a day."""
    return building.apply(with_consequences(building.network, changes, lambda: today))


def test_the_old_name_of_a_seat_is_kept_until_yesterday(year: Building) -> None:
    seat = year.seat("Vejle")
    made = written(year, year.change(Seat, seat.id, name="Trekanten"))
    assert seat_names.on(year.network, year.seat("Trekanten"), "2013-11-20") == "Vejle"
    assert seat_names.on(year.network, year.seat("Trekanten"), TODAY) == "Trekanten"
    assert [row.ends_on for row in year.network.live(FormerSeatName)] == ["2014-11-23"]
    assert name_uses.renamed(year.network, made).endswith(
        "Til og med 23.11.2014 gælder det gamle; var det en skrivefejl, så arkivér det tidligere navn."
    )


def test_a_former_name_that_is_corrected_beside_others_is_no_old_name_of_today(year: Building) -> None:
    seat = year.seat("Vejle")
    written(year, year.change(Seat, seat.id, name="Trekanten"))
    (former,) = year.network.live(FormerSeatName)
    person = year.person("Vejles repræsentant")
    made = written(
        year, year.change(FormerSeatName, former.id, name="Wejle"), year.change(Person, person.id, name="Ib Ny")
    )
    assert "gælder det gamle" not in name_uses.renamed(year.network, made)


def test_the_old_names_of_an_organisation_are_kept_whichever_was_changed(year: Building) -> None:
    vejle = year.library("Vejle")
    written(year, year.change(Organisation, vejle.id, short_name="Trekanten"))
    assert organisation_names.short_name(year.network, vejle.id, "2014-11-23") == "Vejle"
    assert organisation_names.short_name(year.network, vejle.id, TODAY) == "Trekanten"


def test_a_name_that_was_used_on_no_day_before_today_is_only_corrected() -> None:
    building = Building.new()
    for kind, row in ((Seat, building.seat("Vejle")), (Organisation, building.library("Vejle"))):
        written(building, building.change(kind, row.id, name="Trekanten"))
    assert not building.network.live(FormerSeatName)
    assert not building.network.live(FormerName)


def test_a_name_of_today_leaves_no_trace_when_it_is_corrected_today(year: Building) -> None:
    seat = year.seat("Vejle")
    for name in ("Trekantn", "Trekanten"):
        written(year, year.change(Seat, seat.id, name=name))
    assert [row.name for row in year.network.live(FormerSeatName)] == ["Vejle"]


def test_taking_it_back_takes_back_both(year: Building) -> None:
    before = year.network
    made = written(year, year.change(Seat, year.seat("Vejle").id, name="Trekanten"))
    written(year, *inverted(made))
    assert year.network.tables == before.tables


def test_an_edit_that_says_itself_until_when_brings_nothing_more(year: Building) -> None:
    edit = seat_names.rename(year.network, year.seat("Vejle"), "Trekanten", "2014-07-01")
    assert with_consequences(year.network, edit, lambda: TODAY) == edit


def test_other_fields_keep_no_name(year: Building) -> None:
    edit = (year.change(Seat, year.seat("Vejle").id, position=9),)
    assert with_consequences(year.network, edit, lambda: TODAY) == edit
