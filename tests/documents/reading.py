"""Reads a finished PDF as a viewer does: text by page, fonts, and the position of each line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import Array, c_char, create_string_buffer
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from cbnet_desktop.documents.pdf.pdf_text import PDFIUM

WATERMARK_SIZE = 60


@dataclass(frozen=True)
class Piece:
    """A line of text on a page and its box in points."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Piece) -> bool:
        """Whether the ink of two lines meets, by more than letters that merely touch."""
        across = min(self.right, other.right) - max(self.left, other.left)
        upright = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > 0.5 and upright > 1.5


@contextmanager
def opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Opens a PDF with PDFium, locked against other threads, and closes it with all its pages."""
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """The number of pages."""
    with opened(pdf) as document:
        return len(document)


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    with opened(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def everything(pdf: bytes) -> str:
    """The text of the whole PDF on one line."""
    return " ".join(pages(pdf))


def pieces(pdf: bytes) -> list[Piece]:
    """Every line of text but the watermark's."""
    with opened(pdf) as document:
        return [piece for number, page in enumerate(document, 1) for piece in _pieces(page, number)]


def _pieces(page: pdfium.PdfPage, number: int) -> Iterator[Piece]:
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()):
        left, bottom, right, top = item.get_bounds()
        if top - bottom < WATERMARK_SIZE and item.extract().strip():
            yield Piece(number, item.extract(), left, bottom, right, top)


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font in use by name, and whether it is embedded."""
    found: dict[str, bool] = {}
    with opened(pdf) as document:
        for page in document:
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(item)
                name = create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, 200)
                found[_text(name)] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return found


def outline(pdf: bytes) -> list[tuple[int, str, int]]:
    """The outline's entries: level, title and page number."""
    with opened(pdf) as document:
        return [(entry.level, entry.get_title(), entry.get_dest().get_index() + 1) for entry in document.get_toc()]


def metadata(pdf: bytes) -> dict[str, str]:
    """The PDF's metadata."""
    with opened(pdf) as document:
        found: dict[str, str] = document.get_metadata_dict()
        return found


def uncompressed(pdf: bytes) -> bytes:
    """The file without compression, to search its bytes."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return written.getvalue()


def _text(buffer: Array[c_char]) -> str:
    return buffer.value.decode()
