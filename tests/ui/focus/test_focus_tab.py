from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import ConsultationAnswer, FocusArea, FocusSet, Person
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.focus_dialogs import SendDialog, SetDialog
from cbnet_desktop.ui.focus.focus_page import FocusPage
from tests.ui.showing import show

NUMBER, TITLE, PART, LEVEL = range(4)
LIBRARY, STATE, ANSWERED, STANCE, ANSWER = range(5)


@pytest.fixture
def tab(example: Session, qtbot: QtBot) -> FocusPage:
    """2015 of the example network: in consultation, four of six have answered."""
    return show(FocusPage(example), qtbot)


@pytest.fixture
def empty(session: Session, qtbot: QtBot) -> FocusPage:
    """A new network's first year."""
    return show(FocusPage(session), qtbot)


def answers(tab: FocusPage, column: int) -> dict[str, str]:
    model = tab.lower_pane.model
    return {model.index(row, LIBRARY).data(): model.index(row, column).data() for row in range(model.rowCount())}


def focus_set(tab: FocusPage) -> FocusSet:
    found = focus.set_of(tab.session.network, tab.session.year)
    assert found is not None
    return found


def fill(dialog: SendDialog | SetDialog, field: str, text: str) -> None:
    line = dialog.answers[field].input
    (line.setEditText if hasattr(line, "setEditText") else line.setText)(text)
    line.touched.emit()


def titles(tab: FocusPage) -> list[str]:
    model = tab.upper_pane.model
    return [model.index(row, TITLE).data() for row in range(model.rowCount())]


# The state of the year's set


def test_the_line_above_says_how_many_have_answered_by_when_and_who_is_missing(tab: FocusPage) -> None:
    assert tab.state.text == "I høring 4 af 6 har svaret, frist 28. november 2014. Mangler Odense og Aalborg."
    assert tab.send_button.text() == "&Send revideret …"
    assert tab.set_button.isEnabled()


def test_a_set_year_says_when_and_by_whom(tab: FocusPage) -> None:
    tab.session.set_year(2014)
    assert tab.state.text == "Fastsat 28. oktober 2013 af Asta Eksempelsen. 6 af 6 svarede på høringen."
    assert [button.isEnabled() for button in (tab.send_button, tab.set_button, tab.copy_button)] == [False] * 3


def test_a_year_without_areas_offers_to_begin(empty: FocusPage) -> None:
    assert empty.state.text == "Forslag Ingen indsatsområder endnu."
    assert empty.upper_pane.view.isHidden()
    assert empty.lower_pane.view.isHidden()


def test_nothing_can_be_sent_or_set_without_an_area(empty: FocusPage) -> None:
    assert empty.send() is None
    assert empty.upper_pane.strip.text == "Der er ingen indsatsområder for 2015 at sende i høring. Tilføj mindst ét."
    assert empty.decide() is None
    assert "at fastsætte" in empty.upper_pane.strip.text


# The areas


def test_a_new_area_gets_the_next_number_and_opens_in_its_name(tab: FocusPage, qtbot: QtBot) -> None:
    tab.upper_pane.view.setFocus()
    tab.new_row()
    made = next(row for row in focus.of_year(tab.session.network, 2015) if row.title == "Nyt indsatsområde")
    assert made.position == 5
    qtbot.keyClicks(QApplication.focusWidget(), "Grøn omstilling")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert tab.session.network.get(FocusArea, made.id).title == "Grøn omstilling"


def test_areas_pasted_past_the_end_become_areas_of_the_year(empty: FocusPage, add: Callable[..., str]) -> None:
    add("focus_areas", year=2015, title="Første", position=1)
    view = empty.upper_pane.view
    view.setCurrentIndex(empty.upper_pane.model.index(0, NUMBER))
    block = "1\tLæselyst\tCentralbiblioteksdel\tRegionalt\n2\tDigital dannelse\tstyrelsesdel\tNationalt"
    QGuiApplication.clipboard().setText(block)
    view.paste()
    assert titles(empty) == ["Læselyst", "Digital dannelse"]
    assert [row.part for row in focus.of_year(empty.session.network, 2015)] == ["central", "agency"]
    empty.session.undo()
    assert titles(empty) == ["Første"]


