from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.charter.findings import Finding
from cbnet_desktop.domain.meetings import agenda_templates, meetings
from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.titles.titles import meeting_hours
from cbnet_desktop.domain.words.choices import Attending, ItemKind, MeetingKind, MeetingState, Topic
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.showing import focused, press, show, turn_to, write

MEETINGS = 3
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tab(window: MainWindow) -> MeetingsPage:
    """2015 of the example network in its window; the annual meeting of December 2014 is called."""
    window.show_tab(MEETINGS)
    assert isinstance(window.page, MeetingsTab)
    assert isinstance(window.page.page, MeetingsPage)
    return window.page.page


@pytest.fixture
def meeting_day(tab: MeetingsPage) -> MeetingsPage:
    """The day of that annual meeting."""
    turn_to(tab.session, "2014-12-03")
    return tab


@pytest.fixture
def empty(session: Session, qtbot: QtBot) -> MeetingsPage:
    """A new network without meetings, plan year 2015."""
    return show(MeetingsPage(session), qtbot)


def annual(tab: MeetingsPage) -> Meeting:
    return meetings.annual_of(tab.session.network, 2014)[0]


def items(tab: MeetingsPage) -> list[AgendaItem]:
    meeting = tab.meeting()
    assert meeting is not None
    return meetings.agenda(tab.session.network, meeting)


def titles(tab: MeetingsPage) -> list[str]:
    model = tab.agenda.pane.model
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def listed(tab: MeetingsPage, column: int) -> list[str]:
    model = tab.meetings.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


# The list of meetings


def test_the_year_shows_its_meetings_and_the_annual_meeting_its_plan_builds_on(tab: MeetingsPage) -> None:
    assert listed(tab, 0) == ["03.12.2014", "04.02.2015", "13.05.2015", "09.09.2015"]
    assert listed(tab, 1) == ["uge 49", "uge 6", "uge 20", "uge 37"]
    assert tab.steps.state.text.startswith("3 af op til 4 planlægningsmøder i 2015.")


def test_the_line_above_the_list_tells_the_annual_meeting_of_the_year_from_the_one_its_plan_builds_on(
    tab: MeetingsPage,
) -> None:
    assert tab.steps.state.text.endswith("i 2015. Intet årsmøde i 2015 endnu; planen bygger på det 03.12.2014.")


def test_a_fifth_planning_meeting_is_counted_and_marked(tab: MeetingsPage) -> None:
    for day in ("2015-10-07", "2015-11-11"):
        tab.session.write(agenda_templates.new_meeting(tab.session.network, MeetingKind.PLANNING, day))
    assert tab.steps.state.text.startswith("5 af op til 4 planlægningsmøder i 2015.")


def test_the_meeting_that_comes_next_is_chosen_in_each_year(tab: MeetingsPage) -> None:
    assert tab.meeting() == annual(tab)
    tab.session.set_year(2013)
    chosen = tab.meeting()
    assert chosen is not None
    assert chosen.held_on == "2013-12-11"


def test_a_new_annual_meeting_has_its_three_mandatory_topics_marked(empty: MeetingsPage, qtbot: QtBot) -> None:
    dialog = empty.steps.new_meeting()
    assert "Det foregående års arbejde; De kommende indsatsområder" in dialog.outlook.text()
    qtbot.keyClicks(dialog.held_on.input, "3.12.14")
    assert dialog.outlook.text().startswith("Onsdag 03.12.2014 i uge 49.")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    made = empty.meeting()
    assert made is not None
    assert (made.kind, made.held_on) == (MeetingKind.ANNUAL, "2014-12-03")
    assert [item.topic for item in items(empty)] == [None, *map(str, Topic), None]
    assert empty.session.undo_stack.undo_label == "Møde tilføjet: Årsmøde 03.12.2014"
    empty.session.undo()
    assert empty.meeting() is None


