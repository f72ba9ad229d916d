"""The pages beside the meetings: decisions, follow-ups, working groups, forms; notices, annexes and new meetings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.meetings import agenda_templates, annexes, decisions, meeting_days, meetings, working_groups
from cbnet_desktop.domain.records import (
    AgendaItem,
    Annex,
    Attendance,
    FollowUp,
    FormItem,
    GroupMember,
    Meeting,
    MeetingForm,
    Person,
    WorkingGroup,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import MeetingKind
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.meetings import meetings_tab
from cbnet_desktop.ui.meetings.decisions_page import DecisionsPage
from cbnet_desktop.ui.meetings.follow_ups_page import FollowUpsPage
from cbnet_desktop.ui.meetings.meeting_forms_page import MeetingFormsPage
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.meetings.new_meeting_dialog import NewMeetingDialog
from cbnet_desktop.ui.meetings.working_groups_page import WorkingGroupsPage
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.showing import focused, press

MEETINGS = 3
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tab(window: MainWindow) -> MeetingsTab:
    """The example network, plan year 2015."""
    window.activateWindow()
    window.show_tab(MEETINGS)
    assert isinstance(window.page, MeetingsTab)
    return window.page


def shown(tab: MeetingsTab, place: int) -> QWidget:
    tab.show_view(place)
    tab.setFocus()
    return tab.page


@pytest.fixture
def decided(tab: MeetingsTab) -> DecisionsPage:
    page = shown(tab, meetings_tab.DECISIONS)
    assert isinstance(page, DecisionsPage)
    return page


@pytest.fixture
def left(tab: MeetingsTab) -> FollowUpsPage:
    page = shown(tab, meetings_tab.FOLLOW_UPS)
    assert isinstance(page, FollowUpsPage)
    return page


@pytest.fixture
def groups(tab: MeetingsTab) -> WorkingGroupsPage:
    page = shown(tab, meetings_tab.GROUPS)
    assert isinstance(page, WorkingGroupsPage)
    return page


@pytest.fixture
def forms(tab: MeetingsTab) -> MeetingFormsPage:
    page = shown(tab, meetings_tab.FORMS)
    assert isinstance(page, MeetingFormsPage)
    return page


@pytest.fixture
def year(tab: MeetingsTab) -> MeetingsPage:
    assert isinstance(tab.page, MeetingsPage)
    return tab.page


def column(view: QTableView, place: int) -> list[str]:
    return [view.model().index(row, place).data() for row in range(view.model().rowCount())]


# Decisions and follow-ups


def test_decisions_of_every_year_stand_newest_first_and_are_searched(decided: DecisionsPage, qtbot: QtBot) -> None:
    network = decided.session.network
    assert len(column(decided.pane.view, 0)) == len(decisions.taken(network))
    assert column(decided.pane.view, 0)[0] == "10.09.2014"
    press(qtbot, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(focused(), "kursusmappe ida")
    assert column(decided.pane.view, 3) == ["Kursusmappens indhold"]
    assert decided.state.text == "1 af 42 beslutninger på alle møder"


def test_a_decision_leads_to_its_meeting_in_its_own_year(
    decided: DecisionsPage, tab: MeetingsTab, window: MainWindow
) -> None:
    decided.search.setText("puljen fordeles")
    chosen = decided.pane.model.record_at(0)
    decided.pane.view.setCurrentIndex(decided.pane.model.index(0, 0))
    decided.go()
    assert isinstance(tab.page, MeetingsPage)
    assert window.session.year == 2013
    assert tab.page.form.record == chosen
    assert tab.page.form.field("decision").input.hasFocus()


def test_open_follow_ups_stand_by_deadline_and_those_overdue_say_so(left: FollowUpsPage) -> None:
    assert column(left.pane.view, 2) == ["14.11.2014", "01.12.2014", "16.01.2015"]
    assert column(left.pane.view, 3) == ["Over fristen", "Åben", "Åben"]
    assert left.state.text == "3 åbne opfølgninger 1 over fristen"
    left.with_done.click()
    assert column(left.pane.view, 3).count("Udført") == len(column(left.pane.view, 3)) - 3


def test_space_marks_follow_ups_done_today_in_one_edit(left: FollowUpsPage, qtbot: QtBot) -> None:
    left.pane.view.setFocus()
    left.pane.view.selectAll()
    press(qtbot, Qt.Key.Key_Space)
    rows = left.session.network.live(FollowUp)
    assert all(row.done_on for row in rows)
    assert left.state.text == "Alt er fulgt op"
    left.session.undo()
    assert sum(not row.done_on for row in left.session.network.live(FollowUp)) == 3


def test_a_new_follow_up_belongs_to_the_next_meeting_after_approved_ones(left: FollowUpsPage, qtbot: QtBot) -> None:
    left.pane.view.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(focused(), "Ringe til Vejle")
    press(qtbot, Qt.Key.Key_Tab)
    made = next(row for row in left.session.network.live(FollowUp) if row.text == "Ringe til Vejle")
    assert left.session.network.get(Meeting, made.meeting_id).held_on == "2014-12-03"


def test_a_follow_up_of_an_item_is_added_in_its_form_and_shown_whole_by_enter(
    year: MeetingsPage, tab: MeetingsTab, qtbot: QtBot
) -> None:
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[2]
    year.jump_to(AgendaItem.TABLE, item.id)
    dialog = year.sections.add_follow_up()
    assert dialog is not None
    dialog.attempt()
    assert "Skriv, hvad der skal gøres" in dialog.text.reason.text()
    dialog.text.show_value("Skrive til Vejle")
    dialog.owner.setEditText("Vejle")
    dialog.deadline.show_value("2014-12-20")
    dialog.attempt()
    (made,) = [row for row in year.session.network.live(FollowUp) if row.agenda_item_id == item.id]
    assert (made.text, made.deadline) == ("Skrive til Vejle", "2014-12-20")
    assert made.owner_organisation_id
    view = year.sections.agreed.pane.view
    assert column(view, 1) == ["20.12.2014, Vejle"]
    view.setFocus()
    view.choose(made.id)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(tab.page, FollowUpsPage)
    assert tab.page.form.record == made


# Working groups and forms


def test_a_group_is_made_with_members_by_keyboard_and_its_first_member_leads_it(
    groups: WorkingGroupsPage, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(focused(), "Fælles kalender")
    press(qtbot, Qt.Key.Key_Return)
    group = next(row for row in groups.session.network.live(WorkingGroup) if row.name == "Fælles kalender")
    groups.main.view.choose(group.id)
    groups.person.setFocus()
    for name in ("Gorm Tænkeholm", "Oda Digtervad"):
        qtbot.keyClicks(groups.person.lineEdit(), name)
        qtbot.keyClick(groups.person.lineEdit(), Qt.Key.Key_Return)
    assert column(groups.members.pane.view, 0) == ["Gorm Tænkeholm", "Oda Digtervad"]
    lead = working_groups.lead(groups.session.network, group, "2014-11-24")
    assert lead is not None
    assert lead.name == "Gorm Tænkeholm"
    qtbot.keyClicks(groups.person.lineEdit(), "Ingen Kender")
    qtbot.keyClick(groups.person.lineEdit(), Qt.Key.Key_Return)
    assert "findes ikke" in groups.members.pane.strip.text


def test_a_groups_meeting_has_its_name_its_form_and_its_members(
    groups: WorkingGroupsPage, tab: MeetingsTab, qtbot: QtBot
) -> None:
    group = groups.group
    assert group is not None
    dialog = groups.new_meeting()
    assert dialog is not None
    qtbot.keyClicks(dialog.held_on.input, "18.3.2015")
    dialog.attempt()
    assert isinstance(tab.page, MeetingsPage)
    meeting = tab.page.meeting()
    assert meeting is not None
    assert (meeting.kind, meeting.group_id, meeting.title) == (MeetingKind.WORKING_GROUP, group.id, group.name)
    assert [item.title for item in meetings.agenda(tab.session.network, meeting)][-1] == "Aftaler og næste møde"
    tab.page.attendance.call_button.click()
    assert len(meetings.attendances(tab.session.network, meeting)) == 3
    assert column(tab.page.attendance.pane.view, 1).count("Tovholder") == 1


def test_the_fixed_items_of_a_form_are_moved_and_begin_each_of_its_meetings(
    forms: MeetingFormsPage, tab: MeetingsTab, qtbot: QtBot
) -> None:
    network = forms.session.network
    video = next(row for row in network.live(MeetingForm) if row.name == "Kort videomøde")
    forms.main.view.choose(video.id)
    items = agenda_templates.form_items(network, video)
    forms.items.pane.view.setFocus()
    forms.items.pane.view.choose(items[1].id)
    press(qtbot, Qt.Key.Key_Down, ALT)
    dialog = forms.new_meeting()
    assert dialog is not None
    assert dialog.answers["is_online"].value() is True
    assert dialog.answers["starts_at"].value() == "09:30"
    qtbot.keyClicks(dialog.held_on.input, "18.3.2015")
    dialog.attempt()
    assert isinstance(tab.page, MeetingsPage)
    meeting = tab.page.meeting()
    assert meeting is not None
    assert (meeting.form_id, meeting.is_online, meeting.starts_at) == (video.id, True, "09:30")
    titles = [item.title for item in meetings.agenda(tab.session.network, meeting)]
    assert titles.index("Fordeling af de fælles midler") < titles.index("Handlingsplanen")


def test_an_item_is_added_to_a_form_and_one_archived_leaves_no_gap(forms: MeetingFormsPage, qtbot: QtBot) -> None:
    form = forms.meeting_form
    assert form is not None
    forms.items.pane.view.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(focused(), "Kaffe")
    press(qtbot, Qt.Key.Key_Return)
    assert column(forms.items.pane.view, 1)[-1] == "Kaffe"
    forms.items.pane.view.setCurrentIndex(forms.items.pane.model.index(0, 1))
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    rows = agenda_templates.form_items(forms.session.network, form)
    assert [row.position for row in rows] == [1, 2, 3]
    assert rows[-1].title == "Kaffe"


def test_a_form_leads_to_the_decision_behind_it(forms: MeetingFormsPage, tab: MeetingsTab, window: MainWindow) -> None:
    assert column(forms.main.view, 6)[0].startswith("19.09.2012, pkt. 4")
    forms.go()
    assert isinstance(tab.page, MeetingsPage)
    assert window.session.year == 2012


# New meetings, notices, annexes


def test_suggested_days_are_taken_by_the_arrow_keys(year: MeetingsPage, qtbot: QtBot) -> None:
    dialog = year.steps.new_meeting()
    dialog.kind.show_value(str(MeetingKind.PLANNING))
    found = meeting_days.suggested(year.session.network, 2015, "2014-11-24")
    assert dialog.days.count() == len(found) == 1
    dialog.days.setFocus()
    qtbot.keyClick(dialog.days, Qt.Key.Key_Down)
    assert dialog.held_on.value() == found[0].on
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    meeting = year.meeting()
    assert meeting is not None
    assert meeting.held_on == found[0].on
    assert year.steps.state.text.startswith("4 af op til 4 planlægningsmøder i 2015.")


def test_a_day_in_a_holiday_is_remarked_and_still_possible(year: MeetingsPage, qtbot: QtBot) -> None:
    dialog = year.steps.new_meeting()
    qtbot.keyClicks(dialog.held_on.input, "14.10.2015")
    assert dialog.outlook.text().startswith("Onsdag 14.10.2015 i uge 42. Bemærk: efterårsferie (uge 42).")
    dialog.attempt()
    assert not dialog.isVisible()


def test_the_dialog_offers_kinds_forms_and_groups_at_work(year: MeetingsPage) -> None:
    dialog = year.steps.new_meeting()
    combo = dialog.kind.input
    assert isinstance(combo, QComboBox)
    offered = [combo.itemText(place) for place in range(combo.count())]
    assert offered[0] == "Årsmøde"
    assert "Kort videomøde" in offered
    assert "Arbejdsgruppe om virkning" in offered
    assert "Arbejdsgruppe om e-bøger" not in offered


def test_a_meeting_is_called_with_day_text_and_members_as_one_edit(year: MeetingsPage) -> None:
    session = year.session
    meeting = next(row for row in meetings.of_year(session.network, 2015) if row.held_on == "2015-02-04")
    year.jump_to(Meeting.TABLE, meeting.id)
    dialog = year.steps.call()
    assert dialog is not None
    assert "onsdag den 4. februar 2015 kl. 10.30" in str(dialog.text.value())
    dialog.attempt()
    called = session.network.get(Meeting, meeting.id)
    assert (called.state, called.called_on) == ("called", "2014-11-24")
    assert called.invitation.startswith("Du indkaldes til planlægnings- og koordineringsmøde")
    assert len(meetings.attendances(session.network, called)) == 7
    session.undo()
    assert session.network.get(Meeting, meeting.id) == meeting


def test_what_earlier_meetings_left_is_put_on_the_agenda_by_one_button(year: MeetingsPage) -> None:
    meeting = next(row for row in meetings.of_year(year.session.network, 2015) if row.held_on == "2015-02-04")
    year.jump_to(Meeting.TABLE, meeting.id)
    assert year.agenda.carry_button.isVisible()
    assert year.agenda.carry_button.text().replace("&", "") == "Hent fast dagsorden"
    year.agenda.carry_button.click()
    titles = [item.title for item in meetings.agenda(year.session.network, meeting)]
    assert "Opfølgning siden sidst" in titles
    assert not year.agenda.carry_button.isVisible()
    year.session.undo()
    assert year.agenda.carry_button.isVisible()


def test_annexes_are_numbered_under_their_item_and_moved_by_keyboard(year: MeetingsPage, qtbot: QtBot) -> None:
    meeting = year.meeting()
    assert meeting is not None
    item = meetings.agenda(year.session.network, meeting)[4]
    year.jump_to(AgendaItem.TABLE, item.id)
    for title in ("Budget", "Notat"):
        year.sections.annexes.pane.view.setFocus()
        year.sections.annexes.add()
        qtbot.keyClicks(focused(), title)
        press(qtbot, Qt.Key.Key_Return)
    view = year.sections.annexes.pane.view
    assert column(view, 0) == ["5.1", "5.2"]
    view.choose(annexes.of(year.session.network, item)[1].id)
    view.setFocus()
    press(qtbot, Qt.Key.Key_Up, ALT)
    assert column(view, 1) == ["Notat", "Budget"]
    press(qtbot, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row.title for row in annexes.of(year.session.network, item)] == ["Budget"]


def test_running_times_follow_from_the_start_and_the_minutes_allotted(year: MeetingsPage) -> None:
    meeting = year.meeting()
    assert meeting is not None
    items = meetings.agenda(year.session.network, meeting)
    assert column(year.agenda.pane.view, 3)[:3] == ["10.00", "10.10", "11.10"]
    year.session.write([Change("agenda_items", items[0].id, {"minutes_allotted": 10}, {"minutes_allotted": 25})])
    assert column(year.agenda.pane.view, 3)[:3] == ["10.00", "10.25", "11.25"]
    year.session.write([Change("meetings", meeting.id, {"starts_at": "10:00"}, {"starts_at": "09:30"})])
    assert column(year.agenda.pane.view, 3)[0] == "09.30"


def test_papers_follow_the_state_of_the_meeting(year: MeetingsPage) -> None:
    paper = year.paper()
    assert paper is not None
    assert paper.title == "Dagsorden, Årsmøde 03.12.2014"
    held = next(row for row in meetings.of_year(year.session.network, 2014) if row.held_on == "2014-09-10")
    year.jump_to(Meeting.TABLE, held.id)
    paper = year.paper()
    assert paper is not None
    assert paper.title.startswith("Referat, ")
    assert [action.text() for action in year.steps.papers_button.menu().actions()] == [
        "&Indkaldelse og dagsorden",
        "&Mødemateriale med bilag",
        "Mødemateriale, o&ffentlig udgave",
        "&Referat",
        "Referat, &offentlig udgave",
        "&Underskriftsark",
        "",
        "&Send referat …",
        "Fors&endelser …",
    ]


# Every page


@pytest.mark.parametrize(
    "kind", [Meeting, AgendaItem, Attendance, Annex, FollowUp, WorkingGroup, GroupMember, MeetingForm, FormItem]
)
def test_every_row_of_the_tab_is_gone_to(tab: MeetingsTab, window: MainWindow, kind: type[Record]) -> None:
    assert TAB_OF_TABLE[kind.TABLE] == "Møder"
    for row in window.session.network.live(kind)[:3]:
        assert window.show_place(kind.TABLE, row.id)
        tables = [view for view in tab.page.findChildren(QTableView) if view.isVisible()]
        chosen = [view.chosen() for view in tables if hasattr(view, "chosen")]
        assert row.id in {one.id for one in chosen if one}
        assert tab.isAncestorOf(focused())


@pytest.mark.parametrize("place", range(5))
def test_everything_on_every_page_has_a_name(tab: MeetingsTab, place: int) -> None:
    page = shown(tab, place)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView, QListView)
    for widget in [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]:
        if isinstance(widget.parentWidget(), QComboBox | QTableView) or widget.objectName().startswith("qt_"):
            continue
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert name or widget.toolTip(), widget


@pytest.mark.parametrize("place", range(1, 5))
def test_every_page_says_what_it_is_for_while_it_is_empty(main: MainWindow, place: int) -> None:
    main.show_tab(MEETINGS)
    tab = main.page
    assert isinstance(tab, MeetingsTab)
    page = shown(tab, place)
    tables = [view for view in page.findChildren(QTableView) if view.isVisible()]
    assert not tables
    tab.new_row()


@pytest.mark.parametrize("place", range(5))
def test_every_page_survives_another_year_and_a_filter(tab: MeetingsTab, window: MainWindow, place: int) -> None:
    shown(tab, place)
    window.session.set_year(2013)
    tab.filter("findes ikke")
    tab.filter("")
    tab.change_side()
    assert tab.isAncestorOf(focused())


def test_a_dialog_of_its_own_makes_no_meeting_when_it_is_left(year: MeetingsPage) -> None:
    before = year.session.network.live(Meeting)
    dialog = year.steps.new_meeting()
    assert isinstance(dialog, NewMeetingDialog)
    dialog.reject()
    assert year.session.network.live(Meeting) == before
    assert year.session.network.live(Person)
