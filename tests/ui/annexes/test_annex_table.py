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
from cbnet_desktop.system import machine
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests import annex_files

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
    for path, data in ((pdf, annex_files.plain_pdf()), (page, b"<script>"), (program, b"MZ")):
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
    assert Path(found.toLocalFile()).read_bytes() == annex_files.plain_pdf()
    assert Path(found.toLocalFile()).name == "Budget.pdf"


def test_a_colleagues_row_that_says_otherwise_than_the_bytes_opens_nothing(
    year: MeetingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her program may have been changed: it took in what ours refuses, under a name that looks well."""
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    opened: list[QUrl] = []
    year.sections.annexes.files.hand_over = opened.append
    hostile = (
        ("Plan.pdf", b"MZ\x90\x00"),
        ("Plan.pdf", annex_files.pdf(annex_files.javascript)),
        ("Plan.pdf", annex_files.encrypted("hemmelig")),
        ("Brev.docx", annex_files.docx({"word/vbaProject.bin": annex_files.OLE})),
        ("Brev.pdf.exe", annex_files.plain_pdf()),
    )
    for place, (name, data) in enumerate(hostile):
        sha256 = year.session.store.annexes._files.keep(data)
        values = {"title": "Se her", "file_name": name, "media_type": "application/pdf", "size": 3, "sha256": sha256}
        year.session.execute("", annexes.added(year.session.network, item, values))
        year.sections.annexes.pane.view.choose(annexes.of(year.session.network, item)[-1].id)
        year.sections.annexes.open()
        qtbot.waitUntil(lambda place=place: len(said) == place + 1)
    assert opened == []


def test_a_link_is_not_opened_where_that_is_set_for_the_whole_computer(
    year: MeetingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    link = {"title": "Udbuddet", "link": "https://example.invalid/udbud"}
    year.session.execute("", annexes.added(year.session.network, item, link))
    (row,) = annexes.of(year.session.network, item)
    table = year.sections.annexes
    table.pane.view.choose(row.id)
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    opened: list[QUrl] = []
    table.files.hand_over = opened.append
    table.open()
    machine.machine_file().write_text('{"no_network": true}', encoding="utf-8")
    table.open()
    assert [url.toString() for url in opened] == [link["link"]]
    assert said == [f"Links åbnes ikke på denne computer. Skriv selv adressen i et andet program: {link['link']}"]


def test_an_office_file_with_macros_is_not_taken_in_whatever_it_is_called(
    year: MeetingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: said.append(sentence))
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    (tmp_path / "Brev.docx").write_bytes(annex_files.docx({"word/vbaProject.bin": annex_files.OLE}))
    drop(year.sections.annexes, tmp_path / "Brev.docx")
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["»Brev.docx« har makroer og kan ikke være bilag. Gem den uden makroer, eller som PDF."]
    assert annexes.of(year.session.network, item) == []


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
