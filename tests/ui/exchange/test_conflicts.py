"""Settling what two people changed without knowing of each other, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.conflicts_dialog import ConflictsDialog
from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.table.columns import TableSpec, fields_of
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.rich_text import marked
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.status import StatusLine
from tests.ui.adding import Add
from tests.ui.sharing import change, fall_out, meet


@pytest.fixture
def person(session: Session, add: Add, colleague: Store) -> str:
    """Prøve wrote 22, and Bo, later, 33."""
    row_id = add("people", name="Mette Holm", phone="11")
    meet(session, colleague)
    session.sharing._search()
    fall_out(session, colleague, row_id, phone=("22", "33"))
    return row_id


@pytest.fixture
def dialog(main: MainWindow, person: str, qtbot: QtBot) -> ConflictsDialog:  # noqa: ARG001 - the conflict
    main.actions_by_name["conflicts"].trigger()
    found = main.findChild(ConflictsDialog)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def phone_of(session: Session, person: str) -> str:
    return session.network.get(Person, person).phone


def text_of(dialog: ConflictsDialog) -> str:
    assert dialog.choice is not None
    labels = dialog.choice.findChildren(QLabel)
    return "\n".join([*(label.text() for label in labels), *(one.text() for one in dialog.choice.buttons.buttons())])


def take(dialog: ConflictsDialog, number: int) -> None:
    dialog.choice.buttons.button(number).setChecked(True)
    dialog.settler.click()


def test_the_status_line_counts_the_conflicts_and_leads_to_them(main: MainWindow, person: str) -> None:  # noqa: ARG001 - the conflict
    line = main.statusBar()
    assert isinstance(line, StatusLine)
    assert line.conflicts.text() == "1 konflikt"
    line.conflicts.click()
    assert main.findChild(ConflictsDialog).isVisible()


def test_a_conflict_shows_row_field_what_it_was_and_who_wrote_what(dialog: ConflictsDialog) -> None:
    item = dialog.list.topLevelItem(0)
    assert [item.text(column) for column in range(3)] == ["Mette Holm", "Telefon", "Prøve og Bo"]
    said = text_of(dialog)
    for part in ("Mette Holm: Telefon", "Før: »11«", "&1  Prøve kl. ", "&2  Bo kl. ", "(vises nu)", "22", "33"):
        assert part in said


def test_nothing_is_chosen_beforehand(dialog: ConflictsDialog, session: Session, person: str) -> None:
    assert not dialog.settler.isEnabled()
    dialog.settle()
    assert phone_of(session, person) == "33"
    assert len(session.sharing.conflicts) == 1


def test_a_version_is_chosen_and_the_choice_undone(
    dialog: ConflictsDialog, session: Session, colleague: Store, person: str
) -> None:
    take(dialog, 1)
    assert phone_of(session, person) == "22"
    assert session.sharing.conflicts == []
    assert not dialog.split.isVisible()
    meet(session, colleague)
    assert colleague.read().get(Person, person).phone == "22"
    assert colleague.log.conflicts() == []
    assert session.undo_stack.undo_label == "Konflikt afgjort: Telefon"
    session.undo()
    assert phone_of(session, person) == "33"


def test_ctrl_z_in_the_list_takes_the_choice_back(
    dialog: ConflictsDialog, session: Session, person: str, qtbot: QtBot
) -> None:
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    take(dialog, 1)
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert phone_of(session, person) == "33"


def test_keeping_what_is_shown_settles_it_and_leaves_nothing_to_undo(
    dialog: ConflictsDialog, session: Session, person: str
) -> None:
    label = session.undo_stack.undo_label
    take(dialog, 2)
    assert session.sharing.conflicts == []
    assert phone_of(session, person) == "33"
    assert session.undo_stack.undo_label == label


def test_a_new_value_is_typed_and_taken_by_keyboard_alone(
    dialog: ConflictsDialog, session: Session, person: str, qtbot: QtBot
) -> None:
    line = dialog.choice.input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "44")
    assert dialog.choice.buttons.checkedId() == 3
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert phone_of(session, person) == "44"
    assert session.sharing.conflicts == []


def test_alt_and_a_digit_choose_and_enter_takes(
    dialog: ConflictsDialog, session: Session, person: str, qtbot: QtBot
) -> None:
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.settler.isEnabled)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert phone_of(session, person) == "22"


def test_a_value_that_the_field_cannot_hold_is_refused_and_stays(
    dialog: ConflictsDialog, session: Session, person: str, colleague: Store
) -> None:
    fall_out(session, colleague, person, email=("a@x.dk", "b@x.dk"))
    dialog.begin(f"people/{person}/email")
    dialog.choice.input.setText("snabel")
    dialog.choice.buttons.button(3).setChecked(True)
    dialog.settler.click()
    assert "snabel-a" in dialog.strip.text
    assert dialog.choice.input.text() == "snabel"
    assert len(session.sharing.conflicts) == 2


def test_a_version_that_came_meanwhile_is_shown_before_anything_is_settled(
    dialog: ConflictsDialog, session: Session, person: str, colleague: Store
) -> None:
    seen = dialog.choice.conflict
    colleague.resolve(colleague.log.conflicts()[0].id, "99")
    session.store.exchange()
    colleague.exchange()
    assert dialog.choice.conflict == seen
    session.store.exchange()
    take(dialog, 1)
    assert phone_of(session, person) == "99"
    assert session.sharing.conflicts == []


def test_the_list_goes_on_to_the_next_conflict(
    dialog: ConflictsDialog, session: Session, person: str, colleague: Store, add: Add
) -> None:
    other = add("people", name="Anna Holm", phone="1")
    meet(session, colleague)
    fall_out(session, colleague, other, phone=("2", "3"))
    assert [dialog.list.topLevelItem(row).text(0) for row in range(2)] == ["Anna Holm", "Mette Holm"]
    dialog.begin(f"people/{other}/phone")
    take(dialog, 1)
    assert dialog.choice.conflict.row_id == person


def test_a_row_edited_after_somebody_archived_it_can_be_brought_back(
    main: MainWindow, session: Session, colleague: Store, add: Add, qtbot: QtBot
) -> None:
    row_id = add("people", name="Mette Holm")
    meet(session, colleague)
    session.sharing._search()
    session.write([Change("people", row_id, {"archived": False}, {"archived": True})])
    qtbot.wait(5)
    change(colleague, row_id, phone="33")
    meet(session, colleague)
    main.sharing.show_conflicts()
    dialog = main.findChild(ConflictsDialog)
    assert dialog.list.topLevelItem(0).text(1) == "Rettet efter arkivering"
    assert "Hent rækken frem igen. Rettet: Telefon." in text_of(dialog)
    assert dialog.choice.input is None
    take(dialog, 2)
    row = session.network.get(Person, row_id)
    assert (row.archived, row.phone) == (False, "33")


def test_user_text_is_never_markup(main: MainWindow, session: Session, colleague: Store, add: Add) -> None:
    plan = add("plans", year=2015, title="Plan")
    goal = add("goals", plan_id=plan, text="Et mål")
    meet(session, colleague)
    session.sharing._search()
    row = session.network.get(Goal, goal)
    session.write([Change("goals", goal, {"text": row.text}, {"text": "Et <img src='x'> mål"})])
    change(colleague, goal, "goals", text="Et <b>andet</b> mål & mere")
    meet(session, colleague)
    main.sharing.show_conflicts()
    dialog = main.findChild(ConflictsDialog)
    said = text_of(dialog)
    assert "<img" not in said
    assert "&lt;img" in said


@pytest.mark.parametrize(
    ("text", "before", "told"),
    [
        ("Vi mødes fredag", "Vi mødes torsdag", "Vi mødes <b><u>fredag</u></b>"),
        ("a < b", "a b", "a <b><u>&lt; </u></b>b"),
        ("Nyt", "", "Nyt"),
    ],
)
def test_the_words_that_differ_are_underlined(text: str, before: str, told: str) -> None:
    assert marked(text, before) == told


def test_the_form_says_beside_the_field_that_it_is_at_odds_and_leads_to_the_choice(
    main: MainWindow, session: Session, person: str, qtbot: QtBot
) -> None:
    form = RecordForm(session)
    qtbot.addWidget(form)
    form.show()
    form.show_record(session.network.get(Person, person))
    note = form.field("phone")._conflict
    assert note.isVisible()
    assert note.label.text().startswith("Konflikt med »22« (Prøve kl. ")
    assert form.field("email")._conflict is None
    note.settler.click()
    dialog = main.findChild(ConflictsDialog)
    assert dialog.choice.conflict.field == "phone"
    take(dialog, 1)
    assert not note.isVisible()


def test_a_cell_at_odds_has_an_icon_and_says_what_the_versions_are(session: Session, person: str, qtbot: QtBot) -> None:
    spec = TableSpec(Person, fields_of(Person, "name", "phone"), rows=lambda session: session.network.live(Person))
    pane = TablePane(session, spec)
    qtbot.addWidget(pane)
    index = pane.model.index(pane.model.row_of(person), 1)
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "Konflikt: »22« (Prøve kl. " in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Konflikt: " in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert pane.model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


def test_without_conflicts_the_dialog_says_what_it_is_for(main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main, Qt.Key.Key_F7)
    dialog = main.findChild(ConflictsDialog)
    assert dialog.explanation.text().startswith("Der er ingen konflikter.")
    assert not dialog.split.isVisible()
    QApplication.processEvents()
