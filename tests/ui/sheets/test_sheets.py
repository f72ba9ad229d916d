"""Lists to a spreadsheet and back in the window: as shown, with a preview, as one edit that can be undone."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import BudgetShare, Goal, Offer, Organisation, Person
from cbnet_desktop.domain.sheets.verdicts import Outcome
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.roster.roster_tab import PEOPLE
from cbnet_desktop.ui.sheets import calendar_export, import_dialog, sheet_export, shown_list
from cbnet_desktop.ui.sheets.import_dialog import ImportDialog
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS
from tests.ui.adding import Add


def tab(window: MainWindow, title: str) -> TablePane:
    """The table in use on a tab."""
    window.show_tab([name for name, _ in TABS].index(title))
    pane = shown_list.shown_pane(window.page)
    assert pane is not None
    return pane


def people(window: MainWindow) -> TablePane:
    tab(window, "Netværk")
    window.page.show_view(PEOPLE)
    pane = shown_list.shown_pane(window.page)
    assert pane is not None
    assert pane.spec.record is Person
    return pane


@pytest.fixture
def members(main: MainWindow, add: Add) -> TablePane:
    """The people of a new network: one of Odense and one of Vejle."""
    libraries = {row.short_name: row.id for row in main.session.network.live(Organisation)}
    add("people", name="Hanne Fabelgaard", organisation_id=libraries["Odense"], phone="00 00 00 41")
    add("people", name="Lars Udkastgaard", organisation_id=libraries["Vejle"])
    return people(main)


def csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def judged(qtbot: QtBot, pane: TablePane, path: Path) -> ImportDialog:
    """The dialog over a file once every line is judged."""
    dialog = import_dialog.preview(pane, path)
    assert isinstance(dialog, ImportDialog)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    return dialog


def shown(dialog: ImportDialog) -> list[list[str]]:
    """The preview's cells."""
    model = dialog.lines
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_list_goes_out_as_it_is_shown(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    pane = people(window)
    pane.view.horizontalHeader().moveSection(4, 0)
    pane.view.setColumnHidden(1, True)
    pane.model.sort(0, Qt.SortOrder.DescendingOrder)
    pane.model.filter("odense")
    sheet_export.export(pane, tmp_path / "folk.xlsx")
    qtbot.waitUntil(lambda: "skrevet" in pane.strip.text)
    lines = list(load_workbook(tmp_path / "folk.xlsx").active.values)
    assert lines[0] == ("E-mail", "Navn", "Organisation", "Telefon", "Plads i dag", "Id")
    assert [line[1] for line in lines[1:]] == ["Aage Eksempelgaard", "Ida Kladdegaard", "Hanne Fabelgaard"]
    assert pane.strip.text.startswith("3 rækker skrevet i ")


def test_amounts_that_a_list_computes_are_numbers_and_what_it_derives_is_left_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = tab(window, "Budgetandele")
    sheet_export.export(pane, tmp_path / "a.xlsx")
    qtbot.waitUntil((tmp_path / "a.xlsx").exists)
    page = load_workbook(tmp_path / "a.xlsx").active
    header = [cell.value for cell in page[1]]
    for share, line in zip(pane.model.records(), page.iter_rows(min_row=2), strict=True):
        assert isinstance(share, BudgetShare)
        joint = line[header.index("Fælles beløb")]
        assert joint.value == (None if share.joint_ore is None else share.joint_ore / 100)
        assert (line[header.index("Andel i kr.")].value is None) is (share.share_ore is None)


def test_the_list_of_every_tab_comes_back_unchanged(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for title, _ in TABS:
        if title == "Overblik":
            continue
        pane, path = tab(window, title), tmp_path / f"{title}.xlsx"
        sheet_export.export(pane, path)
        qtbot.waitUntil(path.exists)
        dialog = judged(qtbot, pane, path)
        assert dialog.preview is not None
        told = [verdict.description for verdict in dialog.preview.verdicts if verdict.outcome is not Outcome.UNCHANGED]
        assert (title, told) == (title, [])
        assert len(dialog.preview.verdicts) == pane.model.rowCount()
        assert not dialog.importer.isEnabled()
        dialog.reject()


def test_a_page_without_a_list_says_so(main: MainWindow) -> None:
    main.show_tab(0)
    main.actions_by_name["sheet_out"].trigger()
    assert "ingen liste" in main.strip.text


def test_the_preview_tells_each_line_and_one_edit_takes_them_in(
    members: TablePane, qtbot: QtBot, tmp_path: Path
) -> None:
    before = members.session.network.tables[Person.TABLE]
    path = csv(
        tmp_path / "folk.csv",
        "Navn;Bibliotek;Telefon",
        "Ny Person;Odense;1",
        "Hanne Fabelgaard;Odense;2",
        "Ib;Ribe;3",
        "Ny Person;Odense;4",
    )
    dialog = judged(qtbot, members, path)
    lines = shown(dialog)
    assert [line[:3] for line in lines] == [
        ["2", "Ny", "Ny Person"],
        ["3", "Ændres", "Hanne Fabelgaard"],
        ["4", "Afvist", "Ib"],
        ["5", "Gentaget", "Ny Person"],
    ]
    assert lines[1][3] == "Telefon: 00 00 00 41 → 2"
    assert dialog.importer.text() == "&Importér 2 rækker"
    assert members.session.network.tables[Person.TABLE] == before
    dialog.accept()
    names = [row.name for row in members.session.network.live(Person)]
    assert "Ny Person" in names
    assert "Ib" not in names
    assert members.strip.text == "2 personer importeret fra folk.csv. Ctrl+Z fortryder det hele."
    members.session.undo()
    assert members.session.network.tables[Person.TABLE] == before


def test_cancel_leaves_everything_as_it_was(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    before = members.session.network
    dialog = judged(qtbot, members, csv(tmp_path / "a.csv", "Navn", "Ny"))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert members.session.network is before
    assert members.session.undo_stack.undo_label.startswith("Person tilføjet")


def test_closing_the_dialog_stops_the_reading(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    before = threading.active_count()
    path = csv(tmp_path / "a.csv", "Navn;Telefon", *[f"Person {number};{number}" for number in range(3000)])
    dialog = import_dialog.preview(members, path)
    assert isinstance(dialog, ImportDialog)
    ended: list[str] = []
    dialog.destroyed.connect(lambda: ended.append("lukket"))
    dialog.reject()
    qtbot.waitUntil(lambda: ended == ["lukket"])
    qtbot.waitUntil(lambda: threading.active_count() == before)
    assert members.strip.text == ""


def endless(path: Path) -> Path:
    """A workbook with a merged cell that no library gets to the end of; the colon of its place is written as a code."""
    book, stream = Workbook(), io.BytesIO()
    book.active.append(("Navn",))
    book.save(stream)
    merged = b'</sheetData><mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>'
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(path, "w") as kept:
        for name in made.namelist():
            kept.writestr(name, made.read(name).replace(b"</sheetData>", merged))
    return path


def test_cancel_ends_the_reading_of_a_file_without_end(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    before, threads = members.session.network, threading.active_count()
    dialog = import_dialog.preview(members, endless(tmp_path / "a.xlsx"))
    assert isinstance(dialog, ImportDialog)
    qtbot.wait(300)
    assert threading.active_count() > threads, "it is still being read"
    ended: list[str] = []
    dialog.destroyed.connect(lambda: ended.append("lukket"))
    qtbot.mouseClick(dialog.box.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ended == ["lukket"])
    qtbot.waitUntil(lambda: threading.active_count() == threads, timeout=1_500)
    assert members.session.network is before
    assert members.strip.text == "", "who cancels is not told that the file cannot be read"


def test_another_file_chosen_while_one_is_read_is_the_only_one_shown(
    members: TablePane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = import_dialog.preview(members, endless(tmp_path / "a.xlsx"))
    assert isinstance(dialog, ImportDialog)
    other = csv(tmp_path / "b.csv", "Navn", "Ny")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    dialog.ask_for_another()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert [verdict.title for verdict in dialog.preview.verdicts] == ["Ny"]
    dialog.reject()


def test_a_column_that_nobody_knows_is_chosen_and_the_lines_are_judged_anew(
    members: TablePane, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = judged(qtbot, members, csv(tmp_path / "a.csv", "Hvem;Hvor", "Ny;Odense"))
    assert "Ingen af arkets kolonner" in dialog.strip.text
    for position, field in ((0, "name"), (1, "organisation_id")):
        choice = dialog.columns.choices[position]
        choice.setCurrentIndex(choice.findData(field))
        choice.activated.emit(choice.currentIndex())
        qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    assert shown(dialog) == [["2", "Ny", "Ny", "Navn: Ny; Organisation: Odense"]]
    assert dialog.strip.text == ""
    choice = dialog.columns.choices[0]
    assert choice.accessibleName() == "Kolonnen Hvem læses som"


def test_the_lines_can_be_seen_by_what_becomes_of_them(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "Navn;Bibliotek", "A;Odense", "B;Ribe", "C;Vejle")
    dialog = judged(qtbot, members, path)
    assert [dialog.outcome.itemText(place) for place in range(dialog.outcome.count())] == [
        "Alle linjer (3)",
        "Nye (2)",
        "Afviste (1)",
    ]
    dialog.outcome.setCurrentIndex(2)
    dialog.outcome.activated.emit(2)
    assert [line[2] for line in shown(dialog)] == ["B"]
    assert dialog.whole.toPlainText().startswith("Linje 3, B: afvist\nOrganisation: »Ribe« findes ikke")


def test_empty_cells_clear_only_when_they_are_asked_to(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "Navn;Bibliotek;Telefon", "Hanne Fabelgaard;Odense;")
    dialog = judged(qtbot, members, path)
    assert [line[1] for line in shown(dialog)] == ["Uændret"]
    dialog.clears.click()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    assert [line[3] for line in shown(dialog)] == ["Telefon: 00 00 00 41 → tomt"]


def test_another_sheet_of_the_workbook_can_be_chosen(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Navn", "Telefon"])
    book.active.append(["Fra første", "1"])
    other = book.create_sheet("Andet")
    other.append(["Navn"])
    other.append(["Fra andet"])
    book.save(tmp_path / "a.xlsx")
    dialog = judged(qtbot, members, tmp_path / "a.xlsx")
    assert dialog.page.isVisible()
    assert [line[2] for line in shown(dialog)] == ["Fra første"]
    dialog.page.setCurrentText("Andet")
    dialog.page.activated.emit(1)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    assert [line[2] for line in shown(dialog)] == ["Fra andet"]


def test_what_is_no_sheet_is_refused_in_the_dialog(members: TablePane, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    dialog = judged(qtbot, members, tmp_path / "a.xls")
    assert "gamle format (.xls)" in dialog.strip.text
    assert not dialog.importer.isEnabled()
    assert dialog.another.isEnabled()


def test_goals_go_into_the_plan_of_the_year_shown(main: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    pane = tab(main, "Handlingsplan")
    main.session.set_year(2016)
    dialog = judged(qtbot, pane, csv(tmp_path / "a.csv", "Mål;Frist", "Et nyt mål;01-06-2016"))
    dialog.accept()
    (goal,) = [row for row in main.session.network.live(Goal) if row.text == "Et nyt mål"]
    assert goal.deadline == "2016-06-01"
    assert [row.id for row in pane.spec.rows(main.session)] == [goal.id]


def test_an_offer_imported_twice_is_there_once(main: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    pane = tab(main, "Tilbud")
    count = len(main.session.network.live(Offer))
    path = csv(tmp_path / "a.csv", "Titel;Arrangør;Startdato;Link", "E-bøger;Vejle;01.03.2015;https://x.dk/1")
    judged(qtbot, pane, path).accept()
    assert len(main.session.network.live(Offer)) == count + 1
    assert [line[1] for line in shown(judged(qtbot, pane, path))] == ["Uændret"]


def test_many_rows_are_written_in_a_thread_as_one_edit(
    members: TablePane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "MANY", 5)
    count = len(members.session.network.live(Person))
    path = csv(tmp_path / "a.csv", "Navn", *[f"Person {number}" for number in range(20)])
    dialog = judged(qtbot, members, path)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
        assert not dialog.box.isEnabled()
        dialog.reject()
    assert len(members.session.network.live(Person)) == count + 20
    assert members.model.rowCount() == count + 20
    assert members.session.undo_stack.undo_label == "20 personer importeret fra a.csv"
    with qtbot.waitSignal(members.session.retraced):
        members.session.undo()
    assert len(members.session.network.live(Person)) == count


def test_a_refusal_while_writing_is_told_and_nothing_is_written(
    members: TablePane, qtbot: QtBot, tmp_path: Path
) -> None:
    """A colleague's program renames the person between preview and import."""
    session = members.session
    person = next(row for row in session.network.live(Person) if row.name == "Hanne Fabelgaard")
    path = csv(tmp_path / "a.csv", "Navn;Bibliotek;Telefon", "Hanne Fabelgaard;Odense;2", "Ny;Odense;3")
    dialog = judged(qtbot, members, path)
    session.store.apply("telefon", [change_of(person, {"phone": "7"})])
    dialog.accept()
    qtbot.waitUntil(lambda: bool(dialog.strip.text))
    assert "ændret af en anden i mellemtiden" in dialog.strip.text
    assert "Ny" not in [row.name for row in session.network.live(Person)]
    qtbot.waitUntil(lambda: "Telefon: 7 → 2" in str(shown(dialog)))
    assert dialog.isVisible()


def test_the_context_menu_of_a_table_has_both_ways(main: MainWindow) -> None:
    pane = tab(main, "Møder")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), pane.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(pane, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    own = {"Ny række", "Kopiér", "Sæt ind", "Fyld nedad"}
    ways = {"Eksportér listen til regneark …", "Forhåndsvis og udskriv listen", "Importér fra regneark …"}
    assert {*own, *ways, "Eksportér kalender …", "Kolonner"} <= set(texts)
    menu.close()


def test_signed_versions_are_never_imported(main: MainWindow) -> None:
    tab(main, "Handlingsplan")
    (versions,) = [pane for pane in main.page.findChildren(TablePane) if pane.spec.record.TABLE == "plan_versions"]
    assert not shown_list.can_import(versions)


def test_the_years_meetings_go_out_as_a_calendar(
    main: MainWindow, qtbot: QtBot, tmp_path: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = add("meetings", kind="planning", held_on="2014-05-05")
    add("meetings", kind="planning", held_on="2015-05-05")
    main.session.set_year(2014)
    tab(main, "Møder")
    target = tmp_path / "møder.ics"
    answer = (str(target), calendar_export.MEETINGS_ONLY)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    main.actions_by_name["calendar"].trigger()
    qtbot.waitUntil(target.exists)
    events = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [f"{held}@cbnet"]
