"""A place to sign, standing by itself: a line for the pen with a field for a digital signature above it."""

from __future__ import annotations

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tagging import SignatureField

_WIDTH, _HEIGHT = 220.0, 56.0


class SigningLine(Flowable):
    """Room for a signature; node is its Form element."""

    def __init__(self, wanted: SignatureField, node: Node) -> None:
        super().__init__()
        self.wanted, self.node = wanted, node
        self.spaceBefore, self.spaceAfter = 6, 6

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Tall enough to write in."""
        self.width, self.height = min(_WIDTH, width), _HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Draws the line and notes the field."""
        with self.canv.tagging.artifact():
            self.canv.setLineWidth(style.HAIRLINE)
            self.canv.setStrokeColor(style.colour("text"))
            self.canv.line(0, 0, self.width, 0)
        self.canv.tagging.signature(self.node, self.wanted, (0, 1, self.width, self.height))
