"""What a table's commands apply to: its visible columns, and the selected cells and rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTableView


class Selection:
    """The selection of a table without hidden columns, the same for all its commands.

    A selection counts only where it contains the current cell; else the current cell alone is selected.
    """

    def __init__(self, view: QTableView) -> None:
        self._view = view

    def columns(self) -> list[int]:
        """The visible columns, from left to right."""
        header = self._view.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [column for column in order if not header.isSectionHidden(column)]

    def cells(self) -> list[QModelIndex]:
        """The selected cells, row by row and from left to right."""
        current = self._view.currentIndex()
        if not current.isValid():
            return []
        places = {column: place for place, column in enumerate(self.columns())}
        selected = [index for index in self._view.selectedIndexes() if index.column() in places]
        chosen = selected if current in selected else [current]
        return sorted(chosen, key=lambda index: (index.row(), places.get(index.column(), 0)))

    def rows(self) -> list[int]:
        """The rows with selected cells, from the top."""
        return sorted({index.row() for index in self.cells()})

    def is_block(self) -> bool:
        """Whether the same columns are selected in every row."""
        cells = self.cells()
        return len(cells) == len({index.row() for index in cells}) * len({index.column() for index in cells})

    def beside(self, index: QModelIndex, down: int, right: int) -> QModelIndex | None:
        """The cell at an offset; sideways it wraps to the next row. None at either end."""
        columns = self.columns()
        if index.column() not in columns:
            return None
        row, place = divmod((index.row() + down) * len(columns) + columns.index(index.column()) + right, len(columns))
        found = self._view.model().index(row, columns[place])
        return found if found.isValid() else None
