from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.charter.findings import Severity
from cbnet_desktop.domain.records import Appointment, Meeting, Organisation, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.finding_list import FindingList
from cbnet_desktop.ui.form.record_form import RecordForm
from tests.ui.adding import Add
from tests.ui.showing import show


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> RecordForm:
    return show(RecordForm(session), qtbot, 500, 700)


@pytest.fixture
def person(session: Session, add: Add, form: RecordForm) -> str:
    row_id = add("people", name="Anna", phone="1", email="a@x.dk")
    form.show_record(session.network.get(Person, row_id))
    return row_id


def type_into(form: RecordForm, qtbot: QtBot, name: str, text: str) -> QLineEdit:
    line = form.field(name).input
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    return line


def test_a_field_is_written_when_it_is_left(form: RecordForm, person: str, session: Session, qtbot: QtBot) -> None:
    type_into(form, qtbot, "phone", "22")
    assert session.network.get(Person, person).phone == "1"
    form.focus_field("email")
    assert session.network.get(Person, person).phone == "22"


def test_enter_writes_a_field(form: RecordForm, person: str, session: Session, qtbot: QtBot) -> None:
    line = type_into(form, qtbot, "phone", "22")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.network.get(Person, person).phone == "22"
    assert session.undo_stack.undo_label == "Telefon for Anna rettet"


def test_a_refused_field_keeps_what_was_typed_beside_the_reason(
    form: RecordForm, person: str, session: Session, qtbot: QtBot
) -> None:
    type_into(form, qtbot, "email", "forkert")
    form.focus_field("phone")
    field = form.field("email")
    assert field.input.text() == "forkert"
    assert field.reason.isVisible()
    assert "snabel-a" in field.reason.text()
    assert session.network.get(Person, person).email == "a@x.dk"


def test_a_refused_entry_is_still_there_when_the_row_is_shown_again(
    form: RecordForm, person: str, session: Session, add: Add, qtbot: QtBot
) -> None:
    type_into(form, qtbot, "email", "forkert")
    other = add("people", name="Bo")
    form.show_record(session.network.get(Person, other))
    assert form.field("email").input.text() == ""
    assert not form.field("email").reason.isVisible()
    form.show_record(session.network.get(Person, person))
    assert form.field("email").input.text() == "forkert"
    assert form.field("email").reason.isVisible()


def test_a_refused_entry_leaves_the_form_when_it_is_mended_elsewhere(
    form: RecordForm, person: str, session: Session
) -> None:
    line = form.field("email").input
    for mend in (True, False):
        session.refusals.keep("people", person, "email", Refusal("forkert", "E-mail skal have en snabel-a."))
        assert line.text() == "forkert"
        if mend:
            session.write([Change("people", person, {"email": "a@x.dk"}, {"email": "b@x.dk"})])
        session.refusals.forget("people", person, "email")
        assert (line.text(), form.field("email").reason.isVisible()) == ("b@x.dk", False)


@pytest.mark.usefixtures("person")
def test_esc_gives_up_what_was_typed(form: RecordForm, session: Session, qtbot: QtBot) -> None:
    line = type_into(form, qtbot, "email", "forkert")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "a@x.dk"
    assert not form.field("email").reason.isVisible()
    assert len(session.refusals) == 0


def test_what_is_being_typed_is_not_overwritten_by_what_others_change(
    form: RecordForm, person: str, session: Session, qtbot: QtBot
) -> None:
    line = type_into(form, qtbot, "phone", "22")
    session.write([Change("people", person, {"email": "a@x.dk"}, {"email": "b@x.dk"})])
    assert line.text() == "22"
    assert form.field("email").input.text() == "b@x.dk"


@pytest.mark.usefixtures("person")
def test_typing_holds_back_others_until_the_field_is_left(form: RecordForm, session: Session, qtbot: QtBot) -> None:
    line = type_into(form, qtbot, "phone", "22")
    assert session._holders
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not session._holders


def test_a_typed_date_is_read_in_danish_and_a_wrong_one_is_explained(
    form: RecordForm, session: Session, add: Add, qtbot: QtBot
) -> None:
    seat = next(iter(session.network.tables["seats"]))
    person = add("people", name="Anna")
    row = add("appointments", seat_id=seat, person_id=person, starts_on="2014-01-01")
    form.show_record(session.network.get(Appointment, row))
    line = type_into(form, qtbot, "letter_on", "24. november 2014")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.network.get(Appointment, row).letter_on == "2014-11-24"
    assert line.text() == "24.11.2014"
    type_into(form, qtbot, "letter_on", "31.02.2014")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "31.02.2014"
    assert "er ikke en dato" in form.field("letter_on").reason.text()


def test_a_date_without_a_year_is_near_the_one_that_stood_there(
    form: RecordForm, session: Session, add: Add, qtbot: QtBot
) -> None:
    row = add("meetings", kind="planning", held_on="1998-12-04")
    form.show_record(session.network.get(Meeting, row))
    for typed, held_on in (("15.1.", "1999-01-15"), ("20/12", "1998-12-20"), ("1.2.98", "1998-02-01")):
        qtbot.keyClick(type_into(form, qtbot, "held_on", typed), Qt.Key.Key_Return)
        assert session.network.get(Meeting, row).held_on == held_on


