"""The view is there again at the next start: tab, page, sizes, columns, sorting and filter; columns are chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from cbnet_desktop.system import paths
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.table.column_menu import RESET, ColumnMenu
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.network_window import TITLES
from tests.ui.showing import press

NAME, TITLE, ORGANISATION, PHONE, EMAIL, SEAT = range(6)


@pytest.fixture
def again(window: MainWindow) -> Iterator[list[MainWindow]]:
    """The windows opened after the first one; closed after the test."""
    opened = [window]
    yield opened
    for one in opened[1:]:
        one.close()


def reopened(window: MainWindow, again: list[MainWindow]) -> MainWindow:
    """The window of the next start."""
    path = window.session.store.path
    window.close()
    files = Files(MainWindow)
    assert files.open(path)
    assert isinstance(files.window, MainWindow)
    again.append(files.window)
    QApplication.processEvents()
    return files.window


def people(window: MainWindow) -> RecordTableView:
    """The table of Netværk ▸ Personer, where the window shows it."""
    return next(view for view in window.findChildren(RecordTableView) if view.accessibleName() == "Personer")


def persons(window: MainWindow) -> RecordTableView:
    """Turns to Netværk ▸ Personer."""
    window.show_tab(1)
    assert isinstance(window.page, ChoiceTab)
    window.page.show_view(1)
    QApplication.processEvents()
    return people(window)


def look(view: RecordTableView) -> list[object]:
    """What the user sees of a table's columns and rows."""
    header = view.horizontalHeader()
    widths = [header.sectionSize(place) for place in view.selection.columns()]
    rows = [row.id for row in view.records.records()]
    return [view.selection.columns(), widths, header.sortIndicatorSection(), header.sortIndicatorOrder(), rows]


def menu(view: RecordTableView) -> ColumnMenu:
    """The menu of the view's columns, as it stands open."""
    view.horizontalHeader().customContextMenuRequested.emit(view.rect().topLeft())
    found = QApplication.activePopupWidget()
    assert isinstance(found, ColumnMenu)
    return found


def test_tab_page_columns_sorting_and_filter_are_there_again(
    window: MainWindow, again: list[MainWindow], qtbot: QtBot
) -> None:
    view = persons(window)
    view.horizontalHeader().moveSection(EMAIL, 1)
    view.setColumnWidth(NAME, 230)
    view.sortByColumn(ORGANISATION, Qt.SortOrder.DescendingOrder)
    view.widths.choose(PHONE, is_shown=False)
    window.searching.begin(filters=True)
    qtbot.keyClicks(window.searching.line, "e odense")
    before = look(view)
    assert 0 < view.records.rowCount() < view.records.total
    next_day = reopened(window, again)
    assert next_day.tabs.tabText(next_day.tabs.currentIndex()) == "Netværk"
    assert people(next_day).isVisible()
    assert look(people(next_day)) == before
    assert next_day.searching.line.text() == "e odense"
    assert next_day.searching.line.placeholderText().startswith("Filtrér")
    press(qtbot, Qt.Key.Key_Escape) if next_day.searching.line.hasFocus() else next_day.searching.end()
    assert people(next_day).records.rowCount() == people(next_day).records.total


def walk(window: MainWindow) -> Iterator[tuple[str, RecordTableView]]:
    """Each table of each page with three columns at least, by its title and columns."""
    seen: set[str] = set()
    for place in range(window.tabs.count()):
        window.show_tab(place)
        page = window.page
        for button in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if button:
                button.click()
            QApplication.processEvents()
            for view in window.findChildren(RecordTableView):
                name = f"{view.accessibleName()} {[column.title for column in view.records.spec.columns]}"
                if view.isVisible() and name not in seen and len(view.records.spec.columns) > 2:
                    seen.add(name)
                    yield name, view


def test_every_table_remembers_its_columns(window: MainWindow, again: list[MainWindow]) -> None:
    before = {}
    for name, view in walk(window):
        first, second, *_, last = view.selection.columns()
        view.horizontalHeader().moveSection(view.horizontalHeader().visualIndex(last), 0)
        view.setColumnWidth(first, view.columnWidth(first) + 20)
        view.widths.choose(second, is_shown=False)
        view.sortByColumn(first, Qt.SortOrder.DescendingOrder)
        before[name] = look(view)[:-1]
    after = {name: look(view)[:-1] for name, view in walk(reopened(window, again))}
    # A detail is shown for the first row of the table above, which is another one now that it is sorted.
    assert len(after) > 25
    assert after == {name: before[name] for name in after}


