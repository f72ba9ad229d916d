"""Typing, its steps and its end, in the small; tests/real has the same with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_field import FormField
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.start import Ending
from tests.ui.showing import focused

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
GOALS = 5


@pytest.fixture
def page(window: MainWindow) -> TablePage:
    """The goals of 2015; the first one is in the form."""
    window.activateWindow()
    window.show_tab(GOALS)
    assert isinstance(window.page, TablePage)
    window.page.pane.view.choose(window.page.pane.model.records()[0].id)
    return window.page


@pytest.fixture
def result(page: TablePage) -> FormField:
    """A long text of the form, with the cursor in it."""
    field = page.form.field("result")
    field.input.setFocus()
    return field


def goal(page: TablePage) -> Goal:
    found = page.form.record
    assert isinstance(found, Goal)
    return page.session.network.get(Goal, found.id)


def pause(field: FormField) -> None:
    """As if nothing had been typed for some seconds."""
    assert field.saving
    field.saving.pause.timeout.emit()


def test_esc_takes_nothing_from_a_long_text_and_gives_up_a_line(
    page: TablePage, result: FormField, qtbot: QtBot
) -> None:
    qtbot.keyClicks(result.input, "Godt i gang")
    qtbot.keyClick(result.input, Key.Key_Escape)
    assert result.input.typed() == "Godt i gang"
    line = page.form.field("indicator").input
    before = line.typed()
    line.setFocus()
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Key.Key_Escape)
    assert line.typed() == before
    assert goal(page).result == "Godt i gang"


def test_pauses_of_one_text_are_one_step_and_typing_it_away_leaves_none(
    page: TablePage, result: FormField, qtbot: QtBot
) -> None:
    session = page.session
    before = session.undo_stack.undo_label
    qtbot.keyClicks(result.input, "Godt")
    pause(result)
    qtbot.keyClicks(result.input, " i gang")
    pause(result)
    assert goal(page).result == "Godt i gang"
    qtbot.keyClick(result.input, Key.Key_Tab)
    session.undo()
    assert goal(page).result == ""
    assert session.undo_stack.undo_label == before
    session.redo()
    assert goal(page).result == "Godt i gang"
    session.undo()
    result.input.setFocus()
    qtbot.keyClicks(result.input, "Igen")
    pause(result)
    qtbot.keyClick(result.input, Key.Key_Z, CTRL)
    assert (result.input.typed(), goal(page).result) == ("", "Igen")
    pause(result)
    assert (goal(page).result, session.undo_stack.undo_label) == ("", before)
    qtbot.keyClick(result.input, Key.Key_Z, CTRL | SHIFT)
    assert result.input.typed() == "Igen"


def test_two_visits_to_a_field_are_two_steps(page: TablePage, result: FormField, qtbot: QtBot) -> None:
    for text in ("Godt", " i gang"):
        result.input.setFocus()
        result.input.moveCursor(result.input.textCursor().MoveOperation.End)
        qtbot.keyClicks(result.input, text)
        pause(result)
        qtbot.keyClick(result.input, Key.Key_Tab)
    page.session.undo()
    assert goal(page).result == "Godt"


def test_what_others_write_meanwhile_leaves_the_cursor_and_the_steps(
    page: TablePage, result: FormField, qtbot: QtBot
) -> None:
    qtbot.keyClicks(result.input, "Godt i gang")
    pause(result)
    page.session.changed.emit(frozenset({Goal.TABLE}))
    qtbot.keyClicks(result.input, "!")
    assert result.input.typed() == "Godt i gang!"
    qtbot.keyClick(result.input, Key.Key_Z, CTRL)
    assert result.input.typed() in ("", "Godt i gang")


def test_a_text_taken_back_and_left_can_still_be_redone(page: TablePage, result: FormField, qtbot: QtBot) -> None:
    qtbot.keyClicks(result.input, "Godt i gang")
    qtbot.keyClick(result.input, Key.Key_Z, CTRL)
    qtbot.keyClick(result.input, Key.Key_Tab)
    assert goal(page).result == ""
    page.session.redo()
    assert goal(page).result == "Godt i gang"


def test_ctrl_z_belongs_to_the_window_where_nothing_was_typed(
    page: TablePage, window: MainWindow, qtbot: QtBot
) -> None:
    line = page.form.field("indicator").input
    before = goal(page).indicator
    line.setFocus()
    qtbot.keyClicks(line, " og mere")
    qtbot.keyClick(line, Key.Key_Return)
    assert goal(page).indicator != before
    window.tools.search.setFocus()
    qtbot.keyClicks(window.tools.search, "læse")
    qtbot.keyClick(window.tools.search, Key.Key_Z, CTRL)
    assert window.tools.search.text() == ""
    assert goal(page).indicator != before
    qtbot.keyClick(window.tools.search, Key.Key_Z, CTRL)
    assert goal(page).indicator == before
    qtbot.keyClick(window.tools.search, Key.Key_Y, CTRL)
    assert window.tools.search.text() == "læse"


def test_a_refused_line_is_taken_back_by_ctrl_z(page: TablePage, qtbot: QtBot) -> None:
    field = page.form.field("deadline")
    before = field.input.typed()
    field.input.setFocus()
    field.input.selectAll()
    qtbot.keyClicks(field.input, "engang")
    qtbot.keyClick(field.input, Key.Key_Return)
    assert field.reason.isVisible()
    qtbot.keyClick(field.input, Key.Key_Z, CTRL)
    assert field.input.typed() == before
    qtbot.keyClick(field.input, Key.Key_Tab)
    assert not field.reason.isVisible()
    assert len(page.session.refusals) == 0


def test_fortryd_in_the_menu_is_there_for_typing_too(window: MainWindow, result: FormField, qtbot: QtBot) -> None:
    action = window.actions_by_name["undo"]
    assert not action.isEnabled()
    qtbot.keyClicks(result.input, "Godt i gang")
    action.trigger()
    assert result.input.typed() == ""


def test_esc_in_a_cell_of_several_lines_keeps_it_open_until_nothing_is_typed(page: TablePage, qtbot: QtBot) -> None:
    view, before = page.pane.view, goal(page).text
    view.setFocus()
    view.choose(goal(page).id, "text")
    qtbot.keyClick(view, Key.Key_F2)
    editor = view.findChild(QPlainTextEdit)
    qtbot.keyClicks(editor, "Nyt")
    qtbot.keyClick(editor, Key.Key_Escape)
    assert editor.isVisible()
    assert "Enter gemmer det" in page.pane.strip.text
    qtbot.keyClick(editor, Key.Key_Z, CTRL)
    qtbot.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible()
    assert goal(page).text == before


# The end of the program


def test_at_log_off_everything_is_written_and_the_window_stays(
    window: MainWindow, page: TablePage, result: FormField, qtbot: QtBot
) -> None:
    files = Files(MainWindow)
    files.window, files.session = window, window.session
    qtbot.keyClicks(result.input, "Godt i gang")
    ending = Ending(files)
    ending.commit_typing()
    ending.close()
    assert goal(page).result == "Godt i gang"
    assert window.isVisible()


def test_a_signal_ends_the_program_with_what_stands_in_the_open_cell(
    window: MainWindow, page: TablePage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    import os
    import signal

    files = Files(MainWindow)
    files.window, files.session = window, window.session
    ended: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: ended.append(True))
    ending = Ending(files)
    try:
        view, session, row_id = page.pane.view, page.session, goal(page).id
        view.setFocus()
        view.choose(row_id, "indicator")
        qtbot.keyClick(view, Key.Key_F2)
        qtbot.keyClicks(focused(), "Halvt skrevet")
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: bool(ended))
    finally:
        ending.close()
    assert not window.isVisible()
    assert session.network.get(Goal, row_id).indicator == "Halvt skrevet"


def test_a_refusal_outlives_the_document_and_an_erasure_ends_it(session: Session, store: Store) -> None:
    from datetime import date

    from cbnet_desktop.domain.records.changes import Change

    person = "a" * 32
    session.write([Change("people", person, None, {"name": "Anna"})])
    session.refusals.keep("people", person, "email", Refusal("forkert", "E-mail skal have en snabel-a."))
    session.drafts.keep(("EraseDialog", "people", person), {"reason": "Hun har bedt om det"})
    session.drafts.keep(("FollowUpLine", "people", "b" * 32), {"Hvad": "Skrive"})
    session.close()
    store = open_store(store.path, home=paths.home(), user="Prøve")
    again = Session(store, is_exchanging=False)
    assert again.refusals.of("people", person, "email") == Refusal("forkert", "E-mail skal have en snabel-a.")
    assert again.drafts.draft(("EraseDialog", "people", person)) == {"reason": "Hun har bedt om det"}
    assert again.drafts.draft(("FollowUpLine", "people", "b" * 32)) == {}
    again.changed.emit(store.erase(person, "Hun har bedt om det", today=date(2015, 1, 1)))
    assert len(again.refusals) == 0
    assert again.drafts.draft(("EraseDialog", "people", person)) == {}
    assert not list(Path(paths.home()).rglob("*.typed.json"))
    assert again.network.get(Person, person).name == "Anna"
    again.close()
