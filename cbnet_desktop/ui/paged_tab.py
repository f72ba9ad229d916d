"""A tab of several pages under one line of choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from cbnet_desktop.ui.blank_page import Page
from cbnet_desktop.ui.document import Document

if TYPE_CHECKING:
    from cbnet_desktop.ui.printout import Printout


@dataclass(frozen=True)
class Choice:
    """One of a tab's pages: its title and how it is made. A page has an actions_line for the line of choices."""

    title: str
    make: Callable[[Document], Page]
    tables: frozenset[str]


class PagedTab(Page):
    """Each page is made when it is first looked at; what the window asks for goes to the page shown."""

    def __init__(self, document: Document, views: Sequence[Choice]) -> None:
        super().__init__(document)
        self.views = tuple(views)
        self.tables = frozenset(table for view in views for table in view.tables)
        self._pages: dict[int, Page] = {}
        self._words = ""
        self.choices = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._lines = QStackedWidget(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(2)
        for place, view in enumerate(self.views):
            button = self._choice(view.title)
            self.choices.addButton(button, place)
            bar.addWidget(button)
        bar.addSpacing(14)
        bar.addWidget(self._lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.choices.idToggled.connect(self._note_choice)
        self.show_view(0)

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._pages[self.choices.checkedId()]

    def show_view(self, place: int) -> None:
        """Shows one of the pages."""
        self.choices.button(place).setChecked(True)

    def made(self, place: int, page: Page) -> None:
        """A page was looked at for the first time."""

    def new_row(self) -> None:
        """Adds a row to the table shown."""
        self.page.new_row()

    def archive(self) -> None:
        """Archives the selected rows."""
        self.page.archive()

    def edit(self) -> None:
        """Opens the current cell."""
        self.page.edit()

    def change_side(self) -> None:
        """From the table to the form and back."""
        self.page.change_side()

    def filter(self, text: str) -> None:
        """Shows the rows that hold the words, in whichever page is chosen."""
        self._words = text
        self.page.filter(text)

    def printout(self) -> Printout | None:
        """What the page shown prints."""
        return self.page.printout()

    def tell(self, sentence: str) -> bool:
        """Shows the sentence where the page has its place for it."""
        return self.page.tell(sentence)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Shows the page that holds the row, and the row in it."""
        place = self.place_of(table, row_id)
        if place is None:
            return False
        self.show_view(place)
        return self.page.jump_to(table, row_id, field)

    def place_of(self, table: str, row_id: str) -> int | None:  # noqa: ARG002 - a tab may show a table on two pages
        """Which page shows a row."""
        return next((place for place, view in enumerate(self.views) if table in view.tables), None)

    def _note_choice(self, place: int, is_chosen: bool) -> None:
        if not is_chosen:
            return
        if place not in self._pages:
            self._add(place)
        page = self._pages[place]
        page.filter(self._words)
        self._stack.setCurrentWidget(page)
        self._lines.setCurrentWidget(_line(page))
        self.setFocusProxy(page)

    def _add(self, place: int) -> None:
        page = self._pages[place] = self.views[place].make(self.document)
        page.jump_asked.connect(self.jump_asked)
        self._stack.addWidget(page)
        self._lines.addWidget(_line(page))
        self.made(place, page)

    def _choice(self, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button


def _line(page: Page) -> QWidget:
    return page.actions_line  # type: ignore[attr-defined, no-any-return]
