"""Opening files that this computer does not know, copies, files without their folder, and shares that hang."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import ReadOnly
from cbnet_desktop.domain.roster import new_network
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.ui.editing import exchange_thread
from cbnet_desktop.ui.exchange.about_file_dialog import AboutFileDialog
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.waiting import PATIENCE_MS

SHARED, COPY, PLACE = range(3)
FIND, BEGIN, READ = range(3)


@pytest.fixture
def files(qapp: QApplication) -> Iterator[Files]:  # noqa: ARG001 - windows need it
    made = Files(MainWindow)
    yield made
    if made.window:
        made.window.close()
    if made.first_page:
        made.first_page.close()


Questions = list[tuple[str, list[str]]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[int | None], Questions]:
    """Answers every question with the button at a place, and lists what was asked."""

    def answer(place: int | None) -> Questions:
        asked: Questions = []

        def choose(_: object, sentence: str, answers: Sequence[str]) -> int | None:
            asked.append((sentence, [text.replace("&", "") for text in answers]))
            return place

        monkeypatch.setattr(message_box, "choose", choose)
        return asked

    return answer


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(message_box, "show", lambda _, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def away(tmp_path: Path, store: Store) -> Path:
    """A copy of the network in a folder of its own, as it was mailed."""
    folder = tmp_path / "sendt"
    folder.mkdir()
    store.save_copy(folder / "kopi.cbnet")
    return folder / "kopi.cbnet"


@pytest.fixture
def colleagues(tmp_path: Path) -> Path:
    """A file of a network that a colleague shares and this computer has never seen."""
    folder = tmp_path / "kollegas mappe"
    folder.mkdir()
    changes = new_network.changes("Kollegas netværk", 2015, uuid4().hex)
    file = folder / "kollega.cbnet"
    create(file, changes, home=tmp_path / "kollegas hjem", user="Bo", label="Netværket oprettet").close()
    return file


def test_a_newcomer_opens_the_shared_file_without_a_question(
    files: Files, colleagues: Path, answering: Callable[[int | None], Questions]
) -> None:
    asked = answering(None)
    assert files.open(colleagues)
    assert files.session.network.profile.name == "Kollegas netværk"
    assert not files.session.is_read_only
    assert asked == []


def test_another_path_to_a_known_network_asks_what_the_file_is(
    files: Files, away: Path, answering: Callable[[int | None], Questions]
) -> None:
    asked = answering(None)
    assert not files.open(away)
    ((question, answers),) = asked
    assert "kendes i forvejen fra en anden mappe" in question
    assert "--as" not in question
    assert answers == [
        "Det er den fælles fil", "Det er en kopi, jeg kun vil se", "Begynd et nyt mødested her",
    ]  # fmt: skip
    assert files.window is None


def test_a_copy_to_look_at_can_be_saved_again_and_again(
    files: Files, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    places = iter((COPY, READ))
    monkeypatch.setattr(message_box, "choose", lambda *_: next(places))
    assert files.open(away)
    for target in (tmp_path / "en.cbnet", tmp_path / "to.cbnet"):
        files.save_copy(target)
        told = f"Kopien ligger her: {target}"
        qtbot.waitUntil(lambda told=told: files.window.statusBar().currentMessage() == told, timeout=PATIENCE_MS)
    assert files.session.store.replica_path.exists()


def test_a_copy_to_look_at_says_so_and_refuses_edits_in_one_sentence(
    files: Files, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = away.read_bytes()
    # The first question is what the file is; the second, that its folder is not beside it.
    places = iter((COPY, READ))
    monkeypatch.setattr(message_box, "choose", lambda *_: next(places))
    assert files.open(away)
    window, session = files.window, files.session
    assert "kopi til gennemsyn" in window.windowTitle()
    assert window.statusBar().place.text() == "Kopi til gennemsyn · kopi.cbnet"
    with pytest.raises(ReadOnly, match="kopi til gennemsyn"):
        session.write([Change("people", uuid4().hex, None, {"name": "Carla"})])
    window.actions_by_name["share"].trigger()
    assert "kopi til gennemsyn" in window.statusBar().currentMessage()
    about = AboutFileDialog(session, window)
    assert "Nej. Dette er en kopi til gennemsyn" in about.text
    about.close()
    assert [path.name for path in away.parent.iterdir()] == [away.name]
    assert away.read_bytes() == before


def test_a_new_place_is_begun_where_the_user_says_so(
    files: Files, away: Path, answering: Callable[[int | None], Questions], qtbot: QtBot
) -> None:
    answering(PLACE)
    assert files.open(away)
    files.session.write([Change("people", uuid4().hex, None, {"name": "Carla"})])
    qtbot.waitUntil(lambda: len(list(away.parent.glob("cbnet-*/*"))) > 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "Alle dine ændringer ligger i mappen." in files.window.statusBar().place.toolTip())


def test_a_file_that_is_called_shared_without_its_folder_is_refused_in_a_sentence(
    files: Files, away: Path, answering: Callable[[int | None], Questions], told: list[str]
) -> None:
    answering(SHARED)
    assert not files.open(away)
    assert "ligger ikke ved siden af kopi.cbnet" in told[0]


@pytest.fixture
def alone(colleagues: Path, tmp_path: Path) -> Path:
    """A colleague's file that was mailed without its folder."""
    folder = tmp_path / "hentet"
    folder.mkdir()
    return Path(shutil.copy(colleagues, folder))


