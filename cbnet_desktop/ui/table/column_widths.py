"""Which columns are shown and how wide: from the spec, with texts sharing the rest until the user resizes a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from cbnet_desktop.domain.words.money import apportion
from cbnet_desktop.ui.table.columns import Column

#: From this width on, in characters, a column is a text that may shrink or grow.
YIELDING = 16
#: Padding of a cell and of a title with its sort indicator, in pixels.
_CELL_ROOM, _TITLE_ROOM = 14, 22


class ColumnWidths(QObject):
    """Fits a view's columns to its width, to avoid horizontal scrolling, and hides those that are not shown.

    A page offers some columns, the user hides some of them; one always stays.
    """

    chosen = Signal()
    """The user has chosen other widths or columns."""

    def __init__(self, view: QTableView, columns: tuple[Column, ...]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = columns
        self.offered: Sequence[int] = range(len(columns))
        self.hidden: frozenset[int] = frozenset()
        self.in_characters: list[float] = []
        """The widths that the user has chosen, in characters so that they grow with the font; empty at first."""
        self._is_fitting = False
        view.horizontalHeader().sectionResized.connect(lambda *_: self._note_resize())
        # While rows move Qt gives moved and hidden columns their default width for a moment.
        view.model().layoutAboutToBeChanged.connect(lambda *_: self._note_fitting(is_so=True))
        view.model().layoutChanged.connect(lambda *_: self._note_fitting(is_so=False))

    @property
    def shown(self) -> list[int]:
        """The columns that are shown."""
        return [place for place in self.offered if place not in self.hidden] or list(self.offered[:1])

    def fit(self) -> None:
        """Sets the column widths: those that the user has chosen, else what the view's width allows."""
        shown = self.shown
        wanted = self._wanted([self._columns[place] for place in shown])
        if self.in_characters:
            # A column that was hidden when the widths were chosen has none of its own.
            wanted = [round(self.in_characters[at] * self._digit) or own for at, own in zip(shown, wanted, strict=True)]
        self._is_fitting = True
        for position, width in zip(shown, wanted, strict=True):
            self._view.setColumnWidth(position, width)
        self._is_fitting = False

    def show_only(self, offered: Sequence[int]) -> None:
        """Offers these columns, hides the others and shares the width among those shown."""
        self.offered = offered
        self._show()

    def choose(self, position: int, *, is_shown: bool) -> None:
        """Shows or hides a column, as the user wishes."""
        self.hidden = self.hidden - {position} if is_shown else self.hidden | {position}
        self._show()
        self.chosen.emit()

    def restore(self, hidden: Iterable[int], in_characters: Sequence[float]) -> None:
        """Takes over the user's choices of an earlier start."""
        self.hidden = frozenset(hidden)
        self.in_characters = list(in_characters)
        self._show()

    def reset(self) -> None:
        """Shows all columns in widths that fit."""
        self.restore((), ())

    def _show(self) -> None:
        shown = self.shown
        self._is_fitting = True
        for position in range(len(self._columns)):
            self._view.setColumnHidden(position, position not in shown)
        self._is_fitting = False
        self.fit()

    @property
    def _digit(self) -> int:
        return self._view.fontMetrics().horizontalAdvance("0")

    def _wanted(self, columns: Sequence[Column]) -> list[int]:
        """Gives extra width to text columns; where it is lacking they shrink, but no column below its title."""
        digit = self._digit
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
        return _narrowed(widths, [max(pair) for pair in zip(titles, least, strict=True)], texts, room)

    def _note_fitting(self, *, is_so: bool) -> None:
        self._is_fitting = is_so

    def _note_resize(self) -> None:
        if not self._is_fitting and self._view.isVisible():
            widths = [self._view.columnWidth(place) / self._digit for place in range(len(self._columns))]
            self.in_characters = [round(width, 3) for width in widths]
            self.chosen.emit()


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
