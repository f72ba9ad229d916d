"""»Start et nyt år« in the window: what is shown beforehand, chosen, done and undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Goal
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.overview.new_year_dialog import NewYearDialog
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.tick_list import ROW_ID
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS


def asked(window: MainWindow) -> NewYearDialog:
    window.actions_by_name["new_year"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NewYearDialog)
    return dialog


def ticked(dialog: NewYearDialog) -> list[bool]:
    items = [dialog.goals.list.item(row) for row in range(dialog.goals.list.count())]
    return [item.checkState() == Qt.CheckState.Checked for item in items if item.data(ROW_ID)]


def goals(window: MainWindow, year: int) -> list[Goal]:
    found = plan.of_year(window.session.network, year)
    return plan.goals(window.session.network, found) if found else []


def test_the_year_after_the_last_plan_is_proposed_and_told_beforehand(window: MainWindow) -> None:
    dialog = asked(window)
    assert dialog.year.value() == 2016
    assert ticked(dialog) == [True] * 6
    assert "6 mål føres videre fra 2015" in dialog.outlook.text()
    assert "Vejle er ubesat" in dialog.outlook.text()
    dialog.reject()
    assert goals(window, 2016) == []


def test_by_keyboard_a_goal_is_left_out_and_the_year_begins_as_one_edit(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window)
    place = dialog.goals.list
    qtbot.waitUntil(place.hasFocus)
    qtbot.keyClick(place, Qt.Key.Key_Space)
    assert ticked(dialog) == [False, *[True] * 5]
    assert "5 mål føres videre" in dialog.outlook.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert len(goals(window, 2016)) == 5
    assert {goal.status for goal in goals(window, 2016)} == {"not_started"}
    assert window.session.year == 2016
    assert TABS[window.tabs.currentIndex()][0] == "Handlingsplan"
    assert window.actions_by_name["undo"].text() == "&Fortryd"
    window.undo()
    assert len(goals(window, 2016)) == 5
    assert window.strip.text == "Fortryd standser ved starten på planår 2016. Året kan fjernes igen som helhed."
    (remove,) = (one for one in window.strip.findChildren(QPushButton) if one.text() == "Fjern planåret")
    remove.click()
    assert goals(window, 2016) == []
    assert window.strip.isHidden()


def test_a_year_that_is_started_offers_what_is_missing(window: MainWindow) -> None:
    dialog = asked(window)
    dialog.year.show_value(2015)
    dialog.year.input.touched.emit()
    assert dialog.acceptor.text() == "&Før målene videre"
    assert "findes allerede" in dialog.outlook.text()
    assert ticked(dialog) == [True, False, False, False]
    dialog.attempt()
    assert len(goals(window, 2015)) == 7


def test_a_started_year_without_a_goal_ticked_is_refused_in_the_dialog(window: MainWindow) -> None:
    dialog = asked(window)
    dialog.year.show_value(2015)
    dialog.year.input.touched.emit()
    for row in range(dialog.goals.list.count()):
        dialog.goals.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.attempt()
    assert "Vælg mindst ét mål" in dialog.strip.text
    assert dialog.isVisible()


def test_a_year_with_nothing_left_says_so_and_cannot_be_started(window: MainWindow) -> None:
    dialog = asked(window)
    for goal in goals(window, 2014):
        window.session.store.apply("", [_met(goal)])
    dialog.year.show_value(2015)
    dialog.year.input.touched.emit()
    assert "Planår 2015 er allerede startet" in dialog.year.reason.text()
    assert not dialog.acceptor.isEnabled()


def _met(goal: Goal) -> Change:
    return change_of(goal, {"status": "met"})


def test_the_overview_offers_it(window: MainWindow) -> None:
    window.show_tab(0)
    window.page.new_year.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NewYearDialog)
    dialog.attempt()
    assert TABS[window.tabs.currentIndex()][0] == "Handlingsplan"
