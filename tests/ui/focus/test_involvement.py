"""Inddragelse, and Formidling og vurdering, on the tab Indsatsområder (M8, M9)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.focus import assessments, focus, involvement
from cbnet_desktop.domain.records import Assessment, Dissemination, FocusArea, InvolvedLibrary, Involvement
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.assessment_page import AssessmentPage
from cbnet_desktop.ui.focus.focus_tab import ASSESSMENT, FOCUS, INVOLVEMENT, FocusTab
from cbnet_desktop.ui.focus.involvement_page import InvolvementPage
from tests.ui.showing import page_of, show


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> FocusTab:
    """A new network with one focus area."""
    session.write([Change(FocusArea.TABLE, "area", None, {"year": session.year, "title": "Læsekultur"})])
    return show(FocusTab(session), qtbot)


@pytest.fixture
def page(tab: FocusTab) -> InvolvementPage:
    """The page Inddragelse with one agreement that names nobody yet."""
    tab.show_view(INVOLVEMENT)
    assert isinstance(tab.page, InvolvementPage)
    tab.page.add_button.click()
    return tab.page


@pytest.fixture
def worth(tab: FocusTab) -> AssessmentPage:
    return page_of(tab, ASSESSMENT, AssessmentPage)


def agreement(session: Session) -> Involvement:
    (found,) = session.network.live(Involvement)
    return found


def tick(page: InvolvementPage, name: str) -> None:
    page.libraries.renew()
    next(action for action in page.libraries.actions() if action.text() == name).toggle()


def named(page: InvolvementPage) -> list[str]:
    model = page.lower_pane.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_libraries_are_ticked_into_an_agreement_and_out_of_it_again(page: InvolvementPage) -> None:
    for name in ("Vejle", "Odense"):
        tick(page, name)
    assert named(page) == ["Odense", "Vejle"]
    assert page.upper_pane.model.index(0, 1).data() == "Odense og Vejle"
    tick(page, "Odense")
    assert named(page) == ["Vejle"]
    page.session.undo()
    assert named(page) == ["Odense", "Vejle"]


def test_an_agreement_is_made_only_when_every_library_has_consented(page: InvolvementPage) -> None:
    session = page.session
    tick(page, "Vejle")
    page.agree_button.click()
    assert "samtykke fra Vejle" in page.upper_pane.strip.text
    assert agreement(session).state == "draft"
    page.consent_button.click()
    page.agree_button.click()
    made = agreement(session)
    assert (made.state, made.agreed_on) == ("agreed", session.today.isoformat())
    assert page.state.text.startswith("1 af 1 aftalt")


def test_the_consent_of_the_chosen_library_alone_is_registered(page: InvolvementPage) -> None:
    for name in ("Odense", "Vejle"):
        tick(page, name)
    page.lower_pane.view.selectRow(1)
    page.consent_button.click()
    rows = {
        row[0]: row[1]
        for row in ((r.organisation_id, r.consented_on) for r in page.session.network.live(InvolvedLibrary))
    }
    assert sorted(bool(day) for day in rows.values()) == [False, True]
    network, made = page.session.network, agreement(page.session)
    waiting = involvement.without_consent(network, made, involvement.libraries(network, made))
    assert len(waiting) == 1


def test_space_ticks_and_the_menu_stays_open(page: InvolvementPage, qtbot: QtBot) -> None:
    page.libraries.popup(page.mapToGlobal(page.rect().center()))
    qtbot.keyClick(page.libraries, Qt.Key.Key_Down)
    qtbot.keyClick(page.libraries, Qt.Key.Key_Space)
    assert page.libraries.isVisible()
    page.libraries.close()
    assert len(page.session.network.live(InvolvedLibrary)) == 1


def test_without_focus_areas_the_sentence_says_what_is_missing(tab: FocusTab) -> None:
    tab.session.set_year(tab.session.year + 1)
    tab.show_view(INVOLVEMENT)
    tab.new_row()
    assert "ingen indsatsområder" in tab.page.upper_pane.strip.text


def test_every_library_gets_an_empty_assessment_and_one_with_a_text_counts(worth: AssessmentPage) -> None:
    session = worth.session
    assert worth.state.text.startswith("0 af 1 vurderet Uden vurdering: Læsekultur.")
    worth.ask_button.click()
    rows = session.network.live(Assessment)
    assert len(rows) == 6
    assert assessments.unassessed(session.network, session.year)
    session.write([Change(Assessment.TABLE, rows[0].id, {"text": ""}, {"text": "Et godt år."})])
    assert worth.state.text.strip() == "1 af 1 vurderet"
    session.undo()
    session.undo()
    assert session.network.live(Assessment) == []


def test_an_activity_begins_with_the_years_first_area(worth: AssessmentPage) -> None:
    worth.add_button.click()
    (made,) = worth.session.network.live(Dissemination)
    assert made.focus_area_id == focus.of_year(worth.session.network, worth.session.year)[0].id


def test_a_jump_finds_the_page_of_its_row(page: InvolvementPage, tab: FocusTab) -> None:
    row_id = agreement(page.session).id
    tab.show_view(FOCUS)
    assert tab.jump_to("involvements", row_id, "state")
    assert tab.page is page
    assert page.form.record == agreement(page.session)
