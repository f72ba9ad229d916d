"""Taking copies and backups in from the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Meant, Store, create, open_store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.backups_dialog import LACKING, BackupsDialog
from cbnet_desktop.ui.widgets import busy_dialog
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.adding import Add
from tests.ui.sharing import change, meet

Copied = Callable[..., Path]


@pytest.fixture
def copied(session: Session, tmp_path: Path) -> Copied:
    """A copy of the file that somebody edited apart."""

    def made(by: str, *edits: tuple[str, dict[str, str]]) -> Path:
        folder = tmp_path / by
        folder.mkdir()
        copy = folder / "kopi.cbnet"
        session.store.save_copy(copy)
        away = open_store(copy, home=folder / "hjemme", user=by, meant=Meant.PLACE)
        for person, values in edits:
            change(away, person, **values)
        fresh = folder / "med hjem.cbnet"
        away.save_copy(fresh)
        away.close()
        return fresh

    return made


def test_a_copy_is_merged_and_told_in_one_sentence(main: MainWindow, copied: Copied, add: Add, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm")
    copy = copied("Carla", (person, {"phone": "22"}), (person, {"email": "m@x.dk"}))
    before = copy.read_bytes()
    main.sharing.merge(copy)
    qtbot.waitUntil(lambda: bool(main.strip.text), timeout=5000)
    assert main.strip.text == "Flettet: 2 ændringer fra Carla."
    assert main.session.network.get(Person, person).phone == "22"
    assert set(main.session.sharing.marks.of("people", person)) == {"phone", "email"}
    assert copy.read_bytes() == before
    main.strip.show_error("")
    main.sharing.merge(copy)
    qtbot.waitUntil(lambda: bool(main.strip.text), timeout=5000)
    assert main.strip.text == "Kopien indeholder intet nyt."


def test_a_copy_at_odds_with_what_is_here_says_that_there_is_something_to_choose(
    main: MainWindow, copied: Copied, add: Add, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm", phone="1")
    copy = copied("Carla", (person, {"phone": "22"}))
    main.session.write([Change("people", person, {"phone": "1"}, {"phone": "33"})])
    main.session.sharing._search()
    main.sharing.merge(copy)
    qtbot.waitUntil(lambda: bool(main.strip.text), timeout=5000)
    told = "Flettet: 1 ændring fra Carla. 1 konflikt venter på dit valg under Rediger ▸ Konflikter."
    assert main.strip.text == told


def test_the_menu_asks_for_the_copy(
    main: MainWindow, copied: Copied, add: Add, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied("Carla", (add("people", name="Mette Holm"), {"phone": "22"}))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(copy), ""))
    main.actions_by_name["merge"].trigger()
    qtbot.waitUntil(lambda: "Flettet" in main.strip.text, timeout=5000)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"tekst" * 400, "ikke en CBnet-fil"), (b"", "er tom")],
)
def test_a_file_that_is_none_is_refused_in_words(
    main: MainWindow, tmp_path: Path, qtbot: QtBot, content: bytes, said: str
) -> None:
    other = tmp_path / "forkert.cbnet"
    other.write_bytes(content)
    with qtbot.waitSignal(main.session.refused, timeout=5000) as refused:
        main.sharing.merge(other)
    assert said in refused.args[0].message


def test_another_networks_file_is_refused(main: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "andet"
    folder.mkdir()
    changes = [Change("networks", "d" * 32, None, {"name": "Andet", "first_year": 2015})]
    create(folder / "andet.cbnet", changes, home=folder, user="x", label="Nyt").close()
    with qtbot.waitSignal(main.session.refused, timeout=5000) as refused:
        main.sharing.merge(folder / "andet.cbnet")
    assert "hører til et andet netværk og kan ikke flettes ind" in refused.args[0].message


def test_what_takes_a_while_covers_the_window_until_it_is_done(main: MainWindow, qtbot: QtBot) -> None:
    busy = BusyDialog("Fletter", "Kopien flettes ind.", main)
    assert not busy.isVisible()
    qtbot.waitUntil(busy.isVisible, timeout=busy_dialog.PATIENCE_MS + 2000)
    qtbot.keyClick(busy, Qt.Key.Key_Escape)
    busy.close()
    assert busy.isVisible()
    busy.finish()
    assert not busy.isVisible()


def test_what_is_done_at_once_covers_nothing(main: MainWindow, qtbot: QtBot) -> None:
    busy = BusyDialog("Fletter", "Kopien flettes ind.", main)
    busy.finish()
    qtbot.wait(busy_dialog.PATIENCE_MS + 50)
    assert not main.findChildren(BusyDialog)


@pytest.fixture
def backups(main: MainWindow, colleague: Store, add: Add, qtbot: QtBot) -> BackupsDialog:
    """Three backups: one of Bo's with an edit that never came, an own one, and one that is broken."""
    person = add("people", name="Mette Holm")
    meet(main.session, colleague)
    store = main.session.store
    now = datetime.now(UTC)
    for made in store.backups.listed():
        # Of the exchange above: one more where a second has passed since.
        made.path.unlink()
    store.backups.make("opened", now)
    change(colleague, person, phone="99")
    lost = colleague.backups.make("sign-off", now - timedelta(days=1))
    shutil.copy(lost.path, store.backups.folder)
    (store.backups.folder / "20140101T101010Z migration.cbnet").write_bytes(b"skrald" * 400)
    dialog = BackupsDialog(main.session, main)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(lacking(dialog)) and "…" not in lacking(dialog), timeout=5000)
    return dialog


