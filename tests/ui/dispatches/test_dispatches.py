"""Mails in the window: drafted, opened in the mail program, said to be sent, and looked at as they went out."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import active_count

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.dispatches import dispatches, proposals
from cbnet_desktop.domain.meetings import annexes, meetings
from cbnet_desktop.domain.records import Annex, Dispatch, Meeting, Person
from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog
from cbnet_desktop.ui.dispatches.dispatches_dialog import DispatchesDialog
from cbnet_desktop.ui.dispatches.reminders_dialog import RemindersDialog
from cbnet_desktop.ui.dispatches.sent_dialog import SentDialog
from cbnet_desktop.ui.editing import mail_folder
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.focus_dialogs import SendDialog
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.meetings.call_dialog import CallDialog
from cbnet_desktop.ui.meetings.meeting_actions import MeetingActions
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.roster.erase_dialog import EraseDialog
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.waiting import PATIENCE_MS


def the_meeting(session: Session, day: str = "2014-12-17") -> Meeting:
    return next(row for row in session.network.live(Meeting) if row.held_on == day)


def proposed(session: Session) -> proposals.Proposal:
    return proposals.notice(session.network, the_meeting(session), "Kom til møde.", "Birger Skabelonsen")


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> DispatchDialog:
    made = DispatchDialog(window.session, proposed(window.session), window)
    qtbot.addWidget(made)
    made.show()
    return made


def drafted(dialog: DispatchDialog, qtbot: QtBot) -> EmailMessage:
    """The mail that the mail program is given."""
    opened: list[QUrl] = []
    dialog.hand_over = opened.append
    dialog.attempt()
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE_MS)
    return message_from_bytes(Path(opened[0].toLocalFile()).read_bytes(), policy=policy.default)


def asked(window: MainWindow) -> SentDialog:
    """The question whether it is sent."""
    return window.findChildren(SentDialog)[-1]


def newest(session: Session) -> Dispatch:
    return dispatches.newest_first(session.network.rows(Dispatch))[0]


def test_a_meeting_is_called_by_the_mail_that_was_written_from_its_dialog(window: MainWindow, qtbot: QtBot) -> None:
    session, meeting = window.session, the_meeting(window.session)
    calling = CallDialog(session, meeting, window)
    calling.open()
    calling.text.input.show_typed("Kom til møde den 17.")
    calling.mail_button.click()
    (made,) = window.findChildren(DispatchDialog)
    assert not calling.isVisible()
    mail = drafted(made, qtbot)
    assert len(mail["To"].addresses) == 7
    assert [part.get_filename() for part in mail.iter_attachments()] == ["dagsorden-2014-12-17.pdf", "møde.ics"]
    assert session.network.get(Meeting, meeting.id).state == "planned"
    asked(window).attempt()
    called = session.network.get(Meeting, meeting.id)
    assert (called.state, called.called_on, called.invitation) == ("called", "2014-11-24", "Kom til møde den 17.")
    assert calling.result() == QDialog.DialogCode.Accepted


def test_who_thinks_better_of_the_mail_is_back_in_the_dialog_with_her_text(window: MainWindow) -> None:
    calling = CallDialog(window.session, the_meeting(window.session), window)
    calling.open()
    calling.text.input.show_typed("Min egen tekst")
    calling.mail_button.click()
    window.findChildren(DispatchDialog)[0].reject()
    assert calling.isVisible()
    assert calling.text.input.typed() == "Min egen tekst"
    assert list(window.session.network.rows(Dispatch)) == []


def test_a_draft_that_is_not_sent_yet_waits_in_the_list_until_it_is(
    window: MainWindow, dialog: DispatchDialog, qtbot: QtBot
) -> None:
    session = window.session
    drafted(dialog, qtbot)
    asked(window).reject()
    listed = DispatchesDialog(session, the_meeting(session), window)
    qtbot.addWidget(listed)
    assert listed.remove_button.isEnabled()
    question = listed.ask_whether_sent()
    assert question
    question.attempt()
    assert newest(session).sent_on == "2014-11-24"
    assert newest(session).sent_by == session.store.user
    assert not listed.remove_button.isEnabled()
    assert not listed.sent_button.isEnabled()


def test_the_consultation_begins_by_its_mail_with_the_deadline_that_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    sending = SendDialog(window.session, window)
    sending.open()
    sending.answers["deadline"].input.show_typed("7.1.2015")
    sending.mail_button.click()
    (made,) = window.findChildren(DispatchDialog)
    mail = drafted(made, qtbot)
    body = mail.get_body()
    assert body
    assert "Svar senest onsdag den 7. januar 2015." in body.get_content().replace("\r\n", "\n")
    assert newest(window.session).kind == "consultation"


def test_only_who_is_ticked_gets_it_and_nobody_is_refused(dialog: DispatchDialog, qtbot: QtBot) -> None:
    ids = [one.person_id for one in proposed(dialog.session).recipients]
    for person_id in ids[1:]:
        dialog.to.ticked.emit(person_id, False)
    assert dialog.to.details.text() == "1 valgt"
    assert len(drafted(dialog, qtbot)["To"].addresses) == 1
    again = DispatchDialog(dialog.session, proposed(dialog.session), dialog.parentWidget())
    qtbot.addWidget(again)
    for person_id in ids:
        again.to.ticked.emit(person_id, False)
    again.attempt()
    assert again.strip.text == "Forsendelsen har ingen modtagere. Vælg mindst én."
    assert again.isEnabled()


@pytest.mark.parametrize("closes", [False, True])
def test_nothing_is_left_of_a_draft_that_is_cancelled_while_it_is_written(
    window: MainWindow, qtbot: QtBot, *, closes: bool
) -> None:
    session, opened = window.session, list[QUrl]()
    dialog = open_dialog(DispatchDialog(session, proposed(session), window))
    dialog.hand_over = opened.append
    kept = session.store.replica_path.parent.parent / "annexes"
    before, threads = set(kept.rglob("*.bi1")), active_count()
    dialog.attempt()
    (dialog if closes else dialog.findChildren(BusyDialog)[0]).reject()
    qtbot.waitUntil(lambda: active_count() <= threads, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: set(kept.rglob("*.bi1")) == before, timeout=PATIENCE_MS)
    assert (list(session.network.rows(Dispatch)), opened) == ([], [])


def test_addresses_are_copied_for_a_mail_written_by_hand(dialog: DispatchDialog) -> None:
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text().split("; ")
    assert copied == [one.address for one in proposed(dialog.session).meant]
    assert dialog.strip.text == "7 adresser kopieret. Sæt ind i mailens Til-felt."


def test_the_files_are_saved_for_a_mail_written_by_hand_and_then_it_asks_too(
    window: MainWindow, dialog: DispatchDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.save_into(tmp_path)
    qtbot.waitUntil(lambda: bool(window.findChildren(SentDialog)), timeout=PATIENCE_MS)
    session = window.session
    kept = annexes.of(session.network, newest(session))
    for file in kept:
        assert (tmp_path / file.file_name).read_bytes() == session.store.annexes.content(file)
    assert len(kept) == 2


def test_the_public_edition_offers_no_closed_annex(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    item = meetings.agenda(session.network, the_meeting(session))[0]
    kept = session.store.annexes.kept("Navne.pdf", b"%PDF-1.7 navne")
    session.write(annexes.added(session.network, item, {"title": "Navne", "closed": True, **kept}))
    made = DispatchDialog(session, proposed(session), window)
    qtbot.addWidget(made)

    def shown() -> list[str]:
        return [made.files.list.item(place).text() for place in range(made.files.list.count())]

    assert any("Navne" in line and "lukket" in line for line in shown())
    made.public.setChecked(True)
    assert not any("Navne" in line for line in shown())
    mail = drafted(made, qtbot)
    assert "dagsorden-offentlig-2014-12-17.pdf" in [part.get_filename() for part in mail.iter_attachments()]
    assert newest(session).is_public


def test_the_paper_that_went_out_is_shown_as_it_went_whatever_stands_now(
    window: MainWindow, dialog: DispatchDialog, qtbot: QtBot
) -> None:
    session = window.session
    mail = drafted(dialog, qtbot)
    asked(window).attempt()
    session.write([the_meeting(session).edited({"place": "Et helt andet sted"})])
    listed = DispatchesDialog(session, None, window)
    qtbot.addWidget(listed)
    listed.open_file()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=PATIENCE_MS)
    sent = next(mail.iter_attachments()).get_payload(decode=True)
    (paper,) = [row for row in session.network.rows(Annex) if row.media_type == "application/pdf" and row.dispatch_id]
    assert session.store.annexes.content(paper) == sent


def test_the_list_opens_the_same_mail_again_saves_its_files_and_removes_a_draft(
    window: MainWindow, dialog: DispatchDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    mail = drafted(dialog, qtbot)
    listed = DispatchesDialog(window.session, None, window)
    qtbot.addWidget(listed)
    opened: list[QUrl] = []
    listed.hand_over = opened.append
    listed.open_mail()
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE_MS)
    again = message_from_bytes(Path(opened[0].toLocalFile()).read_bytes(), policy=policy.default)
    assert again.as_bytes() == mail.as_bytes()
    listed.save_into(tmp_path)
    qtbot.waitUntil(lambda: listed.strip.text == f"2 filer gemt i {tmp_path}", timeout=PATIENCE_MS)
    listed.save_into(tmp_path)
    qtbot.waitUntil(lambda: "findes allerede" in listed.strip.text, timeout=PATIENCE_MS)
    listed.remove()
    assert list(window.session.network.rows(Dispatch)) == []
    assert listed.strip.text == "Der er ikke sendt noget endnu."
    window.session.undo()
    assert newest(window.session)


def test_each_person_who_is_behind_gets_one_reminder_of_her_own(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    listed = RemindersDialog(session, window)
    qtbot.addWidget(listed)
    listed.show()
    found = listed.chosen()
    assert found
    assert found.person
    made = listed.write()
    assert made
    mail = drafted(made, qtbot)
    body = mail.get_body()
    assert body
    assert all(line in body.get_content().replace("\r\n", "\n") for line in found.lines)
    assert mail["To"].addresses[0].addr_spec == found.person.email
    assert newest(session).person_id == found.person.id


def test_erasing_a_person_takes_the_drafts_that_lie_on_this_computer_and_what_undo_would_bring_back(
    window: MainWindow, dialog: DispatchDialog, qtbot: QtBot
) -> None:
    session = window.session
    drafted(dialog, qtbot)
    asked(window).reject()
    person = session.network.get(Person, dispatches.recipients(session.network, newest(session))[0].person_id)
    folder = Path(mail_folder._folder().name)
    assert list(folder.rglob("*.eml"))
    listed = DispatchesDialog(session, None, window)
    listed.remove()
    erasing = EraseDialog(session, person, window)
    erasing.answers["reason"].input.show_typed("Beder om sletning")
    erasing.attempt()
    assert not list(folder.rglob("*.eml"))
    session.undo()
    found = [one for one in dispatches.recipients(session.network, newest(session)) if one.person_id == person.id]
    assert [one.address for one in found] == [""]


def test_the_plan_is_sent_from_its_menu_and_the_minutes_from_the_papers_of_the_meeting(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_by_name["send_plan"].trigger()
    (made,) = window.findChildren(DispatchDialog)
    assert drafted(made, qtbot)["Subject"].startswith(f"Handlingsplan {window.session.year} · CBnet ")
    asked(window).reject()
    window.jump_to(Meeting.TABLE, the_meeting(window.session, "2013-11-20").id)
    steps = window.findChildren(MeetingActions)[0]
    sent = steps.send_minutes()
    assert sent
    assert drafted(sent, qtbot)["Subject"].startswith("Referat: Årsmøde 20.11.2013 · CBnet ")
    window.jump_to(Meeting.TABLE, the_meeting(window.session).id)
    assert steps.send_minutes() is None
