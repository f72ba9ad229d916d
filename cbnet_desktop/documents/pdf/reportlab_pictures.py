"""Draws pictures on paper with reportlab, scaled down where they are too large for the page."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pictures.pictures import Box, Dot, Label, Line, Picture, Sector, Shape

#: Replaces characters that the font lacks; the text beside the picture shows their codes.
_PLACEHOLDER = "□"
_OUTLINE = 0.6
_ANCHORS = {"start": "drawString", "middle": "drawCentredString", "end": "drawRightString"}


class Drawing(Flowable):
    """A picture as a flowable; node is its Figure element. reportlab.graphics would embed Helvetica."""

    leads = False

    def __init__(self, picture: Picture, node: Node | None = None) -> None:
        super().__init__()
        self.picture, self.node = picture, node
        self.spaceBefore, self.spaceAfter = 6, 10
        self.hAlign = "CENTER"

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its own size, scaled down to the width and nine tenths of a page."""
        return self.enlarge(width, 0.9 * style.TEXT_HEIGHT, 1.0)

    def enlarge(self, width: float, height: float, most: float) -> tuple[float, float]:
        """Scales it to fit width and height, by at most the factor most."""
        self.scale = min(most, width / self.picture.width, height / self.picture.height)
        self.width, self.height = self.picture.width * self.scale, self.picture.height * self.scale
        return self.width, self.height

    def draw(self) -> None:
        """Draws the shapes in order."""
        if self.node:
            self.canv.tagging.boxed(self.node, self.width, self.height)
        with self.canv.tagging.element(self.node) if self.node else self.canv.tagging.artifact():
            self.canv.scale(self.scale, self.scale)
            draw(self.canv, self.picture)


def draw(canvas: Any, picture: Picture) -> None:
    """Draws the shapes in order, in points from the canvas's origin."""
    canvas.setLineJoin(1)
    for shape in picture.shapes:
        _draw(canvas, shape)


def _draw(canvas: Any, shape: Shape) -> None:
    if isinstance(shape, Line):
        canvas.setStrokeColor(style.colour(shape.stroke))
        canvas.setLineWidth(shape.width)
        canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
    elif isinstance(shape, Label):
        _draw_label(canvas, shape)
    else:
        _draw_area(canvas, shape)


def _draw_area(canvas: Any, shape: Sector | Box | Dot) -> None:
    canvas.setFillColor(style.colour(shape.fill))
    if shape.stroke:
        canvas.setStrokeColor(style.colour(shape.stroke))
        canvas.setLineWidth(_OUTLINE)
    stroke = int(bool(shape.stroke))
    if isinstance(shape, Box):
        canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=stroke, fill=1)
    elif isinstance(shape, Dot):
        canvas.circle(shape.x, shape.y, shape.radius, stroke=stroke, fill=1)
    else:
        canvas.drawPath(_ring_piece(canvas, shape), stroke=stroke, fill=1)


def _ring_piece(canvas: Any, shape: Sector) -> Any:
    path = canvas.beginPath()
    path.arc(*_bounds(shape, shape.outer), shape.start, shape.extent)
    if shape.inner:
        path.arcTo(*_bounds(shape, shape.inner), shape.start + shape.extent, -shape.extent)
    elif shape.extent < 360:
        path.lineTo(shape.x, shape.y)
    path.close()
    return path


def _bounds(shape: Sector, radius: float) -> tuple[float, float, float, float]:
    return shape.x - radius, shape.y - radius, shape.x + radius, shape.y + radius


def _draw_label(canvas: Any, label: Label) -> None:
    canvas.setFont(style.BOLD if label.bold else style.REGULAR, label.size)
    canvas.setFillColor(style.colour(label.fill))
    getattr(canvas, _ANCHORS[label.anchor])(label.x, label.y, text.replaced(label.text, _PLACEHOLDER))
