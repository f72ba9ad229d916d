"""Removes the marks of others' changes once the user has stayed on the row for a moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cbnet_desktop.ui.editing.marks import MOMENT_MS
from cbnet_desktop.ui.table.table_view import RecordTableView


class MarkClearing(QObject):
    """Counts only moving onto a row or clicking it: changes that arrive while the user is away stay marked."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(view)
        self._view = view
        self._sharing = view.records.session.sharing
        self.moment = QTimer(self, interval=MOMENT_MS, singleShot=True)
        self.moment.timeout.connect(self._see)
        view.selectionModel().currentChanged.connect(lambda *_: self._begin())
        view.pressed.connect(lambda _: self._begin())
        self._sharing.marked.connect(view.viewport().update)

    def _begin(self) -> None:
        if self._sharing.marks:
            self.moment.start()

    def _see(self) -> None:
        record = self._view.chosen()
        if record is None or not self._view.isVisible() or not self._view.window().isActiveWindow():
            return
        model = self._view.records
        self._sharing.see(record.TABLE, record.id)
        for column in model.spec.columns:
            if column.of and (holder := column.holder(model.network, record)):
                self._sharing.see(holder.TABLE, holder.id, column.field)