def test_last_years_areas_are_copied_as_proposals_once(tab: FocusPage) -> None:
    tab.session.set_year(2016)
    tab.copy_button.click()
    assert titles(tab) == [
        "Læselyst, læring og litteratur",
        "Det åbne bibliotek og frivillige",
        "Evaluering og dokumentation af virkning",
        "Fra medbetjening til digital dannelse",
    ]
    assert tab.state.text == "Forslag Ikke sendt i høring endnu."
    assert tab.session.undo_stack.undo_label == "Indsatsområder kopieret fra 2015"
    tab.copy_button.click()
    assert "findes allerede i 2016" in tab.upper_pane.strip.text
    tab.session.undo()
    assert titles(tab) == []


# Consultation


def test_sending_makes_an_answer_row_for_each_library_in_one_edit(empty: FocusPage, add: Callable[..., str]) -> None:
    add("focus_areas", year=2015, title="Læselyst", position=1)
    dialog = empty.send()
    assert isinstance(dialog, SendDialog)
    fill(dialog, "consulted_on", "1.9.2014")
    fill(dialog, "deadline", "1.10.2014")
    dialog.attempt()
    assert not dialog.isVisible()
    assert list(answers(empty, STATE).values()) == ["Mangler"] * 6
    assert list(answers(empty, STATE)) == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]
    assert empty.state.text.startswith("I høring 0 af 6 har svaret, frist 1. oktober 2014. Mangler Gentofte, Herning")
    empty.session.undo()
    assert focus.set_of(empty.session.network, 2015) is None
    assert empty.lower_pane.model.rowCount() == 0


def test_the_proposed_deadline_is_a_day_on_which_people_work(empty: FocusPage, add: Callable[..., str]) -> None:
    add("focus_areas", year=2015, title="Læselyst", position=1)
    empty.session.write([empty.session.network.profile.edited({"today_is": "2014-11-29"})])
    dialog = empty.send()
    assert isinstance(dialog, SendDialog)
    assert dialog.answers["deadline"].input.typed() == "05.01.2015"


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("deadline", "31.6.2014", "er ikke en dato"),
        ("deadline", "", "mangler"),
        ("deadline", "1.1.2014", "ligger før den dag, høringen blev sendt ud"),
        ("consulted_on", "i går", "er ikke en dato"),
    ],
)
def test_a_wrong_date_is_refused_beside_it(
    empty: FocusPage, add: Callable[..., str], field: str, text: str, message: str
) -> None:
    add("focus_areas", year=2015, title="Læselyst", position=1)
    dialog = empty.send()
    assert isinstance(dialog, SendDialog)
    fill(dialog, field, text)
    dialog.attempt()
    assert dialog.isVisible()
    assert message in dialog.answers[field].reason.text()
    assert focus.set_of(empty.session.network, 2015) is None


def test_registering_opens_the_first_missing_answer_and_makes_its_row(tab: FocusPage, qtbot: QtBot) -> None:
    tab.register_button.click()
    assert tab.lower_pane.view.chosen().organisation_id == _library(tab, "Odense")
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "24.11.2014")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert answers(tab, STATE)["Odense"] == "Besvaret"
    assert tab.state.text == "I høring 5 af 6 har svaret, frist 28. november 2014. Mangler Aalborg."


def test_an_answer_is_written_in_the_table_and_in_the_form(tab: FocusPage) -> None:
    tab.lower_pane.view.setFocus()
    tab.lower_pane.view.setCurrentIndex(tab.lower_pane.model.index(0, ANSWER))
    assert tab.form.record == tab.lower_pane.view.chosen()
    text = tab.form.field("answer").input
    text.setFocus()
    text.setPlainText("Gentofte er enig.")
    tab.lower_pane.view.setFocus()
    assert answers(tab, ANSWER)["Gentofte"] == "Gentofte er enig."
    tab.upper_pane.view.setFocus()
    assert tab.form.record == tab.upper_pane.view.chosen()


def test_an_answer_for_each_area_is_written_below_the_librarys_answer(tab: FocusPage, qtbot: QtBot) -> None:
    table = tab.area_answers
    assert not table.isVisible()
    tab.register()
    row = focus.answers(tab.session.network, focus_set(tab))[_library(tab, "Odense")]
    tab.jump_to("consultation_answers", row.id, "answered_on")
    assert table.isVisible()
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    model = table.pane.model
    assert [model.index(place, 0).data() for place in range(model.rowCount())] == titles(tab)
    assert not table.add_button.isEnabled()
    assert model.setData(model.index(0, 1), "Støtter ikke")
    assert model.setData(model.index(0, 2), "For dyrt.")
    said = focus.said_of_areas(tab.session.network, row)
    assert [(one.stance, one.remark) for one in said] == [("opposes", "For dyrt.")]
    assert answers(tab, STANCE)["Odense"] == "For hvert område"
    tab.upper_pane.view.setFocus()
    assert not table.isVisible()
    assert tab.jump_to("area_answers", said[0].id, "stance")
    assert table.pane.view.hasFocus()
    assert table.pane.view.chosen() == said[0]
    tab.session.undo()
    tab.session.undo()
    tab.session.undo()
    assert focus.area_answers(tab.session.network, row) == []


