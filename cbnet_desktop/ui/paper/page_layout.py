"""The layout of a PDF's pages in one column, and the tiles that are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSizeF

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.ui.paper.pdf_drawing import pixels

GAP = 12
TILE = 2048


class PageLayout:
    """Pages of these sizes (points) at a scale (pixels per point), centred in a column of a minimum width (pixels)."""

    def __init__(self, sizes: Sequence[QSizeF], scale: float, room: int) -> None:
        self.scale = scale
        drawn = [pixels(size, scale) for size in sizes]
        self.width = max([room, *(width + 2 * GAP for width, _ in drawn)])
        self.rects: list[QRect] = []
        top = GAP
        for width, height in drawn:
            self.rects.append(QRect((self.width - width) // 2, top, width, height))
            top += height + GAP
        self.height = top
        self._tops = [rect.top() for rect in self.rects]

    def page_at(self, y: int) -> int:
        """The page at a vertical position in pixels, or the one above the gap there."""
        return max(0, bisect_right(self._tops, y) - 1)

    def pages_in(self, area: QRect) -> range:
        """The pages that an area intersects."""
        if not self.rects:
            return range(0)
        first, last = self.page_at(area.top()), self.page_at(area.bottom())
        return range(first + (self.rects[first].bottom() < area.top()), last + 1)

    def on_page(self, page: int, rect: QRectF) -> QRectF:
        """A rectangle of a page, in points from its corner, as pixels of the column."""
        corner = self.rects[page].topLeft()
        scaled = QRectF(rect.topLeft() * self.scale, rect.size() * self.scale)
        return scaled.translated(corner)

    def place_of(self, point: QPoint) -> tuple[int, float, float] | None:
        """The page at a point and the position on it, as fractions of its width and height."""
        if not self.rects:
            return None
        page = self.page_at(point.y())
        rect = self.rects[page]
        return page, (point.x() - rect.left()) / rect.width(), (point.y() - rect.top()) / rect.height()

    def point_of(self, page: int, across: float, down: float) -> QPoint:
        """The point of such a position."""
        rect = self.rects[page]
        return rect.topLeft() + QPoint(round(across * rect.width()), round(down * rect.height()))


def tiles(page: int, size: QSizeF, scale: float, seen: QRect, ratio: float) -> Iterator[Tile]:
    """The tiles of a page that cover the visible area.

    scale is in device pixels per point; each pixel of seen is ratio device pixels.
    """
    width, height = pixels(size, scale)
    scale = round(scale, 6)
    for top in range(_start(seen.top() * ratio), min(height, int((seen.bottom() + 1) * ratio) + 1), TILE):
        for left in range(_start(seen.left() * ratio), min(width, int((seen.right() + 1) * ratio) + 1), TILE):
            yield Tile(page, scale, left, top, min(TILE, width - left), min(TILE, height - top))


def _start(pixel: float) -> int:
    return max(0, int(pixel) // TILE * TILE)
