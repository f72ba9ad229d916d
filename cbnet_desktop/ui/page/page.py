"""What the window asks of a tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.ui.editing.session import Session


class Page(QWidget):
    """What the window asks of a tab. A tab answers what applies to it."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of a place on another page to go to."""

    #: Tables whose rows this page can show.
    tables: frozenset[str] = frozenset()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the table that was clicked."""
        from cbnet_desktop.ui.sheets import table_menu

        table_menu.open_at(self.childAt(event.pos()), event.globalPos())

    def new_row(self) -> None:
        """Ctrl+N."""

    def archive(self) -> None:
        """Ctrl+Del."""

    def edit(self) -> None:
        """F2."""

    def change_side(self) -> None:
        """F6."""

    def paper(self) -> ReadyPaper | None:
        """Ctrl+P: the paper that says what the page shows; None leaves it to the table of papers."""
        return None

    def filter(self, text: str) -> None:
        """What stands in the search line."""

    def show_message(self, sentence: str) -> bool:  # noqa: ARG002 - a page without a table has no place for it
        """Shows a refusal of an action; False where the page has no place for it."""
        return False

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:  # noqa: ARG002 - as above
        """Shows a row and puts the cursor into its field; False where the page does not show it."""
        return False
