"""What the window shows of sharing: the status line, the strips, marks in tables, conflicts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Organisation, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Exchanged, Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing import sharing, sharing_messages
from cbnet_desktop.ui.editing.marks import ROW
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table import cell_marks
from cbnet_desktop.ui.table.columns import TableSpec, fields_of
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.window import sharing_actions
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.status import StatusLine
from tests.store.playing import forge
from tests.ui.adding import Add
from tests.ui.sharing import at, change, exchanged, meet, take_away

NAME, PHONE, EMAIL = range(3)


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> TablePane:
    spec = TableSpec(
        Person,
        fields_of(Person, "name", "phone", "email"),
        rows=lambda session: session.network.live(Person),
        blank=lambda _: {"name": "Ny person"},
    )
    made = TablePane(session, spec)
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    made.seen.moment.setInterval(0)
    return made


def status(window: MainWindow) -> StatusLine:
    line = window.statusBar()
    assert isinstance(line, StatusLine)
    return line


def cell(pane: TablePane, person: str, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.ToolTipRole) -> str:
    return str(pane.model.index(pane.model.row_of(person), column).data(role) or "")


def is_marked(session: Session, person: str) -> bool:
    return bool(session.sharing.marks.of("people", person))


def test_the_status_line_tells_of_others_in_the_issues_own_words(main: MainWindow) -> None:
    main.session.saved.emit(at(14, 3))
    main.session.received.emit(at(13, 58))
    assert status(main).saved.text() == "Gemt kl. 14.03"
    assert status(main).received.text() == "ændret af en anden kl. 13.58"
    assert not status(main).waiting.isVisible()


def test_what_waits_is_told_with_the_time_of_the_last_exchange_and_why(main: MainWindow) -> None:
    main.session.exchanged.emit(exchanged())
    main.session.exchanged.emit(exchanged(waiting=7, own_waiting=3, problem="Drevet er væk.", at=at(14, 5)))
    assert status(main).waiting.text() == "3 ændringer venter, sidst delt kl. 13.58"
    assert "Drevet er væk." in status(main).waiting.toolTip()


def test_a_place_out_of_reach_is_told_also_when_nothing_waits(main: MainWindow) -> None:
    main.session.exchanged.emit(exchanged())
    main.session.exchanged.emit(exchanged(problem="Drevet er væk."))
    assert status(main).waiting.text() == "Ikke delt siden kl. 13.58"


def test_the_problem_strip_comes_when_it_lasts_and_goes_by_itself(main: MainWindow) -> None:
    strip = main.problem_strip
    apart = exchanged(waiting=1, own_waiting=1, problem="Drevet er væk.")
    main.session.exchanged.emit(apart)
    assert not strip.isVisible()
    main.session.exchanged.emit(apart)
    assert strip.isVisible()
    assert strip.text.startswith("Drevet er væk.")
    main.session.exchanged.emit(exchanged())
    assert not strip.isVisible()
    assert not status(main).waiting.isVisible()


def test_a_problem_strip_that_was_closed_stays_closed_until_there_is_another_problem(main: MainWindow) -> None:
    strip = main.problem_strip
    for _ in range(2):
        main.session.exchanged.emit(exchanged(problem="Drevet er væk."))
    strip.show_error("")
    main.session.exchanged.emit(exchanged(problem="Drevet er væk."))
    assert not strip.isVisible()
    main.session.exchanged.emit(exchanged(problem="Der er ikke plads."))
    assert strip.text.startswith("Der er ikke plads.")


def test_what_an_exchange_found_is_told_once(main: MainWindow) -> None:
    found = exchanged(notices=("Kopien er flettet ind.",))
    main.session.exchanged.emit(found)
    assert main.strip.text == "Kopien er flettet ind."
    main.strip.show_error("")
    main.session.exchanged.emit(found)
    assert main.strip.text == ""


def test_what_a_newer_program_writes_is_told_once_however_much_it_is(main: MainWindow, add: Add) -> None:
    store, person = main.session.store, add("people", name="Carla")
    forge(store, [(("people", person, "pager"), "1"), (("votes", "v", "id"), "v")])
    main.session.exchanged.emit(store.exchange())
    behind = "En kollega bruger en nyere CBnet. Du kan arbejde videre; 1 ændring vises først, når du opdaterer."
    assert main.strip.text == behind
    main.strip.show_error("")
    forge(store, [(("votes", "v", "result"), "5-2")])
    main.session.exchanged.emit(store.exchange())
    main.session.look()
    assert main.strip.text == ""
    assert main.session.sharing.notices == [behind.replace("1 ændring", "2 ændringer")]
    assert main.session.sharing.is_quiet


def test_what_the_opening_found_is_told_too(store: Store, qtbot: QtBot) -> None:
    store.last_exchange = exchanged(notices=("Filen var sat tilbage.",))
    session = Session(store, is_exchanging=False)
    window = MainWindow(session, Files(MainWindow))
    qtbot.addWidget(window)
    assert window.strip.text == "Filen var sat tilbage."
    window.close()


def test_edits_wait_aloud_when_an_exchange_hangs(main: MainWindow, add: Add, qtbot: QtBot) -> None:
    main.session.exchanged.emit(exchanged())
    main.session.sharing._slow.setInterval(0)
    add("people", name="Mette Holm")
    qtbot.waitUntil(lambda: status(main).waiting.text() == "1 ændring venter, sidst delt kl. 13.58")
    main.session.exchanged.emit(exchanged())
    assert not status(main).waiting.isVisible()


def test_f5_shares_at_once_and_says_so(main: MainWindow, colleague: Store, qtbot: QtBot) -> None:
    colleague.apply("Person", [Change("people", "c" * 32, None, {"name": "Kommet til"})])
    colleague.exchange()
    qtbot.keyClick(main, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "Hentet: 1 ændring fra Bo." in main.statusBar().currentMessage())
    assert main.session.network.find(Person, "c" * 32) is not None
    assert re.match(r"Delt kl\. \d\d\.\d\d\.", main.statusBar().currentMessage())


def test_f5_tells_at_once_why_it_cannot_share(main: MainWindow, qtbot: QtBot) -> None:
    take_away(main.session.store)
    main.actions_by_name["share"].trigger()
    qtbot.waitUntil(main.problem_strip.isVisible)
    assert "kan ikke nås lige nu" in main.problem_strip.text


@pytest.mark.parametrize(
    ("written", "said"),
    [("2014-11-24T12:58:00Z", "24.11.2014 kl. 13.58"), ("ingen tid", "ingen tid")],
)
def test_a_time_of_another_day_has_its_date_and_what_is_no_time_is_shown_as_it_is(written: str, said: str) -> None:
    assert sharing_messages.clock(written) == said


def test_a_merge_is_told_in_one_sentence() -> None:
    assert sharing_messages.merged(exchanged(pulled=14, authors=("Bo", "Carla"))) == (
        "Flettet: 14 ændringer fra Bo og Carla."
    )
    assert sharing_messages.merged(exchanged(pulled=1, authors=("Bo R.",))) == "Flettet: 1 ændring fra Bo R."
    assert sharing_messages.merged(exchanged()) == "Kopien indeholder intet nyt."


def test_a_cell_that_a_colleague_changed_is_marked_with_who_when_and_what_it_was(
    session: Session, pane: TablePane, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    meet(session, colleague)
    change(colleague, person, phone="22")
    meet(session, colleague)
    assert re.search(r"22<br>Ændret af Bo kl\. \d\d\.\d\d: før »11«", cell(pane, person, PHONE))
    assert "Ændret af Bo" in cell(pane, person, PHONE, Qt.ItemDataRole.AccessibleTextRole)
    assert "Ændret" not in cell(pane, person, NAME)


def test_my_own_edits_are_not_marked(session: Session, add: Add) -> None:
    assert not is_marked(session, add("people", name="Mette Holm", phone="11"))


def test_several_changes_of_a_cell_tell_what_stood_there_before_the_first(
    session: Session, pane: TablePane, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    meet(session, colleague)
    for phone in ("22", "33"):
        change(colleague, person, phone=phone)
        meet(session, colleague)
    assert "før »11«" in cell(pane, person, PHONE)
    change(colleague, person, phone="11")
    meet(session, colleague)
    assert not is_marked(session, person)


def test_a_new_row_is_marked_as_one(session: Session, pane: TablePane, colleague: Store) -> None:
    person = "c" * 32
    colleague.apply("Person", [Change("people", person, None, {"name": "Kommet til", "phone": "1"})])
    meet(session, colleague)
    assert list(session.sharing.marks.of("people", person)) == [ROW]
    assert "Tilføjet af Bo" in cell(pane, person, NAME)
    assert "Bo" not in cell(pane, person, PHONE)


def test_a_change_without_a_column_is_told_in_the_first_cell_by_its_name(
    session: Session, pane: TablePane, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm")
    meet(session, colleague)
    change(colleague, person, note="Kommer <b>senere</b>")
    meet(session, colleague)
    assert "Bemærkning ændret af Bo" in cell(pane, person, NAME)
    change(colleague, person, title="<b>Chef</b>")
    meet(session, colleague)
    assert "<b>" not in cell(pane, person, NAME)


def test_a_mark_goes_when_somebody_has_stayed_on_its_row(
    session: Session, pane: TablePane, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    first, second = add("people", name="Anna"), add("people", name="Bente")
    pane.view.choose(first)
    meet(session, colleague)
    change(colleague, first, phone="1")
    change(colleague, second, phone="2")
    meet(session, colleague)
    qtbot.wait(30)
    assert is_marked(session, first)
    assert is_marked(session, second)
    pane.view.choose(second)
    qtbot.waitUntil(lambda: not is_marked(session, second))
    assert is_marked(session, first)


def test_a_mark_stays_while_the_window_is_not_the_one_in_use(
    session: Session, pane: TablePane, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    add("people", name="Anna")
    person = add("people", name="Bente")
    meet(session, colleague)
    change(colleague, person, phone="2")
    meet(session, colleague)
    pane.hide()
    pane.view.choose(person)
    qtbot.wait(30)
    assert is_marked(session, person)


def test_a_mark_goes_when_i_change_the_cell_myself(session: Session, add: Add, colleague: Store) -> None:
    person = add("people", name="Mette Holm", phone="11")
    meet(session, colleague)
    change(colleague, person, phone="22")
    meet(session, colleague)
    session.write([Change("people", person, {"phone": "22"}, {"phone": "33"})])
    assert not is_marked(session, person)


def test_nothing_is_marked_while_an_editor_is_open(
    session: Session, pane: TablePane, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    person = add("people", name="Mette Holm", phone="11")
    meet(session, colleague)
    pane.view.setCurrentIndex(pane.model.index(0, EMAIL))
    pane.view.edit(pane.view.currentIndex())
    change(colleague, person, phone="22")
    colleague.exchange()
    session.store.exchange()
    session.look()
    assert not is_marked(session, person)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_marked(session, person), timeout=2000)


def test_what_was_not_seen_is_marked_again_at_the_next_start(store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    session = Session(store, is_exchanging=False)
    person = "a" * 32
    session.write([Change("people", person, None, {"name": "Mette Holm"})])
    bo = open_store(store.path, home=tmp_path / "kollega", user="Bo")
    session.store.exchange()
    bo.exchange()
    bo.refresh()
    change(bo, person, phone="22")
    bo.exchange()
    session.store.exchange()
    session.look()
    assert is_marked(session, person)
    session.close()
    change(bo, person, email="m@x.dk")
    bo.exchange()
    bo.close()
    again = Session(open_store(store.path, home=paths.home(), user="Prøve"), is_exchanging=False)
    assert set(again.sharing.marks.of("people", person)) == {"phone", "email"}
    line = StatusLine(again)
    qtbot.addWidget(line)
    assert line.received.text().startswith("ændret af en anden kl. ")
    again.close()


def test_a_marked_cell_has_a_bar_at_its_left(
    session: Session, pane: TablePane, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    add("people", name="Anna")
    person = add("people", name="Bente", phone="1")
    meet(session, colleague)

    def left_edge() -> str:
        place = pane.view.visualRect(pane.model.index(pane.model.row_of(person), PHONE))
        shot = pane.view.viewport().grab().toImage()
        return shot.pixelColor(place.left() + cell_marks.BAR_WIDTH // 2, place.center().y()).name()

    qtbot.wait(10)
    plain = left_edge()
    change(colleague, person, phone="2")
    meet(session, colleague)
    assert left_edge() != plain
    session.sharing.see("people", person)
    assert left_edge() == plain


def test_f8_goes_from_change_to_change_tells_each_and_says_when_all_are_seen(
    main: MainWindow, add: Add, colleague: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing_actions, "MOMENT_MS", 0)
    anna, bente = (add("people", name=name) for name in ("Anna", "Bente"))
    meet(main.session, colleague)
    change(colleague, anna, phone="1")
    qtbot.wait(2)
    change(colleague, bente, phone="2")
    meet(main.session, colleague)
    qtbot.keyClick(main, Qt.Key.Key_F8)
    assert main.tabs.tabText(main.tabs.currentIndex()) == "Netværk"
    assert re.match(r"Anna: Telefon ændret af Bo kl\. \d\d\.\d\d: før tomt", main.statusBar().currentMessage())
    qtbot.waitUntil(lambda: not is_marked(main.session, anna))
    qtbot.keyClick(main, Qt.Key.Key_F8)
    assert main.statusBar().currentMessage().startswith("Bente: ")
    qtbot.waitUntil(lambda: not is_marked(main.session, bente))
    status(main).received.click()
    assert main.statusBar().currentMessage() == "Du har set alle ændringer fra andre."


def test_a_jump_to_another_years_row_turns_the_plan_year(
    main: MainWindow, add: Add, colleague: Store, qtbot: QtBot
) -> None:
    library = next(row for row in main.session.network.live(Organisation) if row.kind == "central_library")
    share = add("budget_shares", year=2013, organisation_id=library.id, share_bp=2500)
    meet(main.session, colleague)
    change(colleague, share, "budget_shares", share_bp=2600)
    meet(main.session, colleague)
    qtbot.keyClick(main, Qt.Key.Key_F8)
    assert main.session.year == 2013
    assert main.page.pane.view.chosen().id == share


def test_rows_that_no_tab_shows_are_not_marked(session: Session, add: Add, colleague: Store) -> None:
    person = add("people", name="Mette Holm", phone="1")
    meet(session, colleague)
    colleague.erase(person, "Er rejst", today=session.today)
    meet(session, colleague)
    assert {cell[0] for cell in session.sharing.marks.cells()} <= {"people"}


def test_what_a_colleague_changed_does_not_survive_the_erasure_of_it(
    session: Session, add: Add, colleague: Store
) -> None:
    person = add("people", name="Mette Holm", phone="11223344")
    meet(session, colleague)
    change(colleague, person, phone="22")
    meet(session, colleague)
    colleague.erase(person, "Er rejst", today=session.today)
    meet(session, colleague)
    told = [mark.before for mark in session.sharing.marks.of("people", person).values()]
    assert "11223344" not in told


def test_asking_for_an_exchange_takes_turns_with_those_under_way(store: Store, qtbot: QtBot) -> None:
    session = Session(store)
    try:
        answers: list[Exchanged] = []
        session.sharing.run(lambda exchanger: exchanger.exchange(), answers.append, print)
        qtbot.waitUntil(lambda: bool(answers), timeout=5000)
        assert answers[0].problem == ""
        assert sharing.SLOW_MS > 0
    finally:
        session.close()
