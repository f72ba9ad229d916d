"""What PDFium is asked: to open a PDF, draw a piece of a page, read a page and find words in it.

PDFium draws signatures and form fields, which QtPdf does not. It may be called by one thread at a time; every function
here waits for its turn.
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
    """A piece of a page: scale is pixels per point, the rest pixels from the page's top left corner."""

    page: int
    scale: float
    left: int
    top: int
    width: int
    height: int

    @property
    def rect(self) -> QRect:
        """Where it lies on the page."""
        return QRect(self.left, self.top, self.width, self.height)


class Hit(NamedTuple):
    """A place where the searched words stand: a rectangle for each line, in points from the page's top left corner."""

    page: int
    lines: tuple[QRectF, ...]


def opened(pdf: bytes) -> PdfDocument:
    """The document with its form fields; raises Unreadable."""
    import pypdfium2

    with PDFIUM:
        try:
            session = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise Unreadable(BROKEN) from None
        if not len(session):
            session.close()
            raise Unreadable(BROKEN)
        session.init_forms()
        return session


def close(session: PdfDocument) -> None:
    """Lets go of the document."""
    with PDFIUM:
        session.close()


def sizes(session: PdfDocument) -> list[QSizeF]:
    """The pages' sizes in points."""
    with PDFIUM:
        return [QSizeF(*session.get_page_size(number)) for number in range(len(session))]


def pixels(size: QSizeF, scale: float) -> tuple[int, int]:
    """How many pixels a page takes at a scale, at least one each way."""
    return max(1, round(size.width() * scale)), max(1, round(size.height() * scale))


def draw(session: PdfDocument, tile: Tile) -> QImage:
    """The piece of the page as it is printed, form fields and signatures included."""
    from pypdfium2 import PdfBitmap, raw

    with PDFIUM, _page(session, tile.page) as page:
        width, height = pixels(QSizeF(page.get_width(), page.get_height()), tile.scale)
        bitmap = PdfBitmap.new_native(tile.width, tile.height, raw.FPDFBitmap_BGRx)
        with closing(bitmap):
            bitmap.fill_rect(WHITE, 0, 0, tile.width, tile.height)
            place = (bitmap, page, -tile.left, -tile.top, width, height, 0, raw.FPDF_ANNOT)
            raw.FPDF_RenderPageBitmap(*place)
            if session.formenv:
                raw.FPDF_FFLDraw(session.formenv, *place)
            image = QImage(bitmap.buffer, tile.width, tile.height, bitmap.stride, QImage.Format.Format_RGB32)
            return image.copy()


def text(session: PdfDocument, number: int) -> str:
    """What stands on a page."""
    with PDFIUM, _text(session, number) as (_, page):
        return str(page.get_text_bounded())


def hits(session: PdfDocument, number: int, words: str) -> list[Hit]:
    """Where the words stand on a page, upper and lower case alike."""
    with PDFIUM, _text(session, number) as (page, texts):
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
def _page(session: PdfDocument, number: int) -> Iterator[PdfPage]:
    with closing(session[number]) as page:
        yield page


@contextmanager
def _text(session: PdfDocument, number: int) -> Iterator[tuple[PdfPage, PdfTextPage]]:
    with _page(session, number) as page, closing(page.get_textpage()) as texts:
        yield page, texts
