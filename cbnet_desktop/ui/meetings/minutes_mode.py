"""Turning the meetings page to its minutes and back: meetings and form make room for one agenda item at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QTabBar, QToolBar, QWidget

from cbnet_desktop.domain.meetings.decisions import PHRASES
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.form.quick_line import QuickLine
from cbnet_desktop.ui.meetings.meeting_tables import MeetingTables
from cbnet_desktop.ui.meetings.minutes_pane import MinutesPane
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.inputs import types_by_number
from cbnet_desktop.ui.widgets.phrases import WITH_KEYS

#: Width of agenda and attendance while minutes are written; and of tables, form and minutes otherwise.
NARROW, PROJECTED_NARROW = 480, 400
SIZES = [960, 406, 0]
#: How much larger the agenda is on the wall.
LARGER = 1.4


class MinutesMode(QObject):
    """Owns the minutes pane at the right of the page's splitter and the buttons that turn to it."""

    projected = Signal(bool)
    """The page goes to the wall with nothing but agenda and text around it, or comes back."""

    turned = Signal(bool)
    """The minutes take the place of meetings and form, or give it back."""
    approve_asked = Signal(object)
    """The agenda item that approves earlier minutes."""
    end_asked = Signal()
    """The meeting is over."""

    def __init__(self, page: MeetingTables) -> None:
        super().__init__(page)
        self._page = page
        self._sizes = SIZES
        self._was_full = False
        self.is_projected = False
        self.pane = MinutesPane(page.session, page)
        self.pane.hide()
        page.splitter.addWidget(self.pane)
        page.splitter.setStretchFactor(2, 6)
        page.splitter.setSizes(SIZES)
        self.button = action_button(page, "&Skriv referat", lambda: self.turn(is_on=not self.is_on), "Ctrl+R")
        self.projector_button = action_button(page, "Proje&ktor", self.toggle_projector, "F11")
        self.projector_button.hide()
        page.installEventFilter(self)
        self._listen()

    @property
    def is_on(self) -> bool:
        """Whether the minutes are shown instead of the form."""
        return self.pane.isVisibleTo(self._page)

    def turn(self, *, is_on: bool) -> None:
        """Shows the agenda item by item with the cursor in its minutes, or goes back to the form."""
        commit_typing()
        page = self._page
        if is_on == self.is_on or (is_on and page.meeting() is None):
            return
        if is_on:
            self._sizes = page.splitter.sizes()
        else:
            self.project(is_on=False)
        self._arrange(is_on=is_on)
        if is_on:
            page.use(page.agenda.pane)
            self.pane.project(is_on=False)
            self.pane.show_item(page.agenda.chosen())
            self.pane.return_lines()
            self.pane.begin_writing()
        else:
            self.pane.put_lines_aside()
            page.pane.view.setFocus()

    def step(self, steps: int) -> None:
        """To the next or the former item, behind what its minutes say already."""
        if not self.is_on:
            self.turn(is_on=True)
        elif self._page.agenda.step(steps):
            self.pane.begin_writing()

    def toggle_projector(self) -> None:
        """Large text for the whole room, or back."""
        if not self.is_on:
            self.turn(is_on=True)
        if self.is_on:
            self.project(is_on=not self.is_projected)

    def project(self, *, is_on: bool) -> None:
        """Fills the screen with the agenda and the text of its current item; everything else is hidden."""
        if is_on == self.is_projected:
            return
        self.is_projected = is_on
        page = self._page
        self.projected.emit(is_on)
        self._clear_window(is_on=is_on)
        page.attendance.setHidden(is_on or page.meeting() is None)
        page.agenda.show_titles_only(is_on=is_on)
        font = QFont(page.font())
        font.setPointSizeF(font.pointSizeF() * (LARGER if is_on else 1.0))
        page.agenda.pane.view.setFont(font)
        self.pane.project(is_on=is_on)
        narrow = PROJECTED_NARROW if is_on else NARROW
        page.splitter.setSizes([narrow, 0, page.splitter.width() - narrow])
        if page.isVisible():
            self.pane.begin_writing()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another tab, or the end of the window, takes the minutes off the wall; a typed character is no phrase."""
        if types_by_number(event):
            event.accept()
            return True
        leaves = QEvent.Type.Hide if watched is self._page else QEvent.Type.Close
        if self.is_projected and event.type() == leaves and not event.spontaneous():
            self.project(is_on=False)
        return super().eventFilter(watched, event)

    def approve(self) -> None:
        """Approves the earlier minutes that the current item is about."""
        if self.is_on:
            self.pane.commit()
            self.approve_asked.emit(self.pane.item)

    def end_meeting(self) -> None:
        """The meeting is held, and what it decided of earlier minutes is done."""
        if self.is_on:
            self.end_asked.emit()

    def _listen(self) -> None:
        pane = self.pane
        calls: dict[str, Callable[[], object]] = {
            "Ctrl+R": self.button.click,
            "Ctrl+PgDown": lambda: self.step(1),
            "Ctrl+PgUp": lambda: self.step(-1),
            "F11": self.toggle_projector,
            "Ctrl+Shift+O": lambda: self._open(pane.follow_up),
            "Ctrl+Shift+D": lambda: self._open(pane.attendance),
            "Ctrl+Shift+G": self.approve,
            "Ctrl+Shift+A": self.end_meeting,
        }
        for number, phrase in enumerate(PHRASES[:WITH_KEYS], 1):
            calls[f"Alt+{number}"] = partial(self._say, phrase)
        for keys, call in calls.items():
            shortcut = QShortcut(QKeySequence(keys), self._page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _open(self, line: QuickLine) -> None:
        if self.is_on:
            self.pane.open_line(line)

    def _say(self, phrase: str) -> None:
        if self.is_on:
            self.pane.add_phrase(phrase)

    def _arrange(self, *, is_on: bool) -> None:
        page = self._page
        page.agenda.pane.strip.show_error("")
        page.meetings.setVisible(not is_on)
        page.form.setVisible(not is_on)
        self.pane.setVisible(is_on)
        self.projector_button.setVisible(is_on)
        self.turned.emit(is_on)
        for narrowed in (page.agenda, page.attendance):
            narrowed.narrow(is_narrow=is_on)
        self.button.setText("&Slut referat" if is_on else "&Skriv referat")
        page.splitter.setSizes([NARROW, 0, page.splitter.width() - NARROW] if is_on else self._sizes)

    def _clear_window(self, *, is_on: bool) -> None:
        """The menu stays: its keys, such as Ctrl+Z, are wanted in the meeting too."""
        window = self._page.window()
        if not isinstance(window, QMainWindow):
            return
        around: list[QWidget] = [*window.findChildren(QToolBar), *window.findChildren(QTabBar), window.statusBar()]
        for widget in around:
            widget.setVisible(not is_on)
        full = Qt.WindowState.WindowFullScreen
        if is_on:
            window.installEventFilter(self)
            self._was_full = bool(window.windowState() & full)
        if not self._was_full:
            window.setWindowState(window.windowState() ^ full)
