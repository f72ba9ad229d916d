"""A read-only list with columns for dialogs, one row selected at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

THING = Qt.ItemDataRole.UserRole


class Listing(QTreeWidget):
    """Columns have widths in characters, the last one takes the rest; tooltips hold the texts that are cut off."""

    def __init__(self, name: str, columns: Sequence[tuple[str, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderLabels([title for title, _ in columns])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for position, (_, width) in enumerate(columns):
            self.setColumnWidth(position, characters(self, width))

    def add(self, words: Sequence[str], thing: object = None) -> QTreeWidgetItem:
        """Adds a row; thing is the object that it stands for."""
        item = QTreeWidgetItem([" ".join(word.split()) for word in words])
        item.setData(0, THING, thing)
        for position, word in enumerate(words):
            item.setToolTip(position, plain_tooltip(word[:1000]))
        self.addTopLevelItem(item)
        return item

    def chosen(self) -> object:
        """The object that the current row stands for."""
        item = self.currentItem()
        return item.data(0, THING) if item else None

    def choose(self, place: int) -> None:
        """Makes the row at an index current, or the last one where there are fewer."""
        if item := self.topLevelItem(min(place, self.topLevelItemCount() - 1)):
            self.setCurrentItem(item)

    def place(self) -> int:
        """The index of the current row."""
        item = self.currentItem()
        return max(self.indexOfTopLevelItem(item), 0) if item else 0
