"""Every finding of the example can be gone to from the overview, and the place is the one that is meant."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain.charter.findings import Finding
from cbnet_desktop.domain.records import Subject
from cbnet_desktop.ui.editing import table_tabs
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS

MENDED = set(TAB_OF_TABLE.values())


def findings(window: MainWindow, tab: str) -> list[Finding]:
    checked = window.session.checked()
    return [found for item in checked for found in item.verdict.findings if TAB_OF_TABLE[found.table] == tab]


@pytest.mark.parametrize("year", [2013, 2014, 2015, 2016])
@pytest.mark.parametrize("tab", sorted(MENDED))
def test_a_finding_is_gone_to_in_its_tab_row_and_field(window: MainWindow, tab: str, year: int) -> None:
    window.session.set_year(year)
    for finding in findings(window, tab):
        window.show_tab(0)
        window.page.jump_asked.emit(finding.table, finding.row_id, finding.field)
        assert TABS[window.tabs.currentIndex()][0] == tab
        place = QApplication.focusWidget()
        assert place is not None
        assert window.page.isAncestorOf(place)
        if finding.row_id and finding.field:
            form = getattr(window.page, "page", window.page).form
            assert form.record.id == finding.row_id
            assert form.field(finding.field).input.hasFocus()


def test_each_subject_has_its_tab_and_each_tab_after_the_overview_its_tables() -> None:
    assert set(table_tabs.TITLES) == set(Subject), "ui.homes.TITLES forgets a subject of domain.records"
    assert [title for title, _ in TABS if title not in MENDED] == ["Overblik"]


def test_the_example_has_findings_to_go_to(window: MainWindow) -> None:
    window.session.set_year(2015)
    assert {tab for tab in MENDED if findings(window, tab)} == MENDED


def test_a_finding_of_the_year_before_is_gone_to_in_its_own_year(window: MainWindow) -> None:
    window.session.set_year(2015)
    finding = next(
        found
        for item in window.session.checked()
        for found in item.verdict.findings
        if found.clause == "M9" and found.table == "focus_areas"
    )
    window.show_tab(0)
    window.page.jump_asked.emit(finding.table, finding.row_id, finding.field)
    assert window.session.year == 2014
    assert getattr(window.page, "page", window.page).form.record.id == finding.row_id
