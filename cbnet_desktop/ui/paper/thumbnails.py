"""Thumbnails of a PDF's pages, rendered when they become visible; selecting one goes to its page."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.ui.paper.pdf_drawing import pixels
from cbnet_desktop.ui.paper.pdf_reader import Channel, PdfReader
from cbnet_desktop.ui.widgets import theme

LONGEST = 150
WIDTH = 168


class Thumbnails(QListWidget):
    """A list with an item for each page."""

    page_chosen = Signal(int)

    def __init__(self, reader: PdfReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._sizes: list[QSizeF] = []
        self.drawn_pages: set[int] = set()
        self.setAccessibleName("Sider")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListView { background: palette(window); } QListView::item { padding: 2px 0; }")
        self.setIconSize(QSize(LONGEST, LONGEST))
        self.setFixedWidth(WIDTH + self.verticalScrollBar().sizeHint().width())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look())
        self.currentRowChanged.connect(lambda row: self.page_chosen.emit(row) if row >= 0 else None)
        reader.drawn.connect(self._take)

    def show_sizes(self, sizes: list[QSizeF]) -> None:
        """Adds an item for each page, white until it is rendered."""
        self._sizes = sizes
        for number, size in enumerate(sizes, 1):
            item = QListWidgetItem(self._blank(size), str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Side {number}")
            item.setSizeHint(QSize(WIDTH, LONGEST + self.fontMetrics().lineSpacing() + 10))
            self.addItem(item)
        self.show_page(0)
        self._look()

    def show_page(self, page: int) -> None:
        """Marks the current page without going there."""
        self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Requests the thumbnails that have become visible."""
        super().resizeEvent(event)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Requests the first thumbnails."""
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        room = self.viewport().rect()
        seen = [row for row in range(self.count()) if self.visualItemRect(self.item(row)).intersects(room)]
        self._reader.want(Channel.THUMBNAILS, [self._tile(row) for row in seen if row not in self.drawn_pages])

    def _tile(self, row: int) -> Tile:
        scale = _scale(self._sizes[row]) * self.devicePixelRatioF()
        return Tile(row, scale, 0, 0, *pixels(self._sizes[row], scale))

    def _take(self, channel: int, tile: Tile, image: QImage) -> None:
        if channel == Channel.THUMBNAILS:
            self.drawn_pages.add(tile.page)
            self.item(tile.page).setIcon(_framed(QPixmap.fromImage(image), self.devicePixelRatioF()))

    def _blank(self, size: QSizeF) -> QIcon:
        picture = QPixmap(*pixels(size, _scale(size)))
        picture.fill(Qt.GlobalColor.white)
        return _framed(picture, 1.0)


def _scale(size: QSizeF) -> float:
    return LONGEST / max(size.width(), size.height())


def _framed(picture: QPixmap, ratio: float) -> QIcon:
    """An icon with a frame that is not tinted while its item is selected."""
    painter = QPainter(picture)
    painter.setPen(theme.colour("input"))
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
