"""A list is printed as it stands on the screen: its columns, their order, the sorting and the filter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.roster.roster_pages import PeoplePage
from cbnet_desktop.ui.roster.roster_tab import PEOPLE, RosterTab
from cbnet_desktop.ui.sheets import list_paper
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.window import list_actions
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents.reading import everything
from tests.ui.showing import page_of
from tests.ui.waiting import PATIENCE_MS


def people(window: MainWindow) -> TablePane:
    window.show_tab(1)
    assert isinstance(window.page, RosterTab)
    return page_of(window.page, PEOPLE, PeoplePage).pane


def printed(pane: TablePane) -> str:
    pdf, warnings = list_paper.paper_of(pane).make(None)
    assert list(warnings) == []
    return " ".join(everything(pdf).split())


def test_columns_order_sorting_and_filter_are_printed_as_they_are_shown(window: MainWindow) -> None:
    pane = people(window)
    pane.view.horizontalHeader().moveSection(4, 0)
    pane.view.widths.choose(1, is_shown=False)
    pane.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    pane.model.filter("odense")
    text = printed(pane)
    assert "3 af 16 rækker, med »odense«, sorteret efter »Navn«" in text
    assert "E-mail Navn Organisation Telefon Plads i dag" in text
    assert "Stilling" not in text
    assert text.index("Aage Eksempelgaard") > text.index("Odense") or "Aage Eksempelgaard" in text
    places = [text.index(name) for name in ("Aage Eksempelgaard", "Ida Kladdegaard", "Hanne Fabelgaard")]
    assert places == sorted(places)
    assert "Gorm" not in text


def test_a_list_with_contact_data_says_what_it_may_be_used_for(window: MainWindow) -> None:
    pane = people(window)
    assert "Må kun bruges i netværkets eget arbejde" in printed(pane)
    for place in (3, 4):
        pane.view.widths.choose(place, is_shown=False)
    assert "Må kun bruges" not in printed(pane)
    assert "example.org" not in printed(pane)


def test_sums_stand_below_their_columns(window: MainWindow) -> None:
    window.show_tab(4)
    QApplication.processEvents()
    assert "I alt 2.746.000 671.030" in printed(window.page.pane)


def test_the_menu_previews_the_list_in_use(window: MainWindow, qtbot: QtBot) -> None:
    people(window)
    window.actions_by_name["print_list"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=PATIENCE_MS)
    (preview,) = window.findChildren(PreviewWindow)
    assert preview.windowTitle().startswith("Personer")
    qtbot.waitUntil(lambda: bool(preview.pdf), timeout=PATIENCE_MS)
    window.show_tab(0)
    window.actions_by_name["print_list"].trigger()
    assert window.strip.text == list_actions.NO_LIST
