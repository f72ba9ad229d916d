"""A tab of several pages to choose from, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page import splitter_memory
from cbnet_desktop.ui.page.one_of import OneOf
from cbnet_desktop.ui.page.table_page import Page
from cbnet_desktop.ui.widgets.font_sizes import without_margins

#: Pixels between the choices and the page's own actions.
SPACING = 14


@dataclass(frozen=True)
class View:
    """A page of the tab: its title among the choices, the kinds of record it can show, and its factory.

    The `actions_line` of a page, where it has one, is shown beside the choices.
    """

    title: str
    records: tuple[type[Record], ...]
    make: Callable[[Session, QWidget], Page]


class ChoiceTab(Page):
    """Delegates the interface of a tab to the page shown."""

    def __init__(self, session: Session, views: Sequence[View], parent: QWidget | None) -> None:
        super().__init__(session, parent)
        self.tables = frozenset(record.TABLE for view in views for record in view.records)
        self._views = tuple(views)
        self._pages: dict[int, Page] = {}
        self._actions: dict[int, QWidget] = {}
        self._words = ""
        self.choices = QButtonGroup(self)
        self._stack = OneOf(self)
        self._lines = OneOf(self)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2)
        for place, view in enumerate(self._views):
            button = _choice(self, view.title)
            self.choices.addButton(button, place)
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        top = QWidget(self)
        top.setAccessibleName("Fanens sider")
        top.setMinimumWidth(1)
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight, top)
        self._bar.setContentsMargins(8, 4, 8, 4)
        self._bar.setSpacing(SPACING)
        self._bar.addLayout(self._buttons)
        self._bar.addWidget(self._lines, 1)
        column = without_margins(QVBoxLayout(self))
        column.addWidget(top)
        column.addWidget(self._stack, 1)
        self.choices.idToggled.connect(self._note_choice)
        self.show_view(0)
        self._restore_page()

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._pages[self.choices.checkedId()]

    def show_view(self, place: int) -> None:
        """Shows one of the pages."""
        self.choices.button(place).setChecked(True)

    def prepare(self, page: Page) -> None:
        """A hook that is called with each new page, for a tab to connect its signals."""

    def can_add(self) -> bool:
        """Whether the page shown can add a row."""
        return self.page.can_add()

    def new_row(self) -> None:
        """Adds a row to the page shown."""
        self.page.new_row()

    def archive(self) -> None:
        """Archives the selected rows."""
        self.page.archive()

    def edit(self) -> None:
        """Opens the current cell."""
        self.page.edit()

    def change_side(self) -> None:
        """Moves the focus from the table to the form and back."""
        self.page.change_side()

    def paper(self) -> ReadyPaper | None:
        """The paper of the page shown."""
        return self.page.paper()

    def filter(self, text: str) -> None:
        """Filters the rows of the page shown, and of each page chosen later."""
        self._words = text
        self.page.filter(text)

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence on the page shown."""
        return self.page.show_message(sentence)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Shows the page that holds the row, and the row in it."""
        place = self.place_of(table, row_id)
        if place is None:
            return False
        self.show_view(place)
        return self.page.jump_to(table, row_id, field)

    def place_of(self, table: str, row_id: str) -> int | None:  # noqa: ARG002 - a tab may show a table on two pages
        """The place of the page that shows a row: the present one if it can, else the first that can."""
        shown = self.choices.checkedId()
        order = [shown, *(place for place in range(len(self._views)) if place != shown)]
        records = {place: {record.TABLE for record in self._views[place].records} for place in order}
        return next((place for place in order if table in records[place]), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the page's actions below the choices where there is no room beside them, as with large fonts."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Looks again when a button gets a longer text."""
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_bar"):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        line = self._lines.shown
        wanted = self._buttons.sizeHint().width() + SPACING + (line.minimumSizeHint().width() if line else 0)
        is_narrow = wanted > self.contentsRect().width() - 16
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._bar.direction() != direction:
            self._bar.setDirection(direction)
            self._bar.setSpacing(4 if is_narrow else SPACING)  # asks for a layout, also where it stays the same

    def _note_choice(self, place: int, is_chosen: bool) -> None:
        if not is_chosen:
            return
        if place not in self._pages:
            self._add(place)
        page = self._pages[place]
        page.filter(self._words)
        self._stack.show_only(page)
        self._lines.show_only(self._actions[place])
        self._fit()
        self.setFocusProxy(page)
        self.turned.emit()

    def _restore_page(self) -> None:
        """Shows the page that was shown at the end of the last run, and remembers each one shown from now on."""
        views, titles = self.session.views, [view.title for view in self._views]
        part = ", ".join(titles)
        last = views.text(part, "page")
        self.show_view(titles.index(last) if last in titles else 0)
        self.choices.idToggled.connect(lambda *_: views.keep(part, page=titles[self.choices.checkedId()]))

    def _add(self, place: int) -> None:
        page = self._pages[place] = self._views[place].make(self.session, self._stack)
        page.jump_asked.connect(self.jump_asked)
        splitter_memory.remember(page)
        self.prepare(page)
        self._stack.add(page)
        self._actions[place] = getattr(page, "actions_line", None) or QWidget(self)
        self._lines.add(self._actions[place])


def _choice(parent: QWidget, title: str) -> QPushButton:
    button = QPushButton(title, parent)
    button.setCheckable(True)
    button.setAutoExclusive(True)  # heard as one choice of several, which a tool button never is
    button.setProperty("role", "page")
    return button
