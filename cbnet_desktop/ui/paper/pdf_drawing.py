"""The calls to PDFium: open a PDF, draw a part of a page, read a page and search it.

PDFium draws signatures and form fields, which QtPdf does not. It is not thread-safe, so every function here takes a
lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QImage

from cbnet_desktop.documents.pdf.pdf_text import PDFIUM
from cbnet_desktop.domain.records.errors import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

BROKEN = "PDF-filen kan ikke vises. Den er beskadiget eller beskyttet med en adgangskode."
WHITE = (255, 255, 255, 255)


class Tile(NamedTuple):
    """A part of a page: scale in pixels per point, the rest in pixels from the page's top left corner."""

    page: int
    scale: float
    left: int
    top: int
    width: int
    height: int

    @property
    def rect(self) -> QRect:
        """Its rectangle on the page, in pixels."""
        return QRect(self.left, self.top, self.width, self.height)


class Hit(NamedTuple):
    """A search hit: a rectangle for each line, in points from the page's top left corner."""

    page: int
    lines: tuple[QRectF, ...]


def opened(pdf: bytes) -> PdfDocument:
    """The PDF with its form fields; raises Unreadable."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise Unreadable(BROKEN) from None
        if not len(document):
            document.close()
            raise Unreadable(BROKEN)
        document.init_forms()
        return document


def close(document: PdfDocument) -> None:
    """Closes the PDF."""
    with PDFIUM:
        document.close()


def sizes(document: PdfDocument) -> list[QSizeF]:
    """The pages' sizes in points."""
    with PDFIUM:
        return [QSizeF(*document.get_page_size(number)) for number in range(len(document))]


def pixels(size: QSizeF, scale: float) -> tuple[int, int]:
    """The size of a page in pixels at a scale, at least one each way."""
    return max(1, round(size.width() * scale)), max(1, round(size.height() * scale))


def draw(document: PdfDocument, tile: Tile) -> QImage:
    """Renders a tile as it is printed, with form fields and signatures."""
    from pypdfium2 import PdfBitmap, raw

    with PDFIUM, _page(document, tile.page) as page:
        width, height = pixels(QSizeF(page.get_width(), page.get_height()), tile.scale)
        bitmap = PdfBitmap.new_native(tile.width, tile.height, raw.FPDFBitmap_BGRx)
        with closing(bitmap):
            bitmap.fill_rect(WHITE, 0, 0, tile.width, tile.height)
            place = (bitmap, page, -tile.left, -tile.top, width, height, 0, raw.FPDF_ANNOT)
            raw.FPDF_RenderPageBitmap(*place)
            if document.formenv:
                raw.FPDF_FFLDraw(document.formenv, *place)
            image = QImage(bitmap.buffer, tile.width, tile.height, bitmap.stride, QImage.Format.Format_RGB32)
            return image.copy()


def text(document: PdfDocument, number: int) -> str:
    """The text of a page."""
    with PDFIUM, _text(document, number) as (_, page):
        return str(page.get_text_bounded())


def hits(document: PdfDocument, number: int, words: str) -> list[Hit]:
    """The hits of the words on a page, ignoring case."""
    with PDFIUM, _text(document, number) as (page, texts):
        height = page.get_height()
        found = []
        with closing(texts.search(words)) as searcher:
            while (place := searcher.get_next()) is not None:
                found.append(Hit(number, tuple(_lines(texts, place, height))))
        return found


def _lines(texts: PdfTextPage, place: tuple[int, int], height: float) -> Iterator[QRectF]:
    for index in range(texts.count_rects(*place)):
        left, bottom, right, top = texts.get_rect(index)
        yield QRectF(left, height - top, right - left, top - bottom)


@contextmanager
def _page(document: PdfDocument, number: int) -> Iterator[PdfPage]:
    with closing(document[number]) as page:
        yield page


@contextmanager
def _text(document: PdfDocument, number: int) -> Iterator[tuple[PdfPage, PdfTextPage]]:
    with _page(document, number) as page, closing(page.get_textpage()) as texts:
        yield page, texts
