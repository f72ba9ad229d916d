"""Approved minutes in the window: reopened with a reason, taken back after a merge, and kept by undo (M14, M15)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting, Reopening
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.agreed_buttons import ReopenDialog
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.sharing import change, meet
from tests.ui.showing import press, show, write

REFUSAL = (
    "Referatet af Møde om indsatsområder 10.09.2014 er godkendt 06.10.2014 og kan ikke rettes. "
    "Genåbn referatet med en begrundelse, hvis det skal rettes."
)


@pytest.fixture
def page(example: Session, qtbot: QtBot) -> MeetingsPage:
    """The meeting of 10 September 2014 of the example network, whose minutes were approved on 6 October."""
    shown = show(MeetingsPage(example), qtbot)
    held = next(row for row in meetings.of_year(example.network, 2014) if row.held_on == "2014-09-10")
    shown.jump_to(Meeting.TABLE, held.id)
    return shown


@pytest.fixture
def bo(example: Session, tmp_path: Path) -> Iterator[Store]:
    """The same network on Bo's computer."""
    opened = open_store(example.store.path, home=tmp_path / "kollega", user="Bo")
    yield opened
    opened.close()


@pytest.fixture
def told(example: Session) -> list[str]:
    """What was said after each undo and redo."""
    heard: list[str] = []
    example.retraced.connect(heard.append)
    return heard


def the_meeting(page: MeetingsPage) -> Meeting:
    found = page.meeting()
    assert found is not None
    return found


def first_item(page: MeetingsPage) -> AgendaItem:
    return meetings.agenda(page.session.network, the_meeting(page))[0]


def reopen(page: MeetingsPage, qtbot: QtBot, reason: str) -> ReopenDialog:
    dialog = page.steps.agreed.reopen()
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    write(qtbot, reason)
    press(qtbot, Qt.Key.Key_Return)
    return dialog


def approve_without_knowing_of_bo(page: MeetingsPage, bo: Store, qtbot: QtBot) -> AgendaItem:
    """Bo writes in the reopened minutes while they are approved here; the item as it was approved."""
    reopen(page, qtbot, "Et navn manglede")
    meet(page.session, bo)
    approved = first_item(page)
    change(bo, approved.id, AgendaItem.TABLE, outcome="Bos ord")
    page.steps.approve_button.click()
    assert the_meeting(page).state == "approved"
    meet(page.session, bo)
    return approved


def test_approved_minutes_offer_to_be_reopened_and_not_to_be_approved(page: MeetingsPage) -> None:
    assert page.steps.agreed.reopen_button.text().replace("&", "") == "Genåbn referatet …"
    assert page.steps.agreed.reopen_button.isVisible()
    assert page.steps.approve_button.isHidden()
    assert page.steps.agreed.take_back_button.isHidden()


def test_other_minutes_offer_to_be_approved_and_not_to_be_reopened(page: MeetingsPage) -> None:
    page.jump_to(Meeting.TABLE, meetings.annual_of(page.session.network, 2014)[0].id)
    assert page.steps.agreed.reopen_button.isHidden()
    assert page.steps.approve_button.isVisible()


def test_reopening_demands_a_reason_and_then_lets_the_minutes_be_written(page: MeetingsPage, qtbot: QtBot) -> None:
    dialog = reopen(page, qtbot, " ")
    assert dialog.isVisible()
    assert "Begrundelse mangler" in dialog.reason.reason.text()
    assert the_meeting(page).state == "approved"

    write(qtbot, "Et navn manglede")
    press(qtbot, Qt.Key.Key_Return)
    assert (the_meeting(page).state, the_meeting(page).approved_on) == ("held", None)
    (made,) = page.session.network.rows(Reopening)
    assert (made.reason.strip(), made.reopened_on) == ("Et navn manglede", page.session.today.isoformat())
    assert page.session.undo_stack.undo_label == "Genåbnet: Møde om indsatsområder 10.09.2014"
    assert page.steps.agreed.reopen_button.isHidden()
    assert page.steps.approve_button.isVisible()
    page.session.write([first_item(page).edited({"outcome": "Rettet"})])
    assert first_item(page).outcome == "Rettet"


