"""A list of several columns in a dialog: one row chosen at a time, nothing edited in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

THING = Qt.ItemDataRole.UserRole


class Listing(QTreeWidget):
    """Columns with a width in characters; the last one takes what is left. Cut texts stand whole in the tooltip."""

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
        """A row that stands for a thing."""
        item = QTreeWidgetItem([" ".join(word.split()) for word in words])
        item.setData(0, THING, thing)
        for position, word in enumerate(words):
            item.setToolTip(position, plain_tooltip(word[:1000]))
        self.addTopLevelItem(item)
        return item

    def chosen(self) -> object:
        """What the current row stands for."""
        item = self.currentItem()
        return item.data(0, THING) if item else None

    def choose(self, place: int) -> None:
        """Makes a row current; the last one where there are fewer."""
        if item := self.topLevelItem(min(place, self.topLevelItemCount() - 1)):
            self.setCurrentItem(item)

    def place(self) -> int:
        """Which row is current, from 0."""
        item = self.currentItem()
        return max(self.indexOfTopLevelItem(item), 0) if item else 0
