"""»Computere« in »Om filen« and the bar about a new computer: silent where one computer alone writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Person
from cbnet_desktop.store import Store
from cbnet_desktop.store.computer_list import State
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.about_file_dialog import AboutFileDialog
from cbnet_desktop.ui.exchange.computers_page import ComputersPage
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.store.playing import add_person
from tests.ui.adding import Add
from tests.ui.sharing import meet

TODAY = date(2026, 11, 22)


@pytest.fixture
def _yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked says yes."""
    monkeypatch.setattr(message_box, "confirm", lambda *_: True)


@pytest.fixture
def opened(main: MainWindow, qtbot: QtBot) -> Callable[[], ComputersPage]:
    """Opens the page from the bar."""

    def made() -> ComputersPage:
        main.computers_strip.shower.click()
        page = not_none(not_none(main.findChild(AboutFileDialog)).computers)
        qtbot.waitUntil(page.isVisible)
        return page

    return made


@pytest.fixture
def stranger(main: MainWindow, colleague: Store) -> Store:
    """Bo, who has added a person on a computer that nobody has decided about."""
    add_person(colleague, "Bodil Ny")
    meet(main.session, colleague)
    return colleague


def rows(listing: Listing) -> list[list[str]]:
    items = [not_none(listing.topLevelItem(row)) for row in range(listing.topLevelItemCount())]
    return [[item.text(column) for column in range(listing.columnCount())] for item in items]


def names(session: Session) -> set[str]:
    return {person.name for person in session.network.rows(Person)}


def test_a_single_computer_hears_nothing_of_computers(main: MainWindow, add: Add) -> None:
    add("people", name="Mette Holm")
    assert main.computers_strip.isHidden()
    main.actions_by_name["about_file"].trigger()
    dialog = not_none(main.findChild(AboutFileDialog))
    assert dialog.computers is None
    assert not any(tabs.isVisible() for tabs in dialog.findChildren(QTabWidget))
    dialog.close()


def test_a_new_computer_is_told_in_a_bar_and_known_by_one_click(main: MainWindow, stranger: Store) -> None:
    strip = main.computers_strip
    (one,) = main.session.store.computers.strangers()
    assert strip.text == f"En ny computer skriver i netværket: »Bo« (kode {one.code}), 1 ændring i dag."
    assert not strip.isHidden()
    strip.knower.click()
    assert strip.isHidden()
    assert main.session.store.computers.strangers() == []
    meet(main.session, stranger)
    assert stranger.computers.is_known


@pytest.mark.usefixtures("_yes")
def test_a_new_computer_is_held_out_and_its_rows_leave_the_lists_at_once(main: MainWindow, stranger: Store) -> None:
    assert "Bodil Ny" in names(main.session)
    main.computers_strip.outer.click()
    assert main.computers_strip.isHidden()
    assert "Bodil Ny" not in names(main.session)
    add_person(stranger, "Børge Ny")
    meet(main.session, stranger)
    assert "Børge Ny" not in names(main.session)
    assert main.computers_strip.isHidden()


def test_a_bar_that_was_closed_stays_away_for_the_same_computer(main: MainWindow, stranger: Store) -> None:
    main.computers_strip._hide()
    add_person(stranger, "Børge Ny")
    meet(main.session, stranger)
    assert main.computers_strip.isHidden()


@pytest.mark.usefixtures("_yes", "stranger")
def test_the_page_lists_the_computers_and_their_edits_and_lets_one_in(
    main: MainWindow, opened: Callable[[], ComputersPage]
) -> None:
    page = opened()
    (own, bo) = rows(page.list)
    assert (own[0], own[2], own[6]) == ("Prøve", "Oprettede netværket", "Denne computer. Skriver filen")
    assert (bo[0], bo[2], bo[3]) == ("Bo", "Ukendt", "1")
    assert [row[1] for row in rows(page.edits)] == ["Bodil Ny tilføjet"]
    page.outer.click()
    assert rows(page.list)[1][2] == "Holdt ude"
    assert [row[1:] for row in rows(page.edits)] == [["Bodil Ny tilføjet", "Holdes ude"]]
    page.opener.click()
    assert "Bodil Ny" in names(main.session)
    assert not page.opener.isEnabled()
    page.knower.click()
    assert rows(page.list)[1][2] == "Kendt"


def test_the_page_decides_nothing_about_this_computer_and_the_founders(
    main: MainWindow, stranger: Store, opened: Callable[[], ComputersPage]
) -> None:
    page = opened()
    page.list.choose(0)
    assert not any(button.isEnabled() for button in (page.knower, page.outer, page.later_outer, page.keeper))
    page.list.choose(1)
    assert page.knower.isEnabled()
    page.later_outer.click()
    add_person(stranger, "Børge Efter")
    meet(main.session, stranger)
    assert main.session.store.computers.listed()[1].state is State.OUT


@pytest.mark.usefixtures("_yes")
def test_erasures_of_several_people_wait_for_a_yes_in_the_bar(main: MainWindow, add: Add, colleague: Store) -> None:
    people = [add("people", name=name, phone="26547891") for name in ("Asta", "Børge")]
    add_person(colleague, "Bodil Ny")
    meet(main.session, colleague)
    main.computers_strip.knower.click()
    meet(main.session, colleague)
    for person in people:
        colleague.erase(person, "Fratrådt", today=TODAY)
    meet(main.session, colleague)
    strip = main.computers_strip
    assert strip.text == "Bo har slettet kontaktoplysninger for Asta og Børge. Det sker først her, når du siger ja."
    assert strip.knower.isHidden()
    strip.eraser.click()
    assert strip.isHidden()
    log = main.session.store.log
    assert not any("26547891" in str(entry.value) for person in people for entry in log.history("people", person))
