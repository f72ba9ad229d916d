from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Appointment, Goal, Organisation, Person
from cbnet_desktop.domain.records.changes import Change, inverted
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.roster_pages import AppointmentsPage
from cbnet_desktop.ui.table.columns import Column, TableSpec, fields_of
from cbnet_desktop.ui.table.record_cells import STORED
from cbnet_desktop.ui.table.record_rows import MANY
from cbnet_desktop.ui.table.table_model import RecordTableModel
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets import theme
from tests.ui.adding import Add
from tests.ui.showing import show

NAME, ORGANISATION, PHONE, EMAIL, NOTE = range(5)


def spec() -> TableSpec:
    return TableSpec(
        Person,
        fields_of(Person, "name", "organisation_id", "phone", "email", "note"),
        rows=lambda session: session.network.live(Person),
        blank=lambda _: {"name": "Ny person"},
        empty_text="Her står personerne.",
        first_action="Ny person",
    )


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> TablePane:
    return show(TablePane(session, spec()), qtbot, 900, 400)


def shown(pane: TablePane, column: int) -> list[str]:
    return [pane.model.index(row, column).data() for row in range(pane.model.rowCount())]


def editor(pane: TablePane) -> QWidget:
    found = pane.view.indexWidget(pane.view.currentIndex()) or QApplication.focusWidget()
    assert found is not None
    return found


def put(pane: TablePane, row: int, column: int) -> None:
    pane.view.setCurrentIndex(pane.model.index(row, column))
    pane.view.setFocus()


def test_names_sort_in_danish_order_whichever_way_the_aa_is_written(pane: TablePane, add: Add) -> None:
    for name in ("Aalborg", "Østerbro", "Gentofte", "Ærø", "Vejle", "Åbenrå", "herning"):
        add("people", name=name)
    pane.view.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    assert shown(pane, NAME) == ["Gentofte", "herning", "Vejle", "Ærø", "Østerbro", "Åbenrå", "Aalborg"]
    pane.view.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert shown(pane, NAME)[0] == "Aalborg"


def test_empty_cells_sort_last_in_either_direction(pane: TablePane, add: Add) -> None:
    for name, phone in (("A", ""), ("B", "2"), ("C", "1")):
        add("people", name=name, phone=phone)
    pane.view.sortByColumn(PHONE, Qt.SortOrder.AscendingOrder)
    assert shown(pane, NAME) == ["C", "B", "A"]
    pane.view.sortByColumn(PHONE, Qt.SortOrder.DescendingOrder)
    assert shown(pane, NAME) == ["B", "C", "A"]


def test_a_row_does_not_jump_while_its_sort_column_is_edited(pane: TablePane, add: Add) -> None:
    for name in ("Anna", "Bo", "Cilla"):
        add("people", name=name)
    pane.view.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    pane.model.setData(pane.model.index(0, NAME), "Zenia")
    assert shown(pane, NAME) == ["Zenia", "Bo", "Cilla"]


def test_typing_into_a_cell_writes_it_and_enter_goes_down(
    pane: TablePane, add: Add, session: Session, qtbot: QtBot
) -> None:
    first, second = (add("people", name=name) for name in ("Anna", "Bo"))
    put(pane, pane.model.row_of(first), PHONE)
    qtbot.keyClick(pane.view, Qt.Key.Key_1)
    line = editor(pane)
    qtbot.keyClicks(line, "2 34")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.network.get(Person, first).phone == "12 34"
    assert pane.view.chosen().id == second


def test_enter_goes_down_by_one_row_and_stays_at_a_refusal(pane: TablePane, add: Add, qtbot: QtBot) -> None:
    for name in ("Anna", "Bo", "Cilla", "Dan"):
        add("people", name=name)
    put(pane, 0, EMAIL)
    for typed, row in (("a@x.dk", 1), ("b snabel x.dk", 1), ("b@x.dk", 2)):
        pane.view.edit(pane.view.currentIndex())
        line = editor(pane)
        line.selectAll()
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert pane.view.currentIndex().row() == row
    assert shown(pane, EMAIL) == ["a@x.dk", "b@x.dk", "", ""]