def test_a_cell_of_an_approved_meeting_keeps_what_was_typed_as_refused(page: MeetingsPage) -> None:
    model, before = page.agenda.pane.model, first_item(page)
    assert not model.setData(model.index(0, 1), "En anden overskrift")
    assert model.index(0, 1).data() == "En anden overskrift"
    assert page.agenda.pane.strip.text == REFUSAL
    assert first_item(page) == before


def test_what_a_merge_changed_in_approved_minutes_is_taken_back(page: MeetingsPage, bo: Store, qtbot: QtBot) -> None:
    approved = approve_without_knowing_of_bo(page, bo, qtbot)
    assert first_item(page).outcome == "Bos ord"
    button = page.steps.agreed.take_back_button
    assert button.text().replace("&", "") == "Tag ændringen tilbage"
    assert button.isVisible()

    button.click()
    assert first_item(page) == approved
    assert button.isHidden()
    assert page.steps.agreed.reopen_button.isVisible()
    assert texts.holds(page.session.network, Act.APPROVED, the_meeting(page))
    meet(page.session, bo)
    assert bo.read().get(AgendaItem, approved.id) == approved


def test_an_approval_is_not_undone_but_reopened(page: MeetingsPage, told: list[str], qtbot: QtBot) -> None:
    reopen(page, qtbot, "Et navn manglede")
    page.steps.approve_button.click()
    approved = the_meeting(page)
    page.session.undo()
    assert the_meeting(page) == approved
    assert told[-1] == (
        "Fortryd standser ved godkendelsen af referatet af Møde om indsatsområder 10.09.2014. "
        "Skal referatet rettes, så genåbn det."
    )


def test_a_reopening_is_undone_and_the_minutes_are_locked_again(
    page: MeetingsPage, told: list[str], qtbot: QtBot
) -> None:
    before = the_meeting(page)
    reopen(page, qtbot, "Den forkerte knap")
    page.session.undo()
    assert (the_meeting(page), told[-1]) == (before, "")
    assert list(page.session.network.rows(Reopening)) == []
    assert page.steps.agreed.reopen_button.isVisible()
    assert texts.holds(page.session.network, Act.APPROVED, before)
    page.session.redo()
    assert the_meeting(page).state == "held"


def test_a_reopening_is_not_undone_over_what_a_colleague_wrote_since(
    page: MeetingsPage, bo: Store, told: list[str], qtbot: QtBot
) -> None:
    reopen(page, qtbot, "Et navn manglede")
    meet(page.session, bo)
    change(bo, first_item(page).id, AgendaItem.TABLE, outcome="Bos ord")
    meet(page.session, bo)
    page.session.undo()
    assert the_meeting(page).state == "held"
    assert told[-1].startswith("Intet er fortrudt.")
    assert "blev ikke rørt: Referatet er ændret, siden der blev genåbnet. Godkend det på ny." in told[-1]
    assert told[-1].count("10.09.2014") == 1
    assert guard.last_reopening(page.session.network, Act.APPROVED, the_meeting(page)) is not None


def test_the_two_buttons_leave_the_line_of_state_its_room(window: MainWindow, bo: Store, qtbot: QtBot) -> None:
    held = next(row for row in meetings.of_year(window.session.network, 2014) if row.held_on == "2014-09-10")
    window.jump_to(Meeting.TABLE, held.id)
    tab = window.page
    assert isinstance(tab, ChoiceTab)
    assert isinstance(tab.page, MeetingsPage)
    page = tab.page
    approve_without_knowing_of_bo(page, bo, qtbot)
    assert page.steps.agreed.reopen_button.isVisible()
    assert page.steps.agreed.take_back_button.isVisible()
    assert page.steps.call_button.isHidden()
    state = page.steps.state
    qtbot.waitUntil(lambda: state.width() > 300)
    assert state.heightForWidth(state.width()) <= page.actions_line.height(), "no more lines than the buttons are high"
    page.writing.turn(is_on=True)
    page.writing.turn(is_on=False)
    assert page.steps.call_button.isHidden()
    assert page.steps.new_button.isVisible()
