"""The search line: everything by Ctrl+F, the table shown by Ctrl+Shift+F, both by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.search import growing_index
from cbnet_desktop.ui.search.search_hits import HIT, HitList
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def search(window: MainWindow, qtbot: QtBot, words: str) -> HitList:
    qtbot.keyClick(window, Key.Key_F, CONTROL)
    line = QApplication.focusWidget()
    assert line is window.tools.search
    qtbot.keyClicks(line, words)
    assert window.searching.hits is not None
    return window.searching.hits


def tab(window: MainWindow) -> str:
    return TABS[window.tabs.currentIndex()][0]


def texts(hits: HitList) -> list[str]:
    return [hits.item(row).text() for row in range(hits.count())]


class TestSearching:
    def test_hits_come_while_typing_grouped_by_kind(self, window: MainWindow, qtbot: QtBot) -> None:
        hits = search(window, qtbot, "aase oevegård")
        assert texts(hits)[:2] == ["Person", "Åse Øvegaard"]
        assert QApplication.focusWidget() is window.tools.search

    def test_one_letter_asks_for_nothing(self, window: MainWindow, qtbot: QtBot) -> None:
        qtbot.keyClick(window, Key.Key_F, CONTROL)
        qtbot.keyClicks(window.tools.search, "k")
        assert window.searching.hits is None

    def test_nothing_found_is_said(self, window: MainWindow, qtbot: QtBot) -> None:
        assert texts(search(window, qtbot, "<b>findesikke</b>")) == [
            "Der blev ikke fundet noget for »<b>findesikke</b>«."
        ]

    def test_letters_typed_while_the_index_is_made_are_answered_when_it_is_whole(
        self, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(growing_index, "FIRST", 0)
        hits = search(window, qtbot, "karl")
        assert texts(hits) == ["Søger …"]
        qtbot.keyClicks(window.tools.search, "a sagnholm")
        qtbot.waitUntil(lambda: texts(hits)[:2] == ["Person", "Karla Sagnholm"])

    def test_enter_goes_to_the_best_hit_in_its_tab_row_and_field(self, window: MainWindow, qtbot: QtBot) -> None:
        search(window, qtbot, "karla sagnholm")
        qtbot.keyClick(window.tools.search, Key.Key_Return)
        assert tab(window) == "Netværk"
        assert window.page.page.form.record.name == "Karla Sagnholm"
        assert window.tools.search.text() == ""
        assert window.searching.hits is None

    def test_down_chooses_another_hit_and_enter_goes_there_in_its_year(self, window: MainWindow, qtbot: QtBot) -> None:
        hits = search(window, qtbot, "skolereform temadag")
        qtbot.keyClick(window.tools.search, Key.Key_Down)
        while hits.currentItem().data(HIT).table != Goal.TABLE:
            qtbot.keyClick(hits, Key.Key_Down)
        goal_id = hits.currentItem().data(HIT).row_id
        qtbot.keyClick(hits, Key.Key_Return)
        assert (tab(window), window.session.year) == ("Handlingsplan", 2014)
        assert window.page.form.record.id == goal_id

    def test_a_hit_in_a_text_puts_the_cursor_into_that_field(self, window: MainWindow, qtbot: QtBot) -> None:
        search(window, qtbot, "spørgeskemaet kortes ned")
        qtbot.keyClick(window.tools.search, Key.Key_Return)
        assert tab(window) == "Møder"
        assert window.page.page.form.field("outcome").input.hasFocus()

    def test_esc_takes_the_hits_away_and_then_the_text(self, window: MainWindow, qtbot: QtBot) -> None:
        search(window, qtbot, "karla")
        qtbot.keyClick(window.tools.search, Key.Key_Escape)
        assert window.searching.hits is None
        assert window.tools.search.text() == "karla"
        qtbot.keyClick(window.tools.search, Key.Key_Escape)
        assert window.tools.search.text() == ""
        assert window.page.isAncestorOf(QApplication.focusWidget())

    def test_typing_in_the_hits_goes_on_in_the_line(self, window: MainWindow, qtbot: QtBot) -> None:
        hits = search(window, qtbot, "karl")
        qtbot.keyClick(window.tools.search, Key.Key_Down)
        assert hits.hasFocus()
        qtbot.keyClicks(hits, "a")
        assert window.tools.search.hasFocus()
        assert window.tools.search.text() == "karla"
        qtbot.keyClick(window.tools.search, Key.Key_Down)
        qtbot.keyClick(hits, Key.Key_Up)
        assert window.tools.search.hasFocus()
        assert window.searching.hits is not None

    def test_the_hits_go_when_the_cursor_goes_elsewhere(self, window: MainWindow, qtbot: QtBot) -> None:
        search(window, qtbot, "karla")
        window.page.setFocus()
        qtbot.waitUntil(lambda: window.searching.hits is None)

    def test_a_row_that_is_renamed_is_found_by_its_new_name(self, window: MainWindow, qtbot: QtBot) -> None:
        search(window, qtbot, "karla")
        person = next(row for row in window.session.network.live(Person) if row.name.startswith("Karla"))
        window.session.write([Change("people", person.id, {"name": person.name}, {"name": "Xenia Nyt Navn"})])
        assert texts(search(window, qtbot, "xenia"))[:2] == ["Person", "Xenia Nyt Navn"]

    def test_every_hit_of_the_example_leads_to_a_tab_that_shows_it_or_what_it_belongs_to(
        self, window: MainWindow, qtbot: QtBot
    ) -> None:
        titles = {title for title, _ in TABS}
        found = search(window, qtbot, "2014").hits()
        assert len({hit.table for hit in found}) > 10
        for hit in found:
            window.show_tab(0)
            window.searching.go_to(hit, False)
            assert TAB_OF_TABLE.get(hit.table) not in titles or tab(window) == TAB_OF_TABLE[hit.table]

    @pytest.mark.parametrize("is_dark", [False, True])
    def test_the_hits_are_painted_in_light_and_dark(self, window: MainWindow, qtbot: QtBot, is_dark: bool) -> None:
        app = QApplication.instance()
        theme.apply(app, is_dark_chosen=is_dark)
        try:
            hits = search(window, qtbot, "digital <b>" if is_dark else "digital post")
            ground = hits.grab().toImage().pixelColor(3, 3).lightness()
            assert (ground < 128) == is_dark
        finally:
            theme.apply(app, is_dark_chosen=False)


class TestArchived:
    def archived(self, window: MainWindow) -> Person:
        return next(row for row in window.session.network.rows(Person) if row.archived and "Mønster" in row.name)

    def test_an_archived_row_is_found_and_said_to_be_archived(self, window: MainWindow, qtbot: QtBot) -> None:
        assert "Jørgen Mønsterskov, arkiveret" in texts(search(window, qtbot, "joergen moensterskov"))

    def test_going_there_says_why_it_is_not_in_the_table(self, window: MainWindow, qtbot: QtBot) -> None:
        hits = search(window, qtbot, "joergen moensterskov")
        hit = next(hit for hit in hits.hits() if hit.is_archived)
        window.searching.go_to(hit, False)
        assert tab(window) == "Netværk"
        assert "er arkiveret" in window.strip.text

    def test_ctrl_enter_brings_it_back_as_an_undoable_edit(self, window: MainWindow, qtbot: QtBot) -> None:
        hits = search(window, qtbot, "joergen moensterskov")
        qtbot.keyClick(window.tools.search, Key.Key_Down)
        hits.setCurrentRow(next(row for row in range(hits.count()) if "arkiveret" in hits.item(row).text()))
        person = self.archived(window)
        qtbot.keyClick(hits, Key.Key_Return, CONTROL)
        assert not window.session.network.get(Person, person.id).archived
        assert window.page.page.form.record.id == person.id
        window.undo()
        assert window.session.network.get(Person, person.id).archived


class TestFiltering:
    def test_ctrl_shift_f_shows_only_the_rows_with_the_words(self, window: MainWindow, qtbot: QtBot) -> None:
        window.show_tab(5)
        model = window.page.pane.model
        before = model.rowCount()
        qtbot.keyClick(window, Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        assert line.accessibleName() == "Filtrér tabellen"
        qtbot.keyClicks(line, "kommuner")
        assert 0 < model.rowCount() < before
        assert window.searching.hits is None
        qtbot.keyClick(line, Key.Key_Return)
        assert window.page.pane.view.hasFocus()
        qtbot.keyClick(window, Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(line, Key.Key_Escape)
        assert model.rowCount() == before

    def test_what_was_searched_for_can_be_filtered_by_and_back(self, window: MainWindow, qtbot: QtBot) -> None:
        window.show_tab(5)
        model = window.page.pane.model
        before = model.rowCount()
        search(window, qtbot, "kommuner")
        assert model.rowCount() == before
        qtbot.keyClick(window, Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert window.searching.hits is None
        assert model.rowCount() < before
        qtbot.keyClick(window, Key.Key_F, CONTROL)
        assert window.searching.hits is not None
        assert model.rowCount() == before

    def test_another_tab_shows_all_its_rows(self, window: MainWindow, qtbot: QtBot) -> None:
        window.show_tab(5)
        window.searching.begin(filters=True)
        qtbot.keyClicks(window.tools.search, "kommuner")
        window.show_tab(4)
        assert window.tools.search.text() == ""
        assert window.tools.search.accessibleName() == "Søg i alt"
        assert window.page.pane.model.rowCount() == 6
