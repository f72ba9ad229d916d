"""Organisations with the names they bore, and the versions of the terms of reference (M1, M2)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Charter, FormerName, FormerSeatName, Organisation
from cbnet_desktop.domain.roster import organisation_names, roster
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.charter_page import CharterPage
from cbnet_desktop.ui.roster.closing_dialog import ClosingDialog
from cbnet_desktop.ui.roster.rename_dialog import RenameDialog
from cbnet_desktop.ui.roster.roster_pages import OrganisationsPage
from cbnet_desktop.ui.roster.roster_tab import CHARTER, ORGANISATIONS, SEATS, RosterTab
from cbnet_desktop.ui.roster.seats_page import SeatsPage
from cbnet_desktop.ui.table.table_model import change_of
from tests.ui.showing import page_of, show


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> RosterTab:
    return show(RosterTab(session), qtbot)


@pytest.fixture
def organisations(tab: RosterTab) -> OrganisationsPage:
    return page_of(tab, ORGANISATIONS, OrganisationsPage)


@pytest.fixture
def charters(tab: RosterTab) -> CharterPage:
    return page_of(tab, CHARTER, CharterPage)


def renamed(page: OrganisationsPage, **texts: str) -> RenameDialog:
    dialog = page.names.rename()
    assert dialog is not None
    for name, text in texts.items():
        dialog.answers[name].input.setText(text)
    dialog.attempt()
    return dialog


def agency(page: OrganisationsPage) -> Organisation:
    chosen = page.pane.view.chosen()
    assert isinstance(chosen, Organisation)
    return chosen


def test_a_new_name_from_a_day_leaves_the_old_one_to_the_days_before(organisations: OrganisationsPage) -> None:
    was = agency(organisations)
    renamed(organisations, name="Slots- og Kulturstyrelsen", short_name="SLKS", ends_on="1.1.2016")
    network = organisations.session.network
    assert organisation_names.name(network, was.id, "2015-12-31") == was.name
    assert organisation_names.name(network, was.id, "2016-01-01") == "Slots- og Kulturstyrelsen"
    assert organisation_names.short_name(network, was.id, "2016-01-01") == "SLKS"
    assert organisations.names.pane.model.index(0, 0).data() == was.name
    assert organisations.names.pane.model.index(0, 2).data() == "31.12.2015"
    organisations.session.undo()
    assert agency(organisations) == was
    assert not organisations.session.network.live(FormerName)


def test_the_same_name_again_is_refused_beside_its_field(organisations: OrganisationsPage) -> None:
    dialog = renamed(organisations, ends_on="1.1.2016")
    assert dialog.isVisible()
    assert "hedder allerede" in dialog.answers["name"].reason.text()
    dialog.reject()


def test_a_former_name_is_found_with_its_organisation(organisations: OrganisationsPage, tab: RosterTab) -> None:
    was = agency(organisations)
    renamed(organisations, name="SLKS", ends_on="1.1.2016")
    (former,) = organisations.session.network.live(FormerName)
    organisations.pane.view.selectRow(3)
    assert tab.jump_to("former_names", former.id)
    assert agency(organisations).id == was.id


def test_a_seat_gets_a_new_name_from_a_day_and_shows_the_old_one_on_the_days_before(tab: RosterTab) -> None:
    seats = page_of(tab, SEATS, SeatsPage)
    first = seats.pane.model.index(0, 0)
    seats.pane.view.setCurrentIndex(first)
    was = first.data()
    dialog = seats.names.rename()
    assert dialog is not None
    dialog.answers["name"].input.setText("Slots- og Kulturstyrelsen")
    dialog.answers["ends_on"].input.setText("1.1.2014")
    dialog.attempt()
    assert (first.data(), seats.pane.strip.text) == ("Slots- og Kulturstyrelsen", "")
    (former,) = seats.session.network.live(FormerSeatName)
    assert (former.name, former.ends_on) == (was, "2013-12-31")
    seats.show_day("2013-11-20")
    assert first.data() == was
    seats.pane.view.selectRow(3)
    assert tab.jump_to("former_seat_names", former.id)
    assert seats.names.pane.model.index(0, 0).data() == was
    seats.session.undo()
    assert not seats.session.network.live(FormerSeatName)


def test_a_new_version_begins_with_the_numbers_that_hold_today(charters: CharterPage) -> None:
    session = charters.session
    charters.new_row()
    first = session.network.charter_on(session.today.isoformat())
    session.write([change_of(first, {"max_planning_meetings": 6})])
    charters.new_row()
    versions = session.network.live(Charter)
    assert {row.max_planning_meetings for row in versions if row.valid_from == session.today.isoformat()} == {6}


def test_the_networks_own_row_is_edited_in_the_form(charters: CharterPage, qtbot: QtBot) -> None:
    charters.profile_button.click()
    line = charters.form.field("name").input
    line.selectAll()
    qtbot.keyClicks(line, "Det nye netværk")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert charters.session.network.profile.name == "Det nye netværk"


def choose(page: OrganisationsPage, name: str) -> Organisation:
    library = next(row for row in page.session.network.live(Organisation) if row.short_name == name)
    page.pane.view.choose(library.id)
    return library


def closed(page: OrganisationsPage, **texts: str) -> ClosingDialog:
    dialog = page.close_library()
    assert dialog is not None
    for name, text in texts.items():
        dialog.answers[name].input.show_typed(text)
    dialog.attempt()
    return dialog


def test_a_library_is_merged_into_another_with_its_seat_and_taken_back(organisations: OrganisationsPage) -> None:
    session, library = organisations.session, choose(organisations, "Vejle")
    odense = next(row for row in session.network.live(Organisation) if row.short_name == "Odense")
    closed(organisations, ends_on="30.6.2016", merged_into_id="Odense")
    after = session.network.get(Organisation, library.id)
    assert (after.ends_on, after.merged_into_id) == ("2016-06-30", odense.id)
    assert [seat.ends_on for seat in roster.area_seats(session.network, library)] == ["2016-06-30"]
    row = organisations.pane.view.currentIndex().row()
    columns = [column.title for column in organisations.pane.spec.columns]
    assert organisations.pane.model.index(row, columns.index("Til og med")).data() == "30.06.2016"
    session.undo()
    assert session.network.get(Organisation, library.id) == library
    assert [seat.ends_on for seat in roster.area_seats(session.network, library)] == [None]


def test_a_library_is_closed_without_a_successor(organisations: OrganisationsPage) -> None:
    library = choose(organisations, "Vejle")
    closed(organisations, ends_on="31.12.2016")
    after = organisations.session.network.get(Organisation, library.id)
    assert (after.ends_on, after.merged_into_id) == ("2016-12-31", None)


def test_a_successor_is_another_central_library(organisations: OrganisationsPage) -> None:
    choose(organisations, "Vejle")
    dialog = closed(organisations, ends_on="31.12.2016", merged_into_id="KBE")
    assert dialog.isVisible()
    assert "findes ikke" in dialog.answers["merged_into_id"].reason.text()
    dialog.reject()


def test_only_a_central_library_can_be_closed(organisations: OrganisationsPage) -> None:
    choose(organisations, "KBE")
    assert not organisations.close_button.isEnabled()
    choose(organisations, "Vejle")
    assert organisations.close_button.isEnabled()
