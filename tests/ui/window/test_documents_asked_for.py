"""On a Mac a double-click reaches the program as an event; it opens that file as File > Open does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.store import Store
from cbnet_desktop.ui.window.documents_asked_for import Application, DocumentsAskedFor
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.waiting import PATIENCE_MS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def files(qapp: Application) -> Iterator[Files]:
    made = Files(MainWindow)
    asked_for = DocumentsAskedFor(made, qapp)
    yield made
    asked_for.close()
    if made.window:
        made.window.close()


def double_click(app: QApplication, path: Path) -> None:
    QCoreApplication.postEvent(app, QFileOpenEvent(str(path)))


def test_a_double_click_while_the_program_runs_opens_the_file(
    files: Files, qapp: Application, store: Store, qtbot: QtBot
) -> None:
    double_click(qapp, store.path)
    qtbot.waitUntil(lambda: files.window is not None, timeout=PATIENCE_MS)
    assert files.session.store.path == store.path


#: Starts the program as its main does, with a double-click on the way, and ends it when a window is there.
_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from cbnet_desktop.system.options import Options
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window import start
message_box.show = lambda _, sentence: print(sentence)
app = start.make_application()
QCoreApplication.postEvent(app, QFileOpenEvent(sys.argv[1]))
timer = QTimer()
timer.timeout.connect(lambda: app.quit() if app.topLevelWidgets() else None)
timer.start(100)
start.run(Options())
"""


def test_a_double_click_that_starts_the_program_comes_before_the_file_used_last(
    files: Files, store: Store, tmp_path: Path
) -> None:
    files.remember(tmp_path / "slettet.cbnet")
    command = [sys.executable, "-c", _START, str(store.path)]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert files.recent()[0] == store.path
    assert started.stdout == ""


def test_a_double_click_waits_until_the_open_dialog_is_closed(
    files: Files, qapp: Application, store: Store, qtbot: QtBot
) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    double_click(qapp, store.path)
    qtbot.wait(50)
    assert files.window is None
    dialog.close()
    qtbot.waitUntil(lambda: files.window is not None, timeout=PATIENCE_MS)


def test_an_address_of_the_web_is_no_file(files: Files, qapp: Application, qtbot: QtBot) -> None:
    QCoreApplication.postEvent(qapp, QFileOpenEvent(QUrl("https://example.org/net.cbnet")))
    qtbot.wait(50)
    assert qapp.take_document() is None
    assert files.window is None
