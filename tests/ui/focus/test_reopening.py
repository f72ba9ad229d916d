"""Set focus areas and given consents in the window: reopened, taken back after a merge, asked about (M8, M13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.focus import focus, focus_steps, involvement
from cbnet_desktop.domain.records import FocusArea, FocusSet, Involvement, Reopening
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.focus_page import FocusPage
from cbnet_desktop.ui.focus.involvement_page import InvolvementPage
from cbnet_desktop.ui.form.agreed_buttons import ReopenDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.sharing import change, meet
from tests.ui.showing import press, show, write


@pytest.fixture
def page(example: Session, qtbot: QtBot) -> FocusPage:
    """2014 of the example network, whose areas were set on 28 October 2013."""
    example.set_year(2014)
    return show(FocusPage(example), qtbot)


@pytest.fixture
def involving(example: Session, qtbot: QtBot) -> InvolvementPage:
    """2014 of the example network, whose agreements all libraries have consented to."""
    example.set_year(2014)
    return show(InvolvementPage(example), qtbot)


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


def the_set(session: Session) -> FocusSet:
    found = focus.set_of(session.network, 2014)
    assert found is not None
    return found


def first_area(session: Session) -> FocusArea:
    return focus.of_year(session.network, 2014)[0]


def reopen(page: FocusPage, qtbot: QtBot, reason: str) -> ReopenDialog:
    dialog = page.agreed.reopen()
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    write(qtbot, reason)
    press(qtbot, Qt.Key.Key_Return)
    return dialog


def set_again(session: Session, set_by_id: str | None) -> None:
    session.write(focus_steps.decide(session.network, 2014, "2013-10-28", set_by_id), "Fastsat igen")


def the_agreement(session: Session) -> Involvement:
    """The first agreement in the table."""
    return involvement.of_year(session.network, 2014)[0]


def consents(session: Session) -> list[str | None]:
    return [row.consented_on for row in involvement.libraries(session.network, the_agreement(session))]


def enter(page: InvolvementPage, text: str) -> bool:
    return page.upper_pane.model.setData(content(page), text)


def content(page: InvolvementPage) -> QModelIndex:
    """The cell with the content of the first agreement."""
    assert page.upper_pane.view.choose(the_agreement(page.session).id, "content")
    return page.upper_pane.view.currentIndex()


# The focus areas


def test_set_areas_offer_to_be_reopened_and_not_to_be_set(page: FocusPage) -> None:
    assert page.agreed.reopen_button.text().replace("&", "") == "Genåbn …"
    assert page.agreed.reopen_button.isVisible()
    assert page.set_button.isHidden()
    assert page.agreed.take_back_button.isHidden()
    page.session.set_year(2015)
    assert page.agreed.reopen_button.isHidden()
    assert page.set_button.isVisible()


def test_reopening_demands_a_reason_and_then_lets_the_areas_be_changed(page: FocusPage, qtbot: QtBot) -> None:
    session = page.session
    dialog = reopen(page, qtbot, " ")
    assert dialog.isVisible()
    assert "Begrundelse mangler" in dialog.reason.reason.text()
    assert the_set(session).set_on == "2013-10-28"

    write(qtbot, "Et område manglede")
    press(qtbot, Qt.Key.Key_Return)
    assert (the_set(session).set_on, the_set(session).set_by_id) == (None, None)
    (made,) = session.network.rows(Reopening)
    assert made.reason.strip() == "Et område manglede"
    assert page.agreed.reopen_button.isHidden()
    assert page.set_button.isVisible()
    session.write([first_area(session).edited({"description": "Ny beskrivelse"})])
    assert first_area(session).description == "Ny beskrivelse"


def test_a_cell_of_a_set_area_keeps_what_was_typed_as_refused(page: FocusPage) -> None:
    model, before = page.upper_pane.model, first_area(page.session)
    assert not model.setData(model.index(0, 1), "En anden titel")
    assert model.index(0, 1).data() == "En anden titel"
    assert "er fastsat 28.10.2013 og kan ikke rettes. Genåbn fastsættelsen" in page.upper_pane.strip.text
    assert first_area(page.session) == before


def test_what_a_merge_changed_in_set_areas_is_taken_back(page: FocusPage, bo: Store, qtbot: QtBot) -> None:
    session, setter = page.session, the_set(page.session).set_by_id
    reopen(page, qtbot, "Et område manglede")
    meet(session, bo)
    areas = focus.of_year(session.network, 2014)
    change(bo, areas[0].id, FocusArea.TABLE, description="Bos beskrivelse")
    bo.apply("Tilføjet", [FocusArea.added({"year": 2014, "title": "Bos indsats", "position": 9})])
    set_again(session, setter)
    meet(session, bo)
    assert "Bos indsats" in [area.title for area in focus.of_year(session.network, 2014)]
    assert page.state.text.endswith("Ændret, efter at de blev fastsat.")
    assert page.agreed.take_back_button.isVisible()

    page.agreed.take_back_button.click()
    assert focus.of_year(session.network, 2014) == areas
    assert page.agreed.take_back_button.isHidden()
    assert "Ændret" not in page.state.text
    assert texts.holds(session.network, Act.SET, the_set(session))


def test_a_decision_is_not_undone_but_reopened(page: FocusPage, told: list[str], qtbot: QtBot) -> None:
    session, setter = page.session, the_set(page.session).set_by_id
    reopen(page, qtbot, "Et område manglede")
    set_again(session, setter)
    decided = the_set(session)
    session.undo()
    assert the_set(session) == decided
    assert told[-1] == (
        "Fortryd standser ved fastsættelsen af indsatsområderne for 2014. Skal de rettes, så genåbn fastsættelsen."
    )


def test_a_reopening_is_undone_and_the_areas_are_locked_again(page: FocusPage, told: list[str], qtbot: QtBot) -> None:
    before = the_set(page.session)
    reopen(page, qtbot, "Den forkerte knap")
    page.session.undo()
    assert (the_set(page.session), told[-1]) == (before, "")
    assert list(page.session.network.rows(Reopening)) == []
    assert page.agreed.reopen_button.isVisible()
    assert texts.holds(page.session.network, Act.SET, before)


def test_a_reopening_is_not_undone_over_what_a_colleague_wrote_since(
    page: FocusPage, bo: Store, told: list[str], qtbot: QtBot
) -> None:
    reopen(page, qtbot, "Et område manglede")
    meet(page.session, bo)
    change(bo, first_area(page.session).id, FocusArea.TABLE, description="Bos beskrivelse")
    meet(page.session, bo)
    page.session.undo()
    assert the_set(page.session).set_on is None
    assert told[-1].startswith("Intet er fortrudt.")
    assert "Indsatsområderne er ændret, siden der blev genåbnet. Fastsæt dem på ny." in told[-1]


# The consents


def test_a_new_content_asks_whether_the_consents_may_lapse(involving: InvolvementPage) -> None:
    asked: list[str] = []
    involving.session.lets_lapse = lambda sentence: bool(asked.append(sentence))
    agreed, days, edits = the_agreement(involving.session), consents(involving.session), involving.session.undo_stack
    assert all(days)
    assert not enter(involving, "Noget helt andet")
    (sentence,) = asked
    assert sentence.count("samtykket fra ") == len(days)
    assert sentence.endswith("bortfalder.")
    assert content(involving).data() == "Noget helt andet"
    assert involving.upper_pane.strip.text == sentence
    assert (the_agreement(involving.session), consents(involving.session)) == (agreed, days)
    assert not edits.undo_label


def test_a_new_content_that_may_takes_the_consents_with_it(involving: InvolvementPage) -> None:
    agreed, days = the_agreement(involving.session), consents(involving.session)
    involving.session.lets_lapse = lambda _: True
    assert enter(involving, "Noget helt andet")
    made = the_agreement(involving.session)
    assert (made.content, made.state, made.agreed_on) == ("Noget helt andet", "draft", None)
    assert not any(consents(involving.session))
    involving.session.undo()
    assert (the_agreement(involving.session), consents(involving.session)) == (agreed, days)


def test_the_window_asks_with_a_box_whose_default_lets_nothing_lapse(window: MainWindow, qtbot: QtBot) -> None:
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(100, answer)
    assert not window.session.lets_lapse("Samtykket fra Odense bortfalder.")
    assert said == ["Samtykket fra Odense bortfalder."]
