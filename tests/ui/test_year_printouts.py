"""The papers of a year in the window: from the menu, from the tabs with Ctrl+P, and the book that can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents import book
from cbnet_desktop.documents.front import Told
from cbnet_desktop.domain.papers.book import BookText
from cbnet_desktop.ui.busy_dialog import BusyDialog
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.main_window import MainWindow
from cbnet_desktop.ui.preview_window import PreviewWindow
from cbnet_desktop.ui.seats_page import SeatsPage
from tests.documents.reading import everything

#: Each entry of the menu, what its window is called and what its pages say.
PAPERS = {
    "paper_wheel": ("Årshjul 2014", "Midtvejsmøde"),
    "paper_roster": ("Medlemmer 24.11.2014", "Ubesat i 55 dage"),
    "paper_internal_roster": ("Medlemmer 24.11.2014, intern udgave", "Kontaktoplysninger"),
    "paper_budget": ("Budgetandele 2014", "788.450"),
    "paper_offers": ("Kompetencetilbud 2014", "Temadag om folkeskolereformen"),
    "paper_agreements": ("Aftaler og opgaver 2014", "Tilbud til små virksomheder"),
    "paper_checklist": ("Kommissoriet i planår 2014", "M23"),
    "paper_follow_up": ("Opfølgning på handlingsplan 2014", "Noter fra mødet"),
    "paper_comparison": ("Målene i 2014 og året før", "Videreførte mål"),
    "paper_book": ("Alle år", "Møder og beslutninger 2013"),
}


def previewed(window: MainWindow, qtbot: QtBot, title: str) -> PreviewWindow:
    """The preview of this title, once it is there."""

    def found() -> list[PreviewWindow]:
        return [shown for shown in window.findChildren(PreviewWindow) if shown.title == title]

    qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    return found()[0]


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_of_the_menu_is_shown_for_the_window_s_year(window: MainWindow, qtbot: QtBot, name: str) -> None:
    title, said = PAPERS[name]
    window.document.set_year(2014)
    window.actions_by_name[name].trigger()
    shown = previewed(window, qtbot, title)
    assert said in everything(shown.pdf)


@pytest.mark.parametrize(
    ("tab", "title"),
    [
        ("Overblik", "Kommissoriet i planår 2014"),
        ("Netværk", "Medlemmer 24.11.2014"),
        ("Budgetandele", "Budgetandele 2014"),
        ("Tilbud", "Kompetencetilbud 2014"),
        ("Aftaler", "Aftaler og opgaver 2014"),
    ],
)
def test_ctrl_p_shows_the_paper_of_the_tab(window: MainWindow, qtbot: QtBot, tab: str, title: str) -> None:
    place = next(index for index in range(window.tabs.count()) if window.tabs.tabText(index) == tab)
    window.document.set_year(2014)
    window.show_tab(place)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    previewed(window, qtbot, title)


def test_the_roster_is_of_the_day_that_the_page_shows(example: Document, qtbot: QtBot) -> None:
    page = SeatsPage(example)
    qtbot.addWidget(page)
    page.show_day("2013-03-01")
    printout = page.printout()
    assert printout.title == "Medlemmer 01.03.2013"
    assert "Pr. 1. marts 2013" in everything(printout.render())


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
    window.document.refused.connect(lambda refusal: refused.append(refusal.message))
    window.document.set_year(2020)
    window.actions_by_name["paper_follow_up"].trigger()
    qtbot.waitUntil(lambda: bool(refused), timeout=20_000)
    assert refused == ["Der er ingen handlingsplan for 2020. Opret den først."]
    assert window.findChildren(PreviewWindow) == []


@pytest.fixture
def slow_book(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """A book that has told half of its way and waits there until it is let go on."""
    seen: dict[str, object] = {}
    go_on = threading.Event()
    whole = book.render

    def render(content: BookText, told: Told) -> bytes:
        told(0.5)
        go_on.wait(20)
        try:
            return whole(content, told)
        except BaseException as stopped:
            seen["stopped"] = stopped
            raise

    monkeypatch.setattr(book, "render", render)
    seen["go on"] = go_on.set
    yield seen
    go_on.set()


def test_the_book_tells_how_far_it_is_and_cancel_ends_its_work(
    window: MainWindow, qtbot: QtBot, slow_book: dict[str, object]
) -> None:
    window.actions_by_name["paper_book"].trigger()
    (busy,) = window.findChildren(BusyDialog)
    qtbot.waitUntil(lambda: busy.bar.value() == 500)
    assert busy.bar.maximum() == 1000
    qtbot.waitUntil(busy.isVisible)
    busy.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel).click()
    slow_book["go on"]()
    qtbot.waitUntil(lambda: "stopped" in slow_book, timeout=20_000)
    assert type(slow_book["stopped"]).__name__ == "Cancelled"
    assert window.findChildren(PreviewWindow) == []