def test_a_new_meeting_without_a_day_is_refused_beside_the_day_and_keeps_the_rest(empty: MeetingsPage) -> None:
    dialog = empty.steps.new_meeting()
    place = dialog.answers["place"].input
    assert isinstance(place, QLineEdit)
    place.setText("Odense")
    for typed, sentence in (("", "Dato mangler"), ("31.2.2015", "er ikke en dato")):
        assert isinstance(dialog.held_on.input, QLineEdit)
        dialog.held_on.input.setText(typed)
        dialog.attempt()
        assert sentence in dialog.held_on.reason.text()
        assert dialog.isVisible()
    assert place.text() == "Odense"
    assert not empty.session.network.live(Meeting)


def test_a_new_meeting_on_a_day_without_a_year_is_in_the_year_that_is_planned(
    empty: MeetingsPage, qtbot: QtBot
) -> None:
    dialog = empty.steps.new_meeting()
    dialog.kind.show_value(str(MeetingKind.PLANNING))
    dialog.kind.input.touched.emit()
    dialog.held_on.input.setFocus()
    qtbot.keyClicks(dialog.held_on.input, "15.9.")
    assert dialog.outlook.text().startswith("Tirsdag 15.09.2015 i uge 38.")
    dialog.held_on.input.left.emit()
    assert dialog.held_on.input.typed() == "15.09.2015"
    dialog.attempt()
    assert listed(empty, 0) == ["15.09.2015"]


def test_a_meeting_over_midnight_is_called_with_the_day_on_which_it_ends(empty: MeetingsPage) -> None:
    dialog = empty.steps.new_meeting()
    typed = {"held_on": "3.12.2014", "starts_at": "19", "ends_at": "0.30"}
    for name, text in typed.items():
        dialog.answers[name].input.setText(text)
    dialog.attempt()
    assert "skriv »Slutter den«" in dialog.answers["ends_at"].reason.text()
    dialog.held_on.input.touched.emit()
    dialog.answers["ends_on"].input.setText("4.12.")
    dialog.attempt()
    made = empty.meeting()
    assert made is not None
    assert (made.ends_on, meeting_hours(made)) == ("2014-12-04", "kl. 19.00 til 4. december 2014 kl. 00.30")


def test_a_new_meeting_of_another_year_is_shown_in_that_year(empty: MeetingsPage, qtbot: QtBot) -> None:
    dialog = empty.steps.new_meeting()
    assert isinstance(dialog.kind.input, QComboBox)
    dialog.kind.show_value(str(MeetingKind.PLANNING))
    qtbot.keyClicks(dialog.held_on.input, "5.2.2016")
    dialog.attempt()
    assert empty.session.year == 2016
    assert listed(empty, 0) == ["05.02.2016"]


