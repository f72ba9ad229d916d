"""Opening and making networks off the window's thread: the window lives meanwhile, and what is given up ends."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.store import Store
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window import off_window
from tests.ui.waiting import PATIENCE_MS


def _give_up_when_asked() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, BusyDialog) and widget.isVisible():
            widget.reject()
            return
    QTimer.singleShot(20, _give_up_when_asked)


def test_what_is_made_is_handed_to_the_windows_thread(qtbot: QtBot, store: Store) -> None:  # noqa: ARG001 - signals
    found = off_window.made(lambda _: store.opened_anew(), "Åbner", "Filen læses.", None)
    assert isinstance(found, Store)
    assert found.read().profile == store.read().profile
    found.close()


def test_a_refusal_is_given_back_and_not_raised(qtbot: QtBot) -> None:  # noqa: ARG001 - signals
    def refuse(_: off_window.Progress) -> Store:
        raise Invalid("Filen er tom.")

    found = off_window.made(refuse, "Åbner", "Filen læses.", None)
    assert isinstance(found, UserError)
    assert found.message == "Filen er tom."


def test_what_was_given_up_ends_at_its_next_step(qtbot: QtBot) -> None:
    ended = threading.Event()

    def read(progress: off_window.Progress) -> Store:
        try:
            while True:
                progress(1, 10)
                time.sleep(0.01)
        finally:
            ended.set()

    _give_up_when_asked()
    assert off_window.made(read, "Åbner", "Filen læses.", None) is None
    qtbot.waitUntil(ended.is_set, timeout=PATIENCE_MS)