def test_a_day_from_the_calendar_is_written_at_once(form: RecordForm, session: Session, add: Add) -> None:
    seat = next(iter(session.network.tables["seats"]))
    row = add("appointments", seat_id=seat, person_id=add("people", name="Anna"), starts_on="2014-01-01")
    form.show_record(session.network.get(Appointment, row))
    field = form.field("starts_on").input
    field.open_calendar()
    calendar = field.findChild(QMenu).findChild(QCalendarWidget)
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "2014-01-01"
    assert calendar.locale().monthName(1) == "januar"
    calendar.clicked.emit(calendar.selectedDate().addDays(4))
    assert session.network.get(Appointment, row).starts_on == "2014-01-05"


def test_a_choice_is_written_when_its_field_is_left(form: RecordForm, session: Session, qtbot: QtBot) -> None:
    library = next(row for row in session.network.live(Organisation) if row.kind == "central_library")
    form.show_record(library)
    combo = form.field("kind").input
    combo.setFocus()
    qtbot.keyClicks(combo, "anden")
    assert session.network.get(Organisation, library.id).kind == "central_library"
    qtbot.keyClick(combo, Qt.Key.Key_Return)
    assert session.network.get(Organisation, library.id).kind == "other"


def test_one_of_two_namesakes_is_chosen_by_keys_and_changed_to_the_other(
    form: RecordForm, session: Session, add: Add, qtbot: QtBot
) -> None:
    first, second = (add("people", name="Hanne Fabelgaard", title=title) for title in ("Konsulent", "Praktikant"))
    meeting = add("meetings", held_on="2014-12-03", chair_id=first)
    form.show_record(session.network.get(Meeting, meeting))
    combo = form.field("chair_id").input
    assert combo.currentText() == "Hanne Fabelgaard (Konsulent)"
    combo.setFocus()
    for key, chosen in ((Qt.Key.Key_Down, second), (Qt.Key.Key_Up, first), (Qt.Key.Key_Down, second)):
        qtbot.keyClick(combo, key)
        qtbot.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
        assert session.network.get(Meeting, meeting).chair_id == chosen
    combo.lineEdit().selectAll()
    qtbot.keyClicks(combo.lineEdit(), "Hanne Fabelgaard")
    qtbot.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
    assert "passer på flere" in form.field("chair_id").reason.text()


def test_a_reference_that_does_not_exist_is_refused_with_advice(
    form: RecordForm, person: str, session: Session, qtbot: QtBot
) -> None:
    combo = form.field("organisation_id").input
    combo.setFocus()
    combo.lineEdit().selectAll()
    qtbot.keyClicks(combo.lineEdit(), "Atlantis")
    qtbot.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
    assert session.network.get(Person, person).organisation_id is None
    assert combo.currentText() == "Atlantis"
    assert "findes ikke" in form.field("organisation_id").reason.text()


@pytest.mark.usefixtures("person")
def test_required_fields_are_marked_in_words_too(form: RecordForm) -> None:
    label = form.widget().findChildren(QLabel)
    texts = [each.text() for each in label]
    assert "Navn *" in texts
    assert "Telefon" in texts


def test_user_text_is_never_markup(form: RecordForm, session: Session, add: Add) -> None:
    row = add("people", name='<b>Fed</b> <img src="file:///etc/passwd">')
    form.show_record(session.network.get(Person, row))
    assert form._title.textFormat() is Qt.TextFormat.PlainText
    assert form._title.text() == '<b>Fed</b> <img src="file:///etc/passwd">'


def test_the_history_says_when_who_which_field_and_from_what_to_what(
    form: RecordForm, person: str, session: Session
) -> None:
    session.write([Change("people", person, {"phone": "1"}, {"phone": "22"})])
    form.history.open()
    entry = form.history.entries()[0]
    item = form.history._tree.topLevelItem(0)
    assert (entry.field, item.text(1), item.text(2), item.text(3), item.text(4)) == (
        "phone",
        "Prøve",
        "Telefon",
        "1",
        "22",
    )


def test_an_old_value_is_put_back_as_a_new_edit_that_can_be_undone(
    form: RecordForm, person: str, session: Session
) -> None:
    session.write([Change("people", person, {"phone": "1"}, {"phone": "22"})])
    form.history.open()
    form.history._tree.setCurrentItem(form.history._tree.topLevelItem(0))
    form.history._restorer.click()
    assert session.network.get(Person, person).phone == "1"
    session.undo()
    assert session.network.get(Person, person).phone == "22"


@pytest.mark.usefixtures("person")
def test_the_history_is_not_read_before_it_is_asked_for(
    form: RecordForm, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    history = session.store.log.history
    monkeypatch.setattr(
        type(session.store.log), "history", lambda _, *args: asked.append(args) or history(*args), raising=True
    )
    form.renew()
    assert asked == []
    form.history.open()
    assert asked


def test_the_form_says_what_the_rules_say_of_its_row(example: Session, qtbot: QtBot) -> None:
    finding = next(
        found
        for item in example.checked()
        for found in item.verdict.findings
        if found.severity is Severity.WARNING and found.row_id
    )
    made = RecordForm(example)
    qtbot.addWidget(made)
    made.show_record(example.network.row(finding.table, finding.row_id))
    listed = made.findChild(FindingList)

    def texts() -> list[str]:
        return [label.text() for label in listed.findChildren(QLabel)]

    qtbot.waitUntil(lambda: any(finding.message in text for text in texts()))
