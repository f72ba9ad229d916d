"""Annexes of a meeting and of a plan in their forms: pasted, dragged out, found by search and erased for all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Annex, Meeting, Plan
from cbnet_desktop.ui.annexes.annex_section import AnnexSection
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.plan.plan_tab import PlanTab
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests import annex_files
from tests.ui.annexes.test_annex_table import drop

MEETINGS, PLAN = 3, 5


@pytest.fixture
def year(window: MainWindow) -> MeetingsPage:
    """The meetings of the example network's plan year 2015, the first one in the form."""
    window.activateWindow()
    window.show_tab(MEETINGS)
    assert isinstance(window.page, MeetingsTab)
    assert isinstance(window.page.page, MeetingsPage)
    window.page.page.use(window.page.page.meetings)
    return window.page.page


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "Deltagerliste.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def copied(*paths: Path) -> None:
    """Files that were copied in the file manager."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(data)


def added(section: AnnexSection, owner: Meeting | Plan, path: Path, qtbot: QtBot) -> Annex:
    drop(section, path)
    network = section._session
    qtbot.waitUntil(lambda: bool(annexes.of(network.network, owner)))
    return annexes.of(network.network, owner)[-1]


def test_files_copied_in_the_file_manager_are_pasted_into_a_meeting(
    year: MeetingsPage, paper: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    other = tmp_path / "Kort.png"
    other.write_bytes(b"\x89PNG\r\n\x1a\n")
    copied(paper)
    year.annexes.add_files_button.setFocus()
    qtbot.keyClick(year.annexes.add_files_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(annexes.of(year.session.network, meeting)) == 1)
    copied(other)
    qtbot.keyClick(year.annexes.pane.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(annexes.of(year.session.network, meeting)) == 2)
    assert [row.title for row in annexes.of(year.session.network, meeting)] == ["Deltagerliste", "Kort"]


def test_a_file_is_dragged_out_as_a_private_copy_of_its_receivers_own(
    year: MeetingsPage, paper: Path, qtbot: QtBot
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    added(year.annexes, meeting, paper, qtbot)
    begun: list[QMimeData] = []
    year.annexes.files.begin_drag = begun.append
    view = year.annexes.pane.view
    place = view.visualRect(view.model().index(0, 2)).center()
    viewport = view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(viewport, place + QPoint(QApplication.startDragDistance() + 5, 0))
    qtbot.waitUntil(lambda: bool(begun))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    (url,) = begun[0].urls()
    copy = Path(url.toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("Deltagerliste.pdf", b"%PDF-1.7")
    assert copy != paper
    assert os.name == "nt" or copy.stat().st_mode & 0o777 == 0o600


def test_a_double_click_on_a_files_name_opens_it_and_one_on_its_title_does_not(
    year: MeetingsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    path = tmp_path / "Deltagerliste.pdf"
    path.write_bytes(annex_files.plain_pdf())
    added(year.annexes, meeting, path, qtbot)
    opened: list[QUrl] = []
    year.annexes.files.hand_over = opened.append
    view = year.annexes.pane.view
    for column in (1, 2):
        place = view.visualRect(view.model().index(0, column)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        view.commit_typing()
    qtbot.waitUntil(lambda: bool(opened))
    assert [Path(url.toLocalFile()).name for url in opened] == ["Deltagerliste.pdf"]


def test_taking_in_that_is_cancelled_adds_nothing(
    year: MeetingsPage, window: MainWindow, paper: Path, qtbot: QtBot
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    drop(year.annexes, paper)
    (busy,) = window.findChildren(BusyDialog)
    busy.reject()
    qtbot.wait(600)
    assert annexes.of(year.session.network, meeting) == []


def test_an_annex_of_a_plan_is_found_by_search_and_gone_to(window: MainWindow, paper: Path, qtbot: QtBot) -> None:
    window.activateWindow()
    window.show_tab(PLAN)
    tab = window.page
    assert isinstance(tab, PlanTab)
    tab.show_plan()
    of_year = plan.of_year(window.session.network, window.session.year)
    assert of_year is not None
    annex = added(tab.annexes, of_year, paper, qtbot)
    window.show_tab(MEETINGS)
    window.jump_to(Annex.TABLE, annex.id, "title")
    assert window.page is tab
    chosen = tab.annexes.pane.view.chosen()
    assert chosen is not None
    assert chosen.id == annex.id


def test_a_file_is_erased_for_all_only_with_a_reason(
    year: MeetingsPage, paper: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    annex = added(year.annexes, meeting, paper, qtbot)
    year.annexes.pane.view.choose(annex.id)
    dialog = year.annexes.ask_to_erase()
    assert isinstance(dialog, ActionDialog)
    dialog.attempt()
    assert dialog.answers["reason"].reason.text() == "Skriv, hvorfor filen slettes."
    dialog.answers["reason"].input.show_typed("Sendt ved en fejl")
    dialog.attempt()
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    year.annexes.open()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Filen »Deltagerliste.pdf« er slettet i netværket."]


def test_more_files_than_one_would_mean_are_refused_at_once(
    year: MeetingsPage, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    drop(year.annexes, *[paper] * 201)
    assert said == ["Det er 201 filer. Læg højst 200 filer ind ad gangen."]