def lines_between(window: MainWindow) -> dict[str, list[int]]:
    """The sizes of the parts of three pages: beside each other, below each other, and in one another."""
    found = {}
    for tab, view in (("Overblik", 0), ("Budgetandele", 0), ("Aftaler", 2)):
        window.show_tab(TITLES.index(tab))
        if isinstance(window.page, ChoiceTab):
            window.page.show_view(view)
        QApplication.processEvents()
        shown = [splitter for splitter in window.page.findChildren(QSplitter) if splitter.isVisible()]
        found.update({f"{tab} {at}": one.sizes() for at, one in enumerate(shown)})
    return found


def test_every_line_between_parts_is_where_it_was_dragged_to(window: MainWindow, again: list[MainWindow]) -> None:
    first = lines_between(window)
    for splitter in window.findChildren(QSplitter):
        if splitter.count() > 1:
            start, _ = splitter.getRange(1)
            splitter.moveSplitter(start + 7, 1)
    dragged = lines_between(window)
    assert sum(dragged[name] != first[name] for name in first) > 5
    window.show_tab(0)
    next_day = reopened(window, again)
    next_day.resize(1366, 768)
    assert lines_between(next_day) == dragged


def test_another_network_keeps_a_view_of_its_own(window: MainWindow, again: list[MainWindow]) -> None:
    view = persons(window)
    view.widths.choose(PHONE, is_shown=False)
    window.close()
    settings = paths.settings()
    (own,) = settings["views"].values()
    paths.save_settings(views={"another": own})
    other = reopened(window, again)
    assert other.tabs.currentIndex() == 0
    assert len(persons(other).selection.columns()) == 6


def test_settings_that_somebody_has_edited_disturb_nothing(window: MainWindow, again: list[MainWindow]) -> None:
    view = persons(window)
    view.widths.choose(PHONE, is_shown=False)
    window.close()
    text = paths.settings_file().read_text(encoding="utf-8")
    settings = json.loads(text)
    (views,) = settings["views"].values()
    for part in views.values():
        part.update(
            tab=7, page=["x"], filter={}, order=[0, 0, "a"], hidden=[99, -1], widths=["bred"], sort=[1e300, True]
        )
    paths.settings_file().write_text(json.dumps(settings), encoding="utf-8")
    other = reopened(window, again)
    assert other.tabs.currentIndex() == 0
    assert persons(other).selection.columns() == list(range(6))


def test_columns_are_chosen_from_the_menu_of_the_titles_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    view = persons(window)
    shown = menu(view)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(shown, key)
    assert shown.isVisible(), "the menu stays open for the next column"
    assert view.selection.columns() == [NAME, PHONE, EMAIL, SEAT]
    width = sum(view.columnWidth(place) for place in view.selection.columns())
    assert width == view.viewport().width(), "those that are left share the width"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    next(action for action in menu(view).actions() if action.text() == RESET).trigger()
    assert view.selection.columns() == list(range(6))


def test_the_last_column_cannot_be_hidden(window: MainWindow) -> None:
    view = persons(window)
    shown = menu(view)
    for action in shown.actions()[:6]:
        if action.isEnabled():
            action.trigger()
    assert view.selection.columns() == [SEAT]
    assert not shown.actions()[SEAT].isEnabled()


def test_a_column_hidden_by_the_user_stays_hidden_while_the_minutes_are_written(window: MainWindow) -> None:
    window.show_tab(3)
    QApplication.processEvents()
    view = next(view for view in window.findChildren(RecordTableView) if view.accessibleName() == "Deltagere")
    titles = [column.title for column in view.records.spec.columns]
    view.widths.choose(titles.index("Fra pkt."), is_shown=False)
    window.page.page.writing.button.click()
    narrow = [titles[place] for place in view.selection.columns()]
    assert "Fra pkt." not in narrow
    assert "Bemærkning" not in narrow
    offered = [action.text() for action in menu(view).actions() if action.isCheckable()]
    assert "Fra pkt." in offered
    assert "Bemærkning" not in offered


def test_the_columns_can_be_reached_from_the_menu_bar(window: MainWindow) -> None:
    persons(window)
    window.actions_by_name["columns"].trigger()
    assert isinstance(QApplication.activePopupWidget(), ColumnMenu)
