"""Real networks in tmp_path for the window's tests; no background exchange unless a test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.roster import new_network
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.example import build
from cbnet_desktop.system import paths
from tests.moving import copied
from tests.ui.adding import Add
from tests.ui.showing import show

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cbnet_desktop.ui.editing.session import Session
    from cbnet_desktop.ui.window.documents_asked_for import Application
    from cbnet_desktop.ui.window.main_window import MainWindow


@pytest.fixture(scope="session")
def qapp() -> Application:
    """The application as the program makes it: Danish, in our colours."""
    from cbnet_desktop.ui.window.start import make_application

    return make_application()


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    """Closes dialogs that a test leaves open; they would hold others' changes back in the next test.

    What was to be deleted is deleted: no event loop runs here that would, and thousands of widgets slow all down.
    """
    yield
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    for widget in QApplication.topLevelWidgets() if QApplication.instance() else ():
        widget.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new network without people, in a folder of its own."""
    shared = tmp_path / "fælles"
    shared.mkdir()
    changes = new_network.changes("Prøvenetværk", 2015, uuid4().hex)
    made = create(shared / "netværk.cbnet", changes, home=paths.home(), user="Prøve", label="Netværket oprettet")
    yield made
    made.close()


@pytest.fixture
def session(qapp: QApplication, store: Store) -> Iterator[Session]:  # noqa: ARG001 - signals need it
    """The session of the new network, plan year 2015."""
    from cbnet_desktop.ui.editing.session import Session

    made = Session(store, is_exchanging=False)
    made.set_year(2015)
    yield made
    made.close()


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example network and the home folder of its replica, built once and only copied from."""
    folder = tmp_path_factory.mktemp("eksempel")
    build(folder / "eksempel.cbnet", home=folder / "home", user="Prøve", render=lambda _: b"%PDF-1.7").close()
    return folder


@pytest.fixture
def example(qapp: QApplication, tmp_path: Path, built_example: Path) -> Iterator[Session]:  # noqa: ARG001 - signals
    """The example network: two signed years, the third in preparation."""
    from cbnet_desktop.ui.editing.session import Session

    path = copied(built_example, "eksempel.cbnet", tmp_path, paths.home())
    made = open_store(path, home=paths.home(), user="Prøve")
    session = Session(made, is_exchanging=False)
    yield session
    session.close()


@pytest.fixture
def window(example: Session, qtbot: QtBot) -> MainWindow:
    """The window over the example network."""
    from cbnet_desktop.ui.window.files import Files
    from cbnet_desktop.ui.window.main_window import MainWindow

    return show(MainWindow(example, Files(MainWindow)), qtbot, 1366, 768)


@pytest.fixture
def add(session: Session) -> Add:
    """Adds a row to a table of the network and returns its id."""

    def added(table: str, **values: Value) -> str:
        row_id = uuid4().hex
        session.write([Change(table, row_id, None, values)])
        return row_id

    return added


@pytest.fixture
def colleague(session: Session, tmp_path: Path) -> Iterator[Store]:
    """The new network on Bo's computer."""
    opened = open_store(session.store.path, home=tmp_path / "kollega", user="Bo")
    yield opened
    opened.close()


@pytest.fixture
def main(session: Session, qtbot: QtBot) -> MainWindow:
    """The window over the new network."""
    from cbnet_desktop.ui.window.files import Files
    from cbnet_desktop.ui.window.main_window import MainWindow

    return show(MainWindow(session, Files(MainWindow)), qtbot, 1366, 768)
