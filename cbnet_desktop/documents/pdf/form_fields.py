"""The flowables of a form that is filled in on the screen or by pen: boxes to cross, and boxes to write in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tagging import ChoiceField, TextField

#: The side of a box to cross, the room for its row and that between box and words, in points.
_BOX, _ROW, _GAP = 12.0, 20.0, 5.0
_SIZE = 9


class Choice(Flowable):
    """A choice of one: a box and its words for each option, side by side; nodes are the Form and the P of each."""

    leads = True

    def __init__(self, wanted: ChoiceField, nodes: Sequence[tuple[Node, Node]]) -> None:
        super().__init__()
        self.wanted, self._nodes = wanted, nodes
        self.spaceAfter = 2

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One row of the whole width."""
        self.width, self.height = width, _ROW
        return self.width, self.height

    def draw(self) -> None:
        """Draws boxes and words, and lays the buttons on the boxes."""
        canvas, share = self.canv, self.width / len(self.wanted.options)
        bottom = (_ROW - _BOX) / 2
        places = []
        _pen(canvas)
        for number, ((_, words), (form, label)) in enumerate(zip(self.wanted.options, self._nodes, strict=True)):
            left = number * share
            with canvas.tagging.artifact():
                canvas.rect(left, bottom, _BOX, _BOX)
            with canvas.tagging.texts([label]):
                canvas.setFont(style.REGULAR, _SIZE)
                room = share - _BOX - 2 * _GAP
                canvas.drawString(left + _BOX + _GAP, bottom + 3, text.fitted(words, style.REGULAR, _SIZE, room))
            places.append((form, (left, bottom, left + _BOX, bottom + _BOX)))
        canvas.tagging.choice(self.wanted, places)


class WritingBox(Flowable):
    """A box to write in, tall points high; node is its Form element."""

    def __init__(self, wanted: TextField, node: Node, height: float) -> None:
        super().__init__()
        self._wanted, self._node, self.tall = wanted, node, height
        self.spaceAfter = 8

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The whole width."""
        self.width, self.height = width, self.tall
        return self.width, self.height

    def draw(self) -> None:
        """Draws the box and lays the field in it."""
        _pen(self.canv)
        with self.canv.tagging.artifact():
            self.canv.rect(0, 0, self.width, self.height)
        self.canv.tagging.text_field(self._node, self._wanted, (1, 1, self.width - 1, self.height - 1))


def _pen(canvas: Any) -> None:
    canvas.setLineWidth(style.HAIRLINE)
    canvas.setStrokeColor(style.colour("text"))
    canvas.setFillColor(style.colour("text"))
