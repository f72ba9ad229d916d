"""Undo and redo of edits that others have been at since: what stands is taken back, the rest is named and kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.charter import hard_rules
from cbnet_desktop.domain.edits import revertible
from cbnet_desktop.domain.records import Meeting, Organisation, Person
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.adding import Add
from tests.ui.sharing import change, meet


@pytest.fixture
def told(session: Session) -> list[str]:
    """What was said after each undo and redo."""
    heard: list[str] = []
    session.retraced.connect(heard.append)
    return heard


@pytest.fixture
def meeting(add: Add) -> str:
    """A meeting that people can attend."""
    return add("meetings", held_on="2015-03-03")


@pytest.fixture
def people(session: Session) -> list[str]:
    """Four people, added as one edit."""
    ids = [uuid4().hex for _ in range(4)]
    session.write(
        [Change("people", row_id, None, {"name": f"Person {place}"}) for place, row_id in enumerate(ids, 1)],
        "4 personer importeret",
    )
    return ids


def write(session: Session, ids: list[str], label: str, table: str = "people", **values: Value) -> None:
    """One edit of several rows."""
    rows = [session.network.row(table, row_id) for row_id in ids]
    assert all(rows)
    session.write(
        [Change(table, row.id, {name: getattr(row, name) for name in values}, values) for row in rows if row], label
    )


def phones(session: Session, ids: list[str]) -> list[str]:
    return [session.network.get(Person, row_id).phone for row_id in ids]


def add_to(store: Store, table: str, row_id: str = "", **values: Value) -> str:
    row_id = row_id or uuid4().hex
    store.apply("Tilføjet", [Change(table, row_id, None, values)])
    return row_id


def test_a_colleagues_cell_is_left_alone_and_the_rest_stays_for_another_try(
    session: Session, colleague: Store, people: list[str], told: list[str]
) -> None:
    write(session, people, "4 celler indsat", phone="22")
    meet(session, colleague)
    change(colleague, people[1], phone="99")
    meet(session, colleague)
    session.undo()
    assert phones(session, people) == ["", "99", "", ""]
    assert told[-1] == (
        "3 af 4 celler er fortrudt. Telefon for Person 2 er ændret af Bo og blev ikke rørt. Der står nu »99«."
    )
    assert session.undo_stack.undo_label == "4 personer importeret"
    session.redo()
    assert (phones(session, people), told[-1]) == (["22", "99", "22", "22"], "")
    assert session.undo_stack.undo_label == "4 celler indsat"
    session.undo()
    change(colleague, people[1], phone="22")
    meet(session, colleague)
    assert session.undo_stack.undo_label == "4 celler indsat"
    session.undo()
    assert (phones(session, people), told[-1]) == ([""] * 4, "Resten af »4 celler indsat« er nu fortrudt.")
    session.redo()
    assert phones(session, people) == ["22"] * 4


def test_a_step_of_which_nothing_stands_is_told_first_and_got_past_then(
    session: Session, colleague: Store, people: list[str], told: list[str]
) -> None:
    write(session, people[:1], "Stilling rettet", title="Chef")
    write(session, people[:2], "2 celler indsat", phone="22")
    meet(session, colleague)
    for row_id in people[:2]:
        change(colleague, row_id, phone="99")
    meet(session, colleague)
    session.undo()
    assert told[-1] == (
        "Intet er fortrudt. Telefon for Person 1 og Telefon for Person 2 er ændret af Bo og blev ikke rørt. "
        "Fortryd igen, så fortrydes det, der kom før."
    )
    assert session.network.get(Person, people[0]).title == "Chef"
    assert session.undo_stack.undo_label == "Stilling rettet"
    session.undo()
    assert session.network.get(Person, people[0]).title == ""
    assert told[-1] == "»2 celler indsat« kan stadig ikke fortrydes. I stedet er »Stilling rettet« fortrudt."
    session.redo()
    for row_id in people[:2]:
        change(colleague, row_id, phone="22")
    meet(session, colleague)
    session.undo()
    assert phones(session, people[:2]) == ["", ""]
    assert session.network.get(Person, people[0]).title == "Chef"


def test_undo_of_archived_rows_names_the_one_that_a_colleague_fetched_himself(
    session: Session, colleague: Store, people: list[str], told: list[str]
) -> None:
    write(session, people, "4 personer arkiveret", archived=True)
    meet(session, colleague)
    change(colleague, people[2], archived=False)
    meet(session, colleague)
    session.undo()
    assert [row.id for row in session.network.live(Person)] == [row.id for row in session.network.rows(Person)]
    assert told[-1] == "3 af 4 personer er fortrudt. Person 3 er allerede hentet frem af Bo."
    assert session.undo_stack.undo_label == "4 personer importeret"
    session.redo()
    assert [row.id for row in session.network.live(Person)] == [people[2]]


def test_added_rows_that_others_went_on_with_stay_and_the_others_go(
    session: Session, colleague: Store, people: list[str], told: list[str]
) -> None:
    meet(session, colleague)
    change(colleague, people[0], email="p@example.org")
    meeting = add_to(colleague, "meetings", held_on="2015-03-03")
    add_to(colleague, "attendances", meeting_id=meeting, person_id=people[1])
    meet(session, colleague)
    session.undo()
    assert {row.id for row in session.network.rows(Person)} == set(people[:2])
    assert told[-1] == (
        "2 af 4 personer er fortrudt. E-mail for Person 1 er ændret af Bo, så rækken blev stående. "
        "Person 2 bruges af Bo (deltagere) og blev stående."
    )
    session.redo()
    assert {row.id for row in session.network.rows(Person)} == set(people)


def test_what_hangs_on_a_row_that_stays_stays_where_it_must(
    session: Session, colleague: Store, told: list[str]
) -> None:
    """A plan and its goals are one edit: a goal that a colleague wrote in keeps the plan."""
    plan, first, second = (uuid4().hex for _ in range(3))
    session.write(
        [
            Change("plans", plan, None, {"year": 2016}),
            *(Change("goals", row_id, None, {"plan_id": plan, "text": row_id[:4]}) for row_id in (first, second)),
        ],
        "Planår 2016 startet",
    )
    meet(session, colleague)
    change(colleague, second, table="goals", text="Bos mål")
    meet(session, colleague)
    session.undo()
    assert session.network.row("goals", first) is None
    assert session.network.row("plans", plan) is not None
    assert told[-1].startswith("1 af 3 rækker er fortrudt. ")
    assert "Handlingsplan 2016 bruges af Bo (mål) og blev stående." in told[-1]


@pytest.mark.parametrize("foreign", ["0" * 32, "f" * 32])
def test_a_rule_holds_back_only_the_rows_that_break_it(
    session: Session, colleague: Store, people: list[str], meeting: str, foreign: str
) -> None:
    """Whichever row the rule names: the one of the step, or the colleague's own."""
    rows = [uuid4().hex for _ in people]
    told: list[str] = []
    session.retraced.connect(told.append)
    session.write(
        [
            Change("attendances", row_id, None, {"meeting_id": meeting, "person_id": person})
            for row_id, person in zip(rows, people, strict=True)
        ]
    )
    write(session, rows, "4 deltagere arkiveret", table="attendances", archived=True)
    meet(session, colleague)
    add_to(colleague, "attendances", foreign, meeting_id=meeting, person_id=people[1])
    meet(session, colleague)
    session.undo()
    live = [row_id for row_id in rows if not session.network.row("attendances", row_id).archived]
    assert live == [rows[0], rows[2], rows[3]]
    assert told[-1].startswith("3 af 4 deltagere er fortrudt. Person 2, ")
    assert "blev ikke rørt: Person 2 står allerede på deltagerlisten" in told[-1]
    change(colleague, foreign, table="attendances", archived=True)
    meet(session, colleague)
    session.undo()
    assert session.network.row("attendances", rows[1]).archived is False


