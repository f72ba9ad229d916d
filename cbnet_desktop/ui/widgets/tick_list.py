"""A list of check boxes beside the record that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import plain_label, plain_tooltip
from cbnet_desktop.ui.widgets.tick_menu import Tick

ROW_ID = Qt.ItemDataRole.UserRole


class TickList(QWidget):
    """A checkable list with a heading, a count and a message; a tick without an id is a subheading."""

    ticked = Signal(str, bool)
    """The id of a line that was ticked on or off."""

    def __init__(self, title: str, ticks: Callable[[], Iterable[Tick]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._shown: list[tuple[str, str]] = []
        self.title = plain_label(self, title, "heading")
        self.details = plain_label(self, "", "muted")
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.itemChanged.connect(self._note_tick)
        self.title.setBuddy(self.list)
        self.strip = MessageStrip(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 5, 8, 4)
        bar.setSpacing(6)
        bar.addWidget(self.title)
        bar.addWidget(self.details, 1)
        column = without_margins(QVBoxLayout(self))
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.strip)
        self.setFocusProxy(self.list)
        self.renew()

    def renew(self) -> None:
        """Reads the lines again and keeps the current one."""
        ticks = list(self._ticks())
        with QSignalBlocker(self.list):
            self._fill([(tick.row_id, tick.title) for tick in ticks])
            for place, tick in enumerate(ticks):
                if tick.row_id:
                    state = Qt.CheckState.Checked if tick.is_ticked else Qt.CheckState.Unchecked
                    self.list.item(place).setCheckState(state)
        count = sum(tick.is_ticked for tick in ticks)
        self.details.setText(f"{count} valgt" if any(tick.row_id for tick in ticks) else "")
        self.strip.show_error("")

    def show_error(self, sentence: str) -> None:
        """Reverts the last tick and says why it was refused."""
        self.renew()
        self.strip.show_error(sentence)

    def choose(self, row_id: str) -> bool:
        """Makes the line of a row current; False where it is not listed."""
        for place, (shown, _) in enumerate(self._shown):
            if shown == row_id:
                self.list.setCurrentRow(place)
                return True
        return False

    def _fill(self, shown: list[tuple[str, str]]) -> None:
        if shown == self._shown:
            return
        current = self.list.currentItem()
        chosen = current.data(ROW_ID) if current else ""
        self._shown = shown
        self.list.clear()
        for row_id, title in shown:
            self.list.addItem(_item(row_id, title))
        if not (chosen and self.choose(chosen)):
            self.list.setCurrentRow(next((place for place, (row_id, _) in enumerate(shown) if row_id), -1))

    def _note_tick(self, item: QListWidgetItem) -> None:
        self.ticked.emit(item.data(ROW_ID), item.checkState() == Qt.CheckState.Checked)


def _item(row_id: str, title: str) -> QListWidgetItem:
    item = QListWidgetItem(title)
    item.setToolTip(plain_tooltip(title))
    item.setData(ROW_ID, row_id)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    if row_id:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    else:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item
