"""Small pictures of reviewed pages, with which every paper is compared, so that no layout breaks unnoticed.

A picture holds the first pages and the last one of a document side by side. Pages are compared by the mean grey of
their blocks: the smoothing of letters does not matter, a line that has moved does. After a look at what changed,

    python -m tests.documents.reference_pictures

draws all pictures anew, or only those of the kinds that are named after it; they are committed after review.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from tests.documents import kinds
from tests.documents.reading import opened

FOLDER = Path(__file__).parent / "pictures"
RENEW = "python -m tests.documents.reference_pictures"
#: Of this many pages at the start, and the last one.
FIRST_PAGES = 3
#: Pixels per point: a line of text is three pixels tall.
SCALE = 0.25
DRAWN_LARGER = 6
BLOCK = 8
#: By how much the mean grey of a block (0 to 255) may differ.
TOLERANCE = 8.0
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Grey:
    """A grey picture, a byte for each pixel, row by row."""

    width: int
    height: int
    pixels: bytes

    def block(self, column: int, row: int) -> float:
        """The mean grey of a block."""
        left, top = column * BLOCK, row * BLOCK
        wide, high = min(BLOCK, self.width - left), min(BLOCK, self.height - top)
        starts = range(top * self.width + left, (top + high) * self.width + left, self.width)
        return sum(sum(self.pixels[start : start + wide]) for start in starts) / (wide * high)

    def save(self, path: Path) -> None:
        """Writes a PNG file."""
        image = QImage(self.pixels, self.width, self.height, self.width, QImage.Format.Format_Grayscale8)
        if not image.save(str(path)):
            raise OSError(f"{path} cannot be written")


def load(path: Path) -> Grey:
    """A picture from its PNG file."""
    return _grey(QImage(str(path)))


def drawn(pdf: bytes, **options: Any) -> Grey:
    """The first pages of a PDF and its last one, side by side; options are those of pypdfium2's render."""
    with opened(pdf) as document:
        count = len(document)
        shown = sorted({*range(min(FIRST_PAGES, count)), count - 1})
        pages = [_page(document[index], options) for index in shown]
    height = pages[0].height
    lines = (page.pixels[row * page.width : (row + 1) * page.width] for row in range(height) for page in pages)
    return Grey(sum(page.width for page in pages), height, b"".join(lines))


def differences(one: Grey, other: Grey) -> list[str]:
    """Where two pictures differ by more than the tolerance, at most five places: page and millimetres."""
    if (one.width, one.height) != (other.width, other.height):
        return [f"the pages shown are {one.width} x {one.height} pixels instead of {other.width} x {other.height}"]
    found = sorted(_differing(one, other), reverse=True)
    return [f"{_place(column, row)}: the grey differs by {by:.0f}" for by, column, row in found[:5]]


def path_of(kind: str, size: str) -> Path:
    """The reference picture of a kind in a size."""
    return FOLDER / f"{kind}-{size.replace(' ', '-')}.png"


def renew(wanted: Sequence[str]) -> None:
    """Renders the reference pictures of these kinds again, by default of all."""
    FOLDER.mkdir(exist_ok=True)
    for kind in wanted or kinds.KINDS:
        for size in kinds.SIZES:
            drawn(kinds.pdf(kind, size)).save(path_of(kind, size))


def _page(page: pdfium.PdfPage, options: dict[str, Any]) -> Grey:
    """The page drawn large and averaged down: how its letters were smoothed is lost in the mean."""
    bitmap = page.render(scale=SCALE * DRAWN_LARGER, grayscale=True, **options)
    large = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8)
    size = QSize(bitmap.width // DRAWN_LARGER, bitmap.height // DRAWN_LARGER)
    return _grey(large.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))


def _grey(image: QImage) -> Grey:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = grey.width(), grey.height(), grey.bytesPerLine()
    lines = bytes(grey.constBits())
    return Grey(width, height, b"".join(lines[start : start + width] for start in range(0, line * height, line)))


def _differing(one: Grey, other: Grey) -> Iterator[tuple[float, int, int]]:
    for row in range(-(-one.height // BLOCK)):
        for column in range(-(-one.width // BLOCK)):
            by = abs(one.block(column, row) - other.block(column, row))
            if by > TOLERANCE:
                yield by, column, row


def _place(column: int, row: int) -> str:
    """A position in words, for example »page 2 of those shown, 40 mm from the left, 120 mm from the top«."""
    page_width = round(210 * _POINTS_PER_MM * SCALE)
    number, left = divmod(column * BLOCK, page_width)
    left_mm, top_mm = (round(pixels / SCALE / _POINTS_PER_MM) for pixels in (left, row * BLOCK))
    return f"page {number + 1} of those shown, {left_mm} mm from the left, {top_mm} mm from the top"


if __name__ == "__main__":
    renew(sys.argv[1:])
