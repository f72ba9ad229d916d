"""The papers in the window: from the menus, from the tabs with Ctrl+P, and the book that can be stopped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.manual import reading
from cbnet_desktop.documents.papers import book
from cbnet_desktop.documents.papers.catalogue import BOOK, GOAL_PAPERS, PAPERS, YEAR_PAPERS, menu_entries
from cbnet_desktop.documents.papers.paper import OfLibrary
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.roster.seats_page import SeatsPage
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS
from tests.documents.reading import everything
from tests.ui.paper import slow_book
from tests.ui.waiting import PATIENCE_MS

#: The entries of the menu: action, paper, and whether it is the paper's variant.
ENTRIES = {
    f"paper_{paper.name}{'_variant' if is_variant else ''}": (paper, is_variant)
    for _, paper, is_variant in menu_entries((*YEAR_PAPERS, *GOAL_PAPERS, BOOK))
}
#: What the window of an entry is called, and what its pages say.
KNOWN = {
    "paper_wheel": ("Årshjul 2014", "Midtvejsmøde"),
    "paper_roster": ("Medlemmer 24.11.2014", "Ubesat i 55 dage"),
    "paper_roster_variant": ("Medlemmer 24.11.2014, intern udgave", "Kontaktoplysninger"),
    "paper_budget": ("Budgetandele 2014", "788.450"),
    "paper_offers": ("Kompetencetilbud 2014", "Temadag om folkeskolereformen"),
    "paper_agreements": ("Aftaler og opgaver 2014", "Tilbud til små virksomheder"),
    "paper_checklist": ("Kommissoriet i planår 2014", "M23"),
    "paper_follow-up": ("Opfølgning på handlingsplan 2014", "Noter fra mødet"),
    "paper_comparison": ("Målene i 2014 og året før", "Videreførte mål"),
    "paper_book": ("Alle år", "Møder og beslutninger 2013"),
}


def previewed(window: MainWindow, qtbot: QtBot, title: str) -> PreviewWindow:
    """The preview of this title, once it is there."""

    def found() -> list[PreviewWindow]:
        return [shown for shown in window.findChildren(PreviewWindow) if shown.title == title]

    qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE_MS)
    return found()[0]


@pytest.mark.parametrize("name", ENTRIES)
def test_every_paper_of_the_menu_is_shown_for_the_window_s_year(window: MainWindow, qtbot: QtBot, name: str) -> None:
    paper, is_variant = ENTRIES[name]
    window.session.set_year(2014)
    made = papers.of(paper, window.session, is_variant=is_variant)
    title, said = KNOWN.get(name, (made.title, ""))
    window.actions_by_name[name].trigger()
    shown = previewed(window, qtbot, title)
    assert said in everything(shown.pdf)


#: What Ctrl+P shows on each tab.
OF_TABS = {
    "Overblik": "Kommissoriet i planår 2014",
    "Netværk": "Medlemmer 24.11.2014",
    "Indsatsområder": "Høringsbrev, indsatsområder 2014",
    "Møder": "Dagsorden, ",
    "Budgetandele": "Budgetandele 2014",
    "Handlingsplan": "Handlingsplan 2014, version 2",
    "Tilbud": "Kompetencetilbud 2014",
    "Aftaler": "Aftaler og opgaver 2014",
}


@pytest.mark.parametrize(("place", "tab"), list(enumerate(title for title, _ in TABS)))
def test_ctrl_p_shows_the_paper_of_the_tab(window: MainWindow, qtbot: QtBot, place: int, tab: str) -> None:
    window.session.set_year(2014)
    window.show_tab(place)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=PATIENCE_MS)
    assert window.findChildren(PreviewWindow)[0].title.startswith(OF_TABS[tab])


def test_every_tab_that_a_paper_names_is_there_and_named_once() -> None:
    named = [paper.tab for paper in PAPERS if paper.tab]
    assert len(named) == len(set(named))
    assert set(named) <= {title for title, _ in TABS}


def test_every_paper_is_offered_by_a_menu_or_by_ctrl_p_on_its_tab(window: MainWindow) -> None:
    window.show_tab([title for title, _ in TABS].index("Møder"))
    actions = [*window.actions_by_name.values(), *window.page.page.steps.papers_button.menu().actions()]
    menus = {action.text() for action in actions}
    # The forms are written for all libraries at once, by a button of »Indsatsområder«.
    offered = [paper for paper in PAPERS if paper.asks is not OfLibrary]
    hidden = [
        f"»{words}« stands in no menu and no tab offers it: add {paper.name} to YEAR_PAPERS or the like"
        for words, paper, _ in menu_entries(offered)
        if words not in menus and not any(title.startswith(paper.title.format("")) for title in OF_TABS.values())
    ]
    assert hidden == []


def test_the_manual_names_every_paper() -> None:
    text = "\n".join(block.text for section in reading.manual().sections for block in section.blocks)
    assert [words for words, _, _ in menu_entries(PAPERS) if words.replace("&", "") not in text] == []


def test_the_roster_is_of_the_day_that_the_page_shows(example: Session, qtbot: QtBot) -> None:
    page = SeatsPage(example)
    qtbot.addWidget(page)
    page.show_day("2013-03-01")
    paper = page.paper()
    assert paper.title == "Medlemmer 01.03.2013"
    assert "Pr. 1. marts 2013" in everything(paper.make(None)[0])


def test_the_list_of_the_day_shown_is_made_with_and_without_contacts(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(1)
    page = window.page.page
    page.show_day("2013-03-01")
    public, internal = page.list_button.menu().actions()
    public.trigger()
    assert "@example.org" not in everything(previewed(window, qtbot, "Medlemmer 01.03.2013").pdf)
    internal.trigger()
    assert "@example.org" in everything(previewed(window, qtbot, "Medlemmer 01.03.2013, intern udgave").pdf)


def test_a_year_without_a_plan_is_told_in_words(window: MainWindow, qtbot: QtBot) -> None:
    refused: list[str] = []
    window.session.refused.connect(lambda refusal: refused.append(refusal.message))
    window.session.set_year(2020)
    window.actions_by_name["paper_follow-up"].trigger()
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE_MS)
    assert refused == ["Der er ingen handlingsplan for 2020. Opret den først."]
    assert window.findChildren(PreviewWindow) == []


def test_the_book_tells_how_far_it_is_and_cancel_ends_its_process(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "process"
    monkeypatch.setenv(slow_book.TOLD, str(told))
    monkeypatch.setattr(book, "render", slow_book.render)
    window.actions_by_name["paper_book"].trigger()
    (busy,) = window.findChildren(BusyDialog)
    qtbot.waitUntil(lambda: busy.bar.value() == 500, timeout=PATIENCE_MS)
    assert busy.bar.maximum() == 1000
    qtbot.waitUntil(busy.isVisible)
    process = int(told.read_text())
    busy.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: not is_running(process), timeout=PATIENCE_MS)
    assert window.findChildren(PreviewWindow) == []


def test_a_book_whose_process_is_ended_is_told_in_a_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    window.session.refused.connect(lambda refusal: refused.append(refusal.message))
    told = tmp_path / "process"
    monkeypatch.setenv(slow_book.TOLD, str(told))
    monkeypatch.setattr(book, "render", slow_book.render)
    window.actions_by_name["paper_book"].trigger()
    qtbot.waitUntil(told.exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(told.read_text()), timeout=PATIENCE_MS)
    os.kill(int(told.read_text()), 9)
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE_MS)
    assert refused == ["Dokumentet blev ikke færdigt, for programmet, der danner det, blev afbrudt. Prøv igen."]


def is_running(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