def test_tab_goes_right_and_wraps_to_the_next_row(pane: TablePane, add: Add, session: Session, qtbot: QtBot) -> None:
    first, second = (add("people", name=name) for name in ("Anna", "Bo"))
    put(pane, 0, PHONE)
    pane.view.edit(pane.view.currentIndex())
    line = editor(pane)
    qtbot.keyClicks(line, "7")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert session.network.get(Person, first).phone == "7"
    assert pane.view.currentIndex().column() == EMAIL
    qtbot.keyClick(pane.view, Qt.Key.Key_Tab)
    qtbot.keyClick(pane.view, Qt.Key.Key_Tab)
    assert (pane.view.chosen().id, pane.view.currentIndex().column()) == (second, NAME)


def test_a_refused_cell_keeps_what_was_typed_and_says_why(pane: TablePane, add: Add, session: Session) -> None:
    person = add("people", name="Anna", email="a@x.dk")
    index = pane.model.index(0, EMAIL)
    pane.model.setData(index, "a snabel x.dk")
    assert session.network.get(Person, person).email == "a@x.dk"
    assert index.data() == "a snabel x.dk"
    assert index.data(Qt.ItemDataRole.EditRole) == "a snabel x.dk"
    assert index.data(Qt.ItemDataRole.ForegroundRole) == theme.colour("error")
    assert "snabel-a" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "snabel-a" in pane.strip.text
    assert "Afvist" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_refusal_of_a_row_that_a_filter_hides_announces_no_cell(pane: TablePane, add: Add, session: Session) -> None:
    hidden = add("people", name="Mette Holm")
    add("people", name="Karen Ny")
    pane.model.filter("karen")
    announced: list[bool] = []
    pane.model.dataChanged.connect(lambda first, _: announced.append(first.isValid()))
    session.refusals.keep("people", hidden, "email", Refusal("mette", "E-mail: …"))
    assert announced == []


def test_a_refused_cell_opens_with_what_was_typed_and_esc_gives_it_up(pane: TablePane, add: Add, qtbot: QtBot) -> None:
    add("people", name="Anna", email="a@x.dk")
    put(pane, 0, EMAIL)
    pane.model.setData(pane.view.currentIndex(), "forkert")
    pane.view.edit(pane.view.currentIndex())
    line = editor(pane)
    assert line.text() == "forkert"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert pane.view.currentIndex().data() == "a@x.dk"
    assert pane.strip.text == ""


def test_a_refused_cell_that_is_mended_is_written(pane: TablePane, add: Add, session: Session) -> None:
    person = add("people", name="Anna")
    index = pane.model.index(0, EMAIL)
    pane.model.setData(index, "forkert")
    pane.model.setData(index, "rigtig@x.dk")
    assert session.network.get(Person, person).email == "rigtig@x.dk"
    assert pane.model.refusal(index) is None
    assert pane.strip.text == ""


