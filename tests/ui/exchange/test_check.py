"""»Kontrollér filen« and »Om filen«."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Organisation, PlanVersion
from cbnet_desktop.store import Store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.about_file_dialog import AboutFileDialog
from cbnet_desktop.ui.exchange.check_dialog import CheckDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.adding import Add
from tests.ui.sharing import exchanged

Opened = Callable[[], CheckDialog]


@pytest.fixture
def opened(main: MainWindow, qtbot: QtBot) -> Iterator[Opened]:
    """Opens the dialog and waits for its answer."""

    def made() -> CheckDialog:
        main.actions_by_name["check_file"].trigger()
        dialog = main.findChild(CheckDialog)
        qtbot.waitUntil(dialog.progress.isHidden, timeout=10_000)
        return dialog

    yield made
    if dialog := main.findChild(CheckDialog):
        dialog.close()


def rows(dialog: CheckDialog) -> list[list[str]]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items]


def test_a_sound_file_has_no_differences(opened: Opened, add: Add) -> None:
    add("people", name="Mette Holm")
    dialog = opened()
    assert dialog.state.text.startswith("Ingen afvigelser")
    assert dialog.list.isHidden()
    assert not dialog.jumper.isEnabled()


def test_what_was_changed_past_the_program_is_named_by_its_place(opened: Opened, main: MainWindow, add: Add) -> None:
    person = add("people", name="Mette <b>Holm</b>", phone="11")
    library = next(row for row in main.session.network.live(Organisation) if row.kind == "central_library")
    share = add("budget_shares", year=2015, organisation_id=library.id, share_bp=2500)
    conn = main.session.store._conn
    conn.execute("update people set phone = '99' where id = ?", (person,))
    conn.execute("update budget_shares set share_bp = 2600 where id = ?", (share,))
    conn.execute("insert into organisations (id, name) values ('x', 'Fremmed')")
    dialog = opened()
    assert dialog.state.text.startswith("3 afvigelser")
    found = rows(dialog)
    assert ["Mette <b>Holm</b>", "Telefon", "Tabellen på denne computer siger »99«, historikken »11«."] in found
    assert ["Organisation", "", "Står i tabellen, men ikke i historikken på denne computer."] in found
    assert any("siger »26 %«, historikken »25 %«." in words for _, _, words in found)


def test_enter_on_a_difference_goes_to_its_row(opened: Opened, main: MainWindow, add: Add, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm", phone="11")
    main.session.store._conn.execute("update people set phone = '99' where id = ?", (person,))
    dialog = opened()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert main.tabs.tabText(main.tabs.currentIndex()) == "Netværk"
    assert not dialog.isVisible()


def test_a_file_that_is_gone_is_told(opened: Opened, main: MainWindow, tmp_path: Path) -> None:
    main.session.store.path.rename(tmp_path / "væk")
    assert "findes ikke" in opened().state.text


def test_closing_while_the_check_is_running_is_no_error(main: MainWindow, qtbot: QtBot) -> None:
    main.sharing.check()
    main.findChild(CheckDialog).reject()
    qtbot.wait(300)
    assert main.findChild(CheckDialog) is None


@pytest.fixture
def signed(example: Session, qtbot: QtBot) -> CheckDialog:
    dialog = CheckDialog(example)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.progress.isHidden, timeout=20_000)
    return dialog


def test_a_plans_digest_is_found_as_it_was_pasted(signed: CheckDialog, example: Session) -> None:
    digest = next(iter(example.network.rows(PlanVersion))).heads_digest
    signed.digest.setText(f" {digest[:30]}\n {digest[30:].upper()} ")
    signed.look_up()
    assert signed.answer.text.startswith("Uændret Historikken indeholder stadig alt til og med Handlingsplan 20")


def test_a_digest_of_a_history_that_was_rewritten_is_told(
    signed: CheckDialog, example: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = next(iter(example.network.rows(PlanVersion))).heads_digest
    monkeypatch.setattr(example.store.log, "holds_heads_of", lambda _: False)
    signed.digest.setText(digest)
    signed.look_up()
    assert signed.answer.text.startswith("Ændret Historikken er ikke længere den")


@pytest.mark.parametrize(("typed", "said"), [("f" * 64, "Findes ikke"), ("f" * 63, "Ikke en kontrolsum"), ("", "Ikke")])
def test_a_digest_of_no_plan_is_told(signed: CheckDialog, qtbot: QtBot, typed: str, said: str) -> None:
    signed.digest.setText(typed)
    qtbot.keyClick(signed.digest, Qt.Key.Key_Return)
    assert signed.answer.text.startswith(said)


def test_about_the_file_tells_path_folder_exchange_and_history(main: MainWindow, add: Add, qtbot: QtBot) -> None:
    add("people", name="Mette Holm")
    main.session.exchanged.emit(exchanged())
    main.session.exchanged.emit(
        exchanged(problem="Drevet er væk.", waiting=4, own_waiting=2, notices=("En kopi er flettet ind.",))
    )
    main.actions_by_name["about_file"].trigger()
    dialog = main.findChild(AboutFileDialog)
    qtbot.waitUntil(lambda: "2 ændringer af " in dialog.history.text(), timeout=5000)
    store = main.session.store
    for part in (
        "Prøvenetværk",
        str(store.path),
        store.place.identity,
        "kl. 13.58",
        "2 ændringer er ikke lagt i mappen endnu.",
        "Drevet er væk.",
        "En kopi er flettet ind.",
        str(paths.home() / "replicas"),
        str(store.backups.folder),
    ):
        assert part in dialog.text
    dialog.close()


def test_a_write_protected_place_says_so(store: Store, qtbot: QtBot) -> None:
    (place,) = store.path.parent.glob("cbnet-*")
    place.chmod(0o555)
    store.exchange()
    session = Session(store, is_exchanging=False)
    dialog = AboutFileDialog(session)
    qtbot.addWidget(dialog)
    assert f"Nej. Mappen {place} er skrivebeskyttet." in dialog.text
    place.chmod(0o755)
    session.close()
