"""Turning the meetings tab to its minutes and back: meetings and form make room for one agenda item at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cbnet_desktop.ui.action_button import action_button
from cbnet_desktop.ui.finishing import finish_typing
from cbnet_desktop.ui.minutes_pane import MinutesPane

if TYPE_CHECKING:
    from cbnet_desktop.ui.meetings_tab import MeetingsTab

#: Width of agenda and attendance while minutes are written; and of tables, form and minutes otherwise.
NARROW = 480
SIZES = [960, 406, 0]


class MinutesMode(QObject):
    """Owns the minutes pane at the right of the tab's splitter and the button that turns to it."""

    def __init__(self, tab: MeetingsTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._sizes = SIZES
        self.pane = MinutesPane(tab.document, tab)
        self.pane.hide()
        tab.splitter.addWidget(self.pane)
        tab.splitter.setStretchFactor(2, 6)
        tab.splitter.setSizes(SIZES)
        self.button = action_button(tab, "&Skriv referat", lambda: self.turn(is_on=not self.is_on), "Ctrl+R")

    @property
    def is_on(self) -> bool:
        """Whether the minutes are shown instead of the form."""
        return self.pane.isVisibleTo(self._tab)

    def turn(self, *, is_on: bool) -> None:
        """Shows the agenda item by item with the cursor in its minutes, or goes back to the form."""
        finish_typing()
        tab = self._tab
        if is_on == self.is_on or (is_on and tab.meeting() is None):
            return
        if is_on:
            self._sizes = tab.splitter.sizes()
        self._arrange(is_on=is_on)
        if is_on:
            tab.use(tab.agenda.pane)
            self.pane.show_item(tab.agenda.chosen())
            self.pane.begin_writing()
        else:
            tab.pane.view.setFocus()

    def step(self, steps: int) -> None:
        """To the next or the former item, behind what its minutes say already."""
        if not self.is_on:
            self.turn(is_on=True)
        elif self._tab.agenda.step(steps):
            self.pane.begin_writing()

    def _arrange(self, *, is_on: bool) -> None:
        tab = self._tab
        tab.agenda.pane.strip.tell("")
        tab.meetings.setVisible(not is_on)
        tab.form.setVisible(not is_on)
        self.pane.setVisible(is_on)
        for narrowed in (tab.agenda, tab.attendance):
            narrowed.narrow(is_narrow=is_on)
        self.button.setText("&Slut referat" if is_on else "&Skriv referat")
        tab.splitter.setSizes([NARROW, 0, tab.splitter.width() - NARROW] if is_on else self._sizes)
