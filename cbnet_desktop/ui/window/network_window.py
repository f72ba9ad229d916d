"""The tabs of an open network, built when they are first shown, and the actions common to all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import Annex, Plan
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import FIRST_YEAR, LAST_YEAR
from cbnet_desktop.domain.titles import parents
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.page import splitter_memory
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.search.search_bar import SearchBar
from cbnet_desktop.ui.spelling.checking import Spelling
from cbnet_desktop.ui.widgets import message_box, text_undo
from cbnet_desktop.ui.widgets.fitted_dialog import Squeezed, scrolled
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.pressing import press_focused
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.window import reading_order
from cbnet_desktop.ui.window.dropped_files import DroppedFiles
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.sharing_actions import SharingActions
from cbnet_desktop.ui.window.tabs import TABS

if TYPE_CHECKING:
    from cbnet_desktop.ui.paper.plan_papers import PlanPapers

TITLES = [title for title, _ in TABS]
#: The part of the remembered view that is the window itself.
WINDOW = "window"


class NetworkWindow(QMainWindow):
    """The tabs, the search and the message below them; MainWindow adds the menus that call it."""

    page_turned = Signal()
    """Another part of the page shown is shown."""

    session: Session
    files: Files
    searching: SearchBar
    sharing: SharingActions

    def __init__(self, session: Session, files: Files) -> None:
        super().__init__()
        self.session = session
        self.files = files
        session.lets_lapse = lambda sentence: message_box.confirm(self, sentence, "&Ret alligevel")
        self._pages: dict[int, Page] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for title in TITLES:
            self.tabs.addTab(QWidget(self.tabs), title)
        last = session.views.text(WINDOW, "tab")
        self.tabs.setCurrentIndex(next((at for at, title in enumerate(TITLES) if title == last), 0))
        self.strip = MessageStrip(self)
        self.searching = SearchBar(session, QLineEdit(self), lambda: self.page, self)
        self.searching.jump_asked.connect(self.jump_to)
        self.searching.noticed.connect(self.strip.show_note)
        self.spelling = Spelling(session, self)
        self.dropped = DroppedFiles(session, self, self.jump_to)
        self.sharing = SharingActions(session, self)
        self.sharing.jump_asked.connect(self.jump_to)
        self.sharing.noticed.connect(self.strip.show_note)

    @cached_property
    def plans(self) -> PlanPapers:
        """The plan PDFs."""
        from cbnet_desktop.ui.paper.plan_papers import PlanPapers

        return PlanPapers(self.session, self)

    @property
    def page(self) -> Page:
        """The page shown, built at first use."""
        place = self.tabs.currentIndex()
        if place not in self._pages:
            # From the outside in: whatever gets another parent is dressed anew, with all that is in it.
            holder = not_none(self.tabs.widget(place))
            squeezed = Squeezed(holder)
            area = scrolled(squeezed, holder)
            without_margins(QVBoxLayout(holder)).addWidget(area)
            page = self._pages[place] = TABS[place][1](self.session, squeezed)
            squeezed.hold(page)
            page.jump_asked.connect(self.jump_to)
            page.turned.connect(self.page_turned)
            splitter_memory.remember(page)
            # The layout would do so later, after a jump has looked for what is in sight.
            for shown in (page, squeezed, area):
                shown.show()
            holder.setFocusProxy(page)
        return self._pages[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button of a page."""
        super().keyPressEvent(event)
        press_focused(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes through the window in reading order; tables and texts have asked their own cells and links first."""
        beside = reading_order.beside(self, QApplication.focusWidget(), is_next=is_next)
        if beside:
            beside.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
        return beside is not None

    def restore_filter(self) -> None:
        """Filters the tab shown as it was at the end of the last run."""
        self.searching.filter_by(self.session.views.text(WINDOW, "filter"))

    def remember_view(self) -> None:
        """Keeps what is looked at for the next start; the tables keep theirs as they are changed."""
        words = self.searching.line.text() if self.searching.is_filtering else ""
        self.session.views.keep(WINDOW, tab=TITLES[self.tabs.currentIndex()], filter=words or None)
        self.session.views.save()

    def show_tab(self, place: int) -> None:
        """Shows and focuses a tab."""
        self.tabs.setCurrentIndex(place)
        self.page.setFocus()

    def jump_to(self, table: str, row_id: str, field: str = "") -> None:
        """Shows a row, in the plan year that it belongs to, or the row that it is a part of."""
        network = self.session.network
        row = network.row(table, row_id) if table in network.tables else None
        if row is not None and (year := parents.year_of(network, row)):
            self.session.set_year(year)
        while not self.show_place(table, row_id, field) and row is not None:
            row = parents.parent(network, row)
            table, row_id, field = (row.TABLE, row.id, "") if row is not None else ("", "", "")

    def show_place(self, table: str, row_id: str, field: str = "") -> bool:
        """Shows a row and field on the tab that can show it; False where none can."""
        row = self.session.network.row(table, row_id) if table == Annex.TABLE else None
        home = TAB_OF_TABLE.get(Plan.TABLE if isinstance(row, Annex) and row.plan_id else table)
        if home not in TITLES:
            return False
        self.tabs.setCurrentIndex(TITLES.index(home))
        return self.page.jump_to(table, row_id, field)

    def turn_year(self, years: int) -> None:
        """Changes the plan year of the whole window by a number of years."""
        year = self.session.year + years
        if FIRST_YEAR <= year <= LAST_YEAR:
            _commit_typing()
            self.session.set_year(year)

    def preview_page(self) -> None:
        """Commits typing and previews the paper of the page shown or of its tab (Ctrl+P)."""
        _commit_typing()
        paper = self.page.paper() or papers.of_tab(TABS[self.tabs.currentIndex()][0], self.session)
        if paper is None:
            self.show_refusal(Invalid("Fanen har ikke noget at udskrive endnu. Planen forhåndsvises med Ctrl+Shift+P."))
            return
        from cbnet_desktop.ui.paper import preview

        preview.show(self, paper, self.show_refusal, self.session)

    def switch_spelling(self) -> None:
        """Turns the check of spelling on or off; says why where it cannot be had."""
        self.spelling.switch(is_on=not self.spelling.is_on)
        if fault := self.spelling.speller.fault:
            self.strip.show_note(fault)

    def undo(self) -> None:
        """Undoes typing, step by step, and then the newest edit."""
        if not text_undo.undo(QApplication.focusWidget()):
            _commit_typing()
            self.session.undo()

    def redo(self) -> None:
        """Redoes the typing or the edit that was undone last."""
        if not text_undo.redo(QApplication.focusWidget()):
            _commit_typing()
            self.session.redo()

    def show_refusal(self, refusal: UserError) -> None:
        """Shows why an action was refused."""
        self.show_message(refusal.message)

    def show_message(self, sentence: str) -> None:
        """Shows a sentence on the page, or below it where the page has no place for it."""
        if not self.page.show_message(sentence):
            self.strip.show_error(sentence)


def _commit_typing() -> None:
    """Commits typing; skipped while form and table are not even loaded, since nothing can be typed then."""
    from cbnet_desktop.ui.form.commit_typing import commit_typing

    commit_typing()
