"""Waves in long texts: what is marked while it is written, what a right click offers, and when it is off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, KnownWord, Person
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.spelling import checking
from cbnet_desktop.ui.spelling.checking import Spelling
from cbnet_desktop.ui.spelling.speller import MISSING, UNUSABLE
from cbnet_desktop.ui.spelling.waves import STRETCH_S, Waves
from cbnet_desktop.ui.widgets.inputs import LongTextInput
from cbnet_desktop.ui.window.main_window import MainWindow
from tests import dictionaries
from tests.ui.adding import Add
from tests.ui.showing import press, show, write
from tests.ui.waiting import PATIENCE_MS


@pytest.fixture
def dictionary(home: Path) -> Path:
    return dictionaries.made(home.parent / "ordbog")


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Iterator[tuple[Spelling, LongTextInput, LongTextInput]]:
    """A checked window with two texts; the first has the focus."""
    page = QWidget()
    texts = [LongTextInput(Goal.fields()["text"], page) for _ in range(2)]
    column = QVBoxLayout(page)
    for text in texts:
        column.addWidget(text)
    spelling = Spelling(session, page)
    show(page, qtbot)
    texts[0].setFocus()
    yield spelling, texts[0], texts[1]
    spelling.close()


def marked(text: LongTextInput) -> list[str]:
    """The words of a text that have waves."""
    found, block = [], text.document().firstBlock()
    while block.isValid():
        found += [block.text()[one.start : one.start + one.length] for one in block.layout().formats()]
        block = block.next()
    return found


def wait_for(qtbot: QtBot, found: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE_MS)


@pytest.mark.usefixtures("dictionary")
def test_a_misspelt_word_is_marked_once_it_is_left_and_not_while_it_is_written(
    desk: tuple[Spelling, LongTextInput, LongTextInput], qtbot: QtBot
) -> None:
    _, text, _ = desk
    write(qtbot, "blevv holdt mødte")
    wait_for(qtbot, lambda: marked(text) == ["blevv"])
    write(qtbot, " ")
    wait_for(qtbot, lambda: marked(text) == ["blevv", "mødte"])
    press(qtbot, Qt.Key.Key_Home)
    write(qtbot, "drøftte")
    text.clearFocus()
    wait_for(qtbot, lambda: marked(text) == ["drøftteblevv", "mødte"])


@pytest.mark.usefixtures("dictionary")
def test_marks_are_no_typing_and_no_step_of_undo(
    desk: tuple[Spelling, LongTextInput, LongTextInput], session: Session, qtbot: QtBot
) -> None:
    _, _, text = desk
    touched: list[object] = []
    text.show_value(session.network, "mødte\nblev")
    text.touched.connect(lambda: touched.append(1))
    text.setFocus()
    wait_for(qtbot, lambda: marked(text) == ["mødte"])
    assert not touched
    assert not text.document().isUndoRedoEnabled() or not text.document().isUndoAvailable()


@pytest.mark.usefixtures("dictionary")
def test_a_letter_of_two_units_before_a_slip_does_not_move_its_mark(
    desk: tuple[Spelling, LongTextInput, LongTextInput], qtbot: QtBot
) -> None:
    _, text, _ = desk
    text.setPlainText("😀 mødte ")
    wait_for(qtbot, lambda: [(f.start, f.length) for f in text.document().firstBlock().layout().formats()] == [(3, 5)])


@pytest.mark.usefixtures("dictionary")
def test_names_of_the_network_are_known_also_those_that_come_later(
    desk: tuple[Spelling, LongTextInput, LongTextInput], add: Add, qtbot: QtBot
) -> None:
    _, text, _ = desk
    text.setPlainText("Lykkegaards mødte Prøvenetværket ")
    wait_for(qtbot, lambda: marked(text) == ["Lykkegaards", "mødte", "Prøvenetværket"])
    add(Person.TABLE, name="Jens Lykkegaard")
    wait_for(qtbot, lambda: marked(text) == ["mødte", "Prøvenetværket"])


def offered(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def at(text: LongTextInput, place: int) -> QTextCursor:
    cursor = text.textCursor()
    cursor.setPosition(place)
    return cursor


@pytest.mark.usefixtures("dictionary")
def test_a_right_click_offers_what_was_meant_and_puts_it_in_as_one_step_of_undo(
    desk: tuple[Spelling, LongTextInput, LongTextInput], qtbot: QtBot
) -> None:
    spelling, text, _ = desk
    write(qtbot, "møddet blev ")
    wait_for(qtbot, lambda: marked(text) == ["møddet"])
    place = text.cursorRect(at(text, 2)).center()
    click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, text.viewport().mapToGlobal(place))
    QApplication.sendEvent(text.viewport(), click)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert offered(menu)[:2] == [checking.WAITING, "&Føj »møddet« til ordlisten"]
    wait_for(qtbot, lambda: offered(menu)[0] == "mødet")
    menu.actions()[0].trigger()
    menu.close()
    assert text.toPlainText() == "mødet blev "
    text.undo()
    assert text.toPlainText() == "møddet blev "
    assert "Føj" not in "".join(offered(spelling.menu(text, at(text, 8), QPoint())))


@pytest.mark.usefixtures("dictionary")
def test_a_word_on_the_networks_list_is_right_for_all_until_it_is_taken_off_again(
    desk: tuple[Spelling, LongTextInput, LongTextInput], session: Session, qtbot: QtBot
) -> None:
    spelling, text, _ = desk
    text.setPlainText("mødte blevv ")
    wait_for(qtbot, lambda: marked(text) == ["mødte", "blevv"])

    def put_on_the_list() -> None:
        menu = spelling.menu(text, at(text, 2), QPoint())
        next(action for action in menu.actions() if action.text().startswith("&Føj")).trigger()

    put_on_the_list()
    wait_for(qtbot, lambda: marked(text) == ["blevv"])
    assert [row.word for row in session.network.live(KnownWord)] == ["mødte"]
    assert session.undo_stack.undo_label == "»mødte« føjet til ordlisten"
    session.undo()
    wait_for(qtbot, lambda: marked(text) == ["mødte", "blevv"])
    put_on_the_list()
    wait_for(qtbot, lambda: session.network.live(KnownWord))
    (row,) = session.network.live(KnownWord)
    session.write([row.edited({"archived": True})])
    wait_for(qtbot, lambda: marked(text) == ["mødte", "blevv"])
    put_on_the_list()
    wait_for(qtbot, lambda: session.network.live(KnownWord))
    assert len(list(session.network.rows(KnownWord))) == 1


@pytest.mark.usefixtures("dictionary")
def test_a_large_text_is_marked_in_short_stretches(
    desk: tuple[Spelling, LongTextInput, LongTextInput], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, text = desk
    text.setPlainText("\n".join(["Mødet blev holdt og drøftede netværket og mødte " * 4] * 400))
    stretches: list[int] = []
    sweep = Waves._sweep

    def counted(self: Waves) -> None:
        stretches.append(self._from)
        sweep(self)

    monkeypatch.setattr(Waves, "_sweep", counted)
    text.setFocus()
    began = time.perf_counter()
    wait_for(qtbot, lambda: len(marked(text)) == 1600)
    assert time.perf_counter() - began > STRETCH_S
    assert len([at for at in stretches if at]) >= 2, "no stretch began where another had ended"


def test_without_a_dictionary_it_is_off_in_one_sentence(window: MainWindow, qtbot: QtBot) -> None:
    action = window.actions_by_name["spelling"]
    assert action.isChecked()
    text = LongTextInput(Goal.fields()["text"], window.centralWidget())
    text.setPlainText("mødte")
    text.show()
    text.setFocus()
    wait_for(qtbot, lambda: not action.isChecked())
    action.trigger()
    assert not action.isChecked()
    assert window.strip._label.text() == MISSING


def test_a_broken_dictionary_turns_it_off(
    desk: tuple[Spelling, LongTextInput, LongTextInput], dictionary: Path, qtbot: QtBot
) -> None:
    spelling, _, text = desk
    (dictionary / "da_DK.dic").write_bytes(b"\xff\x00")
    text.setPlainText("mødte")
    text.setFocus()
    wait_for(qtbot, lambda: spelling.speller.fault)
    assert spelling.speller.fault in (UNUSABLE, MISSING)


@pytest.mark.usefixtures("dictionary")
def test_turned_off_it_leaves_no_mark_and_stays_off_at_the_next_start(
    desk: tuple[Spelling, LongTextInput, LongTextInput], session: Session, qtbot: QtBot
) -> None:
    spelling, text, _ = desk
    text.setPlainText("mødte ")
    wait_for(qtbot, lambda: marked(text) == ["mødte"])
    spelling.switch(is_on=False)
    assert marked(text) == []
    assert paths.settings()["spelling"] is False
    assert not Spelling(session, text).is_on
    spelling.switch(is_on=True)
    wait_for(qtbot, lambda: marked(text) == ["mødte"])
    assert "spelling" not in paths.settings()
