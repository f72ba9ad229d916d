"""Remembers the order, the widths, the hiding and the sorting of a table's columns from one start to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHeaderView

from cbnet_desktop.ui.editing.view_memory import ViewMemory
from cbnet_desktop.ui.table.column_widths import ColumnWidths
from cbnet_desktop.ui.table.columns import TableSpec


class ColumnMemory(QObject):
    """Restores what is remembered of a table, and remembers each change that the user makes."""

    def __init__(self, header: QHeaderView, widths: ColumnWidths, spec: TableSpec, memory: ViewMemory) -> None:
        super().__init__(header)
        self._header = header
        self._widths = widths
        self._memory = memory
        self._count = len(spec.columns)
        # A table whose columns are others than those remembered begins anew.
        self._part = f"{spec.title}: {', '.join(column.title for column in spec.columns)}"
        self._restore(memory.of(self._part))
        header.sectionMoved.connect(lambda *_: self._keep_order())
        header.sortIndicatorChanged.connect(self._keep_sorting)
        widths.chosen.connect(self._keep_widths)

    def reset(self) -> None:
        """Shows all columns in their first order and widths, and the rows in their natural order."""
        self._arrange(range(self._count))
        self._header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._widths.reset()
        self._memory.keep(self._part, order=None, widths=None, hidden=None, sort=None)

    def _restore(self, known: dict[str, Any]) -> None:
        order, sort = _numbers(known.get("order")), _numbers(known.get("sort"))
        if sorted(order) == list(range(self._count)):
            self._arrange([int(place) for place in order])
        if len(sort) == 2 and sort[0] in range(self._count):
            self._header.setSortIndicator(
                int(sort[0]), Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
            )
        hidden = {int(place) for place in _numbers(known.get("hidden")) if place in range(self._count)}
        widths = _numbers(known.get("widths"))
        self._widths.restore(hidden, widths if len(widths) == self._count else [])

    def _arrange(self, order: Sequence[int]) -> None:
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)

    def _keep_order(self) -> None:
        order = [self._header.logicalIndex(place) for place in range(self._count)]
        self._memory.keep(self._part, order=order if order != sorted(order) else None)

    def _keep_sorting(self, column: int, order: Qt.SortOrder) -> None:
        is_descending = order == Qt.SortOrder.DescendingOrder
        self._memory.keep(self._part, sort=[column, int(is_descending)] if column >= 0 else None)

    def _keep_widths(self) -> None:
        hidden, widths = sorted(self._widths.hidden), self._widths.in_characters
        self._memory.keep(self._part, hidden=hidden or None, widths=widths or None)


def _numbers(value: object) -> list[float]:
    """A list of finite numbers that are not below zero, as the settings should hold it; else an empty one."""
    found = value if isinstance(value, list) else []
    is_sound = all(type(one) in (int, float) and 0 <= one < 10_000 for one in found)
    return list(found) if is_sound else []
