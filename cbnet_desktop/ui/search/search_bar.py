"""The search line of the tool bar: searches everything (Ctrl+F), or filters the table shown (Ctrl+Shift+F)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.search.growing_index import GrowingIndex
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.text_undo import TextUndo

if TYPE_CHECKING:
    from cbnet_desktop.domain.search.search import Hit
    from cbnet_desktop.ui.search.search_hits import HitList

#: Minimum number of letters of a search.
LEAST = 2
WIDTH = 640
SEARCH, FILTER = "Søg  Ctrl+F", "Filtrér  Ctrl+Shift+F"
HINT = "Enter går til forekomsten. Ctrl+Shift+F viser kun tabellens rækker med ordene."


class SearchBar(QObject):
    """The logic of the search line of a window."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the hit chosen."""
    noticed = Signal(str)

    def __init__(self, session: Session, line: QLineEdit, page: Callable[[], Page], window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._page = page
        self._window = window
        self.line = line
        self._index = GrowingIndex(session, self)
        self._index.whole.connect(self._renew)
        self._panel: HitPanel | None = None
        self.is_filtering = False
        self._name()
        line.textChanged.connect(lambda _: self._look())
        TextUndo(line)
        line.installEventFilter(self)
        session.changed.connect(lambda _: self._renew())

    @property
    def hits(self) -> HitList | None:
        """The hits while they are shown."""
        return self._panel.hits if self._panel and self._panel.isVisible() else None

    def begin(self, *, filters: bool) -> None:
        """Focuses the line, selects its text and searches for it at once."""
        self.is_filtering = filters
        self._name()
        self.line.setFocus()
        self.line.selectAll()
        if not filters:
            self._page().filter("")
            self._index.begin()
        self._look()

    def filter_by(self, words: str) -> None:
        """Filters the table by words that were typed earlier."""
        if words:
            self.is_filtering = True
            self._name()
            self.line.setText(words)

    def end(self) -> None:
        """Clears the line and the filter of the table."""
        self.is_filtering = False
        self._name()
        self.line.clear()
        self._page().filter("")
        self._hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down focuses the hits, Enter goes to the best one, Esc closes them and then clears the text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(event)
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._hide_when_left)
        return super().eventFilter(watched, event)

    def go_to(self, hit: Hit, with_control: bool) -> None:
        """Jumps to a hit; with Ctrl an archived one is restored first."""
        session = self._session
        self.end()
        if hit.is_archived and with_control:
            session.execute("", [Change(hit.table, hit.row_id, {"archived": True}, {"archived": False})])
        self.jump_asked.emit(hit.table, hit.row_id, hit.field)
        row = session.network.row(hit.table, hit.row_id)
        if row is not None and getattr(row, "archived", False):
            sentence = (
                f"»{labels.short(hit.title)}« er arkiveret og står ikke i tabellen. Ctrl+Enter i søgningen henter"
            )
            self.noticed.emit(f"{sentence} rækken frem igen.")

    def _takes(self, event: QKeyEvent) -> bool:
        key, hits = event.key(), self.hits
        if key == Qt.Key.Key_Down and hits:
            return hits.begin()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if hits:
                hits.ask_for_first(with_control=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            elif self.is_filtering:
                self._page().setFocus()
            else:
                self._look()
            return True
        if key == Qt.Key.Key_Escape:
            if hits:
                self._hide()
            else:
                self.end()
                self._page().setFocus()
            return True
        return False

    def _look(self) -> None:
        text = self.line.text()
        if self.is_filtering:
            self._hide()
            self._page().filter(text)
        elif len(text.strip()) < LEAST or not self.line.hasFocus():
            self._hide()
        else:
            self._show(text)

    def _renew(self) -> None:
        if self.hits and not self.hits.hasFocus():
            self._look()

    def _show(self, text: str) -> None:
        found = self._index.search(text)
        if self._panel is None:
            self._panel = HitPanel(self._window)
            self._panel.hits.asked_for.connect(self.go_to)
            self._panel.hits.left.connect(self._return)
            self._panel.hits.installEventFilter(_FocusWatch(self._hide_when_left, self))
        nothing = "Søger …" if found is None else f"Der blev ikke fundet noget for »{labels.short(text)}«."
        self._panel.hits.show_groups(found or (), nothing)
        if found is not None:
            count = danish.counted(len(self._panel.hits.hits()), "forekomst", "forekomster")
            announce(self.line, f"{count}. Pil ned går til dem." if found else nothing)
        self._panel.stand_below(self.line)

    def _return(self, typed: str) -> None:
        self.line.setFocus()
        if typed:
            self.line.setText(self.line.text() + typed)

    def _hide(self) -> None:
        if self._panel:
            self._panel.hide()

    def _hide_when_left(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not self.line and not (self._panel and focused and self._panel.isAncestorOf(focused)):
            self._hide()

    def _name(self) -> None:
        self.line.setPlaceholderText(FILTER if self.is_filtering else SEARCH)
        self.line.setAccessibleName("Filtrér tabellen" if self.is_filtering else "Søg i alt")


class HitPanel(QFrame):
    """The hits below the search line, in a child widget rather than a popup, so that the line keeps the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        from cbnet_desktop.ui.search.search_hits import HitList

        self.setObjectName("hits")
        self.setAutoFillBackground(True)
        self.hits = HitList(self)
        hint = QLabel(HINT, self)
        hint.setProperty("role", "muted")
        hint.setContentsMargins(10, 4, 10, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.hits, 1)
        column.addWidget(hint)
        self._hint = hint
        self.hide()

    def stand_below(self, line: QWidget) -> None:
        """Shows the panel below the line, as high as its content and the window allow."""
        window = not_none(self.parentWidget())
        corner = line.mapTo(window, QPoint(line.width(), line.height() + 2))
        width = min(max(WIDTH, self._hint.sizeHint().width() + 4), window.width() - 16)
        room = window.height() - corner.y() - 40
        height = min(self.hits.content_height() + self._hint.sizeHint().height() + 4, room)
        self.setGeometry(max(8, min(corner.x(), window.width() - 8) - width), corner.y(), width, height)
        self.raise_()
        self.show()


class _FocusWatch(QObject):
    """Calls a function when the focus leaves the watched widgets."""

    def __init__(self, call: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._call = call

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Checks the focus once the new focus widget is known."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._call)
        return super().eventFilter(watched, event)
