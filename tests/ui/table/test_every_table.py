"""Every table of the window goes through one contract, with a hidden and a moved column: titles, Tab, copy and Del."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def tables(window: MainWindow) -> Iterator[RecordTableView]:
    """Each table that is shown with two rows and three columns at least, on each page of each tab."""
    seen: set[RecordTableView] = set()
    for place in range(window.tabs.count()):
        window.show_tab(place)
        page = window.page
        for button in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if button:
                button.click()
            QApplication.processEvents()
            for view in window.findChildren(RecordTableView):
                if view.isVisible() and view not in seen and view.records.rowCount() > 1:
                    seen.add(view)
                    if len(view.selection.columns()) > 2:
                        yield view


def click_title(view: RecordTableView, column: int, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    place = header.viewport().rect().center()
    place.setX(header.sectionViewportPosition(column) + header.sectionSize(column) // 3)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_every_table_follows_the_columns_as_they_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    network = window.session.network
    window.session.lets_lapse = lambda _: True
    walked = 0
    for view in tables(window):
        walked += 1
        name = view.accessibleName()
        first, hidden, third = view.selection.columns()[:3]
        view.horizontalHeader().setSectionHidden(hidden, True)
        view.horizontalHeader().moveSection(
            view.horizontalHeader().visualIndex(third), view.horizontalHeader().visualIndex(first)
        )
        assert view.selection.columns()[:2] == [third, first], name
        view.setFocus()
        view.setCurrentIndex(view.records.index(1, third))
        chosen = view.chosen()

        click_title(view, third, qtbot)
        assert view.chosen() == chosen, f"{name}: a click on a title keeps the row"
        assert [index.column() for index in view.selectedIndexes()] == [third], f"{name}: and selects nothing"
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        assert view.currentIndex().column() == first, f"{name}: Tab goes to what stands beside"
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
        texts = [view.records.cell_text(view.records.index(view.currentIndex().row(), at)) for at in (third, first)]
        copied = QApplication.clipboard().text()
        assert copied == "\t".join(texts) + "\n" or '"' in copied, f"{name}: copied as shown"
        view.setCurrentIndex(view.records.index(view.currentIndex().row(), third))
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert walked > 15
    archived = [
        row
        for table in window.session.network.tables.values()
        for row in table.values()
        if getattr(row, "archived", False)
    ]
    before = [row for table in network.tables.values() for row in table.values() if getattr(row, "archived", False)]
    assert len(archived) == len(before), "Del in a cell archives nothing"
