"""Alt and a letter do one thing: where two had the same letter, the first press would only move the focus."""

from __future__ import annotations

import re
from collections import defaultdict

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.ui.focus.focus_page import FocusPage
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.window.main_window import MainWindow


def test_no_letter_is_that_of_two_buttons_or_of_a_button_and_a_menu(window: MainWindow) -> None:
    twice = {}
    for place in range(window.tabs.count()):
        window.show_tab(place)
        page = window.page
        for view in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if view:
                view.click()
            QApplication.processEvents()
            name = f"{window.tabs.tabText(place)} {view.text() if view else ''}"
            twice[name] = {letter: words for letter, words in _letters(window).items() if len(words) > 1}
    assert len(twice) > 20
    assert len(_letters(window)) > len(window.menuBar().actions())
    assert {name: letters for name, letters in twice.items() if letters} == {}


def test_nor_where_what_was_agreed_can_be_reopened_and_taken_back(window: MainWindow) -> None:
    window.session.set_year(2014)
    twice = {}
    for name, place in (("Indsatsområder", 2), ("Møder", 3)):
        window.show_tab(place)
        tab = window.page
        assert isinstance(tab, ChoiceTab)
        page = tab.page
        if isinstance(page, MeetingsPage):
            approved = next(row for row in window.session.network.live(Meeting) if row.held_on == "2014-09-10")
            page.jump_to(Meeting.TABLE, approved.id)
        assert isinstance(page, MeetingsPage | FocusPage)
        agreed = page.steps.agreed if isinstance(page, MeetingsPage) else page.agreed
        agreed.take_back_button.show()
        QApplication.processEvents()
        assert agreed.reopen_button.isVisible()
        assert agreed.take_back_button.width() >= agreed.take_back_button.sizeHint().width(), name
        twice[name] = {letter: words for letter, words in _letters(window).items() if len(words) > 1}
    assert twice == {"Indsatsområder": {}, "Møder": {}}


def _letters(window: MainWindow) -> dict[str, list[str]]:
    """The words behind each letter that Alt takes now."""
    shown = [action.text() for action in window.menuBar().actions()]
    shown += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    shown += [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.buddy()]
    letters: dict[str, list[str]] = defaultdict(list)
    for text in shown:
        found = re.search(r"&([^&\s])", text.replace("&&", ""))
        if found:
            letters[found[1].lower()].append(text)
    return letters