def test_a_library_that_never_answered_is_said_to_once_the_set_is_decided(tab: FocusPage) -> None:
    tab.register_button.click()
    dialog = tab.decide()
    assert isinstance(dialog, SetDialog)
    dialog.attempt()
    assert answers(tab, STATE)["Aalborg"] == "Svarede ikke"


# Decision


def test_kbes_representative_sets_the_areas(tab: FocusPage) -> None:
    dialog = tab.decide()
    assert isinstance(dialog, SetDialog)
    assert dialog.set_by.input.currentText() == "Asta Eksempelsen"
    dialog.attempt()
    assert (focus_set(tab).set_on, focus_set(tab).set_by_id) == ("2014-11-24", _person(tab, "Asta Eksempelsen"))
    assert tab.state.text == "Fastsat 24. november 2014 af Asta Eksempelsen. 4 af 6 svarede på høringen."
    assert tab.session.undo_stack.undo_label == "Indsatsområder 2015 fastsat"


def test_somebody_elses_decision_is_refused_beside_the_name(tab: FocusPage) -> None:
    dialog = tab.decide()
    assert isinstance(dialog, SetDialog)
    fill(dialog, "set_by_id", "Karla Sagnholm")
    dialog.attempt()
    assert dialog.isVisible()
    assert "Kun repræsentanten for KBE kan fastsætte" in dialog.answers["set_by_id"].reason.text()
    assert "Vælg Asta Eksempelsen" in dialog.answers["set_by_id"].reason.text()
    assert focus_set(tab).set_on is None


def test_the_proposed_setter_follows_the_day_until_somebody_is_chosen(tab: FocusPage) -> None:
    dialog = tab.decide()
    assert isinstance(dialog, SetDialog)
    fill(dialog, "set_on", "1.1.2001")
    assert dialog.set_by.input.currentText() == "Asta Eksempelsen"
    fill(dialog, "set_by_id", "Karla Sagnholm")
    fill(dialog, "set_on", "24.11.2014")
    assert dialog.set_by.input.currentText() == "Karla Sagnholm"


# Jumps


def test_a_jump_to_the_set_opens_its_field_in_the_form(tab: FocusPage) -> None:
    tab.form.field("title").input.setFocus()
    assert tab.jump_to("focus_sets", focus_set(tab).id, "set_on")
    assert tab.form.record == focus_set(tab)
    assert tab.form.field("set_on").input.hasFocus()


def test_a_jump_to_a_set_that_is_not_there_lands_on_the_action_that_makes_it(tab: FocusPage) -> None:
    tab.session.set_year(2016)
    assert tab.jump_to("focus_sets", "", "")
    assert tab.send_button.hasFocus()


def test_a_jump_to_a_missing_answer_lands_on_the_action_that_registers_it(tab: FocusPage) -> None:
    assert tab.jump_to("consultation_answers", "", "answered_on")
    assert tab.register_button.hasFocus()
    row = next(row for row in tab.session.network.live(ConsultationAnswer) if row.focus_set_id == focus_set(tab).id)
    assert tab.jump_to("consultation_answers", row.id, "answered_on")
    assert tab.form.field("answered_on").input.hasFocus()


def test_a_jump_to_an_empty_year_lands_on_its_first_action(tab: FocusPage) -> None:
    tab.session.set_year(2016)
    assert tab.jump_to("focus_areas", "", "")
    assert QApplication.focusWidget().text() == "Nyt indsatsområde"


def _library(tab: FocusPage, name: str) -> str:
    from cbnet_desktop.domain.roster import roster

    return next(row.id for row in roster.every_central_library(tab.session.network) if row.short_name == name)


def _person(tab: FocusPage, name: str) -> str:
    return next(row.id for row in tab.session.network.live(Person) if row.name == name)
