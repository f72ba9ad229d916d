"""A picture of pixels on paper, in a hairline frame."""

from __future__ import annotations

import io

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style
from cbnet_desktop.documents.pdf.structure import Node

#: Points per pixel; a wider picture is scaled down to the page.
_SCALE = 0.55


class Photograph(Flowable):
    """A PNG of the program's own as a flowable; node is its Figure element."""

    leads = False

    def __init__(self, png: bytes, node: Node) -> None:
        super().__init__()
        self._image, self.node = ImageReader(io.BytesIO(png)), node
        self.spaceBefore, self.spaceAfter = 6, 10

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size, at most as wide as the text and half as tall as a page."""
        across, tall = self._image.getSize()
        scale = min(_SCALE, width / across, style.TEXT_HEIGHT / 2 / tall)
        self.width, self.height = across * scale, tall * scale
        return self.width, self.height

    def draw(self) -> None:
        """Draws the picture and its frame."""
        self.canv.tagging.boxed(self.node, self.width, self.height)
        with self.canv.tagging.element(self.node):
            self.canv.drawImage(self._image, 0, 0, self.width, self.height)
            self.canv.setStrokeColor(style.colour("hairline"))
            self.canv.setLineWidth(style.HAIRLINE)
            self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)
