from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Appointment, Organisation, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store
from cbnet_desktop.system import machine, paths
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.system.options import Options
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window import dialogs, start
from cbnet_desktop.ui.window.dialogs import ErrorReport
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.new_network_dialog import NewNetworkDialog
from tests.ui.sharing import take_away
from tests.ui.waiting import PATIENCE_MS


@pytest.fixture
def files(qapp: QApplication) -> Iterator[Files]:  # noqa: ARG001 - windows need it
    made = Files(MainWindow)
    yield made
    if made.window:
        made.window.close()
    if made.first_page:
        made.first_page.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: sentences.append(sentence))
    return sentences


def test_the_first_start_offers_three_choices(files: Files) -> None:
    start.open_first(files, Options())
    assert files.window is None
    assert len(files.first_page.choices) == 3


def test_the_file_used_last_opens_by_itself(files: Files, store: Store) -> None:
    files.remember(store.path)
    start.open_first(files, Options())
    assert files.window.session.store.path == store.path


@pytest.mark.parametrize("content", [b"", b"tekst" * 1000, b"SQLite format 3\0" + b"\0" * 4080])
def test_a_file_that_is_none_is_told_in_one_sentence_and_left_as_it_is(
    files: Files, tmp_path: Path, told: list[str], content: bytes
) -> None:
    path = tmp_path / "forkert.cbnet"
    path.write_bytes(content)
    start.open_first(files, Options(file=path))
    assert len(told) == 1
    assert told[0].endswith(".")
    assert path.read_bytes() == content
    assert files.window is None
    assert files.first_page.isVisible()


def test_a_file_that_cannot_be_opened_leaves_the_open_one_open(
    files: Files, store: Store, tmp_path: Path, told: list[str]
) -> None:
    files.open(store.path)
    window = files.window
    files.open(tmp_path / "findes ikke.cbnet")
    assert len(told) == 1
    assert files.window is window
    assert window.isVisible()


@pytest.mark.usefixtures("qapp")
def test_a_refusal_is_shown_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append((box.text(), box.textFormat())))
    message_box.show(None, "<b>fil</b>")
    assert shown[0][0] == "<b>fil</b>"
    assert shown[0][1].name == "PlainText"


def test_a_recent_file_that_is_gone_is_told_when_it_is_chosen_and_not_offered_again(
    files: Files, store: Store, tmp_path: Path, told: list[str]
) -> None:
    gone = tmp_path / "kopi.cbnet"
    files.remember(gone)
    files.remember(store.path)
    assert files.recent() == [store.path, gone]
    files.open(gone)
    assert "findes ikke" in told[0]
    assert files.recent() == [store.path]


def test_the_file_used_last_opens_also_while_its_share_is_out_of_reach(
    files: Files, store: Store, qtbot: QtBot
) -> None:
    files.remember(store.path)
    bring_back = take_away(store)
    start.open_first(files, Options())
    window = files.window
    assert window.session.network.profile.name == "Prøvenetværk"
    qtbot.waitUntil(window.problem_strip.isVisible, timeout=8000)
    assert "kan ikke nås lige nu" in window.problem_strip.text
    window.session.write([Change("people", "a" * 32, None, {"name": "På rejsen"})])
    qtbot.waitUntil(lambda: window.statusBar().waiting.text() == "1 ændring venter", timeout=8000)
    bring_back()
    window.actions_by_name["share"].trigger()
    qtbot.waitUntil(lambda: not window.problem_strip.isVisible(), timeout=8000)
    assert window.session.store.waiting == 0