def lacking(dialog: BackupsDialog) -> list[str]:
    return [dialog.list.topLevelItem(row).text(LACKING) for row in range(dialog.list.topLevelItemCount())]


def test_backups_say_when_why_and_what_the_network_lacks(backups: BackupsDialog) -> None:
    why = [backups.list.topLevelItem(row).text(1) for row in range(3)]
    assert why == ["Dagens første åbning", "Før godkendelse", "Før opgradering"]
    assert lacking(backups) == ["Intet", "1 ændring", "Kan ikke bruges"]


def test_a_backup_that_holds_more_is_merged_and_then_holds_nothing_more(
    backups: BackupsDialog, main: MainWindow, qtbot: QtBot
) -> None:
    assert not backups.merger.isEnabled()
    backups.list.choose(1)
    assert backups.merger.isEnabled()
    backups.merger.click()
    qtbot.waitUntil(lambda: lacking(backups) == ["Intet", "Intet", "Kan ikke bruges"], timeout=5000)
    assert backups.strip.text == "Flettet: 1 ændring fra Bo."
    assert next(iter(main.session.network.live(Person))).phone == "99"
    assert not backups.merger.isEnabled()


def test_a_backup_that_cannot_be_used_says_why(backups: BackupsDialog) -> None:
    backups.list.choose(2)
    assert "ikke en CBnet-fil" in backups.strip.text
    assert not backups.merger.isEnabled()
    backups.list.choose(0)
    assert backups.strip.text == ""


def test_the_dialog_says_that_a_merge_is_not_undone(backups: BackupsDialog) -> None:
    assert "Det kan ikke fortrydes med Ctrl+Z" in backups.explanation.text()


def test_the_folder_opens_in_the_systems_own_program(
    backups: BackupsDialog, main: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    backups.opener.click()
    assert opened == [str(main.session.store.backups.folder)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    backups.opener.click()
    assert str(main.session.store.backups.folder) in backups.strip.text


def test_without_backups_the_dialog_says_when_the_first_is_made(main: MainWindow, qtbot: QtBot) -> None:
    for made in main.session.store.backups.listed():
        made.path.unlink()
    dialog = BackupsDialog(main.session, main)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.explanation.text().startswith("Der er ingen sikkerhedskopier endnu."))
