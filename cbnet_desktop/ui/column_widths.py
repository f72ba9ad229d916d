"""How wide columns are: as their spec says, with texts sharing what is left until the user draws a width."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from cbnet_desktop.ui.columns import Column

#: From this width on a column is a text that may be cut or given more room.
YIELDING = 16
_LEAST = 9


class ColumnWidths(QObject):
    """Fits a view's columns to its width, so that no table needs to be scrolled sideways without cause."""

    def __init__(self, view: QTableView, columns: tuple[Column, ...]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = columns
        self._is_fitting = False
        self._is_chosen_by_user = False
        view.horizontalHeader().sectionResized.connect(self._note_resize)

    def fit(self) -> None:
        """Gives the columns their widths, unless the user has drawn one."""
        if self._is_chosen_by_user:
            return
        self._is_fitting = True
        for position, width in enumerate(self._wanted()):
            self._view.setColumnWidth(position, width)
        self._is_fitting = False

    def _wanted(self) -> list[int]:
        digit = self._view.fontMetrics().horizontalAdvance("0")
        font = self._view.font()
        font.setBold(True)
        titles = QFontMetrics(font)
        least = [titles.horizontalAdvance(column.title) + 20 for column in self._columns]
        widths = [max(head, digit * column.width + 14) for head, column in zip(least, self._columns, strict=True)]
        yielding = [place for place, column in enumerate(self._columns) if column.width >= YIELDING]
        least = [max(head, digit * _LEAST + 14) for head in least]
        while yielding and (room := self._view.viewport().width() - sum(widths)):
            yielding = self._shared(room, widths, least, yielding)
        return widths

    def _shared(self, room: int, widths: list[int], least: list[int], yielding: list[int]) -> list[int]:
        """Shares room (negative: what is lacking) among the yielding columns; gives those that can still give way."""
        whole = sum(self._columns[place].width for place in yielding)
        for place in yielding:
            widths[place] = max(widths[place] + int(room * self._columns[place].width / whole), least[place])
        if room > 0:
            widths[yielding[0]] += max(0, self._view.viewport().width() - sum(widths))
            return []
        kept = [place for place in yielding if widths[place] > least[place]]
        return kept if len(kept) < len(yielding) else []

    def _note_resize(self) -> None:
        if not self._is_fitting and self._view.isVisible():
            self._is_chosen_by_user = True
