"""The calls to PDFium: open a PDF, draw a part of a page, read a page and search it.

PDFium draws signatures and form fields, which QtPdf does not. It is not thread-safe, so every function here takes a
lock. What they take and return can be pickled, for a foreign PDF is drawn in a process apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cbnet_desktop.documents.pdf.pdf_text import PDFIUM
from cbnet_desktop.domain.records.errors import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

BROKEN = "PDF-filen kan ikke vises. Den er beskadiget eller beskyttet med en adgangskode."
WHITE = (255, 255, 255, 255)
#: In points: what a file may say of a page's width and height (ISO 32000-1, annex C).
LEAST_SIDE, MOST_SIDE = 3.0, 14_400.0
MOST_PAGES, MOST_HITS = 20_000, 10_000
#: Left, top, width and height in points, from the page's top left corner.
Rect = tuple[float, float, float, float]


class Tile(NamedTuple):
    """A part of a page: scale in pixels per point, the rest in pixels from the page's top left corner."""

    page: int
    scale: float
    left: int
    top: int
    width: int
    height: int


class Pixels(NamedTuple):
    """A drawn tile, four bytes a pixel (blue, green, red and nothing), stride bytes a line."""

    content: bytes
    width: int
    height: int
    stride: int


def opened(pdf: bytes) -> PdfDocument:
    """The PDF with its form fields; raises Unreadable."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise Unreadable(BROKEN) from None
        if not 0 < len(document) <= MOST_PAGES:
            document.close()
            raise Unreadable(BROKEN)
        document.init_forms()
        return document


def close(document: PdfDocument) -> None:
    """Closes the PDF."""
    with PDFIUM:
        document.close()


def sizes(document: PdfDocument) -> list[tuple[float, float]]:
    """The pages' widths and heights in points."""
    with PDFIUM:
        return [_size(*document.get_page_size(number)) for number in range(len(document))]


def pixels(width: float, height: float, scale: float) -> tuple[int, int]:
    """The size of a page in pixels at a scale, at least one each way."""
    return max(1, round(width * scale)), max(1, round(height * scale))


def draw(tile: Tile, document: PdfDocument) -> Pixels:
    """Renders a tile as it is printed, with form fields and signatures."""
    from pypdfium2 import PdfBitmap, raw

    with PDFIUM, _page(document, tile.page) as page:
        width, height = pixels(*_size(page.get_width(), page.get_height()), tile.scale)
        bitmap = PdfBitmap.new_native(tile.width, tile.height, raw.FPDFBitmap_BGRx)
        with closing(bitmap):
            bitmap.fill_rect(WHITE, 0, 0, tile.width, tile.height)
            place = (bitmap, page, -tile.left, -tile.top, width, height, 0, raw.FPDF_ANNOT)
            raw.FPDF_RenderPageBitmap(*place)
            if document.formenv:
                raw.FPDF_FFLDraw(document.formenv, *place)
            return Pixels(bytes(bitmap.buffer), tile.width, tile.height, bitmap.stride)


def text(number: int, document: PdfDocument) -> str:
    """The text of a page."""
    with PDFIUM, _text(document, number) as (_, page):
        return str(page.get_text_bounded())


def hits(number: int, words: str, document: PdfDocument) -> list[tuple[Rect, ...]]:
    """The hits of the words on a page, ignoring case: a rectangle for each line."""
    with PDFIUM, _text(document, number) as (page, texts):
        height = page.get_height()
        found: list[tuple[Rect, ...]] = []
        with closing(texts.search(words)) as searcher:
            while len(found) < MOST_HITS and (place := searcher.get_next()) is not None:
                found.append(tuple(_lines(texts, place, height)))
        return found


def _size(width: float, height: float) -> tuple[float, float]:
    """The size within what a page may have; a side that is no number is the least."""
    return tuple(min(max(LEAST_SIDE, side), MOST_SIDE) for side in (width, height))  # type: ignore[return-value]  # two


def _lines(texts: PdfTextPage, place: tuple[int, int], height: float) -> Iterator[Rect]:
    for index in range(texts.count_rects(*place)):
        left, bottom, right, top = texts.get_rect(index)
        yield (left, height - top, right - left, top - bottom)


@contextmanager
def _page(document: PdfDocument, number: int) -> Iterator[PdfPage]:
    with closing(document[number]) as page:
        yield page


@contextmanager
def _text(document: PdfDocument, number: int) -> Iterator[tuple[PdfPage, PdfTextPage]]:
    with _page(document, number) as page, closing(page.get_textpage()) as texts:
        yield page, texts
