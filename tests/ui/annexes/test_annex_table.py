"""Annexes in the form of an agenda item: files dropped on it, opened and refused."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.meetings import annexes, meetings
from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow

MEETINGS = 3


@pytest.fixture
def year(window: MainWindow) -> MeetingsPage:
    """The meetings of the example network's plan year 2015."""
    window.activateWindow()
    window.show_tab(MEETINGS)
    assert isinstance(window.page, MeetingsTab)
    assert isinstance(window.page.page, MeetingsPage)
    return window.page.page


def test_files_dropped_on_an_item_are_its_annexes_and_open_by_type_and_first_bytes(
    year: MeetingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    table = year.sections.annexes
    pdf, page, program = (tmp_path / name for name in ("Budget.pdf", "side.html", "x.exe"))
    for path, data in ((pdf, b"%PDF-1.7"), (page, b"<script>"), (program, b"MZ")):
        path.write_bytes(data)
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    opened: list[QUrl] = []
    table.files.hand_over = opened.append
    drop(table, pdf, page)
    qtbot.waitUntil(lambda: len(annexes.of(year.session.network, item)) == 2)
    assert [table.pane.model.index(row, 2).data() for row in range(2)] == ["Budget.pdf", "side.html"]
    drop(table, pdf, program)
    qtbot.waitUntil(lambda: bool(said))
    assert "er et program" in said.pop()
    assert len(annexes.of(year.session.network, item)) == 2
    for row in annexes.of(year.session.network, item):
        table.pane.view.choose(row.id)
        table.open()
    qtbot.waitUntil(lambda: bool(said and opened))
    assert "»side.html« er af en type, som CBnet ikke åbner" in said.pop()
    (found,) = opened
    assert Path(found.toLocalFile()).read_bytes() == b"%PDF-1.7"
    assert Path(found.toLocalFile()).name == "Budget.pdf"


def test_the_material_of_the_meeting_is_previewed_with_the_annex_in_it_or_says_what_is_missing(
    year: MeetingsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    (tmp_path / "Budget.pdf").write_bytes(b"%PDF-1.7")
    drop(year.sections.annexes, tmp_path / "Budget.pdf")
    qtbot.waitUntil(lambda: bool(annexes.of(year.session.network, item)))
    whole, _ = (one for one in year.steps.papers_button.menu().actions() if one.text().startswith(("&Mødem", "Mødem")))
    whole.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=20_000)
    (preview,) = window.findChildren(PreviewWindow)
    with pikepdf.open(io.BytesIO(preview.pdf)) as pdf:
        assert pdf.attachments["Bilag 5.1 Budget.pdf"].get_file().read_bytes() == b"%PDF-1.7"
    preview.close()
    qtbot.waitUntil(lambda: not window.findChildren(BusyDialog))
    year.session.store.annexes._files.drop(annexes.of(year.session.network, item)[0].sha256)
    with qtbot.waitSignal(year.session.refused) as refused:
        whole.trigger()
    assert refused.args is not None
    assert refused.args[0].message.startswith("Ikke hentet endnu: »Budget.pdf«.")


def drop(widget: QWidget, *paths: Path) -> None:
    """Drops files on a widget, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = widget.rect().center()
    for event in (
        QDragEnterEvent(place, copy, data, left, no_key),
        QDropEvent(QPointF(place), copy, data, left, no_key),
    ):
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()
