"""Undo in the window: it says what it undid, shows the place, and stops at a decision with the way on beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, Goal, Meeting, Person
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.ui.form.agreed_buttons import ReopenDialog
from cbnet_desktop.ui.form.form_field import FormField
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS


def tab(window: MainWindow) -> str:
    return TABS[window.tabs.currentIndex()][0]


def cell_with_the_focus(window: MainWindow) -> tuple[Record | None, str]:
    """The record and field of the current cell of the table that has the focus."""
    view = window.focusWidget()
    assert isinstance(view, RecordTableView)
    return view.chosen(), view.records.spec.columns[view.currentIndex().column()].field


def goal(window: MainWindow) -> Goal:
    found = plan.of_year(window.session.network, 2015)
    assert found
    return plan.goals(window.session.network, found)[2]


def offered(window: MainWindow) -> list[str]:
    return [one.text() for one in window.strip.findChildren(QPushButton) if one.isVisible()]


def test_undo_says_what_it_undid_and_shows_the_cell_on_its_tab(window: MainWindow) -> None:
    before = goal(window)
    window.session.write([before.edited({"indicator": "Noget andet"})])
    window.session.set_year(2014)
    window.show_tab(0)
    window.undo()
    assert window.statusBar().retraced.text().startswith("Fortrudt: indikator for »")
    assert (tab(window), window.session.year) == ("Handlingsplan", 2015)
    assert cell_with_the_focus(window) == (before, "indicator")
    window.redo()
    assert window.statusBar().retraced.text().startswith("Gentaget: indikator for »")
    window.session.write([goal(window).edited({"unit": "timer"})])
    assert window.statusBar().retraced.text() == ""


def test_undo_shows_a_field_that_no_column_has_in_the_form(window: MainWindow) -> None:
    before = goal(window)
    window.session.write([before.edited({"result": "Godt i gang"})])
    window.show_tab(0)
    window.undo()
    shown = window.focusWidget()
    while not isinstance(shown, FormField):
        assert shown
        shown = shown.parentWidget()
    assert shown.shows("goals", before.id, "result")


def test_undo_brings_back_an_archived_row_and_chooses_it(window: MainWindow) -> None:
    person = next(row for row in window.session.network.live(Person) if row.phone)
    window.session.write([person.edited({"archived": True})])
    window.show_tab(0)
    window.undo()
    assert tab(window) == "Netværk"
    assert cell_with_the_focus(window)[0] == person


def test_undo_of_a_phone_typed_into_the_roster_stays_in_the_roster(window: MainWindow) -> None:
    window.show_tab(1)
    page = window.page
    assert isinstance(page, ChoiceTab)
    view = page.page.pane.view
    index = next(
        view.records.index(row, place)
        for place in view.selection.columns()
        if view.records.spec.columns[place].field == "phone"
        for row in range(view.records.rowCount())
        if view.records.holder(view.records.index(row, place))
    )
    assert view.records.setData(index, "11 22 33 44")
    view.setCurrentIndex(view.records.index(0, 0))
    window.undo()
    assert view.isVisibleTo(window)
    assert view.currentIndex() == index


def test_undo_in_the_minutes_stays_in_the_minutes(window: MainWindow) -> None:
    meeting = next(row for row in meetings.annual_of(window.session.network, 2014) if row.state == "called")
    window.jump_to(Meeting.TABLE, meeting.id)
    page = window.page
    assert isinstance(page, ChoiceTab)
    assert isinstance(page.page, MeetingsPage)
    first, second = meetings.agenda(window.session.network, meeting)[:2]
    window.session.write([second.edited({"outcome": "Drøftet"})])
    page.page.writing.turn(is_on=True)
    window.undo()
    assert page.page.writing.is_on
    assert page.page.writing.pane.item == window.session.network.get(AgendaItem, second.id) != first


def test_undo_stops_at_an_approval_and_offers_to_reopen(window: MainWindow) -> None:
    meeting = next(row for row in meetings.of_year(window.session.network, 2014) if row.held_on == "2014-09-10")
    person = next(iter(window.session.network.live(Person)))
    window.session.write([person.edited({"phone": "1"})])
    network, today = window.session.network, window.session.today.isoformat()
    window.session.write(guard.reopened(network, Act.APPROVED, meeting, "Et navn manglede", today))
    held = window.session.network.get(Meeting, meeting.id)
    window.session.write([held.edited({"state": "approved"})])
    for _ in range(3):
        window.undo()
    assert window.session.network.get(Person, person.id).phone == "1"
    assert window.session.network.get(Meeting, meeting.id).state == "approved"
    assert window.strip.text == (
        "Fortryd standser ved godkendelsen af referatet af Møde om indsatsområder 10.09.2014. "
        "Skal referatet rettes, så genåbn det."
    )
    assert offered(window) == ["Genåbn …"]
    next(one for one in window.strip.findChildren(QPushButton) if one.isVisible()).click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReopenDialog)
    dialog.reason.input.show_typed("Et navn manglede")
    dialog.attempt()
    assert window.session.network.get(Meeting, meeting.id).state == "held"
    assert window.strip.isHidden()


def test_undo_stops_at_a_sign_off_and_offers_the_plan(window: MainWindow) -> None:
    window.session.set_year(2014)
    plan_of_year = plan.of_year(window.session.network, 2014)
    assert plan_of_year
    first = plan.goals(window.session.network, plan_of_year)[0]
    owner = next(iter(window.session.network.live(Person))).id
    lacking = [row for row in plan.goals(window.session.network, plan_of_year) if not row.owner_person_id]
    window.session.write([row.edited({"owner_person_id": owner}) for row in lacking])
    window.session.write([first.edited({"unit": "stykker"})])
    signed = window.session.sign_off("Enhed rettet")
    assert signed
    window.undo()
    window.undo()
    assert window.session.network.get(Goal, first.id).unit == "stykker"
    assert window.strip.text == (
        f"Fortryd standser ved godkendelsen af handlingsplanen for 2014, version {signed.number}. "
        "Ret planen, og godkend en ny version."
    )
    assert offered(window) == ["Gå til planen"]
    window.session.write([window.session.network.get(Goal, first.id).edited({"unit": "timer"})])
    assert window.strip.isHidden()
    window.undo()
    assert window.session.network.get(Goal, first.id).unit == "stykker"
