from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Busy, Invalid
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.ui.editing.session import Session
from tests.ui.adding import Add


def phone_of(session: Session, row_id: str) -> str:
    return session.network.get(Person, row_id).phone


def change_phone(session: Session, row_id: str, phone: str) -> None:
    before = phone_of(session, row_id)
    session.write([Change("people", row_id, {"phone": before}, {"phone": phone})])


@pytest.fixture
def colleague(session: Session, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(session.store.path, home=tmp_path / "kollega", user="Kollega")
    yield opened
    opened.close()


def meet(session: Session, colleague: Store) -> None:
    session.store.exchange()
    colleague.exchange()
    colleague.refresh()
    session.store.exchange()


def test_an_edit_undone_and_redone_leaves_the_network_as_after_the_edit(session: Session, add: Add) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(session, person, "22")
    assert phone_of(session, person) == "22"
    session.undo()
    assert phone_of(session, person) == "11"
    session.redo()
    assert phone_of(session, person) == "22"
    session.undo()
    session.undo()
    assert session.network.find(Person, person) is None
    session.redo()
    session.redo()
    assert phone_of(session, person) == "22"


def test_undo_is_named_by_the_edit_it_takes_back(session: Session, add: Add) -> None:
    person = add("people", name="Mette Holm")
    change_phone(session, person, "22")
    assert session.undo_stack.undo_label == "Telefon for Mette Holm rettet"
    session.undo()
    assert session.undo_stack.redo_label == "Telefon for Mette Holm rettet"
    assert session.store.log.history("people", person)[0].label == "Fortrudt: telefon for Mette Holm rettet"


def test_a_new_edit_forgets_what_was_undone(session: Session, add: Add) -> None:
    person = add("people", name="Mette Holm")
    change_phone(session, person, "22")
    session.undo()
    session.write([Change("people", person, {"email": ""}, {"email": "m@x.dk"})])
    assert session.undo_stack.redo_label == ""
    session.redo()
    assert phone_of(session, person) == ""


def test_undo_takes_back_what_the_edit_brought_along(session: Session, add: Add) -> None:
    library = next(row for row in session.network.tables["organisations"].values() if row.kind == "central_library")
    share = add("budget_shares", year=2015, organisation_id=library.id, earmarked_ore=1_000_00, share_bp=2500)
    session.write([Change("budget_shares", share, {"share_ore": None}, {"share_ore": 300_00})])
    row = session.network.row("budget_shares", share)
    assert (row.share_bp, row.share_ore) == (None, 300_00)
    session.undo()
    row = session.network.row("budget_shares", share)
    assert (row.share_bp, row.share_ore) == (2500, None)


def test_an_undo_that_a_colleague_stands_in_the_way_of_is_told_and_kept(
    session: Session, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(session, person, "22")
    meet(session, colleague)
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": "22"}, {"phone": "99"})])
    colleague.exchange()
    session.store.exchange()
    with qtbot.waitSignal(session.retraced) as told:
        session.undo()
    assert told.args[0].startswith(
        "Intet er fortrudt. Telefon for Mette Holm er ændret af Kollega og blev ikke rørt. Der står nu »99«."
    )
    assert phone_of(session, person) == "99"
    assert session.undo_stack.undo_label == "Person tilføjet: Mette Holm"


def test_a_colleagues_edit_of_another_cell_of_the_row_does_not_stop_an_undo(
    session: Session, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(session, person, "22")
    meet(session, colleague)
    colleague.apply("E-mail rettet", [Change("people", person, {"email": ""}, {"email": "m@x.dk"})])
    colleague.exchange()
    session.store.exchange()
    session.look()
    session.undo()
    assert (phone_of(session, person), session.network.get(Person, person).email) == ("11", "m@x.dk")


def test_a_busy_file_keeps_the_step_for_another_try(
    session: Session, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(session, person, "22")
    apply = session.store.apply_standing

    def busy(*_: object) -> None:
        raise Busy("Filen er optaget.")

    monkeypatch.setattr(session.store, "apply_standing", busy)
    session.undo()
    assert session.undo_stack.undo_label == "Telefon for Mette Holm rettet"
    monkeypatch.setattr(session.store, "apply_standing", apply)
    session.undo()
    assert phone_of(session, person) == "11"


def test_an_action_that_is_refused_says_so_and_writes_nothing(session: Session, add: Add, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm")
    label = session.undo_stack.undo_label
    with qtbot.waitSignal(session.refused) as refused:
        assert session.execute("Navn fjernet", [Change("people", person, {"name": "Mette Holm"}, {"name": ""})]) is None
    assert isinstance(refused.args[0], Invalid)
    assert session.undo_stack.undo_label == label


def test_an_edit_that_changes_nothing_is_no_edit(session: Session, add: Add) -> None:
    person = add("people", name="Mette Holm")
    count = len(session.store.log.history())
    assert session.write([Change("people", person, {"phone": ""}, {"phone": ""})]) is None
    assert len(session.store.log.history()) == count


def test_undo_stops_at_a_sign_off(example: Session) -> None:
    example.set_year(2014)
    plan = next(row for row in example.network.live(Plan) if row.year == 2014)
    goal = next(row for row in example.network.live(Goal) if row.plan_id == plan.id)
    before = {row.id for row in example.network.rows(PlanVersion)}
    owner = next(iter(example.network.live(Person))).id
    unowned = [row for row in example.network.live(Goal) if row.plan_id == plan.id and not row.owner_person_id]
    example.write([Change("goals", row.id, {"owner_person_id": None}, {"owner_person_id": owner}) for row in unowned])
    example.write([Change("goals", goal.id, {"unit": goal.unit}, {"unit": "stykker"})])
    version = example.sign_off("Enhed rettet")
    assert version is not None
    assert example.undo_stack.is_at_decision
    example.undo()
    example.undo()
    assert example.network.get(Goal, goal.id).unit == "stykker"
    assert {row.id for row in example.network.rows(PlanVersion)} == before | {version.id}


def test_what_a_colleague_changed_is_announced(session: Session, add: Add, colleague: Store, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm")
    meet(session, colleague)
    session.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    session.store.exchange()
    with qtbot.waitSignal(session.changed) as changed:
        session.look()
    assert changed.args[0] == frozenset({"people"})


def test_what_a_colleague_changed_waits_while_somebody_types(
    session: Session, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm")
    meet(session, colleague)
    session.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    session.store.exchange()
    session.hold("editor")
    with qtbot.assertNotEmitted(session.changed, wait=600):
        session.look()
    with qtbot.waitSignal(session.changed, timeout=2000):
        session.release("editor")
    assert phone_of(session, person) == "99"


def test_what_a_colleague_changed_waits_while_a_dialog_is_open(
    session: Session, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm")
    meet(session, colleague)
    session.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    session.store.exchange()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    with qtbot.assertNotEmitted(session.changed, wait=600):
        session.look()
    with qtbot.waitSignal(session.changed, timeout=2000):
        dialog.close()


def test_the_thread_carries_an_edit_to_the_shared_file_and_a_colleagues_back(
    store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    session = Session(store)
    try:
        with qtbot.waitSignal(session.exchanged, timeout=5000):
            pass
        person = "a" * 32
        with qtbot.waitSignal(session.exchanged, timeout=5000, check_params_cb=lambda result: result.waiting == 0):
            session.write([Change("people", person, None, {"name": "Mette Holm"})])
        colleague = open_store(store.path, home=tmp_path / "kollega", user="Kollega")
        assert colleague.read().get(Person, person).name == "Mette Holm"
        colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
        colleague.exchange()
        colleague.close()
        with qtbot.waitSignal(session.changed, timeout=5000):
            session.exchange_soon()
        assert phone_of(session, person) == "99"
    finally:
        session.close()


def test_an_edit_goes_to_the_file_at_the_latest_on_closing(tmp_path: Path, store: Store) -> None:
    session = Session(store)
    session.write([Change("people", "b" * 32, None, {"name": "Sidste øjeblik"})])
    session.close()
    again = open_store(store.path, home=tmp_path / "kollega", user="Kollega")
    assert again.read().get(Person, "b" * 32).name == "Sidste øjeblik"
    again.close()


def test_the_plan_year_begins_with_the_one_in_preparation(example: Session) -> None:
    assert example.today.isoformat() == "2014-11-24"
    assert example.year == 2015
