"""The window: menus, toolbar, tabs built when they are first shown, and the status line."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from cbnet_desktop.domain import labels
from cbnet_desktop.domain.errors import Invalid, UserError
from cbnet_desktop.domain.fields import FIRST_YEAR, LAST_YEAR, quoted
from cbnet_desktop.ui import actions, icons, typing_steps
from cbnet_desktop.ui.blank_page import Page
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.markup import plain_tooltip
from cbnet_desktop.ui.message_strip import MessageStrip
from cbnet_desktop.ui.problem_strip import ProblemStrip
from cbnet_desktop.ui.searching import Searching
from cbnet_desktop.ui.sharing_actions import SharingActions
from cbnet_desktop.ui.status import StatusLine
from cbnet_desktop.ui.tabs import HOMES, TABS
from cbnet_desktop.ui.tool_bar import ToolBar
from cbnet_desktop.ui.undo import lowered

if TYPE_CHECKING:
    from cbnet_desktop.ui.files import Files
    from cbnet_desktop.ui.plan_output import PlanOutput

#: How many refused entries are named when the window opens.
MOST_NAMED = 3


class MainWindow(QMainWindow):
    """One opened network."""

    def __init__(self, document: Document, files: Files) -> None:
        super().__init__()
        self.document = document
        self.files = files
        self._pages: dict[int, Page] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for title, _ in TABS:
            self.tabs.addTab(QWidget(self.tabs), title)
        self.strip = MessageStrip(self)
        self.actions_by_name = actions.build(self)
        self.actions_by_name["redo"].setShortcuts([QKeySequence(keys) for keys in typing_steps.REDO])
        self.tools = ToolBar(document, self.actions_by_name, self)
        self.searching = Searching(self, self.tools.search)
        self.addToolBar(self.tools)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.strip)
        self.problem_strip = ProblemStrip(document.sharing, self)
        column.addWidget(self.problem_strip)
        self.setCentralWidget(middle)
        status = StatusLine(document, self)
        status.overview_asked.connect(lambda: self.show_tab(0))
        self.setStatusBar(status)
        self.tabs.currentChanged.connect(lambda _: self._show_page())
        document.refused.connect(self._show_refusal)
        document.retraced.connect(self._tell)
        document.stack_changed.connect(self._name_steps)
        document.changed.connect(lambda _: self._name_window())
        self._name_window()
        self._name_steps()
        self._show_page()
        self._tell_refused()
        self.sharing = SharingActions(self)
        self.resize(1280, 720)

    @cached_property
    def plans(self) -> PlanOutput:
        """Plan PDFs."""
        from cbnet_desktop.ui.plan_output import PlanOutput

        return PlanOutput(self.document, self)

    @property
    def page(self) -> Page:
        """The page shown; it is built here when it is needed first."""
        place = self.tabs.currentIndex()
        if place not in self._pages:
            page = self._pages[place] = TABS[place][1](self.document)
            page.jump_asked.connect(lambda *place: self.sharing.jump_to(*place))  # noqa: PLW0108 - made after a page
            holder = self.tabs.widget(place)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(page)
            holder.setFocusProxy(page)
        return self._pages[place]

    def show_tab(self, place: int) -> None:
        """Shows a tab and puts the cursor into it."""
        self.tabs.setCurrentIndex(place)
        self.page.setFocus()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Shows the place where something stands or is mended, on whichever tab; False where none shows it."""
        titles = [title for title, _ in TABS]
        home = HOMES.get(table)
        if home not in titles:
            return False
        self.tabs.setCurrentIndex(titles.index(home))
        return self.page.jump_to(table, row_id, field)

    def turn_year(self, years: int) -> None:
        """Shows another plan year in the whole window."""
        year = self.document.year + years
        if FIRST_YEAR <= year <= LAST_YEAR:
            _finish_typing()
            self.document.set_year(year)

    def preview_page(self) -> None:
        """Ctrl+P: the document of the page shown, typed text included."""
        _finish_typing()
        printout = self.page.printout()
        if printout is None:
            self._show_refusal(
                Invalid("Fanen har ikke noget at udskrive endnu. Planen forhåndsvises med Ctrl+Shift+P.")
            )
            return
        from cbnet_desktop.ui import preview

        preview.show_printout(self, printout, self._show_refusal)

    def undo(self) -> None:
        """Takes back what is being typed, step by step, and then the newest edit."""
        if not typing_steps.undo(QApplication.focusWidget()):
            _finish_typing()
            self.document.undo()

    def redo(self) -> None:
        """Types or writes again what was taken back last."""
        if not typing_steps.redo(QApplication.focusWidget()):
            _finish_typing()
            self.document.redo()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Del takes a word of the text that is typed into, wherever that is; elsewhere it archives."""
        is_del = event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Delete  # type: ignore[attr-defined]
        if is_del and typing_steps.is_text(QApplication.focusWidget()):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Commits what is being typed, exchanges once more and closes the network."""
        self.files.remember_window(self)
        self.document.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_by_name"):
            for specs in actions.MENUS.values():
                for spec in specs:
                    if spec.icon:
                        self.actions_by_name[spec.name].setIcon(icons.icon(spec.icon))

    def _show_page(self) -> None:
        self.strip.tell("")
        self.searching.end()

    def _tell_refused(self) -> None:
        """Which entries were refused when the program ended last: their cells may be on any tab."""
        network, places = self.document.network, []
        for (table, row_id, name), _ in self.document.refusals.items():
            if row := network.row(table, row_id):
                title = labels.short(labels.row_title(network, row))
                places.append(f"{row.fields()[name].label} for {quoted(title)}")
        if places:
            more = f" og {len(places) - MOST_NAMED} andre" if len(places) > MOST_NAMED else ""
            self.strip.note(
                f"Sidst blev noget afvist, og det skrevne står der endnu: {', '.join(places[:MOST_NAMED])}{more}."
            )

    def _show_refusal(self, refusal: UserError) -> None:
        self._tell(refusal.message)

    def _tell(self, sentence: str) -> None:
        if not self.page.tell(sentence):
            self.strip.tell(sentence)

    def _name_steps(self) -> None:
        stack = self.document.undo_stack
        for name, verb, label in (("undo", "&Fortryd", stack.undo_label), ("redo", "&Gentag", stack.redo_label)):
            action = self.actions_by_name[name]
            action.setEnabled(bool(label) or self.document.is_typing)
            named = f": {lowered(label)}" if label else ""
            action.setText(verb + named.replace("&", "&&"))
            action.setIconText(verb.replace("&", ""))
            action.setToolTip(plain_tooltip(verb.replace("&", "") + named))

    def _name_window(self) -> None:
        profile = self.document.network.profile
        note = " (opdigtede oplysninger)" if profile.fictional else ""
        self.setWindowTitle(f"{profile.name}{note} – CBnet")


def _finish_typing() -> None:
    """What is being typed becomes an edit first; form and table are loaded by then or nothing is being typed."""
    from cbnet_desktop.ui.finishing import finish_typing

    finish_typing()
