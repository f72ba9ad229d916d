"""The calendar widget: offers as bars that span their days, with keyboard navigation (M6)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.ui.offers.calendar_model import CalendarModel
from cbnet_desktop.ui.offers.calendar_weeks import LOOKS, Bar, bar_text, describe, hours
from cbnet_desktop.ui.table.record_rows import Index
from cbnet_desktop.ui.widgets import theme

_MARGIN = 3
#: What a title has around its text, in pixels, and a capital and bold letters more than plain ones.
AROUND = 28
#: The most lines of text of an offer.
_MONTH_LINES, _WEEK_LINES = 2, 4
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class CalendarView(QTableView):
    """Arrows move by days, Page Up and Down by periods, Enter cycles through a day's offers."""

    offer_chosen = Signal(object)
    """The chosen offer, None on a day without offers."""
    offer_opened = Signal(object)
    """An offer to go to in the table."""
    period_shown = Signal(str)
    """The day whose month or week is shown."""

    def __init__(self, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calendar = model
        self.chosen_id = ""
        self.setModel(model)
        self.setItemDelegate(_Days(self))
        self.setAccessibleName("Kalender over tilbud")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.verticalHeader().setMinimumSectionSize(52)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.show_day(model.day)

    @property
    def day(self) -> str:
        """The current day."""
        return self.calendar.day

    def show_day(self, day: str) -> None:
        """Shows the period of a day and makes the day current."""
        self.calendar.show_day(day)
        self.setCurrentIndex(self.calendar.place_of(day))
        self.period_shown.emit(day)

    def show_mode(self, *, is_month: bool) -> None:
        """Switches between month and week."""
        self.calendar.is_month = is_month
        self.renew()

    def turn(self, periods: int) -> None:
        """Moves by a number of months or weeks."""
        if self.calendar.is_month:
            self._go(dates.months_later(self.day, periods))
        else:
            self._go(dates.days_later(self.day, 7 * periods))

    def choose(self, offer: Offer | None) -> None:
        """Chooses an offer, and shows its first day if that is not visible."""
        self.chosen_id = offer.id if offer else ""
        if offer and offer.starts_on and not self.calendar.place_of(offer.starts_on).isValid():
            self.show_day(offer.starts_on)
        self.viewport().update()

    def renew(self) -> None:
        """Reloads the offers and keeps the current day."""
        self.calendar.renew()
        self.show_day(self.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Navigates days, periods and offers."""
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._go(dates.days_later(self.day, _STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not event.modifiers():
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self._go(self.calendar.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._enter(opens=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the day and the offer under the cursor."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            offer = self.offer_at(event.position().toPoint())
            self.calendar.day = self.calendar.day_at(index).on
            self.setCurrentIndex(index)
            self._choose(offer or self._first(index))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the offer under the cursor."""
        if offer := self.offer_at(event.position().toPoint()):
            self.offer_opened.emit(offer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens the weekdays where a column is narrower than the longest name."""
        super().resizeEvent(event)
        longest = max(map(self.horizontalHeader().fontMetrics().horizontalAdvance, danish.WEEKDAYS))
        self.calendar.shorten(is_narrow=self.viewport().width() // 7 < longest + AROUND)

    def changeEvent(self, event: QEvent) -> None:
        """Repaints for another font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()

    def offer_at(self, place: QPoint) -> Offer | None:
        """The offer whose bar is at a position of the viewport."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        cell, lanes = self.visualRect(index), self.calendar.lanes_in(index.row())
        for bar in self.calendar.bars_at(index):
            where = self.bar_place(cell, bar, lanes)
            if where is not None and where.contains(place):
                return bar.offer
        return None

    def bar_place(self, cell: QRect, bar: Bar, lanes: int) -> QRect | None:
        """The rectangle of a bar in a day's cell; None where there is no room for its lane.

        lanes is the number of lanes of the week: the fewer, the more lines of text each may have.
        """
        line, top = self.fontMetrics().height(), cell.top() + self.fontMetrics().height() + 2 * _MARGIN
        room = cell.bottom() - top - 1
        lines = (room // lanes - _MARGIN - 2) // line
        most = _MONTH_LINES if self.calendar.is_month else _WEEK_LINES
        height = max(min(lines, most), 1) * line + _MARGIN
        fitting = (room + 2) // (height + 2)
        if fitting < lanes:
            fitting = (room - line) // (height + 2)
        return QRect(cell.left(), top + bar.lane * (height + 2), cell.width(), height) if bar.lane < fitting else None

    def _go(self, day: str) -> None:
        self.chosen_id = ""
        self.show_day(day)
        self._choose(self._first(self.currentIndex()))

    def _enter(self, *, opens: bool) -> None:
        found = self.calendar.offers_at(self.currentIndex()) if self.currentIndex().isValid() else []
        ids = [offer.id for offer in found]
        if not found:
            return
        at = ids.index(self.chosen_id) if self.chosen_id in ids else -1
        if opens:
            self.offer_opened.emit(found[max(at, 0)])
        else:
            self._choose(found[(at + 1) % len(found)])

    def _first(self, index: QModelIndex) -> Offer | None:
        found = self.calendar.offers_at(index) if index.isValid() else []
        return next((offer for offer in found if offer.id == self.chosen_id), found[0] if found else None)

    def _choose(self, offer: Offer | None) -> None:
        self.chosen_id = offer.id if offer else ""
        self.setAccessibleDescription(f"Valgt: {describe(self.calendar.network, offer)}" if offer else "")
        self.viewport().update()
        self.offer_chosen.emit(offer)


class _Days(QStyledItemDelegate):
    """Draws a day and its piece of each bar, so that the bar of several days looks like one."""

    def __init__(self, view: CalendarView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the number of the day, the bars, and the number of hidden ones."""
        view, model = self._view, self._view.calendar
        day, cell, lanes = model.day_at(index), option.rect, model.lanes_in(index.row())
        painter.save()
        painter.setClipRect(cell)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(cell.bottomLeft(), cell.bottomRight())
        painter.drawLine(cell.topRight(), cell.bottomRight())
        if index == view.currentIndex():
            painter.fillRect(cell, theme.colour("current_row"))
            painter.setPen(QPen(theme.colour("accent" if view.hasFocus() else "hairline"), 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        self._draw_number(
            painter, cell, str(int(day.on[8:])), is_today=day.on == model.today, is_quiet=not day.is_in_month
        )
        hidden = 0
        for bar in model.bars_at(index):
            place = view.bar_place(cell, bar, lanes)
            if place is None:
                hidden += 1
            else:
                self._draw_bar(painter, place, bar)
        if hidden:
            painter.setPen(theme.colour("text"))
            line = cell.adjusted(6, 0, -4, -2)
            painter.drawText(line, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, f"+ {hidden} til")
        painter.restore()

    def _draw_number(self, painter: QPainter, cell: QRect, number: str, *, is_today: bool, is_quiet: bool) -> None:
        font = QFont(self._view.font())
        font.setBold(is_today)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if is_today else "muted" if is_quiet else "text"))
        text = f"{number}  I dag" if is_today else number
        painter.drawText(cell.adjusted(6, _MARGIN, -6, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(self._view.font())

    def _draw_bar(self, painter: QPainter, place: QRect, bar: Bar) -> None:
        """Draws the whole bar, clipped to the cell, so that its text runs through all its days."""
        is_chosen = bar.offer.id == self._view.chosen_id
        whole = QRect(place)
        whole.setLeft(self._view.columnViewportPosition(bar.first) + _MARGIN)
        last = self._view.columnViewportPosition(bar.last) + self._view.columnWidth(bar.last)
        whole.setRight(last - _MARGIN - 1)
        fill, frame, letters = LOOKS[bar.offer.level]
        is_cancelled = bar.offer.state == "cancelled"
        painter.setBrush(theme.colour("base" if is_cancelled else fill))
        painter.setPen(QPen(theme.colour("text" if is_chosen else frame), 2 if is_chosen else 1))
        painter.drawRect(whole.adjusted(0, 0, -1, -1))
        font = QFont(self._view.font())
        font.setStrikeOut(is_cancelled)
        painter.setFont(font)
        painter.setPen(theme.colour("muted" if is_cancelled else letters))
        self._write(painter, whole.adjusted(5, 0, -4, 0), bar.offer)
        painter.setFont(self._view.font())

    def _write(self, painter: QPainter, room: QRect, offer: Offer) -> None:
        """Draws as many lines as fit, the last one elided; with the hours where there is room."""
        model, metrics = self._view.calendar, painter.fontMetrics()
        count = max(room.height() // metrics.height(), 1)
        texts = [bar_text(model.network, offer)]
        if count > _MONTH_LINES and offer.starts_at:
            texts.append(hours(offer))
        lines = [line for text in texts for line in _wrapped(text, metrics, room.width())]
        if len(lines) > count:
            lines = [*lines[: count - 1], " ".join(lines[count - 1 :])]
        top = room.top() + (room.height() - min(len(lines), count) * metrics.height()) // 2
        for place, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room.left(), top + place * metrics.height() + metrics.ascent(), shown)


def _wrapped(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1].strip() and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
