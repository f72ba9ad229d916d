from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Busy, Invalid
from cbnet_desktop.store import Store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.document import Document
from tests.ui.adding import Add


def phone_of(document: Document, row_id: str) -> str:
    return document.network.get(Person, row_id).phone


def change_phone(document: Document, row_id: str, phone: str) -> None:
    before = phone_of(document, row_id)
    document.write([Change("people", row_id, {"phone": before}, {"phone": phone})])


@pytest.fixture
def colleague(document: Document, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(document.store.path, home=tmp_path / "kollega", user="Kollega")
    yield opened
    opened.close()


def meet(document: Document, colleague: Store) -> None:
    document.store.exchange()
    colleague.exchange()
    colleague.refresh()
    document.store.exchange()


def test_an_edit_undone_and_redone_leaves_the_network_as_after_the_edit(document: Document, add: Add) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(document, person, "22")
    assert phone_of(document, person) == "22"
    document.undo()
    assert phone_of(document, person) == "11"
    document.redo()
    assert phone_of(document, person) == "22"
    document.undo()
    document.undo()
    assert document.network.find(Person, person) is None
    document.redo()
    document.redo()
    assert phone_of(document, person) == "22"


def test_undo_is_named_by_the_edit_it_takes_back(document: Document, add: Add) -> None:
    person = add("people", name="Mette Holm")
    change_phone(document, person, "22")
    assert document.undo_stack.undo_label == "Telefon for Mette Holm rettet"
    document.undo()
    assert document.undo_stack.redo_label == "Telefon for Mette Holm rettet"
    assert document.store.log.history("people", person)[0].label == "Fortrudt: telefon for Mette Holm rettet"


def test_a_new_edit_forgets_what_was_undone(document: Document, add: Add) -> None:
    person = add("people", name="Mette Holm")
    change_phone(document, person, "22")
    document.undo()
    change_phone(document, person, "33")
    document.redo()
    assert phone_of(document, person) == "33"


def test_undo_takes_back_what_the_edit_brought_along(document: Document, add: Add) -> None:
    library = next(row for row in document.network.tables["organisations"].values() if row.kind == "central_library")
    share = add("budget_shares", year=2015, organisation_id=library.id, earmarked_ore=1_000_00, share_bp=2500)
    document.write([Change("budget_shares", share, {"share_ore": None}, {"share_ore": 300_00})])
    row = document.network.row("budget_shares", share)
    assert (row.share_bp, row.share_ore) == (None, 300_00)
    document.undo()
    row = document.network.row("budget_shares", share)
    assert (row.share_bp, row.share_ore) == (2500, None)


def test_an_undo_that_a_colleague_stands_in_the_way_of_is_told_and_kept(
    document: Document, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(document, person, "22")
    meet(document, colleague)
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": "22"}, {"phone": "99"})])
    colleague.exchange()
    document.store.exchange()
    with qtbot.waitSignal(document.retraced) as told:
        document.undo()
    assert told.args[0].startswith(
        "Intet er fortrudt. Telefon for Mette Holm er ændret af Kollega og blev ikke rørt. Der står nu »99«."
    )
    assert phone_of(document, person) == "99"
    assert document.undo_stack.undo_label == "Person tilføjet: Mette Holm"


def test_a_colleagues_edit_of_another_cell_of_the_row_does_not_stop_an_undo(
    document: Document, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(document, person, "22")
    meet(document, colleague)
    colleague.apply("E-mail rettet", [Change("people", person, {"email": ""}, {"email": "m@x.dk"})])
    colleague.exchange()
    document.store.exchange()
    document.look()
    document.undo()
    assert (phone_of(document, person), document.network.get(Person, person).email) == ("11", "m@x.dk")


def test_a_busy_file_keeps_the_step_for_another_try(
    document: Document, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    change_phone(document, person, "22")
    apply = document.store.apply_standing

    def busy(*_: object) -> None:
        raise Busy("Filen er optaget.")

    monkeypatch.setattr(document.store, "apply_standing", busy)
    document.undo()
    assert document.undo_stack.undo_label == "Telefon for Mette Holm rettet"
    monkeypatch.setattr(document.store, "apply_standing", apply)
    document.undo()
    assert phone_of(document, person) == "11"


def test_an_action_that_is_refused_says_so_and_writes_nothing(document: Document, add: Add, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm")
    label = document.undo_stack.undo_label
    with qtbot.waitSignal(document.refused) as refused:
        assert (
            document.execute("Navn fjernet", [Change("people", person, {"name": "Mette Holm"}, {"name": ""})]) is None
        )
    assert isinstance(refused.args[0], Invalid)
    assert document.undo_stack.undo_label == label


def test_an_edit_that_changes_nothing_is_no_edit(document: Document, add: Add) -> None:
    person = add("people", name="Mette Holm")
    count = len(document.store.log.history())
    assert document.write([Change("people", person, {"phone": ""}, {"phone": ""})]) is None
    assert len(document.store.log.history()) == count


def test_sign_off_is_not_on_the_undo_stack(example: Document) -> None:
    example.set_year(2014)
    plan = next(row for row in example.network.live(Plan) if row.year == 2014)
    goal = next(row for row in example.network.live(Goal) if row.plan_id == plan.id)
    before = {row.id for row in example.network.rows(PlanVersion)}
    owner = next(iter(example.network.live(Person))).id
    unowned = [row for row in example.network.live(Goal) if row.plan_id == plan.id and not row.owner_person_id]
    example.write([Change("goals", row.id, {"owner_person_id": None}, {"owner_person_id": owner}) for row in unowned])
    example.write([Change("goals", goal.id, {"unit": goal.unit}, {"unit": "stykker"})])
    label = example.undo_stack.undo_label
    version = example.sign_off("Enhed rettet")
    assert version is not None
    assert example.undo_stack.undo_label == label
    example.undo()
    assert example.network.get(Goal, goal.id).unit == goal.unit
    assert {row.id for row in example.network.rows(PlanVersion)} == before | {version.id}


def test_what_a_colleague_changed_is_announced(document: Document, add: Add, colleague: Store, qtbot: QtBot) -> None:
    person = add("people", name="Mette Holm")
    meet(document, colleague)
    document.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    document.store.exchange()
    with qtbot.waitSignal(document.changed) as changed:
        document.look()
    assert changed.args[0] == frozenset({"people"})


def test_what_a_colleague_changed_waits_while_somebody_types(
    document: Document, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm")
    meet(document, colleague)
    document.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    document.store.exchange()
    document.hold("editor")
    with qtbot.assertNotEmitted(document.changed, wait=600):
        document.look()
    with qtbot.waitSignal(document.changed, timeout=2000):
        document.release("editor")
    assert phone_of(document, person) == "99"


def test_what_a_colleague_changed_waits_while_a_dialog_is_open(
    document: Document, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm")
    meet(document, colleague)
    document.look()
    colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
    colleague.exchange()
    document.store.exchange()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    with qtbot.assertNotEmitted(document.changed, wait=600):
        document.look()
    with qtbot.waitSignal(document.changed, timeout=2000):
        dialog.close()


def test_the_thread_carries_an_edit_to_the_shared_file_and_a_colleagues_back(
    store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    document = Document(store)
    try:
        with qtbot.waitSignal(document.exchanged, timeout=5000):
            pass
        person = "a" * 32
        with qtbot.waitSignal(document.exchanged, timeout=5000, check_params_cb=lambda result: result.waiting == 0):
            document.write([Change("people", person, None, {"name": "Mette Holm"})])
        colleague = Store.open(store.path, home=tmp_path / "kollega", user="Kollega")
        assert colleague.read().get(Person, person).name == "Mette Holm"
        colleague.apply("Telefon rettet", [Change("people", person, {"phone": ""}, {"phone": "99"})])
        colleague.exchange()
        colleague.close()
        with qtbot.waitSignal(document.changed, timeout=5000):
            document.exchange_soon()
        assert phone_of(document, person) == "99"
    finally:
        document.close()


def test_an_edit_goes_to_the_file_at_the_latest_on_closing(tmp_path: Path, store: Store) -> None:
    document = Document(store)
    document.write([Change("people", "b" * 32, None, {"name": "Sidste øjeblik"})])
    document.close()
    again = Store.open(tmp_path / "netværk.cbnet", home=tmp_path / "kollega", user="Kollega")
    assert again.read().get(Person, "b" * 32).name == "Sidste øjeblik"
    again.close()
    assert paths.home() != tmp_path / "kollega"


def test_the_plan_year_begins_with_the_one_in_preparation(example: Document) -> None:
    assert example.today.isoformat() == "2014-11-24"
    assert example.year == 2015
