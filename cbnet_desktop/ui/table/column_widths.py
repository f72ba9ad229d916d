"""Column widths: from the spec, with text columns sharing the rest until the user resizes a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from cbnet_desktop.domain.words.money import apportion
from cbnet_desktop.ui.table.columns import Column

#: From this width on, in characters, a column is a text that may shrink or grow.
YIELDING = 16
#: Padding of a cell and of a title with its sort indicator, in pixels.
_CELL_ROOM, _TITLE_ROOM = 14, 22


class ColumnWidths(QObject):
    """Fits a view's columns to its width, to avoid horizontal scrolling."""

    def __init__(self, view: QTableView, columns: tuple[Column, ...]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = columns
        self._shown: Sequence[int] = range(len(columns))
        self._is_fitting = False
        self._is_chosen_by_user = False
        view.horizontalHeader().sectionResized.connect(self._note_resize)

    def fit(self) -> None:
        """Sets the column widths, unless the user has resized a column."""
        if self._is_chosen_by_user:
            return
        self._is_fitting = True
        wanted = self._wanted([self._columns[place] for place in self._shown])
        for position, width in zip(self._shown, wanted, strict=True):
            self._view.setColumnWidth(position, width)
        self._is_fitting = False

    def show_only(self, shown: Sequence[int]) -> None:
        """Hides the other columns; those shown share the width."""
        self._shown = shown
        self._is_fitting = True
        for position in range(len(self._columns)):
            self._view.setColumnHidden(position, position not in shown)
        self._is_fitting = False
        self.fit()

    def _wanted(self, columns: Sequence[Column]) -> list[int]:
        """Gives extra width to text columns; where it is lacking, shrinks texts first, then titles."""
        digit = self._view.fontMetrics().horizontalAdvance("0")
        font = self._view.font()
        font.setBold(True)
        titles = [QFontMetrics(font).horizontalAdvance(column.title) + _TITLE_ROOM for column in columns]
        cells = [digit * column.width + _CELL_ROOM for column in columns]
        widths = [max(pair) for pair in zip(titles, cells, strict=True)]
        texts = [place for place, column in enumerate(columns) if column.width >= YIELDING]
        room = self._view.viewport().width()
        if sum(widths) <= room and texts:
            return _widened(widths, texts, room)
        least = [digit * column.least + _CELL_ROOM for column in columns]
        widths = _narrowed(widths, [max(pair) for pair in zip(titles, least, strict=True)], texts, room)
        return _narrowed(widths, [min(pair) for pair in zip(widths, cells, strict=True)], range(len(widths)), room)

    def _note_resize(self) -> None:
        if not self._is_fitting and self._view.isVisible():
            self._is_chosen_by_user = True


def _widened(widths: list[int], texts: Sequence[int], room: int) -> list[int]:
    """Shares the extra width among the texts in proportion to their widths."""
    parts = apportion(room - sum(widths), [widths[place] for place in texts])
    extra = dict(zip(texts, parts, strict=True))
    return [width + extra.get(place, 0) for place, width in enumerate(widths)]


def _narrowed(widths: list[int], least: Sequence[int], places: Iterable[int], room: int) -> list[int]:
    """Takes the lacking width from the columns in proportion to what each can spare."""
    spare = {place: max(0, widths[place] - least[place]) for place in places}
    lacking = min(sum(widths) - room, sum(spare.values()))
    if lacking <= 0:
        return widths
    cuts = dict(zip(spare, apportion(lacking, list(spare.values())), strict=True))
    return [width - cuts.get(place, 0) for place, width in enumerate(widths)]