def test_a_copy_holds_everything_and_never_replaces_a_file(
    files: Files, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    files.open(store.path)
    copy = tmp_path / "kopi.cbnet"
    files.save_copy(copy)
    qtbot.waitUntil(lambda: str(copy) in files.window.statusBar().currentMessage(), timeout=PATIENCE_MS)
    before = copy.read_bytes()
    files.save_copy(copy)
    qtbot.waitUntil(lambda: "findes" in files.window.strip.text, timeout=PATIENCE_MS)
    assert copy.read_bytes() == before


def test_a_new_network_asks_what_the_agency_is_called_and_follows_what_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewNetworkDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.first_year.setText("2027")
    assert (dialog.agency.text(), dialog.agency_short.text()) == ("Slots- og Kulturstyrelsen", "SLKS")
    assert dialog.person_caption.text() == "&Repræsentant for SLKS"
    dialog.first_year.setText("2013")
    assert (dialog.agency.text(), dialog.agency_short.text()) == ("Kulturstyrelsens Biblioteksenhed", "KBE")
    dialog.agency_short.clear()
    qtbot.keyClicks(dialog.agency_short, "KF & S")
    assert dialog.person_caption.text() == "&Repræsentant for KF && S"
    assert "KF & S" in dialog.intro.text()
    dialog.first_year.setText("2027")
    assert dialog.agency_short.text() == "KF & S"
    dialog.agency.setText("Kultur & Slotte")
    dialog.path.setText(str(tmp_path / "nyt"))
    dialog._create()
    network = dialog.store.read()
    (agency,) = (row for row in network.live(Organisation) if row.kind == "agency")
    assert (agency.name, agency.short_name) == ("Kultur & Slotte", "KF & S")
    assert next(seat for seat in network.live(Seat) if seat.kind == "agency").name == "Kultur & Slotte"
    dialog.store.close()


def test_a_new_network_is_made_with_the_agencys_representative(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewNetworkDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("Netværket <b>&</b>")
    dialog.first_year.setText(str(2015))
    dialog.agency_person.setText("Karla Prøve")
    dialog.path.setText(str(tmp_path / "nyt"))
    dialog._create()
    assert dialog.strip.text == "Skriv også den dag, Karla Prøve blev udpeget."
    dialog.appointed_on.setText("1.9.2014")
    dialog._create()
    network = dialog.store.read()
    assert dialog.store.path == tmp_path / "nyt.cbnet"
    assert network.profile.name == "Netværket <b>&</b>"
    assert len(network.live(Seat)) == 8
    assert sum(row.kind == "central_library" for row in network.live(Organisation)) == 6
    assert network.live(Appointment)[0].starts_on == "2014-09-01"
    dialog.store.close()


def test_a_new_network_that_is_refused_keeps_what_was_typed(qtbot: QtBot, tmp_path: Path, store: Store) -> None:
    dialog = NewNetworkDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("Mit netværk")
    dialog.path.setText(str(store.path))
    dialog._create()
    assert dialog.store is None
    assert dialog.strip.text
    assert dialog.name.text() == "Mit netværk"


def test_the_first_start_asks_for_the_users_name_and_no_later_one_does(
    files: Files, store: Store, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.delenv("CBNET_USER")
    start.open_first(files, Options(file=store.path))
    (dialog,) = files.window.findChildren(dialogs.NameDialog)
    qtbot.keyClicks(dialog.name, " Lise  Toft ")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert files.session.store.user == paths.user_name() == "Lise Toft"
    start.open_first(files, Options(file=store.path))
    assert not files.window.findChildren(dialogs.NameDialog)


def test_a_name_that_is_not_given_is_not_asked_for_again(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CBNET_USER")
    files.ask_for_name()
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, dialogs.NameDialog))
    dialog.reject()
    files.ask_for_name()
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets() if isinstance(one, dialogs.NameDialog))
    assert not paths.knows_name()


def test_the_users_name_is_kept_and_stands_at_the_next_edit(
    files: Files, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CBNET_USER")
    files.open(store.path)

    def accept(dialog: dialogs.SettingsDialog) -> int:
        dialog._name.setText("  Lise  Toft ")
        return 1

    monkeypatch.setattr(dialogs.SettingsDialog, "exec", accept)
    files.ask_for_settings()
    assert paths.user_name() == "Lise Toft"
    assert files.window.session.store.user == "Lise Toft"


def test_what_is_set_for_the_whole_computer_is_shown_and_followed(files: Files, qtbot: QtBot, tmp_path: Path) -> None:
    machine.machine_file().write_text(
        json.dumps({"networks_folder": str(tmp_path), "no_network": True, "backups_kept": "ti"}), encoding="utf-8"
    )
    dialog = dialogs.SettingsDialog()
    qtbot.addWidget(dialog)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Netværk ligger i: {tmp_path}" in shown
    assert "Links: åbnes ikke" in shown
    assert f"Sat for hele computeren i {machine.machine_file()}. Det kan ikke ændres her." in shown
    assert "»backups_kept« er ikke et helt tal" in shown
    assert files._folder() == str(tmp_path)


def test_the_error_report_can_be_copied(qtbot: QtBot) -> None:
    report = ErrorReport("CBnet 1\nTraceback …")
    qtbot.addWidget(report)
    report.copier.click()
    assert QGuiApplication.clipboard().text() == "CBnet 1\nTraceback …"


def test_an_error_in_another_thread_is_reported_in_the_windows_own(
    qtbot: QtBot, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(ErrorReport, "exec", lambda _: seen.append(threading.current_thread()))
    reporter = start.Reporter(files)
    monkeypatch.setattr(FAILURES, "_show", reporter.failed.emit)
    thread = threading.Thread(target=lambda: FAILURES.handle(RuntimeError("fejl i tråd")))
    thread.start()
    qtbot.waitUntil(lambda: bool(seen))
    thread.join()
    assert seen == [threading.main_thread()]


def test_work_in_the_background_comes_back_in_the_thread_that_asked(qtbot: QtBot) -> None:
    results = []
    background.run(threading.current_thread, lambda worker: results.append((worker, threading.current_thread())), print)
    qtbot.waitUntil(lambda: bool(results))
    worker, receiver = results[0]
    assert worker is not threading.main_thread()
    assert receiver is threading.main_thread()


def test_the_example_opens_from_the_first_page(files: Files) -> None:
    start.show_first_page(files)
    files.first_page.choices[2].click()
    assert files.window.session.network.profile.fictional
    assert files.first_page is None
    QApplication.processEvents()
    assert Path(files.window.session.store.path).parent == paths.home()
