"""F1 from every window, and the manual beside the work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.manual import reading
from cbnet_desktop.ui.manual.manual_window import ManualWindow
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window import helping
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.first_page import FirstPage
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS
from tests.ui.waiting import PATIENCE_MS
from tests.ui.widgets.test_inputs_seen import DIALOGS

SECTIONS = {
    "Overblik": "Sådan er vinduet",
    "Netværk": "Medlemmerne",
    "Indsatsområder": "Indsatsområderne",
    "Møder": "Årsmødet",
    "Budgetandele": "Pengene",
    "Handlingsplan": "Handlingsplanen",
    "Tilbud": "Tilbud og aftaler",
    "Aftaler": "Tilbud og aftaler",
}


def manual_of(window: QWidget) -> ManualWindow:
    return next(found for found in window.findChildren(ManualWindow) if found.isVisible())


def shown(manual: ManualWindow) -> str:
    return manual.list.currentItem().text()


def test_f1_opens_the_section_of_the_tab_in_one_window_beside_the_work(window: MainWindow) -> None:
    for place, (title, _) in enumerate(TABS):
        window.show_tab(place)
        window.actions_by_name["help"].trigger()
        manual = manual_of(window)
        assert shown(manual) == SECTIONS[title]
        assert not manual.isModal()
    assert len(window.findChildren(ManualWindow)) == 1


def test_f1_works_on_the_first_screen(qapp: QApplication, qtbot: QtBot) -> None:
    page = FirstPage(Files(MainWindow))
    qtbot.addWidget(page)
    helper = helping.Helping(qapp)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.findChild(QShortcut, "help") is not None, timeout=PATIENCE_MS)
    QTest.keyClick(page, Qt.Key.Key_F1)
    assert shown(manual_of(page)) == "Første start"
    helper.deleteLater()


def test_f1_finds_a_section_of_its_own_from_every_dialog(window: MainWindow, tmp_path: Path) -> None:
    named = {place for section in reading.manual().sections for place in section.places}
    lost = []
    for kind in DIALOGS:
        own = {*(base.__name__ for base in kind.__mro__), kind.__module__.split(".")[2]}
        if not named & own and kind not in (BusyDialog, ManualWindow):
            lost.append(kind.__name__)
    assert lost == []
    window.show_tab([title for title, _ in TABS].index("Møder"))
    dialog = DIALOGS[SignOffDialog](window, tmp_path)
    helping.show(dialog)
    assert shown(manual_of(dialog)) == "Godkendelsen"
    busy = DIALOGS[BusyDialog](window, tmp_path)
    helping.show(busy)
    assert shown(manual_of(busy)) == "Årsmødet"


def test_the_search_leaves_the_sections_with_the_words_and_enter_goes_on(qapp: QApplication, qtbot: QtBot) -> None:  # noqa: ARG001 - a window needs it
    manual = ManualWindow()
    qtbot.addWidget(manual)
    manual.show()
    manual.search.setText("puljen")
    assert [manual.list.item(row).text() for row in range(manual.list.count())] == ["Pengene"]
    assert manual.text.extraSelections()
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.text.textCursor().selectedText().casefold() == "puljen"
    manual.search.setText("brænd filen")
    assert manual.list.count() == 0
    assert "står ikke i manualen" in manual.text.toPlainText()
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert manual.isVisible()
    assert manual.list.count() == len(reading.manual().sections)


def test_a_picture_is_never_wider_than_the_text(qapp: QApplication, qtbot: QtBot) -> None:  # noqa: ARG001 - a window needs it
    manual = ManualWindow()
    qtbot.addWidget(manual)
    manual.show()
    for width in (1200, 500):
        manual.resize(width, 600)
        manual.show_section("Årsmødet")
        QApplication.processEvents()
        assert manual.text.horizontalScrollBar().maximum() == 0


def test_the_start_of_the_program_does_not_load_the_manual(window: MainWindow) -> None:
    code = "import sys, cbnet_desktop.ui.window.start; print([m for m in sys.modules if 'documents.manual' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert window is not None
    assert done.stdout.strip() == "[]"
