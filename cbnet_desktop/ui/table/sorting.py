"""The filter and the sort order of a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.ui.table.columns import Column

EMPTY = (1,)


class Sorting:
    """The filter and the sort column chosen by the user; without a sort column rows keep their natural order."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self.words: list[str] = []
        self.sorted_by: tuple[int, Qt.SortOrder] | None = None

    def arranged(self, network: Network, rows: Sequence[Record], shown: Sequence[Record] = ()) -> list[Record]:
        """The rows to show; sorted rows that are already shown keep their place while they are edited."""
        kept = [row for row in rows if self._holds(network, row)] if self.words else list(rows)
        if self.sorted_by is None:
            return kept
        places = {row.id: place for place, row in enumerate(shown)}
        if len(places) == len(kept) and all(row.id in places for row in kept):
            return sorted(kept, key=lambda row: places[row.id])
        return self.ordered(network, kept)

    def ordered(self, network: Network, rows: Sequence[Record]) -> list[Record]:
        """The rows sorted by the chosen column; empty cells last in either direction."""
        if self.sorted_by is None:
            return list(rows)
        position, order = self.sorted_by
        keys = {row.id: self._columns[position].sort_key(network, row) for row in rows}
        filled = [row for row in rows if keys[row.id] != EMPTY]
        filled.sort(key=lambda row: keys[row.id], reverse=order == Qt.SortOrder.DescendingOrder)
        return filled + [row for row in rows if keys[row.id] == EMPTY]

    def _holds(self, network: Network, record: Record) -> bool:
        text = plain("\n".join(column.shown(network, record) for column in self._columns))
        return all(word in text for word in self.words)
