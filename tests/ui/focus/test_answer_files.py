"""Consultation answers that come back as files: dropped on the window, seen old beside new, and taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.papers import answer_forms
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Annex, AreaAnswer, ConsultationAnswer, Organisation
from cbnet_desktop.sheets import answer_sheet
from cbnet_desktop.store.format.annexes import digest
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus import answer_files
from cbnet_desktop.ui.focus.focus_page import FocusPage
from cbnet_desktop.ui.focus.focus_tab import FocusTab
from cbnet_desktop.ui.focus.returned_dialogs import ReturnedDialog, TypedDialog
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents import filled_forms
from tests.documents.filled_forms import filled
from tests.ui.showing import show
from tests.ui.waiting import PATIENCE_MS

SAID = {
    "holdning-1": "remarks",
    "bemaerkning-1": "Børn på Ærø",
    "besvaret-af": "Åse Øst",
    "dato": "20.11.2014",
}


@pytest.fixture
def returned(window: MainWindow, tmp_path: Path) -> Path:
    """Odense's form of 2015, filled in."""
    form = filled_forms.form(window.session.network, 2015, "Odense")
    path = tmp_path / "svar fra Odense.pdf"
    path.write_bytes(filled(answer_forms.pdf(form), SAID))
    return path


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences of message boxes."""
    found: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: found.append(sentence))
    return found


def drop(window: MainWindow, *paths: Path) -> None:
    """Drops files on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = window.rect().center()
    for event in (
        QDragEnterEvent(place, copy, data, left, no_key),
        QDropEvent(QPointF(place), copy, data, left, no_key),
    ):
        QApplication.sendEvent(window, event)
        assert event.isAccepted()


def opened(window: MainWindow, qtbot: QtBot, is_it: Callable[[QDialog], bool] = lambda _: True) -> QDialog:
    """The dialog of the file that is being taken in."""

    def has_come() -> bool:
        dialog = window.dropped.answers.dialog
        return dialog is not None and is_it(dialog)

    qtbot.waitUntil(has_come, timeout=PATIENCE_MS)
    assert window.dropped.answers.dialog
    return window.dropped.answers.dialog


def library(session: Session, name: str) -> Organisation:
    return next(one for one in session.network.live(Organisation) if one.short_name == name)


def row(session: Session, name: str) -> ConsultationAnswer | None:
    focus_set = focus.set_of(session.network, 2015)
    assert focus_set
    return focus.answers(session.network, focus_set).get(library(session, name).id)


def answer_of(session: Session, name: str) -> ConsultationAnswer:
    found = row(session, name)
    assert found
    return found


def evidence(session: Session, name: str) -> list[Annex]:
    """The files that are kept at a library's answer."""
    found = row(session, name)
    return annexes.of(session.network, found) if found else []


def shown(dialog: ReturnedDialog) -> list[list[str]]:
    table = dialog.table
    return [[table.model().index(line, column).data() for column in range(3)] for line in range(table.rowCount())]


def take_in(dialog: QDialog, session: Session, name: str, qtbot: QtBot) -> None:
    assert isinstance(dialog, ReturnedDialog | TypedDialog)
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: bool(evidence(session, name)), timeout=PATIENCE_MS)


def test_a_form_is_seen_old_beside_new_and_taken_in_as_one_step_of_undo(
    window: MainWindow, qtbot: QtBot, returned: Path
) -> None:
    session = window.session
    drop(window, returned)
    dialog = opened(window, qtbot)
    assert isinstance(dialog, ReturnedDialog)
    area = focus.of_year(session.network, 2015)[0]
    assert dialog.windowTitle() == "Høringssvar 2015 fra Odense"
    assert shown(dialog) == [
        [f"Holdning til 1. {area.title}", "–", "Støtter med bemærkninger"],
        [f"Bemærkninger til 1. {area.title}", "–", "Børn på Ærø"],
        ["Besvaret af", "–", "Åse Øst"],
        ["Dato", "–", "20.11.2014"],
    ]
    dialog.ticks[2].setCheckState(Qt.CheckState.Unchecked)
    take_in(dialog, session, "Odense", qtbot)
    answer = answer_of(session, "Odense")
    assert (answer.answered_on, answer.answered_by) == ("2014-11-20", "")
    (said,) = focus.said_of_areas(session.network, answer)
    assert (said.stance, said.remark) == ("remarks", "Børn på Ærø")
    (annex,) = evidence(session, "Odense")
    assert session.store.annexes.content(annex) == returned.read_bytes()
    assert isinstance(window.page, FocusTab)
    assert isinstance(window.page.page, FocusPage)
    evidence_shown = window.page.page.annexes
    assert evidence_shown.isVisible()
    assert evidence_shown.pane.model.index(0, 2).data() == "svar fra Odense.pdf"
    session.undo()
    assert row(session, "Odense") is None
    assert not [one for one in session.network.rows(Annex) if one.consultation_answer_id]
    assert not [one for one in session.network.rows(AreaAnswer) if one.consultation_answer_id == answer.id]


def test_nothing_is_written_when_it_is_cancelled(window: MainWindow, qtbot: QtBot, returned: Path) -> None:
    before = len(window.session.store.log.history())
    drop(window, returned)
    opened(window, qtbot).reject()
    assert len(window.session.store.log.history()) == before
    assert window.dropped.answers.dialog is None


