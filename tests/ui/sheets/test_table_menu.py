"""The context menu of a table holds what can be done with its rows."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Seat
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.roster.roster_tab import PEOPLE, SEATS, RosterTab
from cbnet_desktop.ui.sheets import table_menu
from cbnet_desktop.ui.window.main_window import MainWindow


def menu_of(page: Page) -> QMenu:
    own = table_menu.Own(page.new_row, page.edit, page.archive, can_add=page.can_add())
    return table_menu.made(page.pane, own)


def entries(menu: QMenu) -> dict[str, bool]:
    return {action.text().replace("&", ""): action.isEnabled() for action in menu.actions() if action.text()}


def roster(window: MainWindow) -> RosterTab:
    window.show_tab(1)
    assert isinstance(window.page, RosterTab)
    return window.page


def test_the_menu_of_the_roster_appoints_and_never_adds_a_ninth_seat(window: MainWindow) -> None:
    tab = roster(window)
    new = window.actions_by_name["new"]
    assert not new.isEnabled()
    found = entries(menu_of(tab.page))
    assert found["Udskift repræsentant …"]
    assert not found["Ny række"]
    before = window.session.network.live(Seat)
    tab.new_row()
    assert window.session.network.live(Seat) == before
    assert tab.page.pane.strip.text.startswith("Netværket har de pladser, kommissoriet giver det.")
    tab.show_view(PEOPLE)
    assert new.isEnabled()
    tab.show_view(SEATS)
    assert not new.isEnabled()


def test_a_missing_seat_is_added_as_the_terms_name_it(window: MainWindow) -> None:
    tab = roster(window)
    seat = next(row for row in window.session.network.live(Seat) if row.name == "Odense")
    window.session.write([seat.edited({"archived": True})])
    assert window.actions_by_name["new"].isEnabled()
    tab.new_row()
    made = next(row for row in window.session.network.live(Seat) if row.name == "Odense")
    assert (made.kind, made.organisation_id) == (seat.kind, seat.organisation_id)
    assert not window.actions_by_name["new"].isEnabled()


def test_the_menu_of_people_holds_what_is_done_with_a_person(window: MainWindow) -> None:
    tab = roster(window)
    tab.show_view(PEOPLE)
    found = entries(menu_of(tab.page))
    for name in ("Ny række", "Ret cellen", "Arkivér", "Kopiér", "Sæt ind", "Fyld nedad", "Alt om personen …"):
        assert found[name], name


def test_new_is_off_on_overblik(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(0)
    qtbot.wait(1)
    assert not window.actions_by_name["new"].isEnabled()
    window.show_tab(5)
    assert window.actions_by_name["new"].isEnabled()
