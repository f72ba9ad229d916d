"""Organisations with the names they bore, and the versions of the terms of reference (M1, M2)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Charter, FormerName, Organisation
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.charter_page import CharterPage
from cbnet_desktop.ui.roster.rename_dialog import RenameDialog
from cbnet_desktop.ui.roster.roster_pages import OrganisationsPage
from cbnet_desktop.ui.roster.roster_tab import CHARTER, ORGANISATIONS, RosterTab
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
    dialog = page.rename()
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