def test_an_amount_that_was_agreed_on_since_is_not_taken_from_under_the_agreement(
    session: Session, colleague: Store, told: list[str]
) -> None:
    session.lets_lapse = lambda _: True
    library, other = [row.id for row in session.network.live(Organisation) if row.kind == "central_library"][:2]
    shares = [uuid4().hex, uuid4().hex]
    for share, organisation in zip(shares, (library, other), strict=True):
        values = {"year": 2015, "organisation_id": organisation, "earmarked_ore": 900_00, "share_ore": 220_00}
        session.write([Change("budget_shares", share, None, {**values, "library_agreed_on": "2014-09-01"})])
    write(session, shares, "2 celler indsat", table="budget_shares", share_ore=230_00)
    meet(session, colleague)
    change(colleague, shares[0], table="budget_shares", library_agreed_on="2014-09-30")
    meet(session, colleague)
    session.undo()
    kept, undone = (session.network.row("budget_shares", share) for share in shares)
    assert (kept.share_ore, kept.library_agreed_on) == (230_00, "2014-09-30")
    assert (undone.share_ore, undone.library_agreed_on) == (220_00, "2014-09-01")
    assert told[-1].startswith("2 af 4 celler er fortrudt. Aftalt af biblioteket for ")
    assert "blev ikke rørt: Så blev »Aftalt af biblioteket«, som en anden har ændret, lavet om." in told[-1]


