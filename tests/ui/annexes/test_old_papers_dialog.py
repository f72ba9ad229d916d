"""»Læg ældre papirer ind«: many files at once, mended before they are taken in, found and opened afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Annex, Meeting
from cbnet_desktop.ui.annexes.old_papers_dialog import OldPapersDialog
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window.main_window import MainWindow
from tests import annex_files
from tests.ui.annexes.test_annex_table import drop


@pytest.fixture
def dialog(window: MainWindow) -> OldPapersDialog:
    window.activateWindow()
    window.actions_by_name["old_papers"].trigger()
    (found,) = window.findChildren(OldPapersDialog)
    return found


def test_several_old_papers_are_mended_taken_in_gone_to_and_opened(
    dialog: OldPapersDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("2009-11-23 referat.pdf", "Dagsorden.pdf")]
    for place, path in enumerate(paths):
        path.write_bytes(annex_files.plain_pdf() + b"%" + bytes([65 + place]))
    drop(dialog, *paths)
    dialog.attempt()
    assert dialog.strip.text == "Skriv mødets dato for »Dagsorden«."
    qtbot.keyClicks(dialog.day, "23.11.09")
    assert [dialog.list.topLevelItem(place).text(3) for place in range(2)] == ["Møde 23.11.2009 (oprettes)"] * 2
    dialog.attempt()
    network = lambda: window.session.network  # noqa: E731 - read anew each time
    qtbot.waitUntil(lambda: any(row.held_on == "2009-11-23" for row in network().rows(Meeting)))
    (meeting,) = (row for row in network().rows(Meeting) if row.held_on == "2009-11-23")
    found = [row for row in network().rows(Annex) if row.meeting_id == meeting.id]
    assert [(row.title, row.dated_on) for row in found] == [("Referat", "2009-11-23"), ("Dagsorden", "2009-11-23")]
    assert isinstance(window.page, MeetingsTab)
    section = window.page.page.annexes
    chosen = section.pane.view.chosen()
    assert chosen is not None
    assert chosen.id == found[0].id
    opened: list[QUrl] = []
    section.files.hand_over = opened.append
    section.open()
    qtbot.waitUntil(lambda: bool(opened))
    assert Path(opened[0].toLocalFile()).read_bytes() == paths[0].read_bytes()


def test_one_refused_file_keeps_the_others_listed_and_nothing_is_written(
    dialog: OldPapersDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    paths = [tmp_path / name for name in ("2009-11-23 referat.pdf", "2009-11-23 plan.pdf.exe")]
    for path in paths:
        path.write_bytes(b"%PDF-1.7")
    before = len(list(window.session.network.rows(Meeting)))
    dialog.add(paths)
    dialog.attempt()
    qtbot.waitUntil(lambda: bool(said))
    assert "er et program" in said[0]
    assert dialog.isVisible()
    assert len(list(window.session.network.rows(Meeting))) == before
    dialog.remove()
    assert dialog.list.topLevelItemCount() == 1


def test_a_double_click_takes_the_papers_in_once_also_when_the_list_is_changed_meanwhile(
    dialog: OldPapersDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("2009-11-23 referat.pdf", "2009-11-23 dagsorden.pdf")]
    for path in paths:
        path.write_bytes(annex_files.plain_pdf())
    drop(dialog, *paths)
    qtbot.mouseDClick(dialog.taker, Qt.MouseButton.LeftButton)
    dialog.taker.click()
    dialog.remover.click()

    def found() -> list[str]:
        return [row.title for row in window.session.network.rows(Annex) if row.dated_on == "2009-11-23"]

    qtbot.waitUntil(lambda: bool(found()))
    qtbot.wait(200)
    assert found() == ["Referat", "Dagsorden"]
