"""A page with several tables: each table's first action is about that table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Assessment, Dissemination, Experience
from cbnet_desktop.domain.words.choices import Level
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.assessment_page import AssessmentPage
from cbnet_desktop.ui.offers.experience_page import ExperiencePage


@pytest.mark.parametrize("level", list(Level))
def test_an_empty_table_s_first_action_adds_to_it_whichever_was_used_last(
    session: Session, qtbot: QtBot, level: Level
) -> None:
    page = ExperiencePage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    for pane in page.panes:
        page.use(pane)
    place = list(Level).index(level)
    action = next(one for one in page.panes[place].findChildren(QPushButton) if one.isVisible())
    action.click()
    assert [row.level for row in session.network.live(Experience)] == [level]


def test_the_upper_table_s_first_action_adds_to_it_after_the_lower_was_used(
    session: Session, qtbot: QtBot, add: Callable[..., str]
) -> None:
    add("focus_areas", year=2015, title="Litteratur")
    page = AssessmentPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.use(page.lower_pane)
    action = next(one for one in page.upper_pane.findChildren(QPushButton) if one.isVisible())
    action.click()
    assert (len(session.network.live(Dissemination)), len(session.network.live(Assessment))) == (1, 0)
