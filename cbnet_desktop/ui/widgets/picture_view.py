"""Draws a documents.pictures.Picture on the screen, in the palette's colours."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cbnet_desktop.documents.pictures.pictures import Box, Dot, Label, Line, Picture, Sector
from cbnet_desktop.ui.widgets import theme


class PictureView(QWidget):
    """Shows a picture as large as it fits, with its alternative text for screen readers."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 240) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._hint_width = width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)

    def show_picture(self, picture: Picture | None) -> None:
        """The picture to show."""
        self._picture = picture
        self.setAccessibleName(picture.alt if picture else "")
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        """The picture's own proportions."""
        ratio = self._picture.height / self._picture.width if self._picture else 1.0
        return QSize(self._hint_width, round(self._hint_width * ratio))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all is painted anew
        """Draws the shapes, y upwards as on paper."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / self._picture.width, self.height() / self._picture.height)
        left = (self.width() - self._picture.width * scale) / 2
        bottom = (self.height() + self._picture.height * scale) / 2
        painter.translate(left, bottom)
        painter.scale(scale, scale)
        for shape in self._picture.shapes:
            if not isinstance(shape, Label):
                self._draw(shape, painter)
        painter.resetTransform()
        for shape in self._picture.shapes:
            if isinstance(shape, Label):
                self._write(shape, painter, QPointF(left + shape.x * scale, bottom - shape.y * scale), scale)
        painter.end()

    @singledispatchmethod
    def _draw(self, shape: object, painter: QPainter) -> None:  # noqa: ARG002 - as those registered below
        raise TypeError(shape)

    @_draw.register
    def _(self, shape: Sector, painter: QPainter) -> None:
        outer = _around(shape.x, -shape.y, shape.outer)
        path = QPainterPath()
        path.arcMoveTo(outer, shape.start)
        path.arcTo(outer, shape.start, shape.extent)
        path.arcTo(_around(shape.x, -shape.y, shape.inner), shape.start + shape.extent, -shape.extent)
        path.closeSubpath()
        _prepare(painter, shape.fill, shape.stroke)
        painter.drawPath(path)

    @_draw.register
    def _(self, shape: Box, painter: QPainter) -> None:
        _prepare(painter, shape.fill, shape.stroke)
        painter.drawRect(QRectF(shape.x, -shape.y - shape.height, shape.width, shape.height))

    @_draw.register
    def _(self, shape: Line, painter: QPainter) -> None:
        painter.setPen(QPen(theme.colour(shape.stroke), shape.width))
        painter.drawLine(QPointF(shape.x1, -shape.y1), QPointF(shape.x2, -shape.y2))

    @_draw.register
    def _(self, shape: Dot, painter: QPainter) -> None:
        _prepare(painter, shape.fill, shape.stroke)
        painter.drawEllipse(QPointF(shape.x, -shape.y), shape.radius, shape.radius)

    def _write(self, label: Label, painter: QPainter, place: QPointF, scale: float) -> None:
        """Writes in pixels of the screen, where letters are sharp."""
        font = QFont(self.font())
        font.setPointSizeF(label.size * scale * 72 / self.logicalDpiY())
        font.setBold(label.bold)
        painter.setFont(font)
        painter.setPen(theme.colour(label.fill))
        advance = QFontMetricsF(font).horizontalAdvance(label.text)
        place.setX(place.x() - {"start": 0.0, "middle": advance / 2, "end": advance}[label.anchor])
        painter.drawText(place, label.text)


def _around(x: float, y: float, radius: float) -> QRectF:
    return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


def _prepare(painter: QPainter, fill: str, stroke: str) -> None:
    painter.setPen(QPen(theme.colour(stroke), 0.5) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
