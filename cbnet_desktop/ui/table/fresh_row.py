"""Esc in the first cell of a new row takes the row back, as long as nothing was written in it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session

Hint = QAbstractItemDelegate.EndEditHint


class FreshRow(QObject):
    """Knows the row that was just added by its table, until the cell that opened with it is closed."""

    def __init__(self, session: Session, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._session = session
        self._record: Record | None = None
        view.itemDelegate().closeEditor.connect(self._note_closed)

    def note(self, record: Record) -> None:
        """Remembers a row whose first cell is about to be opened."""
        self._record = self._session.network.row(record.TABLE, record.id)

    def _note_closed(self, _: QWidget, hint: Hint) -> None:
        record, self._record = self._record, None
        if record and hint is Hint.RevertModelCache and self._session.network.row(record.TABLE, record.id) == record:
            self._session.undo()