def test_an_empty_year_offers_a_first_meeting(empty: MeetingsPage) -> None:
    assert not empty.meetings.view.isVisible()
    assert not empty.writing.button.isEnabled()
    buttons = [button for button in empty.meetings.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Nyt møde …"]


# The agenda


def test_alt_down_moves_an_item_and_numbers_the_rest_in_one_edit(tab: MeetingsPage, qtbot: QtBot) -> None:
    before = titles(tab)
    tab.agenda.pane.view.setFocus()
    tab.agenda.pane.view.choose(items(tab)[4].id)
    press(qtbot, Qt.Key.Key_Down, ALT)
    assert titles(tab) == [*before[:4], before[5], before[4], before[6]]
    assert [item.position for item in items(tab)] == list(range(1, 8))
    chosen = tab.agenda.chosen()
    assert chosen is not None
    assert chosen.title == before[4]
    press(qtbot, Qt.Key.Key_Up, ALT)
    press(qtbot, Qt.Key.Key_Up, ALT)
    assert titles(tab) == [*before[:3], before[4], before[3], *before[5:]]
    for _ in range(3):
        tab.session.undo()
    assert titles(tab) == before


def test_an_item_at_the_end_stays_there(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.agenda.pane.view.setFocus()
    tab.agenda.pane.view.choose(items(tab)[0].id)
    label = tab.session.undo_stack.undo_label
    press(qtbot, Qt.Key.Key_Up, ALT)
    assert tab.session.undo_stack.undo_label == label


def test_a_new_item_is_typed_at_once_and_stands_before_any_other_business(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.agenda.pane.view.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    write(qtbot, "Fælles kalender")
    press(qtbot, Qt.Key.Key_Return)
    assert titles(tab)[-2:] == ["Fælles kalender", "Eventuelt"]
    assert [item.position for item in items(tab)] == list(range(1, 9))


def test_a_block_of_items_is_pasted_in_its_order_as_one_edit(empty: MeetingsPage) -> None:
    session = empty.session
    session.write([Change("meetings", "m", None, {"kind": "other", "held_on": "2015-03-04"})])
    empty.meetings.view.choose("m")
    QGuiApplication.clipboard().setText(
        "1\tVelkomst\tTil orientering\n2\tØkonomi\tTil drøftelse\n3\tAarhus\tTil beslutning\n"
    )
    empty.agenda.pane.view.paste()
    assert titles(empty) == ["Velkomst", "Økonomi", "Aarhus"]
    assert [item.kind for item in items(empty)] == [ItemKind.INFORMATION, ItemKind.DISCUSSION, ItemKind.DECISION]
    session.undo()
    assert titles(empty) == []


def test_titles_pasted_alone_are_numbered_one_after_another(empty: MeetingsPage) -> None:
    session = empty.session
    session.write(
        [
            Change("meetings", "m", None, {"kind": "other", "held_on": "2015-03-04"}),
            Change("agenda_items", "i", None, {"meeting_id": "m", "title": "Velkomst", "position": 1}),
        ]
    )
    empty.meetings.view.choose("m")
    view = empty.agenda.pane.view
    view.setCurrentIndex(empty.agenda.pane.model.index(0, 1))
    QGuiApplication.clipboard().setText("Velkommen\nØkonomi\nAabent\n")
    view.paste()
    assert [(item.position, item.title) for item in items(empty)] == [(1, "Velkommen"), (2, "Økonomi"), (3, "Aabent")]


def test_topics_that_an_annual_agenda_lacks_are_added_by_one_action(tab: MeetingsPage) -> None:
    topic = next(item for item in items(tab) if item.topic == Topic.OTHER_FUNCTIONS)
    assert not tab.agenda.topics_button.isVisible()
    tab.session.write([Change("agenda_items", topic.id, {"archived": False}, {"archived": True})])
    assert tab.agenda.topics_button.isVisible()
    tab.agenda.topics_button.click()
    assert titles(tab)[-2:] == ["Netværkets øvrige funktioner", "Eventuelt"]
    assert not tab.agenda.topics_button.isVisible()


def test_an_archived_item_leaves_no_gap_in_the_numbers_and_comes_back_by_one_undo(
    tab: MeetingsPage, qtbot: QtBot
) -> None:
    before = titles(tab)
    tab.agenda.pane.view.setFocus()
    tab.agenda.pane.view.choose(items(tab)[4].id)
    press(qtbot, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert titles(tab) == [*before[:4], *before[5:]]
    assert [item.position for item in items(tab)] == list(range(1, 7))
    assert tab.session.undo_stack.undo_label == "Dagsordenspunkt arkiveret: Pkt. 5: Budgetandele 2015"
    tab.session.undo()
    assert titles(tab) == before


# Attendance


def test_fetching_participants_lists_every_seat_holder_of_the_day_once(tab: MeetingsPage) -> None:
    meeting = next(row for row in meetings.of_year(tab.session.network, 2015) if row.held_on == "2015-02-04")
    tab.meetings.view.choose(meeting.id)
    assert tab.attendance.details.text() == ""
    tab.attendance.call_button.click()
    listed = meetings.attendances(tab.session.network, meeting)
    assert len(listed) == 7  # eight seats, Vejle vacant
    assert {row.status for row in listed} == {Attending.INVITED}
    assert tab.attendance.details.text() == "7 indkaldt"
    assert not tab.attendance.call_button.isEnabled()
    tab.session.undo()
    assert not meetings.attendances(tab.session.network, meeting)


def test_keys_mark_who_is_present_has_sent_apologies_or_is_absent(meeting_day: MeetingsPage, qtbot: QtBot) -> None:
    tab = meeting_day
    rows = meetings.attendances(tab.session.network, annual(tab))

    def status() -> str:
        return tab.session.network.get(Attendance, rows[0].id).status

    view = tab.attendance.pane.view
    view.setFocus()
    view.choose(rows[0].id, "status")
    seen = []
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Space)
        seen.append(status())
    for key in (Qt.Key.Key_F, Qt.Key.Key_A, Qt.Key.Key_T):
        view.choose(rows[0].id, "status")
        press(qtbot, key)
        press(qtbot, Qt.Key.Key_Return)
        seen.append(status())
    assert seen == ["apologies", "absent", "invited", "absent", "apologies", "present"]


def test_a_guest_not_on_record_is_written_down_at_the_second_enter(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.attendance.pane.view.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    write(qtbot, "Ole Gæstmand")
    press(qtbot, Qt.Key.Key_Return)
    assert "findes ikke" in tab.attendance.pane.strip.text
    people = {person.name for person in tab.session.network.live(Person)}
    assert "Ole Gæstmand" not in people
    press(qtbot, Qt.Key.Key_Return)
    names = [tab.attendance.pane.model.index(row, 0).data() for row in range(tab.attendance.pane.model.rowCount())]
    assert "Ole Gæstmand" in names
    assert tab.attendance.pane.strip.text == ""
    assert tab.session.undo_stack.undo_label == "Gæst tilføjet: Ole Gæstmand"
    tab.session.undo()
    assert "Ole Gæstmand" not in {person.name for person in tab.session.network.live(Person)}


def test_a_substitute_who_is_added_speaks_for_the_seat_whose_holder_is_away(tab: MeetingsPage, qtbot: QtBot) -> None:
    stand_in = next(
        row for row in meetings.attendances(tab.session.network, annual(tab)) if row.substitute_for_id is not None
    )
    person = tab.session.network.get(Person, stand_in.person_id)
    tab.session.write([Change("attendances", stand_in.id, {"archived": False}, {"archived": True})])
    line = tab.attendance.person.lineEdit()
    line.setFocus()
    qtbot.keyClicks(line, person.name)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    added = [row for row in meetings.attendances(tab.session.network, annual(tab)) if row.person_id == person.id]
    assert [row.substitute_for_id for row in added] == [stand_in.substitute_for_id]


# Minutes


def test_a_whole_meetings_minutes_are_written_by_keyboard_alone(
    meeting_day: MeetingsPage, window: MainWindow, qtbot: QtBot
) -> None:
    tab = meeting_day
    meeting = annual(tab)
    count = len(items(tab))
    window.activateWindow()
    tab.agenda.pane.view.setFocus()
    press(qtbot, Qt.Key.Key_R, CTRL)
    assert tab.writing.is_on
    for number in range(1, count + 1):
        write(qtbot, f"Referat {number}")
        press(qtbot, Qt.Key.Key_Tab)
        write(qtbot, f"Beslutning {number}")
        press(qtbot, Qt.Key.Key_PageDown, CTRL)
    assert [item.outcome for item in items(tab)] == [f"Referat {number}" for number in range(1, count + 1)]
    assert [item.decision for item in items(tab)][:-1] == [f"Beslutning {number}" for number in range(1, count)]
    press(qtbot, Qt.Key.Key_PageUp, CTRL)
    write(qtbot, ", føjet til")
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_Space)
    first = meetings.attendances(tab.session.network, meeting)[0]
    assert first.status == Attending.APOLOGIES
    press(qtbot, Qt.Key.Key_M, ALT)
    qtbot.waitUntil(lambda: tab.session.network.get(Meeting, meeting.id).state == MeetingState.HELD)
    press(qtbot, Qt.Key.Key_G, ALT)
    qtbot.waitUntil(lambda: tab.session.network.get(Meeting, meeting.id).state != MeetingState.HELD)
    approved = tab.session.network.get(Meeting, meeting.id)
    assert (approved.state, approved.approved_on) == (MeetingState.APPROVED, "2014-12-03")
    press(qtbot, Qt.Key.Key_R, CTRL)
    assert not tab.writing.is_on
    assert items(tab)[count - 2].outcome == f"Referat {count - 1}, føjet til"
    assert items(tab)[-1].decision == f"Beslutning {count}"


def test_minutes_are_saved_at_a_pause_with_the_cursor_where_it_is(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.writing.turn(is_on=True)
    saving = tab.writing.pane.fields["outcome"].saving
    saving.pause.setInterval(10)
    write(qtbot, "Drøftet")
    item = items(tab)[0]
    assert item.outcome == ""
    qtbot.waitUntil(lambda: items(tab)[0].outcome == "Drøftet")
    assert focused() is tab.writing.pane.fields["outcome"].input
    write(qtbot, " og besluttet")
    assert tab.writing.pane.fields["outcome"].input.toPlainText() == "Drøftet og besluttet"


def test_writing_without_a_pause_is_saved_too(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.writing.turn(is_on=True)
    saving = tab.writing.pane.fields["outcome"].saving
    saving.limit.setInterval(40)
    for _ in range(200):
        write(qtbot, "x")
        assert saving.pause.isActive() or items(tab)[0].outcome
        if items(tab)[0].outcome:
            break
        qtbot.wait(2)
    assert items(tab)[0].outcome


def test_a_meeting_ahead_can_be_neither_held_nor_approved(tab: MeetingsPage) -> None:
    assert not tab.steps.held_button.isEnabled()
    assert not tab.steps.approve_button.isEnabled()
    turn_to(tab.session, "2014-12-03")
    assert tab.steps.held_button.isEnabled()
    assert not tab.steps.approve_button.isEnabled(), "it is not held yet"


def test_whoever_is_still_invited_is_present_when_the_meeting_is_marked_as_held(meeting_day: MeetingsPage) -> None:
    tab = meeting_day
    session, meeting = tab.session, annual(tab)
    rows = [row for row in meetings.attendances(session.network, meeting) if row.status == Attending.INVITED]
    session.write([rows[0].edited({"status": "apologies"})])
    session.write([item.edited({"outcome": "Drøftet"}) for item in items(tab) if item.topic])
    tab.steps.held_button.click()
    assert f"{len(rows) - 1} indkaldte er ført som til stede." in tab.meetings.strip.text
    assert tab.attendance.details.text() == f"{len(rows) - 1} til stede, 2 afbud"
    assert tab.steps.approve_button.isEnabled()
    session.undo()
    assert tab.attendance.details.text() == f"2 afbud, {len(rows) - 1} indkaldt"


def test_an_annual_meeting_without_its_topics_is_not_held_and_nothing_typed_is_lost(
    meeting_day: MeetingsPage, qtbot: QtBot
) -> None:
    tab = meeting_day
    tab.writing.turn(is_on=True)
    write(qtbot, "Velkommen til alle")
    tab.steps.held_button.click()
    assert "kan ikke stå som afholdt uden referat af »Det foregående års arbejde«" in tab.agenda.pane.strip.text
    assert annual(tab).state == MeetingState.CALLED
    assert items(tab)[0].outcome == "Velkommen til alle"
    chosen = tab.agenda.chosen()
    assert chosen is not None
    assert chosen.topic == Topic.PAST_YEAR
    assert focused() is tab.writing.pane.fields["outcome"].input
    write(qtbot, "Målene blev gennemgået")
    tab.steps.held_button.click()
    assert "»De kommende indsatsområder« og »Netværkets øvrige funktioner«" in tab.agenda.pane.strip.text
    assert items(tab)[1].outcome == "Målene blev gennemgået"


def test_minutes_taken_out_of_a_held_meeting_are_refused_beside_the_field(
    meeting_day: MeetingsPage, qtbot: QtBot
) -> None:
    tab = meeting_day
    session = tab.session
    changes = [
        Change("agenda_items", item.id, {"outcome": ""}, {"outcome": "Drøftet"}) for item in items(tab) if item.topic
    ]
    session.write([*changes, Change("meetings", annual(tab).id, {"state": "called"}, {"state": "held"})])
    tab.agenda.pane.view.choose(items(tab)[1].id)
    tab.writing.turn(is_on=True)
    field = tab.writing.pane.fields["outcome"]
    field.input.selectAll()
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Tab)
    assert "uden referat" in field.reason.text()
    assert items(tab)[1].outcome == "Drøftet"


def test_the_mandatory_topics_have_their_material_beside_the_minutes(tab: MeetingsPage) -> None:
    tab.writing.turn(is_on=True)
    texts = []
    for _ in range(3):
        tab.writing.step(1)
        texts.append(tab.writing.pane.material.text)
    assert texts[0].startswith(
        "Handlingsplan 2014, ændret siden version 2: 13 mål\n7 indfriet, 3 delvist indfriet, 1 ikke indfriet, 2 i gang"
    )
    assert texts[1].startswith("Indsatsområder 2015: i høring, frist 28.11.2014")
    assert "Læselyst, læring og litteratur (centralbiblioteksdel, regionalt)" in texts[1]
    assert "Ubesatte pladser: Vejle" in texts[2]
    tab.writing.step(1)
    assert not tab.writing.pane.material.isVisible()


def test_the_form_of_a_topic_shows_its_material_and_that_of_a_meeting_none(tab: MeetingsPage) -> None:
    tab.agenda.pane.view.setFocus()
    tab.agenda.pane.view.choose(items(tab)[1].id)
    assert "7 indfriet" in tab.sections.material.text
    tab.meetings.view.setFocus()
    assert not tab.sections.material.isVisible()
    assert tab.form.record == annual(tab)


def test_f6_goes_from_table_to_table_to_the_form_and_round(tab: MeetingsPage) -> None:
    tab.meetings.view.setFocus()
    places = []
    for _ in range(4):
        tab.change_side()
        places.append(focused())
    assert places[:2] == [tab.agenda.pane.view, tab.attendance.pane.view]
    assert tab.form.isAncestorOf(places[2])
    assert places[3] is tab.meetings.view


def test_what_somebody_else_writes_into_an_item_is_shown_where_nothing_is_typed(tab: MeetingsPage) -> None:
    tab.writing.turn(is_on=True)
    item = items(tab)[0]
    tab.session.write([Change("agenda_items", item.id, {"decision": ""}, {"decision": "Godkendt"})])
    assert tab.writing.pane.fields["decision"].input.toPlainText() == "Godkendt"


def test_another_year_ends_the_writing(tab: MeetingsPage, qtbot: QtBot) -> None:
    tab.writing.turn(is_on=True)
    write(qtbot, "Velkommen")
    tab.session.set_year(2013)
    assert not tab.writing.is_on
    outcomes = [item.outcome for item in meetings.agenda(tab.session.network, annual(tab))]
    assert outcomes[0] == "Velkommen"


def test_what_is_searched_for_filters_the_meetings_and_is_forgotten_with_the_words(tab: MeetingsPage) -> None:
    tab.agenda.pane.view.setFocus()
    tab.filter("midtvejs")
    assert listed(tab, 0) == ["13.05.2015"]
    tab.filter("")
    assert len(listed(tab, 0)) == 4


# Going to a place


def findings(session: Session) -> list[Finding]:
    found = [finding for item in session.checked() for finding in item.verdict.findings]
    return [finding for finding in found if TAB_OF_TABLE[finding.table] == "Møder"]


@pytest.mark.parametrize("year", [2013, 2014, 2015, 2016])
def test_each_finding_about_meetings_is_gone_to_from_the_overview(window: MainWindow, year: int) -> None:
    window.session.set_year(year)
    for finding in findings(window.session):
        window.show_tab(0)
        window.page.jump_asked.emit(finding.table, finding.row_id, finding.field)
        assert isinstance(window.page, MeetingsTab)
        tab = window.page.page
        assert isinstance(tab, MeetingsPage)
        assert tab.isAncestorOf(focused())
        if finding.row_id:
            assert tab.form.record is not None
            assert tab.form.record.id == finding.row_id
        if finding.row_id and finding.field:
            assert tab.form.field(finding.field).input.hasFocus()


def test_the_example_has_findings_about_meetings(window: MainWindow) -> None:
    assert findings(window.session)


def test_a_lacking_topic_is_gone_to_at_the_action_that_adds_it(tab: MeetingsPage, window: MainWindow) -> None:
    topic = next(item for item in items(tab) if item.topic)
    tab.session.write([Change("agenda_items", topic.id, {"archived": False}, {"archived": True})])
    tab.meetings.view.choose(meetings.of_year(tab.session.network, 2015)[0].id)
    window.jump_to(AgendaItem.TABLE, "", "topic")
    assert tab.meeting() == annual(tab)
    assert focused() is tab.agenda.topics_button


def test_an_item_of_another_year_is_shown_in_that_year(tab: MeetingsPage, window: MainWindow) -> None:
    planning = next(row for row in meetings.of_year(tab.session.network, 2013) if row.held_on == "2013-05-15")
    item = meetings.agenda(tab.session.network, planning)[2]
    window.jump_to(AgendaItem.TABLE, item.id, "decision")
    assert tab.session.year == 2013
    assert tab.meeting() == planning
    assert tab.form.field("decision").input.hasFocus()


def test_a_read_only_network_offers_nothing_to_write(tab: MeetingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab.session, "is_read_only", True)
    tab.session.changed.emit(frozenset())
    buttons = (tab.steps.held_button, tab.steps.approve_button, tab.agenda.add_button, tab.attendance.call_button)
    assert not any(button.isEnabled() for button in buttons)


@pytest.mark.parametrize(
    "text", ["<b>fed</b> & »mærket«", '<img src="file:///etc/passwd">', "𝔘 🎉", "å" * 5000, "linje\nto", "e\u0301"]
)
def test_minutes_keep_any_text_as_it_is(tab: MeetingsPage, text: str) -> None:
    tab.writing.turn(is_on=True)
    tab.writing.pane.fields["outcome"].input.setPlainText(text)
    tab.writing.step(1)
    assert items(tab)[0].outcome == unicodedata.normalize("NFC", text)
    assert items(tab)[0].outcome == tab.agenda.pane.model.records()[0].outcome


def test_a_meeting_row_is_added_by_pasting_and_gets_the_topics_it_must_have(empty: MeetingsPage) -> None:
    QGuiApplication.clipboard().setText("2.12.2015\tuge 49\t10.00\tÅrsmøde\tÅrsmøde 2015\tOdense\tPlanlagt\n")
    empty.meetings.view.paste()
    made = empty.session.network.live(Meeting)
    assert [(row.kind, row.held_on, row.place) for row in made] == [("annual", "2015-12-02", "Odense")]
    assert {item.topic for item in meetings.agenda(empty.session.network, made[0])} == set(map(str, Topic))


def test_a_meeting_added_elsewhere_appears_without_moving_the_choice(tab: MeetingsPage) -> None:
    before = tab.meeting()
    tab.session.write(agenda_templates.new_meeting(tab.session.network, MeetingKind.OTHER, "2015-01-07"))
    assert "07.01.2015" in listed(tab, 0)
    assert tab.meeting() == before
