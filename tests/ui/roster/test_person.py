"""All that is stored about a person, and the erasure of contact data, from the person's form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store import Store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.erase_dialog import EraseDialog
from cbnet_desktop.ui.roster.person_text_dialog import PersonTextDialog
from cbnet_desktop.ui.roster.roster_pages import PeoplePage
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.adding import Add
from tests.ui.sharing import meet

PHONE = "11223344"


@pytest.fixture
def person(add: Add) -> str:
    return add("people", name="Mette <b>Holm</b>", phone=PHONE, email="m@x.dk", note="Ring efter kl. 10")


@pytest.fixture
def page(main: MainWindow, person: str) -> PeoplePage:
    main.jump_to("people", person)
    return main.page.findChild(PeoplePage)


@pytest.fixture
def dialog(main: MainWindow, page: PeoplePage) -> EraseDialog:
    page.data.eraser.click()
    return main.findChild(EraseDialog)


def erase(dialog: EraseDialog, reason: str = "Er holdt op") -> None:
    dialog.answers["reason"].input.setText(reason)
    dialog.acceptor.click()


def test_the_buttons_stand_in_the_form_of_a_person(page: PeoplePage) -> None:
    assert page.data.isVisible()
    assert page.data.eraser.isEnabled()
    page.pane.model.filter("findes ikke")
    assert not page.data.isVisible()


def test_the_dialog_says_what_goes_and_what_stays(dialog: EraseDialog) -> None:
    for part in ("Mette <b>Holm</b>", PHONE, "m@x.dk", "i historikken", "Det kan ikke fortrydes", "bliver stående"):
        assert part in dialog.text


def test_without_a_reason_nothing_is_erased(dialog: EraseDialog, session: Session, person: str) -> None:
    erase(dialog, "   ")
    assert dialog.isVisible()
    assert dialog.answers["reason"].reason.text() == "Skriv, hvorfor oplysningerne slettes."
    assert session.network.get(Person, person).phone == PHONE


def test_contact_data_are_erased_here_and_at_a_colleagues_and_the_name_stays(
    dialog: EraseDialog, main: MainWindow, session: Session, colleague: Store, person: str
) -> None:
    meet(session, colleague)
    erase(dialog)
    row = session.network.get(Person, person)
    assert (row.name, row.phone, row.email, row.note) == ("Mette <b>Holm</b>", "", "", "")
    assert PHONE not in str(session.store.log.history("people", person))
    (decision,) = session.network.rows(Erasure)
    assert (decision.reason, decision.decided_by) == ("Er holdt op", "Prøve")
    fields = labels.named_fields(Person, Person.contact_fields())
    assert main.strip.text.startswith(f"{fields} for Mette <b>Holm</b> er slettet.")
    meet(session, colleague)
    assert colleague.read().get(Person, person).phone == ""
    assert session.store.log.verify() == []


def test_neither_undo_nor_redo_brings_erased_data_back(dialog: EraseDialog, session: Session, person: str) -> None:
    session.write([Change("people", person, {"phone": PHONE}, {"phone": "55"})])
    session.write([Change("people", person, {"title": ""}, {"title": "Chef"})])
    session.write([Change("people", person, {"email": "m@x.dk"}, {"email": ""})])
    session.undo()
    erase(dialog)
    assert session.undo_stack.redo_label == ""
    assert session.undo_stack.undo_label == "Stilling for Mette <b>Holm</b> rettet"
    for _ in range(5):
        session.undo()
    for _ in range(5):
        session.redo()
    row = session.network.get(Person, person)
    assert (row.phone, row.email) == ("", "")


def test_a_backup_that_cannot_be_mended_is_named(
    dialog: EraseDialog, main: MainWindow, session: Session, person: str
) -> None:
    backups = session.store.backups
    good = backups.make("opened", datetime.now(UTC))
    (backups.folder / "20140101T101010Z opened.cbnet").write_bytes(b"skrald" * 400)
    assert PHONE.encode() in good.path.read_bytes()
    erase(dialog)
    assert session.network.get(Person, person).phone == ""
    assert (
        f"kan stadig stå i 20140101T101010Z opened.cbnet i mappen {backups.folder}. Slet selv filen." in main.strip.text
    )
    assert PHONE.encode() not in good.path.read_bytes()


@pytest.fixture
def told(main: MainWindow, page: PeoplePage, qtbot: QtBot) -> PersonTextDialog:
    page.data.shower.click()
    dialog = main.findChild(PersonTextDialog)
    qtbot.waitUntil(dialog.saver.isEnabled, timeout=5000)
    return dialog


def test_all_about_a_person_is_shown_and_copied_as_it_stands(told: PersonTextDialog) -> None:
    text = told.view.toPlainText()
    assert text.startswith("Oplysninger om Mette <b>Holm</b>")
    assert PHONE in text
    assert "Historik" in text
    told.copier.click()
    assert QGuiApplication.clipboard().text() == text


def test_it_is_saved_as_text_or_as_json(
    told: PersonTextDialog, tmp_path: Path, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.save(tmp_path / "mette.txt")
    assert (tmp_path / "mette.txt").read_text(encoding="utf-8") == f"{told.view.toPlainText()}\n"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mette"), "JSON (*.json)"))
    told.saver.click()
    assert json.loads((tmp_path / "mette.json").read_text(encoding="utf-8"))["person"]["id"] == person
    assert told.strip.text == f"Gemt: {tmp_path / 'mette.json'}"


def test_a_file_that_cannot_be_written_is_told(told: PersonTextDialog, tmp_path: Path) -> None:
    told.save(tmp_path / "findes" / "ikke.txt")
    assert told.strip.text.endswith("findes ikke. Opret den, eller vælg en anden.")


def test_the_networks_own_file_is_never_written_over(told: PersonTextDialog, store: Store) -> None:
    before = store.path.read_bytes()
    told.save(store.path)
    assert told.strip.text == "netværk.cbnet kan ikke skrives. Brug et navn, der ender på .txt eller .json."
    assert store.path.read_bytes() == before


def test_both_dialogs_open_by_keyboard(main: MainWindow, page: PeoplePage, qtbot: QtBot) -> None:
    main.activateWindow()
    qtbot.waitActive(main)
    qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: main.findChild(EraseDialog) is not None)