def test_a_value_is_told_as_it_is_read(session: Session, colleague: Store, told: list[str], add: Add) -> None:
    allocation = add("allocations", year=2015, purpose="Kursus", amount_ore=0)
    write(session, [allocation], "Forbrugt rettet", table="allocations", spent_ore=220_000_00)
    meet(session, colleague)
    change(colleague, allocation, table="allocations", spent_ore=230_000_00)
    meet(session, colleague)
    session.undo()
    assert "Forbrugt for »Kursus« er ændret af Bo og blev ikke rørt. Der står nu »230.000\xa0kr.«." in told[-1]


def test_what_the_user_changed_in_another_window_is_called_his_own(
    session: Session, people: list[str], told: list[str]
) -> None:
    write(session, people[:1], "Telefon rettet", phone="22")
    console = open_store(session.store.path, home=paths.home(), user=session.store.user)
    change(console, people[0], phone="33")
    console.close()
    session.undo()
    assert "Telefon for Person 1 er ændret af dig selv og blev ikke rørt." in told[-1]


def test_erasure_takes_one_person_out_of_an_import_and_leaves_the_import(
    session: Session, told: list[str], add: Add
) -> None:
    add("people", name="Før")
    ids = [uuid4().hex, uuid4().hex]
    session.write(
        [Change("people", row_id, None, {"name": f"Ny {row_id[:3]}", "phone": "1"}) for row_id in ids],
        "2 personer importeret",
    )
    session.store.erase(ids[0], "Er holdt op", today=session.today)
    session.undo_stack.forget_contacts(session.network, ids[0])
    assert session.undo_stack.undo_label == "2 personer importeret"
    session.undo()
    assert session.network.row("people", ids[1]) is None
    assert session.network.get(Person, ids[0]).phone == ""
    assert "bruges af dig selv (sletninger) og blev stående." in told[-1]
    session.redo()
    assert phones(session, ids) == ["", "1"]


def test_the_sentence_stands_under_the_table_until_the_next_step_went_well(
    main: MainWindow, session: Session, colleague: Store, people: list[str]
) -> None:
    main.show_tab(1)
    write(session, people[:2], "2 celler indsat", phone="22")
    meet(session, colleague)
    change(colleague, people[1], phone="99")
    meet(session, colleague)
    main.undo()
    (strip,) = [strip for strip in main.findChildren(MessageStrip) if "fortrudt" in strip.text]
    assert strip.text.startswith("1 af 2 celler er fortrudt. ")
    assert main.actions_by_name["undo"].text() == "&Fortryd: 4 personer importeret"
    main.redo()
    assert strip.text == ""