def test_an_answer_to_an_older_text_is_warned_about_before_it_is_taken_in(
    window: MainWindow, qtbot: QtBot, returned: Path
) -> None:
    session = window.session
    area = focus.of_year(session.network, 2015)[0]
    session.execute("", [area.edited({"description": "Nu også for børn"})])
    drop(window, returned)
    dialog = opened(window, qtbot)
    assert isinstance(dialog, ReturnedDialog)
    (warning,) = dialog.warnings
    assert warning.isVisible()
    assert warning.text.startswith("Svaret gælder en ældre tekst: høringen er ændret")


def test_several_files_come_one_after_another_and_a_bad_one_is_told(
    window: MainWindow, qtbot: QtBot, returned: Path, said: list[str]
) -> None:
    bad = returned.with_name("ond.pdf")
    bad.write_bytes(b"%PDF-1.7 intet")
    sheet = returned.with_name("svar.xlsx")
    form = filled_forms.form(window.session.network, 2015, "Aalborg")
    sheet.write_bytes(answer_sheet.workbook(form))
    drop(window, bad, returned, sheet)
    first = opened(window, qtbot)
    assert (said, first.windowTitle()) == (
        ["ond.pdf kan ikke læses: PDF-filen er beskadiget eller så indviklet, at det ville tage for lang tid."],
        "Høringssvar 2015 fra Odense",
    )
    take_in(first, window.session, "Odense", qtbot)
    second = opened(window, qtbot, lambda dialog: dialog is not first)
    assert isinstance(second, TypedDialog)
    second.reject()
    assert window.dropped.answers.dialog is None


def test_a_scan_is_kept_and_typed_in_beside_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 billede")
    session.set_year(2015)
    drop(window, scan)
    dialog = opened(window, qtbot)
    assert isinstance(dialog, TypedDialog)
    looked_at: list[QUrl] = []
    dialog.hand_over = looked_at.append
    dialog.open_button.click()
    assert [Path(url.toLocalFile()) for url in looked_at] == [scan]
    dialog.acceptor.click()
    qtbot.waitUntil(dialog.acceptor.isEnabled, timeout=PATIENCE_MS)
    assert dialog.isVisible()  # the library is missing
    dialog.library.show_value(library(session, "Aalborg").id)
    dialog.library.input.touched.emit()
    dialog.answers["stance"].show_value("opposes")
    dialog.answers["answered_by"].show_value("Åse Øst")
    take_in(dialog, session, "Aalborg", qtbot)
    answer = answer_of(session, "Aalborg")
    assert (answer.stance, answer.answered_by, answer.answered_on) == ("opposes", "Åse Øst", "2014-11-24")
    (annex,) = evidence(session, "Aalborg")
    assert annex.file_name == "scan.jpg"


def test_what_is_known_of_a_library_is_shown_until_something_else_is_typed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 billede")
    window.session.set_year(2015)
    gentofte, herning = answer_of(window.session, "Gentofte"), answer_of(window.session, "Herning")
    drop(window, scan)
    dialog = opened(window, qtbot)
    assert isinstance(dialog, TypedDialog)
    dialog.answers["answered_by"].show_value("Åse Øst")
    for known in (gentofte, herning):
        dialog.library.show_value(known.organisation_id)
        dialog.library.input.touched.emit()
        assert dialog.answers["answered_on"].value() == known.answered_on
        assert dialog.answers["answer"].value() == known.answer
        assert dialog.answers["answered_by"].value() == "Åse Øst"


def test_what_was_typed_beside_one_file_is_not_proposed_beside_another(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.set_year(2015)
    seen = []
    for number in (1, 2, 1):
        scan = tmp_path / f"scan {number}.jpg"
        scan.write_bytes(b"\xff\xd8\xff\xe0 billede %d" % number)
        drop(window, scan)
        dialog = opened(window, qtbot)
        assert isinstance(dialog, TypedDialog)
        seen.append(dialog.answers["answer"].value())
        dialog.answers["answer"].show_value(f"Svaret i fil {number}")
        dialog.reject()
    assert seen == ["", "", "Svaret i fil 1"]


def test_a_scan_of_a_year_without_consultation_and_a_network_are_refused(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, said: list[str]
) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 billede")
    window.session.set_year(2019)
    drop(window, scan, window.session.store.path)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=PATIENCE_MS)
    assert said[0] == "Indsatsområderne for 2019 er ikke sendt i høring, så der kan ikke tages svar ind."
    assert "er et netværk og kan ikke være bilag" in said[1]


def test_a_day_ahead_is_refused_in_the_dialog(window: MainWindow, qtbot: QtBot, returned: Path) -> None:
    form = filled_forms.form(window.session.network, 2015, "Odense")
    returned.write_bytes(filled(answer_forms.pdf(form), {**SAID, "dato": "24.12.2014"}))
    drop(window, returned)
    dialog = opened(window, qtbot)
    assert isinstance(dialog, ReturnedDialog)
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: "24.12.2014" in dialog.strip.text, timeout=PATIENCE_MS)
    assert dialog.isVisible()
    assert evidence(window.session, "Odense") == []
    dialog.reject()
    kept = window.session.store.replica_path.parent.parent / "annexes"
    assert not list(kept.rglob(f"{digest(returned.read_bytes())}*"))


def test_the_forms_of_all_libraries_are_written_into_a_folder(example: Session, qtbot: QtBot, tmp_path: Path) -> None:
    example.set_year(2015)
    told: list[str] = []
    answer_files.write_forms(example, tmp_path, show(FocusPage(example), qtbot), told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told == [f"6 svarskemaer skrevet i {tmp_path}, hvert som PDF og som Excel-ark."]
    assert len(list(tmp_path.glob("svarskema-2015-*.pdf"))) == len(list(tmp_path.glob("*.xlsx"))) == 6
