"""Heading bands above the first row of each group of a table, while its rows are in their natural order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.table.cell_editor import CellEditor
from cbnet_desktop.ui.table.record_rows import Index
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets import theme


class GroupHeadings(QObject):
    """Draws and updates the bands of a view; group_of returns the text of a row's group."""

    def __init__(self, view: RecordTableView, group_of: Callable[[Record], str]) -> None:
        super().__init__(view)
        self.view = view
        self._group_of = group_of
        self._texts: dict[int, str] = {}
        view.setShowGrid(False)
        view.setItemDelegate(_BandedCells(self))
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.renew)
        model = view.records
        model.group_begun = self._begun
        for changed in (
            model.modelReset,
            model.rowsInserted,
            model.rowsRemoved,
            model.layoutChanged,
            model.dataChanged,
        ):
            changed.connect(lambda *_: self._soon.start())
        view.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._soon.start())
        view.installEventFilter(self)
        self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Resizes the bands with the system's font."""
        if event.type() == QEvent.Type.FontChange:
            self._soon.start()
        return super().eventFilter(watched, event)

    @property
    def height(self) -> int:
        """The height of a band, in pixels."""
        return self.view.verticalHeader().defaultSectionSize()

    def text(self, row: int) -> str:
        """The text of the band above a row, or ""."""
        return self._texts.get(row, "")

    def _begun(self, index: Index) -> str:
        """The text of the band above a row, for the first of its cells that is shown."""
        return self.text(index.row()) if index.column() == self.view.selection.columns()[0] else ""

    def renew(self) -> None:
        """Finds the rows where groups begin; rows sorted by a column have none."""
        rows = self.view.records.records()
        is_sorted = self.view.horizontalHeader().sortIndicatorSection() >= 0
        groups = [] if is_sorted else [self._group_of(row) for row in rows]
        self._texts = {row: group for row, group in enumerate(groups) if row == 0 or group != groups[row - 1]}
        for row in range(len(rows)):
            height = self.height * (2 if row in self._texts else 1)
            if self.view.rowHeight(row) != height:
                self.view.setRowHeight(row, height)
        self.view.viewport().update()


class _BandedCells(CellEditor):
    """A delegate that draws a cell's part of the band and its grid lines, since the view's would cross the band."""

    def __init__(self, bands: GroupHeadings) -> None:
        super().__init__(bands.view)
        self._bands = bands

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the band, the cell below it, and the grid lines."""
        option = QStyleOptionViewItem(option)
        if text := self._bands.text(index.row()):
            band = self._cut(option)
            self._draw_band(painter, band, text)
        place = QRect(option.rect)
        option.rect = place.adjusted(0, 0, -1, -1)
        super().paint(painter, option, index)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.drawLine(place.topRight(), place.bottomRight())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Keeps the band visible above the editor."""
        option = QStyleOptionViewItem(option)
        if self._bands.text(index.row()):
            self._cut(option)
        super().updateEditorGeometry(editor, option, index)

    def _cut(self, option: QStyleOptionViewItem) -> QRect:
        """Cuts the band off the cell's rectangle and returns the band's height."""
        band = QRect(option.rect)
        band.setHeight(self._bands.height)
        option.rect = option.rect.adjusted(0, band.height(), 0, 0)
        return band

    def _draw_band(self, painter: QPainter, band: QRect, text: str) -> None:
        view = self._bands.view
        whole = QRect(view.columnViewportPosition(0), band.top(), view.horizontalHeader().length(), band.height())
        font = QFont(view.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
        painter.fillRect(band, theme.colour("alternate"))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, whole.width() - 16)
        painter.drawText(whole.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(band.bottomLeft(), band.bottomRight())
        painter.restore()