def test_an_import_of_thousands_asks_the_rules_a_few_times_only(
    session: Session, colleague: Store, told: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [uuid4().hex for _ in range(1_000)]
    session.write([Change("people", row_id, None, {"name": row_id}) for row_id in ids], "1.000 personer importeret")
    meet(session, colleague)
    meeting = add_to(colleague, "meetings", held_on="2015-03-03")
    colleague.apply("Rettet", [Change("people", row_id, {"phone": ""}, {"phone": "9"}) for row_id in ids[:200]])
    colleague.apply(
        "Deltagere",
        [
            Change("attendances", uuid4().hex, None, {"meeting_id": meeting, "person_id": row_id})
            for row_id in ids[200:400]
        ],
    )
    meet(session, colleague)
    asked = []
    monkeypatch.setattr(hard_rules, "newly_broken", lambda *told: asked.append(told) or ())
    with qtbot.waitSignal(session.retraced):
        session.undo()
    assert len(asked) <= 3
    assert len(list(session.network.rows(Person))) == 400
    assert told[-1].startswith("600 af 1.000 personer er fortrudt. Telefon for ")
    assert " og 197 andre er ændret af Bo, så rækken blev stående." in told[-1]


def test_many_rows_are_taken_back_and_put_again_in_a_thread_behind_a_dialog(
    session: Session, people: list[str], told: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "MANY", 4)
    threads: set[str] = set()
    monkeypatch.setattr(hard_rules, "newly_broken", lambda *_: threads.add(threading.current_thread().name) or ())
    for move, left, label in ((session.undo, 0, "redo_label"), (session.redo, 4, "undo_label")):
        with qtbot.waitSignal(session.retraced):
            move()
            assert isinstance(QApplication.activeModalWidget(), BusyDialog)
            move()  # a second press while the first is written does nothing
            assert len(set(people) & session.network.tables[Person.TABLE].keys()) == 4 - left
        assert len(set(people) & session.network.tables[Person.TABLE].keys()) == left
        assert getattr(session.undo_stack, label) == "4 personer importeret"
        assert not QApplication.activeModalWidget()
    assert len(told) == 2
    assert threads
    assert threading.main_thread().name not in threads


def test_a_file_that_cannot_be_written_leaves_the_many_rows_and_the_way_back(
    session: Session, people: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "MANY", 4)
    session.store.read_only = "Mappen er skrivebeskyttet."
    with qtbot.waitSignal(session.refused) as heard:
        session.undo()
    assert heard.args[0].message == "Mappen er skrivebeskyttet."
    session.store.read_only = ""
    with qtbot.waitSignal(session.retraced):
        session.undo()
    assert not set(people) & {row.id for row in session.network.rows(Person)}


def test_rules_that_never_give_way_end_the_search(
    session: Session, people: list[str], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nothing hangs, whatever a rule names."""
    write(session, people, "4 celler indsat", phone="22")
    problem = hard_rules.Problem("always", "Det går ikke.", Meeting.TABLE, "andet")
    monkeypatch.setattr(hard_rules, "newly_broken", lambda *_: [problem])
    monkeypatch.setattr(revertible, "ATTEMPTS", 3)
    session.undo()
    assert phones(session, people) == ["22"] * 4
    assert told[-1].startswith("Intet er fortrudt. ")
    assert "blev ikke rørt: Det går ikke." in told[-1]


# What nobody wrote before, whatever the two of them do

FIELDS = {"phone": "Telefon", "email": "E-mail", "title": "Stilling"}
Cells = dict[tuple[int, str], str]
CELLS = st.tuples(st.integers(0, 3), st.sampled_from(sorted(FIELDS)))
EDITS = st.dictionaries(CELLS, st.sampled_from(["", "a@x.dk", "b@x.dk", "c@x.dk"]), max_size=8)


@pytest.fixture
def other(session: Session) -> Iterator[Store]:
    """Bo at the same computer: what he writes is there at once."""
    opened = open_store(session.store.path, home=paths.home(), user="Bo")
    yield opened
    opened.close()


def grid(session: Session, ids: list[str]) -> dict[tuple[int, str], Value]:
    rows = [session.network.get(Person, row_id) for row_id in ids]
    return {(place, name): getattr(row, name) for place, row in enumerate(rows) for name in FIELDS}


def set_cells(store: Store | Session, ids: list[str], held: dict[tuple[int, str], Value], cells: Cells) -> None:
    changes = [
        Change("people", ids[place], {name: held[place, name]}, {name: value})
        for (place, name), value in cells.items()
        if held[place, name] != value
    ]
    if changes and isinstance(store, Session):
        store.write(changes, "Celler indsat")
    elif changes:
        store.apply("Rettet", changes)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=EDITS, step=EDITS, foreign=EDITS)
def test_after_undo_a_cell_is_as_before_or_anothers_and_named_and_redo_gives_back(
    session: Session, other: Store, *, start: Cells, step: Cells, foreign: Cells
) -> None:
    told: list[str] = []
    session.retraced.connect(told.append)
    ids = [uuid4().hex for _ in range(4)]
    session.write([Change("people", row_id, None, {"name": f"P {row_id[:8]}"}) for row_id in ids], "Nye")
    set_cells(session, ids, grid(session, ids), start)
    before = grid(session, ids)
    set_cells(session, ids, before, step)
    written = {cell for cell, value in step.items() if before[cell] != value}
    if not written:
        return
    set_cells(other, ids, grid(session, ids), foreign)
    session.look()
    held = grid(session, ids)
    session.undo()
    after = grid(session, ids)
    for cell in written:
        if after[cell] != before[cell]:
            assert after[cell] == held[cell] == foreign[cell]
            name = session.network.get(Person, ids[cell[0]]).name
            assert f"{FIELDS[cell[1]]} for {name}" in told[-1] or " andre er ændret af Bo" in told[-1]
    assert {cell: after[cell] for cell in after if cell not in written} == {
        cell: held[cell] for cell in held if cell not in written
    }
    if after != held:
        session.redo()
    assert grid(session, ids) == held
