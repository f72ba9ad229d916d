"""Minutes written in the meeting: by keys alone, together with a colleague, on the wall."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar, QToolBar
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.meetings import agenda_templates, follow_ups, meetings
from cbnet_desktop.domain.records import AgendaItem, Attendance, FollowUp, Meeting, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words.choices import Act, Attending, MeetingKind, MeetingState
from cbnet_desktop.store import Store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.adding import Add
from tests.ui.sharing import change, meet
from tests.ui.showing import focused, press, turn_to, write

MEETINGS = 3
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier


def page_of(window: MainWindow) -> MeetingsPage:
    window.show_tab(MEETINGS)
    assert isinstance(window.page, MeetingsTab)
    assert isinstance(window.page.page, MeetingsPage)
    return window.page.page


@pytest.fixture
def page(window: MainWindow) -> MeetingsPage:
    """2015 of the example network on the day of the annual meeting of December 2014."""
    window.activateWindow()
    page = page_of(window)
    turn_to(page.session, "2014-12-03")
    return page


@pytest.fixture
def planning(page: MeetingsPage) -> Meeting:
    """A planning meeting of January 2015, today, the chosen one, with the follow-ups of earlier ones."""
    session = page.session
    turn_to(session, "2015-01-21")
    held = next(row for row in meetings.of_year(session.network, 2014) if row.held_on == "2014-09-10")
    session.write(guard.reopened(session.network, Act.APPROVED, held, "En rettelse.", session.today.isoformat()))
    made = agenda_templates.new_meeting(session.network, MeetingKind.PLANNING, "2015-01-21")
    session.write(made)
    page.jump_to(Meeting.TABLE, made[0].row_id)
    meeting = page.meeting()
    assert meeting is not None
    session.write(meetings.call_members(session.network, meeting))
    return meeting


@pytest.fixture
def together(main: MainWindow, add: Add, colleague: Store) -> MeetingsPage:
    """A meeting with one item that Bo has on his computer too; its minutes are being written."""
    meeting = add("meetings", kind="other", held_on="2015-03-04")
    add("agenda_items", meeting_id=meeting, title="Økonomi", position=1)
    meet(main.session, colleague)
    main.activateWindow()
    page = page_of(main)
    page.jump_to(Meeting.TABLE, meeting)
    page.writing.turn(is_on=True)
    return page


def items(page: MeetingsPage) -> list[AgendaItem]:
    meeting = page.meeting()
    assert meeting is not None
    return meetings.agenda(page.session.network, meeting)


def text_of(page: MeetingsPage, field: str) -> str:
    return page.writing.pane.fields[field].text.toPlainText()


# By keys alone


def test_a_whole_meeting_is_written_with_key_events_only(page: MeetingsPage, qtbot: QtBot) -> None:
    """From the list of meetings to the end of the meeting; every widget used is the one that has the focus."""
    network_before = page.session.network
    press(qtbot, Qt.Key.Key_R, CTRL)
    write(qtbot, "Velkommen til alle. Dagsordenen har ingen bemærkninger.")
    press(qtbot, Qt.Key.Key_1, ALT)
    write(qtbot, " uden bemærkninger.")
    press(qtbot, Qt.Key.Key_PageDown, CTRL)

    write(qtbot, "Status på målene blev gennemgået.")
    press(qtbot, Qt.Key.Key_D, BOTH)
    write(qtbot, "Karla Sagnholm")
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, " Karla Sagnholm kom til.")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "Ta")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_PageDown, CTRL)

    write(qtbot, "Svarene støtter de fire områder.")
    press(qtbot, Qt.Key.Key_O, BOTH)
    write(qtbot, "Skrive områderne ind i planen")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "Gorm Tænkeholm")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "15.1.2015")
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, " Gorm skriver.")
    press(qtbot, Qt.Key.Key_3, ALT)
    for _ in range(4):
        press(qtbot, Qt.Key.Key_PageDown, CTRL)
        write(qtbot, "Drøftet.")
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_F)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_A, BOTH)

    session, meeting = page.session, page.meeting()
    assert meeting is not None
    assert meeting.state == MeetingState.HELD
    first, second, third, *rest = items(page)
    assert first.outcome == "Velkommen til alle. Dagsordenen har ingen bemærkninger."
    assert first.decision == "Godkendes uden bemærkninger."
    assert second.outcome == "Status på målene blev gennemgået. Karla Sagnholm kom til."
    assert second.decision == "Taget til efterretning"
    assert third.outcome == "Svarene støtter de fire områder. Gorm skriver."
    assert third.decision == "Tiltrådt"
    assert [item.outcome for item in rest] == ["Drøftet."] * 4
    rows = {session.network.get(Person, row.person_id).name: row for row in attendances(page)}
    late = rows["Karla Sagnholm"]
    assert (late.status, late.from_item_id) == (Attending.PRESENT, second.id)
    assert rows["Birger Skabelonsen"].status == Attending.ABSENT
    (made,) = follow_ups.of_meeting(session.network, meeting)
    owner = session.network.get(Person, made.owner_person_id)
    assert (made.text, made.deadline, made.agenda_item_id) == ("Skrive områderne ind i planen", "2015-01-15", third.id)
    assert owner.name == "Gorm Tænkeholm"
    while session.undo_stack.undo_label:
        session.undo()
    assert session.network.live(AgendaItem) == network_before.live(AgendaItem)
    assert session.network.live(Attendance) == network_before.live(Attendance)


def attendances(page: MeetingsPage) -> list[Attendance]:
    meeting = page.meeting()
    assert meeting is not None
    return meetings.attendances(page.session.network, meeting)


def test_follow_ups_come_back_and_are_ticked_by_space(page: MeetingsPage, planning: Meeting, qtbot: QtBot) -> None:
    network = page.session.network
    waiting = follow_ups.open_before(network, planning)
    assert len(waiting) == 3
    place = next(at for at, item in enumerate(items(page)) if item.title == "Opfølgning fra tidligere møder")
    press(qtbot, Qt.Key.Key_R, CTRL)
    for _ in range(place):
        press(qtbot, Qt.Key.Key_PageDown, CTRL)
    press(qtbot, Qt.Key.Key_F6)
    assert focused() is page.writing.pane.papers.open.pane.view
    press(qtbot, Qt.Key.Key_Space)
    assert page.session.network.get(FollowUp, waiting[0].id).done_on == "2015-01-21"
    later = agenda_templates.new_meeting(page.session.network, MeetingKind.PLANNING, "2015-03-18")
    page.session.write(later)
    left = follow_ups.open_before(page.session.network, page.session.network.get(Meeting, later[0].row_id))
    assert [row.id for row in left] == [row.id for row in waiting[1:]]
    page.session.undo()
    page.session.undo()
    assert page.session.network.get(FollowUp, waiting[0].id).done_on is None


def test_the_minutes_of_the_last_meeting_are_approved_on_the_next_agenda(
    page: MeetingsPage, planning: Meeting, qtbot: QtBot
) -> None:
    item = next(item for item in items(page) if item.minutes_of_id)
    page.agenda.pane.view.choose(item.id)
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, Qt.Key.Key_G, BOTH)
    assert page.session.network.get(AgendaItem, item.id).decision == "Godkendes"
    assert page.session.network.get(Meeting, item.minutes_of_id).state == MeetingState.HELD
    press(qtbot, Qt.Key.Key_A, BOTH)
    approved = page.session.network.get(Meeting, item.minutes_of_id)
    assert (approved.state, approved.approved_on, approved.approved_at_id) == ("approved", "2015-01-21", planning.id)
    assert "er godkendt" in page.writing.pane.strip.text
    page.session.undo()
    assert page.session.network.get(Meeting, item.minutes_of_id).state == MeetingState.APPROVED


def test_one_button_approves_minutes_after_the_meeting(page: MeetingsPage, planning: Meeting) -> None:
    session = page.session
    item = next(item for item in items(page) if item.minutes_of_id)
    session.write([Change("meetings", planning.id, {"state": "planned"}, {"state": "held"})])
    page.jump_to(AgendaItem.TABLE, item.id)
    assert page.sections.approve_button.text() == "Godkend referatet af Møde om indsatsområder 10.09.2014"
    page.sections.approve_button.click()
    assert session.network.get(Meeting, item.minutes_of_id).approved_at_id == planning.id
    assert not page.sections.approve_button.isVisible()


def test_a_phrase_is_offered_while_it_is_typed_and_typing_on_ignores_it(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    write(qtbot, "sa")
    popup = page.writing.pane.fields["outcome"].text.completer.popup()
    assert popup.isVisible()
    write(qtbot, "lmebog")
    assert not popup.isVisible()
    assert text_of(page, "outcome") == "salmebog"
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "dr")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    assert text_of(page, "outcome") == "salmebog\nDrøftet"


def test_a_line_under_the_text_is_left_by_esc_with_nothing_written(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    write(qtbot, "Drøftet")
    before = page.session.network.live(FollowUp)
    press(qtbot, Qt.Key.Key_O, BOTH)
    write(qtbot, "Ikke alligevel")
    press(qtbot, Qt.Key.Key_Escape)
    assert focused() is page.writing.pane.fields["outcome"].text
    write(qtbot, " færdigt")
    assert text_of(page, "outcome") == "Drøftet færdigt"
    assert page.session.network.live(FollowUp) == before


def test_marked_words_become_the_follow_up(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    write(qtbot, "Oda samler tallene")
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_O, BOTH)
    press(qtbot, Qt.Key.Key_Return)
    assert "Oda samler tallene" in {row.text for row in page.session.network.live(FollowUp)}


def test_the_text_has_the_whole_width_where_an_item_has_no_papers(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    pane = page.writing.pane
    widths = {True: set[int](), False: set[int]()}
    for _ in range(7):
        QApplication.processEvents()
        widths[pane.papers.is_empty].add(pane.fields["outcome"].text.width())
        assert pane.papers.isVisible() is not pane.papers.is_empty
        press(qtbot, Qt.Key.Key_PageDown, CTRL)
    assert max(widths[False]) < min(widths[True])


def test_a_deadline_without_a_year_comes_after_the_meeting(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, Qt.Key.Key_O, BOTH)
    write(qtbot, "Ringe til Oda")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "15.1.")
    press(qtbot, Qt.Key.Key_Return)
    made = next(row for row in page.session.network.live(FollowUp) if row.text == "Ringe til Oda")
    assert made.deadline == "2015-01-15"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "", ""), "Skriv, hvad der skal gøres"),
        (("Skrive", "Ingen Kender", ""), "findes ikke"),
        (("Skrive", "", "31.2.2015"), "er ikke en dato"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused_under_the_line(
    page: MeetingsPage, qtbot: QtBot, typed: tuple[str, str, str], sentence: str
) -> None:
    before = page.session.network.live(FollowUp)
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, Qt.Key.Key_O, BOTH)
    for place, text in enumerate(typed):
        write(qtbot, text)
        press(qtbot, Qt.Key.Key_Tab if place < 2 else Qt.Key.Key_Return)
    assert sentence in page.writing.pane.follow_up.strip.text
    assert page.session.network.live(FollowUp) == before


def test_a_guest_at_one_item_is_written_down_with_that_item(page: MeetingsPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, Qt.Key.Key_D, BOTH)
    write(qtbot, "Ole Gæstmand")
    press(qtbot, Qt.Key.Key_Return)
    assert "Gæst under punktet" in page.writing.pane.attendance.strip.text
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "Gæ")
    press(qtbot, Qt.Key.Key_Return)
    row = next(
        row for row in attendances(page) if page.session.network.get(Person, row.person_id).name == "Ole Gæstmand"
    )
    assert row.is_guest
    assert (row.from_item_id, row.to_item_id) == (items(page)[0].id, items(page)[0].id)
    page.session.undo()
    assert "Ole Gæstmand" not in {person.name for person in page.session.network.live(Person)}


def test_letters_say_who_came_late_and_left_early_at_the_chosen_item(page: MeetingsPage, qtbot: QtBot) -> None:
    third = items(page)[2]
    page.agenda.pane.view.choose(third.id)
    view = page.attendance.pane.view
    view.setFocus()
    view.choose(attendances(page)[0].id, "status")
    press(qtbot, Qt.Key.Key_K)
    press(qtbot, Qt.Key.Key_G)
    row = attendances(page)[0]
    assert (row.from_item_id, row.to_item_id) == (third.id, third.id)
    press(qtbot, Qt.Key.Key_G)
    assert attendances(page)[0].to_item_id is None


# Together with a colleague


def test_what_a_colleague_writes_into_the_same_item_meanwhile_is_kept_beside_mine(
    together: MeetingsPage, colleague: Store, qtbot: QtBot
) -> None:
    session, item = together.session, items(together)[0]
    write(qtbot, "Mit referat.")
    change(colleague, item.id, "agenda_items", outcome="Bos referat.", decision="Godkendes")
    colleague.exchange()
    session.store.exchange()
    session.look()
    assert text_of(together, "outcome") == "Mit referat."
    write(qtbot, " Mere.")
    press(qtbot, Qt.Key.Key_Tab)
    assert items(together)[0].outcome == "Bos referat. Mit referat. Mere."
    assert text_of(together, "outcome") == "Bos referat. Mit referat. Mere."
    session.look()
    assert text_of(together, "decision") == "Godkendes"
    assert session.refusals.of("agenda_items", item.id, "outcome") is None
    session.undo()
    assert items(together)[0].outcome == "Bos referat."


def test_a_pause_that_saves_joined_texts_leaves_the_cursor_in_my_sentence(
    together: MeetingsPage, colleague: Store, qtbot: QtBot
) -> None:
    session, item = together.session, items(together)[0]
    write(qtbot, "Mit")
    change(colleague, item.id, "agenda_items", outcome="Bos.")
    colleague.exchange()
    session.store.exchange()
    session.look()
    together.writing.pane.commit()
    write(qtbot, " referat")
    together.writing.pane.commit()
    assert items(together)[0].outcome == "Bos. Mit referat"


def test_an_item_that_a_colleague_takes_off_the_agenda_is_not_written_into_silently(
    together: MeetingsPage, colleague: Store, qtbot: QtBot
) -> None:
    session, item = together.session, items(together)[0]
    write(qtbot, "Mit")
    change(colleague, item.id, "agenda_items", archived=True)
    colleague.exchange()
    session.store.exchange()
    together.writing.pane.commit()
    assert session.network.get(AgendaItem, item.id).outcome == "Mit"


# On the wall


def test_the_projector_shows_agenda_and_text_alone_and_gives_the_window_back(
    page: MeetingsPage, window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    size = page.writing.pane.fields["outcome"].text.font().pointSizeF()
    shown = [*window.findChildren(QToolBar), *window.findChildren(QTabBar), window.statusBar()]
    press(qtbot, Qt.Key.Key_F11)
    assert not any(widget.isVisible() for widget in shown)
    assert not page.attendance.isVisible()
    assert not page.actions_line.isVisible()
    assert page.writing.pane.fields["outcome"].text.font().pointSizeF() > 1.5 * size
    assert window.isFullScreen()
    write(qtbot, "På væggen")
    press(qtbot, Qt.Key.Key_PageDown, CTRL)
    press(qtbot, Qt.Key.Key_2, ALT)
    press(qtbot, Qt.Key.Key_PageDown, CTRL)
    assert items(page)[0].outcome == "På væggen"
    assert items(page)[1].decision == "Taget til efterretning"
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert items(page)[1].decision == ""
    press(qtbot, Qt.Key.Key_F11)
    assert all(widget.isVisible() for widget in shown)
    assert page.attendance.isVisible()
    assert page.writing.pane.fields["outcome"].text.font().pointSizeF() == size
    assert not window.isFullScreen()


def test_leaving_the_minutes_leaves_the_wall_too(page: MeetingsPage, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F11)
    assert page.writing.is_projected
    press(qtbot, Qt.Key.Key_R, CTRL)
    assert not page.writing.is_projected
    assert window.statusBar().isVisible()
    assert page.form.isVisible()


def test_another_tab_takes_the_minutes_off_the_wall(page: MeetingsPage, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F11)
    press(qtbot, Qt.Key.Key_1, CTRL)
    assert window.statusBar().isVisible()
    assert window.tabs.currentIndex() == 0
    assert not window.isFullScreen()
    window.show_tab(MEETINGS)
    assert page.writing.is_on
    assert page.attendance.isVisible()


def test_a_window_closed_from_the_wall_is_an_ordinary_one_next_time(
    page: MeetingsPage, window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_F11)
    write(qtbot, "Sidste ord")
    window.close()
    assert not page.writing.is_projected
    assert not window.isFullScreen()


def test_another_year_takes_the_minutes_off_the_wall(page: MeetingsPage, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F11)
    page.session.set_year(2014)
    assert window.statusBar().isVisible()
    assert page.meetings.isVisible()


def test_a_read_only_network_takes_no_phrases_or_lines(session: Session, page: MeetingsPage, qtbot: QtBot) -> None:
    del session
    page.session.is_read_only = True
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, Qt.Key.Key_1, ALT)
    press(qtbot, Qt.Key.Key_O, BOTH)
    assert not page.writing.pane.follow_up.isVisible()
    assert text_of(page, "decision") == ""
