"""The mode of the meetings page in which minutes are written, item by item, instead of showing meetings and form."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QTabBar, QToolBar, QVBoxLayout, QWidget

from cbnet_desktop.domain.meetings.decisions import PHRASES
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.meetings.meeting_tables import MeetingTables
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.inputs import types_by_number
from cbnet_desktop.ui.widgets.phrases import WITH_KEYS

if TYPE_CHECKING:
    from cbnet_desktop.ui.form.quick_line import QuickLine
    from cbnet_desktop.ui.meetings.minutes_pane import MinutesPane

#: The width of agenda and attendance while writing and projecting; the sizes of tables, form and minutes otherwise.
NARROW, PROJECTED_NARROW = 480, 400
SIZES = [960, 406, 0]
#: The scale of the agenda's font on the projector.
LARGER = 1.4


class MinutesMode(QObject):
    """Owns the minutes pane at the right of the page's splitter, and the buttons and keys of the mode."""

    projected = Signal(bool)
    """Whether the page is projected, with nothing but agenda and text."""

    turned = Signal(bool)
    """Whether the minutes replace meetings and form."""
    approve_asked = Signal(object)
    """The agenda item that approves earlier minutes."""
    end_asked = Signal()
    """A request to end the meeting."""

    def __init__(self, page: MeetingTables) -> None:
        super().__init__(page)
        self._page = page
        self._sizes = SIZES
        self._was_full = False
        self.is_projected = False
        self._holder = QWidget(page)
        self._holder.hide()
        page.splitter.addWidget(self._holder)
        page.splitter.setStretchFactor(2, 6)
        page.splitter.setSizes(SIZES)
        self.button = action_button(page, "&Skriv referat", lambda: self.turn(is_on=not self.is_on), "Ctrl+R")
        self.projector_button = action_button(page, "Proje&ktor", self.toggle_projector, "F11")
        self.projector_button.hide()
        page.installEventFilter(self)
        self._listen()
        QTimer.singleShot(0, self, lambda: self.pane)

    @cached_property
    def pane(self) -> MinutesPane:
        """The minutes, built after the page has been shown: they are a third of what the tab takes."""
        from cbnet_desktop.ui.meetings.minutes_pane import MinutesPane

        pane = MinutesPane(self._page.session, self._holder)
        without_margins(QVBoxLayout(self._holder)).addWidget(pane)
        pane.show()  # the layout would do so later, after the cursor has been set in it
        return pane

    @property
    def is_on(self) -> bool:
        """Whether the minutes are shown instead of the form."""
        return self._holder.isVisibleTo(self._page)

    def turn(self, *, is_on: bool) -> None:
        """Turns the mode on, with the cursor in the minutes of the current item, or off."""
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
        """Goes to another item, with the cursor at the end of its minutes."""
        if not self.is_on:
            self.turn(is_on=True)
        elif self._page.agenda.step(steps):
            self.pane.begin_writing()

    def toggle_projector(self) -> None:
        """Turns the projection on or off."""
        if not self.is_on:
            self.turn(is_on=True)
        if self.is_on:
            self.project(is_on=not self.is_projected)

    def project(self, *, is_on: bool) -> None:
        """Fills the screen with agenda and minutes in large type, or restores the window."""
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
        """Ends the projection when tab or window close; accepts Alt codes before they become phrase shortcuts."""
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
        """Ends the meeting, which also approves earlier minutes as decided."""
        if self.is_on:
            self.end_asked.emit()

    def _listen(self) -> None:
        calls: dict[str, Callable[[], object]] = {
            "Ctrl+R": self.button.click,
            "Ctrl+PgDown": lambda: self.step(1),
            "Ctrl+PgUp": lambda: self.step(-1),
            "F11": self.toggle_projector,
            "Ctrl+Shift+O": lambda: self._open(lambda: self.pane.follow_up),
            "Ctrl+Shift+D": lambda: self._open(lambda: self.pane.attendance),
            "Ctrl+Shift+G": self.approve,
            "Ctrl+Shift+A": self.end_meeting,
        }
        for number, phrase in enumerate(PHRASES[:WITH_KEYS], 1):
            calls[f"Alt+{number}"] = partial(self._add_phrase, phrase)
        for keys, call in calls.items():
            shortcut = QShortcut(QKeySequence(keys), self._page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _open(self, line: Callable[[], QuickLine]) -> None:
        if self.is_on:
            self.pane.open_line(line())

    def _add_phrase(self, phrase: str) -> None:
        if self.is_on:
            self.pane.add_phrase(phrase)

    def _arrange(self, *, is_on: bool) -> None:
        page = self._page
        page.agenda.pane.strip.show_error("")
        page.meetings.setVisible(not is_on)
        page.form.setVisible(not is_on)
        self._holder.setVisible(is_on)
        self.projector_button.setVisible(is_on)
        self.turned.emit(is_on)
        for narrowed in (page.agenda, page.attendance):
            narrowed.narrow(is_narrow=is_on)
        self.button.setText("&Slut referat" if is_on else "&Skriv referat")
        page.splitter.setSizes([NARROW, 0, page.splitter.width() - NARROW] if is_on else self._sizes)

    def _clear_window(self, *, is_on: bool) -> None:
        """Hides tool bar, tabs and status bar; the menu stays for its shortcuts such as Ctrl+Z."""
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
