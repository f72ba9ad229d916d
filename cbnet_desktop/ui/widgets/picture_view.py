"""Draws a documents.pictures.Picture on the screen, in the palette's colours."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cbnet_desktop.documents.pictures.pictures import Box, Dot, Label, Line, Picture, Sector
from cbnet_desktop.ui.widgets import theme


class PictureView(QWidget):
    """Shows a picture as large as the widget allows, with its alternative text for screen readers."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 240) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._hint_width = width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)

    def show_picture(self, picture: Picture | None) -> None:
        """Shows a picture, or nothing."""
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


class LineHighPicture(QWidget):
    """A picture scaled so that its letters are as large as the table's.

    points_in_a_line is the number of the picture's points that are as high as a line of text.
    """

    def __init__(self, points_in_a_line: float, margins: tuple[int, int, int, int], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._points_in_a_line = points_in_a_line
        self._size = QSizeF(0, 0)
        self.view = PictureView(self)
        self.view.setMinimumSize(0, 0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*margins)
        self._row.addWidget(self.view, 1)
        self._row.addStretch(0)

    def show_picture(self, picture: Picture) -> None:
        """Shows a picture in its scaled size."""
        self.view.show_picture(picture)
        self._size = QSizeF(picture.width, picture.height)
        self.scale()

    def changeEvent(self, event: QEvent) -> None:
        """Rescales the picture with the system's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):
            self.scale()

    def scale(self) -> None:
        """Sets the size for the present font."""
        size = (self._size * (self.fontMetrics().lineSpacing() / self._points_in_a_line)).toSize()
        self.view.setFixedHeight(size.height())
        self.view.setMaximumWidth(size.width())
        margins = self._row.contentsMargins()
        self.setFixedHeight(size.height() + margins.top() + margins.bottom())


def _around(x: float, y: float, radius: float) -> QRectF:
    return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


def _prepare(painter: QPainter, fill: str, stroke: str) -> None:
    painter.setPen(QPen(theme.colour(stroke), 0.5) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