def test_a_colleagues_value_is_not_overwritten_by_a_cell_that_was_read_before(
    pane: TablePane, add: Add, session: Session
) -> None:
    person = add("people", name="Anna", phone="1")
    seen = pane.model.record_at(0)
    session.store.apply("udenom", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    assert pane.model.record_at(0) == seen
    pane.model.setData(pane.model.index(0, PHONE), "3")
    assert session.network.get(Person, person).phone == "2"
    assert pane.model.index(0, PHONE).data() == "3"
    assert "ændret af en anden" in pane.strip.text


def test_only_the_changed_cell_is_announced(pane: TablePane, add: Add, session: Session) -> None:
    add("people", name="Anna")
    person = add("people", name="Bo")
    announced = []
    pane.model.dataChanged.connect(lambda first, *_: announced.append((first.row(), first.column())))
    session.write([Change("people", person, {"phone": ""}, {"phone": "5"})])
    assert announced == [(pane.model.row_of(person), PHONE)]


def test_the_chosen_row_stays_chosen_when_others_come_and_go(pane: TablePane, add: Add, session: Session) -> None:
    first = add("people", name="Anna")
    add("people", name="Bo")
    pane.view.choose(first)
    add("people", name="Aase")
    session.undo()
    assert pane.view.chosen().id == first


def test_a_reference_is_chosen_by_typing_a_part_of_its_title(
    pane: TablePane, add: Add, session: Session, qtbot: QtBot
) -> None:
    person = add("people", name="Anna")
    put(pane, 0, ORGANISATION)
    pane.view.edit(pane.view.currentIndex())
    combo = editor(pane)
    combo = combo if isinstance(combo, QComboBox) else combo.parentWidget()
    assert isinstance(combo, QComboBox)
    combo.setEditText("Roskilde")
    qtbot.keyClick(combo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.network.get(Person, person).organisation_id is not None)
    library = session.network.get(Organisation, session.network.get(Person, person).organisation_id)
    assert library.short_name == "Roskilde"


def test_references_are_offered_in_danish_order(pane: TablePane, add: Add) -> None:
    add("people", name="Anna")
    put(pane, 0, ORGANISATION)
    pane.view.edit(pane.view.currentIndex())
    combo = editor(pane)
    combo = combo if isinstance(combo, QComboBox) else combo.parentWidget()
    offered = [combo.itemText(place) for place in range(combo.count())]
    assert offered.index("Aalborg") > offered.index("Vejle") > offered.index("Gentofte")


def test_a_long_text_is_edited_in_place_with_line_breaks(
    pane: TablePane, add: Add, session: Session, qtbot: QtBot
) -> None:
    person = add("people", name="Anna")
    put(pane, 0, NOTE)
    pane.view.edit(pane.view.currentIndex())
    text = editor(pane)
    text = text if isinstance(text, QPlainTextEdit) else text.parentWidget()
    qtbot.keyClicks(text, "et")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(text, "to")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert session.network.get(Person, person).note == "et\nto"


def test_an_open_cell_holds_back_what_others_changed(pane: TablePane, add: Add, session: Session, qtbot: QtBot) -> None:
    add("people", name="Anna")
    put(pane, 0, PHONE)
    pane.view.edit(pane.view.currentIndex())
    assert session._holders
    qtbot.keyClick(editor(pane), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session._holders)


def test_the_filter_shows_rows_that_hold_every_word_whatever_the_case(pane: TablePane, add: Add) -> None:
    add("people", name="Åse Ærlig", phone="12")
    add("people", name="Bo", phone="12")
    pane.model.filter("åse 12")
    assert shown(pane, NAME) == ["Åse Ærlig"]
    assert "1 af 2" in pane.footer.accessibleName()


def test_an_archived_row_goes_without_a_dialog_and_undo_brings_it_back(
    pane: TablePane, add: Add, session: Session
) -> None:
    person = add("people", name="Anna")
    pane.view.choose(person)
    pane.archive()
    assert session.network.get(Person, person).archived
    assert pane.model.rowCount() == 0
    session.undo()
    assert shown(pane, NAME) == ["Anna"]


@pytest.mark.parametrize("typed", ["", "Ditte"])
def test_esc_in_a_new_row_takes_it_back(pane: TablePane, add: Add, qtbot: QtBot, session: Session, typed: str) -> None:
    add("people", name="Anna")
    pane.new_row()
    qtbot.keyClicks(editor(pane), typed)
    qtbot.keyClick(editor(pane), Qt.Key.Key_Escape)
    assert shown(pane, 0) == ["Anna"]
    session.redo()
    assert len(shown(pane, 0)) == 2


def test_esc_in_a_row_that_was_written_in_keeps_it(pane: TablePane, qtbot: QtBot) -> None:
    pane.new_row()
    qtbot.keyClicks(editor(pane), "Ditte")
    qtbot.keyClick(editor(pane), Qt.Key.Key_Return)
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    pane.view.edit_current()
    qtbot.keyClick(editor(pane), Qt.Key.Key_Escape)
    assert shown(pane, 0) == ["Ditte"]


def test_esc_in_another_cell_of_a_new_row_keeps_it(pane: TablePane, qtbot: QtBot) -> None:
    pane.new_row()
    qtbot.keyClick(editor(pane), Qt.Key.Key_Tab)
    pane.view.edit_current()
    qtbot.keyClick(editor(pane), Qt.Key.Key_Escape)
    assert len(shown(pane, 0)) == 1


def test_a_new_row_opens_its_first_cell(pane: TablePane, qtbot: QtBot, session: Session) -> None:
    record = pane.new_row()
    line = editor(pane)
    assert isinstance(line, QLineEdit)
    assert line.text() == "Ny person"
    qtbot.keyClicks(line, "Karla")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.network.get(Person, record.id).name == "Karla")


