"""The Qt model of a calendar: a row per week and a column per weekday, of a month or a single week."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.offers.offers import CalendarDay, CalendarWeek
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.offers.calendar_weeks import Bar, bars, describe, week_of
from cbnet_desktop.ui.table.record_rows import NOWHERE, Index
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

#: The letters of a weekday where there is no room for its name.
SHORT = 2


class CalendarModel(QAbstractTableModel):
    """Shows the month or week of `day`."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.day = session.today.isoformat()
        self.is_month = True
        self.is_narrow = False
        self.words: list[str] = []
        self.weeks: tuple[CalendarWeek, ...] = ()
        self._bars: list[list[Bar]] = []
        self.network = session.network
        self.renew()

    @property
    def today(self) -> str:
        """Today (ISO), which is highlighted."""
        return self._session.today.isoformat()

    def show_day(self, day: str) -> None:
        """Shows the month or week of a day."""
        place = self.place_of(day)
        is_shown = place.isValid() and self.day_at(place).is_in_month
        self.day = day
        if not is_shown:
            self.renew()

    def renew(self) -> None:
        """Reloads the offers of the period."""
        self.beginResetModel()
        network = self.network = self._session.network
        year, month = int(self.day[:4]), int(self.day[5:7])
        self.weeks = offers.month(network, year, month) if self.is_month else (week_of(network, self.day),)
        self._bars = [bars(week, self.words) for week in self.weeks]
        self.endResetModel()

    def shorten(self, *, is_narrow: bool) -> None:
        """Shows the weekdays by their first letters, or by their names."""
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 6)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The number of weeks shown."""
        return 0 if parent.isValid() else len(self.weeks)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Seven, from Monday to Sunday."""
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Weekdays for columns, ISO weeks for rows."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            name = danish.WEEKDAYS[section].capitalize()
            return name[:SHORT] if self.is_narrow and role == Qt.ItemDataRole.DisplayRole else name
        return f"Uge {self.weeks[section].number}" if section < len(self.weeks) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number of the day, its offers as tooltip and accessible text."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(int(self.day_at(index).on[8:]))
        if role == Qt.ItemDataRole.ToolTipRole:
            sentences = [describe(self.network, bar.offer) for bar in self.bars_at(index)]
            return plain_tooltip("\n".join(sentences)) or None
        return self._spoken(index) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def day_at(self, index: Index) -> CalendarDay:
        """The day of a cell."""
        return self.weeks[index.row()].days[index.column()]

    def bars_at(self, index: Index) -> list[Bar]:
        """The bars of a cell, the top lane first."""
        found = (bar for bar in self._bars[index.row()] if bar.first <= index.column() <= bar.last)
        return sorted(found, key=lambda bar: bar.lane)

    def lanes_in(self, row: int) -> int:
        """The number of lanes of a week, at least one."""
        return max((bar.lane for bar in self._bars[row]), default=0) + 1

    def offers_at(self, index: Index) -> list[Offer]:
        """The offers of a cell, the top lane first."""
        return [bar.offer for bar in self.bars_at(index)]

    def place_of(self, day: str) -> Index:
        """The cell of a day; invalid where it is not shown."""
        for row, week in enumerate(self.weeks):
            for column, one in enumerate(week.days):
                if one.on == day:
                    return self.index(row, column)
        return NOWHERE

    def _spoken(self, index: Index) -> str:
        day = self.day_at(index)
        sentences = [describe(self.network, offer) for offer in self.offers_at(index)]
        count = f"{len(sentences)} tilbud" if sentences else "ingen tilbud"
        when = f"{danish.weekday(day.on)} {danish.long_date(day.on)}, uge {danish.week(day.on)}"
        return ". ".join([f"{when}: {count}", *sentences])
