"""The pages of a PDF in one column, drawn where they are visible, with search hits marked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.ui.paper.page_layout import GAP, PageLayout, tiles
from cbnet_desktop.ui.paper.pdf_drawing import Hit
from cbnet_desktop.ui.paper.pdf_reader import Channel, PdfReader
from cbnet_desktop.ui.widgets import theme

KEPT_BYTES = 96_000_000
POINTS_PER_INCH = 72
STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
#: Highlights on the paper, which is white in the dark theme too.
MARK = QColor(255, 214, 0, 90)
CURRENT_MARK = QColor(255, 140, 0, 120)
MARK_EDGE = QColor("#8a4b00")


class Fit(Enum):
    """A zoom that adapts to the window's size."""

    WIDTH = "width"
    PAGE = "page"


Zoom = Fit | float


class PageView(QAbstractScrollArea):
    """Requests the visible tiles from the reader, then those of the next screen."""

    page_changed = Signal(int)
    """The current page, from 0."""
    zoom_changed = Signal()

    def __init__(self, reader: PdfReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.layout_of_pages = PageLayout([], 1.0, 0)
        self._sizes: list[QSizeF] = []
        self.tiles_kept: OrderedDict[Tile, QImage] = OrderedDict()
        self._rough: dict[int, QImage] = {}
        self._hits: Sequence[Hit] = ()
        self._current: Hit | None = None
        self.page = 0
        self.zoom: Zoom = Fit.WIDTH
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _: self._look())
        reader.drawn.connect(self._take)

    def show_sizes(self, sizes: list[QSizeF]) -> None:
        """Lays out the pages, in points, and shows the first."""
        self._sizes = sizes
        self._lay_out()

    @property
    def factor(self) -> float:
        """The zoom factor; 1 is the size on paper."""
        return self.layout_of_pages.scale * POINTS_PER_INCH / self.logicalDpiX()

    def zoom_to(self, zoom: Zoom) -> None:
        """Changes the zoom and keeps the current position."""
        self.zoom = zoom if isinstance(zoom, Fit) else min(max(zoom, STEPS[0]), STEPS[-1])
        self._lay_out()
        self.zoom_changed.emit()

    def zoom_by_step(self, direction: int) -> None:
        """Zooms to the next larger (1) or smaller (-1) size of the list."""
        now = self.factor
        if direction > 0:
            self.zoom_to(next((step for step in STEPS if step > now * 1.01), STEPS[-1]))
        else:
            self.zoom_to(next((step for step in reversed(STEPS) if step < now * 0.99), STEPS[0]))

    def go_to(self, page: int) -> None:
        """Scrolls to the top of a page."""
        if self._sizes:
            page = min(max(page, 0), len(self._sizes) - 1)
            self.verticalScrollBar().setValue(self.layout_of_pages.rects[page].top() - GAP)

    def mark(self, hits: Sequence[Hit], current: Hit | None) -> None:
        """Marks all hits, the current one with an outline, and scrolls to it."""
        has_moved = current is not None and current is not self._current
        self._hits, self._current = hits, current
        if has_moved and current and current.lines:
            self._bring_into_sight(self.layout_of_pages.on_page(current.page, current.lines[0]).toAlignedRect())
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws white paper, the tiles that are ready, and the marks."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("window"))
        offset = self._offset()
        seen = event.rect().translated(offset)
        for page in self.layout_of_pages.pages_in(seen):
            painter.save()
            painter.translate(-offset)
            self._paint_page(painter, page, seen)
            painter.restore()
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapts a zoom that fits the window."""
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """Redraws on a screen with another resolution, and when the focus changes, since the frame shows it."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.viewport().update()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.factor * 1.1 ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last page, Space a screen on; with whole pages fitted, keys turn pages."""
        key, bar = event.key(), self.verticalScrollBar()
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        elif self.zoom is Fit.PAGE and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go_to(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Space:
            bar.triggerAction(bar.SliderAction.SliderPageStepSub if is_back else bar.SliderAction.SliderPageStepAdd)
        else:
            super().keyPressEvent(event)

    def _scale(self) -> float:
        """Logical pixels per point."""
        if not isinstance(self.zoom, Fit):
            return self.zoom * self.logicalDpiX() / POINTS_PER_INCH
        room = self.viewport().size()
        width = max(room.width() - 2 * GAP, 1) / max(size.width() for size in self._sizes)
        if self.zoom is Fit.WIDTH:
            return width
        return min(width, max(room.height() - 2 * GAP, 1) / max(size.height() for size in self._sizes))

    def _lay_out(self) -> None:
        if not self._sizes:
            return
        room = self.viewport().size()
        is_at_top = self.verticalScrollBar().value() == 0
        place = self.layout_of_pages.place_of(self._offset() + QPoint(room.width() // 2, room.height() // 3))
        made = self.layout_of_pages = PageLayout(self._sizes, self._scale(), room.width())
        for bar, whole, part in (
            (self.verticalScrollBar(), made.height, room.height()),
            (self.horizontalScrollBar(), made.width, room.width()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(max(1, part - GAP))
            bar.setSingleStep(max(1, part // 20))
        if place:
            point = made.point_of(*place)
            self.verticalScrollBar().setValue(0 if is_at_top else point.y() - room.height() // 3)
            self.horizontalScrollBar().setValue(point.x() - room.width() // 2)
        self._look()

    def _look(self) -> None:
        """Requests the visible tiles, and emits the current page if it has changed."""
        if not self._sizes:
            return
        room = QRect(self._offset(), self.viewport().size())
        ahead = room.translated(0, room.height())
        wanted = [tile for area in (room, ahead) for tile in self._tiles(area) if tile not in self.tiles_kept]
        self._reader.want(Channel.VIEW, dict.fromkeys(wanted))
        page = self.layout_of_pages.page_at(room.top() + room.height() // 3)
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def _tiles(self, area: QRect) -> Iterator[Tile]:
        ratio = self.devicePixelRatioF()
        scale = self.layout_of_pages.scale * ratio
        for page in self.layout_of_pages.pages_in(area):
            seen = area.intersected(self.layout_of_pages.rects[page])
            seen.translate(-self.layout_of_pages.rects[page].topLeft())
            yield from tiles(page, self._sizes[page], scale, seen, ratio)

    def _take(self, channel: int, tile: Tile, image: QImage) -> None:
        if channel == Channel.THUMBNAILS:
            self._rough[tile.page] = image
        elif channel == Channel.VIEW:
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self.tiles_kept[tile] = image
            while (
                sum(kept.sizeInBytes() for kept in self.tiles_kept.values()) > KEPT_BYTES and len(self.tiles_kept) > 1
            ):
                self.tiles_kept.popitem(last=False)
        self.viewport().update()

    def _paint_page(self, painter: QPainter, page: int, seen: QRect) -> None:
        rect, ratio = self.layout_of_pages.rects[page], self.devicePixelRatioF()
        painter.fillRect(rect, Qt.GlobalColor.white)
        pieces = list(self._tiles(seen.intersected(rect)))
        if page in self._rough and any(tile not in self.tiles_kept for tile in pieces):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(rect), self._rough[page])
        for tile in pieces:
            if tile in self.tiles_kept:
                self.tiles_kept.move_to_end(tile)
                painter.drawImage(QPointF(rect.topLeft()) + QPointF(tile.left, tile.top) / ratio, self.tiles_kept[tile])
        painter.setPen(theme.colour("hairline"))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        for hit in self._hits:
            if hit.page == page:
                areas = [self.layout_of_pages.on_page(page, line).adjusted(-1, -1, 1, 1) for line in hit.lines]
                _paint_hit(painter, areas, is_current=hit is self._current)

    def _bring_into_sight(self, area: QRect) -> None:
        room = QRect(self._offset(), self.viewport().size())
        if not room.adjusted(0, GAP, 0, -GAP).contains(area):
            self.verticalScrollBar().setValue(area.top() - room.height() // 3)
            if area.left() < room.left() or area.right() > room.right():
                self.horizontalScrollBar().setValue(area.center().x() - room.width() // 2)

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())


def _paint_hit(painter: QPainter, areas: Sequence[QRectF], *, is_current: bool) -> None:
    for area in areas:
        painter.fillRect(area, CURRENT_MARK if is_current else MARK)
        if is_current:
            painter.setPen(QPen(MARK_EDGE, 1.5))
            painter.drawRect(area)