def test_an_empty_table_explains_itself_and_offers_its_first_action(pane: TablePane, qtbot: QtBot) -> None:
    assert not pane.view.isVisible()
    with qtbot.waitSignal(pane.asked_for_new):
        pane._empty.action.click()


def test_a_copied_block_pastes_as_one_undoable_edit(pane: TablePane, add: Add, session: Session) -> None:
    ids = [add("people", name=name, phone=phone) for name, phone in (("Anna", "1"), ("Bo", "2"))]
    QGuiApplication.clipboard().setText("3\tanna@x.dk\n4\tbo@x.dk\n")
    put(pane, 0, PHONE)
    pane.view.paste()
    people = [session.network.get(Person, row_id) for row_id in ids]
    assert [(row.phone, row.email) for row in people] == [("3", "anna@x.dk"), ("4", "bo@x.dk")]
    session.undo()
    people = [session.network.get(Person, row_id) for row_id in ids]
    assert [(row.phone, row.email) for row in people] == [("1", ""), ("2", "")]


def test_a_block_goes_out_and_comes_back_the_same(pane: TablePane, add: Add, session: Session) -> None:
    add("people", name='Anna "A"', phone="1", note="to\nlinjer")
    pane.view.selectAll()
    pane.view.copy()
    before = session.network.live(Person)
    count = len(session.store.log.history())
    pane.view.paste()
    assert session.network.live(Person) == before
    assert len(session.store.log.history()) == count
    assert pane.strip.text == ""


def test_a_refused_cell_of_a_block_is_named_and_the_others_are_written(
    pane: TablePane, add: Add, session: Session
) -> None:
    ids = [add("people", name=name) for name in ("Anna", "Bo")]
    QGuiApplication.clipboard().setText("3\tforkert\n4\tbo@x.dk\n")
    put(pane, 0, PHONE)
    pane.view.paste()
    anna, bo = (session.network.get(Person, row_id) for row_id in ids)
    assert (anna.phone, anna.email, bo.phone, bo.email) == ("3", "", "4", "bo@x.dk")
    assert pane.model.index(0, EMAIL).data() == "forkert"
    assert pane.strip.text.startswith("1 af 4 celler blev ikke indsat. Række 1: E-mail")
    assert pane.strip.text.count("E-mail") == 1
    assert session.undo_stack.undo_label == "3 celler indsat"
    session.undo()
    assert session.network.get(Person, ids[1]).email == ""


def test_hundreds_of_refused_cells_are_checked_at_once_and_all_keep_their_text(
    pane: TablePane, session: Session
) -> None:
    block = "".join(f"Person {number:03}\t\t{number}\tingen mail\n" for number in range(600))
    QGuiApplication.clipboard().setText(block)
    begun = time.perf_counter()
    pane.view.paste()
    assert time.perf_counter() - begun < 10
    found = session.network.live(Person)
    assert (len(found), {row.email for row in found}) == (600, {""})
    assert {pane.model.index(row, EMAIL).data() for row in range(600)} == {"ingen mail"}
    assert pane.strip.text == (
        "600 af 2.400 celler blev ikke indsat. Række 1, 2, 3, 4, 5 og 595 andre: "
        "E-mail skal have form som navn@bibliotek.dk, med ét snabel-a og en endelse som .dk."
    )


def test_hundreds_of_rows_leave_a_list_at_one_signal_and_not_one_each(
    pane: TablePane, add: Add, session: Session
) -> None:
    stays = add("people", name="Anna")
    made = [Change("people", f"{number:032x}", None, {"name": f"Person {number:03}"}) for number in range(MANY)]
    session.write(made, "Importeret")
    put(pane, pane.model.row_of(made[-1].row_id), PHONE)
    told: list[str] = []
    pane.model.rowsRemoved.connect(lambda *_: told.append("removed"))
    pane.model.modelReset.connect(lambda: told.append("reset"))
    session.write(inverted(made), "Fjernet")
    assert told == ["reset"]
    assert [row.id for row in pane.model.records()] == [stays]
    assert pane.view.currentIndex().row() == 0