def test_a_file_without_its_folder_says_so_with_its_day_and_is_read(
    files: Files, alone: Path, answering: Callable[[int | None], Questions]
) -> None:
    asked = answering(READ)
    assert files.open(alone)
    ((question, answers),) = asked
    assert question.startswith("Mappen cbnet-")
    assert "ligger ikke ved siden af filen. Filen er fra " in question
    assert answers == ["Find mappen", "Begynd en ny her", "Kun læse"]
    assert files.session.store.is_copy


def test_a_file_without_its_folder_can_begin_a_new_one(
    files: Files, alone: Path, answering: Callable[[int | None], Questions]
) -> None:
    answering(BEGIN)
    assert files.open(alone)
    assert not files.session.store.is_copy
    assert list(alone.parent.glob("cbnet-*"))


def test_the_folder_that_the_user_finds_leads_to_the_shared_file(
    files: Files,
    alone: Path,
    colleagues: Path,
    answering: Callable[[int | None], Questions],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder,) = colleagues.parent.glob("cbnet-*")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    answering(FIND)
    assert files.open(alone)
    assert files.session.store.path == colleagues
    assert not files.session.store.is_copy


def test_another_folder_than_the_files_is_refused_in_a_sentence(
    files: Files, alone: Path, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(message_box, "choose", lambda *_: FIND)
    assert files.open(alone)
    assert "er ikke mappen cbnet-" in told[0]
    assert files.session.store.is_copy


def test_a_known_file_that_is_another_networks_now_is_asked_about_and_left_alone(
    files: Files, store: Store, colleagues: Path, answering: Callable[[int | None], Questions], qtbot: QtBot
) -> None:
    asked = answering(None)
    shutil.copy(colleagues, store.path)
    other = store.path.read_bytes()
    files.open(store.path)
    assert files.session.network.profile.name == "Prøvenetværk"
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    assert "er nu et andet netværk" in asked[0][0]
    files.session.write([Change("people", uuid4().hex, None, {"name": "Carla"})])
    files.window.close()
    assert store.path.read_bytes() == other


def test_the_place_that_becomes_read_only_is_noticed_and_the_views_follow(
    files: Files, store: Store, qtbot: QtBot
) -> None:
    files.open(store.path)
    session, window = files.session, files.window
    (folder,) = store.path.parent.glob("cbnet-*")
    assert not session.is_read_only
    folder.chmod(0o555)
    try:
        window.actions_by_name["share"].trigger()
        qtbot.waitUntil(lambda: session.is_read_only, timeout=PATIENCE_MS)
        assert window.statusBar().place.text().startswith("Skrivebeskyttet · ")
        with pytest.raises(ReadOnly):
            session.write([Change("people", uuid4().hex, None, {"name": "Carla"})])
    finally:
        folder.chmod(0o755)
    window.actions_by_name["share"].trigger()
    qtbot.waitUntil(lambda: not session.is_read_only, timeout=PATIENCE_MS)
    assert window.statusBar().place.text() == store.path.name


def test_the_file_is_written_at_closing_by_the_computer_that_keeps_it(
    files: Files, store: Store, tmp_path: Path
) -> None:
    files.open(store.path)
    person = uuid4().hex
    files.session.write([Change("people", person, None, {"name": "Carla"})])
    files.window.close()
    alone = tmp_path / "alene"
    alone.mkdir()
    copy = Path(shutil.copy(store.path, alone))
    seen = open_store(copy, home=tmp_path / "fremmed", user="x")
    assert seen.read().get(Person, person).name == "Carla"
    seen.close()


def test_the_dialog_about_the_file_says_where_ones_edits_are_and_who_has_them(
    files: Files, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    bo = open_store(store.path, home=tmp_path / "kollega", user="Bo")
    bo.apply("Person", [Change("people", uuid4().hex, None, {"name": "Kommet til"})])
    bo.exchange()
    bo.finish()
    bo.close()
    files.open(store.path)
    qtbot.waitUntil(lambda: bool(files.session.sharing.last_shared), timeout=PATIENCE_MS)
    about = AboutFileDialog(files.session, files.window)
    assert "Alle dine ændringer ligger i mappen. Bos computer har dem til kl. " in about.text
    about.close()


@pytest.fixture
def hanging(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The shared folder hangs in every call, in whichever thread, until the test is over."""
    over, shared = threading.Event(), str(store.path.parent)
    monkeypatch.setattr(exchange_thread, "CLOSING_SECONDS", 0.5)

    def hung(call: Callable[..., object]) -> Callable[..., object]:
        def wait(path: object, *rest: object, **named: object) -> object:
            if isinstance(path, (str, os.PathLike)) and str(path).startswith(shared):
                over.wait(60)
            return call(path, *rest, **named)

        return wait

    for name in ("stat", "lstat", "scandir", "access", "open", "listdir", "mkdir", "replace", "rename", "unlink"):
        monkeypatch.setattr(os, name, hung(getattr(os, name)))
    yield over
    over.set()


def test_a_share_that_hangs_delays_neither_opening_nor_edits_and_closing_is_bounded(
    files: Files, store: Store, hanging: threading.Event
) -> None:
    started = time.monotonic()
    files.remember(store.path)
    assert files.recent() == [store.path]
    files.open(store.path)
    session = files.session
    for _ in range(3):
        session.write([Change("people", uuid4().hex, None, {"name": "Carla"})])
        QApplication.processEvents()
    files.window.close()
    assert not hanging.is_set()
    assert time.monotonic() - started < 20, "the share would have held it up for a minute"
    assert session.is_closed
