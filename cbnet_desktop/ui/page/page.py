"""The interface that every tab implements."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.ui.editing.session import Session


class Page(QWidget):
    """The interface of a tab; a tab overrides what applies to it."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of a place on another page to go to."""

    turned = Signal()
    """Another part of the page is shown."""

    #: The tables whose rows this page can show.
    tables: frozenset[str] = frozenset()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._is_stale = False

    def follow_changes(self) -> None:
        """Calls renew after each change of the network or of the plan year, as soon as the page is visible."""
        self._is_stale = True
        self.session.changed.connect(lambda _: self._note_change())
        self.session.year_changed.connect(lambda _: self._note_change())

    def renew(self) -> None:
        """Refreshes what the page shows, for pages that follow changes."""

    def showEvent(self, event: QShowEvent) -> None:
        """Refreshes what changed while the page was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._note_change()

    def _note_change(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.renew()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Opens the context menu of the table that was clicked."""
        from cbnet_desktop.ui.sheets import table_menu

        own = table_menu.Own(self.new_row, self.edit, self.archive, can_add=self.can_add())
        table_menu.open_at(self.childAt(event.pos()), event.globalPos(), own)

    def can_add(self) -> bool:
        """Whether new_row adds or asks for something now."""
        return not self.session.is_read_only

    def new_row(self) -> None:
        """Adds a row (Ctrl+N)."""

    def archive(self) -> None:
        """Archives the selected rows (Ctrl+Del)."""

    def edit(self) -> None:
        """Opens the current cell (F2)."""

    def change_side(self) -> None:
        """Moves the focus between table and form (F6)."""

    def paper(self) -> ReadyPaper | None:
        """The paper of what the page shows (Ctrl+P); None leaves it to the table of papers."""
        return None

    def filter(self, text: str) -> None:
        """Filters the rows by the words of the search line."""

    def show_message(self, sentence: str) -> bool:  # noqa: ARG002 - a page without a table has no place for it
        """Shows a refusal of an action; False where the page has no place for it."""
        return False

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:  # noqa: ARG002 - as above
        """Shows a row and focuses its field; False where the page does not show it."""
        return False
