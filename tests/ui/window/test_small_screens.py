"""Small screens and large letters: nothing is larger than the screen, and what has no room is scrolled, not cut."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets.fitted_dialog import room_for
from cbnet_desktop.ui.widgets.rich_text import wrapped_label
from cbnet_desktop.ui.window import start
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.showing import focused, press
from tests.ui.widgets.test_inputs_seen import DIALOGS

#: What is left of 1366x768 at 150 % and of 1920x1080 at 200 %, between the system's bars, in the program's pixels.
SMALL = [(910, 452), (960, 480), (1024, 560)]


def pages(window: MainWindow) -> Iterator[str]:
    """Shows each page of each tab, and says which."""
    for place in range(window.tabs.count()):
        window.show_tab(place)
        page = window.page
        for button in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if button:
                button.click()
            for _ in range(3):  # a layout asks for another one
                QApplication.processEvents()
            yield f"{window.tabs.tabText(place)} {button.text() if button else ''}"


def is_reachable(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget lies inside each of those around it, up to one that can be scrolled."""
    around = widget.parentWidget()
    while around is not None and around is not window:
        if around.objectName() == "qt_scrollarea_viewport":
            return True
        corner = widget.mapTo(around, widget.rect().topLeft())
        if not around.rect().adjusted(-4, -4, 4, 4).contains(widget.rect().translated(corner)):
            return False
        around = around.parentWidget()
    return True


def settle() -> None:
    """Lets layouts ask for one another."""
    for _ in range(4):
        QApplication.processEvents()


def meetings(window: MainWindow, view: int) -> ChoiceTab:
    """A page of Møder."""
    window.show_tab(3)
    assert isinstance(window.page, ChoiceTab)
    window.page.show_view(view)
    settle()
    return window.page


def test_a_page_that_was_large_leaves_its_room_to_the_next_one(window: MainWindow) -> None:
    window.resize(700, 400)
    large, room = meetings(window, 0).width(), window.tabs.width()
    assert large > room, "Møder is scrolled"
    assert meetings(window, 1).width() <= room
    assert meetings(window, 0).width() == large


def test_a_window_that_nobody_touches_is_not_laid_out_again_and_again(window: MainWindow, qtbot: QtBot) -> None:
    tab = meetings(window, 0)
    qtbot.wait(300)
    asked = Asked(tab)
    qtbot.wait(200)
    assert asked.times == 0


class Asked(QObject):
    """Counts how often a widget is asked for a new layout."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        """Lets everything pass."""
        self.times += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def test_a_sentence_that_wrapped_in_a_narrow_window_gives_its_lines_back_in_a_wide_one(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    label = wrapped_label(holder, "Ingen på nationalt, regionalt eller lokalt niveau endnu. " * 3)
    column.addWidget(label)
    column.addStretch(1)
    holder.resize(1200, 300)
    holder.show()
    before = label.height()
    holder.resize(200, 300)
    assert label.height() > 2 * before
    holder.resize(1200, 300)
    QApplication.processEvents()
    assert label.height() == before


def test_weekdays_have_two_letters_where_there_is_no_room_for_their_names(window: MainWindow) -> None:
    def shown() -> list[str]:
        window.show_tab(6)
        assert isinstance(window.page, ChoiceTab)
        window.page.show_view(1)
        settle()
        model = window.page.page.view.model()
        return [model.headerData(day, Qt.Orientation.Horizontal) for day in range(7)]

    window.resize(1366, 768)
    assert shown()[1:4] == ["Tirsdag", "Onsdag", "Torsdag"]
    window.resize(683, 384)
    assert shown() == ["Ma", "Ti", "On", "To", "Fr", "Lø", "Sø"]


@pytest.mark.parametrize(("width", "height"), SMALL)
def test_every_page_fits_a_small_screen_and_no_button_is_cut(window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    for where in pages(window):
        assert (window.width(), window.height()) == (width, height), where
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), f"{where}: {button.text()}"
                assert is_reachable(button, window), f"{where}: {button.text()}"
        for view in window.findChildren(RecordTableView):
            for place in view.selection.columns() if view.isVisible() else []:
                title = view.records.spec.columns[place].title
                room = view.horizontalHeader().sectionSize(place)
                assert room >= view.fontMetrics().horizontalAdvance(title), f"{where}: {title}"
        for table in window.findChildren(FormTable):
            view = table.pane.view
            if view.isVisible() and view.records.rowCount():
                rows = view.records.rowCount() * view.verticalHeader().defaultSectionSize()
                assert view.viewport().height() >= rows, f"{where}: half a row of {table.pane.spec.title}"


def test_the_first_window_is_never_larger_than_the_screen(example: Session) -> None:
    window = MainWindow(example, Files(MainWindow))
    room = room_for(window)
    assert (room.width(), room.height()) < (1280, 720), "the screen of these tests is a small one"
    assert window.size() == window.size().boundedTo(room)
    window.close()


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("scale", [1, 2])
def test_no_dialog_is_larger_than_the_screen_and_its_buttons_are_seen(
    qapp: QApplication, window: MainWindow, tmp_path: Path, kind: type[QDialog], scale: int
) -> None:
    usual, scaled = qapp.font(), qapp.font()
    scaled.setPointSizeF(usual.pointSizeF() * scale)
    qapp.setFont(scaled)
    try:
        (tmp_path / "personer.csv").write_text("Navn\nKaren Ny\n", encoding="utf-8")
        window.show_tab(4)
        dialog = DIALOGS[kind](window, tmp_path / "personer.csv")
        dialog.show()
        QApplication.processEvents()
        assert dialog.size() == dialog.size().boundedTo(room_for(dialog))
        for inner in dialog.findChildren(QWidget):
            assert not inner.isVisible() or is_reachable(inner, dialog), f"{inner} is cut"
        for box in dialog.findChildren(QDialogButtonBox):
            for button in box.buttons():
                assert not button.isVisible() or dialog.rect().contains(
                    button.rect().translated(button.mapTo(dialog, button.rect().topLeft()))
                )
        dialog.close()
    finally:
        qapp.setFont(usual)


@pytest.mark.usefixtures("qapp")
def test_the_first_page_shows_its_focus_and_enter_presses(qtbot: QtBot, tmp_path: Path) -> None:
    files = Files(MainWindow)
    files.remember(tmp_path / "borte.cbnet")
    start.show_first_page(files)
    page = files.first_page
    assert page is not None
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.choices[0])
    opened: list[str] = []
    for choice in page.findChildren(QPushButton):
        choice.clicked.disconnect()
        choice.clicked.connect(partial(opened.append, choice.text()))
    pictures = []
    for _ in range(4):
        pictures.append(page.grab().toImage())
        press(qtbot, Qt.Key.Key_Return)
        press(qtbot, Qt.Key.Key_Tab)
    assert opened == [*(choice.text() for choice in page.choices), str(tmp_path / "borte.cbnet")]
    assert all(a != b for a, b in pairwise(pictures)), "each focus is seen"
    page.close()


def test_tab_goes_through_a_page_in_reading_order(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(4)
    QApplication.processEvents()
    names: list[str] = []
    for _ in range(60):
        press(qtbot, Qt.Key.Key_Tab)
        name = focused().accessibleName() or getattr(focused(), "text", str)()
        if name not in names:
            names.append(name)
    wanted = ["Budgetandele", "Afsat beløb", "Bemærkning", "Historik", "Ford&el resten …", "Bevillinger af puljen"]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)
    press(qtbot, Qt.Key.Key_Backtab)


def test_enter_presses_a_button_of_a_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(4)
    QApplication.processEvents()
    window.page.distribute_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is not None