def test_new_rows_that_cannot_be_made_are_named_and_the_others_written(example: Session, qtbot: QtBot) -> None:
    page = show(AppointmentsPage(example), qtbot)
    before, model = example.network.live(Appointment), page.pane.model
    last = model.index(model.rowCount() - 1, 0)
    last_row = "\t".join(model.cell_text(model.index(last.row(), place)) for place in range(4))
    QGuiApplication.clipboard().setText(
        f"{last_row}\n"
        "Vejle\tNiels Attrapsen\tRepræsentant\t01.01.2030\n"
        "Odense\tBirger Skabelonsen\tRepræsentant\t01.01.2012\n"
        "Vejle\tIngen Kendt\tSuppleant\t01.01.2030\n"
        "Vejle\tFrida Opdigtsen\tSuppleant\t01.01.2030\n"
    )
    page.pane.view.setCurrentIndex(last)
    page.pane.view.paste()
    made = [row for row in example.network.live(Appointment) if row not in before]
    assert {labels.row_title(example.network, row) for row in made} == {
        "Frida Opdigtsen, Vejle",
        "Niels Attrapsen, Vejle",
    }
    assert page.pane.strip.text == (
        "2 nye rækker blev ikke oprettet. »Odense«: Odense kan kun have én repræsentant ad gangen: Birger Skabelonsen "
        "(fra 01.01.2012) og Hanne Fabelgaard (fra 01.09.2012) overlapper. Sæt en slutdato på den første udpegning, "
        "dagen før den næste begynder. »Vejle«: Person: »Ingen Kendt« findes ikke. Vælg en på listen, eller opret den "
        "først. Det kopierede ligger stadig på udklipsholderen."
    )


def test_rows_pasted_past_the_last_become_new_ones(pane: TablePane, session: Session) -> None:
    QGuiApplication.clipboard().setText("Anna\tRoskilde\nBo\tAalborg\n")
    pane.view.paste()
    assert sorted(row.name for row in session.network.live(Person)) == ["Anna", "Bo"]
    session.undo()
    assert session.network.live(Person) == []


def test_numbers_and_dates_sort_by_value(example: Session, qtbot: QtBot) -> None:
    table = TableSpec(Goal, fields_of(Goal, "position", "deadline"), rows=lambda doc: doc.network.live(Goal))
    made = TablePane(example, table)
    qtbot.addWidget(made)
    made.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    dates = [made.model.index(row, 1).data(STORED) for row in range(made.model.rowCount())]
    filled = [date for date in dates if date]
    assert filled == sorted(filled)
    assert dates[: len(filled)] == filled
    made.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    numbers = [made.model.index(row, 0).data(STORED) for row in range(made.model.rowCount())]
    assert numbers == sorted(numbers)


def test_sums_stand_under_their_columns(example: Session, qtbot: QtBot) -> None:
    from cbnet_desktop.domain.records import BudgetShare

    table = TableSpec(
        BudgetShare,
        fields_of(BudgetShare, "organisation_id", "earmarked_ore"),
        rows=lambda doc: [row for row in doc.network.live(BudgetShare) if row.year == 2015],
    )
    made = TablePane(example, table)
    qtbot.addWidget(made)
    assert "Afsat beløb i alt 2.746.000" in made.footer.accessibleName()


def test_what_follows_from_other_cells_is_muted_and_what_can_be_typed_is_not(session: Session, add: Add) -> None:
    add("people", name="Anna")
    columns = (*fields_of(Person, "name"), Column("Længde", text=lambda _, row: str(len(row.name))))
    model = RecordTableModel(session, TableSpec(Person, columns, rows=lambda now: now.network.live(Person)))
    colours = [model.index(0, place).data(Qt.ItemDataRole.ForegroundRole) for place in range(2)]
    assert colours == [None, theme.colour("muted")]
