"""What many tests of the window do: show a widget in its size, and press keys."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import NetworkProfile
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.widgets.qt_types import not_none

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)


def show(widget: W, qtbot: QtBot, width: int = 1366, height: int = 640) -> W:
    """The widget once it is on the screen in this size; closed after the test."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def focused() -> QWidget:
    """The widget that has the focus."""
    return not_none(QApplication.focusWidget())


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key pressed; an open list has the keys, as on a screen."""
    qtbot.keyClick(QApplication.activePopupWidget() or focused(), key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    """A text typed where the focus is."""
    qtbot.keyClicks(focused(), text)


def page_of(tab: ChoiceTab, place: int, kind: type[P]) -> P:
    """Turns a tab to the page at a place."""
    tab.show_view(place)
    assert isinstance(tab.page, kind)
    return tab.page


def turn_to(session: Session, day: str) -> None:
    """Makes an ISO date the network's today, as an edit that cannot be undone here."""
    session.store.apply("Dags dato", [session.network.profile.edited({"today_is": day})])
    session.changed.emit(frozenset({NetworkProfile.TABLE}))
